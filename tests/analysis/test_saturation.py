"""What more interviews would bring: published figures come out, orders are drawn fairly, and small numbers are said."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.frequencies import frequencies
from analysis.saturation import (
    LEFT_OUT,
    NO_CODE,
    ONE_DOCUMENT,
    SEVERAL,
    chao2,
    new_information,
    rarefaction,
    saturation,
)
from codebook.errors import OptionError
from tests.analysis.strategies import Study, studies, study, unhurried

# Ants of 200 traps at 2,000 m (Longino and Colwell 2011): in how many traps each of 14 species was.
ANTS = [80, 59, 34, 23, 19, 15, 13, 8, 8, 4, 3, 2, 2, 1]

matrices = st.integers(1, 6).flatmap(
    lambda codes: st.lists(st.lists(st.booleans(), min_size=codes, max_size=codes), min_size=1, max_size=6)
)


def table(made: Study, **options) -> pd.DataFrame:
    return saturation(made.codings, made.codes, made.documents, **options)


def coded(rows: list[set[int]], *, codes: int = 6) -> Study:
    """A study of a document a row, with the codes that were given in it."""
    text = "abcdefgh" * 2
    turns = [(number, 0, 16, f"p{number}") for number in range(len(rows))]
    codings = [(number, code, code + 2, code, "ada") for number, row in enumerate(rows) for code in sorted(row)]
    return study([text] * len(rows), turns, [None] * codes, codings, people=len(rows))


# the functions


def test_chao2_is_what_was_published_for_ants_of_costa_rica():
    assert float(chao2(ANTS, samples=200)) == pytest.approx(14.2487, abs=1e-4)


@pytest.mark.parametrize(
    ("once", "twice", "observed", "samples", "value", "low", "high"),
    [
        (12, 4, 26, 168, 43.893, 30.511, 96.971),  # spiders of girdled hemlocks (iNEXT, ChaoRichness)
        (14, 4, 37, 252, 61.403, 43.502, 128.583),  # and of logged ones
    ],
)
def test_limits_are_those_that_others_published(once, twice, observed, samples, value, low, high):
    """Chao1 and Chao2 are one formula: individuals in place of samples."""
    found = chao2([1] * once + [2] * twice + [3] * (observed - once - twice), samples=samples)
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=2e-3)


def test_where_no_code_is_in_two_documents_the_estimate_is_the_bias_corrected_one():
    found = chao2([1, 1, 1, 5], samples=10)
    assert found.value == pytest.approx(4 + 0.9 * 3 * 2 / 2)
    assert 4 <= found.low <= found.value <= found.high


def test_codes_that_are_everywhere_leave_nothing_to_be_expected():
    found = chao2([9, 9, 9], samples=9)
    assert (found.value, found.low, found.more()) == (3, 3, 0)
    assert found.high == pytest.approx(3, abs=0.2)


def test_an_estimate_that_cannot_be_made_says_why():
    for found, why in ((chao2([1, 1], samples=1), ONE_DOCUMENT), (chao2([0, 0], samples=7), NO_CODE)):
        assert math.isnan(float(found))
        assert math.isnan(found.more())
        assert found.undefined == why
        assert why in str(found)


def test_an_estimate_reads_as_a_sentence():
    assert str(chao2(ANTS, samples=200)) == ("Chao2: 14.2 codes, 95 % limits 14.0 to 18.7 (14 seen in 200 documents)")


def test_no_code_can_be_in_more_documents_than_there_are():
    with pytest.raises(ValueError, match="in 9 of 5 documents"):
        chao2([9], samples=5)


@pytest.mark.parametrize("share", [0.8, 0.95, 0.99])
def test_with_as_many_more_documents_the_curve_drawn_on_reaches_the_share(share):
    """Colwell et al. 2012, eq. 18: S(t + m) = observed + f0 (1 - (1 - Q1 / (Q1 + t f0))^m)."""
    once, observed, samples = 12, 26, 18
    found = chao2([1] * once + [2] * 4 + [3] * 10, samples=samples)
    unseen = found.value - observed

    def reached(more: float) -> float:
        return observed + unseen * (1 - (1 - once / (once + samples * unseen)) ** more)

    more = found.more(share)
    assert reached(more) >= share * found.value > reached(more - 1)


def test_all_codes_are_never_certain():
    assert math.isnan(chao2(ANTS, samples=200).more(1.0))


@unhurried
@given(matrices)
def test_rarefaction_is_the_mean_over_all_orders(rows):
    matrix = np.array(rows)
    if len(matrix) > 5:
        matrix = matrix[:5]
    orders = [
        np.logical_or.accumulate(matrix[list(order)]).sum(axis=1)
        for order in itertools.permutations(range(len(matrix)))
    ]
    expected = np.mean(orders, axis=0)
    assert rarefaction(matrix.sum(axis=0), samples=len(matrix)) == pytest.approx(expected.tolist())


def test_rarefaction_is_what_was_published_for_ants():
    curve = rarefaction(ANTS, samples=200)
    assert [curve[n - 1] for n in (1, 10, 100, 200)] == pytest.approx([1.355, 6.4801, 12.8119, 14], abs=1e-4)


@unhurried
@given(matrices, st.integers(1, 3), st.integers(1, 3))
def test_new_information_counts_as_one_would_by_hand(rows, base, run):
    sets = [{code for code, there in enumerate(row) if there} for row in rows]
    known = len(set().union(*sets[:base]))
    expected = []
    for n in range(base + run, len(sets) + 1):
        new = set().union(*sets[n - run : n]) - set().union(*sets[: n - run])
        expected.append(len(new) / known if known else math.nan)
    assert new_information(pd.DataFrame(rows), base=base, run=run) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(("base", "run"), [(0, 2), (4, 0)])
def test_a_base_and_a_run_have_a_document_at_least(base, run):
    with pytest.raises(OptionError, match="take 1 or more of each"):
        new_information([[True]], base=base, run=run)


# the table


def test_each_document_says_what_it_added():
    made = table(coded([{0, 1}, {1}, {1, 2, 3}]))
    assert made["codes_new"].tolist() == [2, 0, 2]
    assert made["codes_total"].tolist() == [2, 2, 4]
    assert made["new_share"].tolist() == [1, 0, 0.5]


@unhurried
@given(studies())
def test_new_codes_are_those_that_frequencies_has_first_said_here(made):
    first = frequencies(made.codings, made.codes, made.documents, made.participants)["first_said"].value_counts()
    found = table(made, draws=20)
    assert found["codes_new"].tolist() == [first.get(name, 0) for name in found["document"]]


@unhurried
@given(studies(), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_names_matter_and_the_input_stays(made, random):
    before = made.codings.copy(deep=True)
    found = table(made, draws=50)
    order = random.sample(range(len(made.codings)), len(made.codings))
    again = saturation(made.codings.iloc[order], made.codes[::-1], made.documents[::-1], draws=50)
    pd.testing.assert_frame_equal(found, again)
    pd.testing.assert_frame_equal(made.codings, before)


@unhurried
@given(studies())
def test_limits_and_bands_hold_what_they_are_about(made):
    found = table(made, draws=200).dropna(subset=["rarefied"])
    assert (found["rarefied_low"] <= found["rarefied"] + 1e-9).all()
    assert (found["rarefied"] <= found["rarefied_high"] + 1e-9).all()
    known = found.dropna(subset=["estimate"])
    assert (known["estimate_low"] <= known["estimate"] + 1e-9).all()
    assert (known["estimate"] <= known["estimate_high"] + 1e-9).all()


def test_the_band_is_that_of_all_orders():
    rows = [{0, 1, 2}, {0}, {1, 3}, {0, 4}, {5}]
    totals = [[len(set().union(*order[: n + 1])) for n in range(5)] for order in itertools.permutations(rows)]
    low, high = np.quantile(totals, [0.025, 0.975], axis=0, method="inverted_cdf")
    found = table(coded(rows), draws=20_000)
    assert found["rarefied_low"].tolist() == low.tolist()
    assert found["rarefied_high"].tolist() == high.tolist()


def test_the_last_row_says_in_words_how_many_more_interviews_it_takes():
    found = table(coded([{0, 1, 2}, {0, 1, 3}, {0, 4}, {0, 5}]))
    last = found.iloc[-1]
    assert last["estimate"] == pytest.approx(6 + 0.75 * 4**2 / 2)
    assert last["note"].startswith(f"6 of at least 12.0 codes seen (50 %): about {last['more_for_95']:.0f} more")
    assert "4 documents: the estimate may be far too low" in last["note"]
    assert last["more_for_95"] == chao2([4, 2, 1, 1, 1, 1], samples=4).more()


def test_it_is_said_where_new_information_first_falls_to_the_threshold():
    rows = [{0, 1, 2, 3}, {0}, {4}, {1}, {1}, {5}]
    found = table(coded(rows), base=2, run=2, threshold=0.1)
    assert found["new_information"].tolist()[3:] == [0.25, 0, 0.25]
    assert [("the first time" in note) for note in found["note"]] == [False] * 4 + [True, False]


def test_a_document_that_nobody_coded_is_listed_and_left_out():
    found, without = table(coded([{0, 1}, set(), {1, 2}])), table(coded([{0, 1}, {1, 2}]))
    assert found["note"].tolist()[1] == LEFT_OUT
    assert found["estimate"].tolist()[2] == without["estimate"].tolist()[1]
    assert math.isnan(found["rarefied"].tolist()[1])
    assert found["codes_total"].tolist() == [2, 2, 3]


def test_a_document_in_which_nothing_was_found_was_coded_all_the_same():
    made = coded([{0, 1}, {2}, {1, 2}])
    only = made.with_codings(made.codings[made.codings["code"].isin(["c0", "c1"])])
    assert table(only)["note"].tolist()[1] == LEFT_OUT
    assert table(only, coded=made.codings)["rarefied"].notna().all()


def test_one_document_no_codings_and_no_documents_are_answered():
    assert table(coded([{0}]))["note"].tolist() == [ONE_DOCUMENT]
    assert table(coded([set(), set()]))["note"].tolist() == [LEFT_OUT, LEFT_OUT]
    assert table(coded([])).empty
    assert table(coded([{0}, {0}], codes=1))["codes_total"].tolist() == [1, 1]


def test_people_with_several_documents_are_named_in_a_note():
    made = coded([{0, 1}, {1, 2}])
    same = made.documents.assign(participant="p0")
    assert SEVERAL in saturation(made.codings, made.codes, same)["note"].iloc[-1]


def test_ten_thousand_codes_in_two_hundred_documents_take_no_time():
    chance = np.random.default_rng(0)
    pairs = pd.DataFrame({"document": chance.integers(0, 200, 40_000), "code": chance.integers(0, 10_000, 40_000)})
    codes = pd.DataFrame({"code": range(10_000), "position": range(10_000)})
    documents = pd.DataFrame(
        {"document": range(200), "position": range(200), "name": [f"D{n}" for n in range(200)], "participant": None}
    )
    found = saturation(pairs, codes, documents, draws=100)
    assert found["codes_total"].iloc[-1] == pairs["code"].nunique()


@pytest.mark.parametrize("options", [{"threshold": 5}, {"draws": 0}, {"seed": -1}, {"base": 0}])
def test_an_option_that_makes_no_sense_is_refused_with_what_does(options):
    with pytest.raises(OptionError):
        table(coded([{0}, {1}]), **options)
