"""Help: the documentation, read in the app."""

from __future__ import annotations

import streamlit as st

from app.helping import Picture, pages, parts
from corpus.study import Study

ASKED = "page"  # of the address: which page of the documentation


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Help")
    found = pages()
    if not found:
        st.info("The documentation is not installed here. It is in the folder docs of the project.")
        return
    names = [*found]
    asked = st.query_params.get(ASKED, "")
    chosen = st.selectbox(
        "About", names, names.index(asked) if asked in found else 0, format_func=found.__getitem__, width=480
    )
    if chosen != asked:
        st.query_params[ASKED] = chosen
    for part in parts(chosen):
        if isinstance(part, Picture):
            st.image(str(part.file), caption=part.says, alt=part.says)
        else:
            st.markdown(part)
