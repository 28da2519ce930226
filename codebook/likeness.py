"""Which codes of two codebooks are likely the same, or went into one another, by what they are called and say.

Candidates come from shared fragments of words, so that the work grows with the codes and not with their pairs.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz import fuzz
from scipy import sparse

from codebook.codes import Code
from codebook.names import name_key

_MOST_SHARED = 100  # codes with a fragment; a fragment that more have says little and costs much
_MOST_CANDIDATES = 8
_LEAST_WORDS = 0.2  # of all that a code says: else one common word for a name would do
# "clear" does not become "not clear" by a change of name.
_NEGATIONS = frozenset("not no non never without cannot nicht kein keine ohne nie pas sans sin".split())


@dataclass(frozen=True, slots=True)
class Said:
    """What a code says, prepared for comparison."""

    name: str
    text: str
    named: frozenset[str]
    texted: frozenset[str]
    children: frozenset[str]
    denies: bool
    """Its name denies something."""
    doubts: bool
    """It denies something anywhere."""

    @property
    def words(self) -> frozenset[str]:
        return self.named | self.texted


def said(code: Code, *, children: Iterable[Code] = ()) -> Said:
    name = name_key(code.name)
    text = name_key(" ".join(filter(None, (code.definition, code.include, code.exclude))))
    return Said(
        name=name,
        text=text,
        named=stems(name),
        texted=stems(text),
        children=frozenset(name_key(child.name) for child in children),
        denies=not _NEGATIONS.isdisjoint(name.split()),
        doubts=not _NEGATIONS.isdisjoint([*name.split(), *text.split()]),
    )


def stems(text: str) -> frozenset[str]:
    """The first five letters of each word without an s at their end.

    That brings inflected forms together in most European languages, and is the same for old and new.
    """
    return frozenset(word[:5].rstrip("s") or word for word in re.findall(r"\w+", text))


class Comparison:
    """Compares codes, each word weighing by how few of all the codes have it (its inverse document frequency)."""

    def __init__(self, codes: Iterable[Said]) -> None:
        words = [code.words for code in codes]
        counts = Counter(word for each in words for word in each)
        self._weights = {word: math.log((len(words) + 1) / count) for word, count in counts.items()}

    def share(self, words: frozenset[str], within: frozenset[str]) -> float:
        """The share of `words` that is `within`, by weight."""
        found = words & within
        if not found:
            return 0.0
        # fsum does not depend on the order of a set.
        return math.fsum(map(self._weights.__getitem__, found)) / math.fsum(map(self._weights.__getitem__, words))

    def contained(self, old: Said, new: Said, *, before: Said | None = None) -> float:
        """How much of an old code, of its name and of all it says, a new one says (0 to 1).

        Where the new code was there `before`, only what its text had not said then is counted.
        """
        says = new.words if before is None else new.texted - before.texted
        words, named = self.share(old.words, says), self.share(old.named, says)
        return 0.0 if _opposite(old, new) or words < _LEAST_WORDS else (words + named) / 2

    def likeness(self, old: Said, new: Said) -> float:
        """How likely two codes are one (0 to 1): by name and text, and by the codes below them."""
        below = _children_in_common(old, new)
        if _opposite(old, new):
            return 0.9 if old.text and old.text == new.text else below / 2
        name = fuzz.token_sort_ratio(old.name, new.name) / 100
        if old.text and new.text:
            # The same definition under another name tells more than the same name over another definition.
            text = fuzz.token_sort_ratio(old.text, new.text) / 100
            own = max((name + text) / 2, 0.9 * text)
            return max(own, (own + below) / 2)
        # Without a definition: a slip of the pen corrected, or a name whose words the other code says.
        return max((name + self.contained(old, new)) / 2, name if name >= 0.85 else 0.0, below)


def candidates(old: Sequence[Said], new: Sequence[Said]) -> list[tuple[int, int]]:
    """Pairs of positions worth a comparison, in order: for each code those with the most, and rarest, in common."""
    fragments: dict[str, int] = {}
    sides = []
    for codes in (old, new):
        rows, columns = [], []
        for row, code in enumerate(codes):
            for fragment in sorted(_fragments(code)):
                rows.append(row)
                columns.append(fragments.setdefault(fragment, len(fragments)))
        sides.append((rows, columns, len(codes)))
    if not fragments:
        return []
    left, right = (
        sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(count, len(fragments)))
        for rows, columns, count in sides
    )
    counts = left.sum(axis=0) + right.sum(axis=0)
    weights = np.where(counts <= _MOST_SHARED, np.log1p((len(old) + len(new)) / counts), 0.0)
    weighted = sparse.csr_array(left * weights[None, :])
    weighted.eliminate_zeros()
    common = sparse.csr_array(weighted @ right.T)
    swapped = sparse.csr_array(common.T)
    return sorted({*_greatest(common), *((row, column) for column, row in _greatest(swapped))})


def _greatest(common: sparse.csr_array) -> Iterator[tuple[int, int]]:
    """For each row the columns with the greatest values, the first ones where several are equal."""
    common.sort_indices()
    for row, (begin, end) in enumerate(pairwise(common.indptr)):
        order = np.argsort(-common.data[begin:end], kind="stable")[:_MOST_CANDIDATES]
        yield from ((row, int(column)) for column in common.indices[begin:end][order])


def _fragments(code: Said) -> set[str]:
    """Three letters of the name, words of the text, names below."""
    name = f" {code.name} "
    return {
        *(name[i : i + 3] for i in range(len(name) - 2)),
        *(f"w {word}" for word in code.words),
        *(f"c {child}" for child in code.children),
    }


def _children_in_common(old: Said, new: Said) -> float:
    """The share of names below either code that are below both; one name alone says nothing."""
    both = len(old.children & new.children)
    return both / len(old.children | new.children) if both > 1 else 0.0


def _opposite(old: Said, new: Said) -> bool:
    """Whether one code's name denies something, and the other code nowhere does."""
    return (old.denies and not new.doubts) or (new.denies and not old.doubts)
