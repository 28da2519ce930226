"""Ratings as numbers, which is what every coefficient begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.spans import Flags, Numbers
from codebook.errors import OptionError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rated:
    """Who gave which value: a row a unit, a column a coder.

    `value` is the number of a value in `values`, -1 where the coder gave none.
    """

    value: Numbers
    values: Sequence[Any]

    @property
    def coders(self) -> int:
        return self.value.shape[1]

    @property
    def given(self) -> Numbers:
        """How many coders gave each unit a value."""
        return np.asarray(np.count_nonzero(self.value >= 0, axis=1), dtype=np.int64)

    def of(self, units: Flags) -> Rated:
        """Some of the units."""
        return self if units.all() else Rated(self.value[units], self.values)

    def counts(self) -> Numbers:
        """How often each of `values` was given."""
        return np.bincount(self.value[self.value >= 0], minlength=len(self.values))


def rated(ratings: pd.DataFrame) -> Rated:
    """The ratings as numbers; 1 and 1.0 are one value, 1 and "1" are two.

    Raises OptionError for values that cannot be compared, such as lists.
    """
    cells = ratings.to_numpy(object).ravel() if _mixed(ratings) else ratings.to_numpy().ravel()
    try:
        numbers, values = pd.factorize(cells)
    except TypeError as error:
        raise OptionError(f"Ratings are text, numbers or frozensets of codes: {error}.") from error
    return Rated(numbers.reshape(ratings.shape).astype(np.int64), values)


def agreeing(value: Numbers) -> Numbers:
    """For each unit the number of ordered pairs of coders who gave it the same value."""
    pairs = np.zeros(len(value), dtype=np.int64)
    for a, b in combinations(np.ascontiguousarray(value.T), 2):
        pairs += (a == b) & (a >= 0)
    return 2 * pairs


def weighed(value: Numbers, weight: Floats) -> Floats:
    """How much each value was given, the units weighing so much; from 0 to the largest there is."""
    given = value >= 0
    weights = np.broadcast_to(weight[:, None], value.shape)[given]
    return np.asarray(np.bincount(value[given], weights=weights), dtype=np.float64)


def _mixed(ratings: pd.DataFrame) -> bool:
    """Whether columns have no numeric type in common."""
    return not all(pd.api.types.is_numeric_dtype(kind) and isinstance(kind, np.dtype) for kind in ratings.dtypes)
