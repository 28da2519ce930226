"""Who speaks in a transcript, on a page: an interviewer, a participant, or nobody in particular."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from app.caching import table
from app.plain import html, markdown
from corpus.people import assign_speaker
from corpus.study import Study

ROLES = {"Interviewer": "interviewer", "Participant": "participant", "Nobody in particular": None}
UNNAMED = "(no name)"
BEGINNING = 90  # characters of what someone says first


def speakers(study: Study, document: str) -> pd.DataFrame:
    """One row a speaker of a document, in the order of their first words.

    Columns: speaker (None for turns without a name), turns, role, participant (name; both those of most turns), first
    (the beginning of the first turn).
    """
    turns = study.turns(text=True, of=[document])
    names = table(study, "participants").set_index("participant")["name"]
    turns = turns.assign(person=turns["participant"].map(names))
    rows = [
        {
            "speaker": None if pd.isna(name) else str(name),
            "turns": len(said),
            "role": _most(said["role"]),
            "participant": _most(said["person"]),
            "first": " ".join(said["text"].iloc[0].split())[:BEGINNING],
        }
        for name, said in turns.groupby("speaker", sort=False, dropna=False)
    ]
    return pd.DataFrame(rows, columns=["speaker", "turns", "role", "participant", "first"], dtype=object)


def change_speakers(study: Study, coder: str, document: str) -> None:
    """For each speaker a choice of who it is, and the button that keeps it."""
    found = speakers(study, document)
    people = table(study, "participants")["name"].tolist()
    said = [_ask(row, people, f"{document}_{number}_{study.revision}") for number, row in found.iterrows()]
    names = [name for name in found["speaker"] if name is not None]
    turns = table(study, "turns")
    others = turns.loc[turns["speaker"].isin(names) & turns["document"].ne(document), ["document", "speaker"]]
    others = others.drop_duplicates()
    also = False
    if len(others):
        number = others["document"].nunique()
        also = st.checkbox(f"Also in the {number} other transcript{'s' * (number != 1)} with speakers of these names")
    before = list(zip(found["role"], found["participant"], strict=True))
    changed = {row.speaker: now for row, now, then in zip(found.itertuples(), said, before, strict=True) if now != then}
    if st.button("Save who speaks", type="primary", disabled=not changed):
        places = [(document, name) for name in changed]
        if also:
            places += [(there, name) for there, name in others.itertuples(index=False) if name in changed]
        with study.change("say who speaks", coder=coder, note=_note(study, document, changed)) as change:
            for there, name in places:
                role, participant = changed[name]
                assign_speaker(change, there, name, role=role, participant=participant or "")
        st.rerun()
    st.caption("What interviewers say can be coded, but is nobody's answer. Codings follow at once.")


def _ask(row: Any, people: list[str], key: str) -> tuple[Any, str | None]:
    """Who this speaker is: role, and the participant's name where it is one."""
    name, role, person = st.columns([3, 2, 2], vertical_alignment="bottom")
    speaker = row["speaker"] or UNNAMED
    turns = f"{row['turns']:,} turn{'s' * (row['turns'] != 1)}"
    with name:
        st.html(f'<div dir="auto"><b>{html(speaker)}</b>, {turns}<br><small>{html(row["first"])}</small></div>')
    with role:
        chosen = st.selectbox(
            f"{markdown(speaker)} is", [*ROLES], [*ROLES.values()].index(row["role"]), key=f"role_{key}"
        )
    if ROLES[chosen] != "participant":
        return ROLES[chosen], None
    with person:
        index = people.index(row["participant"]) if row["participant"] in people else None
        who = st.selectbox(
            "Participant",
            people,
            index,
            key=f"person_{key}",
            accept_new_options=True,
            placeholder="Choose, or type a new name",
        )
    if not who:
        return row["role"], row["participant"]  # not said yet: as it was
    return "participant", str(who).strip()


def _most(values: pd.Series) -> str | None:
    """What stands there most often."""
    counts = values.fillna("").value_counts()
    return str(counts.index[0]) or None


def _note(study: Study, document: str, changed: dict[str | None, Any]) -> str:
    name = table(study, "documents").set_index("document").at[document, "name"]
    return f"{name}: {', '.join(each or UNNAMED for each in changed)}"
