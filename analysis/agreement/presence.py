"""Where each coder gave each code, counted by document: all that agreement on codes needs to know, and it adds up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from analysis.agreement.ratings import Floats
from analysis.spans import Flags, Numbers, overlaps, united
from analysis.units import Line


@dataclass(frozen=True, slots=True)
class Cells:
    """Numbers by group, code and document, in the order of groups; what is not listed is 0."""

    group: Numbers
    code: Numbers
    document: Numbers
    number: Numbers

    def of(self, group: int) -> Cells:
        """Those of one group."""
        rows = slice(*np.searchsorted(self.group, [group, group + 1]))
        return Cells(self.group[rows], self.code[rows], self.document[rows], self.number[rows])


@dataclass(frozen=True, slots=True)
class Runs:
    """Units on end that a coder gave a code, from `start` up to `end`; in the order of coders, codes and places."""

    coder: Numbers
    code: Numbers
    start: Numbers
    end: Numbers


@dataclass(frozen=True, slots=True)
class Presence:
    """Units in which coders gave codes; coders, codes and documents are numbers.

    `units` is by document; `worked` says which coder (row) coded which document (column). Units lie on a line, those
    of each document on end from its `first`. `alone` counts units by coder, `stretches` runs of them, and `both` units
    by pair of coders (`pair`).
    """

    units: Numbers
    worked: Flags
    first: Numbers
    runs: Runs
    alone: Cells
    stretches: Cells
    both: Cells

    @property
    def coders(self) -> list[int]:
        """Those who coded anything."""
        return np.flatnonzero(self.worked.any(axis=1)).tolist()

    def pair(self, a: int, b: int) -> int:
        """The group of two coders in `both`, the lower number first."""
        return a * len(self.worked) + b


def presence(
    line: Line, document: Numbers, coder: Numbers, code: Numbers, *, units: Numbers, worked: Flags, codes: int
) -> Presence:
    """Count units from codings as stretches of them: their documents, coders and codes.

    `units` is the number of units of each document, which lie on the line one after another.
    """
    coders, documents = worked.shape
    present = line.end > line.start
    document, coder, code = document[present], coder[present], code[present]
    # A place is left free between documents, so that no stretch reaches from one into the next.
    start, end = line.start[present] + document, line.end[present] + document
    length = line.length + documents + 1

    lane = (coder * codes + code) * length
    order = np.argsort(lane + start)
    start, end = united((lane + start)[order], (lane + end)[order])
    lane, start, end = start // length, start % length, end % length
    coder, code = np.divmod(lane, max(codes, 1))
    runs = Runs(coder, code, start, end)
    first = np.cumsum(units) - units + np.arange(documents)
    document = np.searchsorted(first, start, side="right") - 1
    cell = lane * documents + document
    alone, stretches = _summed(cell, end - start), _summed(cell, np.ones_like(cell))

    order = np.argsort(code * length + start)
    coder, cell = coder[order], (code * documents + document)[order]
    start, end = (code * length + start)[order], (code * length + end)[order]
    found = [(np.empty(0, dtype=np.int64),) * 2]
    for a, b in overlaps(start, end):
        pair = np.minimum(coder[a], coder[b]) * coders + np.maximum(coder[a], coder[b])
        found.append(_summed(pair * codes * documents + cell[a], np.minimum(end[a], end[b]) - start[b]))
    both = _summed(*(np.concatenate(part) for part in zip(*found, strict=True)))
    cells = (_cells(*counted, codes, documents) for counted in (alone, stretches, both))
    return Presence(units, worked, first, runs, *cells)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What some coders decided, in the documents that two or more of them coded, on the codes that any of them gave.

    Each decided for every unit and each code whether the code is there. By document: `units`, and `values` (units
    times the coders who coded it). By code and document: `ones`, the values that say it is there, and `differing`, the
    coincidences of values that differ: of a unit with m values, s of them ones, s (m - s) / (m - 1).
    `by_coder` has the units with the code, by coder and code; `stretches` the runs of units on end, by code.
    """

    codes: Numbers
    units: Numbers
    values: Numbers
    ones: Floats
    differing: Floats
    by_coder: Floats
    stretches: Numbers

    @property
    def pooled(self) -> Decisions:
        """All codes taken together, as if a unit were a unit and a code."""
        size = len(self.codes)
        return Decisions(
            np.arange(1),
            self.units * size,
            self.values * size,
            self.ones.sum(axis=0, keepdims=True),
            self.differing.sum(axis=0, keepdims=True),
            self.by_coder.sum(axis=1, keepdims=True),
            self.stretches.sum(keepdims=True),
        )


def decisions(counted: Presence, coders: Iterable[int]) -> Decisions:
    """What these coders decided."""
    members = sorted(coders)
    several = counted.worked[members].sum(axis=0)
    documents = np.flatnonzero((several > 1) & (counted.units > 0))
    place = np.full(len(counted.units), -1)
    place[documents] = np.arange(len(documents))

    def in_these(cells: Cells) -> Cells:
        kept = place[cells.document] >= 0
        return Cells(cells.group[kept], cells.code[kept], place[cells.document[kept]], cells.number[kept])

    alone = [in_these(counted.alone.of(coder)) for coder in members]
    both = [in_these(counted.both.of(counted.pair(a, b))) for a, b in combinations(members, 2)]
    codes = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *(cells.code for cells in alone)]))
    shape = len(codes), len(documents)

    def table(cells: Cells) -> Floats:
        key = np.searchsorted(codes, cells.code) * shape[1] + cells.document
        numbers = np.bincount(key, weights=cells.number, minlength=shape[0] * shape[1])
        return np.asarray(numbers, dtype=np.float64).reshape(shape)

    ones, shared = np.zeros(shape), np.zeros(shape)
    by_coder, stretches = np.zeros((len(members), shape[0])), np.zeros(shape[0], dtype=np.int64)
    for number, coder in enumerate(members):
        mine = table(alone[number])
        ones += mine
        by_coder[number] = mine.sum(axis=1)
        stretches += table(in_these(counted.stretches.of(coder))).sum(axis=1).astype(np.int64)
    for cells in both:
        shared += table(cells)
    units, m = counted.units[documents], several[documents]
    # A unit with s ones has s (s - 1) / 2 pairs of coders who both gave the code.
    differing = ones - 2 * shared / np.maximum(m - 1, 1)
    return Decisions(codes, units, units * m, ones, differing, by_coder, stretches)


def _summed(key: Numbers, number: Numbers) -> tuple[Numbers, Numbers]:
    """Each key once, in order, with the sum of its numbers."""
    distinct, which = np.unique(key, return_inverse=True)
    return distinct, np.bincount(which, weights=number, minlength=len(distinct)).astype(np.int64)


def _cells(key: Numbers, number: Numbers, codes: int, documents: int) -> Cells:
    rest, document = np.divmod(key, max(documents, 1))
    group, code = np.divmod(rest, max(codes, 1))
    return Cells(group, code, document, number)
