"""The best alignment of several coders' spans: exactly, as an assignment of two coders' or an integer programme."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np

from analysis.agreement.ratings import Floats
from analysis.spans import Numbers
from codebook.errors import OptionError

Spans = Numbers
"""Of one coder: columns start, end, code (a number)."""

MOST = 300_000
"""Groups of spans that are weighed, at most: with more the programme would take hours."""

AT_ONCE = 1_000


def disorder(texts: Sequence[Spans], alpha: float, beta: float, delta: float) -> float:
    """The least disorder in which the spans can be aligned, per span of a coder (Mathet et al. 2015, section 4.3).

    In an alignment each span stands with at most one span of each other coder. A group's disorder is the mean of its
    pairs', where a pair with nobody in it costs `delta`. Each span by itself costs `delta` a span, so what is sought
    is the alignment that saves most.

    Raises:
        OptionError: more than `MOST` groups would have to be weighed.
    """
    spans = sum(len(text) for text in texts)
    if not spans:
        return 0.0
    if len(texts) == 2:
        saved = _saved_by_two(_dissimilarity(texts[0], texts[1], alpha, beta, delta), delta)
    else:
        saved = _saved_by_many(texts, alpha, beta, delta)
    return (delta * spans - saved) / (spans / len(texts))


def _dissimilarity(a: Spans, b: Spans, alpha: float, beta: float, delta: float) -> Floats:
    """Of each span of `a` and each of `b`: position and code (equations 3 and 5, the codes alike or not)."""
    ends = np.abs(a[:, None, :2] - b[None, :, :2]).sum(axis=2)
    lengths = (a[:, 1] - a[:, 0])[:, None] + (b[:, 1] - b[:, 0])[None, :]
    return delta * (alpha * (ends / lengths) ** 2 + beta * (a[:, None, 2] != b[None, :, 2]))


def _saved_by_two(costs: Floats, delta: float) -> float:
    from scipy.optimize import linear_sum_assignment

    saves = np.maximum(2 * delta - costs, 0)
    return float(saves[linear_sum_assignment(saves, maximize=True)].sum())


def _saved_by_many(texts: Sequence[Spans], alpha: float, beta: float, delta: float) -> float:
    """What the best set of groups saves, no span in two of them: a set packing over the groups that save something."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    first = np.cumsum([0, *(len(text) for text in texts)])
    saves, members = _groups(texts, alpha, beta, delta)
    if not len(saves):
        return 0.0
    group, coder = np.nonzero(members >= 0)
    span = first[coder] + members[group, coder]
    stands_in = csr_array((np.ones(len(span)), (span, group)), shape=(first[-1], len(saves)))
    best = milp(-saves, integrality=1, bounds=Bounds(0, 1), constraints=LinearConstraint(stands_in, ub=1))
    return float(saves[best.x > 0.5].sum())


def _groups(texts: Sequence[Spans], alpha: float, beta: float, delta: float) -> tuple[Floats, Numbers]:
    """Groups of two spans or more that may stand in the best alignment: what each saves, and its span of each coder.

    -1 is for a coder with no span in it. A group is left out where one of its spans had better stand by itself.
    """
    coders, pairs = len(texts), comb(len(texts), 2)
    members = np.full((1, coders), -1)
    cost = np.zeros((1, coders))  # of each coder's span with the others of its group
    limit = delta * (pairs + coders - 1)
    for new in range(coders):
        between = [_dissimilarity(texts[old], texts[new], alpha, beta, delta) for old in range(new)]
        found = [(members, cost)]
        for at in range(0, len(members), AT_ONCE):
            found.append(_joined(members[at : at + AT_ONCE], cost[at : at + AT_ONCE], between, len(texts[new]), limit))
            if sum(len(some) for some, _ in found) > MOST:
                raise OptionError(
                    f"Gamma of these {coders} coders would weigh more than {MOST:,} groups of spans, since so many lie "
                    "about one place. Take two coders at a time, or one theme."
                )
        members, cost = (np.concatenate(parts) for parts in zip(*found, strict=True))
    size = (members >= 0).sum(axis=1)
    within = cost.sum(axis=1) / 2
    saves = size * delta - (within + (pairs - size * (size - 1) / 2) * delta) / pairs
    worth = (size > 1) & (saves > 0) & (cost < delta * (pairs + size - 1)[:, None]).all(axis=1)
    return saves[worth], members[worth]


def _joined(
    members: Numbers, cost: Floats, between: Sequence[Floats], spans: int, limit: float
) -> tuple[Numbers, Floats]:
    """Each group with each of the next coder's spans, where no span of it costs as much as the limit."""
    new = len(between)
    spread = np.zeros((len(members), spans, members.shape[1]))
    for old, costs in enumerate(between):
        there = members[:, old] >= 0
        spread[there, :, old] = costs[members[there, old]]
    spread[:, :, new] = spread.sum(axis=2)
    spread += cost[:, None, :]
    group, span = np.nonzero((spread < limit).all(axis=2))
    joined = members[group]
    joined[:, new] = span
    return joined, spread[group, span]
