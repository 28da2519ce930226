"""Sequences: which theme comes up after which, and for how long each was spoken of."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app.caching import table
from app.comparing import successions
from app.material import Filters
from app.widgets.charts import bars, chosen_in
from app.widgets.clicking import fresh, opened
from app.widgets.downloads import offer_table
from app.widgets.filters import choose
from app.widgets.needs import met
from app.widgets.quotes import show_quotes
from app.widgets.statistics import grid
from app.widgets.tables import show_table
from corpus.study import Study

TOLD = {"n_ab:Q": "Times", "expected:Q": "Expected", "lift:Q": "Lift", "q:Q": "q (more)", "q_less:Q": "q (less)"}
ALL = "all"


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Sequences")
    st.write("Which theme comes up after which, in the next coded turn, and for how long each was spoken of.")
    if not met(study, "documents", "codes", "codings"):
        return
    filters = choose(study, "sequences", page="sequences")
    order, times = st.tabs(["What follows what", "Minutes"], key="sequences_tabs", on_change="rerun")
    with order:
        if order.open:
            _order(study, filters)
    with times:
        if times.open:
            _times(study, coder, filters)


def _order(study: Study, filters: Filters) -> None:
    found = table(study, "sequences", filters=filters)
    cells = successions(found)
    if cells.empty:
        st.info("No theme can come up after another: it takes turns in a row under two themes. Code more of them.")
        return
    st.altair_chart(grid(cells, down="After", across="comes up", told=TOLD, clicked=False))
    st.caption(
        "After the theme of the row comes up that of the column so many times as often as by chance: blue more often, "
        "orange less. ▲ and ▼: so much more or less that q < .05. Where the guide asks one thing after another, the "
        "order is the guide's."
    )
    offer_table(study, found, "sequences")
    show_table(found)


def _times(study: Study, coder: str, filters: Filters) -> None:
    found = table(study, "durations", filters=filters)
    if found.empty:
        st.info("No coded turn has times. They come with transcripts that say when each turn begins, such as .vtt.")
        return
    whole, themes = found.iloc[-1], found[found["theme"] != ALL]
    st.markdown(
        f"**{whole['minutes']:,.0f} minutes** under any theme, {100 * whole['share']:.0f} % of the time for which "
        "participants spoke in transcripts with times. Choose a bar to read its quotes."
    )
    shown = themes.rename(columns={"theme": "path"}).round({"minutes": 1})
    drawn = bars(shown, table(study, "codes"), "minutes", "Minutes")
    event = st.altair_chart(drawn, on_select="rerun", key=fresh("durations_chart"))
    offer_table(study, found, "durations")
    show_table(found)
    if chosen := chosen_in(event, "path"):
        only = replace(filters, themes=chosen, codes=())
        opened("durations_chart", chosen[0], lambda: show_quotes(study, coder, filters=only, key="durations_chart"))
