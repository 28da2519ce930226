"""How the app feels: what was measured in the browser, beside what is promised, as tables."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.browser import app, chromium, page_of
from benchmarks.pages import PageTimes, page_times
from benchmarks.studies import LONG
from benchmarks.tagging import coding_times, frame_times, open_transcript
from corpus.study import Study

PAINTED, STORED, FRAME, PAGE, FILTER = 50, 300, 100, 2_000, 1_000  # milliseconds that are promised


def app_tables(folder: Path) -> str:
    """Coding, scrolling and pages on a study that may be changed, as Markdown."""
    study = Study.open(folder)
    long = study.documents().set_index("name")["document"][LONG]
    study.close()
    with chromium() as browser:
        with app(folder) as address, page_of(browser) as page:
            open_transcript(page, address, long)
            coding = _coding(coding_times(page), frame_times(page))
            print(coding, file=sys.stderr, flush=True)
        return f"{coding}\n\n{_pages(page_times(browser, folder))}"


def _coding(coded: dict[str, list[float]], frames: list[float]) -> str:
    lines = ["| milliseconds | median | 95 of 100 within | worst | target |", "|---|---:|---:|---:|---:|"]
    for what, taken in coded.items():
        promised = PAINTED if what.endswith("painted") else STORED
        lines.append(_line(what, taken, "median", statistics.median(taken), promised))
    lines.append(_line("from frame to frame while scrolling", frames, "worst", max(frames), FRAME))
    return "\n".join(lines)


def _line(what: str, taken: Sequence[float], measure: str, measured: float, promised: int) -> str:
    within = statistics.quantiles(taken, n=20)[-1]
    target = f"{measure} {promised}{_over(measured, promised)}"
    return f"| {what} | {statistics.median(taken):.0f} | {within:.0f} | {max(taken):.0f} | {target} |"


def _pages(pages: Iterable[PageTimes]) -> str:
    lines = [
        "| seconds until the page is useful | first | changed | again | a filter chosen (worst) |",
        "|---|---:|---:|---:|---:|",
        f"| *target* | {PAGE / 1000:.0f} | {PAGE / 1000:.0f} | {PAGE / 1000:.0f} | {FILTER / 1000:.0f} |",
    ]
    for page in pages:
        filtered = _seconds(max(page.filtered), FILTER) if page.filtered else ""
        times = (_seconds(each, PAGE) for each in (page.first, page.changed, page.again))
        lines.append(f"| {page.title} | {' | '.join(times)} | {filtered} |")
    return "\n".join(lines)


def _seconds(measured: float, promised: int) -> str:
    """Milliseconds as seconds, and whether they are more than was promised."""
    return f"{measured / 1000:.2f}{_over(measured, promised)}"


def _over(measured: float, promised: int) -> str:
    return " OVER" if measured >= promised else ""
