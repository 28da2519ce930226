"""Export: everything in one file, or a table in a format of one's choice."""

from __future__ import annotations

import streamlit as st

from analysis.catalogue import TABLES
from analysis.figures import FIGURES
from app.caching import everything, sizes, table
from app.widgets.downloads import offer_figure, offer_table
from app.widgets.needs import met
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
        "All tables, figures, the codebook, what a paper includes, and a list of what made them, as one .zip file. "
        "It takes up to a minute."
    )
    if not sizes(study)["codings"]:
        st.caption("Nothing is coded yet: most of it will be empty.")
    st.download_button(
        "Download everything",
        lambda: everything(study),
        file_name="vivavoce-export.zip",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
    )
    st.subheader("A table")
    name = st.selectbox("Table", [*TABLES], format_func=lambda each: TABLES[each].title, width=360)
    frame = table(study, name)
    show_table(frame.head(ROWS))
    st.caption(
        f"{len(frame):,} rows; a row is {TABLES[name].row}."
        + (f" The first {ROWS} are shown." if len(frame) > ROWS else "")
    )
    offer_table(study, frame, name)
    st.subheader("A figure")
    figure = st.selectbox("Figure", [*FIGURES], format_func=lambda each: FIGURES[each].label, width=360)
    offer_figure(study, figure)
    st.subheader("The codebook")
    suffix = st.selectbox("Format", [*WRITTEN], format_func=lambda each: f".{each}", width=160)
    st.download_button(
        "Download codebook",
        lambda: written(study.codebook(), suffix),
        file_name=f"codebook.{suffix}",
        on_click="ignore",
    )
