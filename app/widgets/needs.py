"""What a page needs before it can show anything: where that is missing, the page says what to do first."""

from __future__ import annotations

import streamlit as st

from app.caching import sizes
from app.widgets.places import link
from corpus.study import Study

FIRST = {
    "documents": ("There are no transcripts yet.", "transcripts", "Add transcripts"),
    "codes": ("The codebook has no codes yet.", "codebook", "Make a code"),
    "codings": ("Nothing is coded yet.", "code", "Code a passage"),
}
"""By what is missing: the sentence that says so, and the page on which to begin."""


def met(study: Study, *needs: str) -> bool:
    """Whether the study has some of each of these; else what is missing is said, with the way there."""
    for need in needs:
        if not sizes(study)[need]:
            sentence, page, todo = FIRST[need]
            st.info(sentence)
            link(page, todo)
            return False
    return True
