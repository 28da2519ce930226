"""What codings are measured in: characters, turns, sentences, documents, runs of turns.

Each of these is laid out as a line of so many units on which a coding is a stretch. So presence in units of any kind
is a question of spans, and their number is a length.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.passages import Coded, positions
from analysis.spans import Numbers

if TYPE_CHECKING:
    from spacy.language import Language

ANY_LANGUAGE = "xx"  # as spaCy names it
TURNS_KEPT = 100_000  # whose sentences are remembered: some 500 interviews
OTHER_NAMES = {"no": "nb"}  # languages that spaCy has under another name

# Whether a character is white space, by code point; the last entry speaks for all beyond.
BLANK = np.array([chr(point).isspace() for point in range(0x3001)] + [False])


@dataclass(frozen=True, slots=True)
class Line:
    """Units in a row; codings as half-open stretches of them, empty (start = end) where a coding touches none."""

    start: Numbers
    end: Numbers
    length: int


@dataclass(frozen=True, slots=True)
class Units:
    """Turns or sentences in reading order, on the line on which the `Coded` are; `row` in the frame they come from."""

    row: Numbers
    document: Numbers
    start: Numbers
    end: Numbers


def spoken(units: pd.DataFrame, *, with_interviewer: bool = False) -> pd.DataFrame:
    """Where the turns or sentences of participants are; with the interviewer, all.

    A participant's is what the role says, and where there is no role, what a participant is named for.
    Columns read: document, start, end, participant, role. Columns: document, start, end.
    """
    places = units[["document", "start", "end"]]
    if with_interviewer:
        return places
    role = units["role"]
    return places[role.eq("participant") | (role.isna() & units["participant"].notna())]


def placed(units: pd.DataFrame, *, documents: pd.Series, stride: int) -> Units:
    """Turns or sentences of these documents, on one line. Columns read: document, start, end."""
    document = positions(units["document"], documents)
    start, end = units["start"].to_numpy(np.int64), units["end"].to_numpy(np.int64)
    order = np.argsort(document * stride + start, kind="stable")
    order = order[document[order] >= 0]
    offset = document[order] * stride
    return Units(order, document[order], start[order] + offset, end[order] + offset)


def characters(coded: Coded, units: Units) -> Line:
    """The characters of the units, and nothing between them."""
    before = np.append(0, np.cumsum(units.end - units.start))

    def spoken_before(place: Numbers) -> Numbers:
        unit = np.searchsorted(units.end, place, side="right")
        begun = np.append(units.start, coded.length)[unit]
        return before[unit] + np.maximum(place - begun, 0)

    return Line(spoken_before(coded.start), spoken_before(coded.end), int(before[-1]))


def touched(coded: Coded, units: Units) -> Line:
    """The units themselves: a coding is present in those with which it shares a character."""
    first = np.searchsorted(units.end, coded.start, side="right")
    last = np.searchsorted(units.start, coded.end, side="left")
    return Line(first, np.where(coded.end > coded.start, np.maximum(first, last), first), len(units.start))


def documents(coded: Coded, units: Units) -> Line:
    """The documents that have such units: a coding is present where it shares a character with one of the units."""
    line = touched(coded, units)
    distinct = np.unique(units.document)
    number = np.searchsorted(distinct, coded.document)
    return Line(number, number + (line.end > line.start), len(distinct))


def windows(coded: Coded, units: Units, *, size: int) -> Line:
    """All runs of `size` + 1 consecutive units of a document; of all its units where it has fewer.

    A coding is present in a run where it shares a character with any of its units. So two codings are in one run
    exactly where their units are at most `size` apart.
    """
    line = touched(coded, units)
    distinct, first, units_in = np.unique(units.document, return_index=True, return_counts=True)
    runs_in = np.maximum(units_in - size, 1)
    runs_before = np.append(0, np.cumsum(runs_in))
    start, end = np.zeros(len(coded), dtype=np.int64), np.zeros(len(coded), dtype=np.int64)
    present = np.flatnonzero(line.end > line.start)
    number = np.searchsorted(distinct, coded.document[present])
    before = runs_before[number]
    start[present] = before + np.maximum(line.start[present] - first[number] - size, 0)
    end[present] = before + np.minimum(line.end[present] - first[number], runs_in[number])
    return Line(start, end, int(runs_before[-1]))


def neighbourhoods(coded: Coded, units: Units, *, size: int) -> Line:
    """The units that a coding touches and the `size` units after them, beyond the document's end where need be.

    Two such stretches overlap exactly where units of the two codings are at most `size` apart, in one document.
    """
    line = touched(coded, units)
    present = line.end > line.start
    start = line.start + coded.document * size
    length = len(units.start) + (int(coded.document.max(initial=0)) + 1) * size
    return Line(start, np.where(present, line.end + (coded.document + 1) * size, start), length)


def without_blanks(coded: Coded, texts: Sequence[str]) -> Coded:
    """The same codings without white space at their ends; nothing is left of those that hold nothing else.

    Turns and sentences neither begin nor end with white space. So what such a coding touches, it shares a non-blank
    character with. `texts` are in the order of the documents' numbers.
    """
    start, end = coded.start.copy(), coded.end.copy()
    first = np.searchsorted(coded.document, np.arange(len(texts) + 1))
    for number, text in enumerate(texts):
        here, offset = slice(first[number], first[number + 1]), number * coded.stride
        begin, finish = start[here] - offset, end[here] - offset
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        blank = BLANK[np.minimum(points[begin], 0x3001)] | BLANK[np.minimum(points[finish - 1], 0x3001)]
        for at in np.flatnonzero(blank):
            span = text[begin[at] : finish[at]]
            begin[at] += len(span) - len(span.lstrip())
            finish[at] -= len(span) - len(span.rstrip())
        start[here], end[here] = begin + offset, finish + offset
    return replace(coded, start=start, end=end)


def sentences(turns: pd.DataFrame, texts: pd.Series, languages: pd.Series) -> pd.DataFrame:
    """The sentences of the turns, found by spaCy's rules for the punctuation of each language.

    Args:
        texts, languages: by document id. Where the language is missing or spaCy lacks it, rules for any language do.

    Columns: document, start, end (code points in the document's text, no white space at either end), participant,
        role; in the order of `turns`.
    """
    text_of, language_of = texts.to_dict(), languages.to_dict()
    documents, starts = turns["document"].tolist(), turns["start"].tolist()
    ends = turns["end"].tolist()
    speech = [text_of[document][start:end] for document, start, end in zip(documents, starts, ends, strict=True)]
    found = [
        [(begin + start, begin + end) for start, end in sentences_of(said, language_of.get(document))]
        for begin, said, document in zip(starts, speech, documents, strict=True)
    ]
    turn = np.repeat(np.arange(len(found)), np.array([len(spans) for spans in found], dtype=np.int64))
    places = np.array([span for spans in found for span in spans], dtype=np.int64).reshape(-1, 2)
    table = turns[["document", "participant", "role"]].iloc[turn].reset_index(drop=True)
    table.insert(1, "start", places[:, 0])
    table.insert(2, "end", places[:, 1])
    return table


def sentences_of(speech: str, language: object) -> tuple[tuple[int, int], ...]:
    """The sentences of a turn (start and end from its beginning on); by rules for any language where none is given."""
    return _cut(language if isinstance(language, str) else ANY_LANGUAGE, speech)


@lru_cache(maxsize=TURNS_KEPT)
def _cut(language: str, speech: str) -> tuple[tuple[int, int], ...]:
    """Turns stay as they are, so each is parsed but once."""
    stripped = (_stripped(sentence.text, sentence.start_char) for sentence in splitter(language)(speech).sents)
    return tuple((start, end) for start, end in stripped if start < end)


def _stripped(text: str, start: int) -> tuple[int, int]:
    """Where a text that starts there starts and ends without white space."""
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


@cache
def splitter(language: str) -> Language:
    """A spaCy pipeline that finds words and sentences and nothing else; for any language where spaCy lacks this one."""
    import spacy

    name = language.split("-")[0].lower()
    try:
        pipeline = spacy.blank(OTHER_NAMES.get(name, name))
    except ImportError:  # no such language, or one that needs a dictionary that is not installed
        pipeline = spacy.blank(ANY_LANGUAGE)
    pipeline.add_pipe("sentencizer")
    # The limit is there for parsers, which need memory for every word.
    pipeline.max_length = sys.maxsize
    return pipeline
