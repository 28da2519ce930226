"""Start: without a study, a way to get one; with one, what is in it, what to do next, and the way back."""

from __future__ import annotations

import streamlit as st

from app.caching import sizes, table
from app.plain import markdown
from app.widgets.beginning import offer_study
from app.widgets.places import link
from app.widgets.tables import show_table
from corpus.study import Study

STEPS = (
    ("documents", "transcripts", "Add transcripts", "Take transcripts in, and say who interviews."),
    ("codes", "codebook", "Write a codebook", "Say what passages can be about."),
    ("codings", "code", "Code a transcript", "Select what was said and give it codes."),
)
LAST = 8


def render(study: Study | None, coder: str) -> None:
    """Show the page."""
    if study is None:
        offer_study(coder)
        return
    st.title(markdown(study.title), anchor=False)
    found = sizes(study)
    with st.container(horizontal=True):
        for name, label in {
            "documents": "Transcripts",
            "participants": "Participants",
            "codes": "Codes",
            "codings": "Codings",
        }.items():
            st.metric(label, f"{found[name]:,}", border=True)
    st.subheader("What is next")
    for name, page, label, sentence in STEPS:
        if not found[name]:
            st.write(sentence)
            link(page, label)
            break
    else:
        link("code", "Go on coding", icon="ink_highlighter")
        link("themes", "Read what was said", icon="search")
        link("export", "Take tables and figures to a paper", icon="download")
    _history(study, coder)


def _history(study: Study, coder: str) -> None:
    """What was changed last, and the way back."""
    st.subheader("What was changed last")
    changes = table(study, "history")
    shown = changes[["at", "coder", "operation", "note"]].iloc[::-1].head(LAST)
    show_table(shown.rename(columns={"operation": "What"}))
    with st.container(horizontal=True):
        for label, icon, act in (("Undo my last change", "undo", study.undo), ("Redo", "redo", study.redo)):
            if st.button(label, icon=f":material/{icon}:"):
                said = act(coder=coder)
                st.toast(markdown(f"{label}: {said}" if said else "There is nothing to take back."))
                if said:
                    st.rerun()
