"""The page Code: from a key until it is painted and until it is stored, and the frames while one scrolls."""

from __future__ import annotations

from playwright.sync_api import Page, expect

TIMES = 30  # codings of each kind
PAUSE_MS = 300  # between two of them, as a quick coder makes it
WHEEL = 240  # pixels of one turn of the wheel

SELECT = """(number) => {
  const nodes = [...document.querySelectorAll(".vv-participant .vv-text")].map((each) => each.firstChild);
  const node = nodes[Math.floor((number / 100) * nodes.length)];
  const scroller = document.querySelector(".vv-scroller");
  scroller.focus();
  scroller.scrollTop = node.parentElement.parentElement.offsetTop - 200;
  getSelection().setBaseAndExtent(node, 2, node, Math.min(60, node.length));
}"""
"""Selects some words in a turn; 100 numbers go through the whole transcript."""

LEFT = """() => {
  const { scrollHeight, clientHeight, scrollTop } = document.querySelector(".vv-scroller");
  return scrollHeight - clientHeight - scrollTop;
}"""


def open_transcript(page: Page, address: str, document: str) -> None:
    """Open the page Code on a document (its id)."""
    page.goto(f"{address}/code?document={document}")
    expect(page.locator(".vv-stripe").first).to_be_visible(timeout=60_000)
    page.wait_for_timeout(2_000)


def coding_times(page: Page) -> dict[str, list[float]]:
    """Milliseconds from a key by what was waited for: with a pinned code's digit, and with Enter in the palette."""
    found: dict[str, list[float]] = {}
    for number in range(2 * TIMES):
        by_digit = number % 2 == 0
        page.evaluate(SELECT, number)
        page.wait_for_timeout(PAUSE_MS)
        if not by_digit:
            page.keyboard.press("Enter")
            page.keyboard.type("a", delay=20)
            page.wait_for_timeout(PAUSE_MS)
        page.evaluate("() => { window.timed = window.clock.coded(); }")
        page.keyboard.press("1" if by_digit else "Enter")
        timed = page.evaluate("window.timed")
        how = "a digit" if by_digit else "Enter in the palette"
        for what, took in timed.items():
            if took is None:
                raise SystemExit(f"The page had not painted what {how} did when its frame was drawn.")
            found.setdefault(f"{how} to {what}", []).append(took)
    return found


def frame_times(page: Page) -> list[float]:
    """Milliseconds from frame to frame while the wheel turns through the whole transcript."""
    box = page.locator(".vv-scroller").bounding_box()
    assert box
    page.evaluate("document.querySelector('.vv-scroller').scrollTop = 0")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.evaluate("() => { window.timed = window.clock.frames(); }")
    while page.evaluate(LEFT) > 1:
        page.mouse.wheel(0, WHEEL)
    return list(page.evaluate("window.timed.stop()"))
