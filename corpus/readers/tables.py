"""Tables of turns (.csv, .tsv, .xlsx): a row a turn, with columns for the words and for the speaker or the time."""

from __future__ import annotations

import csv
import datetime
import io
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from codebook.errors import UnreadableFile, VivavoceError
from corpus.readers.archives import OLE, Archive, not_a
from corpus.readers.columns import WANTED, Columns, named_columns, times_in
from corpus.readers.decoding import decode
from corpus.readers.rendering import Utterance, check_length, number_ms, render
from corpus.transcripts import Transcript

Row = Sequence[object]

_HEADER_WITHIN = 20
"""Rows at the top, titles and remarks, among which the header is looked for."""


def read(data: bytes, *, name: str, speakers: Collection[str] = ()) -> Transcript:
    """A table of turns. The columns may stand in any order and be called as is usual in some ten languages.

    Raises UnreadableFile, for a table without these columns too.
    """
    if data.startswith(b"PK"):
        return _read_workbook(data, name=name)
    if data.startswith(OLE):
        raise not_a("table of turns", data, name=name)
    return _read_text(data, name=name)


def utterances_in(rows: Iterable[Row], columns: Columns) -> list[Utterance]:
    """The utterances of rows, in their order.

    Times are clock times, or numbers of seconds; numbers are milliseconds where the column is called so, or where
    nobody could speak as slowly as they would mean as seconds.
    """
    filled = [row for row in rows if cell_text(_cell(row, columns.text)).strip()]
    unit_ms = 1 if columns.in_ms or _must_be_ms(filled, columns) else 1000
    return [_utterance(row, columns, unit_ms) for row in filled]


def cell_text(value: object) -> str:
    """What a cell shows: a whole number without the point that a spreadsheet may have given it."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


# -- rows to utterances ----------------------------------------------------------------------------------------------

_SLOWEST = 0.05
"""Characters a second; people speak some 15, or .015 a millisecond."""


def _cell(row: Row, column: int | None) -> object:
    return row[column] if column is not None and column < len(row) else None


def _utterance(row: Row, columns: Columns, unit_ms: int) -> Utterance:
    begin, finish = _times(_cell(row, columns.begin), unit_ms)
    if columns.end is not None:
        finish = _times(_cell(row, columns.end), unit_ms)[0]
    speaker = cell_text(_cell(row, columns.speaker)).strip().rstrip(":").rstrip()
    return Utterance(cell_text(_cell(row, columns.text)), speaker or None, begin, finish)


def _times(value: object, unit_ms: int) -> tuple[int | None, int | None]:
    if isinstance(value, datetime.timedelta):
        return number_ms(value.total_seconds()), None
    if isinstance(value, datetime.time):
        seconds = (value.hour * 60 + value.minute) * 60 + value.second
        return seconds * 1000 + value.microsecond // 1000, None
    if isinstance(value, str) and ":" in value:
        return times_in(value)
    return number_ms(value, unit_ms=unit_ms), None


def _must_be_ms(rows: Sequence[Row], columns: Columns) -> bool:
    times = [time for row in rows if (time := number_ms(_cell(row, columns.begin), unit_ms=1)) is not None]
    characters = sum(len(cell_text(_cell(row, columns.text))) for row in rows)
    lasted = max(times, default=0) - min(times, default=0)
    return len(times) > 1 and characters < _SLOWEST * lasted


# -- files -----------------------------------------------------------------------------------------------------------


def _columns_and_rows(rows: Iterable[Row]) -> tuple[Columns, Iterator[Row]] | None:
    """The columns, by the first row near the top that names them, and the rows below it."""
    rows = iter(rows)
    for row in islice(rows, _HEADER_WITHIN):
        columns = named_columns([cell_text(value) for value in row])
        if columns:
            return columns, rows
    return None


def _refusal(name: str, rows: Iterable[Row]) -> UnreadableFile:
    """What to say of a table that lacks the columns; `rows` are its first ones."""
    names = next(
        (filled for row in rows if (filled := [text for value in row if (text := cell_text(value).strip())])), []
    )
    seen = ", ".join(f'"{_short(name)}"' for name in names[:8]) or "none"
    more = " and more" if len(names) > 8 else ""
    return UnreadableFile(
        f"{name} is no table of turns. Columns found: {seen}{more}; wanted: {WANTED}. Name them so in the first row."
    )


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:19] + "…"


_DELIMITERS = ",;\t|"
_HEAD = 20_000
_AFTER_LAST = "\0"


def _read_text(data: bytes, *, name: str) -> Transcript:
    text, notes = decode(data, name=name)
    # Which delimiter separates the cells shows at the header: only with the right one are the columns found.
    by_frequency = sorted(_DELIMITERS, key=text[:_HEAD].count, reverse=True)
    for delimiter in by_frequency:
        if _columns_and_rows(_head(text, delimiter)):
            found = _columns_and_rows(_rows(text, delimiter, name=name))
            if found:
                columns, rows = found
                return render(utterances_in(rows, columns), name=name, notes=notes)
    raise _refusal(name, _head(text, by_frequency[0]))


def _head(text: str, delimiter: str) -> list[list[str]]:
    """The first rows, as far as they can be read."""
    rows: list[list[str]] = []
    try:
        for row in islice(csv.reader(io.StringIO(text[:_HEAD], newline="\n"), delimiter=delimiter), _HEADER_WITHIN):
            rows.append(row)
    except csv.Error:
        pass
    return rows


def _rows(text: str, delimiter: str, *, name: str) -> Iterator[list[str]]:
    """The rows of a delimited text, whose last one must be whole."""
    lines = chain(io.StringIO(text, newline="\n"), ["\n", _AFTER_LAST])
    reader = csv.reader(lines, delimiter=delimiter)
    row: list[str] = []
    try:
        for row in reader:
            if row and row != [_AFTER_LAST]:
                yield row
    except csv.Error as fault:
        raise _open_quote(name, reader.line_num) from fault
    if row != [_AFTER_LAST]:
        raise _open_quote(name, text.count("\n") + 1)


def _open_quote(name: str, line: int) -> UnreadableFile:
    return UnreadableFile(
        f"{name}, line {line}: a quotation mark opens a cell that does not end; either the mark is one too many or the "
        "file was cut short. Mend it, or export the table again."
    )


def _read_workbook(data: bytes, *, name: str) -> Transcript:
    archive = Archive(data, name=name, what="Excel workbook")
    if "xl/workbook.xml" not in archive:
        raise UnreadableFile(f"{name} is a zip archive but no Excel workbook. Save the table as .xlsx or .csv.")
    archive.check_entities()
    sheets = _sheets(data, name=name)
    for title, rows in sheets.items():
        found = _columns_and_rows(rows)
        if found:
            columns, below = found
            notes = [f'Only its sheet "{_short(title)}" was read.'] if len(sheets) > 1 else []
            return render(utterances_in(below, columns), name=name, notes=notes)
    raise _refusal(name, chain.from_iterable(sheets.values()))


def _sheets(data: bytes, *, name: str) -> dict[str, list[Row]]:
    """The values of each sheet's cells, by the sheet's title."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # at styles and validations that openpyxl does not know
            workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return {sheet.title: _values(sheet, name=name) for sheet in workbook.worksheets}
    except VivavoceError:
        raise
    except Exception as fault:  # openpyxl checks little: a damaged workbook ends in errors of any kind
        raise UnreadableFile(
            f"{name} is damaged and cannot be read as an Excel workbook. Open it in Excel or LibreOffice and save it "
            "again, or export the table as .csv."
        ) from fault


_MOST_ROWS = 1_048_576
"""That Excel has. A damaged file may number its rows without end."""
_MOST_COLUMNS = 50


def _values(sheet: Any, *, name: str) -> list[Row]:
    """The rows of a sheet that hold something; what it says of its own size is not believed."""
    sheet.reset_dimensions()
    rows: list[Row] = []
    characters = 0
    for row in islice(sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True), _MOST_ROWS):
        if row.count(None) == len(row):
            continue
        last = max(number for number, value in enumerate(row, 1) if value is not None)
        rows.append(row[:last])
        characters += sum(len(value) for value in row if isinstance(value, str))
        check_length(characters, len(rows), name=name)
    return rows
