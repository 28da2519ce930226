"""The table of agreement as it is asked for by name: filters choose rows, and do not change who coded what."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from app.material import Filters, table
from codebook.errors import OptionError
from corpus.study import Study
from tests.studies import code, study_of

TEXT = "Ana: alpha.\nBob: beta?\nAna: gamma delta. Epsilon.\n"
ANSWERS = {"alpha": (5, 11), "gamma": (28, 40), "epsilon": (41, 49)}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Two interviews of two answers each; in the second Ben gave C and not A, in the third only Ada coded."""
    study = study_of(tmp_path / "study", {"one": TEXT, "two": TEXT, "three": TEXT})
    for document, answer, path, coder in (
        ("one", "alpha", "A", "Ada"),
        ("one", "alpha", "A", "Ben"),
        ("two", "gamma", "A", "Ada"),
        ("two", "epsilon", "C", "Ben"),
        ("two", "epsilon", "C", "Ada"),
        ("three", "alpha", "A", "Ada"),
    ):
        code(study, document, *ANSWERS[answer], path, coder)
    return study


def rows(frame: pd.DataFrame) -> list[list]:
    return frame[["path", "coder_a", "coder_b", "units"]].values.tolist()


def test_names_stand_for_ids_and_turns_are_the_unit(study):
    made = table(study, "agreement")
    assert rows(made) == [
        ["A", "Ada", "Ben", 4],
        ["C", "Ada", "Ben", 4],
        ["all", "Ada", "Ben", 8],
        ["all", "all", "all", 8],
    ]
    assert made["percent"].tolist()[:2] == [75, 100]


@pytest.mark.parametrize(("unit", "units"), [("sentence", 6), ("character", 2 * (6 + 21)), ("span", 3)])
def test_other_units(study, unit, units):
    assert table(study, "agreement", options={"unit": unit})["units"][0] == units


def test_the_interviewers_turns_may_count(study):
    assert table(study, "agreement", options={"with_interviewer": True})["units"][0] == 6


@pytest.mark.parametrize("filters", [Filters(codes=["A"]), Filters(themes=["A"])])
def test_a_document_counts_where_a_coder_gave_other_codes_than_are_asked_about(study, filters):
    made = table(study, "agreement", filters=filters)
    assert rows(made) == [["A", "Ada", "Ben", 4], ["all", "Ada", "Ben", 4], ["all", "all", "all", 4]]
    assert made["percent"][0] == 75


def test_people_are_filtered_with_what_they_said(study):
    made = table(study, "agreement", filters=Filters(participants=["two"]))
    assert rows(made)[0] == ["A", "Ada", "Ben", 2]


def test_documents_are_filtered(study):
    assert rows(table(study, "agreement", filters=Filters(documents=["two"])))[0] == ["A", "Ada", "Ben", 2]
    (last,) = table(study, "agreement", filters=Filters(documents=["three"])).itertuples()
    assert last.note == "one coder or none: agreement is between two"


def test_coders_are_filtered(study):
    code(study, "one", *ANSWERS["gamma"], "C", "Cyd")
    assert set(table(study, "agreement")["coder_b"]) == {"Ben", "Cyd", "all"}
    chosen = table(study, "agreement", filters=Filters(coders=["Ben", "Cyd"]))
    assert set(zip(chosen["coder_a"], chosen["coder_b"], strict=True)) == {("Ben", "Cyd"), ("all", "all")}


def test_a_unit_of_another_table_is_refused(study):
    with pytest.raises(OptionError, match="no unit “overlap” of agreement"):
        table(study, "agreement", options={"unit": "overlap"})


def test_the_same_study_gives_the_same_table(study):
    pd.testing.assert_frame_equal(table(study, "agreement"), table(study, "agreement"))
