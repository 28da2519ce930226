"""What must be known to read a table, and to report it: warnings, the sentence to paste, and its sources."""

from __future__ import annotations

import streamlit as st

from analysis.results import Result
from app.plain import markdown


def offer_report(found: Result, *, key: str) -> None:
    """A button that opens it, and says how many warnings there are. Nothing where there is nothing to say."""
    number = len(found.warnings)
    if not (number or found.method):
        return
    warned = f" ({number} to take care of)" if number else ""
    with st.popover(f"How to report it{warned}", icon=":material/format_quote:", key=f"report_{key}"):
        if found.method:
            st.code(found.method, language=None, wrap_lines=True)
        for sentence in found.warnings:
            st.markdown(f":material/warning: {markdown(sentence)}")
        for source in found.sources:
            st.caption(markdown(source))
