"""pdflatex for tests: a fragment compiled with exactly the packages that its first lines name."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

PLAIN = "%   \\usepackage[utf8]{inputenc}\\usepackage[T1]{fontenc}\\usepackage{textcomp,lmodern}\n"


def typeset(folder: Path, *fragments: str) -> bytes:
    """The PDF of fragments, each read by \\input; the test fails where pdflatex complains of anything but width."""
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed (texlive-latex-recommended, texlive-fonts-recommended, lmodern)")
    packages: dict[str, None] = {}
    inputs = []
    for number, fragment in enumerate(fragments):
        (folder / f"fragment{number}.tex").write_text(fragment, encoding="utf-8")
        packages |= dict.fromkeys(re.findall(r"^% +(\\usepackage.*)$", fragment, re.MULTILINE))
        inputs.append(f"Text before.\n\n\\input{{fragment{number}}}\n\nText after.\\clearpage")
    document = ["\\documentclass{article}", *packages, "\\input{glyphtounicode}\\pdfgentounicode=1"]
    document += ["\\begin{document}", "\\listoftables", *inputs, "\\end{document}"]
    (folder / "paper.tex").write_text("\n".join(document), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "paper.tex"]
    for _ in range(2):  # the second run reads what the first wrote into the list of tables
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    log = (folder / "paper.log").read_text(encoding="utf-8", errors="replace")
    assert done.returncode == 0, [line for line in log.splitlines() if line.startswith("! ")][:3]
    assert "Missing character: There is no" not in log
    return (folder / "paper.pdf").read_bytes()
