"""The pictures of the documentation: every figure of the demonstration study, into docs/images.

.venv/bin/python -m docs.make_images
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from analysis.figures import FIGURES
from app.demonstration import make
from app.material import figure

IMAGES = Path(__file__).parent / "images"


def make_images() -> None:
    """Draw each figure of the demonstration study to a .png."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        study = make(Path(folder) / "demo")
        for name in FIGURES:
            (IMAGES / f"{name}.png").write_bytes(figure(study, name, "png"))
        study.close()


if __name__ == "__main__":
    make_images()
