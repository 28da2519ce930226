"""How a table leaves the house: one DataFrame in, the bytes of a file out, by the suffix of the file.

Adding a format is adding a file with a function `write` and a row to `FORMATS`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from codebook.errors import OptionError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of a file, and sentences for the researcher about what could not be taken over as it was."""

    data: bytes
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its writer is `write(frame, *, title, note) -> Rendered` in `module`, loaded when used."""

    suffix: str
    label: str
    module: str
    has_note: bool = True  # whether there is a place for a note below the table


FORMATS = {
    row.suffix: row
    for row in (
        Format("csv", "CSV", "analysis.tables.separated", has_note=False),
        Format("xlsx", "Excel workbook", "analysis.tables.workbook"),
        Format("docx", "Word document", "analysis.tables.word"),
        Format("tex", "LaTeX fragment", "analysis.tables.booktabs"),
        Format("md", "Markdown", "analysis.tables.markdown"),
        Format("html", "HTML page", "analysis.tables.webpage"),
        Format("json", "JSON", "analysis.tables.records", has_note=False),
        Format("parquet", "Parquet", "analysis.tables.columnar", has_note=False),
    )
}


def render(frame: pd.DataFrame, format: str, *, title: str = "", note: str = "") -> Rendered:
    """The table `frame` as a file of `format`, a suffix in `FORMATS`; the same bytes for the same input.

    docx, tex, md and html are for reading: headings in words, numbers rounded. csv, xlsx, json and parquet have the
    names and the numbers as they are. The index is left out. Text stays text in every format: no formula, markup or
    command comes alive from it. `title` and `note` stand above and below the table, in xlsx on a second sheet; csv,
    json and parquet do without.

    Raises OptionError for an unknown format, for more rows or columns than the format holds, and where a library
    that the format needs is not installed.
    """
    row = FORMATS.get(format.lower().removeprefix("."))
    if row is None:
        raise OptionError(f"There is no table format {format[:60]!r}: choose one of {', '.join(FORMATS)}.")
    names, notes = _distinct([str(name) for name in frame.columns])
    rendered: Rendered = import_module(row.module).write(frame.set_axis(names, axis="columns"), title=title, note=note)
    return Rendered(rendered.data, notes + rendered.notes)


def _distinct(names: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """The names, numbered where one stands twice: two participants may bear the same name."""
    if len(set(names)) == len(names):
        return names, ()
    used, seen = set(names), Counter[str]()
    distinct = []
    for name in names:
        seen[name] += 1
        if seen[name] > 1:
            number = seen[name]
            while f"{name} ({number})" in used:
                number += 1
            name = f"{name} ({number})"
            used.add(name)
        distinct.append(name)
    repeated = ", ".join(repr(name[:60]) for name, times in seen.items() if times > 1)
    return distinct, (f"Several columns bear the same name and were numbered: {repeated}.",)
