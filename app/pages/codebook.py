"""Codebook: the tree of codes with counts; what a change does to codings is shown before it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from app.widgets import codes as editing
from app.widgets.arranging import choose, choose_code
from app.widgets.editions import show_history, take_in
from app.widgets.splitting import split
from codebook import Code, Codebook
from codebook.errors import VivavoceError
from corpus.study import Study

ACTS = {
    "Edit": editing.edit,
    "Add below": editing.add_below,
    "Move": editing.move,
    "Merge": editing.merge,
    "Split": split,
    "Delete": editing.delete,
}


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Codebook")
    book = study.codebook()
    codes, file, history = st.tabs(["Codes", "From a file", "History"], key="codebook_tabs", on_change="rerun")
    if file.open:
        with file:
            take_in(study, coder, book)
    elif history.open:
        with history:
            show_history(study, coder, book)
    else:
        with codes:
            _codes(study, coder, book)


def _codes(study: Study, coder: str, book: Codebook) -> None:
    if not book:
        st.info("The codebook has no codes yet. Write some, or take a codebook file in.")
        _try(editing.add, study, coder, book, under=None)
        return
    tree, side = st.columns([3, 2], gap="medium")
    with tree:
        code = choose_code(study, coder, book)
    with side:
        if code is None:
            st.subheader("New codes", anchor=False)
            _try(editing.add, study, coder, book, under=None)
            st.caption("Choose a code to edit, move, merge, split or delete it.")
        else:
            _chosen(study, coder, book, code)


def _chosen(study: Study, coder: str, book: Codebook, code: Code) -> None:
    """What is chosen, what it bears, and what can be done with it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(editing.shown(code.name), anchor=False)
        st.button("Close", icon=":material/close:", type="tertiary", on_click=choose, args=(None,))
    editing.show_borne(study, book, code)
    tabs = st.tabs([*ACTS], key="codebook_acts", on_change="rerun")
    for tab, act in zip(tabs, ACTS.values(), strict=True):
        if tab.open:
            with tab:
                _try(act, study, coder, book, code)


def _try(act: Callable[..., None], *what: Any, **more: Any) -> None:
    """Do it; what stands in the way is said where one looks, and the page goes on."""
    try:
        act(*what, **more)
    except VivavoceError as error:
        st.error(editing.shown(str(error)))
