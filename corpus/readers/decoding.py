"""Bytes to text: which kind of file they are, which encoding, and newlines as "\\n"."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from typing import NamedTuple

from codebook.errors import UnreadableFile

LARGEST_TEXT = 20_000_000
"""Bytes of plain text that are read at the most: some four million words, twenty times a long study."""
MOST_LINES = 200_000


class Kind(NamedTuple):
    """What the first bytes of a file say it is, and the suffixes that such files bear."""

    label: str
    suffixes: tuple[str, ...] = ()


_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"{\\rtf", Kind("an RTF document", (".rtf",))),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind("an old or password-protected Office document")),
    (b"SQLite format 3\0", Kind("an SQLite database")),
    (b"\x89PNG", Kind("an image")),
    (b"\xff\xd8\xff", Kind("an image")),
    (b"GIF89a", Kind("an image")),
    (b"II*\0", Kind("an image")),
    (b"MM\0*", Kind("an image")),
    (b"OggS\0", Kind("a recording")),
    (b"fLaC\0", Kind("a recording")),
    (b"\x1aE\xdf\xa3", Kind("a film")),
    (b"\x1f\x8b", Kind("a compressed archive (gzip)")),
    (b"7z\xbc\xaf\x27\x1c", Kind("a compressed archive (7z)")),
    (b"Rar!\x1a\x07", Kind("a compressed archive (RAR)")),
    (b"\x7fELF", Kind("a program")),
)
_IN_ZIP: tuple[tuple[str, Kind], ...] = (
    ("word/", Kind("a Word document", (".docx",))),
    ("xl/", Kind("an Excel workbook", (".xlsx",))),
    ("ppt/", Kind("a PowerPoint presentation")),
    ("content.xml", Kind("an OpenDocument file", (".odt", ".ods", ".odp"))),
    ("project.qde", Kind("a REFI-QDA project")),
    ("META-INF/container.xml", Kind("an e-book (EPUB)")),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
_TYPOGRAPHIC = frozenset("‘’“”‚„‹›«»–—…•´·¿¡§©®°€£\xa0\xad")
_HIGH_BESIDE_LETTER = re.compile(r"(?<=[A-Za-z])[\x80-\U0010ffff]|[\x80-\U0010ffff](?=[A-Za-z])")


def decode(data: bytes, *, name: str) -> tuple[str, list[str]]:
    """The text of a file, newlines "\\n" and any byte order mark left out, and notes on how it was read.

    UTF-8, UTF-16 and UTF-32 with or without mark are recognised, then Windows-1252 and what else charset-normalizer
    knows.

    Raises:
        UnreadableFile: the file is empty, too large, or no text.
    """
    if len(data) > LARGEST_TEXT:
        size, most = len(data) / 1e6, LARGEST_TEXT // 1_000_000
        raise UnreadableFile(
            f"{name} holds {size:,.0f} MB, more than the {most} MB of a text; split it into one file an interview."
        )
    if (kind := kind_of(data)) is not None:
        raise UnreadableFile(f"{name} is {kind.label}, not text{_remedy(kind)}.")
    text, notes = _decoded(data, name=name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnreadableFile(f"{name} is empty; there is nothing to read in it.")
    if text.count("\n") > MOST_LINES:
        raise UnreadableFile(f"{name} has more than {MOST_LINES:,} lines; split it into one file an interview.")
    return text, notes


def kind_of(data: bytes) -> Kind | None:
    """The kind of file that `data` is by its first bytes; None for text and what is not known."""
    head = data[:1024].lstrip()
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if head.startswith(b"%PDF-"):
        return Kind("a PDF", (".pdf",))
    # Words may begin with these letters too; what follows them in a recording or a film is no letter.
    if (head[:4] == b"RIFF" and head[8:12] in (b"WAVE", b"AVI ", b"WEBP")) or (
        head[:3] == b"ID3" and head[3:4] < b"\x10"
    ):
        return Kind("a recording or an image")
    if head[4:8] == b"ftyp" and head[:1] == b"\0":
        return Kind("a recording or a film")
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def _kind_of_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except Exception:  # a zip cut short raises a good many things
        return Kind("a zip archive that was cut short")
    for start, kind in _IN_ZIP:
        if any(member.startswith(start) for member in names):
            return kind
    return Kind("a zip archive")


def _remedy(kind: Kind) -> str:
    if kind.suffixes:
        return f"; name it {' or '.join(kind.suffixes)}"
    if "record" in kind.label or "film" in kind.label:
        return "; give its transcript instead"
    return "; save what it holds as .txt or .docx"


def _decoded(data: bytes, *, name: str) -> tuple[str, list[str]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _unbroken(data[len(mark) :], encoding, name=name)
    if b"\0" in data:
        return _without_mark(data, name=name)
    try:
        return _printable(data.decode("utf-8"), name=name), []
    except UnicodeDecodeError as error:
        # A file cut short may end within a character; a page of another encoding has high bytes all over.
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return _unbroken(data, "utf-8", name=name)
    return _eight_bit(data, name=name)


def _unbroken(data: bytes, encoding: str, *, name: str) -> tuple[str, list[str]]:
    """The text up to a character that is cut off by the end of the file."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(data, final=False)
    except UnicodeDecodeError as error:
        place = f"byte {error.start:,}"
        raise UnreadableFile(
            f"{name} is marked as {encoding.upper()}, but is not at {place}; open it in an editor and save it as UTF-8."
        ) from None
    cut = bool(decoder.getstate()[0])
    return _printable(text, name=name), ["The file ends in the middle of a character: it seems to be cut short."] * cut


def _without_mark(data: bytes, *, name: str) -> tuple[str, list[str]]:
    """UTF-16 shows by its zero bytes: Latin letters, digits and blanks have one, always on the same side."""
    sample = data[:100_000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    if max(even, odd) * 5 >= len(sample) and min(even, odd) * 20 <= max(even, odd):
        try:
            text, notes = _unbroken(data, encoding, name=name)
        except UnreadableFile:
            pass
        else:
            return text, [*notes, f"Read as {encoding.upper()}, since the file does not say what it is."]
    raise UnreadableFile(f"{name} has zero bytes in it, so it is no text; export the transcript again as UTF-8 text.")


def _printable(text: str, *, name: str) -> str:
    """The text, where it is not full of control characters."""
    if "\0" in text or len(_CONTROL.findall(text[:100_000])) * 100 > min(len(text), 100_000):
        raise UnreadableFile(
            f"{name} is full of control characters, so it is no text; save the transcript as UTF-8 text."
        )
    return text


def _eight_bit(data: bytes, *, name: str) -> tuple[str, list[str]]:
    """Windows-1252 where every high byte beside a letter is a letter or a quote in it; else the likeliest encoding."""
    broken = data.decode("utf-8", errors="replace")
    wrong = broken.count("�")
    if wrong * 5 < sum(letter > "\x7f" for letter in broken) - wrong:
        note = f"Places that are no UTF-8 and read as �: {wrong}. Look for them, or save the file again."
        return _printable(broken, name=name), [note]
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if _is_western(text[:1_000_000]):
        return _printable(text, name=name), ["Read as Windows-1252."]
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    try:
        text = data.decode(best.encoding if best is not None else "cp1252")
    except (UnicodeDecodeError, LookupError):
        raise UnreadableFile(
            f"{name} is in no encoding known here; open it in an editor and save it as UTF-8."
        ) from None
    return _printable(text, name=name), [f"Read as {best.encoding if best else 'Windows-1252'}; check its accents."]


def _is_western(text: str) -> bool:
    """Whether high characters are what they are in Western languages: now and then a letter within a Latin word."""
    high = [letter for letter in text if letter > "\x7f" and letter not in _TYPOGRAPHIC]
    beside = [letter for letter in _HIGH_BESIDE_LETTER.findall(text) if letter not in _TYPOGRAPHIC]
    letters = sum(letter.isalpha() for letter in beside)
    return bool(text) and letters >= 0.95 * len(beside) and len(beside) >= 0.3 * len(high)
