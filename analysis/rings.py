"""What codings slide round, when one asks what chance would bring: the turns, sentences or characters of a document.

Sliding must keep what people do when they cut a passage. Two codings of one whole sentence each share a character only
where they are of the same sentence; were they to slide by characters, they would lie across two sentences and meet
twice as often. So codings slide by whole turns or whole sentences where that is what they were cut by.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis import units as lines
from analysis.passages import Coded
from analysis.spans import Numbers
from analysis.units import Units
from codebook.errors import OptionError

STEPS = ("turn", "sentence", "character")
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
    """

    start: Numbers
    end: Numbers
    near_start: Numbers
    near_end: Numbers
    steps: Numbers
    fine: int = 1


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
        step: turn, sentence or character. None: the largest of these at whose edges most codings begin and end.

    Raises:
        OptionError: there is no such step.
    """
    if step is not None and step not in STEPS:
        raise OptionError(f"Codings do not slide by “{step[:40]}”: give one of {', '.join(STEPS)}.")
    if step == "sentence" and sentences is None:
        raise ValueError("sliding by sentences needs sentences")
    near = coded if window is None else _around(coded, turns, window)
    if step == "turn" or (step is None and _at_edges(coded, turns) >= 0.5):
        return _by(coded, near, turns)
    if sentences is not None and (step == "sentence" or (step is None and _at_edges(coded, sentences) >= 0.5)):
        return _by(coded, near, sentences)
    here, there = lines.characters(coded, turns), lines.characters(near, turns)
    lengths = _per_document(coded, turns, turns.end - turns.start)
    return Rings(here.start, here.end, there.start, there.end, lengths)


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


def _by(coded: Coded, near: Coded, units: Units) -> Rings:
    start, end, near_start, near_end = (_places(at, units) for at in (coded.start, coded.end, near.start, near.end))
    steps = _per_document(coded, units, np.ones_like(units.start))
    return Rings(start, end, near_start, near_end, steps, fine=_FINE)


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
