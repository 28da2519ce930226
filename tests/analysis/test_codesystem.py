"""The code system and the themes with their counts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.codesystem import codesystem, themes
from corpus.study import Study
from tests.studies import code, study_of

TEXT = "Ana: one two three four five.\nBob: And?\nAna: six seven eight.\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    study = study_of(tmp_path / "s", {"d1": TEXT, "d2": TEXT}, codes=("A", "A / B", "A / B / C", "D"))
    code(study, "d1", 5, 12, "A")
    code(study, "d1", 5, 18, "A / B / C")
    code(study, "d1", 5, 18, "A / B / C", coder="Ben")
    code(study, "d2", 5, 8, "A / B")
    return study


def frames(study: Study) -> tuple[pd.DataFrame, ...]:
    return study.codings(), study.codes(), study.documents(), study.participants()


def test_a_code_is_shown_with_its_own_passages_and_with_those_below_it(study: Study) -> None:
    table = codesystem(*frames(study)).set_index("path")
    assert table["level"].to_dict() == {"A": 1, "A / B": 2, "A / B / C": 3, "D": 1}
    assert table["codings"].to_dict() == {"A": 1, "A / B": 1, "A / B / C": 1, "D": 0}
    assert table["codings_below"].to_dict() == {"A": 2, "A / B": 2, "A / B / C": 1, "D": 0}
    assert table["participants"].to_dict() == {"A": 2, "A / B": 2, "A / B / C": 1, "D": 0}


def test_a_theme_counts_all_that_stands_below_it(study: Study) -> None:
    table = themes(*frames(study)).set_index("theme")
    assert table.loc["A", ["codes", "codes_used", "codings", "documents", "participants"]].tolist() == [3, 3, 2, 2, 2]
    assert table.loc["A", "participants_share"] == 1
    assert table.loc["D", ["codes", "codes_used", "codings", "words"]].tolist() == [1, 0, 0, 0]


def test_without_codes_there_are_no_rows(tmp_path: Path) -> None:
    empty = frames(Study.create(tmp_path / "empty"))
    assert len(codesystem(*empty)) == len(themes(*empty)) == 0
