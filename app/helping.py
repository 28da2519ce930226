"""The pages of the documentation, as the app shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FIRST = ("app", "index")
_HERE = Path(__file__).parent
FOLDERS = (_HERE / "docs", _HERE.parent / "docs")
"""Where the documentation is: beside the app where it is installed, else in the project."""
_PICTURE = re.compile(r"^!\[(?P<says>[^]]*)\]\((?P<file>[^)]+)\)\s*$", re.MULTILINE)
_TO_PAGE = re.compile(r"\]\((?P<page>[\w-]+)\.md(?:#[\w-]*)?\)")
_ELSEWHERE = re.compile(r"\[(?P<says>[^]]+)\]\((?!https?:|help\?)[^)]*\)")


class Picture(NamedTuple):
    """A picture of a page, and what is said of it."""

    file: Path
    says: str


def pages() -> dict[str, str]:
    """The titles of the pages by name, that on the app first; none where there is no documentation."""
    found = {file.stem: _title(file) for file in sorted(_folder().glob("*.md"))}
    return {name: found[name] for name in FIRST if name in found} | found


def parts(name: str) -> Iterator[str | Picture]:
    """A page in pieces: Markdown, with links that lead to pages of the app, and pictures."""
    text = (_folder() / f"{name}.md").read_text(encoding="utf-8")
    at = len(text) - len(text.partition("\n")[2]) if text.startswith("# ") else 0  # the title is shown already
    for found in _PICTURE.finditer(text):
        yield _linked(text[at : found.start()])
        file = (_folder() / found["file"]).resolve()
        if file.is_file() and _folder().resolve() in file.parents:
            yield Picture(file, found["says"])
        at = found.end()
    yield _linked(text[at:])


def _folder() -> Path:
    return next((folder for folder in FOLDERS if (folder / "app.md").is_file()), FOLDERS[0])


def _title(file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        return next((line.lstrip("# ").strip() for line in lines if line.startswith("# ")), file.stem)


def _linked(text: str) -> str:
    """With links to other pages; of links to files that the app does not show the words alone."""
    here = _TO_PAGE.sub(lambda found: f"](help?page={found['page']})", text)
    return _ELSEWHERE.sub(lambda found: found["says"], here)
