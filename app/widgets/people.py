"""What is known of the participants, to look at and to change."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app.caching import table
from codebook.sheets import read_sheet
from corpus.people import import_participants, set_attributes
from corpus.study import Study

NEW, REFUSED = "participants_new_attributes", "participants_refused"


def edit_participants(study: Study, coder: str) -> None:
    """The participants as a table whose attributes can be changed, and a field for a file that describes them."""
    people = table(study, "participants")
    if people.empty:
        st.info("There are no participants yet. They come with their transcripts.")
        return
    for name in st.session_state.setdefault(NEW, []):
        if name not in people.columns:
            people[name] = pd.Series(None, index=people.index, dtype="str")
    edited = st.data_editor(
        people,
        hide_index=True,
        disabled=["name"],
        column_config={"participant": None, "name": st.column_config.TextColumn("Participant", pinned=True)},
        key=f"participants_{study.revision}_{len(people.columns)}",
    )
    changed = edited.fillna("") != people.fillna("")
    with st.container(horizontal=True):
        if st.button("Save", type="primary", disabled=not changed.to_numpy().any()):
            _save(study, coder, edited.fillna(""), changed)
        with st.popover("Add an attribute", icon=":material/add:"):
            name = st.text_input("Attribute", placeholder="role").strip()
            if st.button("Add") and name:
                st.session_state[NEW].append(name)
                st.rerun()
        with st.popover("From a file", icon=":material/upload:"):
            file = st.file_uploader("A table (.csv, .xlsx) whose first column names the participant or the transcript")
            if file and st.button("Take in"):
                _take_in(study, coder, file.getvalue(), file.name)
    for sentence in st.session_state.get(REFUSED, ()):
        st.text(sentence)


def _save(study: Study, coder: str, people: pd.DataFrame, changed: pd.DataFrame) -> None:
    """Store the cells that were changed, in one change."""
    with study.change("describe participants", coder=coder) as change:
        for row in people.index[changed.any(axis="columns")]:
            names = changed.columns[changed.loc[row]]
            set_attributes(change, people.at[row, "participant"], {name: people.at[row, name] for name in names})
    st.session_state[NEW] = []
    st.rerun()


def _take_in(study: Study, coder: str, data: bytes, name: str) -> None:
    sheet = read_sheet(data, name=name)
    with study.change("import participants", coder=coder, note=name) as change:
        result = import_participants(change, sheet)
    st.session_state[REFUSED] = [f"{name}, row {row['row']}: {row['reason']}" for row in result.refused]
    st.rerun()
