"""Frequencies: how often each code was used, as bars and as a table; a click shows the quotes."""

from __future__ import annotations

from functools import partial

import streamlit as st

from app.caching import table
from app.main import KEPT
from app.widgets.charts import bars, chosen_in
from app.widgets.clicking import fresh, opened
from app.widgets.downloads import offer_figure, offer_table
from app.widgets.filters import choose, with_codes
from app.widgets.needs import met
from app.widgets.quotes import show_quotes
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
        offer_figure(study, "frequencies", options=options, filters=filters, order="count" if by_count else "codebook")
        drawn = bars(shown, table(study, "codes"), measure, MEASURES[measure])
        event = st.altair_chart(drawn, on_select="rerun", key=fresh("frequencies_chart"))
    with rows:
        offer_table(study, shown, "frequencies", options=options)
        row = choose_row(shown, key=fresh("frequencies_rows"))
    of_row = None if row is None else (str(shown["path"].iloc[row]),)
    for key, chosen in (("frequencies_chart", chosen_in(event, "path")), ("frequencies_rows", of_row)):
        if chosen:
            quotes = partial(show_quotes, study, coder, options=options, filters=with_codes(filters, *chosen), key=key)
            opened(key, " & ".join(chosen), quotes)
            break  # one dialog at a time
