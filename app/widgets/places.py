"""Ways from page to page, and to a place in a transcript."""

from __future__ import annotations

import streamlit as st

from app.main import as_streamlit_has_it, page_named

DOCUMENT, PLACE = "code_document", "code_place"
"""In the session, for the page Code: the id of the document to open, and the code point that is to be seen."""


def link(page: str, label: str, *, icon: str = "arrow_forward") -> None:
    """A link to the page of that name."""
    st.page_link(as_streamlit_has_it(page_named(page)), label=label, icon=f":material/{icon}:")


def go_to_passage(document: str, start: int = 0) -> None:
    """Open the transcript at a place."""
    st.session_state[DOCUMENT] = document
    st.session_state[PLACE] = start
    st.switch_page(as_streamlit_has_it(page_named("code")))
