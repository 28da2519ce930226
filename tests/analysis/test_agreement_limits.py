"""Limits of alpha: what they are, by loops over documents and draws, and that they hold what they should."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.agreement.binary import FEW, alpha_limits, binary_alpha
from benchmarks.coverage import CODERS, coverage
from tests.analysis.strategies import unhurried

# Student's t at .975, from the tables.
STUDENT = {1: 12.7062, 4: 2.7764, 18: 2.1009}


def documents(count: int, *, codes: int = 1, seed: int = 0):
    """Values, ones and differing of two coders in so many documents of 30 to 60 units."""
    chance = np.random.default_rng(seed)
    units = chance.integers(30, 60, count)
    both, differing = chance.binomial(units, 0.2, (codes, count)), chance.binomial(8, 0.4, (codes, count))
    return 2 * units, 2.0 * both + differing, differing.astype(float)


def alpha_of(values, ones, differing):
    return float(binary_alpha(sum(values), np.float64(sum(ones)), np.float64(sum(differing))))


@pytest.mark.parametrize("count", [2, 5, FEW - 1])
def test_of_few_documents_they_are_by_leaving_each_out(count):
    values, ones, differing = documents(count)
    alpha = alpha_of(values, ones[0], differing[0])
    without = []
    for left_out in range(count):
        kept = [place for place in range(count) if place != left_out]
        without.append(alpha_of(values[kept], ones[0][kept], differing[0][kept]))
    mean = sum(without) / count
    error = math.sqrt((count - 1) / count * sum((each - mean) ** 2 for each in without))
    off = STUDENT[count - 1] * error / (1 - alpha)
    low, high = alpha_limits(values, ones, differing)
    assert low[0] == pytest.approx(max(-1, 1 - (1 - alpha) * math.exp(off)), abs=1e-4)
    assert high[0] == pytest.approx(1 - (1 - alpha) * math.exp(-off), abs=1e-4)


def test_of_more_documents_they_are_by_drawing_documents_again_and_again():
    values, ones, differing = documents(FEW)
    drawn = np.random.default_rng(7).integers(FEW, size=(200, FEW))

    def logarithm(chosen):
        """log(1 - alpha), and its error by what each document adds to it."""
        n, one, differ = (float(sum(part[chosen])) for part in (values, ones[0], differing[0]))
        value = math.log((n - 1) * differ / (one * (n - one)))
        adds = [
            values[place] * (1 / (n - 1) - 1 / (n - one))
            + ones[0][place] * (1 / (n - one) - 1 / one)
            + differing[0][place] / differ
            for place in chosen
        ]
        mean = sum(adds) / FEW
        return value, math.sqrt(FEW / (FEW - 1) * sum((each - mean) ** 2 for each in adds))

    centre, error = logarithm(np.arange(FEW))
    off = sorted((value - centre) / its_error for value, its_error in map(logarithm, drawn))
    low, high = alpha_limits(values, ones, differing, draws=200, seed=7)
    # The 5th and the 195th of 200.
    assert low[0] == pytest.approx(1 - math.exp(centre - off[4] * error))
    assert high[0] == pytest.approx(1 - math.exp(centre - off[194] * error))


@unhurried
@given(
    st.lists(st.tuples(st.integers(1, 20), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=30)
)
def test_whatever_was_coded_they_contain_alpha_or_are_missing_together(rows):
    units = np.array([row[0] for row in rows])
    a, b = (np.array([round(row[0] * row[which]) for row in rows]) for which in (1, 2))
    least, most = np.maximum(a + b - units, 0), np.minimum(a, b)
    both = least + np.array([round((m - low) * row[3]) for row, low, m in zip(rows, least, most, strict=True)])
    ones, differing = (a + b).astype(float), (a + b - 2 * both).astype(float)
    alpha = alpha_of(2 * units, ones, differing)
    low, high = alpha_limits(2 * units, ones[None], differing[None], draws=100)
    assert np.isnan(low[0]) == np.isnan(high[0])
    if not np.isnan(low[0]):
        assert -1 <= low[0] <= alpha <= high[0] <= 1
    if np.isnan(alpha) or alpha == 1 or both.sum() == 0 or len(rows) == 1:
        assert np.isnan(low[0])


@pytest.mark.parametrize("count", [8, 40])
def test_a_code_in_one_document_alone_has_none(count):
    values, ones, differing = documents(count)
    ones[:, 1:] = differing[:, 1:] = 0
    assert np.isnan(alpha_limits(values, ones, differing, draws=100)).all()


@pytest.mark.parametrize("count", [8, 40])
def test_a_code_that_no_unit_has_from_two_coders_or_that_nobody_differs_on_has_none(count):
    values, ones, _ = documents(count)
    assert np.isnan(alpha_limits(values, ones, ones, draws=100)).all()
    assert np.isnan(alpha_limits(values, ones, 0 * ones, draws=100)).all()


@pytest.mark.parametrize("count", [8, 40])
def test_a_code_has_the_same_limits_alone_and_among_others(count, monkeypatch):
    values, ones, differing = documents(count, codes=7)
    ones[2] = differing[2] = 0
    together = np.stack(alpha_limits(values, ones, differing, draws=300))
    alone = [np.stack(alpha_limits(values, ones[[code]], differing[[code]], draws=300)) for code in range(7)]
    assert together == pytest.approx(np.hstack(alone), nan_ok=True)
    monkeypatch.setattr("analysis.agreement.binary.AT_ONCE", 2)
    assert np.stack(alpha_limits(values, ones, differing, draws=300)) == pytest.approx(together, nan_ok=True)


@pytest.mark.parametrize("count", [8, 40])
def test_documents_that_are_all_alike_leave_no_doubt(count):
    values, ones, differing = (np.full((1, count), number) for number in (64, 16.0, 4.0))
    low, high = alpha_limits(values[0], ones, differing, draws=100)
    assert low[0] == pytest.approx(high[0])


def test_without_codes_there_are_none():
    for count in (0, 5, 30):
        low, high = alpha_limits(np.ones(count, dtype=np.int64), np.ones((0, count)), np.ones((0, count)))
        assert len(low) == len(high) == 0


@pytest.mark.parametrize("coders", CODERS, ids=lambda coders: coders.name)
@pytest.mark.parametrize("count", [10, FEW])
def test_they_hold_alpha_in_nine_of_ten_studies_where_the_code_is_not_rare(count, coders):
    truth, held = coverage(count, 0.1, coders, number=600)
    assert 0.3 < truth < 0.9
    assert held >= 0.9
