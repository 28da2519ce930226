"""What counts as a word, and where a document's words are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

WORD = re.compile(r"\w+(?:['’\-]\w+)*")


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(WORD.findall(text))


class Words:
    """The words of a text, by number: which of them a span touches."""

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in WORD.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]

    def __len__(self) -> int:
        return len(self.starts)

    def touched(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of numbers of the words that share a character with start..end."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))
