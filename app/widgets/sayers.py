"""Who says what is chosen and who does not, by attribute too, and what is coded with it; a row opens its quotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from app.caching import table
from app.main import KEPT
from app.material import Filters
from app.passages import by_attribute, tally
from app.plain import markdown
from app.widgets.clicking import fresh, opened
from app.widgets.downloads import offer_frame
from app.widgets.quotes import show_quotes
from app.widgets.tables import choose_row
from corpus.study import Study


def show_people(
    study: Study, coder: str, found: pd.DataFrame, filters: Filters, *, options: Mapping[str, Any], words: str
) -> None:
    """A row a participant who says it; those who do not."""
    said = tally(study, found, filters)
    silent = said.loc[said["codings"].eq(0), "name"].tolist()
    st.write(f"{len(said) - len(silent)} of {len(said)} participants say it. Choose a row to read what they say.")
    speaking = said[said["codings"] > 0].rename(columns={"name": "participant"})
    row = choose_row(speaking, key=fresh("themes_people"))
    st.markdown("**Who does not:** " + (markdown(", ".join(silent)) if silent else "nobody"))
    offer_frame(said.rename(columns={"name": "participant"}), "participants", title=f"{study.title}: who says it")
    if row is not None:
        name = str(speaking["participant"].iloc[row])
        of_one = replace(filters, participants=[name])
        opened("themes_people", name, _quotes(study, coder, options, of_one, words, "themes_people"))


def show_attributes(
    study: Study, coder: str, found: pd.DataFrame, filters: Filters, *, options: Mapping[str, Any], words: str
) -> None:
    """How many of those of each attribute say it."""
    said = tally(study, found, filters)
    attributes = [*said.columns[2:]]
    if not attributes:
        st.info("Nothing is known of the participants yet. Describe them on the page Transcripts and participants.")
        return
    attribute = st.selectbox("Attribute", attributes, key=f"{KEPT}attribute", width=300)
    counts = by_attribute(said, attribute)
    row = choose_row(counts, key=fresh("themes_attribute"))
    offer_frame(counts, "attributes", title=f"{study.title}: by {attribute}")
    if row is not None:
        value = str(counts["value"].iloc[row])
        others = [pair for pair in filters.where if pair[0] != attribute]
        of_some = replace(filters, where=[*others, (attribute, value)])
        title = f"{attribute}: {value}"
        opened("themes_attribute", title, _quotes(study, coder, options, of_some, words, "themes_attribute"))


def show_company(
    study: Study, coder: str, found: pd.DataFrame, filters: Filters, *, options: Mapping[str, Any], words: str
) -> None:
    """Codes whose codings overlap with those that are chosen."""
    pairs = table(study, "cooccurrence", filters=filters).sort_values("n_ab", ascending=False, kind="stable")
    if pairs.empty:
        st.info("No other code meets these.")
        return
    st.write("Codes whose codings overlap with these, the most frequent first. Choose a row to read where they do.")
    shown = pairs[["code_a", "code_b", "n_ab", "jaccard", "lift"]]
    row = choose_row(shown, key=fresh("themes_company"))
    offer_frame(shown, "cooccurrence", title=f"{study.title}: what comes with it")
    if row is not None:
        pair = (str(shown["code_a"].iloc[row]), str(shown["code_b"].iloc[row]))
        both = replace(filters, codes=(), themes=())
        opened(
            "themes_company",
            " & ".join(pair),
            _quotes(study, coder, {"meeting": pair}, both, "", "themes_company"),
        )


def _quotes(study: Study, coder: str, options: Mapping[str, Any], filters: Filters, words: str, key: str) -> Any:
    return lambda: show_quotes(study, coder, options=options, filters=filters, words=words, key=key)
