"""A table leaves the house in eight formats: text stays text, numbers stay numbers, same table, same bytes."""

import csv
import io
import json
import os
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import lxml.html
import pandas as pd
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from analysis.tables import FORMATS, render
from analysis.tables.cells import visible
from analysis.tables.printed import columns
from analysis.tables.workbook import MAX_CHARACTERS
from codebook.errors import OptionError
from codebook.sheets import read_sheet, unescape_cell
from tests.analysis.invented import study
from tests.analysis.typesetting import typeset

FORMULAS = ["=1+1", '=HYPERLINK("http://x")', "+49 30", "-yes-", "@sum", "\tx", "\rx", "'=1", "''=1", " =1", "＝1", "="]
NASTY = [
    *FORMULAS,
    "#N/A",
    "a,b;c",
    'he said "no"',
    "line\nline\r\nline",
    "<b>bold</b> &amp; <script>alert(1)</script>",
    "*x* _y_ `z` [a](b) |c| ~~d~~ #1 @me https://x.org www.x.org \\ $e$",
    "\\input{x} % & # $ _ { } ~ ^",
    "Größe 😀 שלום é\u0323",
    "  spaced  ",
    "''tis",
    "\x00\x07\x1b\ufffe",
    "",
]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
TEXTS = st.lists(st.sampled_from(NASTY) | TEXT, min_size=1, max_size=8)


def frame_of(*texts: str) -> pd.DataFrame:
    return pd.DataFrame({"quote": list(texts), "count": range(len(texts)), "share": [n / 3 for n in range(len(texts))]})


def rows_of_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


@pytest.fixture(scope="module")
def frequencies() -> pd.DataFrame:
    return study().frequencies


def test_the_same_table_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib; from analysis.tables import FORMATS, render;"
        "from tests.analysis.test_tables import NASTY, frame_of;"
        "print([hashlib.sha256(render(frame_of(*NASTY), format).data).hexdigest() for format in FORMATS])"
    )
    digests = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
        root = Path(__file__).parents[2]
        digests.append(subprocess.check_output([sys.executable, "-c", script], env=environment, cwd=root))
    assert digests[0] == digests[1]


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_an_office_file_does_not_tell_when_it_was_made(format: str) -> None:
    with zipfile.ZipFile(io.BytesIO(render(frame_of("x"), format).data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01" in archive.read("docProps/core.xml")


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"path": pd.Series([], dtype="str"), "codings": pd.Series([], dtype="int64")}),
        pd.DataFrame({"path": [None, None], "p": [None, None], "share": [float("nan")] * 2}),
        pd.DataFrame({"": ["x"], "=1": [1]}),
        pd.DataFrame(index=range(3)),
    ],
    ids=["no rows", "nothing in the cells", "strange names", "no columns"],
)
def test_a_table_of_little_is_a_file_all_the_same(format: str, frame: pd.DataFrame) -> None:
    assert render(frame, format, title="Nothing").data


def test_the_table_given_is_left_as_it_was(frequencies: pd.DataFrame) -> None:
    before = frequencies.copy(deep=True)
    for format in FORMATS:
        render(frequencies, format)
    pd.testing.assert_frame_equal(frequencies, before)


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(OptionError, match="csv, xlsx, docx, tex, md, html, json, parquet"):
        render(frame_of("x"), "pptx")


def test_columns_of_one_name_are_numbered_and_said() -> None:
    rendered = render(pd.DataFrame([[1, 2, 3, 4]], columns=["Ada", "Ada (2)", "Ada", "Bo"]), "json")
    assert json.loads(rendered.data) == [{"Ada": 1, "Ada (2)": 2, "Ada (3)": 3, "Bo": 4}]
    assert "'Ada'" in rendered.notes[0]


# csv


@settings(deadline=None)
@given(TEXTS)
def test_csv_gives_every_text_back(texts: list[str]) -> None:
    header, *rows = rows_of_csv(render(frame_of(*texts), "csv").data)
    assert header == ["quote", "count", "share"]
    assert [unescape_cell(row[0]) for row in rows] == texts
    assert [float(row[2]) for row in rows] == [n / 3 for n in range(len(texts))]


@settings(deadline=None)
@given(TEXTS)
def test_no_text_in_csv_is_a_formula(texts: list[str]) -> None:
    for row in rows_of_csv(render(frame_of(*texts), "csv").data):
        assert not row[0].lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        assert not row[0].startswith(("\t", "\r", "\n"))


def test_numbers_in_csv_are_untouched() -> None:
    frame = pd.DataFrame({"npmi": [-0.25, 1 / 3, float("nan")], "codings": [-3, 0, 12], "robust": [True, False, None]})
    expected = "npmi,codings,robust\n-0.25,-3,true\n0.3333333333333333,0,false\n,12,\n"
    assert render(frame, "csv").data.decode() == expected


def test_whole_numbers_beside_a_missing_one_stay_whole() -> None:
    assert render(pd.DataFrame({"begin_ms": [1000.0, None]}), "csv").data == b'begin_ms\n1000\n""\n'


def test_our_own_import_reads_our_csv_and_our_workbook() -> None:
    texts = [text for text in NASTY if text.strip() and "\0" not in text and "\r" not in text]
    for format, expected in (("csv", texts), ("xlsx", [visible(text) for text in texts])):
        sheet = read_sheet(render(frame_of(*texts), format).data, name=f"quotes.{format}")
        assert [cells["quote"] for _, cells in sheet.rows] == expected


# xlsx


@settings(deadline=None)
@given(TEXTS)
def test_a_workbook_holds_numbers_as_numbers_and_never_a_formula(texts: list[str]) -> None:
    frame = pd.concat([frame_of(*texts), pd.DataFrame({"=1+1": texts})], axis=1)
    data = render(frame, "xlsx", title="=1", note="@x").data
    book = load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    sheet = book.worksheets[0]
    assert [cell.data_type for cell in sheet["B"][1:]] == ["n"] * len(texts)
    assert [cell.value for cell in sheet["B"][1:]] == list(range(len(texts)))
    assert [cell.value or "" for cell in sheet["A"][1:]] == [visible(text) for text in texts]


def test_what_looks_like_a_formula_stays_text_when_somebody_edits_the_cell() -> None:
    sheet = load_workbook(io.BytesIO(render(frame_of("=1+1", "plain"), "xlsx").data)).worksheets[0]
    assert [cell.quotePrefix for cell in sheet["A"][1:]] == [True, False]


def test_the_heading_of_a_workbook_is_bold_and_stays_in_sight() -> None:
    sheet = load_workbook(io.BytesIO(render(frame_of("x" * 500), "xlsx").data)).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1])
    assert 8 <= sheet.column_dimensions["B"].width < sheet.column_dimensions["A"].width <= 60


def test_control_characters_are_made_visible_in_a_workbook() -> None:
    sheet = load_workbook(io.BytesIO(render(frame_of("a\x00b\x07c\ufffed"), "xlsx").data)).worksheets[0]
    assert sheet["A2"].value == "a␀b␇c\ufffdd"


def test_a_text_longer_than_a_cell_is_cut_with_a_note() -> None:
    rendered = render(frame_of("short", "😀" * MAX_CHARACTERS), "xlsx")
    value = load_workbook(io.BytesIO(rendered.data)).worksheets[0]["A3"].value
    assert value == "😀" * (MAX_CHARACTERS // 2)
    assert "quote, row 3" in rendered.notes[0]


def test_more_columns_than_a_sheet_holds_are_refused_with_the_way_out() -> None:
    with pytest.raises(OptionError, match="choose csv or parquet"):
        render(pd.DataFrame([[0] * 16_385]), "xlsx")


# docx


def test_a_word_table_has_its_caption_its_rows_and_its_numbers_at_the_right(frequencies: pd.DataFrame) -> None:
    document = Document(io.BytesIO(render(frequencies, "docx", title="How often", note="All coders.").data))
    assert [paragraph.text for paragraph in document.paragraphs] == ["How often", "All coders."]
    assert [block.tag.rsplit("}")[-1] for block in document.element.body][:3] == ["p", "tbl", "p"]
    assert document.paragraphs[0].style.name == "Caption"
    (table,) = document.tables
    assert len(table.rows) == len(frequencies) + 1
    assert [cell.text for cell in table.rows[0].cells][:6] == [
        *["Code", "Theme", "Codings", "Documents", "Participants", "Share of participants"]
    ]
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    first = table.rows[1].cells
    assert (first[0].text, first[2].text, first[5].text) == ("Soil", "6", "0.333")
    assert first[0].paragraphs[0].alignment is None
    assert str(first[2].paragraphs[0].alignment) == "RIGHT (2)"


def test_a_word_document_names_no_author_but_its_title() -> None:
    core = Document(io.BytesIO(render(frame_of("x"), "docx", title="How often").data)).core_properties
    assert (core.author, core.comments, core.title) == ("", "", "How often")


@settings(deadline=None)
@given(TEXTS)
def test_a_word_table_gives_every_text_back(texts: list[str]) -> None:
    table = Document(io.BytesIO(render(frame_of(*texts), "docx").data)).tables[0]
    found = [row.cells[0].text.split("\n") for row in table.rows[1:]]
    assert found == [visible(text).splitlines() or [""] for text in texts]


def test_a_wide_table_turns_the_page() -> None:
    narrow = Document(io.BytesIO(render(frame_of("x"), "docx").data)).sections[0]
    wide = pd.DataFrame({f"A participant {n}": ["some words of text"] for n in range(15)})
    turned = Document(io.BytesIO(render(wide, "docx").data)).sections[0]
    assert narrow.page_width < narrow.page_height
    assert turned.page_width > turned.page_height


# tex


def test_every_table_of_a_study_compiles(tmp_path: Path) -> None:
    made = study()
    cooccurrence = made.cooccurrence.assign(p=0.0001, q=[0.04] + [None] * (len(made.cooccurrence) - 1))
    frames = [
        made.frequencies,
        made.frequencies.head(0),
        made.matrix,
        study(interviews=60).matrix,
        cooccurrence,
        made.codes,
        made.documents,
        made.codings.head(100),
        frame_of(*NASTY, "W" * 300, "long " * 400),
        pd.DataFrame({text: [text] for text in NASTY[:8]}),
        pd.DataFrame({text: [1] for text in NASTY[:8]}),
    ]
    fragments = [render(frame, "tex", title=NASTY[n], note=NASTY[-n]).data.decode() for n, frame in enumerate(frames)]
    fragments += [render(frame, "tex").data.decode() for frame in frames]
    typeset(tmp_path, *fragments)


def test_a_short_table_is_a_tabular_and_a_long_one_a_longtable(frequencies: pd.DataFrame) -> None:
    short = render(frequencies.head(10), "tex").data.decode()
    assert r"\begin{tabular}" in short
    assert "longtable" not in short
    long = render(pd.concat([frequencies] * 3), "tex").data.decode()
    assert r"\begin{longtable}" in long
    assert r"\endhead" in long
    assert ",longtable}" in long.split(r"\begingroup")[0]
    few_rows_of_many_lines = render(frame_of(*["a long story " * 40] * 12), "tex").data.decode()
    assert r"\begin{longtable}" in few_rows_of_many_lines


def test_numbers_stand_at_the_right_and_long_text_in_a_column_that_breaks_lines() -> None:
    tex = render(frame_of("a long story " * 40), "tex").data.decode()
    assert "p{" in tex
    assert tex.split(r"\linewidth}")[1].startswith("rr@{}}")


def test_what_pdflatex_lacks_is_shown_by_number_with_a_note() -> None:
    rendered = render(frame_of("gut 👍"), "tex", title="Über 👍")
    assert b"gut {[}U+1F44D{]}" in rendered.data
    assert "Über".encode() in rendered.data
    assert rendered.notes == ("pdflatex has no glyph for U+1F44D THUMBS UP SIGN: shown as [U+...].",)


def test_a_titled_table_floats_with_a_caption_and_a_label(frequencies: pd.DataFrame) -> None:
    tex = render(frequencies, "tex", title="Häufigkeit & Anteil").data.decode()
    assert r"\begin{table}[htbp]" in tex
    assert r"\caption{Häufigkeit \& Anteil}\label{tab:haufigkeit-anteil}" in tex


# md


@settings(deadline=None)
@given(TEXTS)
def test_markdown_shows_every_text_as_it_is(texts: list[str]) -> None:
    page = render(frame_of(*texts), "md", title="*T*", note="1. [N]").data.decode()
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(page)
    tree = lxml.html.fromstring(html)
    assert [row.text_content().count("\n") for row in tree.xpath("//tbody/tr")] == [4] * len(texts)
    assert not tree.xpath("//tbody//*[not(self::tr or self::td or self::br)]")

    def words(text: str) -> list[str]:
        return visible(text).split()

    found = [" ".join(cell.itertext()) for cell in tree.xpath("//tbody/tr/td[1]")]
    assert [words(text) for text in found] == [words(text) for text in texts]


def test_markdown_is_a_pipe_table_with_title_and_note() -> None:
    page = render(pd.DataFrame({"path": ["a|b"], "participants_share": [0.5]}), "md", title="How *often*", note="N.")
    assert page.data.decode() == (
        "**How \\*often\\***\n\n| Code | Share of participants |\n| --- | ---: |\n| a\\|b | 0.500 |\n\n*Note.* N.\n"
    )


# html


@settings(deadline=None)
@given(TEXTS)
def test_html_shows_every_text_as_it_is_and_runs_nothing(texts: list[str]) -> None:
    data = render(frame_of(*texts), "html", title=texts[0], note=texts[-1]).data
    tree = lxml.html.document_fromstring(data.decode(), parser=lxml.html.HTMLParser(huge_tree=True))
    assert not tree.xpath("//script | //a | //img | //b | //iframe")
    found = [cell.text_content() for cell in tree.xpath("//tbody/tr/th")]
    assert [text.split() for text in found] == [visible(text).split() for text in texts]


def test_an_html_page_is_complete_and_read_well_by_a_screen_reader(frequencies: pd.DataFrame) -> None:
    page = render(frequencies, "html", title="How often").data.decode()
    tree = lxml.html.document_fromstring(page)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert tree.xpath("//meta[@charset='utf-8']")
    assert tree.xpath("//table/caption")[0].text == "How often"
    assert len(tree.xpath("//thead/tr/th[@scope='col']")) == frequencies.shape[1]
    assert len(tree.xpath("//tbody/tr/th[@scope='row']")) == len(frequencies)


# json


@settings(deadline=None)
@given(TEXTS)
def test_json_gives_everything_back(texts: list[str]) -> None:
    frame = frame_of(*texts).assign(ids=[[text, text] for text in texts])
    data = render(frame, "json").data
    assert data.endswith(b"]\n")
    assert json.loads(data) == frame.to_dict("records")


def test_json_has_null_for_what_is_missing_and_keeps_lists() -> None:
    frame = pd.DataFrame(
        {
            "p": [float("nan"), float("inf"), 0.5],
            "path": [None, "x", pd.NA],
            "robust": [True, False, None],
            "codings": [["a"], [], ("b", "c")],
            "when": pd.to_datetime(["2024-01-02T03:04:05Z", None, None]),
        }
    )
    assert json.loads(render(frame, "json").data) == [
        {"p": None, "path": None, "robust": True, "codings": ["a"], "when": "2024-01-02T03:04:05+00:00"},
        {"p": None, "path": "x", "robust": False, "codings": [], "when": None},
        {"p": 0.5, "path": None, "robust": None, "codings": ["b", "c"], "when": None},
    ]


def test_categories_are_written_as_what_they_stand_for() -> None:
    frame = pd.DataFrame({"code": pd.Categorical(["x", None, "x"], categories=["y", "x"])})
    assert render(frame, "csv").data == b'code\nx\n""\nx\n'


# parquet


@settings(deadline=None)
@given(TEXTS)
def test_parquet_gives_everything_back(texts: list[str]) -> None:
    pytest.importorskip("pyarrow")
    frame = frame_of(*texts).assign(ids=[[text] for text in texts])
    back = pd.read_parquet(io.BytesIO(render(frame, "parquet").data))
    assert back["quote"].tolist() == texts
    assert back["share"].tolist() == frame["share"].tolist()
    assert [list(ids) for ids in back["ids"]] == [[text] for text in texts]


def test_a_column_of_several_kinds_is_text_in_parquet_with_a_note() -> None:
    pytest.importorskip("pyarrow")
    rendered = render(pd.DataFrame({"mixed": [1, "x", None]}), "parquet")
    assert pd.read_parquet(io.BytesIO(rendered.data))["mixed"].tolist()[:2] == ["1", "x"]
    assert "'mixed'" in rendered.notes[0]


def test_parquet_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OptionError, match=r'pip install "vivavoce\[parquet\]"'):
        render(frame_of("x"), "parquet")


# what is printed


@pytest.mark.parametrize(
    ("name", "cells", "paper", "plain"),
    [
        ("codings", [3, 1200], ["3", "1200"], ["3", "1200"]),
        ("turn", [3.0, None], ["3", "–"], ["3", "–"]),
        ("participants_share", [1.0, 0.0, 1 / 3], ["1.000", "0.000", "0.333"], ["1.000", "0.000", "0.333"]),
        ("npmi", [-0.5, -1.0], ["−0.500", "−1.000"], ["-0.500", "-1.000"]),
        ("jaccard", [0.00004], ["4e−05"], ["4e-05"]),
        ("p", [0.00001, 0.0123, 1.0, None], ["< .001", ".012", "1.000", "–"], ["1e-05", "0.0123", "1", "–"]),
        ("percent", [97.25, 8.0], ["97.2", "8.0"], ["97.2", "8.0"]),
        ("measured", [0.5, 123.456], ["0.5", "123.5"], ["0.5", "123.5"]),
        ("lift", [float("inf"), 2.0], ["∞", "2.000"], ["∞", "2.000"]),
        ("robust", [True, False, None], ["yes", "no", ""], ["yes", "no", ""]),
        ("participants", [["Ada", "Bo"], []], ["Ada; Bo", ""], ["Ada; Bo", ""]),
    ],
)
def test_numbers_are_rounded_to_what_they_can_tell(
    name: str, cells: list[Any], paper: list[str], plain: list[str]
) -> None:
    frame = pd.DataFrame({name: cells})
    assert columns(frame, paper=True)[0].cells == paper
    assert columns(frame, paper=False)[0].cells == plain


def test_a_participants_column_keeps_its_name() -> None:
    frame = pd.DataFrame({"path": ["x"], "P_07 (nurse)": [1]})
    assert [column.heading for column in columns(frame, paper=True)] == ["Code", "P_07 (nurse)"]


def test_names_stay_as_they_are_for_programs(frequencies: pd.DataFrame) -> None:
    assert rows_of_csv(render(frequencies, "csv").data)[0] == list(frequencies.columns)
    assert list(json.loads(render(frequencies, "json").data)[0]) == list(frequencies.columns)


def test_text_is_not_normalised_on_its_way_out() -> None:
    decomposed = unicodedata.normalize("NFD", "é")
    assert json.loads(render(frame_of(decomposed), "json").data)[0]["quote"] == decomposed
    assert rows_of_csv(render(frame_of(decomposed), "csv").data)[1][0] == decomposed
