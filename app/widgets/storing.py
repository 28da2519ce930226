"""A changed codebook on a page: what it does is said in sentences before it is stored."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app.widgets.arranging import choose
from codebook import Codebook, describe, diff, with_colours
from corpus.codebooks import counts_of, set_codebook
from corpus.study import Study

TOLD = 12  # sentences about a change that are read


def propose(
    study: Study,
    coder: str,
    operation: str,
    old: Codebook,
    new: Codebook,
    note: str,
    *,
    follow: Mapping[str, str] | None = None,
    then: str | None = None,
) -> None:
    """What a change does, in sentences, and the button that makes it; `then` is the code to be chosen afterwards."""
    tell(study, old, new, gone=follow or {})
    if old != new and st.button(operation.capitalize(), type="primary"):
        store(study, coder, operation, new, note, follow=follow, then=then)


def tell(study: Study, old: Codebook, new: Codebook, *, gone: Mapping[str, str] | None = None) -> None:
    """The difference of two codebooks in sentences, with the codings that follow; of codes in `gone` all is said."""
    with study.reading() as connection:
        bearing = counts_of(connection)
    sentences = describe(diff(old, new), {code: count for code, count in bearing.items() if code not in (gone or {})})
    for sentence in sentences[:TOLD]:
        st.text(sentence)
    if len(sentences) > TOLD:
        with st.expander(f"{len(sentences) - TOLD} more"):
            st.text("\n".join(sentences[TOLD:]))


def store(
    study: Study,
    coder: str,
    operation: str,
    book: Codebook,
    note: str,
    *,
    follow: Mapping[str, str] | None = None,
    then: str | None = None,
) -> None:
    """Make `book` the codebook, and show the page anew."""
    with study.change(operation, coder=coder, note=note) as change:
        set_codebook(change, with_colours(book), follow=follow)
    if then:
        choose(then)
    st.rerun()
