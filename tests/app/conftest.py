"""The command line as tests of it call it, and a study as pages show it."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from corpus.study import Study
from tests.studies import HARD, code, study_of


@dataclass(frozen=True)
class Result:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))


@pytest.fixture
def run(capfdbinary, monkeypatch, tmp_path: Path) -> Callable[..., Result]:
    """Runs a command on the study in tmp_path / "study", as Ada."""
    monkeypatch.setenv("VIVAVOCE_STUDY", str(tmp_path / "study"))
    monkeypatch.setenv("VIVAVOCE_CODER", "Ada")

    def run(*arguments: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["vivavoce", *map(str, arguments)])
        try:
            main()
            status = 0
        except SystemExit as stopped:
            status = stopped.code or 0
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        return Result(status, out.decode(), err.decode())

    return run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    """Where the app looks for a study; Ada is at work."""
    monkeypatch.setenv("VIVAVOCE_STUDY", str(tmp_path))
    monkeypatch.setenv("VIVAVOCE_CODER", "Ada")
    return tmp_path


@pytest.fixture
def study(folder: Path) -> Study:
    study = study_of(
        folder, {"one": HARD, "two": "Ana: alpha, beta.\nBob: gamma?\nAna: delta.\n"}, ("A", "A / B", "C", "D")
    )
    code(study, "one", 5, 30, "A", "Ada")
    code(study, "one", 5, 30, "A", "Ben")
    code(study, "one", 8, 25, "C", "Ada")
    code(study, "two", 5, 16, "A / B", "Ada")
    return study
