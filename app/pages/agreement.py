"""Agreement: how far coders agree, per code and in all."""

from __future__ import annotations

import streamlit as st

from app.caching import table
from app.main import KEPT
from app.widgets.downloads import offer_table
from app.widgets.filters import choose
from app.widgets.needs import met
from app.widgets.tables import show_table
from corpus.study import Study

UNITS = {
    "turn": "the codes of a turn",
    "sentence": "the codes of a sentence",
    "character": "the codes of a character",
    "span": "where a passage begins and ends",
}
ALL = "all"
SHOWN = ("path", "coder_a", "coder_b", "units", "percent", "kappa", "alpha", "alpha_low", "alpha_high", "note")


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Agreement")
    st.write("How far coders agree in the transcripts that several of them coded.")
    if not met(study, "documents", "codes", "codings"):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.selectbox("They agree on", [*UNITS], format_func=UNITS.__getitem__, key=f"{KEPT}agree_on", width=300)
        filters = choose(study, "agreement", page="agreement")
    found = table(study, "agreement", options={} if unit == "turn" else {"unit": unit}, filters=filters)
    if found.empty:
        st.info("No transcript was coded by two coders yet. Let a second coder code one, under a name of their own.")
        return
    st.subheader("In all")
    whole = found[found["path"] == ALL]
    show_table(whole[[name for name in SHOWN if name in found.columns]])
    st.caption(
        "Kappa: Cohen, 1960. Alpha: Krippendorff, 2004, with the limits between which it lies in 95 of 100 draws of "
        "documents. Both leave out what chance would bring; 1 is full agreement. An empty cell is undefined; its note "
        "says why."
    )
    st.subheader("By code")
    codes = found[found["path"] != ALL]
    show_table(codes[[name for name in SHOWN if name in found.columns]])
    offer_table(study, found, "agreement")
