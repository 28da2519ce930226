"""Export: everything in one file, tables in a format of one's choice, a figure, the codebook."""

from __future__ import annotations

import streamlit as st

from analysis.figures import FIGURES
from app.caching import sizes, table
from app.widgets.downloads import offer_figure
from app.widgets.needs import met
from app.widgets.packing import offer_everything, offer_tables
from app.widgets.tables import show_table
from codebook import WRITTEN
from codebook import render as written
from corpus.study import Study

ROWS = 200  # enough to see what a table is


def render(study: Study, coder: str) -> None:
    """Show the page."""
    st.title("Export")
    if not met(study, "documents"):
        return
    st.subheader("Everything")
    st.write(
        "All tables, figures, the codebook, what a paper includes, and a list of what made them, as one .zip file."
    )
    if not sizes(study)["codings"]:
        st.caption("Nothing is coded yet: most of it will be empty.")
    offer_everything(study)
    st.subheader("Tables")
    for name, row in offer_tables(study).items():
        frame = table(study, name)
        first = f" The first {ROWS} are shown." if len(frame) > ROWS else ""
        st.markdown(f"**{row.title}**")
        show_table(frame.head(ROWS)[_named_first(frame.columns.tolist())])
        st.caption(f"{len(frame):,} rows; a row is {row.row}.{first}")
    st.subheader("A figure")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        figure = st.selectbox("Figure", [*FIGURES], format_func=lambda each: FIGURES[each].label, width=360)
        offer_figure(study, figure)
    st.subheader("The codebook")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        suffix = st.selectbox("Format", [*WRITTEN], format_func=lambda each: f".{each}", width=160)
        st.download_button(
            "Download codebook",
            lambda: written(study.codebook(), suffix),
            file_name=f"codebook.{suffix}",
            on_click="ignore",
        )


def _named_first(columns: list[str]) -> list[str]:
    """Names and texts before ids, which say nothing to a reader."""
    ids = {"document", "participant", "code", "coding", "coder", "parent", "memo", "target", "suggestion"}
    return sorted(columns, key=lambda name: name in ids) if "path" in columns or "name" in columns else columns
