"""Implications: where themes meet pain points, with what speaks for it and against; accept, reword, reject, add."""

from __future__ import annotations

import streamlit as st

from analysis.report import FORMATS
from analysis.report import render as written
from app.caching import implications
from app.plain import markdown
from app.widgets import deciding
from app.widgets.doing import show_done
from app.widgets.implying import choose, show
from app.widgets.needs import met
from corpus.study import Study

AT_ONCE, SHOWN = 10, "implications_shown"


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Implications")
    st.write(
        "Where a theme and a pain point meet in the same people: what a tool should do, and what that rests on. The "
        "firmest come first; you decide which of them your paper states."
    )
    if not met(study, "documents", "codes", "codings"):
        return
    found = implications(study)
    with st.container(horizontal=True, vertical_alignment="center"):
        everything = st.toggle("Also what too few participants carry")
        chosen = choose(found.items if everything else found.listed)
        _download(study)
    for caution in found.cautions:
        st.caption(markdown(caution))
    show_done(study, coder, key=deciding.KEY)
    shown = [item for item in chosen if not item.is_rejected]
    rejected = [item for item in chosen if item.is_rejected]
    if not shown:
        st.info("No theme and pain point meet in three or more participants here. Take a filter away, or code on.")
    limit = st.session_state.get(SHOWN, AT_ONCE)
    for number, item in enumerate(shown[:limit], start=1):
        with st.container(border=True):
            show(study, coder, number, item)
    if limit < len(shown) and st.button(f"Show {min(AT_ONCE, len(shown) - limit)} more of {len(shown)}"):
        st.session_state[SHOWN] = limit + AT_ONCE
        st.rerun()
    if rejected:
        with st.expander(f"Rejected: {len(rejected)}"):
            for item in rejected:
                st.text(item.statement)
                deciding.accept(study, coder, item)
    deciding.add(study, coder)
    deciding.templates(study, coder)


def _download(study: Study) -> None:
    with st.popover("Download implications", icon=":material/download:"):
        suffix = st.selectbox("Format", [*FORMATS], format_func=lambda each: f".{each}")
        title = f"{study.title}: implications"
        st.download_button(
            "Download",
            lambda: written(implications(study), suffix, title=title).data,
            file_name=f"implications.{suffix}",
            on_click="ignore",
        )
