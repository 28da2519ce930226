"""Quotes that stand for a code: by different people, readable by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.exemplars import exemplars
from corpus.study import Study
from tests.studies import code, study_of

GOOD = "We sat down with the nurse and she saw at once what was wrong."
TEXT = f"Ana: Well. {GOOD} And so on.\nBob: Who paid for that?\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return study_of(tmp_path / "s", {f"d{number}": TEXT for number in range(4)}, codes=("A", "B"))


def shown(study: Study, **options: int):
    needs = (study.codings(), study.codes(), study.documents(), study.turns(), study.participants(), study.coders())
    return exemplars(*needs, study.texts(), **options)


def test_whole_sentences_are_preferred_to_scraps(study: Study) -> None:
    for start, end in ((5, 10), (14, 40), (TEXT.index(GOOD), TEXT.index(GOOD) + len(GOOD))):
        code(study, "d0", start, end, "A")
    assert shown(study)["quote"].tolist() == [GOOD]


def test_nobody_is_quoted_twice_for_a_code_and_those_heard_least_come_first(study: Study) -> None:
    start = TEXT.index(GOOD)
    for document in ("d0", "d1", "d2", "d3"):
        for path in ("A", "B"):
            code(study, document, start, start + len(GOOD), path)
    table = shown(study, per_code=2)
    assert table["path"].tolist() == ["A", "A", "B", "B"]
    assert table["participant"].tolist() == ["d0", "d1", "d2", "d3"]


def test_an_interviewer_is_not_quoted(study: Study) -> None:
    start = TEXT.index("Who paid")
    code(study, "d0", start, start + 10, "A")
    assert not len(shown(study))


def test_line_breaks_within_a_quote_are_spaces(tmp_path: Path) -> None:
    study = study_of(tmp_path / "t", {"d": "Ana: One two\nthree four five six seven eight.\n"}, codes=("A",))
    code(study, "d", 5, 17, "A")
    assert "\n" not in shown(study)["quote"].iloc[0]


def test_before_anything_is_coded_there_is_nothing_to_quote(study: Study) -> None:
    assert not len(shown(study))
