"""Krippendorff's alpha: one minus the disagreement observed over that expected by chance, for values of many kinds."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import combinations
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.agreement.ratings import Floats, Rated, agreeing, rated
from analysis.agreement.result import NO_PAIR, ONE_VALUE, Agreement, agreement_of
from analysis.spans import Numbers
from codebook.errors import OptionError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

BLOCK = 1 << 22  # pairs of sets compared at once


def krippendorff_alpha(ratings: pd.DataFrame, *, level: str = "nominal") -> Agreement:
    """Krippendorff's alpha: 1 - D_o / D_e, for any number of coders, with missing values (Krippendorff 2011).

    D_o is the mean distance d of two values within a unit, each unit weighing as much as it has values; D_e that of
    any two of the n values that can be paired. Values of a unit that only one coder rated cannot.

    Args:
        ratings: a row a unit, a column a coder.
        level: what d(c, k) is.
            nominal: 0 where the same, else 1.
            ordinal: the square of how many values lie between, half of those at c and k included. Numbers, or
                categoricals that all have the same order.
            interval: (c - k)^2. Numbers.
            jaccard, masi: values are frozensets of codes, empty where a coder gave none. 1 - J, and 1 - J M, where J is
                the share of the codes of either that both have, and M is 1 for equal sets, .67 where one holds the
                other, .33 where they share some codes, else 0 (Passonneau 2006).

    Raises:
        OptionError: there is no such level, or values do not suit it.
    """
    if level not in DISAGREEMENT:
        raise OptionError(f"There is no level {level[:40]!r}: give one of {', '.join(DISAGREEMENT)}.")
    return alpha_of(_in_order(ratings) if level == "ordinal" else rated(ratings), level=level)


def alpha_of(everything: Rated, *, level: str) -> Agreement:
    """Krippendorff's alpha of values that are numbered already, for ordinal in their order."""
    paired = everything.of(everything.given >= 2)
    counts = paired.counts()
    reason = ""
    if not counts.any():
        reason = NO_PAIR
    elif np.count_nonzero(counts) == 1:
        reason = ONE_VALUE
    observed, expected = (0.0, 1.0) if reason else DISAGREEMENT[level](paired, counts)
    return agreement_of(
        f"Krippendorff's alpha ({level})",
        1 - observed / expected,
        units=len(paired.value),
        dropped=len(everything.value) - len(paired.value),
        coders=everything.coders,
        undefined=reason,
    )


def differing(value: Numbers) -> Floats:
    """For each unit the coincidences of different values; each has two values or more, the rest being -1.

    A unit with m values has 1 / (m - 1) for each ordered pair of them (Krippendorff 2011, section B).
    """
    given = np.count_nonzero(value >= 0, axis=1)
    return (given * (given - 1) - agreeing(value)) / (given - 1)


def by_coincidence(differ: float, counts: NDArray[Any]) -> tuple[float, float]:
    """D_o and D_e of nominal values: from the sum of `differing`, and how often each value occurs."""
    total = float(counts.sum())
    return differ / total, (total**2 - float(np.sum(counts.astype(float) ** 2))) / (total * (total - 1))


def _nominal(paired: Rated, counts: Numbers) -> tuple[float, float]:
    return by_coincidence(float(differing(paired.value).sum()), counts)


def _ordinal(paired: Rated, counts: Numbers) -> tuple[float, float]:
    # Between two values lie as many as between the middles of their ranks: so ordinal is interval on these.
    return _squared(paired, counts, np.cumsum(counts) - counts / 2)


def _interval(paired: Rated, counts: Numbers) -> tuple[float, float]:
    return _squared(paired, counts, _numbers(paired, "interval"))


def _squared(paired: Rated, counts: Numbers, number: Floats) -> tuple[float, float]:
    """The distance being the square of a difference: of m values it sums to 2 (m sum of squares - square of sum)."""
    used = counts > 0
    total = counts.sum()
    number = np.where(used, number - np.average(number[used], weights=counts[used]), 0.0)
    of_unit = np.where(paired.value >= 0, number[paired.value], 0.0)
    given = paired.given
    within = 2 * (given * np.sum(of_unit**2, axis=1) - np.sum(of_unit, axis=1) ** 2)
    between = 2 * total * float(counts @ number**2)
    return float(np.sum(within / (given - 1))) / total, between / (total * (total - 1))


def _jaccard(paired: Rated, counts: Numbers) -> tuple[float, float]:
    return _of_sets(paired, counts, _jaccard_likeness)


def _masi(paired: Rated, counts: Numbers) -> tuple[float, float]:
    return _of_sets(paired, counts, _masi_likeness)


DISAGREEMENT: dict[str, Callable[[Rated, Numbers], tuple[float, float]]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "jaccard": _jaccard,
    "masi": _masi,
}
"""By level: D_o and D_e, from units with two values or more and how often each value is among them."""


Likeness = Callable[[Floats, Floats, Floats], Floats]
"""How alike two sets are, from the number of codes that they share, 1 or more, and the numbers of codes of each."""


def _jaccard_likeness(shared: Floats, a: Floats, b: Floats) -> Floats:
    return shared / (a + b - shared)


def _masi_likeness(shared: Floats, a: Floats, b: Floats) -> Floats:
    monotonicity = np.where((shared == a) & (shared == b), 1, np.where((shared == a) | (shared == b), 0.67, 0.33))
    return monotonicity * shared / (a + b - shared)


def _of_sets(paired: Rated, counts: Numbers, likeness: Likeness) -> tuple[float, float]:
    used = np.flatnonzero(counts)
    codes = _incidence([paired.values[int(place)] for place in used])
    size, weight = codes.sum(axis=1), counts[used].astype(float)
    number = np.full(len(counts) + 1, -1)  # the last speaks for values that are missing
    number[used] = np.arange(len(used))
    value, given = number[paired.value], paired.given

    alike = agreeing(value).astype(float)
    for a, b in combinations(value.T, 2):
        differ = np.flatnonzero((a >= 0) & (b >= 0) & (a != b))
        pair, which = np.unique(a[differ] * len(used) + b[differ], return_inverse=True)
        one, other = np.divmod(pair, len(used))
        met = codes[one].multiply(codes[other]).sum(axis=1)
        both = np.flatnonzero(met)
        met[both] = likeness(met[both], size[one[both]], size[other[both]])
        alike[differ] += 2 * met[which]
    total = weight.sum()
    observed = float(np.sum((given * (given - 1) - alike) / (given - 1))) / total

    # Most sets share nothing with most others, and so are not alike at all.
    expected_alike = float(weight[size == 0].sum() ** 2)
    for part in np.array_split(np.arange(len(used)), len(used) ** 2 // BLOCK + 1):
        met = codes[part] @ codes.T
        met.sort_indices()  # else the order of summing is that of a hash
        one, other = np.repeat(part, np.diff(met.indptr)), met.indices
        expected_alike += float(np.sum(weight[one] * weight[other] * likeness(met.data, size[one], size[other])))
    return observed, (total**2 - expected_alike) / (total * (total - 1))


def _incidence(sets: Sequence[Any]) -> csr_array:
    """Sets of codes as rows of ones, where they have a code. Raises OptionError where one is no set."""
    from scipy.sparse import csr_array

    for value in sets:
        if not isinstance(value, frozenset):
            raise OptionError(
                f"{str(value)[:40]!r} is no set of codes: for this level a value is a frozenset, empty where there is "
                "no code."
            )
    ends = np.cumsum([0, *map(len, sets)])
    code, names = pd.factorize(np.fromiter((code for each in sets for code in each), object, ends[-1]))
    return csr_array((np.ones(len(code)), code, ends), shape=(len(sets), len(names)))


def _numbers(paired: Rated, level: str) -> Floats:
    """The values as numbers. Raises OptionError where one is none."""
    for value in paired.values:
        if not isinstance(value, Real) or not math.isfinite(value):
            raise OptionError(
                f"{str(value)[:40]!r} is no number, and level {level} needs numbers: take nominal, or turn the values "
                "into numbers first."
            )
    return np.array([float(value) for value in paired.values])


def _in_order(ratings: pd.DataFrame) -> Rated:
    """Ratings whose `values` are in their order, which categoricals have and numbers are."""
    kinds = ratings.dtypes.tolist()
    if kinds and isinstance(kinds[0], pd.CategoricalDtype) and kinds[0].ordered and len(set(kinds)) == 1:
        value = np.column_stack([ratings.iloc[:, place].cat.codes for place in range(len(kinds))]).astype(np.int64)
        return Rated(value, kinds[0].categories)
    given = rated(ratings)
    order = np.argsort(_numbers(given, "ordinal"))
    rank = np.append(np.argsort(order), -1)
    return Rated(rank[given.value], [given.values[place] for place in order])
