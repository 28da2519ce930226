"""Frequencies: how often each code was used, as bars and as a table; a click shows the quotes."""

from __future__ import annotations

import streamlit as st

from app.caching import table
from app.main import KEPT
from app.widgets.charts import bars, chosen_in
from app.widgets.downloads import offer_figure, offer_table
from app.widgets.filters import choose, with_codes
from app.widgets.needs import met
from app.widgets.quotes import open_quotes
from app.widgets.tables import choose_row
from corpus.study import Study

MEASURES = {
    "codings": "Codings",
    "participants": "Participants",
    "documents": "Transcripts",
    "words": "Words",
}


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Frequencies")
    st.write(
        "How often each code was used. What several coders coded alike counts once. Choose a code to read its quotes."
    )
    if not met(study, "documents", "codes", "codings"):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measure = st.selectbox("Count", [*MEASURES], format_func=MEASURES.__getitem__, key=f"{KEPT}measure", width=180)
        by_count = st.toggle("Most first", key=f"{KEPT}by_count")
        roll_up = st.toggle("With the codes below", key=f"{KEPT}roll_up")
        unused = st.toggle("Unused codes too", key=f"{KEPT}unused")
        filters = choose(study, "frequencies", page="frequencies")
    options = {"roll_up": roll_up}
    counts = table(study, "frequencies", options=options, filters=filters)
    shown = counts if unused else counts[counts["codings"] > 0]
    shown = shown.sort_values(measure, ascending=False, kind="stable") if by_count else shown
    if shown.empty:
        st.info("Nothing that is coded fits this choice. Take a filter away.")
        return
    chart, rows = st.tabs(["Chart", "Table"])
    with chart:
        drawn = bars(shown, table(study, "codes"), measure, MEASURES[measure])
        picked = chosen_in(st.altair_chart(drawn, on_select="rerun", key="frequencies_chart"), "path")
        offer_figure(study, "frequencies", options=options, filters=filters, order="count" if by_count else "codebook")
    with rows:
        row = choose_row(shown, key="frequencies_rows")
        offer_table(study, shown, "frequencies")
    of_row = None if row is None else (shown["path"].iloc[row],)
    for key, chosen in (("bar", picked), ("row", of_row)):
        only = with_codes(filters, *chosen or ())
        open_quotes(study, chosen, options=options, filters=only, key=f"frequencies_{key}")
