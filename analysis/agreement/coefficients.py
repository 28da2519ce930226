"""Agreement of coders on units, with and without what chance alone would bring.

In each, `ratings` has a row a unit and a column a coder; a missing value is a unit that the coder was not given.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from analysis.agreement.ratings import Rated, agreeing, rated, weighed
from analysis.agreement.result import NO_PAIR, ONE_VALUE, Agreement, agreement_of
from codebook.errors import OptionError


def percent_agreement(ratings: pd.DataFrame) -> Agreement:
    """The share (0..1) of the units to which two coders gave the same value, of those that both gave one."""
    both, dropped = _by_all(_two_coders(ratings, "Percent agreement"))
    a, b = both.value.T
    same = float(np.mean(a == b)) if len(a) else 0.0
    return agreement_of(
        "Percent agreement", same, units=len(a), dropped=dropped, coders=2, undefined="" if len(a) else NO_PAIR
    )


def cohen_kappa(ratings: pd.DataFrame) -> Agreement:
    """Agreement of two coders beyond chance, each having habits of their own.

    (P_o - P_e) / (1 - P_e), P_e the sum over values of the product of the two coders' shares (Cohen 1960, eq. 1).
    """
    both, dropped = _by_all(_two_coders(ratings, "Cohen's kappa"))
    shares = [np.bincount(value, minlength=len(both.values)) / max(len(value), 1) for value in both.value.T]
    return _beyond_chance("Cohen's kappa", both, dropped, expected=float(shares[0] @ shares[1]))


def scott_pi(ratings: pd.DataFrame) -> Agreement:
    """Agreement of two coders beyond chance, who use the values equally often but for chance.

    As Cohen's kappa, P_e being the sum over values of the square of the share of both together (Scott 1955).
    """
    both, dropped = _by_all(_two_coders(ratings, "Scott's pi"))
    return _beyond_chance("Scott's pi", both, dropped, expected=_by_shared_habit(both))


def fleiss_kappa(ratings: pd.DataFrame) -> Agreement:
    """Agreement of any number of coders beyond chance; with two it is Scott's pi (Fleiss 1971, eqs 1 to 7).

    Units to which a coder gave no value are dropped: the formula knows no missing values.
    """
    complete, dropped = _by_all(rated(ratings))
    return _beyond_chance("Fleiss' kappa", complete, dropped, expected=_by_shared_habit(complete))


def gwet_ac1(ratings: pd.DataFrame, *, values: Collection[Any] = ()) -> Agreement:
    """Agreement of any number of coders beyond chance, where chance is that of units hard to rate.

    P_o is the mean over units with two values or more, P_e the sum over values of s (1 - s) / (q - 1), where s is the
    mean share of a value over all units with a value, and q the number of values (Gwet 2008; 2014, section 2.4).

    Args:
        values: those that there were to choose from, where not all were given.
    """
    said = rated(ratings)
    given = said.given
    size = _number_of_values(said, values)
    share = weighed(said.value, 1 / np.maximum(given, 1)) / max(int(np.count_nonzero(given)), 1)
    expected = float(share @ (1 - share)) / max(size - 1, 1)
    return _with_missing("Gwet's AC1", said, expected=expected, size=size)


def brennan_prediger(ratings: pd.DataFrame, *, values: Collection[Any] = ()) -> Agreement:
    """Agreement of any number of coders beyond chance, where by chance each of q values is as likely: P_e = 1 / q.

    (Brennan and Prediger 1981, eq. 8; with missing values Gwet 2014, section 2.5.)

    Args:
        values: those that there were to choose from, where not all were given.
    """
    said = rated(ratings)
    size = _number_of_values(said, values)
    return _with_missing("Brennan and Prediger's kappa", said, expected=1 / max(size, 1), size=size)


def _two_coders(ratings: pd.DataFrame, measure: str) -> Rated:
    if ratings.shape[1] != 2:
        raise OptionError(
            f"{measure} is of two coders, and the ratings have {ratings.shape[1]} columns: choose two of them, "
            "or take fleiss_kappa or krippendorff_alpha."
        )
    return rated(ratings)


def _by_all(all_units: Rated) -> tuple[Rated, int]:
    """The units to which every coder gave a value, and the number of the others."""
    complete = all_units.of(all_units.given == all_units.coders)
    return complete, len(all_units.value) - len(complete.value)


def _by_shared_habit(complete: Rated) -> float:
    """The agreement by chance if all coders used each value as often as they do together."""
    counts = complete.counts()
    return float(np.sum((counts / max(counts.sum(), 1)) ** 2))


def _beyond_chance(measure: str, complete: Rated, dropped: int, *, expected: float) -> Agreement:
    """(P_o - P_e) / (1 - P_e) over units that all coders gave a value."""
    units, coders = complete.value.shape
    reason = _undefined(complete, size=int(np.count_nonzero(complete.counts())))
    observed = 0.0 if reason else float(agreeing(complete.value).mean()) / (coders * (coders - 1))
    value = 0.0 if reason else (observed - expected) / (1 - expected)
    return agreement_of(measure, value, units=units, dropped=dropped, coders=coders, undefined=reason)


def _with_missing(measure: str, all_units: Rated, *, expected: float, size: int) -> Agreement:
    """(P_o - P_e) / (1 - P_e), P_o being the mean over units of the share of their pairs of coders that agree."""
    paired = all_units.of(all_units.given >= 2)
    given = paired.given
    reason = _undefined(paired, size=size)
    observed = 0.0 if reason else float(np.mean(agreeing(paired.value) / (given * (given - 1))))
    value = 0.0 if reason else (observed - expected) / (1 - expected)
    units = len(given)
    dropped = len(all_units.value) - units
    return agreement_of(measure, value, units=units, dropped=dropped, coders=all_units.coders, undefined=reason)


def _undefined(paired: Rated, *, size: int) -> str:
    """Why there is no value, of so many values: "" where there is one."""
    if not len(paired.value) or paired.coders < 2:
        return NO_PAIR
    return ONE_VALUE if size < 2 else ""


def _number_of_values(given: Rated, values: Collection[Any]) -> int:
    """How many values there were to choose from. Raises OptionError where one was given that is not among them."""
    if values and (other := [value for value in given.values if value not in values]):
        raise OptionError(f"The value {str(other[0])[:60]!r} is not among the values to choose from: add it to them.")
    return len(set(values)) if values else len(given.values)
