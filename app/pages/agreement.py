"""Agreement: how far coders agree, per code and in all; and where they differ, to walk through and settle."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.agreement.wording import in_words
from app.caching import table
from app.main import KEPT
from app.material import Filters
from app.plain import markdown
from app.widgets.clicking import fresh, opened
from app.widgets.downloads import offer_table
from app.widgets.filters import choose, with_codes
from app.widgets.needs import met
from app.widgets.programs import show_other_programs
from app.widgets.quotes import show_quotes
from app.widgets.settling import walk
from app.widgets.tables import choose_row, show_table
from corpus.study import Study

UNITS = {
    "turn": "the codes of a turn",
    "sentence": "the codes of a sentence",
    "character": "the codes of a character",
    "span": "where a passage begins and ends",
}
ALL = "all"
SHOWN = "path coder_a coder_b units percent kappa alpha alpha_low alpha_high prevalence note".split()


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Agreement")
    st.write("How far coders agree in the transcripts that several of them coded, and where they differ.")
    if not met(study, "documents", "codes", "codings"):
        return
    filters = choose(study, "agreement", page="agreement")
    numbers, differences = st.tabs(["Numbers", "Disagreements"], key="agreement_tabs", on_change="rerun")
    with numbers:
        if numbers.open:
            _numbers(study, coder, filters)
    with differences:
        if differences.open:
            found = table(study, "disagreements", options={"ids": True}, filters=filters)
            if found.empty:
                st.info("No transcript was coded by two coders who differ. Let a second coder code one.")
                return
            walk(study, coder, found)


def _numbers(study: Study, coder: str, filters: Filters) -> None:
    unit = st.selectbox("They agree on", [*UNITS], format_func=UNITS.__getitem__, key=f"{KEPT}agree_on", width=300)
    found = table(study, "agreement", options={} if unit == "turn" else {"unit": unit}, filters=filters)
    whole, codes = found[found["path"] == ALL], found[found["path"] != ALL]
    if codes.empty:
        st.info("No transcript was coded by two coders yet. Let a second coder code one, under a name of their own.")
        return
    for sentence in in_words(found):
        st.markdown(markdown(sentence))
    offer_table(study, found, "agreement", options={"unit": unit})
    st.subheader("In all")
    show_table(_shown(whole))
    st.caption(
        "Kappa: Cohen, 1960. Alpha: Krippendorff, 2011, with the limits between which it lies in 95 of 100 draws of "
        "documents. Both leave out what chance would bring; 1 is full agreement. Prevalence is the share of units "
        "with the code. An empty cell is undefined; its note says why."
    )
    st.subheader("By code")
    row = choose_row(_shown(codes), key=fresh("agreement_rows"))
    show_other_programs(study, filters)
    if row is not None:
        path = str(codes["path"].iloc[row])
        pair = [str(codes[side].iloc[row]) for side in ("coder_a", "coder_b")]
        only = with_codes(Filters(coders=pair, documents=filters.documents, participants=filters.participants), path)
        opened(
            "agreement_rows",
            path,
            lambda: show_quotes(study, coder, options={"each": True}, filters=only, key="agreement_rows"),
        )


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    """What is worth a column: none that is empty, no coders where there are but two."""
    shown = rows[[name for name in SHOWN if name in rows.columns]].dropna(axis="columns", how="all")
    alike = [name for name in ("coder_a", "coder_b", "note") if shown[name].nunique() == 1]
    return shown.drop(columns=alike if len(rows) > 2 else [])
