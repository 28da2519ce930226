"""Implications: where themes meet pain points, with what speaks for it and against; accept, reword, reject, add."""

from __future__ import annotations

import streamlit as st

from analysis.findings import Implication
from analysis.report import FORMATS
from analysis.report import render as written
from app.caching import implications
from app.plain import markdown
from app.widgets import deciding
from app.widgets.needs import met
from app.widgets.quotes import show_said
from corpus.study import Study

QUOTED = 2  # quotes that are shown before one asks for all
AT_ONCE, SHOWN = 10, "implications_shown"


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Implications")
    st.write("Where a theme and a pain point meet in the same people: what a tool should do, and what that rests on.")
    if not met(study, "documents", "codes", "codings"):
        return
    found = implications(study)
    for caution in found.cautions:
        st.caption(markdown(caution))
    everything = st.toggle("Also what too few participants carry")
    shown = [item for item in (found.items if everything else found.listed) if not item.is_rejected]
    rejected = [item for item in found.listed if item.is_rejected]
    if not shown:
        st.info("No theme and pain point meet in three or more participants yet.")
    limit = st.session_state.get(SHOWN, AT_ONCE)
    for number, item in enumerate(shown[:limit], start=1):
        with st.container(border=True):
            _show(study, coder, number, item)
    if limit < len(shown) and st.button(f"Show {min(AT_ONCE, len(shown) - limit)} more of {len(shown)}"):
        st.session_state[SHOWN] = limit + AT_ONCE
        st.rerun()
    if rejected:
        with st.expander(f"Rejected: {len(rejected)}"):
            for item in rejected:
                st.text(item.statement)
                deciding.accept(study, coder, item)
    deciding.add(study, coder)
    _download(study)


def _show(study: Study, coder: str, number: int, item: Implication) -> None:
    st.markdown(f"**{number}. {markdown(item.statement)}**")
    st.text(f"{item.theme.path} & {item.pain_point.path}" + (f", in {item.layer.path}" if item.layer else ""))
    st.text(item.why)
    if item.decision:
        st.caption(f"{item.decision.decision.capitalize()} by {markdown(item.decision.coder)}")
    said = [(quote.text, f"{quote.participant}, {quote.document}") for quote in item.quotes]
    against = [(each.quote.text, f"Against: {each.reason}, {each.quote.participant}") for each in item.counter_evidence]
    show_said(said[:QUOTED])
    if more := [*said[QUOTED:], *against]:
        with st.expander(f"{len(said[QUOTED:])} more quotes, {len(against)} to the contrary"):
            show_said(more)
    with st.container(horizontal=True):
        deciding.accept(study, coder, item)
        deciding.reword(study, coder, item)
        deciding.reject(study, coder, item)


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
