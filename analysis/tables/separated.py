"""CSV after RFC 4180, in UTF-8 without a mark, a line ending in "\\n".

A spreadsheet takes text that begins with = + - @ for a formula. Such text gets an apostrophe before it, which
`codebook.sheets.unescape_cell` takes away again; numbers, negative ones too, stay as they are.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from analysis.tables import Rendered
from analysis.tables.cells import encodable, flat, values
from codebook.sheets import escape_cell

_PLAIN = re.compile(r'[A-Za-z0-9][^",\r\n]*')  # most cells: neither a formula nor in need of quotes
_QUOTED = re.compile(r'[",\r\n]')


def write(frame: pd.DataFrame, *, title: str, note: str) -> Rendered:
    """The table as CSV; missing cells are empty, lists are JSON text, `title` and `note` are left out."""
    del title, note
    columns = [[_field(flat(cell)) for cell in values(frame.iloc[:, place])] for place in range(frame.shape[1])]
    rows = [[_field(encodable(str(name))) for name in frame.columns], *zip(*columns, strict=True)]
    if frame.shape[1] == 1:  # an empty line would not be read as a row
        rows = [[field or '""' for field in row] for row in rows]
    return Rendered("".join(",".join(row) + "\n" for row in rows).encode())


def _field(cell: Any) -> str:
    if isinstance(cell, str) and _PLAIN.fullmatch(cell):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if not isinstance(cell, str):
        return repr(cell)
    text = escape_cell(cell)
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
