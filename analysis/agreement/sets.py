"""The sets of codes that coders gave to units, and whether they agree on these as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from analysis.agreement.alpha import alpha_of
from analysis.agreement.presence import Presence
from analysis.agreement.ratings import Rated
from analysis.agreement.result import Agreement, agreement_of
from analysis.spans import Numbers

MOST_SETS = 10_000
"""Every two sets are compared: with more of them that takes longer than all else together."""
TOO_MANY_SETS = f"no masi: there are more than {MOST_SETS:,} different sets of codes"


@dataclass(frozen=True, slots=True)
class Sets:
    """Which set of codes each coder gave to each unit: `value` is its number in `sets`, -1 where one did not code."""

    value: Numbers
    sets: list[Numbers]


def code_sets(counted: Presence) -> Sets:
    """The codes of each unit, by coder; units in the order of their line, codes as their numbers."""
    runs, coders = counted.runs, len(counted.worked)
    length = runs.end - runs.start
    run = np.repeat(np.arange(len(length)), length)
    unit = runs.start[run] + np.arange(len(run)) - np.repeat(np.cumsum(length) - length, length)
    cell, code = unit * coders + runs.coder[run], runs.code[run]
    order = np.lexsort((code, cell))
    cell, code = cell[order], code[order]

    first = np.flatnonzero(np.append(True, cell[1:] != cell[:-1])[: len(cell)])
    size = np.diff(np.append(first, len(cell)))
    # Sets are numbered by their first code, then those by their second, and so on: 0 is the empty one.
    number, known, largest = np.zeros(len(first), dtype=np.int64), 1, int(code.max(initial=0)) + 1
    for depth in range(int(size.max(initial=0))):
        longer = np.flatnonzero(size > depth)
        distinct, which = np.unique(number[longer] * largest + code[first[longer] + depth], return_inverse=True)
        number[longer] = known + which
        known += len(distinct)
    distinct, at, number = np.unique(number, return_index=True, return_inverse=True)

    places = int(counted.units.sum()) + len(counted.units)
    document = np.repeat(np.arange(len(counted.units)), counted.units + 1)  # with the place left free after each
    value = np.where(counted.worked.T[document], 0, -1)
    value[counted.first + counted.units] = -1
    value[np.divmod(cell[first], coders)] = number + 1
    sets = [code[first[place] : first[place] + size[place]] for place in at]
    return Sets(value.reshape(places, coders), [np.empty(0, dtype=np.int64), *sets])


def masi_alpha(given: Sets, coders: Iterable[int]) -> Agreement:
    """Alpha of the sets that these coders gave to units, by MASI distance; undefined where there are too many sets."""
    value = given.value[:, sorted(coders)]
    value = value[np.count_nonzero(value >= 0, axis=1) >= 2]
    used, number = np.unique(value, return_inverse=True)
    if len(used) > MOST_SETS:
        return agreement_of("masi", 0.0, units=len(value), dropped=0, coders=value.shape[1], undefined=TOO_MANY_SETS)
    missing = int(len(used) > 0 and used[0] < 0)
    sets = [frozenset(given.sets[place].tolist()) for place in used[missing:]]
    return alpha_of(Rated(number.reshape(value.shape) - missing, sets), level="masi")
