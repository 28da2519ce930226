"""Themes: choose what to look at; read the quotes, see who says it and who does not, and what comes with it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app.caching import table, tally
from app.main import KEPT
from app.material import Filters
from app.plain import markdown
from app.widgets.downloads import offer_table
from app.widgets.filters import choose
from app.widgets.needs import met
from app.widgets.quotes import show_quotes
from app.widgets.tables import show_table
from corpus.study import Study


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Themes")
    st.write("Choose themes, codes, people or words, and read what was said.")
    if not met(study, "documents", "codes", "codings"):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        codes = table(study, "codes")
        theme = st.selectbox(
            "Theme", [*dict.fromkeys(codes["theme"])], index=None, placeholder="All", key=f"{KEPT}theme"
        )
        paths = codes.loc[codes["theme"].eq(theme), "path"] if theme else codes["path"]
        _forget(f"{KEPT}code", paths.tolist())
        code = st.selectbox("Code", [*paths], index=None, placeholder="All", key=f"{KEPT}code")
        words = st.text_input("Words in the quote", key=f"{KEPT}words")
        others = choose(study, "quotes", page="themes", leave=("themes", "codes"))
    filters = replace(others, themes=[theme] if theme else (), codes=[code] if code else ())
    options = {"roll_up": True} if code else {}
    quotes, people, company = st.tabs(["Quotes", "Who says it", "What comes with it"])
    with quotes:
        show_quotes(study, options=options, filters=filters, words=words, key="themes")
        offer_table(study, table(study, "quotes", options=options, filters=filters), "quotes")
    with people:
        _people(study, filters)
    with company:
        _company(study, filters)


def _people(study: Study, filters: Filters) -> None:
    said = tally(study, filters)
    silent = said.loc[said["codings"].eq(0), "name"].tolist()
    st.write(f"{len(said) - len(silent)} of {len(said)} participants say it.")
    show_table(said[said["codings"] > 0].rename(columns={"name": "participant"}))
    if silent:
        st.markdown("**Who does not:** " + markdown(", ".join(silent)))


def _company(study: Study, filters: Filters) -> None:
    pairs = table(study, "cooccurrence", filters=filters).sort_values("n_ab", ascending=False, kind="stable")
    if pairs.empty:
        st.info("No other code meets these.")
        return
    st.write("Codes whose codings overlap with these, the most frequent first.")
    show_table(pairs[["code_a", "code_b", "n_ab", "jaccard", "lift"]])


def _forget(key: str, values: list[str]) -> None:
    """A code of another theme cannot stay chosen."""
    if st.session_state.get(key) not in (None, *values):
        st.session_state[key] = None
