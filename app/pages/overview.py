"""Overview: what was coded where in every transcript; a click opens the transcript at that place."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analysis.figures.book import theme_colours
from app.caching import placed, table
from app.material import Filters
from app.widgets.charts import chosen_in, timeline
from app.widgets.clicking import fresh, opened
from app.widgets.downloads import offer_figure, offer_table
from app.widgets.filters import choose, with_codes
from app.widgets.legend import show_legend
from app.widgets.needs import met
from app.widgets.places import go_to_passage
from app.widgets.quotes import show_quotes
from app.widgets.tables import choose_cell
from corpus.study import Study

AT_ONCE, SHOWN = 30, "overview_shown"  # transcripts: a browser draws some thousands of bars at once, not many more


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Overview")
    st.write(
        "Each transcript from its first word to its last, and where in it what was coded. Choose a bar to go there, "
        "or a number of the table to read its quotes."
    )
    if not met(study, "documents", "codes", "codings"):
        return
    filters = choose(study, "frequencies", page="overview")
    bars, rows = st.tabs(["Chart", "Table"], key="overview_tabs", on_change="rerun")
    with bars:
        if bars.open:
            _chart(study, filters)
    with rows:
        if rows.open:
            _matrix(study, coder, filters)


def _chart(study: Study, filters: Filters) -> None:
    codings = placed(study, filters)
    if codings.empty:
        st.info("Nothing that is coded fits this choice. Take a filter away.")
        return
    codes = table(study, "codes")
    themes = [theme for theme in codes["theme"].unique() if theme in set(codings["theme"])]
    colours = theme_colours(codes, themes)
    offer_figure(study, "overview", filters=filters)
    show_legend(colours)
    documents = table(study, "documents", filters=replace(filters, codes=(), themes=(), coders=()))
    limit = st.session_state.get(SHOWN, AT_ONCE)
    some = documents.head(limit)
    chart = timeline(codings[codings["document"].isin(some["name"])], some, colours)
    if chosen := chosen_in(st.altair_chart(chart, on_select="rerun", key="overview_chart"), "coding"):
        coding = codings[codings["coding"] == chosen[0]].iloc[0]
        go_to_passage(coding["document_id"], int(coding["from"]), int(coding["to"]))
    if limit < len(documents):
        number = min(AT_ONCE, len(documents) - limit)
        st.button(f"Show {number} more of {len(documents)} transcripts", on_click=_more, args=(limit,))


def _more(limit: int) -> None:
    st.session_state[SHOWN] = limit + AT_ONCE


def _matrix(study: Study, coder: str, filters: Filters) -> None:
    matrix = table(study, "matrix", filters=filters)
    offer_table(study, matrix, "matrix")
    cell = choose_cell(matrix, key=fresh("overview_cell"))
    if cell is None:
        return
    path, name = str(matrix["path"].iloc[cell[0]]), cell[1]
    only = with_codes(filters, path)
    if name in set(table(study, "participants")["name"]):
        path, only = f"{path}, {name}", replace(only, participants=[name])
    opened("overview_cell", path, lambda: show_quotes(study, coder, filters=only, key="overview_cell"))
