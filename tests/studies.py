"""Small studies for tests, made through the door that everyone uses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from codebook import Codebook
from corpus.codebooks import set_codebook
from corpus.coding import NewCoding, add_codings
from corpus.documents import add_document
from corpus.study import Study
from corpus.transcripts import Transcript, Turn

HARD = "Ana: na\u0308ive \U0001f469\u200d\U0001f4bb “quoted”\nBob: שלום עולם, yes\nAna: zwei\tDrei — vier…\n"
"""A transcript with a combining mark, an emoji of three code points, right-to-left text and typography."""


def transcript(text: str) -> Transcript:
    """A transcript whose lines are turns, "Name: speech"; Bob is the interviewer."""
    turns, at = [], 0
    for line in text.split("\n"):
        name, colon, speech = line.partition(": ")
        if colon and speech.strip():
            start = at + len(name) + 2
            role = "interviewer" if name == "Bob" else "participant"
            turns.append(Turn(start, start + len(speech.rstrip()), name, role=role))
        at += len(line) + 1
    return Transcript(text, tuple(turns), language="en", format="text")


def study_of(folder: Path, texts: dict[str, str], codes: Iterable[str] = ("A", "A / B", "C")) -> Study:
    """A study with these documents and codes."""
    study = Study.create(folder)
    with study.change("set up", coder="Ada") as change:
        for name, text in texts.items():
            add_document(change, transcript(text), name=name)
        book = Codebook()
        for path in codes:
            book = book.add(path)
        set_codebook(change, book)
    return study


def code(study: Study, document: str, start: int, end: int, path: str, coder: str = "Ada") -> str:
    """One more coding; its id."""
    documents = study.documents().set_index("name")["document"]
    identity = study.codebook().at(path).id
    with study.change("add a coding", coder=coder) as change:
        return add_codings(change, [NewCoding(documents[document], start, end, identity)])[0]
