"""What researchers decide of implications is kept, follows the codebook, and can be taken back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from codebook.errors import CodebookError, NotFound, StudyError
from corpus import checking, migrate
from corpus.codebooks import set_codebook
from corpus.deciding import TEMPLATES, add_own, decide, remove_own, reword_own, set_templates
from corpus.study import FILE, Study
from tests.studies import HARD, study_of

CODES = ("Speed", "Speed / Haste", "Pains / Noise", "Pains / Waiting")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return study_of(tmp_path / "s", {"one": HARD}, CODES)


def ids(study: Study, *paths: str) -> dict[str, str]:
    book = study.codebook()
    return dict(zip(("theme", "pain_point"), (book.at(path).id for path in paths), strict=True))


def make(study: Study, decision: str, *paths: str, statement: str = "", coder: str = "Ada", note: str = "") -> str:
    with study.change(f"{decision} an implication", coder=coder) as change:
        chosen = ids(study, *paths)
        if decision == "own":
            return add_own(change, statement, **chosen, note=note)
        return decide(change, decision, **chosen, statement=statement, note=note)


def kept(study: Study) -> list[tuple[str, str, str, str]]:
    paths = study.codes().set_index("code")["path"]
    return [
        (paths[row.theme], paths[row.pain_point], row.decision, row.statement)
        for row in study.decisions().itertuples(index=False)
    ]


def test_a_decision_is_kept_with_who_made_it_and_why(study: Study) -> None:
    make(study, "accepted", "Speed", "Pains / Noise", statement="Be\n quiet. ", note=" as\tthey said ", coder="Ben")
    (row,) = study.decisions().itertuples(index=False)
    names = study.coders().set_index("coder")["name"]
    assert (row.decision, row.statement, row.note, names[row.coder]) == ("accepted", "Be quiet.", "as they said", "Ben")
    assert row.created_at
    assert checking.check(study) == []


def test_a_later_decision_takes_the_place_of_an_earlier_one_and_undo_brings_that_back(study: Study) -> None:
    make(study, "accepted", "Speed", "Pains / Noise")
    make(study, "reworded", "Speed", "Pains / Noise", statement="Hush.")
    assert kept(study) == [("Speed", "Pains / Noise", "reworded", "Hush.")]
    study.undo(coder="Ada")
    assert kept(study) == [("Speed", "Pains / Noise", "accepted", "")]
    study.redo(coder="Ada")
    assert kept(study) == [("Speed", "Pains / Noise", "reworded", "Hush.")]
    assert study.history()["operation"].tolist()[1:3] == ["accepted an implication", "reworded an implication"]


def test_ones_own_stand_beside_decisions_and_are_reworded_and_removed_by_themselves(study: Study) -> None:
    make(study, "rejected", "Speed", "Pains / Noise")
    own = make(study, "own", "Speed", "Pains / Noise", statement="Mine.")
    with study.change("reword", coder="Ada") as change:
        reword_own(change, own, "Mine, too.")
    assert sorted(kept(study)) == [
        ("Speed", "Pains / Noise", "own", "Mine, too."),
        ("Speed", "Pains / Noise", "rejected", ""),
    ]
    with study.change("remove", coder="Ada") as change:
        remove_own(change, own)
    assert [row[2] for row in kept(study)] == ["rejected"]
    with pytest.raises(NotFound, match="no implication"), study.change("remove", coder="Ada") as change:
        remove_own(change, own)


@pytest.mark.parametrize(
    ("decision", "paths", "statement", "says"),
    [
        ("liked", ("Speed", "Pains / Noise"), "", "is one of accepted, reworded, rejected"),
        ("reworded", ("Speed", "Pains / Noise"), " \n", "needs a statement"),
        ("own", ("Speed", "Pains / Noise"), "", "needs a statement"),
        ("own", ("Speed", "Speed"), "x", "none below the other"),
        ("own", ("Speed", "Speed / Haste"), "x", "none below the other"),
        ("own", ("Speed / Haste", "Speed"), "x", "none below the other"),
    ],
)
def test_what_makes_no_sense_is_refused(study: Study, decision: str, paths, statement: str, says: str) -> None:
    with pytest.raises(StudyError, match=says):
        make(study, decision, *paths, statement=statement)
    assert kept(study) == []


def test_a_code_that_is_gone_is_told(study: Study) -> None:
    chosen = ids(study, "Speed", "Pains / Noise") | {"theme": "gone"}
    with pytest.raises(NotFound, match="codebook any more"), study.change("x", coder="Ada") as change:
        decide(change, "accepted", **chosen)


def merged(study: Study, source: str, target: str) -> None:
    book = study.codebook()
    a, b = book.at(source), book.at(target)
    with study.change("merge codes", coder="Ada") as change:
        set_codebook(change, book.merge(a, b), follow={a.id: b.id})


def test_decisions_follow_a_code_that_is_merged_and_undo_brings_them_back(study: Study) -> None:
    make(study, "reworded", "Speed", "Pains / Noise", statement="Hush.")
    make(study, "own", "Speed", "Pains / Noise", statement="Mine.")
    before = kept(study)
    merged(study, "Pains / Noise", "Pains / Waiting")
    assert kept(study) == [(theme, "Pains / Waiting", *rest) for theme, _, *rest in before]
    study.undo(coder="Ada")
    assert kept(study) == before
    assert checking.check(study) == []


def test_what_was_decided_of_the_code_that_stays_stands(study: Study) -> None:
    make(study, "reworded", "Speed", "Pains / Noise", statement="Hush.")
    make(study, "accepted", "Speed", "Pains / Waiting")
    merged(study, "Pains / Noise", "Pains / Waiting")
    assert kept(study) == [("Speed", "Pains / Waiting", "accepted", "")]
    assert checking.check(study) == []


def test_two_codes_that_become_one_are_no_pair_any_more(study: Study) -> None:
    make(study, "accepted", "Speed / Haste", "Pains / Noise")
    merged(study, "Speed / Haste", "Pains / Noise")
    assert kept(study) == []


def test_decisions_go_with_a_code_that_is_deleted_and_come_back_with_it(study: Study) -> None:
    make(study, "accepted", "Speed", "Pains / Noise")
    book = study.codebook()
    with study.change("delete a code", coder="Ada") as change:
        set_codebook(change, book.delete(book.at("Pains / Noise")))
    assert kept(study) == []
    study.undo(coder="Ada")
    assert kept(study) == [("Speed", "Pains / Noise", "accepted", "")]


def test_renamed_and_moved_codes_keep_their_decisions(study: Study) -> None:
    make(study, "accepted", "Speed", "Pains / Noise")
    book = study.codebook()
    with study.change("rename", coder="Ada") as change:
        set_codebook(change, book.move(book.at("Pains / Noise"), None).rename(book.at("Speed"), "Pace"))
    assert kept(study) == [("Pace", "Noise", "accepted", "")]


def test_templates_are_kept_with_the_study_once_they_read(study: Study) -> None:
    text = "- {theme: Speed, pain_point: Noise, statement: “Hush”.}\n"
    with study.change("set templates", coder="Ada") as change:
        set_templates(change, text.encode(), name="t.yaml")
    assert study.setting(TEMPLATES) == text
    with pytest.raises(CodebookError, match=r"t\.yaml"), study.change("set templates", coder="Ada") as change:
        set_templates(change, b"no", name="t.yaml")
    assert study.setting(TEMPLATES) == text
    study.undo(coder="Ada")
    assert study.setting(TEMPLATES) == ""


def test_a_study_of_the_first_version_gets_the_table(study: Study) -> None:
    study.close()
    connection = sqlite3.connect(study.file)
    connection.execute("drop table implications")
    connection.execute("update alembic_version set version_num = '0001'")
    connection.commit()
    connection.close()
    later = Study.open(study.folder)
    with later.reading() as connection:
        assert migrate.revision_of(connection) == migrate.HEAD
    make(later, "accepted", "Speed", "Pains / Noise")
    assert len(later.decisions()) == 1


def test_check_finds_two_decisions_on_one_implication_and_words_that_are_missing(study: Study) -> None:
    make(study, "accepted", "Speed", "Pains / Noise")
    make(study, "own", "Speed", "Pains / Noise", statement="Mine.")
    study.close()
    connection = sqlite3.connect(study.folder / FILE)
    connection.execute("update implications set decision = 'reworded', statement = ' ' where decision = 'own'")
    connection.commit()
    connection.close()
    found = "\n".join(checking.check(Study.open(study.folder)))
    assert "2 decisions were kept on one implication" in found
    assert "was given words, and has none" in found
