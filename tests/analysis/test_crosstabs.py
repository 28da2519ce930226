"""Codes by attribute: people are counted, tests are exact, and what cannot be told is said."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from analysis.chance import false_discovery
from analysis.crosstabs import EVERYBODY, NOBODY, ONE_VALUE, TOO_FEW, association, crosstab, wilson
from analysis.frequencies import frequencies
from analysis.matrix import matrix
from analysis.quotes import quotes
from analysis.selection import select
from codebook.errors import OptionError
from tests.analysis.strategies import Study, studies, study, unhurried

counts = st.integers(0, 12)


def described(made: Study, *values: object, attribute: str = "role") -> pd.DataFrame:
    """The participants with an attribute."""
    return made.participants.assign(**{attribute: list(values)[: len(made.participants)]})


def table(made: Study, participants: pd.DataFrame, **options) -> pd.DataFrame:
    return crosstab(made.codings, made.codes, participants, **options)


@pytest.fixture
def trial() -> Study:
    """Six people, of whom the first three speak of code 0, twice each; code 1 is nobody's, code 2 everybody's."""
    text = "one two three four"
    codings = [(n, 0, 3, 2, "ada") for n in range(6)]
    codings += [(n, start, start + 3, 0, "ada") for n in range(3) for start in (0, 8)]
    return study([text] * 6, [(n, 0, 18, f"p{n}") for n in range(6)], [None, None, None], codings, people=6)


# the test and the effect


def test_the_lady_who_tasted_tea():
    """Fisher 1935, chapter II: three of four cups right; one side 17/70, two sides 34/70."""
    assert association(3, 1, 1, 3).p == pytest.approx(34 / 70)


def test_the_published_example_of_convicted_twins():
    """Fisher 1934: 10 of 13 monozygotic and 2 of 17 dizygotic twins; two sides .000537 (R, fisher.test)."""
    found = association(10, 3, 2, 15)
    assert found.p == pytest.approx(0.0005367, abs=1e-7)
    assert found.effect == pytest.approx((10 * 15 - 3 * 2) / math.sqrt(13 * 17 * 12 * 18))


@unhurried
@given(counts, counts, counts, counts)
def test_p_is_that_of_scipy(a, b, c, d):
    assert association(a, b, c, d).p == pytest.approx(fisher_exact([[a, b], [c, d]]).pvalue)


@unhurried
@given(counts, counts, counts, counts)
def test_turned_round_the_test_is_the_same_and_the_effect_the_other_way(a, b, c, d):
    found = association(a, b, c, d)
    for turned in (association(c, d, a, b), association(b, a, d, c)):
        assert turned.p == found.p
        assert (turned.effect, turned.low, turned.high) == pytest.approx(
            (-found.effect, -found.high, -found.low), nan_ok=True
        )
    assert association(a, c, b, d).p == found.p


@unhurried
@given(counts, counts, counts, counts)
def test_limits_contain_the_effect_and_no_p_is_below_the_least(a, b, c, d):
    found = association(a, b, c, d)
    assert found.least <= found.p <= 1
    if found.undefined:
        assert math.isnan(found.effect)
    else:
        assert -1 <= found.low <= found.effect + 1e-12
        assert found.effect - 1e-12 <= found.high <= 1


def test_limits_of_a_share_are_those_that_wilson_s_formula_was_published_with():
    """Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for number, of, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)):
        assert wilson(number, of) == pytest.approx((low, high), abs=1e-4)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=1e-4)
    assert wilson(0, 0) == (0, 1)


def test_limits_of_the_effect_come_from_the_published_limits_of_a_difference():
    """Newcombe 1998 (difference), table II, example a: 56/70 against 48/80 is .0524 to .3339 by method 10."""
    found = association(56, 14, 48, 32)
    factor = math.sqrt(70 * 80 / (104 * 46))
    assert (found.low / factor, found.high / factor) == pytest.approx((0.0524, 0.3339), abs=1e-4)


@pytest.mark.parametrize(
    ("four", "why"), [((0, 5, 0, 4), NOBODY), ((5, 0, 4, 0), EVERYBODY), ((2, 3, 0, 0), ONE_VALUE)]
)
def test_where_there_is_nothing_to_tell_there_is_a_reason_and_no_number(four, why):
    found = association(*four)
    assert found.undefined == why
    assert math.isnan(found.effect)
    assert why in str(found)


def test_an_association_reads_as_a_sentence():
    assert str(association(3, 1, 1, 3)) == ("phi = 0.50, 95 % limits -0.14 to 0.79; Fisher's exact p = 0.486")


def test_people_cannot_be_fewer_than_none():
    with pytest.raises(ValueError, match="fewer than 0"):
        association(-1, 1, 1, 1)


# the table


def test_a_person_counts_once_however_often_they_say_it(trial):
    found = table(trial, described(trial, *"xxxyyy"), by="role").iloc[:2]
    assert found["value"].tolist() == ["x", "y"]
    assert found["participants"].tolist() == [3, 3]
    assert found["participants_with"].tolist() == [3, 0]
    assert found["share"].tolist() == [1, 0]
    assert found["codings"].tolist() == [6, 0]
    assert found["p"].tolist() == pytest.approx([0.1, 0.1])
    assert found["effect"].tolist() == pytest.approx([1, -1])


def test_a_code_that_nobody_or_everybody_has_is_listed_and_not_tested(trial):
    found = table(trial, described(trial, *"xxxyyy"), by="role")
    assert found["note"].tolist() == [TOO_FEW] * 2 + [NOBODY] * 2 + [EVERYBODY] * 2
    assert found.loc[2:, ["p", "q", "effect"]].isna().all(axis=None)
    assert found["q"].tolist()[:2] == pytest.approx([0.1, 0.1])


def test_people_without_a_value_are_left_out_and_said(trial):
    found = table(trial, described(trial, "x", "x", "x", "y", None, None), by="role")
    assert found["participants"].tolist()[:2] == [3, 1]
    assert "2 of 6 participants have no value" in found["note"][0]


def test_people_whom_nobody_coded_are_said():
    made = study(["a b", "c d"], [(0, 0, 3, "p0"), (1, 0, 3, "p1")], [None], [(0, 0, 1, 0, "ada")], people=3)
    found = table(made, described(made, "x", "x", "y"), by="role")
    assert found["note"].str.contains("1 of them not coded at all").tolist() == [True, True]
    asked = made.with_codings(made.codings.iloc[:0])
    assert "1 of them" in table(asked, described(made, "x", "x", "y"), by="role", coded=made.codings)["note"][0]


def test_values_come_as_a_person_writes_and_orders_them(trial):
    found = table(trial, described(trial, 10.0, 9.0, 2.0, 2.0, np.nan, 9.0), by="role")
    assert found["value"].tolist()[:3] == ["2", "9", "10"]


def test_an_attribute_of_which_all_values_differ_is_answered_and_promises_nothing(trial):
    found = table(trial, described(trial, *"abcdef"), by="role").iloc[:6]
    assert found["participants"].tolist() == [1] * 6
    assert found["note"].tolist() == [TOO_FEW] * 6


def test_an_attribute_of_one_value_has_no_one_to_compare_with(trial):
    found = table(trial, described(trial, *"xxxxxx"), by="role")
    assert found["note"].tolist() == [ONE_VALUE, ONE_VALUE, ONE_VALUE]
    assert found["p"].isna().all()


def test_where_no_attribute_is_named_the_first_by_which_people_form_groups_is_taken(trial):
    people = described(trial, *"abcdef", attribute="nickname").assign(role=list("xxxyyy"))
    assert set(table(trial, people)["attribute"]) == {"role"}


def test_without_attributes_there_are_no_rows_and_an_unknown_one_is_refused(trial):
    assert table(trial, trial.participants).empty
    assert table(trial, trial.participants, ids=True).columns[-1] == "ids"
    with pytest.raises(OptionError, match="no attribute “role”; they have: none yet"):
        table(trial, trial.participants, by="role")
    with pytest.raises(OptionError, match="they have: age"):
        table(trial, described(trial, *"xxxyyy", attribute="age"), by="name")


def test_q_is_over_all_rows_that_have_p(trial):
    found = table(trial, described(trial, *"xxxyyz"), by="role")
    p = found["p"].to_numpy()
    assert found["q"].dropna().tolist() == pytest.approx(false_discovery(p[~np.isnan(p)]).tolist())


@unhurried
@given(studies(), st.booleans(), st.booleans(), st.lists(st.sampled_from("xyz"), min_size=3, max_size=3))
def test_it_counts_people_as_the_matrix_and_passages_as_frequencies_of_them(made, roll_up, each, values):
    people = described(made, *values)
    found = table(made, people, by="role", roll_up=roll_up, each=each, ids=True)
    has = matrix(made.codings, made.codes, people, roll_up=roll_up, each=True).iloc[:, 1:].to_numpy() > 0
    for value, rows in found.groupby("value"):
        theirs = people[people["role"] == value]
        codings = made.codings[made.codings["participant"].isin(theirs["participant"])]
        counted = frequencies(codings, made.codes, made.documents, theirs, roll_up=roll_up, each=each)
        assert rows["codings"].tolist() == counted["codings"].tolist()
        assert rows["participants_with"].tolist() == has[:, (people["role"] == value).to_numpy()].sum(axis=1).tolist()
    assert [len(ids) for ids in found["ids"]] == found["codings"].tolist()


@unhurried
@given(studies(), st.lists(st.sampled_from("xy"), min_size=3, max_size=3))
def test_a_row_is_a_filter_of_quotes_that_gives_as_many(made, values):
    people = described(made, *values)
    frames = {name: getattr(made, name) for name in ("documents", "turns", "codes", "codings", "coders")}
    for row in table(made, people, by="role").itertuples():
        part = select(frames | {"participants": people}, codes=[row.path], where=[("role", row.value)])
        order = ("codings", "codes", "documents", "turns", "participants", "coders")
        assert len(quotes(*(part[name] for name in order), made.texts)) == row.codings


@unhurried
@given(studies(), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_names_of_coders_matter(made, random):
    people = described(made, *"xyx")
    order = random.sample(range(len(made.codings)), len(made.codings))
    again = crosstab(made.codings.iloc[order], made.codes[::-1], people, by="role")
    pd.testing.assert_frame_equal(again, table(made, people, by="role"))


def test_ten_thousand_codes_take_no_time():
    chance = np.random.default_rng(0)
    size = 20_000
    codings = pd.DataFrame(
        {
            "document": chance.integers(0, 20, size),
            "start": chance.integers(0, 1000, size),
            "code": chance.integers(0, 10_000, size),
            "coder": "ada",
        }
    )
    codings = codings.assign(participant=codings["document"], end=codings["start"] + 5)
    codes = pd.DataFrame({"code": range(10_000), "position": range(10_000), "path": [f"C{n}" for n in range(10_000)]})
    people = pd.DataFrame({"participant": range(20), "name": range(20), "role": list("abcde") * 4})
    assert len(crosstab(codings, codes, people, by="role")) == 50_000
