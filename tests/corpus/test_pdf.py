"""What the reader of PDF makes of lines, pages, broken words, running heads and feet."""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codebook.errors import UnreadableFile
from corpus.readers.layout import HYPHEN, Line, paragraphs, without_running_lines
from corpus.readers.pdf import read
from corpus.readers.pdf_lines import pages_of
from tests.corpus.making import pdf, typeset

ANA = "Ana: How did you find out that the model was wrong, and who was it that told you about it in the end?"
BEN = (
    "Ben: Well, the dashboards said that all was fine; it was a customer who called us. We looked at the features "
    "first, then at the labels, and it took us two days until somebody thought of the time zones. That was it."
)
LEA = "Lea: We had no tests for that."
TALK = [ANA, BEN, "Ana: And then?", LEA, "Ben: No, not one. We have some now.", ANA, BEN, LEA]


def text_of(pages: Sequence[Sequence[tuple[float, float, str]]]) -> str:
    return read(pdf(pages), name="interview.pdf").text


def lines_of(texts: Sequence[str], *, page: int = 0, top: float = 700.0) -> list[Line]:
    """Lines below each other, six points a character."""
    return [
        Line(text, page, 72.0, 72.0 + 6 * len(text), top - 14 * number, 11.0, 6 * len(text.split(" ")[0]), 0.5, 595.0)
        for number, text in enumerate(texts)
    ]


def joined(texts: Sequence[str]) -> list[str]:
    return [text for text, _ in paragraphs([lines_of(texts)])]


# -- paragraphs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", [0.0, 7.0, 14.0], ids=["no space between", "half a line", "a line"])
def test_lines_become_the_paragraphs_that_they_were(gap: float) -> None:
    assert text_of(typeset(TALK, gap=gap)).split("\n") == TALK


def test_a_paragraph_goes_on_over_the_page() -> None:
    assert text_of(typeset(TALK, lines=6, head="Study X", foot="{}")).split("\n") == TALK


def test_paragraphs_with_an_indented_first_line_are_told_apart() -> None:
    page = [
        (90.0, 700.0, "Yes, and this is what we always do when there is no other"),
        (72.0, 686.0, "way to find out."),
        (90.0, 672.0, "But sometimes we ask somebody who was there at the time,"),
        (72.0, 658.0, "too. That is all."),
    ]
    assert text_of([page]).split("\n") == [
        "Yes, and this is what we always do when there is no other way to find out.",
        "But sometimes we ask somebody who was there at the time, too. That is all.",
    ]


def test_names_in_the_margin_are_on_the_line_of_what_was_said() -> None:
    page = [
        (72.0, 700.0, "Ana:"),
        (150.0, 700.0, "How did you find out that it was wrong, in the end?"),
        (72.0, 686.0, "Ben:"),
        (150.0, 686.0, "A customer called us and said so; that is how we know"),
        (150.0, 672.0, "it."),
        (72.0, 658.0, "Ana:"),
        (150.0, 658.0, "And then?"),
        (72.0, 644.0, "Ben:"),
        (150.0, 644.0, "Nothing."),
    ]
    transcript = read(pdf([page]), name="margin.pdf")
    assert [(turn.speaker, transcript.speech(turn)) for turn in transcript.turns] == [
        ("Ana", "How did you find out that it was wrong, in the end?"),
        ("Ben", "A customer called us and said so; that is how we know it."),
        ("Ana", "And then?"),
        ("Ben", "Nothing."),
    ]


def test_bold_names_are_speakers_even_without_a_colon() -> None:
    talk = [("Ana Lopez", "How did it go?"), ("Ben", "It broke."), ("Ana Lopez", "And then?"), ("Ben", "Again.")]
    transcript = read(pdf(typeset([part for name, said in talk for part in (f"*{name}*", said)])), name="bold.pdf")
    assert [(turn.speaker, transcript.speech(turn)) for turn in transcript.turns] == talk


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(BEN.split()), min_size=1, max_size=40).map(" ".join), min_size=1, max_size=12))
def test_no_word_is_lost_or_made_up(spoken: list[str]) -> None:
    pages = typeset(spoken, lines=20, head="Study X, interview 7", foot="Page {} of 9")
    pages = pages if len(pages) > 1 else typeset(spoken, lines=20)
    kept, _ = without_running_lines(list(pages_of(pdf(pages))))
    assert " ".join(text for text, _ in paragraphs(kept)).split() == " ".join(spoken).split()


# -- words broken at the end of a line --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["we de-", "ployed it"], "we deployed it"),
        ([f"we de{HYPHEN}", "ployed it"], "we deployed it"),
        (["the COVID-", "19 data"], "the COVID-19 data"),
        (["the Mini-", "Cons"], "the Mini-Cons"),
        (["a well-known and well-", "known one"], "a well-known and well-known one"),
        (["a wellknown, well-known and well-", "known"], "a wellknown, well-known and wellknown"),
        (["pre- and post-", "test"], "pre- and posttest"),
        (["the pre-", "and post-test"], "the pre- and post-test"),
        (["the Vor-", "und Nachteile"], "the Vor- und Nachteile"),
        (["well -", "no"], "well - no"),
        (["so–", "no"], "so– no"),
        ([f"cut off{HYPHEN}"], "cut off-"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_whole_again(lines: list[str], text: str) -> None:
    first, *others = lines  # the first reaches further than the others, so that no paragraph ends with it
    assert joined([f"{'z' * 40} {first}", *others]) == [f"{'z' * 40} {text}"]


# -- heads, feet, page numbers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("Study X, confidential", "{}"),
        ("Interview 7", "Page {} of 12"),
        ("", "- {} -"),
        ("Study X                                  {}", ""),
        ("Seite {}", "12 May 2022, 10:30"),
    ],
)
def test_what_runs_along_the_pages_is_left_out(head: str, foot: str) -> None:
    long = [f"{paragraph} {number} times." for number, paragraph in enumerate(TALK * 3)]
    transcript = read(pdf(typeset(long, lines=12, gap=7, head=head, foot=foot)), name="running.pdf")
    assert transcript.text.split("\n") == long
    assert transcript.notes[0].startswith("Running heads, feet and numbers of pages or lines were left out")


def test_speech_that_recurs_at_the_top_of_pages_stays() -> None:
    pages = typeset(["Ana: Mhm.", *(f"Ben: That was {word}." for word in ("one", "two", "three"))] * 4, lines=4)
    assert text_of(pages).count("Mhm") == 4


def test_times_that_begin_pages_are_no_page_numbers() -> None:
    pages = [[replace(line, depth=0.08) for line in lines_of([f"[00:{7 * page}] Ana"], page=page)] for page in range(9)]
    assert without_running_lines(pages) == (pages, [])


@pytest.mark.parametrize("left", [30.0, 40.0, 50.0])
@pytest.mark.parametrize("order", ["with their lines", "after the page"])
def test_numbers_of_lines_in_the_margin_are_left_out(left: float, order: str) -> None:
    pages = typeset(TALK, lines=6)
    numbers = [[(left, bottom, f"{number}") for number, (_, bottom, _) in enumerate(page, 1)] for page in pages]
    if order == "after the page":
        numbered = [[*page, *counted] for page, counted in zip(pages, numbers, strict=True)]
    else:
        numbered = [
            [piece for pair in zip(counted, page, strict=True) for piece in pair]
            for page, counted in zip(pages, numbers, strict=True)
        ]
    assert text_of(numbered).split("\n") == TALK


def test_numbers_that_begin_what_was_said_stay() -> None:
    said = [*TALK, "12 or so.", "14 at most.", "15 in the end."]
    assert text_of(typeset(said)).split("\n") == said


def test_what_lies_beyond_the_edge_of_the_page_is_left_out() -> None:
    assert text_of([[(72.0, 700.0, "Ana: Yes."), (72.0, -40.0, "not seen"), (700.0, 600.0, "nor this")]]) == "Ana: Yes."


def test_a_single_page_keeps_its_title_and_loses_its_number() -> None:
    assert text_of(typeset(["Interview 7", *TALK[:4]], foot="1")).split("\n") == ["Interview 7", *TALK[:4]]


# -- what is refused --------------------------------------------------------------------------------------------------


def test_pictures_of_pages_are_refused_with_the_way_out() -> None:
    with pytest.raises(UnreadableFile, match=r"^scan\.pdf holds pictures of pages but no text\. .*OCRmyPDF"):
        read(pdf([[], []]), name="scan.pdf")


def test_pages_without_text_among_others_are_said() -> None:
    assert "passed over: 2." in read(pdf([*typeset(TALK[:2]), []]), name="gap.pdf").notes[-1]


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"^archive\.pdf has more than 1,000 pages"):
        read(pdf([[]] * 1001), name="archive.pdf")


def test_a_page_that_unpacks_to_gigabytes_is_refused_and_harms_nobody() -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(io.BytesIO(pdf([[(72.0, 700.0, "x")]])))
    content = pypdf.generic.DecodedStreamObject()
    content.set_data(b"BT /F1 10 Tf 9 9 Td " + b"(ha) Tj\n" * 2_000_000 + b"ET")
    writer.pages[0][pypdf.generic.NameObject("/Contents")] = writer._add_object(content.flate_encode())
    buffer = io.BytesIO()
    writer.write(buffer)
    assert len(buffer.getvalue()) < 200_000
    with pytest.raises(UnreadableFile, match=r"^bomb\.pdf takes more time or memory"):
        read(buffer.getvalue(), name="bomb.pdf")


# -- real pages -------------------------------------------------------------------------------------------------------


def test_a_pdf_that_matplotlib_drew_is_read() -> None:
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    buffer = io.BytesIO()
    with PdfPages(buffer) as pages:
        for number in (1, 2, 3):
            figure = Figure(figsize=(8.27, 11.69))
            figure.text(0.1, 0.96, "Interview 7, confidential", fontsize=9)
            figure.text(0.5, 0.03, f"Page {number} of 3", fontsize=9)
            figure.text(0.1, 0.6, f"Ana: Naïve – “{number}”?", fontsize=11)
            figure.text(0.1, 0.5, "Ben: Yes.", fontsize=11, fontweight="bold")
            pages.savefig(figure)
    assert read(buffer.getvalue(), name="drawn.pdf").text == "\n".join(
        f"Ana: Naïve – “{number}”?\nBen: Yes." for number in (1, 2, 3)
    )


def test_a_real_document_of_sixty_pages_reads_in_paragraphs(shared: Path) -> None:
    data = (shared / "refi" / "REFI-QDA-1-5.pdf").read_bytes()
    transcript = read(data, name="REFI-QDA-1-5.pdf")
    lines = transcript.text.split("\n")
    assert (
        "• Users may need to change to another software for reasons out of their control (funding, new employer or "
        "other mandates)."
    ) in lines
    assert lines.count("REFI-QDA") == 1  # the title
    assert "3.5 Edge" in lines
    assert len(transcript.notes) == 1
