"""A study survives what happens to files: killed processes, two writers, a full disk, damage, other versions."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from codebook.errors import Busy, NotFound, StudyError
from corpus import checking, database, migrate
from corpus.coding import NewCoding, add_codings
from corpus.schema import metadata
from corpus.study import FILE, Study
from tests.conftest import ROOT
from tests.studies import HARD, code, study_of

TAG = """
    import sys
    from pathlib import Path
    from corpus.coding import NewCoding, add_codings
    from corpus.study import Study

    study = Study.open(Path(sys.argv[1]))
    document, codes = study.documents()["document"][0], [code.id for code in study.codebook()]
    for number in range(int(sys.argv[3])):
        with study.change("add a coding", coder=sys.argv[2]) as change:
            (coding,) = add_codings(change, [NewCoding(document, 5, 6 + number % 4, codes[number % len(codes)])])
        print(coding, flush=True)
"""


def python(source: str, *arguments: object, **options) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(source), *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_what_was_said_to_be_stored_is_there_after_the_process_is_killed(tmp_path: Path) -> None:
    study_of(tmp_path / "s", {"one": HARD}).close()
    tagging = python(TAG, tmp_path / "s", "Ada", 100_000)
    acknowledged = [tagging.stdout.readline().strip() for _ in range(40)]
    os.kill(tagging.pid, signal.SIGKILL)
    rest, _ = tagging.communicate()
    acknowledged += [line for line in rest.split("\n")[:-1] if line]
    study = Study.open(tmp_path / "s")
    assert set(acknowledged) <= set(study.codings()["coding"])
    assert checking.check(study) == []


def test_two_processes_write_at_once_and_neither_loses_anything(tmp_path: Path) -> None:
    study_of(tmp_path / "s", {"one": HARD}).close()
    both = [python(TAG, tmp_path / "s", coder, 60) for coder in ("Ada", "Ben")]
    printed = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], printed
    study = Study.open(tmp_path / "s")
    ids = {line for out, _ in printed for line in out.split()}
    assert len(ids) == 120
    assert set(study.codings()["coding"]) == ids
    assert checking.check(study) == []


def test_who_waits_too_long_for_another_writer_is_told_to_try_again(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(database, "PATIENCE_MS", 50)
    study = study_of(tmp_path / "s", {"one": HARD})
    other = sqlite3.connect(study.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match=r"busy: another process .* try again"):
        code(study, "one", 5, 10, "A")
    other.execute("ROLLBACK")
    other.close()
    code(study, "one", 5, 10, "A")


def test_a_full_disk_changes_nothing_and_is_said(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    before = study.revision
    study.close()
    filling = python(
        """
        import resource, signal, sys
        from pathlib import Path
        from codebook.errors import StudyError
        from corpus.documents import add_document
        from corpus.study import FILE, Study
        from corpus.transcripts import Transcript

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        study = Study.open(Path(sys.argv[1]))
        limit = (study.folder / FILE).stat().st_size + 100_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            with study.change("add", coder="Ada") as change:
                add_document(change, Transcript("word " * 200_000, format="text"), name="large")
        except StudyError as error:
            print(error)
        """,
        tmp_path / "s",
    )
    said, errors = filling.communicate()
    assert "the disk is full" in said, errors
    study = Study.open(tmp_path / "s")
    assert study.revision == before
    assert checking.check(study) == []


def test_a_file_that_is_no_study_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"SQLite format 3\0" + b"\x00" * 200)
    with pytest.raises(StudyError, match="damaged or no study"):
        Study.open(tmp_path)
    (tmp_path / FILE).write_bytes(b"a shopping list")
    with pytest.raises(StudyError, match="damaged or no study"):
        Study.open(tmp_path)


def test_an_empty_folder_says_how_to_make_a_study(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="new"):
        Study.open(tmp_path)


def test_a_study_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    study.close()
    connection = sqlite3.connect(study.file)
    connection.execute("update alembic_version set version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StudyError, match="later version"):
        Study.open(tmp_path / "s")


def test_migrations_lead_to_the_tables_of_the_schema(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    study = study_of(tmp_path / "s", {})
    with study.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert ScriptDirectory(str(Path(migrate.__file__).parent / "migrations")).get_current_head() == migrate.HEAD


def test_check_finds_what_was_changed_behind_the_door(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    code(study, "one", 5, 10, "A")
    study.close()
    connection = sqlite3.connect(study.file)
    connection.execute("update texts set text = 'X' || substr(text, 2)")
    connection.execute("update codings set word_end = word_end + 1, participant = null")
    connection.execute("update codes set position = position + 7 where name = 'C'")
    connection.execute("delete from change_rows where seq = 0 and change = 2")
    connection.commit()
    connection.close()
    found = "\n".join(checking.check(Study.open(tmp_path / "s")))
    for sentence in ("its hash differs", "does not touch the words", "another participant", "numbered", "history"):
        assert sentence in found


@pytest.mark.parametrize("span", [(0, 0), (-1, 4), (5, 3), (0, 10_000)])
def test_a_coding_beyond_the_text_is_refused_and_the_others_with_it(tmp_path: Path, span: tuple[int, int]) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    document, identity = study.documents()["document"][0], study.codebook().at("A").id
    with (
        pytest.raises(StudyError, match="characters"),
        study.change("add", coder="Ada") as change,
    ):
        add_codings(change, [NewCoding(document, 5, 9, identity), NewCoding(document, *span, identity)])
    assert len(study.codings()) == 0


def test_a_coding_of_a_code_just_deleted_says_so(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    document = study.documents()["document"][0]
    with (
        pytest.raises(NotFound, match="code is not in the codebook any more"),
        study.change("x", coder="Ada") as change,
    ):
        add_codings(change, [NewCoding(document, 5, 9, "gone")])


def test_positions_mean_the_same_in_python_in_the_database_and_in_a_quote(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    for start in range(len(HARD) - 3):
        code(study, "one", start, start + 3, "A")
    with sqlite3.connect(study.file) as connection:
        in_database = connection.execute(
            'select substr(text, start + 1, "end" - start), start from codings join texts using (document) order by 2'
        ).fetchall()
    assert in_database == [(HARD[start : start + 3], start) for start in range(len(HARD) - 3)]
    from app.material import exported_codings

    assert exported_codings(study)["quote"].tolist() == [HARD[start : start + 3] for start in range(len(HARD) - 3)]
