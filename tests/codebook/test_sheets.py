"""Sheets are read by the names of their columns, whoever wrote them; bad ones are refused in a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from codebook.errors import UnreadableFile
from codebook.sheets import escape_cell, read_sheet, unescape_cell


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 300_000_000)
    return data.getvalue()


GOOD = workbook(["document", "code"], ["one", "A"])


@pytest.mark.parametrize(
    "data",
    [
        "document;code;quote\none;A;yes, “indeed”\n".encode("utf-8-sig"),
        "document\tcode\tquote\none\tA\tyes, “indeed”\n".encode("utf-16"),
        'document,code,quote\r\none,A,"yes, “indeed”"\r\n'.encode("cp1252"),
        workbook(["document", "code", "quote"], ["one", "A", "yes, “indeed”"]),
    ],
)
def test_a_sheet_reads_the_same_whatever_wrote_it(data: bytes) -> None:
    sheet = read_sheet(data, name="quotes.csv")
    assert sheet.columns == ("document", "code", "quote")
    assert sheet.rows == ((2, {"document": "one", "code": "A", "quote": "yes, “indeed”"}),)


def test_columns_are_known_by_what_others_call_them() -> None:
    sheet = read_sheet(b"Tag,CONTENT,x\nA,yes,1\n", name="tags.csv")
    renamed = sheet.known_as({"code": ("tag",), "quote": ("content",)}, needed=("code", "quote"))
    assert renamed.columns == ("code", "quote", "x")
    assert renamed.rows[0][1] == {"code": "A", "quote": "yes", "x": "1"}


def test_rows_are_numbered_as_in_the_file() -> None:
    sheet = read_sheet(b"\ndocument,code\n\none,A\n", name="x.csv")
    assert [number for number, _ in sheet.rows] == [4]


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "x.csv", "no rows"),
        (b"\n\n", "x.csv", "no rows"),
        (b"a,b\x00c\n1,2\n", "x.csv", "no table of text"),
        (b"%PDF-1.7 \x00\xff", "x.csv", "no table of text"),
        (b'a,"b\n1,2\n', "x.csv", "does not read as a table"),
        (b"not a workbook", "x.xlsx", "does not read as a workbook"),
        (GOOD[: len(GOOD) // 2], "x.xlsx", "does not read as a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "x.xlsx", "without a password"),
        (bomb(), "x.xlsx", "unpacks to more than"),
    ],
)
def test_what_is_no_sheet_is_refused_with_the_way_out(data: bytes, name: str, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        read_sheet(data, name=name)


def test_a_missing_column_is_named_with_those_there_are() -> None:
    with pytest.raises(UnreadableFile, match=r'no column "code" \(its columns: "document", "colour"\)'):
        read_sheet(b"document,colour\none,red\n", name="x.csv").known_as({"code": ()}, needed=("code",))


@given(st.text())
def test_text_that_looks_like_a_formula_goes_out_as_text_and_comes_back(text: str) -> None:
    written = escape_cell(text)
    assert unescape_cell(written) == text
    assert not written.lstrip().startswith(("=", "+", "-", "@"))
