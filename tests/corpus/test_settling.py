"""What coders settle on is a memo on the passage; codings stay as they were made."""

from __future__ import annotations

import pytest

from app.material import table
from codebook.errors import NotFound, StudyError
from corpus.settlements import decision_in, sentence
from corpus.settling import Settlement, reopen, settle
from corpus.study import Study
from tests.studies import code, study_of

TEXT = "Ana: one two three four five.\nBob: why?\n"


@pytest.fixture
def study(tmp_path) -> Study:
    return study_of(tmp_path, {"one": TEXT}, ("A", "B", "C / D"))


def settled(study: Study) -> list[str]:
    return table(study, "disagreements")["settled"].tolist()


def test_a_settlement_is_told_replaced_and_taken_back(study: Study):
    one, other = code(study, "one", 5, 8, "A", "Ada"), code(study, "one", 5, 12, "B", "Ben")
    before = study.codings()
    assert settled(study) == ["", ""]
    with study.change("settle", coder="Ada") as change:
        settle(change, [Settlement(one, "kept"), Settlement(other, "dropped")], reason="Ben gave way.")
    assert sorted(settled(study)) == ["dropped", "kept"]
    target = study.codebook().at("C / D").id
    with study.change("settle", coder="Ada") as change:
        settle(change, [Settlement(one, "", target)])
    assert sorted(settled(study)) == ["dropped", "recoded as C / D"]
    assert len(study.memos()) == 2
    study.undo(coder="Ada")
    assert sorted(settled(study)) == ["dropped", "kept"]
    with study.change("reopen", coder="Ada") as change:
        reopen(change, [one, other])
    assert settled(study) == ["", ""]
    assert study.memos().empty
    assert study.codings().equals(before)


def test_it_reads_as_the_reference_studys_settlements_do(study: Study):
    coding = code(study, "one", 5, 8, "A", "Ada")
    with study.change("settle", coder="Ben") as change:
        settle(change, [Settlement(coding, "kept")], reason="It  says so.\n")
    memo = study.memos().iloc[0]
    assert memo["text"] == "Settled: A, coded by Ada, is kept. It says so."
    assert (memo["about"], memo["start"], memo["end"]) == ("passage", 5, 8)


def test_what_settles_nothing_is_refused(study: Study):
    coding = code(study, "one", 5, 8, "A", "Ada")
    for wrong, error in (
        (Settlement(coding, "perhaps"), StudyError),
        (Settlement(coding, "", "no-code"), NotFound),
        (Settlement("no-coding", "kept"), NotFound),
    ):
        with pytest.raises(error), study.change("settle", coder="Ada") as change:
            settle(change, [wrong])
    assert study.memos().empty


@pytest.mark.parametrize("decision", ["kept", "dropped", "recoded as C / D"])
@pytest.mark.parametrize("reason", ["", "Because. Of that."])
def test_a_sentence_is_read_as_it_was_written(decision: str, reason: str):
    text = sentence("A / B", "Ada", decision, reason)
    assert decision_in(text, "A / B", "Ada") == decision
    assert decision_in(text, "A", "Ada") is None
    assert decision_in(text, "A / B", "Ben") is None
