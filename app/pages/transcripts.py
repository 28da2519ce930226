"""Transcripts and participants: files dropped and taken in, who speaks in each, and what is known of participants."""

from __future__ import annotations

import streamlit as st

from app.caching import sizes
from app.plain import markdown
from app.widgets.adding import REPORT, add_transcripts
from app.widgets.documents import change_document, choose_document, overview
from app.widgets.people import edit_participants
from app.widgets.speakers import change_speakers
from codebook.errors import VivavoceError
from corpus.study import Study

HAVE, PEOPLE, ADD = "Transcripts", "Participants", "Add transcripts"
SHOWN = {PEOPLE: edit_participants, ADD: add_transcripts}


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Transcripts and participants")
    # What became of files that were dropped is seen until one turns to the transcripts.
    first = HAVE if sizes(study)["documents"] and REPORT not in st.session_state else ADD
    tabs = st.tabs([HAVE, PEOPLE, ADD], default=first, key="transcripts_tabs", on_change="rerun")
    for name, tab in zip((HAVE, PEOPLE, ADD), tabs, strict=True):
        if tab.open:
            with tab:
                try:
                    SHOWN.get(name, _transcripts)(study, coder)
                except VivavoceError as error:
                    st.error(markdown(str(error)))


def _transcripts(study: Study, coder: str) -> None:
    if not sizes(study)["documents"]:
        st.info("There are no transcripts yet. Drop some on the tab Add transcripts.")
        return
    st.session_state.pop(REPORT, None)
    shown = overview(study)
    chosen = choose_document(shown, revision=study.revision)
    if chosen is None:
        st.caption("Choose a row to open, rename, move or remove that transcript, and to say who speaks in it.")
        return
    row = shown.set_index("document", drop=False).loc[chosen]
    st.subheader(markdown(row["name"]), anchor=False)
    change_document(study, coder, row, of=len(shown))
    st.subheader("Who speaks", anchor=False)
    change_speakers(study, coder, chosen)
