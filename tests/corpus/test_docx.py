"""What the reader of Word documents makes of paragraphs, tables, changes and signs."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook.errors import UnreadableFile
from corpus.readers.docx import read
from corpus.transcripts import Transcript
from tests.corpus.making import docx, w_paragraph, w_run, w_table, zipped

# What XML can hold, and Word keeps: no control characters, no halves of pairs.
words = st.text(st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="\ufffe\uffff"), max_size=40)


def read_body(body: str, styles: str = "") -> Transcript:
    return read(docx(body, styles=styles), name="interview.docx")


def turns(transcript: Transcript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, transcript.speech(turn)) for turn in transcript.turns]


@given(st.lists(words, min_size=1).filter(lambda paragraphs: any(text.strip() for text in paragraphs)))
def test_each_paragraph_is_a_line_exactly_as_written(paragraphs: list[str]) -> None:
    transcript = read_body("".join(w_paragraph(w_run(text)) for text in paragraphs))
    assert transcript.text == "\n".join(paragraphs)
    for turn in transcript.turns:
        assert transcript.speech(turn) == transcript.speech(turn).strip() != ""


def test_a_document_that_python_docx_wrote_gives_its_paragraphs_and_cells() -> None:
    from docx import Document

    document = Document()
    document.add_heading("Interview 7")
    document.add_paragraph("Ana: ").add_run("Well?").bold = True
    table = document.add_table(2, 2)
    for row, cells in enumerate([("Ana", "And then?"), ("Ben", "Then\tit broke.\nTwice.")]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    buffer = io.BytesIO()
    document.save(buffer)
    assert read(buffer.getvalue(), name="a.docx").text == (
        "Interview 7\nAna: Well?\nAna\tAnd then?\nBen\tThen\tit broke.\nTwice."
    )


def test_a_paragraph_without_text_is_an_empty_line() -> None:
    assert read_body("<w:p/>" + w_paragraph("Ana: Yes.") + "<w:p/><w:p/>" + w_paragraph("Ben: No.")).text == (
        "\nAna: Yes.\n\n\nBen: No."
    )


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:tab/>", "\t"),
        ("<w:br/>", "\n"),
        ("<w:cr/>", "\n"),
        ("<w:noBreakHyphen/>", "\u2011"),
        ("<w:softHyphen/>", "\u00ad"),
        ('<w:sym w:font="Arial" w:char="20AC"/>', "€"),
        ('<w:sym w:font="Wingdings" w:char="F04A"/>', "\ufffd"),
        ("<w:fldChar/><w:instrText> PAGE </w:instrText>", ""),
    ],
)
def test_signs_become_characters(inner: str, text: str) -> None:
    assert read_body(w_paragraph(w_run("a"), f"<w:r>{inner}</w:r>", w_run("b"))).text == f"a{text}b"


def test_words_in_links_fields_and_content_controls_are_read() -> None:
    inner = "".join(f"<w:{tag}>{w_run(tag)}</w:{tag}>" for tag in ("hyperlink", "fldSimple", "smartTag"))
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{w_paragraph('control')}</w:sdtContent></w:sdt>"
    assert read_body(w_paragraph(inner) + control).text == "hyperlinkfldSimplesmartTag\ncontrol"


def test_insertions_are_read_and_deletions_are_not() -> None:
    change = f"<w:ins>{w_run('did')}</w:ins><w:del><w:r><w:delText>did not</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{w_run(' gone')}</w:moveFrom><w:moveTo>{w_run(' here')}</w:moveTo>"
    transcript = read_body(w_paragraph(w_run("We "), change, moved))
    assert transcript.text == "We did here"
    assert transcript.notes == ("The document has tracked changes: insertions were read, deletions left out.",)


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    first = w_paragraph("We deployed it, ", properties="<w:rPr><w:del/></w:rPr>")
    assert read_body(first + w_paragraph("and it broke.")).text == "We deployed it, and it broke."


def test_footnotes_and_comments_are_left_out_and_said() -> None:
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
    transcript = read_body(w_paragraph(w_run("Well"), reference, w_run(".")))
    assert transcript.text == "Well."
    assert transcript.notes == ("Footnotes were left out (1).", "Comments were left out (1).")


def test_a_text_box_that_is_written_twice_is_read_once() -> None:
    box = f"<w:txbxContent>{w_paragraph('in the box')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    assert read_body(w_paragraph(f"<w:r>{both}</w:r>", w_run("outside"))).text == "in the box\noutside"


def test_bold_names_are_speakers_even_without_a_colon() -> None:
    talk = [("Ana Lopez", "How did it go?"), ("Ben", "It broke."), ("Ana Lopez", "And then?"), ("Ben", "Again.")]
    body = "".join(w_paragraph(w_run(name, "<w:b/>")) + w_paragraph(said) for name, said in talk)
    assert turns(read_body(body)) == talk


def test_bold_may_come_from_a_style_and_may_be_switched_off() -> None:
    from corpus.readers.archives import Archive
    from corpus.readers.docx import _bold_styles

    def style(name: str, inner: str) -> str:
        return f'<w:style w:styleId="{name}">{inner}</w:style>'

    styles = (
        style("Strong", "<w:rPr><w:b/></w:rPr>")
        + style("Child", '<w:basedOn w:val="Strong"/>')
        + style("Off", '<w:basedOn w:val="Strong"/><w:rPr><w:b w:val="0"/></w:rPr>')
        + style("Loop", '<w:basedOn w:val="Loop"/>')
    )
    archive = Archive(docx("", styles=styles), name="a.docx", what="Word document")
    assert _bold_styles(archive, "word/styles.xml") == {"Strong", "Child"}


TALK = [
    ("Ana", "How did it go?"),
    ("Ben", "Well, it broke, and we rolled back."),
    ("Ana", "And then?"),
    ("Ben", "Again."),
]


def test_a_table_with_a_header_gives_turns_with_times() -> None:
    times = ("00:00:01", "[0:05]", "0:09 - 0:11", "")
    rows = [(time, name, said) for time, (name, said) in zip(times, TALK, strict=True)]
    transcript = read_body(w_table([("Time", "Speaker", "Text"), *rows]))
    assert turns(transcript) == TALK
    assert [turn.begin_ms for turn in transcript.turns] == [1000, 5000, 9000, 11000]
    assert transcript.turns[2].finish_ms == 11000
    assert transcript.text.startswith("Time\tSpeaker\tText\n00:00:01\tAna\tHow did it go?\n")


def test_a_table_without_a_header_is_known_by_its_look() -> None:
    transcript = read_body(w_table([(f"{number}", f"{name}:", said) for number, (name, said) in enumerate(TALK, 1)]))
    assert turns(transcript) == TALK


def test_in_a_table_an_empty_speaker_is_the_one_above() -> None:
    rows = [("Speaker", "Text"), *TALK, ("", "And again.")]
    assert turns(read_body(w_table(rows)))[-1] == ("Ben", "And again.")


def test_the_paragraphs_of_a_cell_are_lines_of_one_turn() -> None:
    rows = [("Speaker", "Text"), ("Ana", "One.\nTwo."), ("Ben", "Yes.")]
    assert turns(read_body(w_table(rows))) == [("Ana", "One.\nTwo."), ("Ben", "Yes.")]


def test_what_stands_beside_a_table_of_turns_belongs_to_no_turn_and_that_is_said() -> None:
    transcript = read_body(w_paragraph("Interview 7, in the office") + w_table([("Speaker", "Text"), *TALK]))
    assert turns(transcript) == TALK
    assert "belongs to no turn" in transcript.notes[0]


def test_another_table_is_only_text() -> None:
    transcript = read_body(
        w_table([("Age", "34"), ("Job", "engineer")]) + w_paragraph("Ana: Yes.") + w_paragraph("Ben: No.")
    )
    assert transcript.text == "Age\t34\nJob\tengineer\nAna: Yes.\nBen: No."
    assert turns(transcript) == [("Ana", "Yes."), ("Ben", "No.")]


def test_a_table_within_a_cell_is_text_of_that_cell() -> None:
    inner = w_table([("a", "b"), ("c", "d")])
    cell = f"<w:tc>{w_paragraph('before')}{inner}{w_paragraph('after')}</w:tc>"
    assert read_body(f"<w:tbl><w:tr>{cell}<w:tc>{w_paragraph('beside')}</w:tc></w:tr></w:tbl>").text == (
        "before\na\tb\nc\td\nafter\tbeside"
    )


def test_the_strict_variant_of_the_format_is_read() -> None:
    from tests.corpus.making import WORD

    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = f'<w:document xmlns:w="{WORD}"><w:body>{w_paragraph("Ana: Yes.")}</w:body></w:document>'
    data = zipped({"word/document.xml": document.replace(WORD, strict)})
    assert read(data, name="strict.docx").text == "Ana: Yes."


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"^empty\.docx holds no text.*OCR"):
        read(docx("<w:p/>"), name="empty.docx")
