"""Codebook: the tree of codes with counts; what a change does to codings is shown before it is made."""

from __future__ import annotations

import streamlit as st

from app.caching import table
from app.widgets import codes as editing
from app.widgets.tables import choose_row
from codebook import Codebook
from corpus.study import Study

INDENT = "\u2003"  # a wide space: a level of the tree
SELECTED = "codebook_selected"


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Codebook")
    book = study.codebook()
    tree, side = st.columns([3, 2], gap="medium")
    with tree:
        chosen = _tree(study, book)
    with side:
        if chosen is None:
            editing.add(study, coder, book, under=None)
            editing.take_in(study, coder, book)
            return
        code = list(book)[chosen]
        st.subheader(editing.shown(code.name))
        tabs = st.tabs(["Edit", "Add below", "Move", "Merge", "Delete"])
        for tab, act in zip(
            tabs, (editing.edit, editing.add_below, editing.move, editing.merge, editing.delete), strict=True
        ):
            with tab:
                act(study, coder, book, code)


def _tree(study: Study, book: Codebook) -> int | None:
    if not book:
        st.info("The codebook has no codes yet. Write some, or take a codebook file in.")
        return None
    counts = table(study, "codesystem")
    counts.insert(0, "name", [INDENT * book.depth(code) + code.name for code in book])
    shown = counts[["name", "codings", "codings_below", "participants", "kind", "definition"]]
    row = choose_row(shown.rename(columns={"name": "path"}), key=f"codebook_{study.revision}", height=560)
    if row is None:
        st.caption("Choose a row to edit, move, merge or delete that code.")
    return row
