"""Turns that come as data (captions, tables, speech recognition) rendered to a transcript: one paragraph a turn,
"[00:00:12] Ana: And then we stopped."
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from codebook.errors import UnreadableFile
from corpus.readers.decoding import MOST_LINES
from corpus.timestamps import with_finishes
from corpus.transcripts import Transcript, Turn

MOST_CHARACTERS = 20_000_000
"""The longest text that is taken: some 350 hours of talk, far beyond any interview."""

PAUSE_MS = 2_000
PARAGRAPH_MS = 60_000


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of speech with what is known of it; several of them may make up one turn."""

    text: str
    speaker: str | None = None
    begin_ms: int | None = None
    finish_ms: int | None = None


def render(
    utterances: Iterable[Utterance], *, name: str, notes: Iterable[str] = (), language: str | None = None
) -> Transcript:
    """A transcript with one paragraph and one turn an utterance; those without a word are left out."""
    parts: list[str] = []
    turns: list[Turn] = []
    position = 0
    for utterance in utterances:
        speech = clean(utterance.text).strip()
        if not speech:
            continue
        speaker = " ".join(clean(utterance.speaker or "").split()) or None
        clock = f"[{clock_time(utterance.begin_ms)}] " if utterance.begin_ms is not None else ""
        lead = ("\n\n" if parts else "") + clock + (f"{speaker}: " if speaker else "")
        start = position + len(lead)
        position = start + len(speech)
        check_length(position, name=name)
        parts += lead, speech
        finish = utterance.finish_ms
        if finish is not None and finish < (utterance.begin_ms or 0):
            finish = None
        turns.append(Turn(start, position, speaker, utterance.begin_ms, finish))
    if not turns:
        raise UnreadableFile(f"{name} holds no speech: nobody says a word in it. Check that it is the right file.")
    return Transcript("".join(parts), tuple(with_finishes(turns)), tuple(notes), language)


def gathered(utterances: Iterable[Utterance]) -> Iterator[Utterance]:
    """Neighbouring utterances put together to turns.

    A speaker's turn lasts until another one speaks. Where no speaker is known, a pause of 2 s starts a new paragraph,
    and so does the first end of a sentence after a minute.
    """
    group: list[Utterance] = []
    for utterance in utterances:
        if not utterance.text.strip():
            continue
        if group and not _goes_on(group[0], group[-1], utterance):
            yield _together(group)
            group = []
        group.append(utterance)
    if group:
        yield _together(group)


def _goes_on(first: Utterance, last: Utterance, following: Utterance) -> bool:
    if last.speaker or following.speaker:
        return last.speaker == following.speaker
    if first.begin_ms is None or last.finish_ms is None or following.begin_ms is None:
        return False
    if following.begin_ms - last.finish_ms >= PAUSE_MS:
        return False
    return last.finish_ms - first.begin_ms < PARAGRAPH_MS or not last.text.rstrip().endswith((".", "?", "!", "。", "…"))


def _together(group: list[Utterance]) -> Utterance:
    text = joined(utterance.text for utterance in group)
    return Utterance(text, group[0].speaker, group[0].begin_ms, group[-1].finish_ms)


# Scripts that put no space between words or sentences: Thai to Myanmar, Khmer, Chinese and Japanese.
_SPACELESS = re.compile("[\u0e00-\u109f\u1780-\u17ff\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")


def joined(pieces: Iterable[str]) -> str:
    """Pieces of running speech as one text, with a space between two where their script puts one."""
    kept = [piece for piece in (piece.strip() for piece in pieces) if piece]
    parts = kept[:1]
    for before, after in pairwise(kept):
        spaceless = _SPACELESS.match(before[-1]) and _SPACELESS.match(after[0])
        parts += "" if spaceless else " ", after
    return "".join(parts)


_NEWLINES = re.compile("\r\n?")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    r"""`text` with newlines as "\n"; what no database can hold (NUL, half of a surrogate pair) becomes U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", _NEWLINES.sub("\n", text))


def check_length(characters: int, lines: int = 0, *, name: str) -> None:
    """Refuse a text of more than `MOST_CHARACTERS` or `MOST_LINES`."""
    if characters > MOST_CHARACTERS or lines > MOST_LINES:
        raise UnreadableFile(
            f"{name} holds more than {MOST_CHARACTERS // 1_000_000} million characters or {MOST_LINES:,} paragraphs, "
            "too many for one transcript. Split it into a file for each interview."
        )


def clock_time(milliseconds: int) -> str:
    """83456 as "00:01:23"."""
    seconds = milliseconds // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


_LONGEST_MS = 2**31
"""Some 25 days: no recording lasts longer, so a time beyond it is no time."""


def number_ms(value: object, *, unit_ms: float = 1000) -> int | None:
    """A number, or a text that is one, counted in units of `unit_ms` milliseconds; None where it is no time."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        milliseconds = float(value) * unit_ms
    except (ValueError, OverflowError):
        return None
    return round(milliseconds) if math.isfinite(milliseconds) and 0 <= milliseconds < _LONGEST_MS else None
