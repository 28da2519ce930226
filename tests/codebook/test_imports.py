"""The package costs next to nothing to import, and its example runs."""

from __future__ import annotations

import doctest
import subprocess
import sys

import codebook

HEAVY = ("pandas", "numpy", "scipy", "rapidfuzz", "openpyxl", "docx", "lxml", "yaml", "spacy", "matplotlib")


def test_importing_loads_no_library() -> None:
    script = f"import sys, codebook; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_example_runs() -> None:
    assert doctest.testmod(codebook).failed == 0
