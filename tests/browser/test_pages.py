"""In a real browser: text is text on every page, nothing is asked of any other machine, and a click shows quotes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, expect

from app.main import PAGES
from corpus.study import Study
from tests.browser.conftest import Server
from tests.studies import HARD, code, study_of

NAMES = [page.name for pages in PAGES.values() for page in pages]
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1)) ![y](https://x.example/y.png)",
    r"$\input{etc}$ $$x$$",
    '=cmd|"/c calc"!A1',
    "*a* _b_ `c` ~~d~~ # e",
    ":red[f] :sob: :material/home: :blue-background[g]",
    "https://x.example www.x.example a@x.example",
    "a -> b <- c -- d >= e (f) & &amp; \\ \\\\",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile") / "study"
    names = [name.replace(" / ", " ") for name in HOSTILE]
    study = study_of(folder, dict.fromkeys(names, HARD), names)
    for name in names:
        code(study, name, 5, 30, name, coder=name)
        code(study, name, 8, 25, names[0], coder=name)
    study.close()
    server = Server(folder)
    yield server
    server.stop()


def watched(page: Page, server: Server) -> list[str]:
    """The addresses on other machines that the page asks for, and the boxes that it opens, from now on."""
    seen: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((server.address, server.address.replace("http", "ws"), "data:", "blob:")):
            seen.append(request.url)

    page.on("request", note)
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    return seen


def settled(page: Page) -> None:
    """Wait until the page has run to its end."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_nothing_of_another_machine(page: Page, hostile: Server, name: str):
    seen = watched(page, hostile)
    page.goto(f"{hostile.address}/{name}")
    settled(page)
    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    assert page.locator("img[src=x], [href^=javascript], .katex").count() == 0
    assert seen == []


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_shows_as_it_is(page: Page, hostile: Server, title: str):
    study = Study.open(hostile.folder)
    with study.change("set the title", coder="Ada") as change:
        change.set(title=title)
    study.close()
    page.goto(hostile.address)
    settled(page)
    heading = page.locator("h1")
    expect(heading).to_have_count(1)
    assert heading.inner_text().replace("\u2060", "") == title
    assert heading.locator("a[href], img, em, strong, code, del, .katex, [data-testid=stIconMaterial]").count() == 0


def test_a_click_on_a_bar_shows_its_quotes(page: Page, hostile: Server):
    page.goto(f"{hostile.address}/frequencies")
    settled(page)
    page.locator("[data-testid=stVegaLiteChart] .mark-rect path").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("coded by")


def test_a_page_is_reached_from_another(page: Page, hostile: Server):
    page.goto(hostile.address)
    page.get_by_role("link", name="Co-occurrence").click()
    expect(page.get_by_role("heading", name="Co-occurrence")).to_be_visible()
    assert page.url.endswith("/cooccurrence")


def test_everything_is_downloaded(page: Page, hostile: Server):
    page.goto(f"{hostile.address}/export")
    with page.expect_download(timeout=180_000) as download:
        page.get_by_role("button", name="Make everything").click()
        page.get_by_role("button", name="Download everything").click(timeout=120_000)
    assert download.value.suggested_filename == "vivavoce-export.zip"
