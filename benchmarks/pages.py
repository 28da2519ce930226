"""The pages of the app: how long until each is useful, and until a filter shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from app.main import PAGES
from app.main import Page as AppPage
from benchmarks.browser import app, page_of
from corpus.coding import NewCoding, add_codings
from corpus.study import Study

START = "Generated, size app"  # what the page Start is headed with: the title of the study
SETTLED = "(title) => window.clock.settled(title)"
AFTER = "([type, title]) => { window.timed = window.clock.after(type, title); }"
TURNING_MS = 5_000  # from the command to the browser: a person takes so long, and the server loads what it needs
TIMES = 3  # choices of a filter on each page, each another one


@dataclass(frozen=True, slots=True)
class PageTimes:
    """Milliseconds until a page was useful."""

    title: str
    first: float  # as the first page of a server, in a browser that has never seen it
    changed: float  # come to from another page, the study changed since it was last counted
    again: float  # the same, nothing changed
    filtered: list[float]  # from the choice of one more value of its first filter


def page_times(browser: Browser, study: Path) -> list[PageTimes]:
    """Those of all pages, on a study that may be changed."""
    pages = [page for pages in PAGES.values() for page in pages if page.name != "start"]
    first = {page.name: _first(browser, study, page) for page in pages}
    with app(study) as address, page_of(browser) as window:
        window.goto(address)
        return [
            PageTimes(
                page.title,
                first[page.name],
                _after(window, page, changed=study),
                _after(window, page),
                _filters(window, page),
            )
            for page in pages
        ]


def _first(browser: Browser, study: Path, page: AppPage) -> float:
    with app(study) as address, page_of(browser) as window:
        window.wait_for_timeout(TURNING_MS)
        window.goto(f"{address}/{page.name}", wait_until="commit")
        return float(window.evaluate(SETTLED, page.title))


def _after(window: Page, page: AppPage, *, changed: Path | None = None) -> float:
    """Come from the page Start by the link beside it."""
    window.get_by_role("link", name="Start", exact=True).click()
    window.evaluate(SETTLED, START)
    if changed:
        _change(changed)
    window.evaluate(AFTER, ["click", page.title])
    window.get_by_role("link", name=page.title, exact=True).click()
    return float(window.evaluate("window.timed"))


def _filters(window: Page, page: AppPage) -> list[float]:
    """One more value of the page's first filter, again and again; nothing where it has none."""
    if not window.get_by_role("button", name="Filters").count():
        return []
    return [_filter(window, page) for _ in range(TIMES)]


def _filter(window: Page, page: AppPage) -> float:
    window.get_by_role("button", name="Filters").click()
    window.get_by_test_id("stPopoverBody").get_by_role("combobox").first.click()
    window.get_by_role("option").first.wait_for()
    window.keyboard.press("ArrowDown")
    window.evaluate(AFTER, ["keydown", page.title])
    window.keyboard.press("Enter")
    took = float(window.evaluate("window.timed"))
    window.keyboard.press("Escape")  # the values
    window.keyboard.press("Escape")  # the filters
    return took


def _change(folder: Path) -> None:
    """One more coding, by somebody else: what was counted is to be counted again."""
    study = Study.open(folder)
    with study.change("add a coding", coder="Ben") as change:
        document = study.documents()["document"].iloc[0]
        add_codings(change, [NewCoding(document, 100, 180, next(iter(study.codebook())).id)])
    study.close()
