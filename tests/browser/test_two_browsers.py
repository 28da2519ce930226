"""Two people at once on one study, and a third who changes the codebook: nothing that was answered is missing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.utf16 import Utf16
from corpus.checking import check
from corpus.codebooks import set_codebook
from corpus.coding import remove_codings
from corpus.documents import remove_document
from corpus.schema import changes
from corpus.study import Study
from tests.browser.conftest import Server, settled
from tests.browser.desk import Desk
from tests.browser.transcripts import HARD, PLAIN
from tests.studies import study_of

ACTIONS = 200
CODES = tuple("Amber Beech Cedar Dogwood Elm Fir Gorse Hazel Ivy Juniper".split())
SPARE = "Zelkova"
TEXTS = {"one": PLAIN, "two": HARD, "three": PLAIN * 3, "gone": PLAIN}

LISTEN = """
window.asked = {};
window.answered = {};
const parse = JSON.parse;
JSON.parse = function (...given) {
  const value = parse.apply(this, given);
  if (value?.answers && value.codings) Object.assign(window.answered, value.answers);
  return value;
};
const set = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, value) {
  if (key.endsWith(" outbox")) for (const operation of parse(value)) window.asked[operation.id] ??= operation;
  return set.call(this, key, value);
};
"""
"""Keeps what the page asked of the study, and what was answered."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("two") / "study"
    study_of(folder, TEXTS, (*CODES, SPARE)).close()
    server = Server(folder, coder="")
    yield server
    server.stop()


@pytest.fixture
def people(chromium: Browser, server: Server) -> Iterator[dict[str, Desk]]:
    """The desks of two coders, each in a browser of its own."""
    made, errors = {}, []
    for name in ("Ada", "Ben"):
        page = chromium.new_context(viewport={"width": 1280, "height": 720}).new_page()
        page.add_init_script(LISTEN)
        page.on("pageerror", lambda error: errors.append(str(error)))
        say_who(page, server, name)
        made[name] = Desk(page, server.address, server.folder)
    yield made
    for desk in made.values():
        desk.page.context.close()
    assert errors == []


def say_who(page: Page, server: Server, name: str) -> None:
    page.goto(server.address)
    page.get_by_role("combobox", name="Your name").fill(name)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Who is at work?")).to_have_count(0, timeout=20_000)
    settled(page)
    page.get_by_role("link", name="Code", exact=True).click()
    expect(page.get_by_role("region", name="Transcript of")).to_be_visible(timeout=20_000)


# What a coder does at random


def tag(desk: Desk, chance: random.Random) -> None:
    turn, length = chance.choice(
        desk.page.evaluate(
            "[...document.querySelectorAll('.vv-text')].map((each, at) => [at, each.textContent.length])"
        )
    )
    start, end = sorted(chance.sample(range(length + 1), 2))
    desk.select((turn, start), (turn, end))
    choose(desk, chance)


def recode(desk: Desk, chance: random.Random) -> None:
    walk(desk, chance)
    choose(desk, chance)


def choose(desk: Desk, chance: random.Random) -> None:
    desk.press("Enter")
    if desk.page.locator(".vv-palette").is_visible():
        desk.press(*["ArrowDown"] * chance.randrange(len(CODES)), "Enter")


def remove(desk: Desk, chance: random.Random) -> None:
    walk(desk, chance)
    desk.press("Backspace")


def resize(desk: Desk, chance: random.Random) -> None:
    walk(desk, chance)
    desk.press(chance.choice("[]{}"))


def note(desk: Desk, chance: random.Random) -> None:
    walk(desk, chance)
    desk.press("m")
    if desk.page.locator(".vv-memo-text").is_visible():
        desk.page.keyboard.type(f"Memo {chance.random()}")
        desk.press("Control+Enter")


def undo(desk: Desk, chance: random.Random) -> None:
    desk.press(*["Control+z"] * chance.randint(1, 3))


def redo(desk: Desk, chance: random.Random) -> None:
    desk.press(*["Control+Shift+z"] * chance.randint(1, 2))


def turn_to(desk: Desk, chance: random.Random) -> None:
    open_transcript(desk, chance.choice(["one", "two", "three"]))


def open_transcript(desk: Desk, name: str) -> None:
    desk.page.get_by_role("combobox", name="Transcript", exact=True).select_option(label=name)
    expect(desk.page.get_by_role("region", name=f"Transcript of {name}")).to_be_visible(timeout=20_000)
    desk.transcript.focus()


def walk(desk: Desk, chance: random.Random) -> None:
    desk.press("Escape", *[chance.choice("jk")] * chance.randint(1, 4))


DOES = {tag: 9, recode: 3, remove: 2, resize: 3, note: 2, undo: 3, redo: 2, turn_to: 1}


# What somebody else does meanwhile, and what the study must hold in the end


@dataclass
class Model:
    """What the study holds after each change: codings and memos by id, and what each change made of them."""

    rows: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    changes: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)

    def put(self, number: int, key: str, row: tuple[Any, ...] | None) -> None:
        self.changes.setdefault(number, {}).setdefault(key, (self.rows.get(key), row))
        if row is None:
            self.rows.pop(key, None)
        else:
            self.rows[key] = row

    def turn_back(self, number: int, target: int) -> None:
        """Undo a change; redo is the undo of an undo."""
        for key, (before, _) in self.changes.get(target, {}).items():
            self.put(number, key, before)

    def without_code(self, number: int, code: str, heir: str | None) -> None:
        for key, row in list(self.rows.items()):
            if row[0] == "coding" and row[4] == code:
                self.put(number, key, (*row[:4], heir, row[5]) if heir else None)
        if not heir:
            self.without_memos(number)

    def without_memos(self, number: int) -> None:
        """Memos on codings that are gone go with them."""
        for key, row in list(self.rows.items()):
            if row[0] == "memo" and row[1] == "coding" and row[2] not in self.rows:
                self.put(number, key, None)


def lose_a_code(study: Study, chance: random.Random) -> tuple[int, str, str | None]:
    """Merge a code into another, or delete it with its codings: the change, the code and its heir."""
    book = study.codebook()
    lost, heir = chance.sample([code for code in book if code.name != SPARE], 2)
    if chance.random() < 0.5:
        with study.change("merge codes", coder="Cem") as change:
            set_codebook(change, book.merge(lost, heir), follow={lost.id: heir.id})
    else:
        heir = None
        with study.change("delete a code", coder="Cem") as change:
            codings = study.codings(columns=["coding", "code"])
            remove_codings(change, codings.loc[codings["code"].eq(lost.id), "coding"].astype("str"))
            set_codebook(change, study.codebook().delete(lost))
    return change.number or 0, lost.id, heir and heir.id


def followed(asked: list[tuple[str, dict]], answered: dict[str, dict], lost: dict[int, tuple], study: Study) -> Model:
    """The model after what was asked and answered, in the order in which the study did it."""
    model, texts = Model(), study.texts().to_dict()
    made = {key: answer["made"] for key, answer in answered.items() if "made" in answer}
    numbered: dict[int, list] = {}
    for coder, operation in asked:
        if number := answered[operation["id"]].get("change"):
            numbered.setdefault(number, []).append((coder, operation))
    with study.reading() as connection:
        order = connection.execute(select(changes.c.change, changes.c.undoes).order_by(changes.c.change)).all()
    for number, undoes in order:
        if undoes is not None:
            model.turn_back(number, undoes)
        if number in lost:
            model.without_code(number, *lost[number])
        for coder, operation in numbered.get(number, ()):
            follow(model, number, coder, operation, made, texts)
    return model


def follow(model: Model, number: int, coder: str, operation: dict, made: dict[str, str], texts: dict) -> None:
    def points(document: str) -> tuple[int, int]:
        offsets = Utf16(texts[document])
        return offsets.point(operation["start"]), offsets.point(operation["end"])

    match operation["do"]:
        case "add" if made[operation["id"]] not in model.rows:
            document = operation["document"]
            row = ("coding", document, *points(document), operation["code"], coder)
            model.put(number, made[operation["id"]], row)
        case "memo":
            target = made.get(operation["target"], operation["target"])
            model.put(number, made[operation["id"]], ("memo", operation["about"], target, operation["text"], coder))
        case "remove" | "recode" | "resize" as what:
            key = made.get(operation["coding"], operation["coding"])
            row = model.rows[key]
            if what == "remove":
                model.put(number, key, None)
                model.without_memos(number)
            elif what == "recode":
                model.put(number, key, (*row[:4], operation["code"], row[5]))
            else:
                model.put(number, key, (*row[:2], *points(row[1]), *row[4:]))


def held(study: Study) -> dict[str, tuple[Any, ...]]:
    """Codings and memos of the study, as a model has them."""
    names = study.coders().set_index("coder")["name"]
    codings = study.codings().astype({"coding": "str", "document": "str", "code": "str", "coder": "str"})
    rows = {
        row.coding: ("coding", row.document, row.start, row.end, row.code, names[row.coder])
        for row in codings.itertuples()
    }
    with study.reading() as connection:
        memos = connection.exec_driver_sql("SELECT memo, about, target, text, coder FROM memos").all()
    return rows | {memo: ("memo", about, target, text, names[coder]) for memo, about, target, text, coder in memos}


def test_two_hundred_actions_of_two_people_are_all_there(people: dict[str, Desk], server: Server):
    chance = random.Random(20220916)
    lost: dict[int, tuple] = {}
    for desk in people.values():
        desk.transcript.focus()
    with closing(Study.open(server.folder)) as study:
        for number in range(ACTIONS):
            desk = people[chance.choice(["Ada", "Ben"])]
            (act,) = chance.choices([*DOES], [*DOES.values()])
            act(desk, chance)
            if number % 35 == 34:
                change, *what = lose_a_code(study, chance)
                lost[change] = tuple(what)
        asked, answered = [], {}
        for name, desk in people.items():
            expect(desk.page.locator(".vv-saved:not([data-state=waiting])")).to_be_visible(timeout=20_000)
            asked += [(name, operation) for operation in desk.page.evaluate("Object.values(window.asked)")]
            answers = desk.page.evaluate("window.answered")
            answered |= answers
            told = desk.page.get_by_role("alert").first.text_content() or ""
            assert [each["rejected"] for each in answers.values() if each.get("rejected", "") not in told] == []
        assert len(asked) > ACTIONS / 2
        assert {operation["id"] for _, operation in asked} <= set(answered)
        assert check(study) == []
        assert held(study) == followed(asked, answered, lost, study).rows


def test_a_coding_with_a_code_just_deleted_says_so(people: dict[str, Desk], server: Server):
    ada = people["Ada"]
    open_transcript(ada, "one")
    ada.drag("rolled")
    ada.press("Enter")
    ada.page.keyboard.type(SPARE)
    expect(ada.options.first).to_contain_text(SPARE)
    with closing(Study.open(server.folder)) as study, study.change("delete a code", coder="Cem") as change:
        book = study.codebook()
        codings = study.codings(columns=["coding", "code"])
        remove_codings(change, codings.loc[codings["code"].eq(book.at(SPARE).id), "coding"].astype("str"))
        set_codebook(change, book.delete(book.at(SPARE)))
    ada.press("Enter")
    expect(ada.page.get_by_role("alert")).to_contain_text("not in the codebook any more")


def test_a_coding_in_a_transcript_just_removed_says_so(people: dict[str, Desk], server: Server):
    ada = people["Ada"]
    open_transcript(ada, "gone")
    ada.drag("rolled")
    ada.press("Enter")
    with closing(Study.open(server.folder)) as study, study.change("remove documents", coder="Cem") as change:
        remove_document(change, study.documents().set_index("name")["document"]["gone"])
    ada.press("Enter")
    expect(ada.page.get_by_role("alert")).to_contain_text("not in the study any more")
