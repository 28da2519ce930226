"""A part of a study: any of the values of an option, all of the options."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.frequencies import frequencies
from analysis.selection import select
from codebook.errors import OptionError
from tests.analysis.strategies import studies, study, unhurried


@pytest.fixture
def frames() -> dict[str, pd.DataFrame]:
    """Interview 0 with Ann (p0), interview 1 with Ann and Ben (p1); an interviewer in both. Cem (p2) says nothing."""
    made = study(
        ["why? yes", "why? yes no"],
        [(0, 0, 4, "i"), (0, 5, 8, "p0"), (1, 0, 4, "i"), (1, 5, 8, "p0"), (1, 9, 11, "p1")],
        [None, 0, 1, None],
        [
            (0, 5, 8, 0, "ada"),
            (0, 0, 4, 3, "ada"),
            (1, 5, 8, 1, "bo"),
            (1, 9, 11, 2, "ada"),
            (1, 9, 10, 3, "bo"),
        ],
        people=3,
    )
    people = made.participants.assign(
        name=["Ann", "Ben", "Cem"], years=[5.0, np.nan, 12.5], place=["Ulm", "Rom", "Rom"]
    )
    return {
        "documents": made.documents,
        "turns": made.turns,
        "participants": people,
        "codes": made.codes,
        "codings": made.codings,
        "coders": made.coders,
    }


def codings(frames: dict[str, pd.DataFrame], **options) -> list[str]:
    return select(frames, **options)["codings"]["coding"].tolist()


def test_without_options_all_is_left(frames):
    for name, frame in select(frames).items():
        pd.testing.assert_frame_equal(frame, frames[name])


def test_codes_are_listed_and_counted_alone(frames):
    chosen = select(frames, codes=["C0 / C1", "C3"])
    assert chosen["codes"]["code"].tolist() == ["c1", "c3"]
    assert chosen["codings"]["coding"].tolist() == ["k001", "k002", "k004"]
    assert chosen["participants"] is frames["participants"]


def test_a_code_brings_its_descendants_where_they_are_to_be_counted_with_it(frames):
    chosen = select(frames, codes=["C0 / C1"], roll_up=True)
    assert chosen["codes"]["code"].tolist() == ["c1", "c2"]
    counts = frequencies(*(chosen[name] for name in ("codings", "codes", "documents", "participants")), roll_up=True)
    assert counts["codings"].tolist() == [2, 1]


def test_a_theme_is_all_its_codes(frames):
    assert select(frames, themes=["C0"])["codes"]["code"].tolist() == ["c0", "c1", "c2"]
    assert codings(frames, themes=["C0"]) == ["k000", "k002", "k003"]


def test_coders_are_chosen_by_name(frames):
    assert codings(frames, coders=["BO"]) == ["k002", "k004"]
    assert codings(frames, coders=["BO", "ADA"]) == ["k000", "k001", "k002", "k003", "k004"]


def test_participants_bring_what_they_said_and_the_documents_in_which_they_speak(frames):
    chosen = select(frames, participants=["Ben"])
    assert chosen["participants"]["participant"].tolist() == ["p1"]
    assert chosen["documents"]["document"].tolist() == ["d1"]
    assert chosen["codings"]["coding"].tolist() == ["k003", "k004"]
    assert chosen["turns"]["turn"].tolist() == [0, 2]


def test_a_participant_who_says_nothing_is_still_one_of_those_chosen(frames):
    chosen = select(frames, participants=["Ben", "Cem"])
    assert chosen["participants"]["name"].tolist() == ["Ben", "Cem"]
    counts = frequencies(*(chosen[name] for name in ("codings", "codes", "documents", "participants")))
    assert counts["participants_share"].tolist() == [0, 0, 0.5, 0.5]


def test_documents_bring_all_that_is_in_them_the_interviewers_words_included(frames):
    chosen = select(frames, documents=["Interview 0"])
    assert chosen["participants"]["name"].tolist() == ["Ann"]
    assert chosen["codings"]["coding"].tolist() == ["k000", "k001"]
    assert set(chosen["turns"]["document"]) == {"d0"}


def test_attributes_are_compared_as_text_and_several_values_of_one_are_alternatives(frames):
    def names(*where):
        return select(frames, where=where)["participants"]["name"].tolist()

    assert names(("years", "5")) == ["Ann"]
    assert names(("years", "12.5"), ("years", "5")) == ["Ann", "Cem"]
    assert names(("years", "12.5"), ("place", "Rom")) == ["Cem"]
    assert names(("years", "nan")) == []


def test_options_hold_together(frames):
    assert codings(frames, themes=["C0"], coders=["ADA"], participants=["Ann", "Ben"], documents=["Interview 1"]) == [
        "k003"
    ]


def test_an_attribute_that_no_participant_has_is_refused_with_those_there_are(frames):
    with pytest.raises(OptionError, match="“age”; they have: years, place"):
        select(frames, where=[("age", "5")])


def test_frames_that_are_not_there_are_not_asked_for_and_others_are_handed_on(frames):
    memos = pd.DataFrame({"memo": ["m"]})
    chosen = select({"codings": frames["codings"], "codes": frames["codes"], "memos": memos}, themes=["C3"])
    assert set(chosen) == {"codings", "codes", "memos"}
    assert chosen["memos"] is memos


@unhurried
@given(studies(), st.data())
def test_what_is_left_is_what_each_option_allows_and_the_input_is_unchanged(made, data):
    frames = {
        name: getattr(made, name) for name in ("documents", "turns", "participants", "codes", "codings", "coders")
    }
    before = made.codings.copy(deep=True)

    def some(frame: pd.DataFrame, column: str) -> list[str]:
        return data.draw(st.lists(st.sampled_from(frame[column].tolist()), unique=True)) if len(frame) else []

    options = {
        "codes": some(made.codes, "path"),
        "coders": some(made.coders, "name"),
        "participants": some(made.participants, "name"),
        "documents": some(made.documents, "name"),
    }
    path = dict(zip(made.codes["code"], made.codes["path"], strict=True))
    person = dict(zip(made.participants["participant"], made.participants["name"], strict=True))
    document = dict(zip(made.documents["document"], made.documents["name"], strict=True))
    expected = [
        coding.coding
        for coding in made.codings.itertuples()
        if (not options["codes"] or path[coding.code] in options["codes"])
        and (not options["coders"] or coding.coder.upper() in options["coders"])
        and (not options["participants"] or person.get(coding.participant) in options["participants"])
        and (not options["documents"] or document[coding.document] in options["documents"])
    ]
    assert codings(frames, **options) == expected
    pd.testing.assert_frame_equal(made.codings, before)
