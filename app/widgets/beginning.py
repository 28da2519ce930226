"""Where there is no study yet: the reference study, to look around, or one's own."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app import demonstration, opening
from app.uploads import take_in
from app.widgets.adding import REPORT
from corpus.study import Study


def offer_study(coder: str) -> None:
    """What to do where there is no study yet."""
    st.title("Vivavoce")
    st.write(
        "Code interviews, count and relate the codes, carry the evidence to the paper. All of it stays on this machine."
    )
    st.text(f"There is no study yet in {opening.folder()}")
    look, begin = st.columns(2, gap="large")
    with look.container(border=True):
        st.subheader("Look around first")
        st.write("The reference study: eighteen invented interviews, coded by two people. Made in some seconds.")
        if st.button("Make the reference study"):
            with st.spinner("Making the study ..."):
                demonstration.make(opening.folder()).close()
            st.rerun()
    with begin.container(border=True):
        st.subheader("Begin your own")
        title = st.text_input("Title", opening.folder().name)
        name = st.text_input("Your name", coder, help="What you code and change is kept under this name.")
        files = st.file_uploader("Transcripts, now or later", accept_multiple_files=True)
        if st.button("Make the study", type="primary", disabled=not name.strip()):
            _make(title, name, files)


def _make(title: str, name: str, files: list[Any]) -> None:
    study = Study.create(opening.folder(), title=title.strip())
    opening.set_coder(name)
    if files:
        st.session_state[REPORT] = take_in(
            study, files, coder=name.strip(), watch=st.progress(0.0, "Reading ...").progress
        )
    study.close()
    st.rerun()
