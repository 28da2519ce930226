"""Transcripts in plain text: a paragraph a line, or paragraphs apart by blank lines."""

from __future__ import annotations

import re
from collections.abc import Collection

from codebook.errors import UnreadableFile
from corpus.readers.decoding import decode
from corpus.speakers import find_turns
from corpus.transcripts import Transcript

# Other kinds of transcript that are text as well, and would be read wrongly.
_OTHERS = (
    (re.compile(r"\s*WEBVTT\b"), "WebVTT captions", ".vtt"),
    (re.compile(r"\s*1\n\d{2}:\d{2}:\d{2},\d{3} --> "), "SRT captions", ".srt"),
    (re.compile(r"\s*<(?:!doctype html|html)\b", re.IGNORECASE), "a web page", None),
)


def read(data: bytes, *, name: str, speakers: Collection[str] = ()) -> Transcript:
    """A plain text as a transcript: the text as it stands in the file, newlines "\\n"."""
    text, notes = decode(data, name=name)
    for start, label, suffix in _OTHERS:
        if start.match(text):
            remedy = f"name it {suffix}" if suffix else "open it in a browser and save it as text"
            raise UnreadableFile(f"{name} holds {label}, not plain text; {remedy}.")
    return Transcript(text, tuple(find_turns(text, speakers=speakers)), tuple(notes))
