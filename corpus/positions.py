"""Where a span lies in a transcript: which words it touches, and in which turn most of it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from corpus.words import Words


class Positions:
    """A text, its words and the spans of its turns (ordered, not overlapping)."""

    def __init__(self, text: str, turns: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.words = Words(text)
        self.turn_starts = [start for start, _ in turns]
        self.turn_ends = [end for _, end in turns]

    @property
    def turns(self) -> list[tuple[int, int]]:
        """The spans of the turns."""
        return list(zip(self.turn_starts, self.turn_ends, strict=True))

    def turn_of(self, start: int, end: int) -> int | None:
        """The number of the turn in which most of start..end lies (the first of equals), None outside all turns."""
        first = bisect_right(self.turn_ends, start)
        last = bisect_left(self.turn_starts, end)
        shared = [
            (min(end, self.turn_ends[turn]) - max(start, self.turn_starts[turn]), -turn) for turn in range(first, last)
        ]
        return -max(shared)[1] if shared else None
