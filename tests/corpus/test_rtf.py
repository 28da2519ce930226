"""What the reader of rich text makes of code pages, Unicode, groups, tables and changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook.errors import UnreadableFile
from corpus.readers.rtf import read
from corpus.transcripts import Transcript


def read_rtf(inner: str) -> Transcript:
    return read(rf"{{\rtf1{inner}}}".encode("latin-1"), name="interview.rtf")


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (r"\ansi caf\'e9 \'80", "café €"),
        (r"\ansi\ansicpg1250 \'9e\'e8", "žč"),
        (r"\ansi\ansicpg1251 \'cf\'f0", "Пр"),
        (r"\mac caf\'8e", "café"),
        (r"\ansi\ansicpg65001 \'e2\'82\'ac", "€"),
        (r"\ansi\ansicpg99999 \'e9", "é"),
        (r"\ansi\ansicpg1250 \'81.", "\ufffd."),
        (r"\ansi{\fonttbl{\f0\fcharset0 Arial;}{\f7\fnil\fcharset128 MS Mincho;}}\f7 \'82\'a0\f0 \'e9", "あé"),
        (r"\ansi\deff1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\'cf{\f0 \'e9}\plain \'cf", "ПéП"),
        (r"\ansi \u8364?\u233 x", "€é"),
        (r"\ansi\uc0 \u8364 uro", "€uro"),
        (r"\ansi\uc2 \u8364\'80\'80.", "€."),
        (r"\ansi{\uc2 \u233 ??}\u233 ?", "éé"),
        (r"\ansi \u-10179?\u-8638?!", "🙂!"),
        (r"\ansi \u-10179? x", "\ufffd x"),
        (r"\ansi a\tab b\line c\~d\_e\-f\emdash\bullet\{\}\\", "a\tb\nc\xa0d\u2011e\xadf—•{}\\"),
    ],
)
def test_characters_are_those_that_the_file_means(inner: str, text: str) -> None:
    assert read_rtf(inner).text == text


@given(st.text(st.characters(blacklist_categories=("Cc", "Cs")), min_size=1).filter(str.strip))
def test_any_text_written_as_unicode_comes_back(text: str) -> None:
    units = text.encode("utf-16-le")
    codes = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    assert read_rtf("".join(rf"\u{code}?" for code in codes)).text == text


def test_paragraphs_are_lines_and_line_ends_of_the_file_are_nothing() -> None:
    assert read_rtf("\\ansi One\r\n two\\par\nThree\\par\\par Four\\par}").text == "One two\nThree\n\nFour"


@pytest.mark.parametrize(
    "group",
    [
        r"{\header Confidential}",
        r"{\*\unknown secret}",
        r"{\info{\title Secret}}",
        r"{\pict\pngblip 89504e47}",
        r"{\pict\bin5 }}{}{}",
        r"{\stylesheet{\s1 heading 1;}}",
        r"{\fonttbl{\f0 Arial;}}",
        r'{\field{\*\fldinst HYPERLINK "https://x"}{\fldrslt }}',
        r"{\listtext 1.\tab}",
        r"{\deleted gone}",
    ],
)
def test_what_is_not_said_is_left_out(group: str) -> None:
    assert read_rtf(rf"\ansi before{group} after").text == "before after"


def test_footnotes_and_deletions_are_said() -> None:
    assert read_rtf(r"\ansi a{\footnote note}{\deleted gone}{\*\annotation remark}").notes == (
        "Footnotes were left out (1).",
        "Comments were left out (1).",
        "The document has tracked changes: insertions were read, deletions left out.",
    )


def test_bold_names_are_speakers_even_without_a_colon() -> None:
    talk = [("Ana Lopez", "How did it go?"), ("Ben", "It broke."), ("Ana Lopez", "And then?"), ("Ben", "Again.")]
    transcript = read_rtf(r"\ansi " + "".join(rf"{{\b {name}}}\par {said}\par " for name, said in talk))
    assert [(turn.speaker, transcript.speech(turn)) for turn in transcript.turns] == talk


def test_a_table_of_turns_gives_turns() -> None:
    rows = [("Time", "Speaker", "Text"), ("0:01", "Ana", r"How | why?\par Why not?"), ("0:05", "Ben", "Because.")]
    table = "".join(r"\trowd\intbl " + "".join(rf"{cell}\cell " for cell in row) + r"\row" for row in rows)
    transcript = read_rtf(rf"\ansi {table}\pard after\par")
    assert transcript.text == "Time\tSpeaker\tText\n0:01\tAna\tHow | why?\nWhy not?\n0:05\tBen\tBecause.\nafter"
    assert [(turn.speaker, transcript.speech(turn), turn.begin_ms) for turn in transcript.turns] == [
        ("Ana", "How | why?\nWhy not?", 1000),
        ("Ben", "Because.", 5000),
    ]


def test_a_file_cut_short_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"^half\.rtf ends in the middle"):
        read(rb"{\rtf1\ansi Ana: We had", name="half.rtf")


def test_a_file_of_endless_markup_is_refused_in_time() -> None:
    with pytest.raises(UnreadableFile, match=r"^vast\.rtf is far larger"):
        read(b"{\\rtf1" + b" " * 50_000_000 + b"}", name="vast.rtf")
