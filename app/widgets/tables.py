"""Tables on a page: headings in words, numbers rounded to what they can tell, a row that can be chosen."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
import streamlit as st

from analysis.tables.printed import DECIMALS, P_VALUES, heading

TIMES = {"at", "created_at", "imported_at"}


def show_table(frame: pd.DataFrame, *, height: Literal["auto"] | int = "auto") -> None:
    """The table, to look at and to sort."""
    st.dataframe(frame, hide_index=True, column_config=_columns(frame), height=height)


def choose_row(frame: pd.DataFrame, *, key: str, height: Literal["auto"] | int = "auto") -> int | None:
    """The table; the position of the row that is chosen, None where none is."""
    event: Any = st.dataframe(
        frame,
        hide_index=True,
        column_config=_columns(frame),
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        height=height,
    )
    rows = event.selection.rows
    return rows[0] if rows and rows[0] < len(frame) else None


def choose_cell(frame: pd.DataFrame, *, key: str) -> tuple[int, str] | None:
    """The table; the row's position and the column's name of the cell that is chosen, None where none is."""
    event: Any = st.dataframe(
        frame,
        hide_index=True,
        column_config=_columns(frame),
        on_select="rerun",
        selection_mode="single-cell",
        key=key,
    )
    cells = event.selection.cells
    return (cells[0][0], str(cells[0][1])) if cells and cells[0][0] < len(frame) else None


def _columns(frame: pd.DataFrame) -> dict[str, Any]:
    """How each column is shown: its heading, and the decimals that it has in print."""
    return {str(name): _column(str(name), frame[name]) for name in frame.columns}


def _column(name: str, values: pd.Series) -> Any:
    if name in P_VALUES:
        return st.column_config.NumberColumn(heading(name), format="%.3g")
    if name in DECIMALS:
        return st.column_config.NumberColumn(heading(name), format=f"%.{DECIMALS[name]}f")
    if pd.api.types.is_numeric_dtype(values):
        return st.column_config.NumberColumn(heading(name), format="localized")
    if name in TIMES:
        return st.column_config.DatetimeColumn(heading(name), format="YYYY-MM-DD HH:mm")
    return st.column_config.TextColumn(heading(name))
