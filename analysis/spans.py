"""Half-open spans on one line: where they overlap, what they cover, and which of them form one passage.

Spans are two arrays of integers, start and end, with start < end, in the order of their starts. Separate lines (the
documents of a study, say) are laid end to end on one.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Pairs in one piece of `overlaps`: enough to keep numpy busy, few enough to stay in the processor's cache.
PIECE = 1 << 19


def overlaps(start: Numbers, end: Numbers, *, piece: int = PIECE) -> Iterator[tuple[Numbers, Numbers]]:
    """Every pair of spans that share a position, once, in pieces: a.start < b.end and b.start < a.end.

    Yields:
        Two arrays of numbers of spans, a and b, where a comes before b. However many pairs there are, memory is
        bounded by the number of spans and the size of a piece, in pairs.
    """
    numbers = np.arange(len(start))
    # Spans come by start: those which start after a does, and before a ends, follow a without a gap.
    later = np.searchsorted(start, end) - numbers - 1
    total = np.cumsum(later)
    first = 0
    while first < len(start):
        done = total[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(total, done + piece, side="right")))
        counts = later[first:last]
        before = total[first:last] - counts - done
        a = np.repeat(numbers[first:last], counts)
        if len(a):
            yield a, a + 1 + np.arange(len(a)) - np.repeat(before, counts)
        first = last


def newly_covered(start: Numbers, end: Numbers) -> Numbers:
    """How many positions each span covers that no span before it does; their sum is what all cover, each once."""
    begin = start.copy()
    begin[1:] = np.maximum(start[1:], np.maximum.accumulate(end)[:-1])
    return np.maximum(end - begin, 0)


def united(start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
    """The same positions covered by as few spans as possible, no two of which overlap or touch."""
    if not len(start):
        return start, end
    reach = np.maximum.accumulate(end)
    first = np.flatnonzero(np.append(True, start[1:] > reach[:-1]))
    return start[first], reach[np.append(first[1:], len(start)) - 1]


def distinct(values: Numbers) -> Numbers:
    """Each value once, in order. Sorting beats the hashing of `numpy.unique` several times over."""
    values = np.sort(values)
    return values[np.append(True, values[1:] != values[:-1])] if len(values) else values


def joined(start: Numbers, end: Numbers, colour: Numbers) -> Numbers:
    """For each span the number of the first span of its passage.

    Spans are linked where they overlap and differ in colour; a passage is a connected component.
    """
    first = np.arange(len(start))
    if not len(start):
        return first
    apart = np.append(True, start[1:] >= np.maximum.accumulate(end)[:-1])
    other = ~apart & np.append(False, colour[1:] != colour[:-1])
    linked = other & np.append(False, start[1:] < end[:-1])
    # A cluster is a run of spans with no gap. Most are of one colour, or each span is linked to the one before.
    cluster = np.cumsum(apart) - 1
    several = np.bincount(cluster[other], minlength=cluster[-1] + 1) > 0
    doubtful = np.zeros_like(several)
    doubtful[cluster[~apart & ~linked]] = True
    chained = (several & ~doubtful)[cluster]
    first[chained] = np.flatnonzero(apart)[cluster[chained]]
    rest = np.flatnonzero((several & doubtful)[cluster])
    first[rest] = rest[_joined_where_colours_meet(start[rest], end[rest], colour[rest])]
    return first


def _joined_where_colours_meet(start: Numbers, end: Numbers, colour: Numbers) -> Numbers:
    """The same as `joined`, without looking at any pair, however many overlap.

    Wherever two or more colours are at a position, all spans there are of one passage: those of one colour are
    linked through the other. So spans are of one passage where they share such a position, or a chain of them.
    """
    first = np.arange(len(start))
    # Two spans that overlap share the start of the later one: other positions need not be looked at.
    meeting = start[_colours_at_starts(start, end, colour) > 1]
    low, high = np.searchsorted(meeting, start), np.searchsorted(meeting, end)
    member = np.flatnonzero(low < high)
    low, high = low[member], high[member]
    size = len(meeting) + 1
    bridged = np.cumsum(np.bincount(low, minlength=size) - np.bincount(high - 1, minlength=size)) > 0
    passage = np.append(0, np.cumsum(~bridged))[low]
    first_of = np.full(size, len(start))
    np.minimum.at(first_of, passage, member)
    first[member] = first_of[passage]
    return first


def _colours_at_starts(start: Numbers, end: Numbers, colour: Numbers) -> Numbers:
    """The number of colours at the start of each span."""
    order = np.argsort(colour, kind="stable")
    length = end.max(initial=0) + 1
    begin, finish = united(start[order] + colour[order] * length, end[order] + colour[order] * length)
    begin, finish = np.sort(begin % length), np.sort(finish % length)
    return np.searchsorted(begin, start, side="right") - np.searchsorted(finish, start, side="right")
