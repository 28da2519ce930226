"""Comparisons: who has which code, by an attribute; and the words that mark a theme or a kind of participant."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from app.caching import table
from app.comparing import shares
from app.main import KEPT
from app.material import Filters
from app.widgets.charts import chosen_in
from app.widgets.clicking import fresh, opened
from app.widgets.downloads import offer_figure, offer_table
from app.widgets.filters import choose, with_codes
from app.widgets.keywords import show_words
from app.widgets.needs import met
from app.widgets.places import link
from app.widgets.quotes import show_quotes
from app.widgets.statistics import grid
from app.widgets.tables import choose_row
from corpus.study import Study

COLUMNS = "path value participants_with participants share p q effect effect_low effect_high codings note"
TOLD = {"people": "Participants", "share:Q": "Share", "p:Q": "p", "q:Q": "q"}


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Comparisons")
    st.write("Which codes participants of one kind have more often than others, and which words mark a theme.")
    if not met(study, "documents", "codes", "codings"):
        return
    filters = choose(study, "crosstab", page="comparisons")
    attributes = [*table(study, "participants").columns[2:]]
    codes, words = st.tabs(["Codes", "Words"], key="comparisons_tabs", on_change="rerun")
    with codes:
        if codes.open and attributes:
            _codes(study, coder, filters, attributes)
        elif codes.open:
            st.info("Nothing is known of the participants yet, by which to compare them.")
            link("transcripts", "Describe the participants")
    with words:
        if words.open:
            show_words(study, filters, attributes)


def _codes(study: Study, coder: str, filters: Filters, attributes: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.selectbox("Attribute", attributes, key=f"{KEPT}compared_by", width=300)
        options = {"by": by, "roll_up": st.toggle("With the codes below", key=f"{KEPT}compared_below")}
    found = table(study, "crosstab", options=options, filters=filters)
    used = found[found.groupby("path")["participants_with"].transform("sum") > 0].reset_index(drop=True)
    if used.empty:
        st.info("Nothing that is coded fits this choice, or nobody has a value. Take a filter away.")
        return
    cells, omission = shares(used)
    offer_figure(study, "crosstab", options=options, filters=filters)
    chart = grid(cells, down="Code", across=by, told=TOLD, clicked=True)
    event = st.altair_chart(chart, on_select="rerun", key=fresh("crosstab_chart"))
    st.caption(
        f"{omission}Participants with the code, of those with the value: the darker, the larger the share. "
        "* differs from all others, q < .05. Choose a cell or a row to read the quotes."
    )
    offer_table(study, found, "crosstab", options=options)
    row = choose_row(used[COLUMNS.split()], key=fresh("crosstab_rows"))
    of_row = None if row is None else tuple(used.loc[row, ["path", "value"]])
    for key, chosen in (("crosstab_chart", chosen_in(event, "row", "column")), ("crosstab_rows", of_row)):
        if chosen:
            others = [pair for pair in filters.where if pair[0] != by]
            only = replace(with_codes(filters, chosen[0]), where=[*others, (by, chosen[1])])
            below = {"roll_up": options["roll_up"]}
            quotes = partial(show_quotes, study, coder, options=below, filters=only, key=key)
            opened(key, f"{chosen[0]}, {by}: {chosen[1]}", quotes)
            break  # one dialog at a time
