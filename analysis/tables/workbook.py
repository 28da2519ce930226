"""Excel workbooks: numbers are numbers, text is text, whatever it looks like."""

from __future__ import annotations

import math
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.tables import Rendered
from analysis.tables.cells import flat, values, visible
from codebook.archive import timeless
from codebook.errors import OptionError
from codebook.sheets import escape_cell

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

# Microsoft, "Excel specifications and limits".
MAX_ROWS, MAX_COLUMNS, MAX_CHARACTERS = 1_048_576, 16_384, 32_767
_NARROWEST, _WIDEST = 8, 60  # of a column, in characters
_SAMPLE = 1000  # rows from which the widths are taken


def write(frame: pd.DataFrame, *, title: str, note: str) -> Rendered:
    """The table on the first sheet under a frozen heading; `title` and `note`, where given, on a second one.

    Characters that a workbook cannot hold become visible signs, cells of more than 32,767 characters are cut with a
    note, lists are JSON text.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    rows, count = frame.shape
    if rows + 1 > MAX_ROWS or count > MAX_COLUMNS:
        raise OptionError(
            f"A sheet holds {MAX_ROWS - 1:,} rows and {MAX_COLUMNS:,} columns, this table has {rows:,} and {count:,}: "
            "choose csv or parquet, or filter it."
        )
    cut: list[tuple[str, int]] = []  # column and row
    names = [_text(str(name), (str(name), 1), cut) for name in frame.columns]
    columns = [
        [_content(cell, (name, row), cut) for row, cell in enumerate(values(frame.iloc[:, place]), 2)]
        for place, name in enumerate(names)
    ]

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Table")
    sheet.freeze_panes = "A2"
    for place, name in enumerate(names):
        sheet.column_dimensions[get_column_letter(place + 1)].width = _width(name, columns[place][:_SAMPLE])

    def cell(value: Any, *, bold: bool = False) -> WriteOnlyCell | Any:
        suspect = isinstance(value, str) and (escape_cell(value) != value or value.startswith("#"))
        if not (suspect or bold):
            return value
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            cell.data_type = "s"  # openpyxl took "=1" for a formula and "#N/A" for an error
            cell.quotePrefix = suspect  # and Excel would, once somebody edits the cell
        if bold:
            cell.font = Font(bold=True)
        return cell

    sheet.append([cell(name, bold=True) for name in names])
    for row in zip(*columns, strict=True):
        sheet.append([cell(value) for value in row])
    if title or note:
        about = book.create_sheet("About")
        for line in (title, note):
            if line:
                about.append([cell(_text(line, ("the sheet About", 1), cut))])

    buffer = BytesIO()
    book.save(buffer)
    notes = (_cut_note(cut),) if cut else ()
    return Rendered(timeless(buffer.getvalue()), notes)


def _content(cell: Any, place: tuple[str, int], cut: list[tuple[str, int]]) -> Any:
    cell = flat(cell)
    if isinstance(cell, float) and math.isinf(cell):
        return str(cell)  # a workbook knows no infinity
    return _text(cell, place, cut) if isinstance(cell, str) else cell


def _text(text: str, place: tuple[str, int], cut: list[tuple[str, int]]) -> str:
    text = visible(text)
    if _units(text) <= MAX_CHARACTERS:
        return text
    cut.append(place)
    return text.encode("utf-16-le")[: 2 * MAX_CHARACTERS].decode("utf-16-le", errors="ignore")


def _units(text: str) -> int:
    """Excel counts UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _cut_note(cut: list[tuple[str, int]]) -> str:
    places = "; ".join(f"{column[:60]}, row {row}" for column, row in cut[:3])
    more = f" and {len(cut) - 3} more" if len(cut) > 3 else ""
    return (
        f"Cells longer than the {MAX_CHARACTERS:,} characters that Excel holds were cut: {places}{more}. "
        "csv and json have the whole text."
    )


def _width(name: str, cells: Sequence[Any]) -> float:
    longest = max((len(line) for cell in cells for line in str(cell)[:500].split("\n")), default=0)
    return float(min(_WIDEST, max(_NARROWEST, len(name) + 2, longest + 2)))
