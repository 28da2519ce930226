"""Projects of Taguette come in whole, and what is none is refused."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import pytest

from codebook import diff, read
from codebook.errors import UnreadableFile
from codebook.sheets import read_sheet
from corpus import checking
from corpus.adding import add_files
from corpus.codebooks import set_codebook
from corpus.coding_tables import import_codings
from corpus.exchange import taguette
from corpus.exchange.loading import Loaded, load_project
from corpus.study import Study

SCHEMA = """
create table projects (id integer primary key, name text);
create table users (login text primary key);
create table documents (id integer primary key, name text, contents text);
create table tags (id integer primary key, path text, description text);
create table highlights (id integer primary key, document_id int, start_offset int, end_offset int, snippet text);
create table highlight_tags (highlight_id int, tag_id int);
create table commands (id integer primary key, user_login text, payload text);
"""


def project(path: Path, *statements: tuple[str, tuple]) -> Path:
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA)
        connection.execute("insert into projects values (1, 'p')")
        for statement, values in statements:
            connection.execute(statement, values)
    connection.close()
    return path


def document(contents: str, number: int = 1) -> tuple[str, tuple]:
    return "insert into documents values (?, ?, ?)", (number, f"d{number}.txt", contents)


def tag(number: int, path: str) -> tuple[str, tuple]:
    return "insert into tags values (?, ?, ?)", (number, path, "What it means.")


def highlight(number: int, start: int, end: int, snippet: str, *tags: int) -> list[tuple[str, tuple]]:
    rows = [("insert into highlights values (?, 1, ?, ?, ?)", (number, start, end, snippet))]
    return rows + [("insert into highlight_tags values (?, ?)", (number, each)) for each in tags]


def loaded(study: Study, path: Path) -> Loaded:
    with study.change("load", coder="Ada") as change:
        return load_project(change, path)


def test_offsets_count_bytes_of_the_text_without_tags(tmp_path: Path) -> None:
    text = "Café 👩‍💻 & שלום, yes."
    start, end = text.index("👩"), text.index(", yes")
    snippet = text[start:end]
    path = project(
        tmp_path / "p.sqlite3",
        document("<p>Café <b>👩‍💻</b> &amp; שלום, yes.</p>"),
        tag(1, "A / B"),
        tag(2, "C"),
        *highlight(1, len(text[:start].encode()), len(text[:end].encode()), f"<p>{snippet}</p>", 1, 2),
    )
    study = Study.create(tmp_path / "s")
    result = loaded(study, path)
    assert (result.documents, result.codes, result.codings, result.warnings) == (1, 2, 2, [])
    codings = study.codings()
    kept = study.texts()[codings["document"][0]]
    assert {kept[s:e] for s, e in zip(codings["start"], codings["end"], strict=True)} == {snippet}
    assert [study.codebook().path(code.id) for code in study.codebook()] == ["A", "A / B", "C"]
    assert checking.check(study) == []


def test_what_cannot_be_taken_over_is_reported_item_by_item(tmp_path: Path) -> None:
    path = project(
        tmp_path / "p.sqlite3",
        document("<p>One two three.</p>"),
        tag(1, "A"),
        *highlight(1, 0, 3, "One", 1),
        *highlight(2, 0, 3, "One"),
        *highlight(3, 4, 400, "beyond", 1),
        *highlight(4, 4, 7, "other", 1),
        *highlight(5, 4, 7, "two", 9),
    )
    result = taguette.read(path)
    assert len(result.codings) == 2
    for number in (2, 3, 4, 5):
        assert any(f"highlight {number}" in warning for warning in result.warnings)


def test_the_log_tells_who_highlighted(tmp_path: Path) -> None:
    path = project(
        tmp_path / "p.sqlite3",
        document("<p>One two three.</p>"),
        tag(1, "A"),
        ("insert into users values ('ana')", ()),
        ("insert into commands values (1, 'ana', ?)", ('{"type": "highlight_add", "highlight_id": 1}',)),
        *highlight(1, 0, 3, "One", 1),
    )
    study = Study.create(tmp_path / "s")
    loaded(study, path)
    assert "ana" in study.coders()["name"].tolist()
    names = study.coders().set_index("coder")["name"]
    assert study.codings()["coder"].astype("str").map(names).tolist() == ["ana"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no SQLite file"),
        (b"a shopping list", "no SQLite file"),
        (b"SQLite format 3\0" + b"\xff" * 300, "damaged"),
    ],
)
def test_a_file_that_is_no_project_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "p.sqlite3").write_bytes(data)
    with pytest.raises(UnreadableFile, match=said):
        taguette.read(tmp_path / "p.sqlite3")


def test_another_program_s_database_is_refused_and_its_views_and_triggers_stay_asleep(tmp_path: Path) -> None:
    path = tmp_path / "p.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "create table t (x); create view documents as select load_extension('evil') as id from t;"
        )
    connection.close()
    with pytest.raises(UnreadableFile, match="no project of Taguette: its table documents"):
        taguette.read(path)


def test_a_project_cut_short_changes_nothing(tmp_path: Path, shared: Path) -> None:
    data = (shared / "data/serdif/SERDIF_P2_ThematicAnalysis.sqlite3").read_bytes()
    (tmp_path / "p.sqlite3").write_bytes(data[: len(data) // 3])
    study = Study.create(tmp_path / "s")
    with pytest.raises(UnreadableFile, match="damaged"):
        loaded(study, tmp_path / "p.sqlite3")
    assert study.revision == 0
    assert checking.check(study) == []


def counts(study: Study) -> dict[str, int]:
    from app.material import table

    frequencies = table(study, "frequencies")
    return dict(zip(frequencies["path"], frequencies["codings"], strict=True))


def published(shared: Path) -> dict[str, int]:
    with (shared / "data/serdif/codebooks/codebook_20220303_8.csv").open(encoding="utf-8", newline="") as file:
        return {row["tag"]: int(row["number of highlights"]) for row in csv.DictReader(file)}


def test_a_real_project_gives_the_counts_that_its_authors_published(tmp_path: Path, shared: Path) -> None:
    study = Study.create(tmp_path / "s")
    result = loaded(study, shared / "data/serdif/SERDIF_P2_ThematicAnalysis.sqlite3")
    assert (result.documents, result.codes, result.codings, result.coders) == (17, 22, 1930, 1)
    assert counts(study) == published(shared)
    assert checking.check(study) == []


def test_the_same_from_its_transcripts_and_a_table_of_quotes(tmp_path: Path, shared: Path) -> None:
    serdif = shared / "data/serdif"
    study = Study.create(tmp_path / "s", language="en")
    reports = add_files(study, sorted(serdif.glob("*.odt")), coder="Ada")
    assert not [report for report in reports if "error" in report]
    book, _ = read(serdif / "codebooks/codebook_20220303_8.csv")
    sheet = read_sheet((serdif / "tags/all_tags_20220303.csv").read_bytes(), name="tags.csv")
    with study.change("import", coder="Ada") as change:
        set_codebook(change, book)
        result = import_codings(change, sheet)
    assert (result.placed, result.unplaced) == (1930, [])
    assert counts(study) == published(shared)
    assert checking.check(study) == []


def test_a_codebook_diff_finds_the_renaming_that_its_authors_made(shared: Path) -> None:
    folder = shared / "data/serdif/codebooks"
    before, _ = read(folder / "codebook_20220223_6.csv")
    after, _ = read(folder / "codebook_20220301_7.csv")
    difference = diff(before, after)
    assert len(difference.renamed) == 1
    assert (difference.added, difference.gone, difference.unchanged) == ((), (), 21)
