"""The first hour with the app, clicked through in Chromium, and its pictures in docs/images/app-*.png.

.venv/bin/python -m docs.make_screenshots
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Download, Page, expect, sync_playwright

import corpus
from tests.browser.conftest import CHROMIUM, Server, open_page, settled
from tests.browser.desk import Desk

IMAGES = Path(__file__).parent / "images"
INTERVIEWS = Path(corpus.__file__).parent / "interviews"
FILES = ("P1.docx", "P11.txt", "P12.odt")
CODES = ("Velocity", "Velocity / Rapid prototyping", "Validation", "Versioning", "Pain points")
PASSAGES = {
    "P1": (
        ("Forty minutes, I have a number. Before, it was a day and a half just to load the video", "rapid"),
        ("a day and a half just to load the video", "pain"),
        ("there's a check that they match, hash against hash", "validation"),
        ("there's a check that they match, hash against hash", "versioning"),
        ("I put it in on a Monday, Tuesday morning I had it and it was better.", "rapid"),
    ),
    "P11": (
        ("We've been saved by slow releases.", "velocity"),
        ("if it's more than five minutes the transaction goes to the rules only", "validation"),
        ("if it's more than five minutes the transaction goes to the rules only", "versioning"),
    ),
    "P12": (
        ("And mostly for a stupid reason. Somebody scanned the tray before the plate.", "validation"),
        ("Somebody scanned the tray before the plate.", "pain"),
    ),
}
"""By transcript: what is selected there, and what is typed to find its code. Ten in all."""
SIZE = {"width": 1280, "height": 720}
COLOURS = 96  # as many as a page of text needs; a picture is a third as large with them

Seen = Callable[[str], object]


def first_hour(page: Page, server: Server, seen: Seen) -> Download:
    """From an empty folder to the export, which comes back. `seen` is called with each step's name once it shows."""
    _begin(page, server, seen)
    _write_a_codebook(page, server, seen)
    _code(page, server, seen)
    _look(page, server, seen)
    open_page(page, server, "export")
    seen("export")
    return everything(page)


def everything(page: Page) -> Download:
    """The whole study in files, from the page Export."""
    page.get_by_role("button", name="Make everything").click()
    with page.expect_download(timeout=180_000) as download:
        page.get_by_role("button", name="Download everything").click(timeout=180_000)
    return download.value


def _begin(page: Page, server: Server, seen: Seen) -> None:
    page.goto(server.address)
    page.get_by_role("textbox", name="Title", exact=True).fill("Three interviews")
    page.get_by_role("textbox", name="Your name", exact=True).fill("Ada")
    page.keyboard.press("Tab")
    make = page.get_by_role("button", name="Make the study")
    expect(make).to_be_enabled(timeout=20_000)
    page.locator("input[type=file]").set_input_files([INTERVIEWS / name for name in FILES])
    expect(page.get_by_text(FILES[-1])).to_be_visible()
    expect(page.get_by_test_id("stFileUploaderFile").get_by_test_id("stSpinnerIcon")).to_have_count(0)
    make.scroll_into_view_if_needed()
    settled(page)
    seen("begin")
    make.click()
    expect(page.get_by_role("heading", level=1, name="Three interviews")).to_be_visible(timeout=20_000)
    settled(page)
    seen("start")


def _write_a_codebook(page: Page, server: Server, seen: Seen) -> None:
    open_page(page, server, "codebook")
    page.get_by_role("textbox", name="New codes, one a line").fill("\n".join(CODES))
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("treeitem")).to_have_count(len(CODES))
    settled(page)
    seen("codebook")


def _code(page: Page, server: Server, seen: Seen) -> None:
    open_page(page, server, "code")
    desk = Desk(page, server.address, server.folder)
    for name, passages in PASSAGES.items():
        expect(page.get_by_role("region", name=f"Transcript of {name}", exact=True)).to_be_visible()
        for text, typed in passages:
            desk.press("Escape")
            desk.drag(text)
            if (name, typed) == ("P1", "versioning"):
                desk.press("Enter")
                desk.page.keyboard.type("ver")
                seen("palette")
                desk.press("Escape")  # back to the selection
            desk.tag(typed)
        desk.saved()
        if name == "P1":
            seen("code")
        if name != [*PASSAGES][-1]:
            page.get_by_role("button", name="Next transcript").click()


def _look(page: Page, server: Server, seen: Seen) -> None:
    open_page(page, server, "frequencies")
    bars = page.locator("[data-testid=stVegaLiteChart] .mark-rect path")
    expect(bars).to_have_count(len(CODES))
    seen("frequencies")
    bars.last.click()
    expect(page.get_by_role("dialog")).to_contain_text("coded by")
    settled(page)
    seen("quotes")
    page.keyboard.press("Escape")
    open_page(page, server, "cooccurrence")
    expect(page.locator("[data-testid=stVegaLiteChart] .mark-rule line").first).to_be_visible()
    graph = page.locator("[data-testid=stVegaLiteChart]").first
    graph.evaluate("(graph) => graph.scrollIntoView({ block: 'end' })")
    graph.hover()
    page.mouse.wheel(0, 250)  # away, until all of it is seen
    seen("cooccurrence")


def make_screenshots() -> None:
    """Go through the first hour and keep a picture of each step."""
    study = Path(tempfile.gettempdir()) / "three-interviews"  # its name is seen: the same each time
    study.mkdir()
    server = Server(study, coder="")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM)
            page = browser.new_context(viewport=SIZE, reduced_motion="reduce").new_page()  # type: ignore[arg-type]
            first_hour(page, server, lambda step: _keep(page, IMAGES / f"app-{step}.png"))
    finally:
        server.stop()
        shutil.rmtree(study)


def _keep(page: Page, path: Path) -> None:
    """A picture of the page, small."""
    page.mouse.move(0, 0)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    with Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="initial"))) as taken:
        taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    make_screenshots()
