"""Transcripts and participants: files dropped and taken in, who interviews, and what is known of the participants."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app.caching import sizes, table
from app.plain import markdown
from app.widgets.adding import add_transcripts
from app.widgets.people import edit_participants
from app.widgets.places import go_to_passage
from app.widgets.tables import choose_row
from corpus.documents import remove_document
from corpus.study import Study


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Transcripts and participants")
    adding, transcripts, participants = st.tabs(["Add transcripts", "Transcripts", "Participants"])
    with adding:
        add_transcripts(study, coder)
    with transcripts:
        _transcripts(study, coder)
    with participants:
        edit_participants(study, coder)


def _transcripts(study: Study, coder: str) -> None:
    if not sizes(study)["documents"]:
        st.info("There are no transcripts yet. Drop some on the tab Add transcripts.")
        return
    documents = table(study, "documents")
    names = table(study, "participants").set_index("participant")["name"]
    shown = documents[["name", "participant", "language", "words", "source", "format"]]
    row = choose_row(shown.assign(participant=shown["participant"].map(names)), key="transcripts_rows")
    if row is None:
        st.caption("Choose a row to open or to remove that transcript.")
        return
    document = documents.iloc[row]
    with st.container(horizontal=True):
        if st.button(f"Open {markdown(document['name'])}", icon=":material/open_in_new:"):
            go_to_passage(document["document"])
        if st.button(f"Remove {markdown(document['name'])} ...", icon=":material/delete:"):
            _remove(study, coder, document)


@st.dialog("Remove a transcript")
def _remove(study: Study, coder: str, document: pd.Series) -> None:
    codings = len(study.codings(columns=["document"], of=[document["document"]]))
    st.text(f"{document['name']} has {codings:,} codings. They and the memos on them go with it.")
    st.caption("Undo on the page Start brings all of it back.")
    if st.button("Remove", type="primary"):
        with study.change("remove documents", coder=coder, note=document["name"]) as change:
            remove_document(change, document["document"])
        st.rerun()
