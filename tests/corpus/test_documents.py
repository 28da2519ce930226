"""Documents renamed and put in another order; what was said of people stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from codebook.errors import StudyError
from corpus import checking
from corpus.documents import move_document, rename_document
from corpus.people import set_attributes
from corpus.study import Study
from tests.studies import HARD, study_of


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return study_of(tmp_path / "s", dict.fromkeys(("one", "two", "three"), HARD))


def document(study: Study, name: str) -> str:
    return str(study.documents().set_index("name").at[name, "document"])


@pytest.mark.parametrize(
    ("name", "position", "after"),
    [
        ("three", 0, ["three", "one", "two"]),
        ("one", 1, ["two", "one", "three"]),
        ("one", 99, ["two", "three", "one"]),
        ("two", 1, ["one", "two", "three"]),
    ],
)
def test_a_document_goes_to_a_place(study: Study, name: str, position: int, after: list[str]) -> None:
    with study.change("move", coder="Ada") as change:
        move_document(change, document(study, name), position)
    assert study.documents()["name"].tolist() == after
    assert study.documents()["position"].tolist() == [0, 1, 2]


def test_a_participant_of_whom_nothing_was_said_is_renamed_along(study: Study) -> None:
    with study.change("rename", coder="Ada") as change:
        rename_document(change, document(study, "one"), " The   first ")
    assert study.documents()["name"].tolist() == ["The first", "two", "three"]
    assert study.participants()["name"].tolist() == ["The first", "two", "three"]
    assert checking.check(study) == []


def test_a_participant_who_was_described_keeps_the_name(study: Study) -> None:
    with study.change("describe", coder="Ada") as change:
        set_attributes(change, study.participants()["participant"].iloc[0], {"role": "nurse"})
        rename_document(change, document(study, "one"), "first")
    assert study.participants()["name"].tolist() == ["one", "two", "three"]


@pytest.mark.parametrize("name", ["TWO", " ", ""])
def test_a_name_that_is_none_or_taken_is_refused(study: Study, name: str) -> None:
    with pytest.raises(StudyError), study.change("rename", coder="Ada") as change:
        rename_document(change, document(study, "one"), name)


def test_a_document_may_get_another_case(study: Study) -> None:
    with study.change("rename", coder="Ada") as change:
        rename_document(change, document(study, "one"), "ONE")
    assert study.documents()["name"].iloc[0] == "ONE"
