"""Measures the commands on studies of three sizes, beside the plain way, and the app in a browser; prints tables.

    python -m benchmarks.run [--sizes S M L] [--only commands|app] [--studies DIR] [--write docs/performance.md]

Studies are made from a seed in DIR (./.bench) and used again; L takes some minutes to make and a gigabyte of disk.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.app import app_tables

SIZES = ("S", "M", "L")
PARTS = COMMANDS, APP = "commands", "app"
ROOT = Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- {part}: begin -->", "<!-- {part}: end -->"
VIVAVOCE = [sys.executable, "-c", "from app.cli import main; main()"]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; `plain` is the same work the plain way, where there is one."""

    what: str
    size: str
    seconds: float
    megabytes: float
    plain: float | None = None


def command(*arguments: object, repeat: int = 3) -> tuple[float, float]:
    """The median of seconds and the most megabytes that a whole command takes, start to end."""
    seconds, megabytes = [], 0.0
    for _ in range(repeat):
        begin = time.perf_counter()
        process = subprocess.Popen([*VIVAVOCE, *map(str, arguments)], cwd=ROOT, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - begin)
        if os.waitstatus_to_exitcode(status):
            raise SystemExit(f"vivavoce {' '.join(map(str, arguments))} failed")
        megabytes = max(megabytes, usage.ru_maxrss / 1024)
    return statistics.median(seconds), megabytes


def case(name: str, study: Path) -> tuple[float, float]:
    """Seconds and megabytes of a case, measured in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.cases", name, str(study)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    measured = json.loads(done.stdout)
    return measured["seconds"], measured["megabytes"]


def prepare(what: str, *arguments: object) -> None:
    """Make a study or files in another process; a child's peak memory begins at its parent's, which so stays small."""
    subprocess.run([sys.executable, "-m", "benchmarks.studies", what, *map(str, arguments)], cwd=ROOT, check=True)


def rows_of(size: str, study: Path) -> list[Row]:
    """The measurements at one size."""
    rows = [
        Row(what, size, *case(name, study), plain=case(f"{name}_plain", study)[0])
        for what, name in (
            ("frequencies, counting alone", "frequencies"),
            ("co-occurrence, counting alone", "cooccurrence"),
            ("suggestions by 300 patterns, search alone", "suggestions"),
            ("agreement by turn, every code and pair of coders, 2,000 draws", "agreement"),
        )
    ]
    rows.append(
        Row("agreement by character, the same", size, *case("agreement_by_character", study)),
    )
    rows += [
        Row("`table frequencies`", size, *command("--study", study, "table", "frequencies")),
        Row("`table cooccurrence --unit overlap`", size, *command("--study", study, "table", "cooccurrence")),
        Row(
            "`table cooccurrence --unit turn`",
            size,
            *command("--study", study, "table", "cooccurrence", "--unit", "turn"),
        ),
        Row("one coding added (median)", size, *case("one_coding", study)),
        Row("one page written and synchronised, for comparison", size, *case("fsync", study)),
    ]
    if size == "M":
        plain = case("alpha_plain", study)[0]
        rows.append(Row("alpha of 100,000 units, 3 coders, 100 values", "", *case("alpha", study), plain=plain))
        rows.append(Row("`codings import` of 40,000 quotes", size, *_quotes(study)))
    return rows


def _quotes(study: Path) -> tuple[float, float]:
    """All codings of a study taken out as quotes and placed again in one without codings."""
    with tempfile.TemporaryDirectory() as folder:
        prepare("quotes", study, folder)
        return command("--study", folder, "codings", "import", Path(folder) / "quotes.csv", repeat=1)


def _added() -> list[Row]:
    """A hundred transcripts of 7,500 words added; podcasts where they are at hand, else generated text."""
    podcasts = ROOT.parent / "shared" / "data" / "podcast"
    with tempfile.TemporaryDirectory() as folder:
        files, what = sorted(podcasts.glob("*.md")), "`add` of 100 podcast transcripts"
        if not files:
            prepare("texts", folder)
            files, what = sorted(Path(folder).glob("*.txt")), "`add` of 100 generated transcripts"
        study = Path(folder) / "study"
        command("--study", study, "new", repeat=1)
        return [Row(what, "", *command("--study", study, "add", *files, repeat=1))]


def table(rows: list[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| what | size | seconds | the plain way | peak MB |", "|---|---|---:|---:|---:|"]
    for row in rows:
        plain = "" if row.plain is None else f"{row.plain:.2f} ({row.plain / row.seconds:,.0f} x)"
        lines.append(f"| {row.what} | {row.size} | {_seconds(row.seconds)} | {plain} | {row.megabytes:,.0f} |")
    return "\n".join(lines)


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds >= 0.1 else f"{seconds:.4f}"


def machine() -> str:
    """What this was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.machine()}"
    return f"{system}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=SIZES)
    parser.add_argument("--only", choices=PARTS, help="the one of two parts that is wanted")
    parser.add_argument("--studies", type=Path, default=ROOT / ".bench")
    parser.add_argument("--write", type=Path, help="a page whose tables are to be replaced")
    options = parser.parse_args()
    for part in [options.only] if options.only else PARTS:
        text = _commands(options.sizes, options.studies) if part == COMMANDS else _app(options.studies)
        print(text)
        if options.write:
            _write(options.write, part, text)


def _commands(sizes: Sequence[str], studies: Path) -> str:
    rows = [Row("`vivavoce --help`", "", *command("--help", repeat=7)), *_added()]
    for size in sizes:
        rows += rows_of(size, _made(studies / size, "study", size))
        print(table(rows), file=sys.stderr, flush=True)
    return f"{table(rows)}\n\nMeasured on {machine()}; medians.\n"


def _app(studies: Path) -> str:
    study = _made(studies / "app", "app")
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(study, folder, dirs_exist_ok=True)
        tables = app_tables(Path(folder))
    return f"{tables}\n\nMeasured on {machine()}, which had a load of {busy:.1f} before.\n"


def _made(study: Path, *what: str) -> Path:
    """A study, made where it is not there yet."""
    if not (study / "made").exists():
        shutil.rmtree(study, ignore_errors=True)
        print(f"Making the study in {study} ...", file=sys.stderr, flush=True)
        prepare(*what, study)
        (study / "made").touch()
    return study


def _write(page: Path, part: str, text: str) -> None:
    """Put what was measured between the marks of its part."""
    begin, end = BEGIN.format(part=part), END.format(part=part)
    head, rest = page.read_text(encoding="utf-8").split(begin, 1)
    page.write_text(f"{head}{begin}\n\n{text}\n{end}{rest.split(end, 1)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
