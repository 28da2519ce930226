"""A change that a button makes: done before the page is shown anew, said afterwards, taken back by another button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from app.plain import markdown
from codebook.errors import VivavoceError
from corpus.study import Study, StudyChange

DONE, FAILED = "done", "failed"


def do(
    study: Study, coder: str, operation: str, act: Callable[[StudyChange], Any], *, key: str, note: str = ""
) -> bool:
    """Make a change, as a button's callback does; what came of it is for `show_done` with the same key to say."""
    try:
        with study.change(operation, coder=coder, note=note) as change:
            act(change)
    except VivavoceError as error:
        st.session_state[_said(key)] = (FAILED, str(error))
        return False
    st.session_state[_said(key)] = (DONE, f"Saved: {operation}" + (f", {note}" if note else "") + ".")
    return True


def show_done(study: Study, coder: str, *, key: str) -> None:
    """What came of the last change, with the way back; nothing where none was made."""
    what, said = st.session_state.get(_said(key), (None, ""))
    if what == FAILED:
        st.error(markdown(said))
    elif what == DONE:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(markdown(said), width="content")
            st.button("Undo", key=f"{key}_undo", icon=":material/undo:", on_click=_undo, args=(study, coder, key))


def _undo(study: Study, coder: str, key: str) -> None:
    try:
        said = study.undo(coder=coder)
    except VivavoceError as error:
        st.session_state[_said(key)] = (FAILED, str(error))
        return
    st.session_state.pop(_said(key), None)
    st.toast(markdown(f"Taken back: {said}" if said else "There is nothing to take back."))


def _said(key: str) -> str:
    return f"{key}_done"
