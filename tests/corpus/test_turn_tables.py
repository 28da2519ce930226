"""What the reader of tables makes of columns by any name, dialects of CSV, workbooks, times and units."""

import csv
import datetime
import io
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook.errors import UnreadableFile
from corpus.readers.columns import Columns, looking_columns, named_columns
from corpus.readers.tables import read
from corpus.transcripts import Transcript
from tests.corpus.making import unzipped, xlsx, zipped


def read_rows(rows: Sequence[Sequence[object]], *, delimiter: str = ",") -> Transcript:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return read(text.getvalue().encode(), name="turns.csv")


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(list(row))
    del book["Sheet"]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook whose sheet has `new` in the place of `old`."""
    members = unzipped(data)
    place = "xl/worksheets/sheet1.xml"
    return zipped(members | {place: members[place].replace(old, new)})


def turns(transcript: Transcript) -> list[tuple[str | None, str, int | None]]:
    return [(turn.speaker, transcript.speech(turn), turn.begin_ms) for turn in transcript.turns]


# -- columns ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["speaker", "text"], Columns(1, 0)),
        (["Start", "End", "Text", "Speaker"], Columns(2, 3, 0, 1)),
        (["#", "Who", "What was said", "Timestamp"], Columns(2, 1, 3)),
        (["start_time", "end_time", "speaker_label", "transcript"], Columns(3, 2, 0, 1)),
        (["startMs", "endMs", "utterance"], Columns(2, None, 0, 1, in_ms=True)),
        (["Begin (ms)", "Participant ID", "Utterance"], Columns(2, 1, 0, in_ms=True)),
        (["Sprecher/in", "Äußerung", "Von", "Bis"], Columns(1, 0, 2, 3)),
        (["Intervenant", "Début", "Fin", "Propos"], Columns(3, 0, 1, 2)),
        (["Hablante", "Texto", "Inicio"], Columns(1, 0, 2)),
        (["说话人", "开始", "内容"], Columns(2, 0, 1)),
        (["Speaker name", "Original text"], Columns(1, 0)),
        (["\ufeffSPEAKER:", "TEXT:"], Columns(1, 0)),
        (["text", "date"], None),
        (["document", "code", "quote"], None),
        (["participant", "age", "job"], None),
        (["Speaker 1", "I said no"], None),
        ([], None),
    ],
)
def test_columns_are_found_by_their_names(header: list[str], columns: Columns | None) -> None:
    assert named_columns(header) == columns


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([("Ana", "How did it go?"), ("Ben", "It broke twice."), ("Ana", "And then?")], Columns(1, 0)),
        ([("0:01", "A", "Well, how?"), ("0:02", "B", "It broke."), ("0:05", "A", "And then?")], Columns(2, 1, 0)),
        ([("Age", "34"), ("Job", "engineer"), ("Since", "2019")], None),
        ([("1", "2"), ("3", "4"), ("5", "6")], None),
        ([("a",), ("b",), ("c",)], None),
        ([], None),
    ],
)
def test_columns_without_names_are_found_by_their_look(rows: list[tuple[str, ...]], columns: Columns | None) -> None:
    assert looking_columns(rows) == columns


# -- text files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_understood(delimiter: str) -> None:
    rows = [
        ["speaker", "start", "text"],
        ["Ana", "0:01", "So; a, b | c\td?"],
        ["Ben", "0:05", 'He said "no",\nand left.'],
    ]
    assert turns(read_rows(rows, delimiter=delimiter)) == [
        ("Ana", "So; a, b | c\td?", 1000),
        ("Ben", 'He said "no",\nand left.', 5000),
    ]


said = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Z")), min_size=1)


@given(st.lists(st.tuples(st.sampled_from(["Ana", "Ben"]), said), min_size=1))
def test_every_row_is_a_turn_as_written(rows: list[tuple[str, str]]) -> None:
    transcript = read_rows([["who", "utterance"], *rows])
    assert [(speaker, speech) for speaker, speech, _ in turns(transcript)] == rows
    assert transcript.text == "\n\n".join(f"{speaker}: {speech}" for speaker, speech in rows)


def test_titles_above_the_header_and_empty_rows_are_passed_over() -> None:
    rows = [["Study X"], [], ["speaker", "text"], ["Ana", "Yes."], ["", ""], ["Ben", "  "], ["", "And so on."]]
    assert turns(read_rows(rows)) == [("Ana", "Yes.", None), (None, "And so on.", None)]


@pytest.mark.parametrize(
    ("start", "begin_ms"),
    [
        ("12", 12_000),
        ("12.5", 12_500),
        ("00:01:02", 62_000),
        ("[1:02]", 62_000),
        ("01:02.250", 62_250),
        ("soon", None),
        ("-3", None),
    ],
)
def test_times_are_seconds_or_clock_times(start: str, begin_ms: int | None) -> None:
    words = "We had a model that was wrong for months, and nobody saw it."
    assert turns(read_rows([["start", "text"], [start, words], ["", words]]))[0] == (None, words, begin_ms)


def test_whole_numbers_too_large_for_seconds_are_milliseconds() -> None:
    rows = [
        ["start", "end", "text"],
        ["0", "5200", "We had a model that was wrong."],
        ["5200", "9000", "Nobody saw it."],
    ]
    transcript = read_rows(rows, delimiter="\t")
    assert [(turn.begin_ms, turn.finish_ms) for turn in transcript.turns] == [(0, 5200), (5200, 9000)]


def test_a_turn_without_an_end_lasts_until_the_next_begins() -> None:
    transcript = read_rows([["start", "text"], ["0:01", "One."], ["0:05", "Two."]])
    assert [turn.finish_ms for turn in transcript.turns] == [5000, None]


def test_a_table_without_the_columns_is_refused_naming_those_seen_and_wanted() -> None:
    with pytest.raises(
        UnreadableFile, match=r'^turns\.csv is no table.*found: "document", "code", "quote"; wanted: .*"text"'
    ):
        read_rows([["document", "code", "quote"], ["a", "b", "c"]])


def test_the_message_does_not_give_the_text_away() -> None:
    with pytest.raises(UnreadableFile) as error:
        read_rows([["A secret that is told at length in the first row of the table " * 20, "x"]])
    assert len(str(error.value)) < 300


def test_a_quotation_mark_that_is_never_closed_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"^turns\.csv, line 3: a quotation mark"):
        read(b'speaker,text\nAna,"Yes."\nBen,"No, we', name="turns.csv")


# -- workbooks --------------------------------------------------------------------------------------------------------


def test_a_workbook_as_excel_writes_it_is_read() -> None:
    rows = [
        ["Time", "Speaker", "Text"],
        [datetime.time(0, 0, 1), "Ana", "Yes?"],
        [datetime.timedelta(seconds=62.5), "Ben", "I said =1+1"],
        [None, 3.0, "No."],
    ]
    assert turns(read(workbook(rows), name="turns.xlsx")) == [
        ("Ana", "Yes?", 1000),
        ("Ben", "I said =1+1", 62_500),
        ("3", "No.", None),
    ]


def test_the_sheet_with_the_columns_is_read_and_said() -> None:
    data = workbook([["name", "age"], ["Ana", 34]], [["speaker", "text"], ["Ana", "Yes."]])
    transcript = read(data, name="turns.xlsx")
    assert turns(transcript) == [("Ana", "Yes.", None)]
    assert transcript.notes == ('Only its sheet "Sheet 1" was read.',)


def test_a_workbook_without_the_columns_is_refused_naming_them() -> None:
    with pytest.raises(
        UnreadableFile, match=r'^people\.xlsx is no table of turns\. Columns found: "name", "age"; wanted'
    ):
        read(workbook([["name", "age"], ["Ana", 34]]), name="people.xlsx")


def test_what_a_sheet_says_of_its_own_size_is_not_believed() -> None:
    rows: list[list[str | float]] = [["speaker", "text"], ["Ana", "Yes."], ["Ben", "No."]]
    for wrong in (b'<dimension ref="A1"/><sheetData>', b'<dimension ref="A1:XFD1048576"/><sheetData>'):
        data = changed(xlsx(rows), b"<sheetData>", wrong)
        assert turns(read(data, name="turns.xlsx")) == [("Ana", "Yes.", None), ("Ben", "No.", None)]


def test_rows_numbered_without_end_are_not_waited_for() -> None:
    rows: list[list[str | float]] = [["speaker", "text"], ["Ana", "Yes."]]
    far = b'<row r="99999999999"><c r="B99999999999"><v>1</v></c></row></sheetData>'
    assert turns(read(changed(xlsx(rows), b"</sheetData>", far), name="turns.xlsx")) == [("Ana", "Yes.", None)]
