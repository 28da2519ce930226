"""Chances: sliding, sums of unlike chances, and many tests at once."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binom, false_discovery_control

from analysis.chance import at_least, false_discovery, sliding
from tests.analysis.strategies import unhurried

chances = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=9)


@unhurried
@given(st.integers(1, 12).flatmap(lambda size: st.tuples(arrays(bool, size), arrays(bool, size))))
def test_sliding_counts_the_turns_of_the_ring_that_bring_one_near(ring) -> None:
    own, near = ring
    brought = [(np.roll(own, step) & near).any() for step in range(len(own))]
    places = sliding(np.flatnonzero(own), np.flatnonzero(near), places=len(own))
    assert places == pytest.approx(np.mean(brought))


def test_on_a_ring_without_places_nothing_meets() -> None:
    assert sliding(np.array([], dtype=int), np.array([], dtype=int), places=0) == 0


def by_hand(chances: np.ndarray, k: int) -> float:
    """P(X >= k) as a sum over everything that can happen."""
    return sum(
        np.prod([p if happens else 1 - p for p, happens in zip(chances, outcome, strict=True)])
        for outcome in product((False, True), repeat=len(chances))
        if sum(outcome) >= k
    )


@unhurried
@given(chances)
def test_the_tail_is_the_sum_over_all_that_can_happen_and_so_with_each_left_out(cases) -> None:
    p, happened = np.array([p for p, _ in cases]), np.array([h for _, h in cases], dtype=bool)
    whole, without = at_least(p[:, None], happened[:, None])
    assert whole == pytest.approx([by_hand(p, happened.sum())], abs=1e-12)
    for one in range(len(p)):
        others = np.delete(p, one), np.delete(happened, one)
        assert without[one] == pytest.approx([by_hand(others[0], others[1].sum())], abs=1e-12)


def test_equal_chances_make_the_binomial_distribution_far_into_its_tail() -> None:
    k = np.array([1, 45])
    p, without = at_least(np.full((60, 2), 0.1), np.arange(60)[:, None] < k)
    assert p == pytest.approx(binom.sf(k - 1, 60, 0.1), rel=1e-9)
    assert without[-1] == pytest.approx(binom.sf(k - 1, 59, 0.1), rel=1e-9)


@unhurried
@given(arrays(float, st.integers(1, 30), elements=st.floats(0, 1)))
def test_q_is_as_scipy_has_it(p) -> None:
    assert false_discovery(p) == pytest.approx(false_discovery_control(p))


def test_what_was_not_tested_has_no_q_and_makes_that_of_others_no_larger() -> None:
    q = false_discovery(np.array([0.01, 0.5, 0.04]), tested=np.array([True, False, True]))
    assert q == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)
    assert np.isnan(false_discovery(np.array([0.1]), tested=np.array([False]))).all()
