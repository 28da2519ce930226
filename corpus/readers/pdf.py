"""PDF: its lines joined to paragraphs, words broken at a line's end whole again; no running heads, feet, page numbers.

Read by PDFium, the engine of Chromium (pypdfium2): on a document of 60 pages it took 1 s where pypdf took 9 and
pdfplumber 27, and it keeps the order in which a page is read and marks the hyphens at the ends of lines. It is no
Python, so it runs in a process of its own (pdf_lines): there a malicious file cannot crash the program or fill its
memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from codebook.errors import UnreadableFile
from corpus.readers.archives import not_a
from corpus.readers.layout import Line, paragraphs, without_running_lines
from corpus.readers.pdf_lines import MOST_PAGES
from corpus.readers.rendering import MOST_CHARACTERS
from corpus.speakers import find_turns
from corpus.transcripts import Transcript


def read(data: bytes, *, name: str, speakers: Collection[str] = ()) -> Transcript:
    """A PDF with each paragraph as a line. Raises UnreadableFile, for pages without text too."""
    if b"%PDF-" not in data[:1024]:
        raise not_a("PDF", data, name=name)
    if b"%%EOF" not in data[-4096:]:
        raise UnreadableFile(f"{name} was cut short: its end is missing. Copy or export it again from where it came.")
    pages = _pages(data, name=name)
    wordless = [number for number, page in enumerate(pages, 1) if not any(line.text.strip() for line in page)]
    if len(wordless) == len(pages):
        raise UnreadableFile(
            f"{name} holds pictures of pages but no text. Run text recognition on it first, with OCRmyPDF or the OCR "
            "of your PDF program, and add the result."
        )
    pages, running = without_running_lines(pages)
    text, bold = _text(pages, speakers=speakers)
    turns = find_turns(text, speakers=speakers, bold=bold)
    return Transcript(text, tuple(turns), tuple(_notes(running, wordless)))


def _notes(running: Sequence[str], wordless: Sequence[int]) -> Iterator[str]:
    if running:
        example = Counter(running).most_common(1)[0][0]
        example = example if len(example) <= 60 else example[:59] + "…"
        yield f"Running heads, feet and numbers of pages or lines were left out ({len(running)}, such as “{example}”)."
    if wordless:
        numbers = ", ".join(map(str, wordless[:5])) + (" …" if len(wordless) > 5 else "")
        yield f"Pages without text, perhaps pictures, were passed over: {numbers}."


def _text(pages: Sequence[Sequence[Line]], *, speakers: Collection[str]) -> tuple[str, list[tuple[int, int]]]:
    """The paragraphs as lines, and which of their beginnings are bold."""
    parts: list[str] = []
    bold: list[tuple[int, int]] = []
    position = 0
    for paragraph, bold_characters in paragraphs(pages, speakers=speakers):
        if parts:
            parts.append("\n")
            position += 1
        if bold_characters:
            bold.append((position, position + bold_characters))
        parts.append(paragraph)
        position += len(paragraph)
    return "".join(parts), bold


_SECONDS = 60
"""Of waiting, on a busy machine; the process limits itself to fewer of work."""

_REFUSED = {
    "password": "is protected by a password. Open it, remove the password (print it to a new PDF), and add that one.",
    "damaged": "is damaged and cannot be read as a PDF. Copy or export it again from where it came.",
    "pages": f"has more than {MOST_PAGES:,} pages, too many for a transcript. Split it into a file for each interview.",
    "long": f"holds more than {MOST_CHARACTERS // 1_000_000} million characters, too many for one transcript. Split it "
    "into a file for each interview.",
    "heavy": "takes more time or memory than any transcript should. Print it to a new PDF, and add that one.",
}


def _pages(data: bytes, *, name: str) -> list[list[Line]]:
    """The lines of each page, in the order in which they are read."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "corpus.readers.pdf_lines"]
    try:
        run = subprocess.run(command, input=data, capture_output=True, env=environment, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        run = None
    if run and run.returncode > 0:
        raise RuntimeError(run.stderr.decode(errors="replace").strip().rpartition("\n")[2])
    # A negative code is a signal: the process met one of its limits, or crashed.
    found = json.loads(run.stdout) if run and run.returncode == 0 else "heavy"
    if isinstance(found, str):
        raise UnreadableFile(f"{name} {_REFUSED[found]}")
    return [[Line(*line) for line in page] for page in found]
