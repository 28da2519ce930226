"""What a person did is never lost: every change can be taken back, made again, and asked who made it."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from codebook.errors import StudyError
from corpus import checking, documents, memos
from corpus.codebooks import set_codebook
from corpus.coding import NewCoding, add_codings, change_codings, remove_codings
from corpus.people import import_participants
from corpus.schema import RECORDED
from corpus.study import Study
from tests.studies import HARD, code, study_of, transcript


def contents(study: Study) -> dict[str, list]:
    """Every row of every table that a change may touch."""
    with study.reading() as connection:
        return {
            name: sorted(json.dumps(list(row), default=str) for row in connection.execute(select(table)))
            for name, table in RECORDED.items()
        }


class AnySequenceOfChanges(RuleBasedStateMachine):
    """After any changes, undoing them one by one shows each earlier state again, and redoing each later one."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.study = study_of(self.folder / "study", {"one": HARD, "two": "Ana: alpha beta\nBob: gamma\n"})
        self.states = [contents(self.study)]

    def teardown(self) -> None:
        if not hasattr(self, "study"):
            return
        here = contents(self.study)
        assert here == self.states[-1]
        for state in reversed(self.states[:-1]):
            assert self.study.undo(coder="Ada")
            assert contents(self.study) == state
        for state in self.states[1:]:
            assert self.study.redo(coder="Ada")
            assert contents(self.study) == state
        assert checking.check(self.study) == []
        self.study.close()
        shutil.rmtree(self.folder)

    def make(self, operation: str, make) -> None:
        with self.study.change(operation, coder="Ada") as change:
            make(change)
        after = contents(self.study)
        if after != self.states[-1]:
            self.states.append(after)

    def pick(self, frame, column: str, number: int):
        return frame[column].iloc[number % len(frame)]

    @rule(document=st.integers(0, 9), at=st.integers(0, 12), length=st.integers(1, 9), which=st.integers(0, 9))
    def code_a_span(self, document: int, at: int, length: int, which: int) -> None:
        chosen, book = self.study.documents(), list(self.study.codebook())
        if len(chosen) and book:
            new = NewCoding(self.pick(chosen, "document", document), at, at + length, book[which % len(book)].id)
            self.make("add a coding", lambda change: add_codings(change, [new]))

    @rule(number=st.integers(0, 9))
    def remove_a_coding(self, number: int) -> None:
        codings = self.study.codings()
        if len(codings):
            self.make("remove", lambda change: remove_codings(change, [self.pick(codings, "coding", number)]))

    @rule(number=st.integers(0, 9), end=st.integers(13, 22))
    def stretch_a_coding(self, number: int, end: int) -> None:
        codings = self.study.codings()
        if len(codings):
            row = {"coding": self.pick(codings, "coding", number), "end": end}
            self.make("stretch", lambda change: change_codings(change, [row]))

    @rule(number=st.integers(0, 9), text=st.text(min_size=1).filter(str.strip))
    def write_a_memo_on_a_coding(self, number: int, text: str) -> None:
        codings = self.study.codings()
        if len(codings):
            target = self.pick(codings, "coding", number)
            self.make("memo", lambda change: memos.add_memo(change, text, about="coding", target=target))

    @rule(name=st.sampled_from(["D", "E", "F"]), under=st.integers(0, 9))
    def add_a_code(self, name: str, under: int) -> None:
        book = self.study.codebook()
        parent = list(book)[under % len(book)]
        path = f"{book.path(parent)} / {name}"
        if path not in book.paths:
            self.make("add a code", lambda change: set_codebook(change, book.add(path)))

    @precondition(lambda self: len(self.study.codebook()) > 1)
    @rule(source=st.integers(0, 9), heir=st.integers(0, 9))
    def merge_codes(self, source: int, heir: int) -> None:
        book = self.study.codebook()
        a, b = (list(book)[number % len(book)] for number in (source, heir))
        if a.id != b.id and not book.children(a):
            self.make("merge", lambda change: set_codebook(change, book.merge(a, b), follow={a.id: b.id}))

    @rule(number=st.integers(0, 9))
    def rename_a_code(self, number: int) -> None:
        book = self.study.codebook()
        chosen = list(book)[number % len(book)]
        self.make("rename", lambda change: set_codebook(change, book.rename(chosen, chosen.name + "x")))

    @rule(name=st.sampled_from(["one", "three"]))
    def add_a_document(self, name: str) -> None:
        read = transcript("Cyd: delta epsilon zeta eta\nBob: theta?\n")
        self.make("add", lambda change: documents.add_document(change, read, name=name))

    @precondition(lambda self: len(self.study.documents()))
    @rule(number=st.integers(0, 9))
    def remove_a_document(self, number: int) -> None:
        chosen = self.pick(self.study.documents(), "document", number)
        self.make("remove", lambda change: documents.remove_document(change, chosen))

    @rule(value=st.sampled_from(["small", "=large", ""]))
    def describe_participants(self, value: str) -> None:
        sheet = sheet_of(["document", "size"], [["one", value]])
        self.make("describe", lambda change: import_participants(change, sheet))

    @precondition(lambda self: len(self.states) > 1)
    @rule()
    def undo(self) -> None:
        assert self.study.undo(coder="Ada")
        self.states.pop()
        assert contents(self.study) == self.states[-1]

    @invariant()
    def the_study_holds_together(self) -> None:
        if hasattr(self, "study"):
            with self.study.reading() as connection:
                assert not connection.exec_driver_sql("PRAGMA foreign_key_check").all()


AnySequenceOfChanges.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # a failing history is short enough to read as it is
)
TestAnySequenceOfChanges = AnySequenceOfChanges.TestCase


def sheet_of(columns: list[str], rows: list[list[str]]):
    from codebook.sheets import Sheet

    numbered = ((number, dict(zip(columns, row, strict=True))) for number, row in enumerate(rows, 2))
    return Sheet("sheet.csv", tuple(columns), tuple(numbered))


def test_a_change_that_fails_half_way_has_not_happened(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    before, revision = contents(study), study.revision

    def fail_half_way() -> None:
        with study.change("fail", coder="Ada") as change:
            documents.add_document(change, transcript("Ana: more\n"), name="two")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        fail_half_way()
    assert contents(study) == before
    assert study.revision == revision


def test_a_change_that_changes_nothing_leaves_no_line(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    revision = study.revision
    with study.change("nothing", coder="Ada") as change:
        set_codebook(change, study.codebook())
    assert study.revision == revision


def test_each_undoes_their_own_and_any_undoes_all(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    code(study, "one", 5, 10, "A", coder="Ada")
    code(study, "one", 5, 10, "C", coder="Ben")
    assert study.undo(coder="Ada") == "add a coding, by Ada"
    assert len(study.codings()) == 1
    assert study.undo(coder="Ada", anyone=True) == "add a coding, by Ben"
    assert len(study.codings()) == 0


def test_nothing_is_redone_after_a_new_change(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    code(study, "one", 5, 10, "A")
    study.undo(coder="Ada")
    code(study, "one", 5, 10, "C")
    assert study.redo(coder="Ada") is None


def test_what_someone_else_built_upon_is_not_undone_and_the_message_names_them(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    coding = code(study, "one", 5, 10, "A", coder="Ada")
    with study.change("stretch a coding", coder="Ben") as change:
        change_codings(change, [{"coding": coding, "end": 12}])
    with pytest.raises(StudyError, match="Ben has since changed the same"):
        study.undo(coder="Ada")
    assert study.undo(coder="Ben")
    assert study.undo(coder="Ada")


def test_a_coding_with_a_memo_of_someone_else_is_not_undone(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    coding = code(study, "one", 5, 10, "A", coder="Ada")
    with study.change("write a memo", coder="Ben") as change:
        memos.add_memo(change, "Why?", about="coding", target=coding)
    with pytest.raises(StudyError, match="used since"):
        study.undo(coder="Ada")
    assert len(study.codings()) == 1
    assert checking.check(study) == []


def test_a_code_that_someone_else_uses_is_not_undone(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    with study.change("add codes", coder="Ada") as change:
        set_codebook(change, study.codebook().add("New"))
    code(study, "one", 5, 10, "New", coder="Ben")
    with pytest.raises(StudyError, match="used since"):
        study.undo(coder="Ada")


def test_what_belongs_to_something_gone_does_not_come_back(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    coding = code(study, "one", 5, 10, "C", coder="Ada")
    with study.change("remove a coding", coder="Ada") as change:
        remove_codings(change, [coding])
    with study.change("delete a code", coder="Ben") as change:
        set_codebook(change, study.codebook().delete(study.codebook().at("C")))
    with pytest.raises(StudyError, match="gone"):
        study.undo(coder="Ada")
    assert study.undo(coder="Ben")
    assert study.undo(coder="Ada")


def test_a_memo_needs_something_that_it_is_about(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    with pytest.raises(StudyError, match="not in the study any more"), study.change("memo", coder="Ada") as change:
        memos.add_memo(change, "Why?", about="code", target="gone")


def test_undo_works_after_the_study_was_closed_and_opened(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    code(study, "one", 5, 10, "A")
    study.close()
    assert Study.open(tmp_path / "s").undo(coder="Ada") == "add a coding, by Ada"


def test_the_history_tells_who_did_what_and_what_was_undone(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": HARD})
    code(study, "one", 5, 10, "A", coder="Ben")
    study.undo(coder="Ben")
    history = study.history()
    assert history["operation"].tolist() == ["set up", "add a coding", "undo"]
    assert history["coder"].tolist() == ["Ada", "Ben", "Ben"]
    assert history["undone"].tolist() == [False, True, False]
