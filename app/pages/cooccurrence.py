"""Co-occurrence: which codes meet, as a graph and as a table; a click on a line shows where the two meet."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app.caching import laid_out, table
from app.main import KEPT
from app.widgets.charts import chosen_in, meetings
from app.widgets.downloads import offer_figure, offer_table
from app.widgets.filters import choose, with_codes
from app.widgets.needs import met
from app.widgets.quotes import open_quotes
from app.widgets.tables import choose_row
from corpus.study import Study

UNITS = {
    "overlap": "in overlapping codings",
    "turn": "in the same turn",
    "sentence": "in the same sentence",
    "document": "in the same transcript",
}
STRENGTHS = {"n_ab": "Times met", "jaccard": "Jaccard", "lift": "Lift", "npmi": "NPMI"}
MOST = 60  # lines that a graph may have and still be read


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Co-occurrence")
    st.write("Which codes meet. Choose a line or a row to read the quotes in which both were coded.")
    if not met(study, "documents", "codes", "codings"):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.selectbox("Codes meet", [*UNITS], format_func=UNITS.__getitem__, key=f"{KEPT}unit", width=230)
        strength = st.selectbox(
            "Strength", [*STRENGTHS], format_func=STRENGTHS.__getitem__, key=f"{KEPT}strength", width=150
        )
        filters = choose(study, "cooccurrence", page="cooccurrence")
    options = {} if unit == "overlap" else {"unit": unit}
    pairs = table(study, "cooccurrence", options=options, filters=filters)
    if pairs.empty:
        st.info("No two codes meet here. Choose another unit, or take a filter away.")
        return
    least = _threshold(pairs)
    shown = pairs[pairs["n_ab"] >= least]
    wider = " Quotes are shown where their codings overlap." if options else ""
    st.caption(f"{len(shown):,} of {len(pairs):,} pairs.{wider}")
    graph, rows = st.tabs(["Graph", "Table"])
    with graph:
        chart = meetings(*laid_out(study, shown, strength=strength, filters=filters), STRENGTHS[strength])
        event = st.altair_chart(chart, on_select="rerun", key="cooccurrence_graph")
        offer_figure(study, "cooccurrence-graph", options=options, filters=filters, minimum=least)
    with rows:
        row = choose_row(shown, key="cooccurrence_rows")
        offer_table(study, shown, "cooccurrence")
    of_row = None if row is None else (shown["code_a"].iloc[row], shown["code_b"].iloc[row])
    for key, pair in (("line", chosen_in(event, "code_a", "code_b")), ("row", of_row)):
        meeting = {"meeting": pair or ()}
        open_quotes(study, pair, options=meeting, filters=with_codes(filters), key=f"cooccurrence_{key}")


def _threshold(pairs: pd.DataFrame) -> int:
    """The fewest meetings of a pair that is shown; at first so many that no more lines are drawn than can be read."""
    largest = int(pairs["n_ab"].max())
    if largest == 1:
        return 1
    ordered = pairs["n_ab"].sort_values(ascending=False)
    readable = 1 if len(ordered) <= MOST else min(largest, int(ordered.iloc[MOST]) + 1)
    return st.slider("Met at least", 1, largest, readable)
