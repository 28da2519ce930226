"""The choice of a page: which codes, themes, coders, participants, documents and attributes."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analysis.catalogue import TABLES
from app.caching import table
from app.main import KEPT
from app.material import Filters
from app.plain import markdown
from corpus.study import Study

ASKED = {
    "themes": ("Themes", "codes", "theme"),
    "codes": ("Codes", "codes", "path"),
    "participants": ("Participants", "participants", "name"),
    "documents": ("Transcripts", "documents", "name"),
    "coders": ("Coders", "coders", "name"),
}
"""By filter: what it is called, and the table and column of its values."""


def choose(study: Study, of: str, *, page: str, leave: tuple[str, ...] = ()) -> Filters:
    """The filters that the table `of` understands, as chosen; those named in `leave` are not asked."""
    asked = [name for name in TABLES[of].filters if name not in leave]
    chosen: dict[str, list[str]] = {}
    where: list[tuple[str, str]] = []
    held = [key for key in st.session_state if str(key).startswith(f"{KEPT}{page}_") and st.session_state[key]]
    with st.popover(f"Filters ({len(held)})" if held else "Filters", icon=":material/filter_alt:"):
        for name, (label, source, column) in ASKED.items():
            if name in asked:
                values = list(dict.fromkeys(table(study, source)[column]))
                chosen[name] = _any_of(label, values, f"{KEPT}{page}_{name}")
        if "where" in asked:
            people = table(study, "participants")
            for attribute in people.columns[2:]:
                values = sorted(people[attribute].dropna().unique())
                where += [(attribute, value) for value in _any_of(attribute, values, f"{KEPT}{page}_is_{attribute}")]
    filters = Filters(**chosen, where=where)
    if filters:
        said = [value for values in chosen.values() for value in values] + [f"{name}: {value}" for name, value in where]
        st.text("Only " + "; ".join(said))
    return filters


def with_codes(filters: Filters, *paths: str) -> Filters:
    """The same choice for these codes, by their paths."""
    return replace(filters, codes=paths, themes=())


def _any_of(label: str, values: list[str], key: str) -> list[str]:
    """Some of the values; what was chosen and is gone from the study is forgotten."""
    if key in st.session_state:
        st.session_state[key] = [value for value in st.session_state[key] if value in values]
    return st.multiselect(markdown(label), values, key=key, placeholder="All")
