"""What codings slide round, when one asks what chance would bring: the turns, sentences or characters of a document.

Sliding must keep what people do when they cut a passage. Two codings of one whole sentence each share a character only
where they are of the same sentence; were they to slide by characters, they would lie across two sentences and meet
twice as often. So codings slide by whole turns or whole sentences where that is what they were cut by.

Sliding by whole rings takes for granted that any part of an interview may be coded. Where that is not so, codings slide
by places: from where one passage begins to where another does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis import units as lines
from analysis.passages import Coded
from analysis.spans import Numbers
from analysis.units import Units
from codebook.errors import OptionError

STEPS = ("turn", "sentence", "character", "place")
_FINE = 1 << 20  # positions in a turn or sentence
_NEAR = 2  # characters by which an edge may miss: people leave a full stop out, or take a space in


@dataclass(frozen=True, slots=True)
class Rings:
    """Codings as stretches of rings, one ring a document.

    Args:
        start, end: Of each coding, half-open, in `fine`-ths of a step; start = end where it is on no ring.
        near_start, near_end: Where a coding that slides meets it: the same, or the turns around it.
        steps: Of each document, once round.
        fine: How many positions a step has.
        by_place: Whether they slide from place to place (see `Places`) and not by these steps.
    """

    start: Numbers
    end: Numbers
    near_start: Numbers
    near_end: Numbers
    steps: Numbers
    fine: int = 1
    by_place: bool = False

    def around(self, document: Numbers, code: Numbers) -> Numbers:
        """How many shifts there are in each document, past whatever code."""
        return self.steps[document] + 0 * code

    def stretches(self, a: Numbers, b: Numbers, around: Numbers) -> tuple[Numbers, Numbers]:
        """The shifts of each coding a in which it meets b: the first of them on the ring, and how many there are."""
        low = (self.near_start[b] - self.end[a]) // self.fine + 1
        high = -((self.start[a] - self.near_end[b]) // self.fine) - 1
        return low % around, np.clip(high - low + 1, 0, around)


class Places:
    """Where passages begin on the rings: by one step each passage begins where the next one did, as long as it is.

    A code slides past another over all places but the other's own. Make it with what `rings` gives.
    """

    def __init__(self, rings: Rings, coded: Coded, stands: Numbers) -> None:
        self._rings, self._coded, self._stands = rings, coded, stands
        on = np.unique(stands[rings.end > rings.start])
        self._stride = int(max(rings.start.max(initial=0), rings.near_end.max(initial=0))) + 2
        keys = coded.document[on] * self._stride + rings.start[on]
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._number = np.zeros(len(coded), dtype=np.int64)
        self._number[on[order]] = np.arange(len(on))
        self._own = np.sort(coded.code[on[order]] * (len(on) + 1) + np.arange(len(on)))

    def around(self, document: Numbers, code: Numbers) -> Numbers:
        """How many shifts there are in each document past a code."""
        return self._before(np.full_like(document, self._stride - 1), document, code)

    def stretches(self, a: Numbers, b: Numbers, around: Numbers) -> tuple[Numbers, Numbers]:
        """The shifts of each coding a in which it meets b: the first of them, and how many there are."""
        rings, document, code = self._rings, self._coded.document[a], self._coded.code[b]
        begin = rings.start[self._stands[a]]  # of the passage, of which a coding by another coder may begin later
        first = self._before(rings.near_start[b] - rings.end[a] + begin + 1, document, code)
        last = self._before(rings.near_end[b] - rings.start[a] + begin, document, code)
        now = self._but(self._number[self._stands[a]], document, code)
        return (first - now) % around, np.clip(last - first, 0, around)

    def _before(self, at: Numbers, document: Numbers, code: Numbers) -> Numbers:
        """How many places of a document lie before a position, those of a code aside."""
        at = document * self._stride + np.clip(at, 0, self._stride - 1)
        return self._but(np.searchsorted(self._keys, at), document, code)

    def _but(self, number: Numbers, document: Numbers, code: Numbers) -> Numbers:
        """How many places of a document lie before one that has this number, those of a code aside."""
        first = np.searchsorted(self._keys, document * self._stride)
        own = code * (len(self._keys) + 1)
        return number - first - np.searchsorted(self._own, own + number) + np.searchsorted(self._own, own + first)


def rings(
    coded: Coded,
    turns: Units,
    sentences: Units | None = None,
    *,
    window: int | None = None,
    step: str | None = None,
) -> Rings:
    """The turns end to end, and nothing between them: codings slide by whole turns, whole sentences or characters.

    Within a turn or sentence a coding keeps its place, as a share of its length.

    Args:
        sentences: those of `turns`, where they are known.
        window: codings meet where they are in turns at most so many apart. None: where they overlap.
        step: turn, sentence or character. None: the largest of these at whose edges most codings begin and end. Place:
            lengths are in the same, and codings slide by `Places`.

    Raises:
        OptionError: there is no such step.
    """
    if step is not None and step not in STEPS:
        raise OptionError(f"Codings do not slide by “{step[:40]}”: give one of {', '.join(STEPS)}.")
    if step == "sentence" and sentences is None:
        raise ValueError("sliding by sentences needs sentences")
    near = coded if window is None else _around(coded, turns, window)
    by_place = step == "place"
    as_cut = step is None or by_place
    if step == "turn" or (as_cut and _at_edges(coded, turns) >= 0.5):
        return _by(coded, near, turns, by_place=by_place)
    if sentences is not None and (step == "sentence" or (as_cut and _at_edges(coded, sentences) >= 0.5)):
        return _by(coded, near, sentences, by_place=by_place)
    here, there = lines.characters(coded, turns), lines.characters(near, turns)
    lengths = _per_document(coded, turns, turns.end - turns.start)
    return Rings(here.start, here.end, there.start, there.end, lengths, by_place=by_place)


def _around(coded: Coded, turns: Units, size: int) -> Coded:
    """Of each coding the turns that it touches, and so many before and after them in the document."""
    line = lines.touched(coded, turns)
    on = np.flatnonzero(line.end > line.start)
    document = coded.document[on]
    first = np.maximum(line.start[on] - size, np.searchsorted(turns.document, document))
    last = np.minimum(line.end[on] + size, np.searchsorted(turns.document, document, side="right"))
    start, end = coded.start.copy(), coded.start.copy()
    start[on], end[on] = turns.start[first], turns.end[last - 1]
    return replace(coded, start=start, end=end)


def _by(coded: Coded, near: Coded, units: Units, *, by_place: bool) -> Rings:
    start, end, near_start, near_end = (_places(at, units) for at in (coded.start, coded.end, near.start, near.end))
    steps = _per_document(coded, units, np.ones_like(units.start))
    return Rings(start, end, near_start, near_end, steps, fine=_FINE, by_place=by_place)


def _places(at: Numbers, units: Units) -> Numbers:
    """Where characters are: so many units, and so many parts of the next; between two, the later's start."""
    unit = np.searchsorted(units.end, at, side="right")
    begin, end = np.append(units.start, 0)[unit], np.append(units.end, 1)[unit]
    within = np.maximum(at - begin, 0) * (unit < len(units.start))
    return unit * _FINE + within * _FINE // np.maximum(end - begin, 1)


def _at_edges(coded: Coded, units: Units) -> float:
    """The share of the codings' beginnings and ends that are at those of units, give or take `_NEAR` characters."""
    line = lines.touched(coded, units)
    on = np.flatnonzero(line.end > line.start)
    if not len(on):
        return 0.0
    begin, end = coded.start[on], coded.end[on]
    first, last = line.start[on], line.end[on] - 1
    begins = (begin - units.start[first] <= _NEAR) | (units.end[first] - begin <= _NEAR)
    ends = (units.end[last] - end <= _NEAR) | (end - units.start[last] <= _NEAR)
    return float(np.mean(np.append(begins, ends)))


def _per_document(coded: Coded, units: Units, steps: Numbers) -> Numbers:
    count = int(max(coded.document.max(initial=-1), units.document.max(initial=-1))) + 1
    return np.bincount(units.document, weights=steps, minlength=count).astype(np.int64)
