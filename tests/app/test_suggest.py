"""`vivavoce suggest` proposes, `accept` and `reject` decide, and nothing counts before."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.study import Study
from tests.studies import code, study_of

TEXTS = {
    "one": "Ana: We rolled it back at once. Then we rolled back the data.\nBob: You rolled back?\n"
    "Ana: Yes 👍 . Data drifts.\n",
    "two": "Cyd: Nothing here. 👩‍💻 The data drifted.\n",
}
CODES = """path,patterns
A,"[[{""LEMMA"": ""roll""}, {""OP"": ""?""}, {""LOWER"": ""back""}]]"
A / B,"[[{""LEMMA"": ""data""}, {""LEMMA"": {""IN"": [""drift"", ""shift""]}}]]"
C,
"""


@pytest.fixture
def study(tmp_path: Path, run) -> Study:
    study = study_of(tmp_path / "study", TEXTS)
    codes = tmp_path / "codes.csv"
    codes.write_text(CODES, encoding="utf-8")
    run("codebook", "import", codes)
    return study


def proposals(result) -> list[tuple[str, str, str]]:
    return [(row["document"], row["path"], row["quote"]) for row in result.json["suggestions"]]


def test_proposals_as_json_have_what_scripts_rely_on(run, study) -> None:
    result = run("suggest", "--method", "patterns", "--json")
    assert (result.status, result.err) == (0, "")
    assert list(result.json) == ["words", "seconds", "suggestions"]
    assert result.json["words"] == 20
    assert result.json["seconds"] > 0
    assert proposals(result) == [
        ("one", "A", "We rolled it back at once. Then we rolled back the data."),
        ("one", "A / B", "Data drifts."),
        ("two", "A / B", "👩‍💻 The data drifted."),
    ]
    texts = study.texts().set_axis(study.documents()["name"])
    for row in result.json["suggestions"]:
        assert list(row) == ["document", "start", "end", "path", "score", "quote", "why"]
        assert texts[row["document"]][row["start"] : row["end"]] == row["quote"]
        assert (row["score"], row["why"]) in [
            (0.5, "rolled it back; rolled back"),
            (0.5, "Data drifts"),
            (0.5, "data drifted"),
        ]


def test_a_person_reads_how_much_of_what_and_where_to_look(run, study) -> None:
    result = run("suggest")
    assert result.status == 0
    lines = result.out.splitlines()
    assert lines[0].startswith("Open: 3 suggestions of 2 codes in 2 documents (20 words read in ")
    assert [line.split() for line in lines[1:3]] == [
        ["A", "/", "B", "2", "in", "2", "documents"],
        ["A", "1", "in", "1", "document"],
    ]
    assert "vivavoce table suggestions" in lines[3]


def test_nothing_counts_until_it_is_accepted(run, study) -> None:
    def counts() -> list[str]:
        return [row["codings"] for row in run("table", "frequencies").rows]

    run("suggest")
    assert counts() == ["0", "0", "0"]
    first, second, third = run("table", "suggestions").rows
    assert (first["path"], first["quote"]) == ("A", "We rolled it back at once. Then we rolled back the data.")
    assert run("accept", first["suggestion"], third["suggestion"][:13]).out == "Accepted 2 suggestions.\n"
    assert counts() == ["1", "1", "0"]
    rejected = run("--as", "Ben", "reject", second["suggestion"], "--json")
    assert rejected.json == {"rejected": [second["suggestion"]]}
    assert counts() == ["1", "1", "0"]
    assert {row["status"] for row in run("table", "suggestions").rows} == {"accepted", "rejected"}
    assert {row["coder"] for row in run("table", "quotes").rows} == {"Ada"}
    assert proposals(run("suggest", "--json")) == []
    assert run("suggest").out.startswith("Nothing to propose (20 words read in ")
    assert run("check").status == 0


def test_accepting_as_json_gives_the_ids_of_the_codings(run, study) -> None:
    run("suggest")
    one, *_ = run("table", "suggestions").rows
    done = run("accept", one["suggestion"], one["suggestion"], "--json").json
    assert done["accepted"] == [one["suggestion"]]
    assert done["codings"] == [row["coding"] for row in run("table", "codings").rows]


def test_what_a_person_coded_already_is_not_proposed(run, study) -> None:
    code(study, "one", 5, 12, "A")
    assert proposals(run("suggest", "--document", "ONE", "--json")) == [
        ("one", "A", "Then we rolled back the data."),
        ("one", "A / B", "Data drifts."),
    ]


def test_a_filter_leaves_the_open_proposals_of_other_documents_alone(run, study) -> None:
    run("suggest")
    before = {row["suggestion"] for row in run("table", "suggestions").rows}
    result = run("suggest", "--document", "two", "--json")
    assert [document for document, *_ in proposals(result)] == ["two"]
    assert result.json["words"] == 5
    assert {row["suggestion"] for row in run("table", "suggestions").rows} == before


def test_again_changes_nothing_and_undo_takes_it_back(run, study) -> None:
    run("suggest")
    revision = study.revision
    run("suggest")
    assert study.revision == revision
    run("undo")
    assert run("table", "suggestions").rows == []
    run("redo")
    assert len(run("table", "suggestions").rows) == 3


def test_proposals_of_patterns_that_are_gone_are_taken_back(run, study, tmp_path: Path) -> None:
    run("suggest")
    bare = tmp_path / "bare.csv"
    bare.write_text("path,patterns\nA,\nA / B,\nC,\n")
    run("codebook", "import", bare)
    result = run("suggest", "--json")
    assert (result.status, result.json["suggestions"]) == (0, [])
    assert "No code has patterns" in result.err
    assert run("table", "suggestions").rows == []


def test_a_pattern_that_cannot_be_used_is_told_and_the_others_go_on(run, study, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(CODES + 'D,"[[{""POS"": ""VERB""}]]"\n')
    run("codebook", "import", wrong)
    result = run("suggest", "--json")
    assert result.status == 0
    assert result.err.startswith("D: pattern 1 cannot be used: POS is known only to a trained pipeline")
    assert len(result.json["suggestions"]) == 3


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["suggest", "--method", "magic"], 2, "There is no method 'magic': choose patterns."),
        (["suggest", "--document", "nine"], 1, "nine"),
        (["accept", "f00"], 1, 'There is no suggestion f00. "vivavoce table suggestions" lists them.'),
        (["reject", ""], 1, "There is no suggestion"),
        (["accept"], 2, "Missing argument"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_status_tells(run, study, arguments, status: int, said: str) -> None:
    result = run(*arguments)
    assert result.status == status
    assert said in result.err
    assert "Traceback" not in result.err


def test_a_study_without_documents_has_nothing_to_propose(run, tmp_path: Path) -> None:
    run("new")
    result = run("suggest", "--json")
    assert (result.status, result.json["words"], result.json["suggestions"]) == (0, 0, [])


def test_the_same_study_gives_the_same_table_whatever_was_proposed_before(run, tmp_path: Path, study) -> None:
    first = run("suggest", "--json").json["suggestions"]
    run("undo")
    run("suggest", "--document", "two")
    assert run("suggest", "--json").json["suggestions"] == first
