"""axe-core, run in the page, finds nothing serious or critical on any page and in what opens there, in either theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from app.demonstration import make
from app.main import PAGES
from corpus.study import Study
from tests.browser.conftest import Server, open_page, settled

NAMES = [page.name for pages in PAGES.values() for page in pages]
THEMES = ("light", "dark")
GRAVE = ("serious", "critical")
STILL = """() => !document.querySelector("[data-stale=true]") && !document.getAnimations().some(
  ({ playState, effect }) => playState === "running" && effect.getTiming().iterations !== Infinity
)"""
RUN = """() => axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.flatMap(
  ({ id, impact, nodes }) => nodes.map(({ html, any }) => [impact, `${id}: ${html.slice(0, 200)}: ${any[0]?.message}`])
))"""


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("reference") / "study"
    make(folder).close()
    server = Server(folder)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("empty") / "study"
    Study.create(folder, title="An empty study").close()
    server = Server(folder)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("nothing"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def still(chromium: Browser) -> Iterator[Page]:
    """A page whose colours change at once when the theme does, for the whole module."""
    with chromium.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce") as context:
        yield context.new_page()


def violations(page: Page) -> dict[str, list[str]]:
    """What axe finds serious or critical, by theme."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = {}
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.wait_for_function(
            """(dark) => {
              const colours = getComputedStyle(document.querySelector("[data-testid=stApp]"));
              return (parseInt(colours.backgroundColor.match(/\\d+/)) < 128) === dark;
            }""",
            arg=theme == "dark",
        )
        page.wait_for_function(STILL)
        found[theme] = [text for impact, text in page.evaluate(RUN) if impact in GRAVE]
    return found


NONE = {theme: [] for theme in THEMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_the_reference_study(still: Page, reference: Server, name: str):
    open_page(still, reference, name)
    assert violations(still) == NONE


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_an_empty_study(still: Page, empty: Server, name: str):
    open_page(still, empty, name)
    assert violations(still) == NONE


def test_where_there_is_no_study(still: Page, nothing: Server):
    still.goto(nothing.address)
    expect(still.get_by_role("button", name="Make the study")).to_be_visible()
    settled(still)
    assert violations(still) == NONE


def test_where_nobody_is_at_work_yet(still: Page, empty: Server):
    server = Server(empty.folder, coder="")
    try:
        still.goto(server.address)
        expect(still.get_by_role("button", name="Begin")).to_be_visible()
        assert violations(still) == NONE
    finally:
        server.stop()


def test_on_a_phone(still: Page, reference: Server):
    still.set_viewport_size({"width": 390, "height": 844})
    try:
        still.goto(f"{reference.address}/themes")
        settled(still)
        assert violations(still) == NONE
    finally:
        still.set_viewport_size({"width": 1280, "height": 720})


def test_the_page_code_at_work(still: Page, reference: Server):
    open_page(still, reference, "code")
    still.get_by_role("region", name="Transcript of").focus()
    still.keyboard.press("j")
    expect(still.get_by_role("region", name="Active coding")).to_be_visible()
    active = violations(still)
    still.keyboard.press("Enter")
    expect(still.get_by_role("listbox", name="Codes")).to_be_visible()
    palette = violations(still)
    still.keyboard.press("Escape")
    still.keyboard.press("?")
    expect(still.get_by_role("dialog")).to_be_visible()
    keys = violations(still)
    still.keyboard.press("Escape")
    assert (active, palette, keys) == (NONE, NONE, NONE)


def test_quotes_that_a_bar_opens(still: Page, reference: Server):
    open_page(still, reference, "frequencies")
    still.locator("[data-testid=stVegaLiteChart] .mark-rect path").first.click()
    expect(still.get_by_role("dialog")).to_contain_text("coded by")
    settled(still)
    assert violations(still) == NONE
    still.keyboard.press("Escape")
