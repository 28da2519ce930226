"""Sheets of rows, .csv and .xlsx, as people and other programs write them: read by the names of their columns."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from codebook.errors import UnreadableFile

LARGEST = 200_000_000  # bytes, unpacked: a sheet of a million quotes is smaller
_DELIMITERS = ",;\t"
# What Excel, LibreOffice or Google Sheets may take for a formula (OWASP, CSV Injection; the full-width signs are
# taken so by East Asian versions), behind any apostrophes: so what we prefixed can be told from what was said.
_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
_SUSPECT = frozenset("'=+-@＝＋－＠\t\r\n ")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet: a number (that of the file, the header being row 1) and its cells by column, all text."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]

    def known_as(self, synonyms: Mapping[str, Sequence[str]], *, needed: Sequence[str] = ()) -> Sheet:
        """The same with columns renamed: `synonyms` gives for a name of ours what others call it, case aside.

        Raises UnreadableFile where a column of `needed` is missing, naming those there are.
        """
        theirs = {column.strip().casefold(): column for column in reversed(self.columns)}
        ours: dict[str, str] = {}
        for name, others in synonyms.items():
            found = next((theirs[each] for each in (name, *others) if each in theirs), None)
            if found is not None and found not in ours:
                ours[found] = name
        for name in needed:
            if name not in ours.values():
                seen = ", ".join(f'"{column}"' for column in self.columns[:12]) or "none"
                raise UnreadableFile(
                    f'{self.name} has no column "{name}" (its columns: {seen}). Name one so in the first row.'
                )
        rows = tuple((number, {ours.get(c, c): v for c, v in cells.items()}) for number, cells in self.rows)
        return Sheet(self.name, tuple(ours.get(column, column) for column in self.columns), rows)


def read_sheet(data: bytes, *, name: str) -> Sheet:
    """The first sheet of an .xlsx file, or a table in a text file whose cells are parted by comma, semicolon or tab.

    Raises UnreadableFile where it is neither.
    """
    if data.startswith(b"PK\x03\x04") or PurePath(name).suffix.lower() == ".xlsx":
        lines = _read_xlsx(data, name)
    else:
        lines = _read_csv(data, name)
    numbered = [(number, cells) for number, cells in enumerate(lines, 1) if any(cell.strip() for cell in cells)]
    if not numbered:
        raise UnreadableFile(f"{name} holds no rows. Its first row should name the columns.")
    header = tuple(cell.strip() for cell in numbered[0][1])
    rows = tuple(
        (number, {column: cell for column, cell in zip(header, cells, strict=False) if column})
        for number, cells in numbered[1:]
    )
    return Sheet(name, tuple(column for column in header if column), rows)


def escape_cell(text: str) -> str:
    """Text as it stands in a CSV file of ours: with an apostrophe before what looks like a formula.

    >>> escape_cell("=1+1"), escape_cell("1+1"), escape_cell("'=1")
    ("'=1+1", '1+1', "''=1")
    """
    if text and (text[0] in _SUSPECT or text[0].isspace()) and _FORMULA.match(text):
        return "'" + text
    return text


def unescape_cell(text: str) -> str:
    """The text that `escape_cell` was given; text that it never changed comes back as it is.

    >>> unescape_cell("'=1+1"), unescape_cell("'tis so")
    ('=1+1', "'tis so")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _read_csv(data: bytes, name: str) -> list[list[str]]:
    text = _decoded(data, name)
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(LARGEST)
    try:
        return [
            [unescape_cell(cell) for cell in row]
            for row in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
        ]
    except csv.Error as error:
        raise UnreadableFile(
            f"{name} does not read as a table ({error}). Save it again as .csv in UTF-8, or as .xlsx."
        ) from error


def _decoded(data: bytes, name: str) -> str:
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableFile(f"{name} is no table of text. Save it again as .csv in UTF-8, or as .xlsx.")


def _read_xlsx(data: bytes, name: str) -> list[list[str]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise UnreadableFile(
                    f"{name} unpacks to more than {LARGEST // 1_000_000} MB. Split it into smaller files."
                )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and extensions that do not matter here
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            return [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        raise UnreadableFile(
            f"{name} does not read as a workbook ({type(error).__name__}). Save it again as .xlsx, without a password."
        ) from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
