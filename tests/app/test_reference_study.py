"""The reference study holds together, follows its codebook into the next edition, and prints a paper."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demonstration import make
from app.exporting import export
from app.paper import PARTS
from corpus.checking import check
from corpus.study import Study

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the reference study, with all that is exported from it."""
    folder = tmp_path_factory.mktemp("reference") / "study"
    study = make(folder)
    export(study, folder)
    study.close()
    return folder


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Iterator[Study]:
    """A copy of it, to be changed."""
    (tmp_path / "study").mkdir()
    shutil.copy(made / "study.vivavoce", tmp_path / "study")
    study = Study.open(tmp_path / "study")
    yield study
    study.close()


def test_every_coding_and_memo_of_the_files_is_in_it(study: Study) -> None:
    def number(name: str) -> int:
        with (ROOT / "corpus" / "interviews" / name).open(encoding="utf-8", newline="") as file:
            return len(list(csv.DictReader(file)))

    assert len(study.codings()) == number("codings.csv")
    assert len(study.memos()) == number("memos.csv") + number("settled.csv")
    assert len(study.participants()) == len(study.documents()) == 18
    assert check(study) == []


def test_the_codebook_of_2024_renames_a_theme_and_keeps_every_coding(study: Study, tmp_path: Path) -> None:
    before = study.codings()
    vivavoce = [sys.executable, "-c", "from app.cli import main; main()"]
    command = [*vivavoce, "--study", tmp_path / "study", "codebook", "import", ROOT / "codebook" / "mlops-2024.yaml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "renamed: Validation -> Visibility" in done.stdout
    after = study.codings()
    assert after["coding"].tolist() == before["coding"].tolist()
    names = study.codes().set_index("code")["theme"]
    assert after["code"].astype("str").map(names).eq("Visibility").sum() > 200
    assert "Validation" not in set(study.codes()["name"])
    assert check(study) == []


def test_the_paper_has_all_its_parts_and_compiles(made: Path) -> None:
    paper = made / "paper"
    source = (paper / "paper.tex").read_text(encoding="utf-8")
    for part in PARTS:
        for name in (*part.texts, *(f"tables/{table}" for table in part.tables)):
            assert rf"\input{{{name}}}" in source
            assert (paper / f"{name}.tex").stat().st_size > 100
        for name in part.figures:
            assert f"{{figures/{name}.pdf}}" in source
            assert (paper / "figures" / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed (texlive-latex-recommended, texlive-fonts-recommended, lmodern)")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "paper.tex"]
    done = subprocess.run(command, cwd=paper, capture_output=True, timeout=300, check=False)
    log = (paper / "paper.log").read_text(encoding="utf-8", errors="replace")
    assert done.returncode == 0, [line for line in log.splitlines() if line.startswith("! ")]
    assert "Missing character: There is no" not in log


def test_quotes_of_the_paper_say_who_speaks(made: Path) -> None:
    quotes = re.findall(r"\\item ``.+'' \((P\d+)\)", (made / "paper" / "quotations.tex").read_text(encoding="utf-8"))
    assert len(quotes) > 100
    assert set(quotes) == {f"P{number}" for number in range(1, 19)}
