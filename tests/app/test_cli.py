"""The command line does what it says, exits as it should, and says what to do next where it cannot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.demonstration import make
from corpus.study import Study
from tests.studies import HARD, code, study_of


@pytest.fixture
def study(tmp_path: Path) -> Study:
    study = study_of(tmp_path / "study", {"one": HARD, "two": "Ana: alpha, beta.\nBob: gamma?\nAna: delta.\n"})
    code(study, "one", 5, 30, "A", "Ada")
    code(study, "one", 10, 40, "A", "Ben")
    code(study, "one", 20, 25, "A / B", "Ada")
    code(study, "two", 5, 10, "C", "Ada")
    return study


def test_a_study_from_files_to_tables(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Ana: We keep every model.\n\nInterviewer: Why?\n\nAna: To go back.\n\nInterviewer: Ah.\n"
    )
    (tmp_path / "codes.csv").write_text("path,definition\nVersioning / Fallback,An earlier version takes over.\n")
    (tmp_path / "quotes.csv").write_text(
        "document,code,quote\na,Fallback,To go back.\na,Fallback,never said by anyone here\n"
    )
    (tmp_path / "people.csv").write_text("document,role\na,engineer\n")
    assert run("new", "--title", "Models").status == 0
    (report,) = run("add", tmp_path / "a.txt", "--json").json
    assert (report["name"], report["turns"], report["speakers"]) == ("a", 4, ["Ana", "Interviewer"])
    assert report["words"] == 9
    assert run("codebook", "import", tmp_path / "codes.csv").status == 0
    assert run("participants", tmp_path / "people.csv").status == 0
    placed = run("codings", "import", tmp_path / "quotes.csv", "--json")
    assert placed.status == 1
    assert placed.json["placed"] == 1
    assert placed.json["unplaced"][0]["row"] == 3
    rows = run("table", "frequencies").rows
    assert [(row["path"], row["codings"]) for row in rows] == [("Versioning", "0"), ("Versioning / Fallback", "1")]
    assert run("table", "frequencies", "--roll-up", "--json").json[0]["codings"] == 1
    assert run("table", "quotes", "--where", "role=engineer").rows[0]["quote"] == "To go back."
    assert run("table", "quotes", "--where", "role=manager").rows == []
    assert run("check").status == 0


def test_one_bad_file_leaves_the_others_their_place(run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Ana: yes.\nBob: no?\nAna: well.\nBob: hm?\n")
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 cut short")
    (tmp_path / "empty.txt").write_bytes(b"")
    run("new")
    result = run("add", tmp_path / "bad.docx", tmp_path / "good.txt", tmp_path / "empty.txt", "--json")
    assert result.status == 1
    assert {Path(row["file"]).name: "error" in row for row in result.json} == {
        "bad.docx": True,
        "empty.txt": True,
        "good.txt": False,
    }
    assert [row["name"] for row in run("table", "documents").rows] == ["good"]


def test_the_same_name_again_is_numbered_and_said(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Just a few words that nobody in particular said.")
    run("new")
    run("add", tmp_path / "a.txt")
    (report,) = run("add", tmp_path / "a.txt", "--json").json
    assert report["name"] == "a (2)"
    assert any("bears the name" in warning for warning in report["warnings"])


def test_what_two_coders_coded_alike_counts_once_unless_each_is_asked_for(run, study) -> None:
    counted = {row["path"]: row["codings"] for row in run("table", "frequencies").rows}
    assert counted == {"A": "1", "A / B": "1", "C": "1"}
    each = {row["path"]: row["codings"] for row in run("table", "frequencies", "--coder", "all").rows}
    assert each["A"] == "2"
    assert {row["coder"] for row in run("table", "quotes", "--coder", "ben").rows} == {"Ben"}


def test_every_counted_row_is_a_filter_that_gives_the_codings_counted(run, study) -> None:
    for row in run("table", "frequencies", "--ids", "--json").json:
        quotes = run("table", "quotes", "--code", row["path"], "--ids", "--json").json
        assert len(quotes) == row["codings"] == len(row["ids"])
        assert sorted(id for quote in quotes for id in quote["ids"]) == sorted(row["ids"])
    for row in run("table", "frequencies", "--roll-up", "--ids", "--json").json:
        quotes = run("table", "quotes", "--code", row["path"], "--roll-up", "--ids", "--json").json
        assert sorted(id for quote in quotes for id in quote["ids"]) == sorted(row["ids"])
    for row in run("table", "matrix", "--json").json:
        for participant in ("one", "two"):
            said = ("--code", row["path"], "--participant", participant)
            assert len(run("table", "quotes", *said, "--json").json) == row[participant]
    for row in run("table", "cooccurrence", "--json").json:
        met = run("table", "quotes", "--meeting", row["code_a"], "--meeting", row["code_b"], "--json").json
        assert len(met) == row["n_ab"]


def test_undo_redo_and_history(run, study) -> None:
    assert "add a coding" in run("undo").out
    assert run("table", "frequencies").rows[2]["codings"] == "0"
    assert run("redo", "--json").json["redone"] == "add a coding, by Ada"
    assert run("table", "frequencies").rows[2]["codings"] == "1"
    assert "add a coding, 1 row  [undone]" not in run("history").out
    run("undo", "--any")
    assert "add a coding, 1 row  [undone]" in run("history").out


def test_codes_are_renamed_moved_merged_split_and_deleted_with_their_codings(run, study) -> None:
    assert run("codebook", "rename", "C", "Cedar").status == 0
    assert run("codebook", "move", "Cedar", "A").status == 0
    assert run("table", "quotes", "--code", "A / Cedar").rows
    assert run("codebook", "merge", "Cedar", "B").status == 0
    assert len(run("table", "quotes", "--code", "A / B").rows) == 2
    assert run("codebook", "split", "B", "one half", "other half").status == 0
    refused = run("codebook", "delete", "A", "--with-descendants")
    assert refused.status == 1
    assert "bears" in refused.err
    assert run("codebook", "delete", "one half").status == 0
    for _ in range(5):
        run("undo")
    assert run("table", "quotes", "--code", "C").rows


def test_importing_a_codebook_keeps_codes_that_bear_codings(run, study, tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text("codes:\n  - name: A\n    definition: First of all.\n  - name: D\n")
    dry = run("codebook", "import", tmp_path / "new.yaml", "--dry-run", "--json").json
    assert dry["done"] is False
    assert [row["path"] for row in run("table", "codes").rows] == ["A", "A / B", "C"]
    done = run("codebook", "import", tmp_path / "new.yaml", "--json").json
    assert done["staying"] == ["A / B", "C"]
    assert [row["path"] for row in run("table", "codes").rows] == ["A", "A / B", "D", "C"]
    assert len(run("table", "codings").rows) == 4
    assert run("check").status == 0


@pytest.mark.parametrize("suffix", ["yaml", "csv", "xlsx", "qdc"])
def test_a_codebook_that_leaves_and_comes_back_changes_nothing(run, study, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"codes.{suffix}"
    assert run("codebook", "export", file).status == 0
    said = run("codebook", "import", file, "--json").json
    assert said["unchanged"] == 3
    assert not said["added"]
    assert not said["gone"]


def test_memos_are_written_exported_and_imported(run, study, tmp_path: Path) -> None:
    assert run("memo", "About everything.").status == 0
    assert run("memo", "About a passage.", "--document", "two", "--quote", "alpha, beta").status == 0
    assert run("memo", "About a code.", "--code", "B").status == 0
    coding = run("table", "codings").rows[0]["coding"]
    assert run("memo", "About a coding.", "--coding", coding).status == 0
    assert run("memos", "export", tmp_path / "memos.csv").status == 0
    memos = run("table", "memos").rows
    assert [row["about"] for row in memos] == ["study", "passage", "code", "coding"] or len(memos) == 4
    for row in memos:
        assert run("remove", "memo", row["memo"]).status == 0
    assert run("memos", "import", tmp_path / "memos.csv", "--json").json == {"memos": 4, "refused": []}
    assert sorted(row["text"] for row in run("table", "memos").rows) == sorted(row["text"] for row in memos)
    assert run("check").status == 0


def test_documents_and_codings_are_removed_and_come_back(run, study) -> None:
    coding = run("table", "codings").rows[0]["coding"]
    assert run("remove", "coding", coding).status == 0
    assert run("remove", "document", "ONE.txt").status == 0
    assert [row["name"] for row in run("table", "documents").rows] == ["two"]
    run("undo")
    run("undo")
    assert len(run("table", "codings").rows) == 4
    assert run("check").status == 0


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx", "tex", "md", "html", "json", "parquet"])
@pytest.mark.parametrize("name", ["frequencies", "matrix", "cooccurrence", "quotes", "turns", "history"])
def test_every_table_is_written_in_every_format(run, study, tmp_path: Path, name: str, suffix: str) -> None:
    file = tmp_path / f"{name}.{suffix}"
    result = run("table", name, "--output", file)
    assert result.status == 0, result.err
    assert file.stat().st_size > 20


@pytest.mark.parametrize("name", ["frequencies", "matrix", "cooccurrence-graph", "cooccurrence-matrix", "overview"])
def test_every_figure_is_drawn(run, study, tmp_path: Path, name: str) -> None:
    for suffix, begin in (("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<?xml")):
        file = tmp_path / f"figure.{suffix}"
        result = run("figure", name, "--output", file)
        assert result.status == 0, result.err
        assert file.read_bytes().startswith(begin)


def test_an_export_names_the_state_and_is_the_same_twice(run, study, tmp_path: Path) -> None:
    first = run("export", tmp_path / "x", "--json").json
    second = run("export", tmp_path / "y", "--json").json
    assert first == second
    assert first["revision"] == study.revision
    for name in first["files"]:
        assert (tmp_path / "x" / name).read_bytes() == (tmp_path / "y" / name).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("table", "nonsense"), 2, "choose one of"),
        (("table", "frequencies", "--binary"), 2, "it belongs to matrix"),
        (("table", "quotes", "--where", "role"), 2, "ATTRIBUTE=VALUE"),
        (("table", "quotes", "--meeting", "A"), 2, "twice or more"),
        (("table", "cooccurrence", "--unit", "page"), 2, "unit"),
        (("table", "frequencies", "--ids"), 2, "--format json"),
        (("table", "quotes", "--code", "Nowhere"), 1, "no code"),
        (("table", "quotes", "--document", "nine"), 1, 'no document "nine"'),
        (("table", "quotes", "--participant", "nine"), 1, 'no participant "nine"'),
        (("figure", "nonsense", "--output", "x.pdf"), 2, "choose one of"),
        (("figure", "overview", "--output", "x.gif"), 2, "pdf, svg, png"),
        (("codings", "import", "absent.csv"), 1, "absent.csv"),
        (("codebook", "import", "absent.yaml"), 1, "absent.yaml"),
        (("participants", "absent.csv"), 1, "absent.csv"),
        (("load", "absent.sqlite3"), 1, "absent.sqlite3"),
        (("add", "absent.txt"), 1, "absent.txt"),
        (("new",), 1, "holds a study already"),
        (("nonsense",), 2, "nonsense"),
        (("remove", "coding", "nine"), 1, "no coding nine"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run, study, arguments, status: int, said: str) -> None:
    result = run(*arguments)
    assert result.status == status
    assert said in result.err
    assert "Traceback" not in result.err
    assert study.revision == 5


def test_without_a_study_the_way_to_one_is_said(run) -> None:
    result = run("table", "frequencies")
    assert result.status == 1
    assert "new" in result.err


def test_the_demonstration_may_be_made_again_but_overwrites_no_other_study(run, study, tmp_path: Path) -> None:
    first = make(tmp_path / "demo")
    codings = len(first.codings(columns=["code"]))
    first.close()
    assert run("demo", tmp_path / "demo", "--json").json["codings"] == codings > 1000
    assert run("--study", tmp_path / "demo", "check").status == 0
    refused = run("demo", tmp_path / "study")
    assert refused.status == 1
    assert "not the demonstration" in refused.err


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['vivavoce', '--help']\n"
        "from app.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'numpy', 'spacy', 'matplotlib', 'sqlalchemy', 'streamlit', 'networkx'} & set(sys.modules)\n"
        "sys.exit(1 if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "demo" in done.stdout
