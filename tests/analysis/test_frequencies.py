"""How often each code was used: counted as a person would count, whatever the order of rows and the names of coders."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.frequencies import frequencies
from analysis.quotes import quotes
from tests.analysis import references
from tests.analysis.strategies import Study, as_kind, studies, study, unhurried

OPTIONS = {"roll_up": st.booleans(), "each": st.booleans()}


def counted(made: Study, **options: bool) -> pd.DataFrame:
    return frequencies(made.codings, made.codes, made.documents, made.participants, **options)


@pytest.fixture
def trust() -> Study:
    """Two interviews of one turn each. Ada and Bo coded the first "trust us" alike; "doctors" is under "trust"."""
    return study(
        ["We trust us, doctors too.", "No trust."],
        [(0, 0, 25, "p0"), (1, 0, 9, "p1")],
        [None, 0, None],
        [
            (0, 3, 8, 0, "ada"),
            (0, 3, 11, 0, "bo"),
            (0, 9, 20, 1, "ada"),
            (1, 3, 8, 0, "ada"),
        ],
    )


def test_a_passage_that_two_coders_coded_alike_counts_once(trust):
    table = counted(trust)
    assert table["path"].tolist() == ["C0", "C0 / C1", "C2"]
    assert table["codings"].tolist() == [2, 1, 0]
    assert table["documents"].tolist() == [2, 1, 0]
    assert table["participants"].tolist() == [2, 1, 0]
    assert table["participants_share"].tolist() == [1, 0.5, 0]
    assert table["words"].tolist() == [3, 2, 0]
    assert table["first_said"].tolist() == ["Interview 0", "Interview 0", None]


def test_each_coding_counts_when_asked(trust):
    assert counted(trust, each=True)["codings"].tolist() == [3, 1, 0]


def test_a_parent_counts_its_descendants_passages_each_once(trust):
    # "trust us" by Bo runs into "us, doctors" by Ada: under the parent the two are one passage.
    table = counted(trust, roll_up=True)
    assert table["codings"].tolist() == [2, 1, 0]
    assert table["words"].tolist() == [4, 2, 0]


def test_ids_are_those_of_the_first_coding_of_each_passage(trust):
    assert counted(trust, ids=True)["ids"].tolist() == [["k001", "k003"], ["k002"], []]


def test_what_the_interviewer_said_counts_as_a_coding_of_no_participant():
    made = study(["Trust?"], [(0, 0, 6, "i")], [None], [(0, 0, 6, 0, "ada")])
    table = counted(made)
    assert (table["codings"][0], table["participants"][0]) == (1, 0)


@unhurried
@given(studies(), st.fixed_dictionaries(OPTIONS))
def test_it_counts_as_the_reference_does(made, options):
    expected = references.frequencies(made, **options)
    pd.testing.assert_frame_equal(counted(made, ids=True, **options), expected, check_dtype=False)


@unhurried
@given(studies(), st.fixed_dictionaries(OPTIONS), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_names_of_coders_matter(made, options, random):
    order = random.sample(range(len(made.codings)), len(made.codings))
    shuffled = made.codings.iloc[order]
    renamed = shuffled.assign(coder=shuffled["coder"].astype(str).map({"a": "z", "b": "a", "c": "m"}))
    again = frequencies(
        renamed, made.codes.sample(frac=1, random_state=1), made.documents[::-1], made.participants[::-1], **options
    )
    pd.testing.assert_frame_equal(again, counted(made, **options))


@unhurried
@given(studies(), st.fixed_dictionaries(OPTIONS))
def test_the_input_is_not_changed(made, options):
    before = made.codings.copy(deep=True)
    counted(made, **options)
    pd.testing.assert_frame_equal(made.codings, before)


@unhurried
@given(studies(), st.booleans())
def test_the_quotes_of_a_row_are_as_many_as_it_counts(made, each):
    table = counted(made, each=each)
    for code, count in zip(made.codes["code"], table["codings"], strict=True):
        of_code = made.codings[made.codings["code"] == code]
        found = quotes(
            of_code, made.codes, made.documents, made.turns, made.participants, made.coders, made.texts, each=each
        )
        assert len(found) == count


@unhurried
@given(studies(), st.fixed_dictionaries(OPTIONS))
def test_the_ids_of_a_row_lead_to_exactly_the_codings_counted(made, options):
    table = counted(made, ids=True, **options)
    for ids, count in zip(table["ids"], table["codings"], strict=True):
        only = made.codings[made.codings["coding"].isin(ids)]
        found = quotes(
            only, made.codes, made.documents, made.turns, made.participants, made.coders, made.texts, each=True
        )
        assert len(ids) == len(set(ids)) == len(found) == count


@pytest.mark.parametrize("kind", ["category", "str", "object"])
def test_without_codings_every_code_is_listed_with_zeros_of_the_right_types(trust, kind):
    nothing = as_kind(trust.codings.iloc[:0], kind)
    table = frequencies(nothing, trust.codes, trust.documents, trust.participants, ids=True)
    assert table["codings"].tolist() == [0, 0, 0]
    assert table["first_said"].tolist() == [None, None, None]
    assert table["ids"].tolist() == [[], [], []]
    counts = ["codings", "documents", "participants", "words"]
    assert (table.dtypes[counts] == np.int64).all()
    assert table["participants_share"].dtype == np.float64


def test_without_participants_their_share_is_undefined(trust):
    table = frequencies(trust.codings, trust.codes, trust.documents, trust.participants.iloc[:0])
    assert table["participants"].tolist() == [0, 0, 0]
    assert table["participants_share"].isna().all()
