"""Ways from page to page, and to a place in a transcript."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from app.main import as_streamlit_has_it, page_named


def link(page: str, label: str, *, icon: str = "arrow_forward") -> None:
    """A link to the page of that name."""
    st.page_link(as_streamlit_has_it(page_named(page)), label=label, icon=f":material/{icon}:")


def go_to_passage(document: str, start: int = 0, end: int | None = None) -> None:
    """Open the transcript at a passage, which is lit up for a moment: code points, half-open.

    Without an `end` it is what is coded there, or else the turn.
    """
    st.switch_page(as_streamlit_has_it(page_named("code")), query_params=_address(document, start, end))


def passage_address(document: str, start: int = 0, end: int | None = None) -> str:
    """The address of a passage, from any page: for a table's link, which opens it in a tab of its own."""
    return f"code?{urlencode(_address(document, start, end))}"


def _address(document: str, start: int, end: int | None) -> dict[str, str]:
    return {"document": document, "at": str(start)} | ({} if end is None else {"to": str(end)})
