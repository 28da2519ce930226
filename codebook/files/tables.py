"""Codebooks as tables, .csv and .xlsx: a row a code, its path in one column, its examples one a line in one cell.

In a .csv file, a cell that a spreadsheet would take for a formula is written with an apostrophe before it, and read
without. In an .xlsx file such a cell is stored as text.
"""

from __future__ import annotations

import csv
import io

from codebook.archive import timeless
from codebook.codes import Codebook
from codebook.errors import CodebookError, UnreadableFile
from codebook.files.entries import FIELDS, MOST_CODES, SYNONYMS, Contents, Entry
from codebook.names import excerpt
from codebook.patterns import patterns_text
from codebook.sheets import escape_cell, read_sheet

COLUMNS = ("path", "definition", "include", "exclude", "examples", "colour", "kind", "patterns")
_LONGEST_CELL = 32_767  # characters; Excel's limit, at which openpyxl would cut without a word
_WIDTHS = (40, 60, 40, 40, 60, 10, 12, 30)


def read(data: bytes, *, name: str) -> Contents:
    """Entries of either kind of file. Only a path is needed; columns that are none of ours are named in a note.

    Raises:
        CodebookError: it is no table, or has no column for the path.
    """
    try:
        sheet = read_sheet(data, name=name).known_as(SYNONYMS, needed=["path"])
    except UnreadableFile as error:
        raise CodebookError(str(error)) from None
    entries = [
        Entry(
            path=cells["path"].strip(),
            place=f"row {row}",
            examples=cells.get("examples", "").splitlines(),
            **{field: cells.get(field, "") for field in FIELDS if field != "examples"},
        )
        for row, cells in sheet.rows[: MOST_CODES + 1]
        if any(cell.strip() for cell in cells.values())
    ]
    other = dict.fromkeys(column for column in sheet.columns if column not in COLUMNS)
    notes = [f"Columns that say nothing of a code were left out: {', '.join(map(excerpt, other))}."] if other else []
    return Contents(entries, frozenset(sheet.columns) & frozenset(FIELDS), notes)


def render_csv(codebook: Codebook) -> bytes:
    """UTF-8, comma, a line's end "\\n"."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([escape_cell(cell) for cell in row] for row in _rows(codebook))
    return text.getvalue().encode()


def render_xlsx(codebook: Codebook) -> bytes:
    """One sheet; every cell text.

    Raises:
        CodebookError: a text is too long for a cell.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "codebook"
    top = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate([COLUMNS, *_rows(codebook)], start=1):
        for place, text in enumerate(row, start=1):
            if len(text) > _LONGEST_CELL:
                raise CodebookError(
                    f"The {COLUMNS[place - 1]} of {excerpt(row[0])} is longer than the {_LONGEST_CELL} characters of a "
                    "cell; write .yaml or .csv."
                )
            if text:
                cell = sheet.cell(number, place, text)
                cell.data_type = "s"
                cell.alignment = top
                cell.quotePrefix = escape_cell(text) != text
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.cell(1, place).font = Font(bold=True)
    sheet.freeze_panes = "B2"
    file = io.BytesIO()
    book.save(file)
    return timeless(file.getvalue())


def _rows(codebook: Codebook) -> list[tuple[str, ...]]:
    return [
        (
            codebook.path(code),
            code.definition,
            code.include,
            code.exclude,
            "\n".join(code.examples),
            code.colour,
            code.kind or "",
            patterns_text(code.patterns),
        )
        for code in codebook
    ]
