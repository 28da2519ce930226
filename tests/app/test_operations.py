"""What the browser asks for is done once, exactly where it was selected, or refused with a reason."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import tagging
from app.operations import apply
from app.utf16 import Utf16
from codebook.errors import NotFound
from corpus.study import Study
from corpus.suggesting import NewSuggestion, propose
from tests.studies import HARD, code, study_of

TEXTS = {"hard": HARD, "plain": "Ana: One two three.\n"}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return study_of(tmp_path / "study", TEXTS)


class Browser:
    """Sends operations as a browser does, and remembers what was answered as the page does."""

    def __init__(self, study: Study, coder: str = "Ada") -> None:
        self.study, self.coder = study, coder
        self.answers: dict[str, dict] = {}
        self.sent: list[dict] = []

    def document(self, name: str) -> str:
        return str(self.study.documents().set_index("name")["document"][name])

    def code(self, path: str) -> str:
        return self.study.codebook().at(path).id

    def do(self, what: str, **values: object) -> dict:
        operation = {"id": str(uuid4()), "do": what, **values}
        self.sent.append(operation)
        return apply(self.study, self.coder, [operation], answers=self.answers)[operation["id"]]

    def selecting(self, quote: str, document: str = "hard") -> dict[str, object]:
        text = TEXTS[document]
        start = len(text[: text.index(quote)].encode("utf-16-le")) // 2
        end = start + len(quote.encode("utf-16-le")) // 2
        return {"document": self.document(document), "start": start, "end": end, "quote": quote}

    def add(self, quote: str, path: str = "C", document: str = "hard") -> dict:
        return self.do("add", code=self.code(path), **self.selecting(quote, document))

    def again(self) -> None:
        """All that was sent is sent again, to a process that remembers nothing of it."""
        apply(self.study, self.coder, self.sent, answers={})


@pytest.fixture
def browser(study: Study) -> Browser:
    return Browser(study)


def quotes(study: Study) -> list[tuple[str, str]]:
    """Quote and path of each coding, by place."""
    texts, paths = study.texts(), study.codes().set_index("code")["path"]
    return [(texts[row.document][row.start : row.end], paths[row.code]) for row in study.codings().itertuples()]


@pytest.mark.parametrize("quote", ["na\u0308ive \U0001f469\u200d\U0001f4bb", "“quoted”", "עולם, yes", "Drei — vier…"])
def test_a_span_in_utf16_units_is_stored_in_code_points(study, browser, quote):
    browser.add(quote)
    assert quotes(study) == [(quote, "C")]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.data())
def test_offsets_go_to_utf16_and_back(text, data):
    offsets = Utf16(text)
    point = data.draw(st.integers(0, len(text)))
    assert offsets.unit(point) == len(text[:point].encode("utf-16-le")) // 2
    assert offsets.point(offsets.unit(point)) == point
    assert offsets.units([point]) == [offsets.unit(point)]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.integers(-3, 70))
def test_an_offset_within_a_character_or_outside_the_text_is_none(text, unit):
    offsets = Utf16(text)
    if unit in {offsets.unit(point) for point in range(len(text) + 1)}:
        assert offsets.unit(offsets.point(unit)) == unit
    else:
        with pytest.raises(ValueError, match=str(unit)):
            offsets.point(unit)


def test_an_operation_that_is_sent_twice_is_done_once_and_answered_alike(study, browser):
    answer = browser.add("zwei")
    assert apply(study, "Ada", browser.sent, answers=browser.answers) == {browser.sent[0]["id"]: answer}
    assert len(study.codings()) == 1


def test_a_process_that_was_killed_before_it_answered_does_not_code_twice(study, browser):
    made = browser.add("zwei")
    browser.do("memo", about="coding", target=made["made"], text="Look again.")
    browser.do("recode", coding=made["made"], code=browser.code("A"))
    revision = study.revision
    assert browser.answers[browser.sent[2]["id"]]["change"] == revision
    browser.sent = browser.sent[1:]
    browser.again()
    assert study.revision == revision
    assert quotes(study) == [("zwei", "A")]
    assert study.memos()["text"].tolist() == ["Look again."]


def test_an_answer_that_was_lost_names_the_change_and_the_coding_again(study, browser):
    answer = browser.add("zwei")
    assert apply(study, "Ada", browser.sent, answers={}) == {browser.sent[0]["id"]: answer}


def test_an_operation_may_name_a_coding_by_what_made_it(study, browser):
    add = {"id": "one", "do": "add", "code": browser.code("C"), **browser.selecting("zwei")}
    apply(study, "Ada", [add, {"id": "two", "do": "remove", "coding": "one"}], answers={})
    assert quotes(study) == []


def test_a_quote_that_is_not_the_text_of_the_place_is_refused(study, browser):
    answer = browser.do("add", code=browser.code("C"), **(browser.selecting("zwei") | {"quote": "drei"}))
    assert "another text at this place" in answer["rejected"]
    assert quotes(study) == []


@pytest.mark.parametrize(
    ("what", "values"),
    [
        ("nothing", {}),
        ("add", {}),
        ("add", {"document": "x", "start": "0", "end": None, "quote": ""}),
        ("recode", {"coding": "gone", "code": "gone"}),
        ("resize", {"coding": "gone", "start": 0, "end": 1, "quote": "A"}),
        ("memo", {"about": "coding", "target": "gone", "text": "x"}),
        ("memo", {"about": "document", "target": "gone", "text": " "}),
        ("memo", {"about": "code", "target": "gone", "text": "x"}),
        ("undo", {"of": "never"}),
        ("accept", {"suggestion": "gone"}),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence_and_changes_nothing(study, browser, what, values):
    revision = study.revision
    assert browser.do(what, **values)["rejected"].endswith(".")
    assert study.revision == revision


def test_a_new_code_is_made_with_the_coding_and_goes_with_it(study, browser):
    browser.do("add", new_code="A / New words", **browser.selecting("zwei"))
    assert quotes(study) == [("zwei", "A / New words")]
    assert study.codebook().at("A / New words").colour
    browser.do("undo", of=browser.sent[-1]["id"], change=None)
    assert quotes(study) == []
    assert "A / New words" not in study.codebook().paths


def test_the_name_of_a_code_that_there_is_takes_that_code(study, browser):
    browser.do("add", new_code="a / b", **browser.selecting("zwei"))
    assert quotes(study) == [("zwei", "A / B")]


def test_a_coding_is_recoded_resized_and_removed_and_all_of_it_undone_and_redone(study, browser):
    made = browser.add("zwei")["made"]
    browser.do("recode", coding=made, code=browser.code("A"))
    browser.do("resize", coding=made, **browser.selecting("zwei\tDrei"))
    browser.do("remove", coding=made)
    expected = [[], [("zwei\tDrei", "A")], [("zwei", "A")], [("zwei", "C")], []]
    steps = [operation["id"] for operation in browser.sent]
    for number, step in enumerate(reversed(steps)):
        assert quotes(study) == expected[number]
        browser.do("undo", of=step, change=browser.answers[step]["change"])
    assert quotes(study) == expected[-1]
    for number, step in enumerate(steps):
        browser.do("redo", of=step, change=browser.answers[step]["change"])
        assert quotes(study) == expected[-2 - number]


def test_undo_that_is_sent_again_takes_nothing_more_back(study, browser):
    browser.add("zwei")
    browser.add("yes")
    undo = {"id": "undo", "do": "undo", "of": browser.sent[1]["id"], "change": study.revision}
    for _ in range(2):
        apply(study, "Ada", [undo], answers={})
    assert quotes(study) == [("zwei", "C")]


def test_what_someone_else_built_upon_is_not_undone(study, browser):
    made = browser.add("zwei")
    Browser(study, "Ben").do("recode", coding=made["made"], code=browser.code("A"))
    answer = browser.do("undo", of=browser.sent[0]["id"], change=made["change"])
    assert "Ben has since changed the same" in answer["rejected"]
    assert quotes(study) == [("zwei", "A")]


def test_a_coding_that_someone_else_removed_is_said_to_be_gone(study, browser):
    made = browser.add("zwei")["made"]
    Browser(study, "Ben").do("remove", coding=made)
    assert "removed it" in browser.do("recode", coding=made, code=browser.code("A"))["rejected"]
    assert "rejected" not in browser.do("remove", coding=made)


def test_a_passage_gets_a_memo_and_loses_it(study, browser):
    where = browser.selecting("\U0001f469\u200d\U0001f4bb")
    memo = browser.do("memo", about="passage", target=where.pop("document"), text="Who?", **where)["made"]
    row = study.memos().iloc[0]
    assert HARD[row["start"] : row["end"]] == "\U0001f469\u200d\U0001f4bb"
    browser.do("remove memo", memo=memo)
    assert study.memos().empty


def test_a_memo_on_a_code_is_shown_with_every_transcript(study, browser):
    browser.do("memo", about="code", target=browser.code("A / B"), text="Too broad?")
    browser.do("memo", about="document", target=browser.document("hard"), text="A good one.")
    seen = {name: [memo["text"] for memo in tagging.view(study, browser.document(name))["memos"]] for name in TEXTS}
    assert seen == {"hard": ["Too broad?", "A good one."], "plain": ["Too broad?"]}


def test_a_suggestion_is_accepted_or_rejected_once(study, browser):
    with study.change("suggest", coder="Ada") as change:
        some = [
            NewSuggestion(browser.document("plain"), *span, browser.code("C"), 0.5, "why") for span in ((5, 8), (9, 12))
        ]
        propose(change, "patterns", some)
    first, second = study.suggestions()["suggestion"]
    browser.do("accept", suggestion=first)
    browser.do("reject", suggestion=second)
    browser.again()
    assert study.suggestions()["status"].tolist() == ["accepted", "rejected"]
    assert quotes(study) == [("One", "C")]


def test_what_the_browser_is_shown_counts_utf16_units(study, browser):
    code(study, "hard", HARD.index("zwei"), HARD.index("Drei"), "C", coder="Ben")
    view = tagging.view(study, browser.document("hard"))
    units = view["text"].encode("utf-16-le")
    shown = [units[2 * row["start"] : 2 * row["end"]].decode("utf-16-le") for row in view["turns"]]
    assert shown == ["na\u0308ive \U0001f469\u200d\U0001f4bb “quoted”", "שלום עולם, yes", "zwei\tDrei — vier…"]
    (coding,) = view["codings"]
    assert units[2 * coding["start"] : 2 * coding["end"]].decode("utf-16-le") == "zwei\t"
    assert view["coders"][coding["coder"]] == "Ben"


def test_what_stands_between_turns_is_shown_but_no_speaker_s_label(tmp_path):
    study = study_of(tmp_path / "study", {"headed": "A heading\n\nAna: Hello.\n[pause]\nAna: Yes.\nThe end\n"})
    document = study.documents()["document"][0]
    view = tagging.view(study, document)
    shown = [(row["turn"], view["text"][row["start"] : row["end"]]) for row in view["turns"]]
    assert shown == [(None, "A heading"), (0, "Hello."), (None, "[pause]"), (1, "Yes."), (None, "The end")]


def test_a_document_that_is_gone_cannot_be_shown(study):
    with pytest.raises(NotFound, match="not in the study"):
        tagging.view(study, "gone")
