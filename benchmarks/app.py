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
        lines.append(_line(what, taken, f"median {PAINTED if what.endswith('painted') else STORED}"))
    lines.append(_line("from frame to frame while scrolling", frames, f"worst {FRAME}"))
    return "\n".join(lines)


def _line(what: str, taken: Sequence[float], target: str) -> str:
    within = statistics.quantiles(taken, n=20)[-1]
    return f"| {what} | {statistics.median(taken):.0f} | {within:.0f} | {max(taken):.0f} | {target} |"


def _pages(pages: Iterable[PageTimes]) -> str:
    lines = [
        "| seconds until the page is useful | first | changed | again | a filter chosen (worst) |",
        "|---|---:|---:|---:|---:|",
        f"| *target* | {PAGE / 1000:.0f} | {PAGE / 1000:.0f} | {PAGE / 1000:.0f} | {FILTER / 1000:.0f} |",
    ]
    for page in pages:
        filtered = f"{max(page.filtered) / 1000:.2f}" if page.filtered else ""
        times = (f"{each / 1000:.2f}" for each in (page.first, page.changed, page.again))
        lines.append(f"| {page.title} | {' | '.join(times)} | {filtered} |")
    return "\n".join(lines)
