"""The counting rule: what two coders coded alike is one passage of a code."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.passages import passages, positions
from tests.analysis import references
from tests.analysis.strategies import KINDS, as_kind, studies, study, unhurried


def rows(codings: list[tuple[int, int, int, str]]) -> pd.DataFrame:
    """Codings of one document: start, end, code, coder."""
    return study(["x" * 50], [], [None, None], [(0, *coding) for coding in codings]).codings


def test_what_two_coders_coded_alike_is_one_passage_and_the_first_coding_stands_for_it():
    codings = rows([(3, 9, 0, "ada"), (0, 5, 0, "bo"), (20, 30, 0, "ada")])
    assert passages(codings).tolist() == [1, 1, 2]


def test_of_two_that_start_together_the_longer_stands_then_the_coder_whose_id_comes_first():
    codings = rows([(0, 5, 0, "ada"), (0, 9, 0, "cy"), (0, 9, 0, "bo")])
    assert passages(codings).tolist() == [2, 2, 2]


def test_a_coders_own_overlapping_codings_are_two_passages_unless_another_joins_them():
    assert passages(rows([(0, 9, 0, "ada"), (5, 15, 0, "ada")])).tolist() == [0, 1]
    assert passages(rows([(0, 9, 0, "ada"), (5, 15, 0, "ada"), (6, 8, 0, "bo")])).tolist() == [0, 0, 0]


def test_codings_that_only_touch_or_differ_in_code_are_passages_of_their_own():
    assert passages(rows([(0, 5, 0, "ada"), (5, 9, 0, "bo"), (0, 5, 1, "bo")])).tolist() == [0, 1, 2]


def test_each_coding_stands_for_itself_when_asked():
    assert passages(rows([(0, 5, 0, "ada"), (0, 5, 0, "bo")]), each=True).tolist() == [0, 1]


def test_a_thousand_texts_of_a_hundred_million_characters_do_not_run_into_one_another():
    documents = [f"d{number:04}" for number in range(1000)]
    pair = pd.DataFrame({"start": [99_999_990, 99_999_995], "end": [99_999_998, 100_000_000], "coder": ["bo", "ada"]})
    codings = pd.concat([pair.assign(document=document) for document in documents], ignore_index=True)
    codings = codings.assign(coding=[f"k{number:04}" for number in codings.index], code="c0")[::-1]
    assert passages(codings).tolist() == [number + 1 - number % 2 for number in range(2000)]


@unhurried
@given(studies(), st.booleans())
def test_passages_are_those_of_the_reference(made, each):
    stands = made.codings["coding"].to_numpy()[passages(made.codings, each=each)]
    found = dict(zip(made.codings["coding"], stands, strict=True))
    expected = {
        coding.coding: passage[0].coding
        for code in made.codes["code"]
        for passage in references.passages(made, code, each=each)
        for coding in passage
    }
    assert found == expected


@pytest.mark.parametrize("kind", KINDS)
def test_no_codings_have_no_passages(kind):
    assert passages(as_kind(rows([]), kind)).tolist() == []


@pytest.mark.parametrize("kind", KINDS)
def test_positions_are_found_among_ids_of_any_kind(kind):
    values = pd.Series(["b", None, "a", "unlisted"], dtype=kind)
    for ids in (pd.Series(["a", "b"], dtype="str"), pd.Series(["a", "b"], dtype=object)):
        assert positions(values, ids).tolist() == [1, -1, 0, -1]
