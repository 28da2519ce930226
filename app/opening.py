"""The study of this process, opened once for all who look at it, and who is at work in this browser."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from app.plain import markdown
from corpus.study import FILE, Study

STUDY, CODER = "VIVAVOCE_STUDY", "VIVAVOCE_CODER"
WHO = "coder"  # in the session, and in the address, which a reload keeps


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
    said = st.session_state.get(WHO) or st.query_params.get(WHO) or os.environ.get(CODER, "")
    return " ".join(str(said).split())


def set_coder(name: str) -> None:
    """From now on `name` is at work in this browser."""
    st.session_state[WHO] = " ".join(name.split())
    keep_coder()


def keep_coder() -> None:
    """Keep in the address who was said to be at work in this browser, so that a reload does not ask again."""
    name = coder()
    if name and name != os.environ.get(CODER, "").strip() and st.query_params.get(WHO) != name:
        st.session_state[WHO] = st.query_params[WHO] = name


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
