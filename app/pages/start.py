"""Start: without a study, a way to get one; with one, what is in it, what to do next, and the way back."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from app.caching import sizes, table
from app.plain import markdown
from app.widgets.beginning import offer_study
from app.widgets.places import link
from app.widgets.undoing import last_change
from corpus.study import Study

STEPS = (
    ("documents", "transcripts", "Add transcripts", "Take transcripts in, and say who interviews."),
    ("codes", "codebook", "Write a codebook", "Say what passages can be about, or take a codebook file in."),
    ("codings", "code", "Code a transcript", "Select what was said and give it codes."),
)
FURTHER = (
    ("code", "Go on coding", "ink_highlighter"),
    ("themes", "Read what was said", "search"),
    ("frequencies", "See how often", "bar_chart"),
    ("export", "Take tables and figures to a paper", "download"),
)
METRICS = {"documents": "Transcripts", "participants": "Participants", "codes": "Codes", "codings": "Codings"}
LAST = 8
COLUMNS: dict[str, Any] = {
    "at": st.column_config.DatetimeColumn("When", format="YYYY-MM-DD HH:mm", width=150),
    "coder": st.column_config.TextColumn("Who", width="small"),
    "operation": st.column_config.TextColumn("What", width="medium"),
    "note": st.column_config.TextColumn("Which", width="large"),
}


def render(study: Study | None, coder: str) -> None:
    """Show the page."""
    if study is None:
        offer_study(coder)
        return
    st.title(markdown(study.title), anchor=False)
    found = sizes(study)
    with st.container(horizontal=True):
        for name, label in METRICS.items():
            st.metric(label, f"{found[name]:,}", border=True, width=150)
    st.subheader("What is next", anchor=False)
    missing = next((number for number, step in enumerate(STEPS) if not found[step[0]]), None)
    if missing is None:
        for page, label, icon in FURTHER:
            link(page, label, icon=icon)
    else:
        for name, page, label, _ in STEPS[:missing]:
            link(page, f"{label}: {found[name]:,} so far", icon="check")
        _, page, label, sentence = STEPS[missing]
        st.write(sentence)
        link(page, label)
    _history(study, coder)


def _history(study: Study, coder: str) -> None:
    """What was changed last, and the way back."""
    st.subheader("What was changed last", anchor=False)
    changes = table(study, "history").iloc[::-1].head(LAST)
    if changes.empty:
        st.text("Nothing was changed yet.")
        return
    changes["at"] = pd.to_datetime(changes["at"])
    st.dataframe(changes[[*COLUMNS]], hide_index=True, column_config=COLUMNS)
    with st.container(horizontal=True):
        for label, icon, undone, act in (
            ("Undo my last change", "undo", False, study.undo),
            ("Redo", "redo", True, study.redo),
        ):
            last = last_change(study, coder, undone=undone)
            said = markdown(last[1]) if last else None
            if st.button(label, icon=f":material/{icon}:", disabled=last is None, help=said):
                done = act(coder=coder)
                st.toast(markdown(f"{label}: {done}" if done else "There is nothing to take back."))
                st.rerun()
