"""A code split: some of its codings, picked by their quotes, get a new code."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app.caching import table
from app.material import Filters
from app.widgets.arranging import choose
from codebook import Code, Codebook
from corpus.codebooks import split_off
from corpus.study import Study

COLUMNS: dict[str, Any] = {
    "quote": st.column_config.TextColumn("Quote", width=170),
    "document": st.column_config.TextColumn("Transcript", width=60),
    "coder": st.column_config.TextColumn("Coder", width=50),
}
ROW = 66  # pixels: three lines of a quote
PLACES = {"below this code": False, "beside this code": True}


def split(study: Study, coder: str, book: Codebook, code: Code) -> None:
    """The codings of the code, to be picked, and the name of the code that they get."""
    quotes = table(study, "quotes", options={"ids": True, "each": True}, filters=Filters(codes=[book.path(code)]))
    if quotes.empty:
        st.text("It has no codings to sort. Codes below it are made on the tab Add below.")
        return
    event: Any = st.dataframe(
        quotes[[*COLUMNS]],
        hide_index=True,
        column_config=COLUMNS,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"split_{code.id}_{study.revision}",
        row_height=ROW,
        height=min(5, len(quotes)) * ROW + 38,
    )
    chosen = quotes.iloc[event.selection.rows]
    picked = [key for ids in chosen["ids"] for key in ids]
    name = st.text_input("Name of the new code", key=f"split_name_{code.id}").strip()
    place = st.radio("Make it", [*PLACES], horizontal=True)
    if name and (near := [each for each in book.near_duplicates(name) if each.id != code.id]):
        st.text(f"Much like it: {', '.join(book.path(each) for each in near[:3])}")
    number = f"{len(picked):,} of {len(quotes):,} codings"
    whose, where = ", ".join(chosen["coder"].unique()), chosen["document"].nunique()
    of = f": by {whose}, in {where} transcript{'s' * (where != 1)}" if picked else ""
    st.text(f"{number} would go to it{of}.")
    if not name or not picked:
        st.caption("Pick codings in the table, and give the new code a name.")
    if st.button("Split off", type="primary", disabled=not name or not picked):
        with study.change("split a code", coder=coder, note=f"{book.path(code)}: {name}") as change:
            new = split_off(change, code.id, name, picked, beside=PLACES[place])
        choose(new)
        st.rerun()
