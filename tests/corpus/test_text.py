"""Plain text is read as it stands in whatever encoding, and what is no text is refused with a remedy."""

import io
import time
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook.errors import UnreadableFile
from corpus.readers import READERS, Reader, read, read_file, reader_for, transcripts_in
from corpus.readers import text as text_reader
from corpus.readers.decoding import LARGEST_TEXT, decode

TALK = "Interviewer: Où étiez-vous, “là-bas”?\nBefragte: Zürich – übermorgen… naïve café.\n"


def zipped(*members: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return data.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_an_encoding_is_recognised(encoding: str) -> None:
    assert read(TALK.encode(encoding), name="a.txt").text == TALK


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("cp1251", "Интервьюер: Расскажите, как вы начали работать?\nРеспондент: Я начал с физики, потом данные.\n"),
        (
            "cp1253",
            "Ερώτηση: Πώς ξεκινήσατε να δουλεύετε με δεδομένα;\nΑπάντηση: Ξεκίνησα από τη φυσική πριν από χρόνια.\n",
        ),
        (
            "shift_jis",
            "質問: どのようにして機械学習の仕事を始めましたか。\n回答: 物理学から始めて、データの仕事をしました。\n",
        ),
    ],
)
def test_encodings_of_other_scripts_are_told_by_their_words(encoding: str, said: str) -> None:
    text, notes = decode((said * 10).encode(encoding), name="a.txt")
    assert text == said * 10
    assert "check its accents" in notes[0]


def test_an_encoding_that_the_file_does_not_say_is_noted() -> None:
    assert decode(TALK.encode("cp1252"), name="a.txt")[1] == ["Read as Windows-1252."]
    assert "UTF-16" in decode(TALK.encode("utf-16-le"), name="a.txt")[1][0]
    assert decode(TALK.encode(), name="a.txt")[1] == []


def test_a_file_cut_within_a_character_is_read_up_to_there() -> None:
    text, notes = decode("Ana: naïve é".encode()[:-1], name="a.txt")
    assert text == "Ana: naïve "
    assert "cut short" in notes[0]


def test_a_broken_character_or_two_do_not_change_the_encoding() -> None:
    data = ("é" * 50).encode() + b"\xff" + "ü".encode()
    text, notes = decode(data, name="a.txt")
    assert text == "é" * 50 + "�ü"
    assert "read as �: 1" in notes[0]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t"), min_size=1))
def test_the_text_is_the_file_s_with_one_kind_of_newline(text: str) -> None:
    if not text.strip() or text.startswith(("\ufeff", "%PDF-", "{\\rtf")):
        return
    assert decode(text.encode(), name="a.txt")[0] == text.replace("\r\n", "\n").replace("\r", "\n")


@given(st.binary(max_size=400), st.sampled_from(["x.txt", "x.md", "x.markdown"]))
def test_any_bytes_at_all_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        transcript = read(data, name=name)
    except UnreadableFile:
        return
    assert all(one.end <= other.start for one, other in pairwise(transcript.turns))
    assert all(transcript.speech(turn).strip() == transcript.speech(turn) for turn in transcript.turns)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (zipped("word/document.xml"), "a Word document, not plain text; name it .docx"),
        (zipped("xl/workbook.xml"), "an Excel workbook"),
        (zipped("mimetype", "content.xml"), "an OpenDocument file"),
        (zipped("a.txt"), "a zip archive"),
        (zipped("word/document.xml")[:40], "a zip archive that was cut short"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF, not plain text; name it .pdf"),
        (b"{\\rtf1 Ana}", "an RTF document"),
        (b"\x89PNG\r\n\x1a\n\0\0", "an image"),
        (b"\0\0\0\x20ftypM4A ", "a recording or a film, not text; give its transcript"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or password-protected Office document"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"Ana: one\0two\nBen: three\n", "zero bytes"),
        (bytes(range(1, 9)) * 20, "control characters"),
        (b"WEBVTT\n\n00:00.000 --> 00:01.000\nhi\n", "WebVTT captions, not plain text; name it .vtt"),
        (b"1\r\n00:00:00,000 --> 00:00:01,000\r\nhi\r\n", "SRT captions"),
        (b"<!DOCTYPE html>\n<p>hi", "a web page"),
    ],
)
def test_what_is_no_plain_text_is_said(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.txt") as refusal:
        read(data, name="a.txt")
    assert says in str(refusal.value)


def test_a_text_of_a_hundred_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"Ana: word word word\n" * (100_000_000 // 20))
    began = time.perf_counter()
    with pytest.raises(UnreadableFile, match="split it"):
        read_file(path)
    assert time.perf_counter() - began < 5


def test_a_text_just_small_enough_is_read_within_seconds() -> None:
    turn = "Ana: " + "we deployed it and then it broke again " * 12 + "\n\nBen: " + "so what did you do " * 4 + "\n\n"
    transcript = read((turn * (LARGEST_TEXT // len(turn))).encode(), name="long.txt")
    assert transcript.speakers == ("Ana", "Ben")


def test_a_text_of_too_many_lines_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="more than 200,000 lines"):
        read(b"a\n" * 250_000, name="a.txt")


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is not there"):
        read_file(tmp_path / "absent.txt")
    with pytest.raises(UnreadableFile, match="is a folder"):
        read_file(tmp_path)
    with pytest.raises(UnreadableFile, match=r"a\.doc: .*save it as \.docx"):
        read(b"x", name="a.doc")
    with pytest.raises(UnreadableFile, match=r"\.txt, \.vtt"):
        read(b"x", name="a.xyz")
    with pytest.raises(UnreadableFile):
        read_file(tmp_path / "nul\0.txt")


def test_no_two_readers_are_for_one_suffix_unless_they_look_at_the_file() -> None:
    seen: dict[str, Reader] = {}
    for reader in READERS:
        for suffix in reader.suffixes:
            other = seen.setdefault(suffix, reader)
            assert other is reader or reader.sniff or other.sniff, suffix
    assert len({reader.id for reader in READERS}) == len(READERS)


def test_the_reader_goes_by_the_suffix_in_any_case() -> None:
    assert reader_for("Interview.TXT", b"x").id == "text"


@pytest.mark.parametrize("error", [RecursionError, MemoryError, KeyError, AssertionError])
def test_whatever_a_library_raises_is_a_refusal(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes, *, name: str, speakers: object) -> None:
        raise error

    monkeypatch.setattr(text_reader, "read", broken)
    with pytest.raises(UnreadableFile, match=r"^a\.txt"):
        read(b"Ana: hello", name="a.txt")


def test_what_was_read_says_its_format_language_and_doubts() -> None:
    transcript = read(
        b"I came from physics, and then I moved to data.\n\nIt was a good time for us all.\n", name="a.txt"
    )
    assert (transcript.format, transcript.language) == ("text", "en")
    assert {turn.role for turn in transcript.turns} == {"participant"}
    assert any("--speaker NAME" in note for note in transcript.notes)


def test_a_speaker_said_but_not_found_is_noted() -> None:
    assert any('"Zoe"' in note for note in read(b"Ana: hi\nBen: ho\n", name="a.txt", speakers=["Zoe"]).notes)


def test_folders_are_walked_in_natural_order_and_what_is_no_transcript_is_passed_over(tmp_path: Path) -> None:
    for name in (
        "P10.txt",
        "P2.txt",
        "b/P1.docx",
        "notes.xyz",
        ".hidden.txt",
        "~$P2.docx",
        ".git/a.txt",
        "b/.~lock.P1.odt#",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    wanted, passed_over = transcripts_in([tmp_path, tmp_path / "P2.txt", tmp_path / "absent.xyz"])
    names = [str(path.relative_to(tmp_path)) for path in wanted]
    assert names == ["absent.xyz", "b/P1.docx", "P2.txt", "P10.txt"]
    assert [path.name for path in passed_over] == ["notes.xyz"]
