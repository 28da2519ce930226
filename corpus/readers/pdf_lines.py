"""The lines of a PDF's pages, by PDFium. Run as a process with limits of its own, `python -m corpus.readers.pdf_lines`:
the PDF on standard input and, on standard output as JSON, the pages (lists of lines) or a word for why not.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterator
from contextlib import closing
from ctypes import c_double, c_int, create_string_buffer
from dataclasses import fields
from functools import cache

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.readers.layout import HYPHEN, Line
from corpus.readers.rendering import MOST_CHARACTERS, clean

MOST_PAGES = 1_000
"""Some 6 s of work; an interview of an hour has 20 to 40 pages."""
MOST_ON_PAGE = 200_000
"""Characters; a page in small print has 10,000."""

_SECONDS = 20
_BYTES = 1_000_000_000


def main() -> None:
    """Read standard input, write standard output."""
    _limit_itself()
    try:
        names = [field.name for field in fields(Line)]
        pages = pages_of(sys.stdin.buffer.read())
        answer = json.dumps([[[getattr(line, name) for name in names] for line in page] for page in pages])
    except Refused as refused:
        answer = json.dumps(str(refused))
    except MemoryError:
        answer = json.dumps("heavy")
    sys.stdout.write(answer)


class Refused(Exception):
    """Why a PDF is not read: password, damaged, pages, long, heavy."""


def pages_of(data: bytes) -> Iterator[list[Line]]:
    """The lines of each page, in the order in which they are read. Raises Refused."""
    characters = 0
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            if len(document) > MOST_PAGES:
                raise Refused("pages")
            for number in range(len(document)):
                lines = _lines_of_page(document, number)
                characters += sum(len(line.text) for line in lines)
                if characters > MOST_CHARACTERS:
                    raise Refused("long")
                yield lines
    except pypdfium2.PdfiumError as fault:
        is_locked = getattr(fault, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        raise Refused("password" if is_locked else "damaged") from fault


def _limit_itself() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))


def _lines_of_page(document: pypdfium2.PdfDocument, number: int) -> list[Line]:
    with closing(document[number]) as page, closing(page.get_textpage()) as text:
        if text.count_chars() > MOST_ON_PAGE:
            raise Refused("heavy")
        box = page.get_cropbox()
        pieces = (piece for run in _runs(text) for piece in _pieces(text, run))
        lines = [line for piece in pieces if (line := _line(text, piece, page=number, box=box))]
        # What lies beyond the edge of the page is not seen, and was not meant to be.
        return [line for line in lines if 0 <= line.depth <= 1 and line.right >= 0 and line.left <= line.page_width]


_HYPHEN_AT_END = 2
"""What PDFium gives for a hyphen at the end of a line; no line break follows."""

# Where a font made by TeX does not say what its characters mean, these are its ligatures.
_TEX = {0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl"}

_APART = 0.8
"""Heights of a line; a space between words is a quarter to a half."""

Run = list[tuple[int, str]]
"""The characters of a line, with their numbers on the page."""


def _runs(text: pypdfium2.PdfTextPage) -> Iterator[Run]:
    run: Run = []
    unicode_at, raw = pdfium.FPDFText_GetUnicode, text.raw
    for index in range(text.count_chars()):
        code = unicode_at(raw, index)
        if code in (10, 13):
            yield run
            run = []
        elif code == _HYPHEN_AT_END:
            yield [*run, (index, HYPHEN)]
            run = []
        else:
            run.append((index, _character(code)))
    yield run


@cache
def _character(code: int) -> str:
    """What a character stands for; U+FFFD for what is none, so that it shows."""
    is_one = (32 <= code < 0xFFFE and code != 127) or code == 9 or 0xFFFF < code <= 0x10FFFF
    return _TEX.get(code) or (clean(chr(code)) if is_one else "\ufffd")


def _pieces(text: pypdfium2.PdfTextPage, run: Run) -> Iterator[Run]:
    """The line, with a number that stands apart at its beginning, such as the line's own, as a piece by itself."""
    end = next((place for place, (_, character) in enumerate(run) if not character.isdecimal()), len(run))
    start = next((place for place in range(end, len(run)) if not run[place][1].isspace()), len(run))
    if 0 < end < start < len(run):
        number, word = (text.get_charbox(run[place][0], loose=True) for place in (end - 1, start))
        if word[0] - number[2] > _APART * (word[3] - word[1]):
            yield run[:end]
            run = run[start:]
    yield run


def _line(text: pypdfium2.PdfTextPage, run: Run, *, page: int, box: tuple[float, ...]) -> Line | None:
    while run and run[-1][1].isspace():
        run.pop()
    while run and run[0][1].isspace():
        run.pop(0)
    if not run:
        return None
    word = next((number for number, (_, character) in enumerate(run) if character.isspace()), len(run))
    page_left, page_bottom, page_right, page_top = box
    left, bottom = _origin(text, run[0][0])
    right, word_right = (text.get_charbox(run[last - 1][0], loose=True)[2] for last in (len(run), word))
    boxes = [text.get_charbox(index, loose=True) for index, _ in run[:: max(1, len(run) // 8)]]
    return Line(
        text="".join(character for _, character in run),
        page=page,
        left=_finite(left - page_left),
        right=_finite(right - page_left),
        bottom=_finite(bottom),
        height=max(_finite(max(box[3] for box in boxes) - min(box[1] for box in boxes)), 1.0),
        word=_finite(word_right - left),
        depth=_finite((page_top - bottom) / max(page_top - page_bottom, 1.0)),
        page_width=_finite(page_right - page_left),
        bold=_bold(text, run),
    )


def _finite(number: float) -> float:
    """A damaged page may have its text at no place at all."""
    return round(number, 3) if math.isfinite(number) else 0.0


def _origin(text: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    """Where a character stands on its line."""
    x, y = c_double(), c_double()
    pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
    return x.value, y.value


def _bold(text: pypdfium2.PdfTextPage, run: Run) -> int:
    """How many characters at the beginning of a line are bold, by the name of their font."""
    name, flags = create_string_buffer(128), c_int()
    for number, (index, character) in enumerate(run):
        if character.isspace():
            continue
        pdfium.FPDFText_GetFontInfo(text.raw, index, name, len(name), flags)
        if not re.search(b"(?i)bold|black|heavy", name.value):
            return number
    return len(run)


if __name__ == "__main__":
    main()
