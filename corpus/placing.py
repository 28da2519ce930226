"""Where a quote stands in a transcript, whatever became of its white space, quotation marks and dashes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz

LIKE_ENOUGH = 85.0  # of 100: below it a fuzzy match is more often another sentence than the quoted one
FUZZY_LENGTH = 12  # characters; a shorter quote is like too many places
_SAME = {
    **dict.fromkeys("‘’‚‛`´ʼ′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_DROPPED = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote was found: a span in code points, and how like it is (100: the same but for its typography)."""

    start: int
    end: int
    score: float


class Plain:
    """A text with its typography levelled, and for each of its characters where that stands in the original.

    White space is one space, quotation marks and dashes have one form, compatibility forms (ligatures, full width) are
    plain, soft hyphens and joiners are gone. `parts` restricts it to spans of the original, with a space between them.
    """

    def __init__(self, text: str, parts: Sequence[tuple[int, int]] | None = None) -> None:
        origins = np.arange(len(text))
        if parts is not None:
            # The space between two parts stems from the end of the first; no match begins or ends with it.
            origins = np.concatenate([np.arange(start, end + 1) for start, end in parts])[:-1]
            text = "\n".join(text[start:end] for start, end in parts)
        pieces = [_LEVELLED[character] for character in text]
        origins = np.repeat(origins, np.fromiter(map(len, pieces), np.int64, len(pieces)))
        characters = np.frombuffer("".join(pieces).encode("utf-32-le", "surrogatepass"), np.uint32)
        blank = characters == ord(" ")
        kept = ~(blank & np.concatenate([[False], blank[:-1]]))
        self.text = characters[kept].tobytes().decode("utf-32-le", "surrogatepass")
        self.origins = origins[kept]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that start..end of the levelled text came from."""
        return int(self.origins[start]), int(self.origins[end - 1]) + 1

    def occurrences(self, quote: str) -> list[tuple[int, int]]:
        """Spans of the original where `quote`, levelled, stands."""
        found, at = [], self.text.find(quote)
        while at >= 0:
            found.append(self.span(at, at + len(quote)))
            at = self.text.find(quote, at + 1)
        return found


class Finder:
    """Finds quotes in one document."""

    def __init__(self, text: str, turns: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self._turns = turns
        self._whole = Plain(text)

    @cached_property
    def _speech(self) -> Plain:
        return Plain(self._text, self._turns) if len(self._turns) > 1 else self._whole

    def find(self, quote: str) -> list[Place]:
        """All places of a quote, in the order of the text; the one most like it where it is not there to the letter.

        A quote may hold the speakers' names between turns or leave them out. Nothing is returned where no place is like
        enough.
        """
        plain = levelled(quote)
        if not plain:
            return []
        if spans := self._whole.occurrences(plain) or self._speech.occurrences(plain):
            return [Place(start, end, 100.0) for start, end in spans]
        return self._alike(plain)

    def _alike(self, plain: str) -> list[Place]:
        if len(plain) < FUZZY_LENGTH:
            return []
        best: Place | None = None
        for text in dict.fromkeys((self._whole, self._speech)):
            found = fuzz.partial_ratio_alignment(
                plain, text.text, processor=str.lower, score_cutoff=max(LIKE_ENOUGH, best.score if best else 0)
            )
            if found is None or found.dest_end <= found.dest_start or (best and found.score <= best.score):
                continue
            if len(text.text) < len(plain):
                continue  # then it is the text that was looked for in the quote
            start, end = _whole_words(text.text, found.dest_start, found.dest_end)
            best = Place(*text.span(start, end), min(found.score, 99.9))
        return [best] if best else []


def levelled(quote: str) -> str:
    """A quote with its typography levelled as in `Plain`, without white space at its ends."""
    return Plain(quote).text.strip()


class _Levels(dict[str, str]):
    """The levelled form of each character met so far."""

    def __missing__(self, character: str) -> str:
        if character in _DROPPED:
            form = ""
        elif character.isspace():
            form = " "
        elif character in _SAME or character.isascii():
            form = _SAME.get(character, character)
        else:  # decomposed, so that an accent of its own and one of the letter's are the same
            form = "".join(self[c] if c != character else c for c in unicodedata.normalize("NFKD", character))
        self[character] = form
        return form


_LEVELLED = _Levels()


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A fuzzy match moved to the ends of words."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return start, end
