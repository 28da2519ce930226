"""The study of this process, opened once for all who look at it, and who is at work in this browser."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from app.plain import markdown
from corpus.study import FILE, Study

STUDY, CODER = "VIVAVOCE_STUDY", "VIVAVOCE_CODER"


def folder() -> Path:
    """Where the study is, or is to be made."""
    return Path(os.environ.get(STUDY) or ".").resolve()


def opened() -> Study | None:
    """The study, or None where there is none yet. Raises StudyError where it cannot be opened."""
    file = folder() / FILE
    return _open(str(file.parent), file.stat().st_ino) if file.is_file() else None


@st.cache_resource(show_spinner=False)
def _open(where: str, file_number: int) -> Study:
    """A study, by its file: one that was put in the place of another is opened anew."""
    return Study.open(where)


def coder() -> str:
    """Who is at work: as said in this browser, else as the command said; "" while nobody has said."""
    return str(st.session_state.get("coder") or os.environ.get(CODER, "")).strip()


def set_coder(name: str) -> None:
    """From now on `name` is at work in this browser."""
    st.session_state["coder"] = name.strip()


def ask_for_coder(study: Study) -> None:
    """Ask who is at work, before anything else is shown."""
    st.title("Who is at work?")
    st.write("What you code and change is kept under this name.")
    with st.form("who", width=480):
        name = _name(study, None)
        if st.form_submit_button("Begin", type="primary") and name:
            set_coder(name)
            st.rerun()


def show_title(study: Study | None) -> None:
    """The title of the study, beside every page."""
    st.markdown(f"**{markdown(study.title) if study else 'Vivavoce'}**")


def show_coder(study: Study | None) -> None:
    """Who is at work, beside every page, with a way to change that."""
    if study is None or not coder():
        return
    st.space("small")
    with st.popover(markdown(coder()), icon=":material/person:", width="stretch"):
        name = _name(study, coder())
        if st.button("Change") and name:
            set_coder(name)
            st.rerun()


def _name(study: Study, chosen: str | None) -> str:
    """A name among those of the study's coders, or a new one."""
    coders = study.coders()
    names = coders.loc[coders["kind"].eq("person"), "name"].tolist()
    if chosen and chosen not in names:
        names = [chosen, *names]
    said = st.selectbox(
        "Your name",
        names,
        index=names.index(chosen) if chosen else None,
        accept_new_options=True,
        placeholder="Choose, or type a new one",
    )
    return (said or "").strip()
