"""What the reader of OpenDocument texts makes of white space, lists, tables and changes; and of 17 real interviews."""

import csv
import html
import re
import sqlite3
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook.errors import UnreadableFile
from corpus.readers.odt import read
from corpus.transcripts import Transcript
from tests.corpus.making import o_paragraph, odt

BOLD = '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'


def read_body(body: str, styles: str = "") -> Transcript:
    return read(odt(body, styles=styles), name="interview.odt")


def turns(transcript: Transcript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, transcript.speech(turn)) for turn in transcript.turns]


# White space that is not a space, and single spaces within, are kept as they are.
words = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zs"), blacklist_characters="\ufffe\uffff"), min_size=1)
lines = st.lists(words, min_size=1, max_size=6).map(" ".join)


@given(st.lists(lines, min_size=1, max_size=6).filter(lambda paragraphs: any(text.strip() for text in paragraphs)))
def test_each_paragraph_is_a_line_exactly_as_written(paragraphs: list[str]) -> None:
    transcript = read_body("".join(o_paragraph(escape(text)) for text in paragraphs))
    assert transcript.text == "\n".join(paragraphs)


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("a  \n b", "a b"),
        ("  a", "a"),
        ('a<text:s text:c="3"/>b', "a   b"),
        ("a <text:s/>b", "a  b"),
        ("a<text:tab/> b", "a\t b"),
        ("a<text:line-break/> b", "a\nb"),
        ("a <text:span> b</text:span>", "a b"),
        ("a<text:soft-page-break/>b", "ab"),
        ('a<text:s text:c="999999999"/>b', f"a{' ' * 1000}b"),
        ("a<!-- not said -->b", "ab"),
        ("<text:a>link</text:a> <text:bookmark-start/>b", "link b"),
    ],
)
def test_white_space_is_what_the_standard_says(inner: str, text: str) -> None:
    assert read_body(o_paragraph(inner) + o_paragraph("end")).text == f"{text}\nend"


def test_headings_lists_and_sections_are_lines() -> None:
    item = f"<text:list-item>{o_paragraph('one')}</text:list-item>"
    body = f"<text:h>Title</text:h><text:section><text:list>{item}{item}</text:list></text:section>"
    assert read_body(body).text == "Title\none\none"


def test_footnotes_comments_and_deletions_are_left_out_and_said() -> None:
    deleted = f"<text:tracked-changes><text:changed-region><text:deletion>{o_paragraph('gone')}</text:deletion>"
    body = (
        f"{deleted}</text:changed-region></text:tracked-changes>"
        f"<text:p>Well<text:note><text:note-citation>1</text:note-citation><text:note-body>{o_paragraph('aside')}"
        f"</text:note-body></text:note><office:annotation>{o_paragraph('remark')}</office:annotation>, yes.</text:p>"
    )
    transcript = read_body(body)
    assert transcript.text == "Well, yes."
    assert transcript.notes == (
        "Footnotes were left out (1).",
        "Comments were left out (1).",
        "The document has tracked changes: insertions were read, deletions left out.",
    )


def test_a_text_box_is_read_before_the_paragraph_that_holds_it() -> None:
    box = f"<draw:frame><draw:text-box>{o_paragraph('in the box')}</draw:text-box></draw:frame>"
    assert read_body(o_paragraph(f"{box}outside")).text == "in the box\noutside"


def test_bold_names_are_speakers_even_without_a_colon() -> None:
    talk = [("Ana Lopez", "How did it go?"), ("Ben", "It broke."), ("Ana Lopez", "And then?"), ("Ben", "Again.")]
    named = "".join(
        o_paragraph(f'<text:span text:style-name="C">{name}</text:span>') + o_paragraph(said) for name, said in talk
    )
    styles = BOLD + '<style:style style:name="C" style:parent-style-name="B"/>'
    assert turns(read_body(named, styles)) == talk


def test_a_table_of_turns_gives_turns() -> None:
    def row(*cells: str) -> str:
        inner = "".join(f"<table:table-cell>{o_paragraph(cell)}</table:table-cell>" for cell in cells)
        return f"<table:table-row>{inner}</table:table-row>"

    rows = row("Zeit", "Person", "Text") + row("0:01", "Ana", "Und dann?") + row("0:05", "", "Ja?")
    transcript = read_body(f"<table:table>{rows}</table:table>")
    assert turns(transcript) == [("Ana", "Und dann?"), ("Ana", "Ja?")]
    assert [turn.begin_ms for turn in transcript.turns] == [1000, 5000]
    assert transcript.text == "Zeit\tPerson\tText\n0:01\tAna\tUnd dann?\n0:05\t\tJa?"


def test_a_document_with_a_password_is_refused() -> None:
    locked = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    with pytest.raises(UnreadableFile, match=r"^locked\.odt is protected by a password"):
        read(odt(o_paragraph("x"), manifest=locked), name="locked.odt")


# -- real interviews --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def interviews(shared: Path) -> dict[str, Transcript]:
    files = sorted((shared / "data" / "serdif").glob("*.odt"))
    assert len(files) == 17
    return {file.name: read(file.read_bytes(), name=file.name) for file in files}


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_the_words_of_the_real_interviews_are_those_that_taguette_read(
    interviews: dict[str, Transcript], shared: Path
) -> None:
    project = shared / "data" / "serdif" / "SERDIF_P2_ThematicAnalysis.sqlite3"
    with sqlite3.connect(f"file:{project}?immutable=1", uri=True) as connection:
        contents = dict(connection.execute("SELECT name, contents FROM documents"))
    connection.close()
    for name, transcript in interviews.items():
        taguette = _plain(html.unescape(re.sub("<[^>]*>", " ", contents[name])))
        # In three of the files one word was corrected later, by a hyphen.
        assert _plain(transcript.text).replace("re-usable", "reusable") == taguette.replace("re-usable", "reusable")


def test_every_quote_of_the_real_interviews_is_found(interviews: dict[str, Transcript], shared: Path) -> None:
    texts = {name: _plain(transcript.text) for name, transcript in interviews.items()}
    with (shared / "data" / "serdif" / "tags" / "all_tags_20220303.csv").open(encoding="utf-8", newline="") as file:
        quotes = [(row["document"], _plain(row["content"])) for row in csv.DictReader(file)]
    assert len(quotes) == 1930
    assert [quote for document, quote in quotes if quote not in texts[document]] == []


def test_the_moderator_of_the_real_interviews_is_heard(interviews: dict[str, Transcript]) -> None:
    assert all(set(transcript.speakers) <= {"MODERATOR"} for transcript in interviews.values())
    assert sum(len(transcript.speakers) for transcript in interviews.values()) >= 12
