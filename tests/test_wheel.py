"""A wheel holds all that the command needs: its data files, too."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from tests.conftest import ROOT


def test_a_wheel_runs_the_demonstration_far_from_its_sources(tmp_path: Path) -> None:
    built = tmp_path / "dist"
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(built)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = built.glob("*.whl")
    installed = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", str(installed)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    # -S: without the .pth file by which the sources themselves are installed here.
    path = os.pathsep.join([str(installed), sysconfig.get_path("platlib"), sysconfig.get_path("purelib")])
    done = subprocess.run(
        [sys.executable, "-S", "-c", "from app.cli import main; main()", "demo", "demo"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "demo" / "paper" / "paper.tex").is_file()
