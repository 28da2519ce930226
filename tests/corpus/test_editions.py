"""The codebook as it was: what history puts together is what there was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codebook import Codebook
from codebook.errors import CodebookError, StudyError
from corpus import checking
from corpus.codebooks import borne, delete_with_codings, set_codebook, split_off
from corpus.editions import codebook_after, codebook_history
from tests.studies import HARD, code, study_of

STEPS = st.lists(st.tuples(st.sampled_from(("add", "rename", "move", "delete", "edit", "undo")), st.integers(0, 50)))


def changed(book: Codebook, what: str, number: int) -> Codebook:
    codes = [*book]
    chosen = codes[number % len(codes)]
    if what == "add":
        return book.add(f"New {number}")
    if what == "rename":
        return book.rename(chosen, f"Other {number}")
    if what == "move":
        return book.move(chosen, codes[(number // 3) % len(codes)], number % 4)
    if what == "edit":
        return book.edit(chosen, definition=f"It is {number}.")
    return book.delete(chosen, with_descendants=True) if len(codes) > 3 else book


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_codebook_after_each_change_is_the_one_that_was_stored(tmp_path_factory, steps) -> None:
    study = study_of(tmp_path_factory.mktemp("s"), {}, ("A", "A / B", "C", "D"))
    stored = {study.revision: study.codebook()}
    for what, number in steps:
        try:
            if what == "undo":
                study.undo(coder="Ada")
            elif len(study.codebook()):
                with study.change(what, coder="Ada") as change:
                    set_codebook(change, changed(study.codebook(), what, number))
        except CodebookError:
            continue
        stored[study.revision] = study.codebook()
    with study.reading() as connection:
        for change, book in stored.items():
            assert codebook_after(connection, change) == book
        assert len(codebook_after(connection, 0)) == 0
    study.close()


def test_only_changes_of_the_codebook_are_in_its_history(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    code(study, "one", 5, 30, "A")
    with study.change("rename a code", coder="Ben") as change:
        set_codebook(change, study.codebook().rename(study.codebook().at("C"), "Care"))
    study.undo(coder="Ben")
    with study.reading() as connection:
        told = codebook_history(connection)
    assert told["operation"].tolist() == ["set up", "rename a code", "undo"]
    assert told["codes"].tolist() == [3, 1, 1]
    assert told["undone"].tolist() == [False, True, False]


# What codes bear, and what takes it from them


def test_what_codes_bear_is_told_by_whom_and_where(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD, "two": HARD})
    for document, coder in (("one", "Ada"), ("one", "Ben"), ("two", "Ada")):
        code(study, document, 5, 30, "A", coder)
    code(study, "two", 5, 30, "C", "Cyd")
    book = study.codebook()
    with study.reading() as connection:
        found = borne(connection, [book.at("A").id, book.at("A / B").id])
        assert (found.codings, found.coders, found.documents) == (3, ("Ada", "Ben"), 2)
        assert borne(connection, []).codings == 0


def test_a_coding_that_has_another_code_by_now_is_not_split_off(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    coding = code(study, "one", 5, 30, "A")
    book = study.codebook()
    with pytest.raises(StudyError, match="another code by now"), study.change("split", coder="Ada") as change:
        split_off(change, book.at("C").id, "New", [coding])
    assert study.codebook() == book


def test_what_is_split_off_beside_a_code_stands_right_after_it(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    coding = code(study, "one", 5, 30, "A")
    with study.change("split", coder="Ada") as change:
        split_off(change, study.codebook().at("A").id, "New", [coding], beside=True)
    assert [*study.codebook().paths] == ["A", "A / B", "New", "C"]
    assert checking.check(study) == []


def test_deleting_with_codings_is_undone_whole(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    code(study, "one", 5, 30, "A")
    code(study, "one", 8, 25, "A / B")
    with study.change("delete a code", coder="Ada") as change:
        delete_with_codings(change, study.codebook().at("A").id)
    assert (len(study.codings()), [*study.codebook().paths]) == (0, ["C"])
    study.undo(coder="Ada")
    assert len(study.codings()) == 2
    assert checking.check(study) == []
