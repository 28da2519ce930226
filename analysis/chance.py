"""Whether more people than chance would bring: sliding, sums of unlike chances, and many tests at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.spans import Flags, Numbers

Floats = NDArray[np.float64]


def sliding(own: Numbers, near: Numbers, *, places: int) -> float:
    """The share of all turns of a ring that bring one of the places `own` to one of `near`.

    The ring has `places` places, 0 .. places - 1; each of the as many turns of it, none among them, is equally likely.
    """
    reached = np.zeros(max(places, 1), dtype=bool)
    reached[(near[:, None] - own) % max(places, 1)] = True
    return np.count_nonzero(reached) / len(reached)


def at_least(chances: Floats, happened: Flags) -> tuple[Floats, Floats]:
    """How likely as many or more would happen as did, and how likely with each one left out.

    Each of independent things happens with a chance of its own (0..1), so their number has the Poisson binomial
    distribution (Hong 2013, eq. 1). It is built up from the front, and its tail from the back; leaving one out is
    then a sum over what comes before it and what comes after, with nothing subtracted, so that small tails are exact.

    Args:
        chances, happened: a row a thing, a column a case of its own. Memory grows by the square of the rows.

    Returns:
        P(X >= k) of each case, k being how many happened; and things by cases, the same of the others alone.
    """
    size, cases = chances.shape
    k = happened.sum(axis=0)
    before = np.zeros((size + 1, size + 1, cases))  # before[i, m]: m of the first i happen
    before[0, 0] = 1
    after = np.zeros((size + 1, size + 1, cases))  # after[i, m]: m or more of those from i on happen
    after[:, 0] = 1
    for i, chance in enumerate(chances):
        before[i + 1] = before[i] * (1 - chance)
        before[i + 1, 1:] += before[i, :-1] * chance
    for i in reversed(range(size)):
        after[i, 1:] = after[i + 1, 1:] * (1 - chances[i]) + after[i + 1, :-1] * chances[i]
    needed = (k - happened)[:, None] - np.arange(size + 1)[:, None]
    without = (before[:-1] * np.take_along_axis(after[1:], np.maximum(needed, 0), axis=1)).sum(axis=1)
    return np.minimum(after[0, k, np.arange(cases)], 1.0), np.minimum(without, 1.0)


def false_discovery(p: Floats, *, tested: Flags | None = None, among: int = 0) -> Floats:
    """q values: p adjusted for the number of tests made (Benjamini and Hochberg 1995); NaN where none was made.

    `among`: how many tests were made in all, where p of those that are not given is 1.
    """
    tested = np.ones(len(p), dtype=bool) if tested is None else tested
    q = np.full(len(p), np.nan)
    order = np.flatnonzero(tested)[np.argsort(p[tested], kind="stable")]
    ranked = p[order] * (max(len(order), among) / np.arange(1, len(order) + 1))
    # Not scipy.stats, which takes a second to load.
    q[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    return q
