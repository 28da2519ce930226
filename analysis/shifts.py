"""Whether codings meet more, or less, often than if those of one code slid round each interview.

All codings of a code in a document move together round a ring of its steps, whoever made them, by any number of steps
alike: their lengths, their distances, and what coders agree on stay as they are, and only where they lie beside
another code is left to chance. How many meet is a step function of the number of steps, so that its distribution in
each document is known without drawing; over documents, which slide independently, distributions are convolved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import reduce

import numpy as np

from analysis.chance import Floats
from analysis.passages import Coded
from analysis.rings import Places, Rings
from analysis.spans import Flags, Numbers, distinct, overlaps, united

EXACT = 1 << 24
"""Pairs of codings of two codes up to which their distribution is computed; beyond, shifts are drawn."""
ENOUGH = 20
"""Draws that reach what was observed, after which no more are needed (Besag and Clifford 1991)."""
LONGER = 50
"""So many times more draws are made while fewer than that have reached it."""
_AT_ONCE = 1 << 21  # pairs of codings in one piece of work


@dataclass(frozen=True, slots=True)
class Chances:
    """What chance would bring, for each two codes that share a document in one coder's work.

    Args:
        pair: number of the one code * number of codes + number of the other, the one before the other; in order.
        observed: Pairs of passages that meet on the rings.
        expected: As many on average over all shifts.
        p, p_less: The share of all shifts in which as many or more meet, and as many or fewer.
        drawn: Whether p comes from shifts that were drawn; else all were counted.
    """

    pair: Numbers
    observed: Numbers
    expected: Floats
    p: Floats
    p_less: Floats
    drawn: Flags


def chances(coded: Coded, stands: Numbers, rings: Rings, *, size: int, draws: int, seed: int) -> Chances:
    """How often passages of each two codes meet within one coder's work, against all shifts of the one code.

    Args:
        stands: of each coding the number of the one that stands for its passage.
        size: the number of codes.
        draws, seed: for pairs of codes with more than `EXACT` pairs of codings: how many shifts are drawn, `LONGER`
            times as many while fewer than `ENOUGH` reach what was observed, and what drawing begins with.
    """
    on = np.flatnonzero(rings.end > rings.start)
    sliding = Places(rings, coded, stands) if rings.by_place else rings
    heavy = _heavy(coded, on, size)[: 0 if rings.by_place else None]  # places are few enough to be counted always
    pieces = _pairs(coded, on, size, heavy)
    parts = [_convolved([_cells(coded, stands, sliding, a, b, size) for a, b in pieces if len(a)])]
    parts += [_drawn(coded, stands, rings, on, int(pair), size, draws=draws, seed=seed) for pair in heavy]
    together = Chances(*(np.concatenate(column) for column in zip(*map(_columns, parts), strict=True)))
    order = np.argsort(together.pair)
    return Chances(*(column[order] for column in _columns(together)))


@dataclass(frozen=True, slots=True)
class _Cells:
    """Two codes in one document each: how many meet now, and in what share of shifts 0, 1, 2 ... do."""

    pair: Numbers
    observed: Numbers
    sizes: Numbers  # of each distribution
    shares: Floats  # one distribution after another


def _heavy(coded: Coded, on: Numbers, size: int) -> Numbers:
    """The pairs of codes of which more pairs of codings lie in one document and coder's work than can be counted."""
    n = np.bincount(coded.code[on], minlength=size)
    often = np.flatnonzero(n * n.max(initial=0) > EXACT)
    if len(often) < 2:
        return np.empty(0, dtype=np.int64)
    listed = on[np.isin(coded.code[on], often)]
    work, together = np.unique(
        coded.document[listed] * (coded.coder.max() + 1) + coded.coder[listed], return_inverse=True
    )
    number = np.searchsorted(often, coded.code[listed])
    counts = np.bincount(together * len(often) + number, minlength=len(work) * len(often)).reshape(len(work), -1)
    a, b = np.nonzero(np.triu(counts.T @ counts, 1) > EXACT)
    return often[a] * size + often[b]


def _pairs(coded: Coded, on: Numbers, size: int, heavy: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Every two codings of one document, one coder and different codes, those of a document and code in one piece."""
    work = coded.document * (int(coded.coder.max(initial=0)) + 1) + coded.coder
    full = work * size + coded.code
    partners = on[np.argsort(full[on], kind="stable")]
    own = coded.document * size + coded.code
    ones = on[np.argsort(own[on], kind="stable")]
    first = np.searchsorted(full[partners], full[ones], side="right")
    counts = np.searchsorted(work[partners], work[ones], side="right") - first
    total = np.cumsum(counts)
    cuts = np.append(np.flatnonzero(np.diff(own[ones])) + 1, len(ones))
    begin = 0
    while begin < len(ones):
        done = total[begin - 1] if begin else 0
        fits = np.searchsorted(total[cuts - 1], done + _AT_ONCE, side="right")
        end = int(cuts[max(fits - 1, np.searchsorted(cuts, begin, side="right"))])
        some = slice(begin, end)
        a = np.repeat(ones[some], counts[some])
        place = np.arange(len(a)) - np.repeat(total[some] - counts[some] - done, counts[some])
        b = partners[place + np.repeat(first[some], counts[some])]
        if len(heavy):
            light = ~np.isin(coded.code[a] * size + coded.code[b], heavy)
            a, b = a[light], b[light]
        yield a, b
        begin = end


def _cells(coded: Coded, stands: Numbers, sliding: Rings | Places, a: Numbers, b: Numbers, size: int) -> _Cells:
    """The distributions of these codings, which hold all of a pair of codes in a document or none."""
    around = sliding.around(coded.document[a], coded.code[b])
    low, width = sliding.stretches(a, b, around)
    meet = np.flatnonzero(width > 0)
    a, b, low, width, around = (each[meet] for each in (a, b, low, width, around))
    if not len(a):
        return _Cells(a, a, a, a.astype(float))
    document = coded.document[a]
    begin = int(document.min())
    documents, length = int(document.max()) - begin + 1, int(around.max()) + 1
    cell = (coded.code[a] * size + coded.code[b]) * documents + document - begin
    # A stretch that goes beyond the ring's end begins anew; so each lies within it.
    over = np.flatnonzero(low + width > around)
    row = np.append(np.arange(len(a)), over)
    start, end = np.append(low, 0 * over), np.append(np.minimum(low + width, around), (low + width - around)[over])
    start, end = _once(start + cell[row] * length, end + cell[row] * length, stands[a][row], stands[b][row], stands)

    # Walking along all rings, one after another, one more pair meets where a stretch begins, one fewer where it ends.
    events = np.sort(np.concatenate([start * 2 + 1, end * 2]))
    begins, (cell, place) = events & 1 == 1, np.divmod(events >> 1, length)
    level = np.cumsum(np.where(begins, 1, -1))
    new = np.diff(cell, prepend=-1) != 0
    first, number = np.flatnonzero(new), np.cumsum(new) - 1
    sizes = np.maximum.reduceat(level, first) + 1
    offset = np.cumsum(sizes) - sizes
    some = np.flatnonzero(level > 0)
    lengths = np.bincount(offset[number[some]] + level[some], place[some + 1] - place[some], int(sizes.sum()))
    pair, document = np.divmod(cell[first], documents)
    around = sliding.around(document + begin, pair % size)
    lengths[offset] = around - np.add.reduceat(lengths, offset)
    observed = np.bincount(number[begins & (place == 0)], minlength=len(first))
    return _Cells(pair, observed, sizes, lengths / np.repeat(around, sizes))


def _once(start: Numbers, end: Numbers, one: Numbers, other: Numbers, stands: Numbers) -> tuple[Numbers, Numbers]:
    """The stretches, those of the same two passages united: passages that meet in several codings meet once."""
    several = np.bincount(stands, minlength=len(stands)) > 1
    again = several[one] | several[other]
    if not again.any():
        return start, end
    _, passages = np.unique(one[again] * len(stands) + other[again], return_inverse=True)
    base = start.min()
    apart = int(end.max() - base) + 1
    begin, until = (side[again] - base + passages * apart for side in (start, end))
    order = np.argsort(begin)
    begin, until = united(begin[order], until[order])
    return np.append(start[~again], begin % apart + base), np.append(end[~again], until % apart + base)


def _convolved(cells: list[_Cells]) -> Chances:
    """The distribution of the sum over documents, and where what was observed lies in it."""
    cells = [cell for cell in cells if len(cell.pair)]
    if not cells:
        none = np.empty(0, dtype=np.int64)
        return Chances(none, none, none.astype(float), none.astype(float), none.astype(float), none.astype(bool))
    pair = np.concatenate([each.pair for each in cells])
    sizes = np.concatenate([each.sizes for each in cells])
    ends = np.cumsum(sizes)
    parts = np.split(np.concatenate([each.shares for each in cells]), ends[:-1])
    order = np.argsort(pair, kind="stable")
    first = np.flatnonzero(np.diff(pair[order], prepend=-1))
    observed = np.add.reduceat(np.concatenate([each.observed for each in cells])[order], first)
    result = np.empty((3, len(first)))
    for number, (begin, end) in enumerate(zip(first, np.append(first[1:], len(order)), strict=True)):
        shares = reduce(np.convolve, [parts[cell] for cell in order[begin:end]])
        met = observed[number]
        result[:, number] = shares @ np.arange(len(shares)), shares[met:].sum(), shares[: met + 1].sum()
    expected, p, p_less = result
    return Chances(
        pair[order][first],
        observed,
        expected,
        np.minimum(p, 1),
        np.minimum(p_less, 1),
        np.zeros(len(first), dtype=bool),
    )


def _drawn(
    coded: Coded, stands: Numbers, rings: Rings, on: Numbers, pair: int, size: int, *, draws: int, seed: int
) -> Chances:
    """The same for one pair of codes by shifts drawn at random, one after another (Besag and Clifford 1991).

    Each tail is drawn until `ENOUGH` draws l have reached it, when p is ENOUGH / l; else p is (reached + 1) / (n + 1).
    """
    random = np.random.default_rng([seed, pair])
    one, other = (on[coded.code[on] == code] for code in divmod(pair, size))
    observed = _meetings(coded, stands, rings, one, other, np.zeros_like(rings.steps))
    total, reached, p = 0, [0, 0], [0.0, 0.0]
    for drawn in range(1, draws * LONGER + 1):
        met = _meetings(coded, stands, rings, one, other, random.integers(0, np.maximum(rings.steps, 1)))
        total += met
        for tail, reaches in enumerate((met >= observed, met <= observed)):
            reached[tail] += reaches
            if reaches and reached[tail] == ENOUGH:
                p[tail] = ENOUGH / drawn
        if min(reached) >= ENOUGH:
            break
    p = [known or (count + 1) / (drawn + 1) for known, count in zip(p, reached, strict=True)]
    return Chances(*map(np.array, ([pair], [observed], [total / drawn], p[:1], p[1:], [True])))


def _meetings(coded: Coded, stands: Numbers, rings: Rings, one: Numbers, other: Numbers, shift: Numbers) -> int:
    """How many passages of the one code meet one of the other where the one is shifted by so many steps a document."""
    length = int(rings.steps.max(initial=0)) * rings.fine + 1
    places = (one, rings.start, rings.end, shift), (other, rings.near_start, rings.near_end, 0 * shift)
    spans = []
    for codings, begin, finish, moved in places:
        document = coded.document[codings]
        around = rings.steps[document] * rings.fine
        start = (begin[codings] + moved[document] * rings.fine) % around
        end = start + np.minimum(finish[codings] - begin[codings], around)
        work = (document * (int(coded.coder.max()) + 1) + coded.coder[codings]) * length
        over = end > around
        until = np.append(work + np.minimum(end, around), (work + end - around)[over])
        spans.append((np.append(codings, codings[over]), np.append(work + start, work[over]), until))
    coding, start, end = (np.concatenate(column) for column in zip(*spans, strict=True))
    order = np.argsort(start, kind="stable")
    coding = coding[order]
    met = [np.empty(0, dtype=np.int64)]
    for a, b in overlaps(start[order], end[order]):
        differ = coded.code[coding[a]] != coded.code[coding[b]]
        a, b = stands[coding[a[differ]]], stands[coding[b[differ]]]
        met.append(distinct(np.minimum(a, b) * len(stands) + np.maximum(a, b)))
    return len(distinct(np.concatenate(met)))


def _columns(chances: Chances) -> list[np.ndarray]:
    return [getattr(chances, field.name) for field in fields(chances)]
