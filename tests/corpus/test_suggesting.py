"""What a method proposes is kept as a proposal, and only a person makes a coding of it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from codebook.errors import NotFound, StudyError
from corpus import checking
from corpus.codebooks import set_codebook
from corpus.coding import remove_codings
from corpus.schema import coders, suggestions
from corpus.study import Study
from corpus.suggesting import NewSuggestion, accept_suggestions, propose, reject_suggestions
from tests.corpus.test_history import contents
from tests.studies import study_of

TEXTS = {"one": "Ana: alpha beta gamma delta\nBob: epsilon?\n", "two": "Cyd: zeta eta theta\n"}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return study_of(tmp_path / "study", TEXTS)


def new(study: Study, document: str, quote: str, code: str = "A", score: float = 0.5, why: str = "") -> NewSuggestion:
    ids = study.documents().set_index("name")["document"]
    start = TEXTS[document].index(quote)
    return NewSuggestion(ids[document], start, start + len(quote), study.codebook().at(code).id, score, why or quote)


def proposing(
    study: Study, *wanted: NewSuggestion, method: str = "patterns", coder: str = "Ada", documents=None
) -> int:
    with study.change("suggest", coder=coder) as change:
        return propose(change, method, wanted, documents=documents)


def accept(study: Study, ids, coder: str = "Ada") -> list[str]:
    with study.change("accept", coder=coder) as change:
        return accept_suggestions(change, ids)


def reject(study: Study, ids) -> int:
    with study.change("reject", coder="Ada") as change:
        return reject_suggestions(change, ids)


def quoted(study: Study, status: str = "proposed") -> list[str]:
    table, texts = study.suggestions(), study.texts()
    return [texts[row.document][row.start : row.end] for row in table[table["status"] == status].itertuples()]


def id_of(study: Study, quote: str) -> str:
    table, texts = study.suggestions(), study.texts()
    (found,) = [row.suggestion for row in table.itertuples() if texts[row.document][row.start : row.end] == quote]
    return found


# Proposed


def test_a_proposal_is_kept_with_its_method_score_and_reason_and_is_no_coding(study: Study) -> None:
    assert proposing(study, new(study, "one", "beta gamma", "A / B", score=0.75, why="gamma")) == 1
    (row,) = study.suggestions().itertuples()
    assert (row.method, row.origin, row.score, row.why, row.status) == (
        "patterns",
        "patterns",
        0.75,
        "gamma",
        "proposed",
    )
    assert (row.word_start, row.word_end) == (2, 4)
    assert row.participant == study.turns()["participant"][0]
    assert study.codings().empty
    assert checking.check(study) == []


def test_its_coder_is_the_method(study: Study) -> None:
    proposing(study, new(study, "one", "beta"))
    table = study.coders().set_index("coder")
    assert table.loc[study.suggestions()["coder"][0]].tolist() == ["patterns", "method"]
    assert study.history()["coder"].iloc[-1] == "Ada"


def test_a_person_of_the_methods_name_stays_a_person_and_the_other_way_round(tmp_path: Path) -> None:
    study = study_of(tmp_path / "one", TEXTS)
    proposing(study, new(study, "one", "beta"), coder="Patterns")
    kinds = study.coders().set_index("name")["kind"].to_dict()
    assert kinds == {"Ada": "person", "Patterns": "person", "patterns (method)": "method"}
    study = study_of(tmp_path / "two", TEXTS)
    proposing(study, new(study, "one", "beta"))
    with pytest.raises(StudyError, match='"Patterns" is the name of a method'):
        proposing(study, coder="Patterns")


def test_new_proposals_replace_the_open_ones_of_the_method_and_those_that_stay_are_not_touched(study: Study) -> None:
    proposing(study, new(study, "one", "alpha"), new(study, "one", "beta"))
    proposing(study, new(study, "two", "zeta"), method="other")
    kept = id_of(study, "beta")
    assert proposing(study, new(study, "one", "beta"), new(study, "one", "gamma")) == 2
    assert quoted(study) == ["beta", "gamma", "zeta"]
    assert id_of(study, "beta") == kept


def test_the_same_proposals_again_leave_no_line_of_history(study: Study) -> None:
    same = [new(study, "one", "alpha"), new(study, "two", "eta", "C")]
    proposing(study, *same)
    revision = study.revision
    assert proposing(study, *same) == 2
    assert study.revision == revision


def test_a_new_score_and_reason_of_the_same_place_are_taken_over(study: Study) -> None:
    proposing(study, new(study, "one", "alpha"))
    proposing(study, new(study, "one", "alpha", score=0.75, why="two patterns"))
    assert study.suggestions()[["score", "why"]].to_numpy().tolist() == [[0.75, "two patterns"]]


def test_only_the_documents_looked_at_have_their_proposals_replaced(study: Study) -> None:
    proposing(study, new(study, "one", "alpha"), new(study, "two", "zeta"))
    two = study.documents().set_index("name")["document"]["two"]
    assert proposing(study, new(study, "two", "eta"), new(study, "one", "beta"), documents=[two]) == 1
    assert quoted(study) == ["alpha", "eta"]


def test_what_was_rejected_is_not_proposed_again_where_it_overlaps_whatever_the_method(study: Study) -> None:
    proposing(study, new(study, "one", "beta gamma"))
    reject(study, [id_of(study, "beta gamma")])
    again = [
        new(study, "one", "gamma delta"),  # overlaps
        new(study, "one", "alpha "),  # only touches
        new(study, "one", "beta", "C"),  # another code
        new(study, "two", "eta"),  # elsewhere
    ]
    for method in ("patterns", "other"):
        assert proposing(study, *again, method=method) == 3
        assert "gamma delta" not in quoted(study)


def test_what_was_accepted_is_not_proposed_again_even_if_its_coding_is_gone(study: Study) -> None:
    proposing(study, new(study, "one", "beta gamma"))
    codings = accept(study, [id_of(study, "beta gamma")])
    assert proposing(study, new(study, "one", "beta gamma"), new(study, "one", "gamma")) == 0
    with study.change("remove", coder="Ada") as change:
        remove_codings(change, codings)
    assert proposing(study, new(study, "one", "beta")) == 0
    assert quoted(study, "accepted") == ["beta gamma"]


def test_a_proposal_beyond_the_text_or_of_no_code_is_refused_and_nothing_happens(study: Study) -> None:
    good = new(study, "one", "alpha")
    before = contents(study)
    for wrong, error in (
        (NewSuggestion(good.document, 0, 1000, good.code, 0.5, ""), StudyError),
        (NewSuggestion(good.document, 5, 5, good.code, 0.5, ""), StudyError),
        (NewSuggestion("nowhere", 0, 1, good.code, 0.5, ""), NotFound),
        (NewSuggestion(good.document, 0, 1, "no code", 0.5, ""), NotFound),
    ):
        with pytest.raises(error):
            proposing(study, good, wrong)
        assert contents(study) == before
    assert study.coders()["name"].tolist() == ["Ada"]


# Decided


def test_who_accepts_is_the_coder_and_the_origin_stays_on_record(study: Study) -> None:
    proposing(study, new(study, "one", "beta gamma", "A / B", score=0.75))
    (coding,) = accept(study, [id_of(study, "beta gamma")], coder="Ben")
    (row,) = study.codings().itertuples()
    names = study.coders().set_index("coder")["name"]
    assert (row.coding, names[row.coder], row.origin, row.score) == (coding, "Ben", "patterns", 0.75)
    suggestion = study.suggestions().iloc[0]
    place = ["document", "participant", "start", "end", "word_start", "word_end", "code"]
    assert [getattr(row, name) for name in place] == suggestion[place].tolist()
    assert suggestion["status"] == "accepted"
    assert checking.check(study) == []


def test_codings_come_back_in_the_order_of_the_suggestions(study: Study) -> None:
    proposing(study, *(new(study, "one", quote) for quote in ("alpha", "beta", "gamma")))
    wanted = ["gamma", "alpha"]
    ids = accept(study, [id_of(study, quote) for quote in wanted])
    codings, texts = study.codings().set_index("coding"), study.texts()
    spans = [codings.loc[key, ["document", "start", "end"]] for key in ids]
    assert [texts[document][start:end] for document, start, end in spans] == wanted
    assert quoted(study) == ["beta"]


def test_a_rejected_suggestion_makes_no_coding_and_stays_on_record(study: Study) -> None:
    proposing(study, new(study, "one", "beta"), new(study, "one", "gamma"))
    assert reject(study, [id_of(study, "beta")]) == 1
    assert study.codings().empty
    assert (quoted(study), quoted(study, "rejected")) == (["gamma"], ["beta"])


@pytest.mark.parametrize("decide", [accept, reject])
def test_what_is_decided_is_decided(study: Study, decide) -> None:
    proposing(study, new(study, "one", "alpha"), new(study, "one", "beta"))
    done, open_one = id_of(study, "alpha"), id_of(study, "beta")
    decide(study, [done])
    with pytest.raises(StudyError, match=f"{done} was (accepted|rejected) before"):
        accept(study, [open_one, done])
    with pytest.raises(StudyError, match="before"):
        reject(study, [open_one, done])
    with pytest.raises(NotFound, match="no suggestion nothing"):
        decide(study, ["nothing"])
    assert quoted(study) == ["beta"]


def test_each_step_can_be_taken_back_and_made_again(study: Study) -> None:
    states = [contents(study)]
    for step in (
        lambda: proposing(study, new(study, "one", "alpha"), new(study, "one", "beta"), new(study, "two", "eta")),
        lambda: accept(study, [id_of(study, "alpha")]),
        lambda: reject(study, [id_of(study, "beta")]),
        lambda: proposing(study, new(study, "one", "beta"), new(study, "two", "zeta")),
    ):
        step()
        states.append(contents(study))
    assert all(a != b for a, b in pairwise(states))
    for state in reversed(states[:-1]):
        study.undo(coder="Ada")
        assert contents(study) == state
    for state in states[1:]:
        study.redo(coder="Ada")
        assert contents(study) == state
    assert checking.check(study) == []


def test_suggestions_follow_a_merged_code(study: Study) -> None:
    proposing(study, new(study, "one", "beta", "C"), new(study, "one", "gamma"))
    book = study.codebook()
    with study.change("merge", coder="Ada") as change:
        a, c = book.at("A").id, book.at("C").id
        set_codebook(change, book.merge(c, a), follow={c: a})
    assert set(study.suggestions()["code"]) == {a}


# Checked


def test_check_tells_a_coding_by_a_method_and_a_suggestion_by_a_person(study: Study) -> None:
    proposing(study, new(study, "one", "beta"), new(study, "one", "gamma"))
    accept(study, [id_of(study, "beta")])
    with study._engine.begin() as connection:
        kinds = {"person": "method", "method": "person"}
        for row in study.coders().itertuples():
            connection.execute(coders.update().where(coders.c.coder == row.coder).values(kind=kinds[row.kind]))
    found = checking.check(study)
    assert sum("coding" in line and 'by "Ada", who is no person' in line for line in found) == 1
    assert sum("suggestion" in line and 'by "patterns", who is no method' in line for line in found) == 2


def test_check_tells_a_suggestion_out_of_place(study: Study) -> None:
    proposing(study, new(study, "one", "beta"))
    with study._engine.begin() as connection:
        connection.execute(suggestions.update().values(end=1000))
    assert any("lies beyond the text" in line for line in checking.check(study))
