"""The examples of a page: found, run as a reader would run them, and compared with what the page says they print.

A block ```console has commands behind "$ " and below each what it prints, where that is shown; "..." stands for
anything. "# exit status 1" behind a command says that it does not exit with 0. A block with a name, such as ```csv
late.csv, is a file that the reader has. A block ```python is run, too, and a block ```text below it is what it prints.

    .venv/bin/python -m docs.examples      runs all pages and writes what is printed now into them
"""

from __future__ import annotations

import gc
import io
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from app.cli import main as vivavoce

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PAGES = tuple(sorted((ROOT / "docs").rglob("*.md")))

BY_SHELL = ("mkdir", "cp", "ls", "cat", "head")
"""Programs beside ours that examples may call."""
NOT_RUN = ("make", "git", "pip", "pipx", "pdflatex", "latexmk")
"""Programs that install, or that not everyone has; lines that begin with them are not run."""
CODEBOOKS = ("mlops.yaml", "mlops-2024.yaml")
"""Those of the project that examples take."""

COLUMNS = 120  # of the reader's terminal
_STATUS = re.compile(r"\s+# exit status (\d+)$")


@dataclass(frozen=True, slots=True)
class Example:
    """Something to run: `kind` is console, python, or file, whose `source` is what it holds.

    `printed` are lines of the page, from number `at` (the first is 0), that say what it prints; none: nothing is said.
    """

    kind: str
    source: str
    at: int
    printed: tuple[str, ...] = ()
    status: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an example."""

    example: Example
    status: int
    shown: str

    @property
    def is_as_said(self) -> bool:
        """Whether it printed what the page says, "..." being anything, and white space at the ends of lines nothing."""
        if not self.example.printed:
            return True
        said = re.escape("\n".join(self.example.printed)).replace(re.escape("..."), ".*?")
        return re.fullmatch(said, "\n".join(_lines(self.shown)), re.DOTALL) is not None


@dataclass
class Terminal:
    """A terminal at which a reader types along, in `folder`; "you" is who is logged in."""

    folder: Path
    names: dict[str, Any] = field(default_factory=dict)  # those of Python

    def run(self, example: Example) -> Outcome:
        """Run an example; what it prints is as on a screen."""
        if example.kind == "file":
            (self.folder / example.name).write_text(example.source, encoding="utf-8")
            return Outcome(example, 0, "")
        screen = _Screen()
        variables = {"LOGNAME": "you", "TERM": "dumb", "COLUMNS": str(COLUMNS), "LINES": "50", "MPLBACKEND": "agg"}
        without = {name: value for name, value in os.environ.items() if not name.startswith("VIVAVOCE_")}
        with (
            patch.dict(os.environ, without | variables, clear=True),
            chdir(self.folder),
            redirect_stdout(screen.output),
            redirect_stderr(screen.errors),
        ):
            status = self._python(example) if example.kind == "python" else self._command(example.source)
        return Outcome(example, status, screen.text)

    def _python(self, example: Example) -> int:
        exec(compile(example.source, f"<line {example.at}>", "exec"), self.names)
        return 0

    def _command(self, command: str) -> int:
        program, *arguments = shlex.split(command, comments=True)
        if program == "vivavoce":
            with patch.object(sys, "argv", ["vivavoce", *arguments]):
                try:
                    vivavoce()
                except SystemExit as stopped:
                    return int(stopped.code or 0)
            return 0
        if program == "cd":
            self.folder = (self.folder / arguments[0]).resolve(strict=True)
            return 0
        if program not in BY_SHELL:
            raise ValueError(f"the reader may not have {program}")
        gc.collect()  # what our commands have opened is closed, as at the end of their processes
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
        print(done.stdout + done.stderr, end="")
        return done.returncode


class _Screen:
    """What is printed, on either stream; output is a terminal's, so that tables are for reading."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        self.output = io.TextIOWrapper(_Stream(self._bytes, terminal=True), "utf-8", write_through=True)
        self.errors = io.TextIOWrapper(_Stream(self._bytes, terminal=False), "utf-8", write_through=True)

    @property
    def text(self) -> str:
        return self._bytes.getvalue().decode()


class _Stream(io.BytesIO):
    """Hands on what is written to it."""

    def __init__(self, into: io.BytesIO, *, terminal: bool) -> None:
        super().__init__()
        self._into, self._terminal = into, terminal

    def isatty(self) -> bool:
        return self._terminal

    def write(self, data: Any) -> int:
        return self._into.write(data)


def examples(page: str) -> Iterator[Example]:
    """The examples of a page, in their order."""
    blocks = list(_blocks(page))
    for number, (language, name, at, lines) in enumerate(blocks):
        if name:
            yield Example("file", "\n".join(lines) + "\n", at, name=name)
        elif language == "console":
            yield from _typed(at, lines)
        elif language == "python":
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            told = following is not None and following[0] == "text" and following[2] == at + len(lines) + 3
            printed, place = (tuple(following[3]), following[2]) if told and following else ((), at)
            yield Example("python", "\n".join(lines) + "\n", place, printed)


def follow(page: str, terminal: Terminal) -> Iterator[Outcome]:
    """Run the examples of a page, but for the programs in `NOT_RUN`."""
    for example in examples(page):
        if example.kind != "console" or example.source.split()[0] not in NOT_RUN:
            yield terminal.run(example)


def clone(parent: Path) -> Path:
    """A folder in `parent` with what README's example takes from the project."""
    folder = parent / "vivavoce"
    shutil.copytree(ROOT / "corpus" / "interviews", folder / "corpus" / "interviews")
    (folder / "codebook").mkdir()
    for name in CODEBOOKS:
        shutil.copy(ROOT / "codebook" / name, folder / "codebook")
    return folder


def begin(parent: Path) -> tuple[Path, list[Outcome]]:
    """Follow README's example below `parent`: the folder in which it ends, and what came of each command."""
    terminal = Terminal(clone(parent))
    outcomes = list(follow(README.read_text(encoding="utf-8"), terminal))
    for outcome in outcomes:
        if outcome.status != outcome.example.status:
            raise RuntimeError(f"{outcome.example.source}: {outcome.shown}")
    _taguette(terminal.folder / "project.sqlite3")
    return terminal.folder, outcomes


def begun(folder: Path, parent: Path) -> Terminal:
    """A reader who has followed README's example in `folder`, as the pages take for granted; copied below `parent`."""
    return Terminal(shutil.copytree(folder.parent, parent) / folder.name)


def _taguette(file: Path) -> None:
    """A small project as Taguette exports it."""
    said = "Ida: The night ferry is late when the fog is thick.\nI: What do you do?\nIda: I look out of the window."
    start = said.index("I look")
    connection = sqlite3.connect(file)
    connection.executescript(
        "create table documents (id integer, name text, contents text);"
        "create table tags (id integer, path text, description text);"
        "create table highlights (id integer, document_id integer, start_offset integer, end_offset integer,"
        " snippet text);"
        "create table highlight_tags (highlight_id integer, tag_id integer);"
        "insert into tags values (1, 'Looking', 'Someone looks for themselves.');"
        "insert into highlight_tags values (1, 1);"
    )
    connection.execute("insert into documents values (1, 'ferry.txt', ?)", [f"<p>{said}</p>"])
    connection.execute("insert into highlights values (1, 1, ?, ?, ?)", [start, len(said), said[start:]])
    connection.commit()
    connection.close()


def refreshed(page: str, outcomes: Iterable[Outcome]) -> str:
    """The page with what is printed now; a line "..." still stands for what is between its neighbours."""
    lines = page.split("\n")
    for outcome in reversed(list(outcomes)):
        if not outcome.is_as_said:
            said, at, shown = list(outcome.example.printed), outcome.example.at, _lines(outcome.shown)
            if "..." in said:
                before = said.index("...")
                after = len(said) - before - 1
                shown = [*shown[:before], "...", *shown[len(shown) - after :]]
            lines[at : at + len(said)] = shown
    return "\n".join(lines)


def _blocks(page: str) -> Iterator[tuple[str, str, int, list[str]]]:
    """The fenced blocks: language, name, number of the first line in it, lines."""
    lines = page.split("\n")
    number = 0
    while number < len(lines):
        if lines[number].startswith("```"):
            language, _, name = lines[number].removeprefix("```").partition(" ")
            end = lines.index("```", number + 1)
            yield language, name, number + 1, lines[number + 1 : end]
            number = end
        number += 1


def _typed(at: int, lines: list[str]) -> Iterator[Example]:
    """The commands of a block, each with what stands below it."""
    begins = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        last = begin
        while lines[last].endswith("\\"):
            last += 1
        command = "\n".join(lines[begin : last + 1]).removeprefix("$ ")
        status = _STATUS.search(command)
        printed = tuple(line.rstrip() for line in lines[last + 1 : end])
        yield Example("console", command, at + last + 1, printed, int(status[1]) if status else 0)


def _lines(shown: str) -> list[str]:
    return [line.rstrip() for line in shown.rstrip("\n").split("\n")]


def _refresh() -> None:
    """Bring all pages up to date."""
    with tempfile.TemporaryDirectory() as name:
        folder, outcomes = begin(Path(name) / "begun")
        _rewrite(README, outcomes)
        for path in PAGES:
            if any(examples(path.read_text(encoding="utf-8"))):
                _rewrite(path, follow(path.read_text(encoding="utf-8"), begun(folder, Path(name) / path.stem)))


def _rewrite(path: Path, outcomes: Iterable[Outcome]) -> None:
    path.write_text(refreshed(path.read_text(encoding="utf-8"), outcomes), encoding="utf-8")


if __name__ == "__main__":
    _refresh()
