"""Themes against pain points, and against layers of the stack, people counted."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from analysis.crossings import theme_layers, theme_meetings
from codebook import Code, Codebook
from corpus.codebooks import set_codebook
from corpus.study import Study
from tests.studies import code, study_of

TEXT = "\n".join(f"Ana: turn {number} says some words.\nBob: And then?" for number in range(8)) + "\n"
PLACES = [TEXT.index(f"turn {number}") for number in range(8)]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    study = study_of(tmp_path / "s", {f"d{number}": TEXT for number in range(4)}, codes=())
    stack = Code("Stack", kind="layer")
    book = Codebook([Code("Speed"), Code("Slow", kind="pain point"), stack, Code("Run", parent=stack.id)])
    book = book.add("Stack / Pipeline").add("Stack / Run / Tracking")
    with study.change("set codes", coder="Ada") as change:
        set_codebook(change, book)
    return study


def frames(study: Study):
    return (study.codebook(), study.codings(), study.documents(), study.turns(), study.participants(), study.texts())


def test_people_are_counted_once_however_often_two_codes_share_their_turns(study: Study) -> None:
    for document, turn in product(("d0", "d1"), (0, 3)):
        code(study, document, PLACES[turn], PLACES[turn] + 6, "Speed")
        code(study, document, PLACES[turn] + 7, PLACES[turn] + 11, "Stack / Run / Tracking")
    code(study, "d2", PLACES[1], PLACES[1] + 6, "Speed")
    code(study, "d2", PLACES[2], PLACES[2] + 6, "Stack / Pipeline")  # the next turn is another turn
    (row,) = theme_layers(*frames(study)).to_dict("records")
    assert row == {"theme": "Speed", "Run": 2, "Pipeline": 0, "participants": 3}


def test_a_theme_and_a_pain_point_meet_in_neighbouring_turns_too(study: Study) -> None:
    code(study, "d0", PLACES[1], PLACES[1] + 6, "Speed")
    code(study, "d0", PLACES[2], PLACES[2] + 6, "Slow")
    code(study, "d1", PLACES[1], PLACES[1] + 6, "Speed")
    code(study, "d1", PLACES[4], PLACES[4] + 6, "Slow")
    (row,) = theme_meetings(*frames(study)).to_dict("records")
    assert (row["theme"], row["pain_point"], row["participants"], row["meetings"]) == ("Speed", "Slow", 1, 1)
    assert 0 < row["p"] <= 1


def test_without_codings_there_is_a_row_for_each_theme_and_none_for_a_pair(study: Study) -> None:
    assert theme_layers(*frames(study))["participants"].tolist() == [0]
    assert not len(theme_meetings(*frames(study)))
    assert theme_layers(*frames(study)).columns.tolist() == ["theme", "Run", "Pipeline", "participants"]
