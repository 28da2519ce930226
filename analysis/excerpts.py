"""Quotes that can be read by themselves: an unbroken slice of one turn, whole sentences, of a readable length."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.meetings import Placed
from analysis.spans import Numbers
from analysis.units import sentences_of
from corpus.words import WORD, count_words

SHORTEST, LONGEST = 8, 60
"""Words of a quote that still says something, and that a reader takes in at a glance."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A slice of a document's text, within one turn of a participant; `document` is its number by position."""

    document: int
    start: int
    end: int
    text: str


def in_one_turn(
    placed: Placed, start: Numbers, end: Numbers, first: Numbers, last: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Of each span what lies in that one of the places first..last in which most of it lies, and which this is.

    Returns:
        Place, start and end of each, on the line of the codings; end <= start where nothing of it lies in any.
    """
    counts = last - first
    span = np.repeat(np.arange(len(start)), counts)
    place = np.arange(len(span)) - np.repeat(np.cumsum(counts) - counts, counts) + first[span]
    turn = placed.place[place]
    begin = np.maximum(start[span], placed.turns.start[turn])
    finish = np.minimum(end[span], placed.turns.end[turn])
    order = np.lexsort((place, begin - finish, span))
    most = order[np.flatnonzero(np.diff(span[order], prepend=-1))]
    return place[most], begin[most], finish[most]


class Excerpts:
    """Quotes from the turns in which codings were placed. What sentences a turn has is found out once.

    Args:
        documents: by position. texts: by document id.
    """

    def __init__(self, placed: Placed, documents: pd.DataFrame, texts: pd.Series) -> None:
        self._placed = placed
        self._ids = documents["document"].tolist()
        self._languages = documents.set_index("document")["language"].to_dict()
        self._texts = texts.to_dict()
        self._sentences: dict[int, list[Span]] = {}

    def of(self, spans: Sequence[tuple[int, int, int]]) -> list[Excerpt]:
        """Each span (place, start, end on the line of the codings) widened to the sentences that it touches.

        Where these have fewer than 8 words, more are added as long as the turn has some; where they have more than 60,
        the last are left out, and a sentence that is longer by itself is cut between words.
        """
        turns = [int(self._placed.place[place]) for place, _, _ in spans]
        self._split(sorted(set(turns) - self._sentences.keys()))
        made = []
        for turn, (_, start, end) in zip(turns, spans, strict=True):
            document = int(self._placed.turns.document[turn])
            text, offset = self._texts[self._ids[document]], document * self._placed.coded.stride
            begin, finish = _readable(text, (start - offset, end - offset), self._sentences[turn])
            made.append(Excerpt(document, begin, finish, text[begin:finish]))
        return made

    def _split(self, turns: list[int]) -> None:
        """Find out the sentences of these turns."""
        spoken = self._placed.turns
        for turn in turns:
            document = int(spoken.document[turn])
            identity, offset = self._ids[document], document * self._placed.coded.stride
            begin, finish = int(spoken.start[turn]) - offset, int(spoken.end[turn]) - offset
            found = sentences_of(self._texts[identity][begin:finish], self._languages[identity])
            self._sentences[turn] = [(begin + start, begin + end) for start, end in found]


def _readable(text: str, span: Span, sentences: list[Span]) -> Span:
    """The sentences that a span touches, more of them where these are short, fewer where they are long."""
    start, end = span
    first = bisect_right([finish for _, finish in sentences], start)
    last = max(first, bisect_left([begin for begin, _ in sentences], end) - 1)

    def words() -> int:
        return count_words(text[sentences[first][0] : sentences[last][1]])

    while words() < SHORTEST and (first or last + 1 < len(sentences)):
        if last + 1 < len(sentences):
            last += 1
        else:
            first -= 1
    while words() > LONGEST and last > first:
        last -= 1
    begin, finish = sentences[first][0], sentences[last][1]
    if words() <= LONGEST:
        return begin, finish
    spoken = [word.span() for word in WORD.finditer(text, begin, finish)]
    at = min(sum(word[1] <= start for word in spoken), len(spoken) - SHORTEST)
    return spoken[at][0], finish if at + LONGEST >= len(spoken) else spoken[at + LONGEST - 1][1]
