"""What is seen, to take away: a table in any format that tables come in, a figure in any that figures come in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from analysis.figures import FORMATS as FIGURES_COME_AS
from analysis.results import result
from analysis.tables import FORMATS, render
from app.caching import figure
from app.material import Filters
from app.widgets.reporting import offer_report
from corpus.study import Study


def offer_table(
    study: Study, frame: pd.DataFrame, name: str, *, options: Mapping[str, Any] | None = None, key: str = ""
) -> None:
    """A button that writes `frame`, the table of that name made with `options`, and one that says how to report it."""
    found = result(name, frame, options=options)
    with st.container(horizontal=True):
        offer_frame(frame, name, title=f"{study.title}: {found.title}", note=found.note, key=key)
        offer_report(found, key=key or name)


def offer_frame(frame: pd.DataFrame, name: str, *, title: str, note: str = "", key: str = "") -> None:
    """The same for rows that are no table of the study by themselves."""
    with st.popover("Download table", icon=":material/download:"):
        suffix = choose_format(f"format_{key or name}")
        st.download_button(
            "Download",
            lambda: render(frame, suffix, title=title, note=note).data,
            file_name=f"{name}.{suffix}",
            key=f"table_{key or name}",
            on_click="ignore",
        )


def choose_format(key: str) -> str:
    """The format of tables that is chosen."""
    labels = {suffix: f"{row.label} (.{suffix})" for suffix, row in FORMATS.items()}
    return st.selectbox("Format", [*labels], format_func=labels.__getitem__, key=key)


def offer_figure(
    study: Study,
    name: str,
    *,
    options: Mapping[str, Any] | None = None,
    filters: Filters | None = None,
    **look: Any,
) -> None:
    """A button that writes the figure of that name, fit to print."""
    with st.popover("Download figure", icon=":material/image:"):
        suffix = st.selectbox("Format", FIGURES_COME_AS, format_func=lambda each: f".{each}", key=f"format_of_{name}")
        st.download_button(
            "Download",
            lambda: figure(study, name, suffix, options=options, filters=filters, **look),
            file_name=f"{name}.{suffix}",
            key=f"figure_{name}",
            on_click="ignore",
        )
