"""`vivavoce implications` and the decisions made by it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from codebook import Codebook
from corpus.codebooks import set_codebook
from corpus.coding import NewCoding, add_codings
from corpus.documents import add_document
from corpus.study import Study
from tests.studies import transcript

TALK = {
    "Speed": "We try a new thing before lunch and throw it away by the evening.",
    "Noise": "The alarms ring all night and nobody reads them any more.",
    "Setting": "There are nine of us in a room above the bakery.",
}
KEYS = "implication statement theme pain_point layer participants codings quotes counter_evidence lift p q robust why"


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Eight people who speak of speed and noise in one breath, and of where they work at length."""
    study = Study.create(tmp_path / "study", title="Eight [bold]people[/bold]", language="en")
    said = ["Setting"] * 4 + ["Speed Noise"] + ["Setting"] * 4
    with study.change("set up", coder="Ada") as change:
        book = (
            Codebook().add("Speed").add("Setting", kind="context").add("Pains", kind="pain point").add("Pains / Noise")
        )
        set_codebook(change, book)
        paths = {code.name: code.id for code in book}
        for number in range(8):
            text = "".join(
                f"Bob: And {turn}?\nP{number}: {' '.join(TALK[code] for code in codes.split())}\n"
                for turn, codes in enumerate(said)
            )
            document, _ = add_document(change, transcript(text), name=f"interview {number}")
            new = []
            at = 0
            for codes in said:
                for code in codes.split():
                    at = text.index(TALK[code], at)
                    new.append(NewCoding(document, at, at + len(TALK[code]), paths[code]))
                    at += len(TALK[code])
            add_codings(change, new)
    return study


def table(run) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run("table", "implications").out)))


def test_they_are_printed_with_their_evidence(run, study: Study) -> None:
    result = run("implications")
    assert result.status == 0
    assert "1. “Speed” and “Noise” meet in 8 of 8 participants, more than the" in result.out
    assert "speed--noise" in result.out
    assert "All codings are by one coder, Ada" in result.out
    assert "It holds with any one participant left out." in " ".join(result.out.split())


def test_json_is_one_document_and_cautions_go_to_standard_error(run, study: Study) -> None:
    result = run("implications", "--json")
    (item,) = result.json
    assert list(item) == KEYS.split()
    assert item["participants"] == [f"interview {n}" for n in range(8)]
    assert item["robust"] == {"holds": True, "without": [], "by_coder": {"Ada": None}}
    texts, names = study.texts(), study.documents().set_index("name")["document"]
    for quote in item["quotes"]:
        assert texts[names[quote["document"]]][quote["start"] : quote["end"]] == quote["text"]
    assert set(item["codings"]) <= set(study.codings()["coding"])
    assert "All codings are by one coder" in result.err
    assert run("implications", "--all", "--json").json == result.json


def test_templates_are_kept_with_the_study(run, study: Study, tmp_path: Path) -> None:
    file = tmp_path / "templates.yaml"
    file.write_text(
        "- {theme: speed, pain_point: noise, statement: Ring less.}\n- {theme: x, pain_point: y, statement: z}\n"
    )
    result = run("implications", "--templates", file, "--json")
    assert result.json[0]["statement"].startswith("Ring less. (“Speed” and “Noise” meet in 8 of 8 participants;")
    assert "Left out the template of entry 2 (line 2)" in result.err
    file.unlink()
    assert run("implications", "--json").json == result.json
    assert run("undo").out.startswith("Undone: set templates (templates.yaml)")


def test_templates_that_do_not_read_are_refused_and_nothing_is_kept(run, study: Study, tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text("- {theme: Speed}\n")
    result = run("implications", "--templates", tmp_path / "t.yaml")
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith("vivavoce: t.yaml, entry 1 (line 1): it has no pain_point")
    assert study.history()["operation"].tolist() == ["set up"]


def test_accepting_rewording_and_rejecting_show_in_the_table(run, study: Study) -> None:
    assert [row["decision"] for row in table(run)] == [""]
    assert run("implications", "accept", "noise", "--note", "clear").out.startswith("Accepted speed--noise.")
    assert [row["decision"] for row in table(run)] == ["accepted"]
    run("implications", "reword", "speed--noise", "Ring [red]once[/red].")
    assert [(row["decision"], row["statement"]) for row in table(run)] == [("reworded", "Ring [red]once[/red].")]
    assert "1. Ring [red]once[/red]." in run("implications").out
    assert run("implications", "reject", "SPEED", "--json").json == {
        "implication": "speed--noise",
        "decision": "rejected",
    }
    assert "Rejected: speed--noise." in run("implications").out
    assert run("undo").status == 0
    assert [row["decision"] for row in table(run)] == ["reworded"]
    assert run("check").status == 0


def test_ones_own_is_added_reworded_and_removed(run, study: Study) -> None:
    assert run("implications", "add", "Setting", "Noise", "A room of one's own.").out.startswith(
        "Added setting--noise."
    )
    assert run("implications", "add", "speed", "noise", "Mine.").out.startswith("Added speed--noise-2.")
    by_name = {item["implication"]: item for item in run("implications", "--json").json}
    assert by_name["setting--noise"]["statement"] == "A room of one's own."
    assert by_name["setting--noise"]["decision"]["decision"] == "own"
    assert by_name["setting--noise"]["q"] is None
    assert "needs no acceptance" in run("implications", "accept", "setting").err
    run("implications", "reword", "setting", "Silence.")
    assert run("implications", "reject", "speed--noise-2").out.startswith("Removed speed--noise-2.")
    assert {row["implication"]: row["statement"] for row in table(run)}["setting--noise"] == "Silence."
    assert "speed--noise-2" not in run("implications").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("accept", "nothing of this name"), 'There is no implication "nothing of this name".'),
        (("add", "Speed", "Speed", "x"), "none below the other"),
        (("add", "Nowhere", "Noise", "x"), 'no code "Nowhere"'),
        (("reword", "speed--noise", " "), "needs a statement"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(run, study: Study, arguments, says: str) -> None:
    result = run("implications", *arguments)
    assert result.status == 1
    assert result.err.startswith("vivavoce: ")
    assert says in result.err


def test_a_part_of_a_name_that_several_have_is_told(run, study: Study) -> None:
    run("implications", "add", "Setting", "Noise", "Silence.")
    assert "may be any of" in run("implications", "accept", "noise").err


@pytest.mark.parametrize("suffix", ["md", "tex", "docx", "json"])
def test_they_are_written_to_a_file(run, study: Study, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / "out" / f"implications.{suffix}"
    result = run("implications", "--output", file)
    assert result.out == f"Wrote 1 implication to {file}.\n"
    first = file.read_bytes()
    run("implications", "--output", file)
    assert file.read_bytes() == first


def test_a_file_of_another_kind_is_wrong_usage(run, study: Study, tmp_path: Path) -> None:
    assert run("implications", "--output", tmp_path / "x.pdf").status == 2


def test_a_study_without_anything_says_so(run, tmp_path: Path) -> None:
    run("new")
    result = run("implications")
    assert result.status == 0
    assert "No participant's words have codings yet" in result.out
    assert "no code of kind pain point" in " ".join(result.out.split())
    assert run("implications", "--json").json == []


def test_the_table_takes_filters_by_people(run, study: Study) -> None:
    rows = json.loads(run("table", "implications", "--participant", "interview 1", "--json").out)
    assert rows == []
    assert "means nothing for implications" in run("table", "implications", "--theme", "Speed").err
