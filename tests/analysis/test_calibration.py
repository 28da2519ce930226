"""The command that measures how often tests are wrong: that it runs, and that a small run finds nothing odd."""

import sys

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from benchmarks import calibration
from benchmarks.calibration_rates import (
    OVERLAP,
    OVERLAP_BY_PLACE,
    WINDOW_BY_PLACE,
    by_people,
    by_sequence,
    made,
    power,
    rate,
    rejected,
    results,
)
from benchmarks.calibration_studies import Kind
from benchmarks.coverage import CODERS, unwarned

SMALL = Kind(interviews=6, codes=6)


def test_it_writes_its_tables_between_the_marks_of_a_page(tmp_path, monkeypatch, capsys):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- turns: begin -->\nold\n<!-- turns: end -->\nafter\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["calibration", "--studies", "2", "--only", "turns", "--write", str(page)])
    calibration.main()
    written = page.read_text(encoding="utf-8")
    assert capsys.readouterr().out.strip() in written
    assert written.startswith("before\n")
    assert written.endswith("<!-- turns: end -->\nafter\n")
    assert "old" not in written
    assert written.count("| turn |") == 4


@pytest.mark.parametrize(
    ("kind", "test"),
    [
        (SMALL, OVERLAP),
        (Kind(interviews=6, codes=6, uncoded=0.25), OVERLAP_BY_PLACE),
        (Kind(interviews=6, codes=6, cut="turns"), WINDOW_BY_PLACE),
        (SMALL, by_sequence),
        (Kind(interviews=12, codes=6, per_interview=10), by_people),
    ],
    ids=["overlap", "overlap by place", "window by place", "sequences", "implications"],
)
def test_nothing_is_found_too_often_where_nothing_is(kind, test):
    rates = rejected(results(kind, {"it": test}, 8)["it"])
    for found in (rates["p"], rates["p_less"]):
        assert found.tests >= 20
        assert binomtest(round(found.share * found.tests), found.tests, 0.05, alternative="greater").pvalue > 0.001


def test_with_steps_filled_a_test_of_few_people_rejects_as_often_as_it_says():
    kind = Kind(interviews=12, codes=6, per_interview=10)
    rates = rejected(results(kind, {"it": by_people}, 12)["it"])
    filled = rates["more"]
    assert binomtest(round(filled.share * filled.tests), filled.tests, 0.05).pvalue > 0.001


@pytest.mark.parametrize(
    ("kind", "test"),
    [
        (Kind(interviews=12, beside=0.5), OVERLAP_BY_PLACE),
        (Kind(interviews=12, after=0.6), by_sequence),
        (Kind(interviews=18, codes=12, per_interview=4, meet=1.0), by_people),
    ],
    ids=["co-occurrence", "sequences", "implications"],
)
def test_what_was_planted_is_found(kind, test):
    assert power(results(kind, {"it": test}, 3)["it"]).share == 1


def test_a_rate_of_studies_that_are_all_alike_is_sure_and_of_unlike_ones_is_not():
    alike = rate([pd.Series([True, False])] * 4)
    assert (alike.tests, alike.share, alike.error) == (8, 0.5, 0)
    unlike = rate([pd.Series([True, True]), pd.Series([False, False])] * 2)
    assert unlike.share == 0.5
    assert unlike.error == pytest.approx(np.sqrt(1 / 3) / 2)  # that of a mean of four that are 1 or 0
    assert str(rate([])) == ""


def test_studies_are_the_same_each_time():
    (_, one), (_, other) = (next(made(SMALL, 1)) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("coders", CODERS, ids=lambda coders: coders.name)
def test_limits_with_no_warning_beside_them_hold(coders):
    few = unwarned(10, 0.3, coders, number=50)
    assert few.share == 0
    rare = unwarned(20, 0.03, coders, number=200)
    assert rare.share < 0.05
    common = unwarned(20, 0.3, coders, number=400)
    assert common.share == 1
    assert common.held >= 0.9
