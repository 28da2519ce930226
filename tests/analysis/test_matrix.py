"""How often each participant spoke of each code."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.matrix import matrix
from tests.analysis import references
from tests.analysis.strategies import as_kind, studies, study, unhurried

OPTIONS = {"roll_up": st.booleans(), "each": st.booleans()}

TRUST = study(
    ["Why? I trust us. We trust."],
    [(0, 0, 4, "i"), (0, 5, 16, "p0"), (0, 17, 26, "p1")],
    [None, 0],
    [(0, 0, 4, 0, "ada"), (0, 7, 12, 0, "ada"), (0, 13, 15, 0, "ada"), (0, 20, 25, 1, "ada"), (0, 20, 25, 1, "bo")],
)


def test_a_row_a_code_and_a_column_a_participant():
    table = matrix(TRUST.codings, TRUST.codes, TRUST.participants)
    assert table.to_dict("list") == {"path": ["C0", "C0 / C1"], "P0": [2, 0], "P1": [0, 1]}


def test_binary_says_whether_and_a_parent_counts_its_descendants_when_asked():
    table = matrix(TRUST.codings, TRUST.codes, TRUST.participants, binary=True, roll_up=True)
    assert table.to_dict("list") == {"path": ["C0", "C0 / C1"], "P0": [1, 0], "P1": [1, 1]}


def test_ids_are_those_of_all_participants_in_the_row():
    table = matrix(TRUST.codings, TRUST.codes, TRUST.participants, ids=True)
    assert table["ids"].tolist() == [["k001", "k002"], ["k003"]]


def test_participants_called_like_other_columns_or_like_one_another_keep_their_own():
    people = TRUST.participants.assign(name=["path", "path"])
    table = matrix(TRUST.codings, TRUST.codes, people)
    assert table.columns.tolist() == ["path", "path", "path"]
    assert table.iloc[0].tolist() == ["C0", 2, 0]


@unhurried
@given(studies(), st.fixed_dictionaries(OPTIONS), st.booleans())
def test_it_counts_as_the_reference_does(made, options, binary):
    table = matrix(made.codings, made.codes, made.participants, binary=binary, **options).set_index("path")
    assert table.columns.tolist() == made.participants["name"].tolist()
    for (path, person), count in references.matrix(made, **options).items():
        assert table.loc[path, person] == (min(count, 1) if binary else count)


@unhurried
@given(studies(), st.fixed_dictionaries(OPTIONS))
def test_rows_in_any_order_and_the_input_unchanged(made, options):
    before = made.codings.copy(deep=True)
    expected = matrix(made.codings, made.codes, made.participants, ids=True, **options)
    again = matrix(made.codings[::-1], made.codes[::-1], made.participants, ids=True, **options)
    pd.testing.assert_frame_equal(again, expected)
    pd.testing.assert_frame_equal(made.codings, before)


@pytest.mark.parametrize("kind", ["category", "str", "object"])
def test_without_codings_all_counts_are_zero(kind):
    table = matrix(as_kind(TRUST.codings.iloc[:0], kind), TRUST.codes, TRUST.participants)
    assert (table[["P0", "P1"]] == 0).all(axis=None)
    assert (table.dtypes[["P0", "P1"]] == np.int64).all()
