"""Coefficients of ratings: published answers, formulas by loops over pairs, and what must hold of each."""

import itertools
import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.agreement import (
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from codebook.errors import OptionError
from tests.analysis.strategies import unhurried

TWO_CODERS = [percent_agreement, cohen_kappa, scott_pi]
SEVERAL = [fleiss_kappa, gwet_ac1, brennan_prediger, krippendorff_alpha]
MEASURES = TWO_CODERS + SEVERAL
LEVELS = ["nominal", "ordinal", "interval"]
SETS = ["jaccard", "masi"]


def table(*rows) -> pd.DataFrame:
    """Ratings from rows of what coders said; in text, a letter a coder, "." being missing."""
    cells = [[None if value == "." else value for value in row] for row in rows]
    return pd.DataFrame(cells, columns=[f"coder {place}" for place in range(len(cells[0]))], dtype=object)


def ratings(values=("a", "b", "c"), *, coders=(2, 4), missing=True, units=(1, 12)):
    """Ratings by so many coders."""
    cell = st.sampled_from([*values, None] if missing else list(values))
    return st.integers(*coders).flatmap(
        lambda count: st.lists(
            st.lists(cell, min_size=count, max_size=count), min_size=units[0], max_size=units[1]
        ).map(lambda rows: table(*rows))
    )


numbers = ratings(values=(1, 2, 3, 5, 9))
sets = ratings(values=[frozenset(said) for said in ("", "a", "b", "ab", "bc", "abc")])


# Published answers.

# Krippendorff 2011, Computing Krippendorff's alpha-reliability, data C: 12 units, 4 observers.
DATA_C = table("11.1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", ".555", "..11", "..3.")
DATA_C = DATA_C.apply(lambda column: pd.to_numeric(column))


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_krippendorffs_example(level, alpha):
    result = krippendorff_alpha(DATA_C, level=level)
    assert result.value == pytest.approx(alpha, abs=0.0006)
    assert (result.units, result.dropped, result.coders) == (11, 1, 4)


def test_gwets_example():
    # Gwet 2014, table 2.10, as in the R package irrCAC.
    assert float(gwet_ac1(DATA_C)) == pytest.approx(0.77544, abs=1e-5)
    assert float(brennan_prediger(DATA_C)) == pytest.approx(0.77273, abs=1e-5)


def test_percent_and_ac1_look_good_where_a_value_is_rare_and_kappa_does_not():
    # R irrCAC 1.4: 80 units both say 1, 5 both say 2, 7 and 8 one of each.
    given_twice = table(*["11"] * 80, *["12"] * 7, *["21"] * 8, *["22"] * 5)
    expected = {
        percent_agreement: 0.85,
        gwet_ac1: 0.808,
        brennan_prediger: 0.7,
        cohen_kappa: 0.314442,
        scott_pi: 0.314286,
        fleiss_kappa: 0.314286,
        krippendorff_alpha: 0.317714,
    }
    for measure, value in expected.items():
        assert float(measure(given_twice)) == pytest.approx(value, abs=1e-6), measure


def test_two_coders_who_use_values_differently():
    # Artstein and Poesio 2008, p. 558: STAT by both 20 times, IReq by both 50, one of each 10 and 20.
    acts = table(*["SS"] * 20, *["SI"] * 10, *["IS"] * 20, *["II"] * 50)
    assert float(percent_agreement(acts)) == pytest.approx(0.7)
    assert float(cohen_kappa(acts)) == pytest.approx(0.347826, abs=1e-6)
    assert float(scott_pi(acts)) == pytest.approx(0.340659, abs=1e-6)
    assert float(krippendorff_alpha(acts)) == pytest.approx(0.343956, abs=1e-6)


def test_known_answers(shared):
    for name in ("ratings", "sets"):
        for case in json.loads((shared / "golden" / f"{name}.json").read_text()):
            rows = case["ratings"]
            if name == "sets":
                rows = [[frozenset(value) for value in row] for row in rows]
            said = pd.DataFrame([list(row) for row in rows], dtype=object)
            for what, value in case["expected"].items():
                function, _, level = what.partition(":")
                result = globals()[function](said, **({"level": level} if level else {}))
                assert float(result) == pytest.approx(value, abs=case["tolerance"]), (case["id"], what)


# Formulas, by loops over pairs.


def pairs_within(said):
    """For each unit with two values or more, its ordered pairs of values by different coders."""
    for row in said.itertuples(index=False):
        present = [value for value in row if value is not None]
        if len(present) > 1:
            yield list(itertools.permutations(present, 2)), len(present)


def alpha_by_pairs(said, distance):
    """1 - D_o / D_e; None where undefined."""
    observed = total = 0.0
    values = []
    for pairs, count in pairs_within(said):
        observed += sum(distance(a, b) for a, b in pairs) / (count - 1)
        total += count
        values += [a for a, _ in pairs[:: count - 1]]
    expected = sum(distance(a, b) for a, b in itertools.permutations(values, 2))
    return 1 - (observed / total) / (expected / (total * (total - 1))) if len(set(values)) > 1 else None


def ordinal(said):
    values = [a for pairs, count in pairs_within(said) for a, _ in pairs[:: count - 1]]
    return lambda a, b: (
        (sum(min(a, b) <= value <= max(a, b) for value in values) - (values.count(a) + values.count(b)) / 2) ** 2
        if a != b
        else 0
    )


def jaccard(a, b):
    return 1 - (len(a & b) / len(a | b) if a | b else 1)


def masi(a, b):
    monotonicity = 1 if a == b else 0 if not a & b else 0.67 if a <= b or b <= a else 0.33
    return 1 - (1 - jaccard(a, b)) * monotonicity


def agrees(result, expected):
    if expected is None:
        return math.isnan(result.value) and result.undefined != ""
    return result.value == pytest.approx(expected) and result.undefined == ""


@unhurried
@given(ratings())
def test_nominal_alpha_follows_its_formula(said):
    assert agrees(krippendorff_alpha(said), alpha_by_pairs(said, lambda a, b: a != b))


@unhurried
@given(numbers)
def test_interval_and_ordinal_alpha_follow_theirs(said):
    assert agrees(krippendorff_alpha(said, level="interval"), alpha_by_pairs(said, lambda a, b: (a - b) ** 2))
    assert agrees(krippendorff_alpha(said, level="ordinal"), alpha_by_pairs(said, ordinal(said)))


@unhurried
@given(sets)
def test_alpha_of_sets_follows_its_formula(said):
    assert agrees(krippendorff_alpha(said, level="jaccard"), alpha_by_pairs(said, jaccard))
    assert agrees(krippendorff_alpha(said, level="masi"), alpha_by_pairs(said, masi))


@unhurried
@given(ratings())
def test_gwet_and_brennan_and_prediger_follow_theirs(said):
    pairs = list(pairs_within(said))
    present = [[value for value in row if value is not None] for row in said.itertuples(index=False)]
    present = [values for values in present if values]
    size = len({value for values in present for value in values})
    share = {
        value: sum(row.count(value) / len(row) for row in present) / len(present) for row in present for value in row
    }
    defined = pairs and size > 1
    observed = sum(sum(a == b for a, b in unit) / len(unit) for unit, _ in pairs) / len(pairs) if pairs else 0
    for measure, chance in (
        (gwet_ac1, sum(s * (1 - s) for s in share.values()) / max(size - 1, 1)),
        (brennan_prediger, 1 / max(size, 1)),
    ):
        assert agrees(measure(said), (observed - chance) / (1 - chance) if defined else None)


@unhurried
@given(ratings(coders=(2, 2)))
def test_kappa_and_pi_follow_theirs(said):
    both = said.dropna()
    a, b = both.iloc[:, 0].tolist(), both.iloc[:, 1].tolist()
    observed = sum(x == y for x, y in zip(a, b, strict=True)) / len(a) if a else 0
    values = set(a + b)
    apart = sum(a.count(v) * b.count(v) for v in values) / len(a) ** 2 if a else 0
    together = sum((a + b).count(v) ** 2 for v in values) / (2 * len(a)) ** 2 if a else 0
    assert agrees(percent_agreement(said), observed if a else None)
    assert agrees(cohen_kappa(said), (observed - apart) / (1 - apart) if len(values) > 1 else None)
    for measure in (scott_pi, fleiss_kappa):
        assert agrees(measure(said), (observed - together) / (1 - together) if len(values) > 1 else None)


# What must hold of each.


def same(one, other):
    assert one.undefined == other.undefined
    assert (one.units, one.dropped, one.coders) == (other.units, other.dropped, other.coders)
    assert one.value == pytest.approx(other.value, nan_ok=True)


@pytest.mark.parametrize("measure", MEASURES)
@unhurried
@given(data=st.data())
def test_order_of_rows_names_of_coders_and_names_of_values_do_not_matter(measure, data):
    said = data.draw(ratings(coders=(2, 2) if measure in TWO_CODERS else (2, 4)))
    before = said.copy(deep=True)
    result = measure(said)
    rows = data.draw(st.permutations(range(len(said))))
    columns = data.draw(st.permutations(range(said.shape[1])))
    renamed = said.iloc[rows, columns].map({"a": "x", "b": 3, "c": "a"}.get)
    same(measure(renamed.set_axis(list("qrst")[: said.shape[1]], axis=1)), result)
    pd.testing.assert_frame_equal(said, before)


@pytest.mark.parametrize(
    ("measure", "coders"), [*((measure, 2) for measure in MEASURES), *((measure, 3) for measure in SEVERAL)]
)
def test_perfect_agreement_is_one(measure, coders):
    assert float(measure(table("a" * coders, "a" * coders, "b" * coders, "c" * coders))) == 1


@pytest.mark.parametrize("level", [*LEVELS, *SETS])
def test_perfect_agreement_is_one_on_every_level(level):
    values = [frozenset(), frozenset("ab")] if level in SETS else [1, 2, 7]
    assert float(krippendorff_alpha(table(*([value] * 3 for value in values)), level=level)) == 1


@pytest.mark.parametrize("measure", [cohen_kappa, scott_pi, *SEVERAL])
def test_a_single_value_tells_nothing(measure):
    result = measure(table("aa", "aa", "aa"))
    assert math.isnan(float(result))
    assert "only one value" in result.undefined
    assert "undefined: only one value" in str(result)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("said", [table("a.", ".b", ".."), table("ab").iloc[:0]])
def test_no_unit_with_two_values_tells_nothing(measure, said):
    result = measure(said)
    assert math.isnan(float(result))
    assert result.undefined == "no unit has values by two coders"
    assert (result.units, result.dropped) == (0, len(said))


@pytest.mark.parametrize("measure", SEVERAL)
def test_one_coder_or_none_tells_nothing(measure):
    for said in (table("a", "b"), pd.DataFrame(index=range(3)), pd.DataFrame()):
        assert measure(said).undefined == "no unit has values by two coders"


@pytest.mark.parametrize("measure", TWO_CODERS)
def test_measures_of_two_coders_refuse_three_and_name_another(measure):
    with pytest.raises(OptionError, match=r"of two coders, and the ratings have 3 columns.*krippendorff_alpha"):
        measure(table("abc"))


@unhurried
@given(ratings(coders=(2, 2), missing=False, units=(2, 12)))
def test_a_coder_who_copies_another_takes_a_third_of_the_disagreement_away(said):
    alpha, copied = krippendorff_alpha(said), krippendorff_alpha(said.assign(copy=said.iloc[:, 0]))
    assume(not alpha.undefined)
    # Of three pairs one agrees by copying; chance is that of three columns, one of them twice.
    values = [*said.iloc[:, 0].tolist() * 2, *said.iloc[:, 1].tolist()]
    n = len(values)
    chance = 1 - sum(values.count(v) * (values.count(v) - 1) for v in set(values)) / (n * (n - 1))
    differ = (said.iloc[:, 0] != said.iloc[:, 1]).mean()
    assert copied.value == pytest.approx(1 - (2 / 3) * differ / chance)
    one, other = brennan_prediger(said), brennan_prediger(said.assign(copy=said.iloc[:, 0]))
    assert 1 - other.value == pytest.approx((2 / 3) * (1 - one.value))


@pytest.mark.parametrize("kind", ["object", "str", "category", "string"])
def test_the_kind_of_column_does_not_matter(kind):
    said = table("ab", "bb", "a.", "aa", "bb")
    same(krippendorff_alpha(said.astype(kind)), krippendorff_alpha(said))


def test_numbers_are_one_value_however_they_are_kept():
    whole = pd.DataFrame({"x": [1, 2, 2, 1], "y": [1, 2, 1, 1]})
    for frame in (whole.astype(float), whole.astype("Int64"), whole.astype(object), whole.astype({"x": float})):
        for level in LEVELS:
            same(krippendorff_alpha(frame, level=level), krippendorff_alpha(whole, level=level))


def test_values_that_nobody_chose_count_where_they_are_named():
    said = table("aa", "ab", "bb")
    assert float(brennan_prediger(said)) == pytest.approx((2 / 3 - 1 / 2) / (1 / 2))
    assert float(brennan_prediger(said, values="abc")) == pytest.approx((2 / 3 - 1 / 3) / (2 / 3))
    assert float(gwet_ac1(said, values="abc")) == pytest.approx((2 / 3 - 1 / 4) / (3 / 4))
    assert float(brennan_prediger(table("aa", "aa"), values="ab")) == 1
    with pytest.raises(OptionError, match="'b' is not among the values"):
        gwet_ac1(said, values="a")


def test_ordered_categories_have_their_order_and_not_the_alphabets():
    order = pd.CategoricalDtype(["low", "middle", "high"], ordered=True)
    words = pd.DataFrame({"x": ["low", "middle", "high", "low"], "y": ["middle", "middle", "high", None]})
    ranks = words.replace({"low": 1, "middle": 2, "high": 3}).astype(float)
    same(krippendorff_alpha(words.astype(order), level="ordinal"), krippendorff_alpha(ranks, level="ordinal"))


@pytest.mark.parametrize(
    ("level", "said", "message"),
    [
        ("ratio", table("ab"), "There is no level 'ratio': give one of nominal, ordinal, interval, jaccard, masi"),
        ("interval", table("ab"), "'a' is no number, and level interval needs numbers"),
        ("interval", table([1, math.inf]), "'inf' is no number"),
        ("ordinal", table("ab"), "'a' is no number, and level ordinal needs numbers"),
        ("jaccard", table("ab"), "'a' is no set of codes"),
        ("masi", table([1, 2]), "'1' is no set of codes"),
        ("nominal", table([["a"], ["b"]]), "Ratings are text, numbers or frozensets of codes"),
    ],
)
def test_values_that_do_not_suit_the_level_are_refused(level, said, message):
    with pytest.raises(OptionError, match=message):
        krippendorff_alpha(said, level=level)


def test_a_result_says_what_it_rests_on():
    assert str(krippendorff_alpha(DATA_C)) == "Krippendorff's alpha (nominal): 0.743 (4 coders, 11 units, 1 dropped)"


def test_large_numbers_far_from_zero_lose_nothing():
    said = pd.DataFrame({"x": [0, 1, 2, 3], "y": [0, 2, 2, 3]})
    same(krippendorff_alpha(said + 2**40, level="interval"), krippendorff_alpha(said, level="interval"))


def test_alpha_of_sets_looks_at_every_two_sets_also_in_several_blocks(monkeypatch):
    chance = np.random.default_rng(0)
    said = table(*([frozenset(chance.choice(list("abcdef"), 2).tolist()) for _ in range(3)] for _ in range(30)))
    whole = krippendorff_alpha(said, level="masi")
    monkeypatch.setattr("analysis.agreement.alpha.BLOCK", 7)
    same(krippendorff_alpha(said, level="masi"), whole)
