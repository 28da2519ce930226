"""The tree of the page Codebook in a real browser: chosen, moved and renamed by mouse and by keyboard, text as text."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Locator, Page, expect

from app.tree import script
from codebook import Codebook
from codebook.errors import CodebookError
from corpus.codebooks import set_codebook
from corpus.study import Study
from tests.browser.conftest import Server
from tests.studies import HARD, code, study_of

HOSTILE = "<img src=x onerror=alert(1)> *b* $x$"
CODES = ("A", "A / B", "A / B / Deep", "C", "D", HOSTILE)

ANSWERED = """() => Object.entries(sessionStorage).every(
  ([key, waiting]) => !key.startsWith("vivavoce-tree:") || waiting === "[]")"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("codebook") / "study"
    study_of(folder, {"one": HARD}, CODES).close()
    server = Server(folder)
    yield server
    server.stop()


@pytest.fixture
def tree(page: Page, served: Server) -> Locator:
    """The tree of a codebook that is as at first."""
    with closing(Study.open(served.folder)) as study, study.change("begin again", coder="Ada") as change:
        book = Codebook()
        for path in CODES:
            book = book.add(path)
        old = study.codebook()
        set_codebook(change, book, follow={each.id: book.at("A").id for each in old})
    page.goto(f"{served.address}/codebook")
    tree = page.get_by_role("tree", name="Codes")
    expect(tree).to_be_visible(timeout=20_000)
    return tree


def item(tree: Locator, name: str) -> Locator:
    return tree.get_by_role("treeitem").filter(has=tree.page.locator(f".vt-name:text-is('{name}')"))


def names(tree: Locator) -> list[str]:
    return tree.locator(".vt-name").all_inner_texts()


def changed(served: Server, paths: list[str], page: Page) -> None:
    """Wait until the study has answered all that the page sent, then look into it."""
    page.wait_for_function(ANSWERED)
    with closing(Study.open(served.folder)) as study:
        assert [*study.codebook().paths] == paths


def test_text_is_text(tree: Locator):
    assert names(tree) == ["A", "B", "Deep", "C", "D", HOSTILE]
    assert tree.locator("img, em, .katex").count() == 0


def test_a_code_is_chosen_with_the_mouse_and_with_the_keyboard(tree: Locator, page: Page):
    item(tree, "C").click()
    expect(page.get_by_role("heading", name="C", exact=True)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="D", exact=True)).to_be_visible()
    expect(item(tree, "D")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="New codes")).to_be_visible()


def test_a_branch_is_closed_and_opened_with_the_arrows(tree: Locator, page: Page):
    item(tree, "A").click()
    page.keyboard.press("ArrowLeft")
    assert names(tree) == ["A", "C", "D", HOSTILE]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(item(tree, "B")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("c")
    expect(item(tree, "C")).to_be_focused()


def test_a_name_is_found_with_those_above_it(tree: Locator, page: Page):
    page.get_by_role("searchbox", name="Find a code").fill("dee")
    assert names(tree) == ["A", "B", "Deep"]


def test_alt_and_arrows_move_at_once_and_many_in_a_row_all_arrive(tree: Locator, page: Page, served: Server):
    item(tree, "D").click()
    for key in ("ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowRight"):
        page.keyboard.press(f"Alt+{key}")
    assert names(tree) == ["A", "B", "Deep", "D", "C", HOSTILE]
    expect(item(tree, "D")).to_have_attribute("aria-level", "2")
    changed(served, ["A", "A / B", "A / B / Deep", "A / D", "C", HOSTILE], page)
    page.keyboard.press("Alt+ArrowLeft")
    changed(served, ["A", "A / B", "A / B / Deep", "D", "C", HOSTILE], page)


def test_a_drop_into_a_code_puts_it_below_and_one_on_an_edge_beside(tree: Locator, page: Page, served: Server):
    item(tree, "D").drag_to(item(tree, "Deep"))
    changed(served, ["A", "A / B", "A / B / Deep", "A / B / Deep / D", "C", HOSTILE], page)
    item(tree, "C").drag_to(item(tree, "A"), target_position={"x": 60, "y": 3})
    changed(served, ["C", "A", "A / B", "A / B / Deep", "A / B / Deep / D", HOSTILE], page)


def test_a_code_is_not_dropped_into_itself(tree: Locator, page: Page, served: Server):
    item(tree, "A").drag_to(item(tree, "Deep"))
    assert names(tree) == ["A", "B", "Deep", "C", "D", HOSTILE]


def test_f2_renames_in_place_and_escape_does_not(tree: Locator, page: Page, served: Server):
    item(tree, "C").click()
    page.keyboard.press("F2")
    page.keyboard.type("Care")
    page.keyboard.press("Escape")
    expect(item(tree, "C")).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.type("Care")
    page.keyboard.press("Enter")
    expect(item(tree, "Care")).to_be_focused()
    changed(served, ["A", "A / B", "A / B / Deep", "Care", "D", HOSTILE], page)


def test_a_name_that_is_taken_is_refused_in_words_and_the_tree_is_as_it_was(tree: Locator, page: Page):
    item(tree, "C").click()
    page.keyboard.press("F2")
    page.keyboard.type("d")
    page.keyboard.press("Enter")
    expect(page.locator(".vt-said")).to_contain_text("There are two codes", timeout=15_000)
    assert names(tree) == ["A", "B", "Deep", "C", "D", HOSTILE]


def test_what_a_move_does_to_codings_is_said_while_it_is_dragged(tree: Locator, page: Page, served: Server):
    with closing(Study.open(served.folder)) as study:
        code(study, "one", 5, 30, "D")
    page.reload()
    expect(item(tree, "D")).to_contain_text("1", timeout=20_000)
    item(tree, "D").hover()
    page.mouse.down()
    item(tree, "C").hover()
    item(tree, "C").hover()
    expect(page.locator(".vt-said")).to_have_text("Put “D” under “C”, with 1 coding")
    page.mouse.up()


@pytest.fixture(scope="module")
def call(chromium):
    """Calls a plain function of the script."""
    with chromium.new_page() as page:
        page.evaluate(
            """(script) => new Promise((done) => {
              window.ready = done;
              const element = document.createElement("script");
              element.type = "module";
              element.textContent = `${script.replace("export default ", "")}
                window.ours = { moved, step, drop }; window.ready();`;
              document.head.append(element);
            })""",
            script(),
        )
        yield lambda name, *values: page.evaluate("([name, values]) => window.ours[name](...values)", [name, [*values]])


@pytest.mark.parametrize("seed", range(3))
def test_the_browser_moves_codes_as_the_codebook_does(call, seed: int):
    chance = random.Random(seed)
    book = Codebook()
    for number in range(12):
        paths = ["", *(f"{path} / " for path in book.paths)]
        book = book.add(f"{chance.choice(paths)}{number}")
    for _ in range(25):
        code, parent = chance.choice([*book]), chance.choice([None, *book])
        position = chance.randrange(5)
        try:
            book = book.move(code, parent, position)
        except CodebookError:
            continue
        codes = [{"id": each.id, "parent": each.parent} for each in before(book, code, chance)]
        told = call("moved", codes, code.id, parent.id if parent else None, position)
        assert [(each["id"], each["parent"]) for each in told] == [(each.id, each.parent) for each in book]


def before(book: Codebook, code, chance: random.Random) -> Codebook:
    """A codebook from which the same move leads to `book`."""
    outside = [None, *(each for each in book if each.id != code.id and each not in book.descendants(code))]
    return book.move(code, chance.choice(outside), chance.randrange(5))
