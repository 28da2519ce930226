"""Co-occurrence: which codes meet, as a graph and as a table; a click on a line shows where the two meet."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from app.caching import laid_out, table
from app.main import KEPT
from app.material import Filters
from app.widgets.charts import chosen_in, chosen_node, meetings
from app.widgets.clicking import fresh, opened
from app.widgets.downloads import offer_figure, offer_table
from app.widgets.encounters import show_encounters
from app.widgets.filters import choose, with_codes
from app.widgets.needs import met
from app.widgets.quotes import show_quotes
from app.widgets.tables import choose_row
from corpus.study import Study

UNITS = {
    "overlap": "in overlapping codings",
    "turn": "in the same turn",
    "sentence": "in the same sentence",
    "window:1": "in neighbouring turns",
    "document": "in the same transcript",
}
STRENGTHS = {"n_ab": "Times met", "jaccard": "Jaccard", "lift": "Lift", "npmi": "NPMI"}
MOST = 60  # lines that a graph may have and still be read


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Co-occurrence")
    st.write("Which codes meet. Choose a line or a row to read where both were coded, a code to read its quotes.")
    if not met(study, "documents", "codes", "codings"):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.selectbox("Codes meet", [*UNITS], format_func=UNITS.__getitem__, key=f"{KEPT}unit", width=230)
        strength = st.selectbox(
            "Strength", [*STRENGTHS], format_func=STRENGTHS.__getitem__, key=f"{KEPT}strength", width=150
        )
        threshold = st.empty()
        filters = choose(study, "cooccurrence", page="cooccurrence")
    options = {} if unit == "overlap" else {"unit": unit}
    pairs = table(study, "cooccurrence", options=options, filters=filters).drop(columns=["p", "q"])
    if pairs.empty:
        st.info("No two codes meet here. Choose another unit, or take a filter away.")
        return
    with threshold:
        least = _threshold(pairs)
    shown = pairs[pairs["n_ab"] >= least]
    graph, rows = st.tabs(["Graph", "Table"])
    with graph:
        offer_figure(study, "cooccurrence-graph", options=options, filters=filters, minimum=least)
        chart = meetings(*laid_out(study, shown, strength=strength, filters=filters), STRENGTHS[strength])
        event = st.altair_chart(chart, on_select="rerun", key=fresh("cooccurrence_graph"))
        st.caption(
            f"{len(shown):,} of {len(pairs):,} pairs. Drag to move the picture, turn the wheel or pinch to come nearer."
        )
    with rows:
        offer_table(study, shown, "cooccurrence", options=options)
        row = choose_row(shown, key=fresh("cooccurrence_rows"))
    show = partial(_show, study, coder, unit, filters)
    if chosen := chosen_in(event, "code_a", "code_b") or chosen_node(event):
        show(chosen, "cooccurrence_graph")
    elif row is not None:
        show((str(shown["code_a"].iloc[row]), str(shown["code_b"].iloc[row])), "cooccurrence_rows")


def _show(study: Study, coder: str, unit: str, filters: Filters, chosen: tuple[str, ...], key: str) -> None:
    """Where two codes meet, or the quotes of one."""
    match chosen:
        case (a, b) if unit != "overlap":
            opened(key, f"{a} & {b}", lambda: show_encounters(study, (a, b), unit, with_codes(filters), key=key))
        case (_, _):
            options, any_code = {"meeting": chosen}, with_codes(filters)
            opened(
                key,
                " & ".join(chosen),
                lambda: show_quotes(study, coder, options=options, filters=any_code, key=key),
            )
        case (path,):
            opened(key, path, lambda: show_quotes(study, coder, filters=with_codes(filters, path), key=key))


def _threshold(pairs: pd.DataFrame) -> int:
    """The fewest meetings of a pair that is shown; at first so many that no more lines are drawn than can be read."""
    largest = int(pairs["n_ab"].max())
    if largest == 1:
        return 1
    ordered = pairs["n_ab"].sort_values(ascending=False)
    readable = 1 if len(ordered) <= MOST else min(largest, int(ordered.iloc[MOST]) + 1)
    return int(st.number_input("Met at least", 1, largest, readable, width=130))
