"""What is known of the participants, to look at and to change."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from app.caching import table
from codebook.errors import StudyError
from codebook.sheets import read_sheet
from corpus.people import import_participants, rename_participant, set_attributes
from corpus.study import Study

NEW, REFUSED = "participants_new_attributes", "participants_refused"


def edit_participants(study: Study, coder: str) -> None:
    """The participants as a table that can be changed, and a field for a file that describes them."""
    people = table(study, "participants")
    if people.empty:
        st.info("There are no participants yet. They come with their transcripts.")
        return
    for name in st.session_state.setdefault(NEW, []):
        if name not in people.columns:
            people[name] = pd.Series(None, index=people.index, dtype="str")
    columns: dict[Any, Any] = {name: st.column_config.TextColumn(str(name)) for name in people.columns[2:]}
    columns |= {"participant": None, "name": st.column_config.TextColumn("Participant", pinned=True)}
    key = f"participants_{study.revision}_{len(people.columns)}"
    edited: pd.DataFrame = st.data_editor(people, hide_index=True, column_config=columns, key=key)
    changed = edited.fillna("") != people.fillna("")
    with st.container(horizontal=True):
        if st.button("Save", type="primary", disabled=not changed.to_numpy().any()):
            _save(study, coder, edited.fillna(""), changed)
        with st.popover("Add an attribute", icon=":material/add:"):
            name = st.text_input("Attribute", placeholder="role").strip()
            if st.button("Add") and name:
                _add_attribute(name, taken=[str(each) for each in people.columns])
        with st.popover("From a file", icon=":material/upload:"):
            file = st.file_uploader("A table (.csv, .xlsx) whose first column names the participant or the transcript")
            if file and st.button("Take in"):
                _take_in(study, coder, file.getvalue(), file.name)
    st.caption("Type into the table: names, and what is known. An emptied cell is known no longer. Save keeps it all.")
    for sentence in st.session_state.get(REFUSED, ()):
        st.text(sentence)


def _add_attribute(name: str, *, taken: list[str]) -> None:
    """One more column; it is kept once something stands in it."""
    if name.casefold() in {each.casefold() for each in taken}:
        raise StudyError(f'There is a column "{name}" already. Choose another name.')
    st.session_state[NEW].append(name)
    st.rerun()


def _save(study: Study, coder: str, people: pd.DataFrame, changed: pd.DataFrame) -> None:
    """Store the cells that were changed, in one change."""
    with study.change("describe participants", coder=coder) as change:
        for row in people.index[changed.any(axis="columns")]:
            person = people.at[row, "participant"]
            said = {name: people.at[row, name] for name in changed.columns[changed.loc[row]]}
            if "name" in said:
                rename_participant(change, person, said.pop("name"))
            if said:
                set_attributes(change, person, said)
    st.session_state[NEW] = []
    st.rerun()


def _take_in(study: Study, coder: str, data: bytes, name: str) -> None:
    sheet = read_sheet(data, name=name)
    with study.change("import participants", coder=coder, note=name) as change:
        result = import_participants(change, sheet)
    st.session_state[REFUSED] = [f"{name}, row {row['row']}: {row['reason']}" for row in result.refused]
    st.rerun()
