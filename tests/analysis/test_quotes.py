"""What was said: the text of passages, and of what codings of several codes share."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.frequencies import frequencies
from analysis.quotes import meeting, quotes
from codebook.errors import OptionError
from tests.analysis import references
from tests.analysis.strategies import KINDS, Study, as_kind, studies, study, unhurried


def frames(made: Study) -> tuple:
    return (made.codings, made.codes, made.documents, made.turns, made.participants, made.coders, made.texts)


@pytest.fixture
def garden() -> Study:
    """A question, an answer and a second voice; an emoji before what is coded."""
    return study(
        ["I: Why? 🌱\nP: Trust, and time.\nQ: Time!"],
        [(0, 3, 9, "i"), (0, 13, 29, "p0"), (0, 33, 38, "p1")],
        [None, None, None],
        [
            (0, 33, 37, 1, "ada"),
            (0, 13, 18, 0, "bo"),
            (0, 13, 28, 0, "ada"),
            (0, 24, 28, 1, "ada"),
            (0, 3, 7, 2, "ada"),
            (0, 10, 11, 2, "ada"),
        ],
    )


def test_a_row_a_passage_in_the_order_of_the_text(garden):
    table = quotes(*frames(garden))
    assert table.columns.tolist() == ["participant", "document", "turn", "begin", "path", "quote", "coder"]
    assert table["quote"].tolist() == ["Why?", "P", "Trust, and time", "time", "Time"]
    assert table["participant"].tolist() == [None, None, "P0", "P0", "P1"]
    assert table["path"].tolist() == ["C2", "C2", "C0", "C1", "C1"]
    assert table["coder"].tolist() == ["ADA"] * 5
    assert set(table["document"]) == {"Interview 0"}


def test_the_turn_is_that_of_the_first_character_and_missing_where_no_turn_is_touched(garden):
    table = quotes(*frames(garden))
    assert table["turn"].tolist() == [0, pd.NA, 1, 1, 2]
    assert table["begin"].tolist() == [0, pd.NA, 1000, 1000, 2000]


def test_a_quote_that_begins_with_a_speakers_name_is_in_the_turn_after_it():
    made = study(["P: Yes."], [(0, 3, 7, "p0")], [None], [(0, 0, 7, 0, "ada")])
    assert quotes(*frames(made))["turn"].tolist() == [0]


def test_each_coding_is_shown_when_asked_with_its_id(garden):
    table = quotes(*frames(garden), each=True, ids=True)
    assert table["quote"].tolist() == ["Why?", "P", "Trust, and time", "Trust", "time", "Time"]
    assert table["ids"].tolist() == [["k004"], ["k005"], ["k002"], ["k001"], ["k003"], ["k000"]]


def test_rolled_up_the_passages_of_a_parent_and_its_descendants_are_shown_each_once():
    # Bo's "trust us" runs into "us, doctors" by Ada, of a code below: one passage, shown by its first coding.
    codings = [(0, 3, 11, 0, "bo"), (0, 9, 20, 1, "ada"), (0, 21, 24, 1, "ada"), (0, 0, 2, 2, "ada")]
    made = study(["We trust us, doctors too."], [(0, 0, 25, "p0")], [None, 0, None], codings)
    table = quotes(*frames(made), roll_up=True)
    assert table["quote"].tolist() == ["We", "trust us", "too"]
    assert table["path"].tolist() == ["C2", "C0", "C0 / C1"]


@unhurried
@given(studies(), st.booleans())
def test_rolled_up_quotes_are_as_many_as_the_rolled_up_counts(made, each):
    counts = frequencies(made.codings, made.codes, made.documents, made.participants, roll_up=True, each=each, ids=True)
    uppermost = counts[made.codes["parent"].isna()]
    table = quotes(*frames(made), roll_up=True, each=each, ids=True)
    assert len(table) == uppermost["codings"].sum()
    assert sorted(table["ids"].explode()) == sorted(uppermost["ids"].explode().dropna())


def test_where_codes_meet_the_quote_is_what_they_share(garden):
    table = meeting(*frames(garden), codes_met=["c1", "c0"], ids=True)
    (row,) = table.itertuples()
    assert (row.participant, row.turn, row.begin, row.path, row.quote) == ("P0", 1, 1000, "C0 & C1", "time")
    assert (row.coder, row.ids) == ("ADA", ["k002", "k003"])
    assert table.drop(columns="ids").columns.tolist() == quotes(*frames(garden)).columns.tolist()


def test_quotes_can_be_asked_where_codes_meet(garden):
    expected = meeting(*frames(garden), codes_met=["c0", "c1"])
    pd.testing.assert_frame_equal(quotes(*frames(garden), meeting=["c0", "c1"]), expected)


def test_what_three_codes_share_is_of_who_says_most_of_it():
    made = study(
        ["ab\ncdefg"],
        [(0, 0, 2, "p0"), (0, 3, 8, "p1")],
        [None, None, None],
        [(0, 0, 8, 0, "ada"), (0, 1, 8, 1, "ada"), (0, 0, 6, 2, "ada"), (0, 0, 8, 2, "bo")],
    )
    (row,) = meeting(*frames(made), codes_met=["c0", "c1", "c2"]).itertuples()
    assert (row.quote, row.participant, row.turn, row.path) == ("b\ncde", "P1", 0, "C0 & C1 & C2")


@pytest.mark.parametrize("codes_met", [[], ["c0"], ["c0", "c0"], ["c0", "c9"]])
def test_fewer_than_two_codes_cannot_meet(garden, codes_met):
    with pytest.raises(OptionError, match="two or more"):
        meeting(*frames(garden), codes_met=codes_met)


@unhurried
@given(studies(), st.booleans())
def test_quotes_are_the_passages_of_the_reference(made, each):
    order, name = references.reading_order(made), made.coders.set_index("coder")["name"]
    expected = [
        (coding.coding, made.texts[coding.document][coding.start : coding.end], name[coding.coder])
        for code in made.codes["code"]
        for coding, *_ in references.passages(made, code, each=each)
    ]
    table = quotes(*frames(made), each=each, ids=True)
    found = [
        (ids[0], quote, coder) for ids, quote, coder in zip(*map(table.get, ("ids", "quote", "coder")), strict=True)
    ]
    assert sorted(found) == sorted(expected)
    coding = {coding.coding: order(coding) for coding in made.codings.itertuples()}
    places = [(coding[ids[0]][0], coding[ids[0]][1], coding[ids[0]][3]) for ids in table["ids"]]
    assert places == sorted(places)


@unhurried
@given(studies(), st.integers(2, 3))
def test_meetings_are_those_of_the_reference(made, how_many):
    codes = tuple(made.codes["code"][:how_many])
    if len(codes) == how_many:
        table = meeting(*frames(made), codes_met=codes[::-1], ids=True)
        found = [(tuple(ids), quote) for ids, quote in zip(table["ids"], table["quote"], strict=True)]
        assert found == references.meeting(made, codes)


@unhurried
@given(studies())
def test_rows_in_any_order_and_the_input_unchanged(made):
    before = made.codings.copy(deep=True)
    expected = quotes(*frames(made), ids=True)
    backwards = (frame[::-1] for frame in frames(made)[:-1])
    pd.testing.assert_frame_equal(quotes(*backwards, made.texts, ids=True), expected)
    pd.testing.assert_frame_equal(made.codings, before)


@pytest.mark.parametrize("kind", KINDS)
def test_without_codings_there_are_no_quotes_and_the_columns_keep_their_types(garden, kind):
    nothing = garden.with_codings(as_kind(garden.codings.iloc[:0], kind))
    for table in (quotes(*frames(nothing), ids=True), meeting(*frames(nothing), codes_met=["c0", "c1"], ids=True)):
        assert table.empty
        assert table["turn"].dtype == table["begin"].dtype == "Int64"
        assert table["participant"].dtype == table["coder"].dtype == object
