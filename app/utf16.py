"""Offsets as a browser counts them (UTF-16 units) and as the study keeps them (code points).

They differ by one for each character beyond U+FFFF, most emoji among them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

_BEYOND = re.compile("[\U00010000-\U0010ffff]")


class Utf16:
    """The offsets of one text, both ways."""

    def __init__(self, text: str) -> None:
        self._points = [match.start() for match in _BEYOND.finditer(text)]
        self._units = [point + number for number, point in enumerate(self._points)]
        self.length = len(text) + len(self._points)
        """The length of the text in UTF-16 units."""

    def unit(self, point: int) -> int:
        """The UTF-16 offset of a code point."""
        return point + bisect_left(self._points, point)

    def units(self, points: Iterable[int]) -> list[int]:
        """The UTF-16 offsets of many."""
        return [self.unit(point) for point in points] if self._points else [int(point) for point in points]

    def point(self, unit: int) -> int:
        """The code point at a UTF-16 offset.

        Raises ValueError where that is outside the text or in the middle of a character.
        """
        before = bisect_left(self._units, unit)
        if not 0 <= unit <= self.length or (before and self._units[before - 1] == unit - 1):
            raise ValueError(f"No character begins or ends at {unit}.")
        return unit - before
