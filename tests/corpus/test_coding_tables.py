"""Rows of codings are placed by offsets or by quotes; what cannot be placed is listed, and the rest is imported."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analysis.tables import render
from app.material import exported_codings
from codebook.errors import UnreadableFile
from codebook.sheets import Sheet, read_sheet
from corpus.coding_tables import Placed, import_codings
from corpus.study import Study
from tests.studies import HARD, code, study_of

TEXT = "Ana: yes, of course. yes, of course.\nBob: no?\nAna: yes, of course.\n"
FIRST, SECOND, THIRD = 5, 21, 51


def sheet(*rows: dict[str, str]) -> Sheet:
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    return Sheet("quotes.csv", columns, tuple(enumerate(({c: row.get(c, "") for c in columns} for row in rows), 2)))


def taken_in(study: Study, rows: Sheet, coder: str = "Ada") -> Placed:
    with study.change("import codings", coder=coder) as change:
        return import_codings(change, rows)


def row(quote: str = "yes, of course.", code: str = "A", document: str = "one", **more: str) -> dict[str, str]:
    return {"document": document, "code": code, "quote": quote, **more}


def starts(study: Study) -> list[int]:
    return study.codings()["start"].tolist()


def test_a_quote_that_occurs_again_goes_to_the_first_place_that_no_identical_row_has_taken(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": TEXT})
    result = taken_in(study, sheet(row(), row(code="C"), row()))
    assert starts(study) == [FIRST, FIRST, SECOND]
    assert result.placed == 3
    assert [entry["row"] for entry in result.doubtful] == [2, 3, 4]
    assert [len(entry["alternatives"]) for entry in result.doubtful] == [2, 2, 2]
    assert result.unplaced == []


def test_two_coders_may_code_the_same_occurrence(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": TEXT})
    taken_in(study, sheet(row(coder="Ada"), row(coder="Ben")))
    assert starts(study) == [FIRST, FIRST]


def test_more_identical_rows_than_occurrences_are_all_kept(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": TEXT})
    result = taken_in(study, sheet(*[row()] * 4))
    assert result.placed == 4
    assert sorted(starts(study)) == [FIRST, FIRST, SECOND, THIRD]


def test_what_cannot_be_placed_is_listed_row_by_row_and_the_rest_imported(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": TEXT})
    result = taken_in(
        study,
        sheet(
            row(code="Nowhere"),
            row(document="nine"),
            row(quote="something that nobody has said at all"),
            {"document": "one", "code": "A", "start": "4", "end": "999"},
            {"document": "one", "code": "A", "start": "x", "end": "9"},
            {"document": "one", "code": "A"},
            {"document": "one", "code": "A", "start": "5", "end": "9"},
        ),
    )
    assert [entry["row"] for entry in result.unplaced] == [2, 3, 4, 5, 6, 7]
    reasons = [entry["reason"] for entry in result.unplaced]
    assert "Nowhere" in reasons[0]
    assert "nine" in reasons[1]
    assert "not in the transcript" in reasons[2]
    assert "not within the text" in reasons[3]
    assert "no whole numbers" in reasons[4]
    assert "neither a quote nor start and end" in reasons[5]
    assert starts(study) == [5]


def test_offsets_that_do_not_hold_the_quote_give_way_to_it_and_are_doubted(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": TEXT})
    result = taken_in(study, sheet(row(quote="no?", start="0", end="3")))
    assert study.codings()["start"].tolist() == [TEXT.index("no?")]
    assert "does not hold the quote" in result.doubtful[0]["reason"]


def test_the_same_file_again_adds_nothing(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": TEXT})
    rows = sheet(row(), row(), row(code="C"))
    taken_in(study, rows)
    before, revision = study.codings(), study.revision
    again = taken_in(study, rows)
    assert (again.placed, again.present) == (3, 3)
    assert study.codings().equals(before)
    assert study.revision == revision


def test_short_names_suffixes_and_case_are_understood(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"P1_2021": TEXT, "P10_2021": TEXT})
    result = taken_in(study, sheet(row(document="p1_2021.ODT", code="b"), row(document="P1", code="a / b")))
    assert result.unplaced == []
    assert study.codings()["document"].nunique() == 1


def test_a_sheet_without_the_columns_names_those_it_has(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": TEXT})
    with pytest.raises(UnreadableFile, match=r'no column "code".*"colour"'):
        taken_in(study, sheet({"document": "one", "colour": "red"}))
    with pytest.raises(UnreadableFile, match='"quote", or columns "start" and "end"'):
        taken_in(study, sheet({"document": "one", "code": "A"}))


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    spans=st.lists(
        st.tuples(
            st.integers(0, len(HARD) - 1),
            st.integers(1, 30),
            st.sampled_from(["A", "A / B", "C"]),
            st.sampled_from(["Ada", "Ben"]),
        ),
        max_size=12,
    ),
    suffix=st.sampled_from(["csv", "xlsx"]),
)
def test_codings_survive_export_and_import(tmp_path_factory, spans: list, suffix: str) -> None:
    folder = tmp_path_factory.mktemp("studies")
    study = study_of(folder / "a", {"one": HARD})
    for start, length, path, coder in spans:
        code(study, "one", start, min(len(HARD), start + length), path, coder)
    exported = exported_codings(study)
    data = render(exported, suffix).data
    other = study_of(folder / "b", {"one": HARD})
    result = taken_in(other, read_sheet(data, name=f"codings.{suffix}"), coder="Cyd")
    assert result.unplaced == []
    assert key(exported_codings(other)) == key(exported)


def key(frame) -> list[tuple]:
    return sorted(map(tuple, frame[["document", "code", "start", "end", "quote", "coder"]].to_numpy().tolist()))
