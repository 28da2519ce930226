"""Themes: choose what to look at; read the quotes, see who says it and who does not, and what comes with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from app.caching import passages, table
from app.main import KEPT
from app.material import Filters
from app.passages import ADDED, with_words
from app.widgets.downloads import offer_table
from app.widgets.filters import choose
from app.widgets.needs import met
from app.widgets.quotes import show_quotes
from app.widgets.sayers import show_attributes, show_company, show_people
from corpus.study import Study


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at: the filters and options of the table of quotes, and words that stand in them."""

    filters: Filters
    options: dict[str, bool]
    words: str


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Themes")
    st.write("Choose themes, codes, people or words, and read what was said.")
    if not met(study, "documents", "codes", "codings"):
        return
    choice = _choice(study)
    found = with_words(passages(study, options=choice.options, filters=choice.filters), choice.words)
    _numbers(study, found)
    names = ("Quotes", "Who says it", "By attribute", "What comes with it")
    quotes, people, attributes, company = st.tabs(names, key="themes_tabs", on_change="rerun")
    with quotes:
        if quotes.open:
            offer_table(study, found.drop(columns=ADDED), "quotes", options=choice.options)
            show_quotes(study, coder, options=choice.options, filters=choice.filters, words=choice.words, key="themes")
    for tab, show in ((people, show_people), (attributes, show_attributes), (company, show_company)):
        with tab:
            if tab.open:
                show(study, coder, found, choice.filters, options=choice.options, words=choice.words)


def _choice(study: Study) -> Choice:
    codes = table(study, "codes")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        theme = st.selectbox(
            "Theme", [*dict.fromkeys(codes["theme"])], index=None, placeholder="All", key=f"{KEPT}theme"
        )
        paths = codes.loc[codes["theme"].eq(theme), "path"] if theme else codes["path"]
        _forget(f"{KEPT}code", paths.tolist())
        code = st.selectbox("Code", [*paths], index=None, placeholder="All", key=f"{KEPT}code")
        words = st.text_input("Words in the quote", key=f"{KEPT}words")
        others = choose(study, "quotes", page="themes", leave=("themes", "codes"))
    filters = replace(others, themes=[theme] if theme else (), codes=[code] if code else ())
    return Choice(filters, {"roll_up": True} if code else {}, words)


def _numbers(study: Study, found: pd.DataFrame) -> None:
    people, documents = found["participant"].nunique(), found["document"].nunique()
    st.markdown(
        f"**{len(found):,}** quotes of **{people:,}** participants in **{documents:,}** transcripts, "
        f"under **{found['path'].nunique():,}** codes"
    )


def _forget(key: str, values: list[str]) -> None:
    """A code of another theme cannot stay chosen."""
    if st.session_state.get(key) not in (None, *values):
        st.session_state[key] = None
