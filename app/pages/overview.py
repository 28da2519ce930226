"""Overview: what was coded where in every transcript; a click opens the transcript at that place."""

from __future__ import annotations

import streamlit as st

from analysis.figures.book import theme_colours
from app.caching import placed, table
from app.widgets.charts import chosen_in, timeline
from app.widgets.downloads import offer_figure, offer_table
from app.widgets.filters import choose
from app.widgets.legend import show_legend
from app.widgets.needs import met
from app.widgets.places import go_to_passage
from app.widgets.tables import show_table
from corpus.study import Study


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Overview")
    st.write(
        "Each transcript from its first word to its last, and where in it what was coded. Choose a bar to go there."
    )
    if not met(study, "documents", "codes", "codings"):
        return
    filters = choose(study, "frequencies", page="overview")
    bars, rows = st.tabs(["Chart", "Table"])
    with bars:
        codings = placed(study, filters)
        codes = table(study, "codes")
        themes = [theme for theme in codes["theme"].unique() if theme in set(codings["theme"])]
        colours = theme_colours(codes, themes)
        show_legend(colours)
        chart = timeline(codings, table(study, "documents"), colours)
        chosen = chosen_in(st.altair_chart(chart, on_select="rerun", key="overview_chart"), "coding")
        offer_figure(study, "overview", filters=filters)
    with rows:
        matrix = table(study, "matrix", filters=filters)
        show_table(matrix)
        offer_table(study, matrix, "matrix")
    if chosen:
        coding = codings[codings["coding"] == chosen[0]].iloc[0]
        go_to_passage(coding["document_id"], int(coding["from"]))
