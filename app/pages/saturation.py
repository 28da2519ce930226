"""Saturation: whether more interviews would bring more codes; and how much of what was said is coded at all."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app.caching import table
from app.main import KEPT
from app.material import Filters
from app.plain import markdown
from app.widgets.downloads import offer_figure, offer_table
from app.widgets.filters import choose
from app.widgets.needs import met
from app.widgets.places import go_to_passage
from app.widgets.statistics import growth
from app.widgets.tables import choose_row, show_table
from corpus.study import Study

BY = {"document": "by interview", "code": "by code", "coder": "by coder"}
COLUMNS = "document codes_new codes_total new_information estimate estimate_low estimate_high rarefied more_for_95 note"


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Saturation")
    st.write("Whether more interviews would bring more codes, and how much of what participants said is coded.")
    if not met(study, "documents", "codes", "codings"):
        return
    filters = choose(study, "saturation", page="saturation")
    codes, words = st.tabs(["New codes", "Coverage"], key="saturation_tabs", on_change="rerun")
    with codes:
        if codes.open:
            _codes(study, filters)
    with words:
        if words.open:
            _coverage(study, filters)


def _codes(study: Study, filters: Filters) -> None:
    found = table(study, "saturation", filters=filters)
    counted = found[found["rarefied"].notna()]
    if counted.empty or not counted["codes_total"].iloc[-1]:
        st.info("Nothing that is coded fits this choice. Take a filter away.")
        return
    for sentence in counted["note"].iloc[-1].split("; "):
        st.markdown(f"**{markdown(sentence[0].upper() + sentence[1:])}.**")
    offer_figure(study, "saturation", filters=filters)
    st.altair_chart(growth(counted))
    st.caption(
        "Line with dots: codes seen, in the order of the study. Band: in 95 of 100 orders; broken line: to be expected "
        "in any. Diamond: how many codes there are at least (Chao2), with its limits of 95 %."
    )
    offer_table(study, found, "saturation")
    show_table(found[COLUMNS.split()])
    st.caption("New information: codes that the last two interviews added, over those of the first four.")


def _coverage(study: Study, filters: Filters) -> None:
    by = st.selectbox("Coded", [*BY], format_func=BY.__getitem__, key=f"{KEPT}covered_by", width=200)
    found = table(study, "coverage", options={"by": by}, filters=filters)
    whole = found.iloc[-1]
    share = "None" if pd.isna(whole["share"]) else f"{100 * whole['share']:.0f} %"
    st.markdown(f"**{share}** of the {whole['words']:,} words of participants are coded, each word counted once.")
    offer_table(study, found, "coverage", options={"by": by})
    show_table(found.iloc[:-1])
    st.subheader("Long passages without a coding")
    bare = table(study, "uncoded", filters=filters)
    if bare.empty:
        st.write("There are none of more than 300 words.")
        return
    st.write("More than 300 words of participants. Choose a row to open the transcript there.")
    offer_table(study, bare, "uncoded")
    row = choose_row(bare[["document", "participant", "turn", "words", "share", "opening"]], key="uncoded_rows")
    if row is not None:
        ids = table(study, "documents").set_index("name")["document"]
        place = bare.iloc[row]
        go_to_passage(ids[place["document"]], int(place["start"]), int(place["end"]))
