"""The last change of who is at work, beside the pages, and the way back."""

from __future__ import annotations

import streamlit as st

from app.plain import markdown
from codebook.errors import StudyError
from corpus import history
from corpus.study import Study

LONGEST = 24  # characters of what a button says


def show_undo(study: Study, coder: str) -> None:
    """A button that takes back the last change of `coder`, and says which that is; none where there is nothing left."""
    found = last_change(study, coder)
    if found is None:
        return
    number, said = found
    short = said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
    st.button(
        f"Undo: {markdown(short)}",
        icon=":material/undo:",
        help=markdown(said),
        type="tertiary",
        on_click=_undo,
        args=(study, coder, number),
    )


def last_change(study: Study, coder: str, *, undone: bool = False) -> tuple[int, str] | None:
    """The number of the last change of `coder` that can be taken back (`undone`: of the last that was, and can be made
    again), and what it was; None where there is none."""
    coders = study.coders()
    mine = coders.loc[coders["name"].str.casefold().eq(coder.casefold()), "coder"]
    if mine.empty:
        return None
    find = history.last_redoable if undone else history.last_undoable
    with study.reading() as connection:
        number = find(connection, str(mine.iloc[0]))
        if number is None:
            return None
        return number, history.described(connection, number).rpartition(", by ")[0]


def _undo(study: Study, coder: str, number: int) -> None:
    """Take back this change and no other: in another window there may have been a later one."""
    try:
        with study.change(history.UNDO, coder=coder) as change:
            if history.stands(change.connection, number):
                history.undo(change.connection, number, coder=change.coder)
    except StudyError as error:
        st.toast(markdown(str(error)), icon=":material/error:")
    else:
        st.toast("Undone. Redo is on the page Start.", icon=":material/undo:")
