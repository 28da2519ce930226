"""Markdown: a pipe table as GitHub and Pandoc read it."""

from __future__ import annotations

import re

import pandas as pd

from analysis.tables import Rendered
from analysis.tables.cells import visible
from analysis.tables.printed import columns

# What can begin markup inside a line (CommonMark 0.31 with GitHub's tables, strikethrough, mathematics and references).
_SPECIAL = re.compile(r"[\\`*_\[\]<>|&~$#@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_SPACE = re.compile(r"[^\S\n]+")


def write(frame: pd.DataFrame, *, title: str, note: str) -> Rendered:
    """The table with readable headings and rounded numbers, `title` above and `note` below it."""
    printed = columns(frame, paper=False)
    lines = []
    if title.strip():
        lines += [f"**{escape(title)}**", ""]
    if printed:
        lines.append(_row([column.heading for column in printed]))
        lines.append("| " + " | ".join("---:" if column.numeric else "---" for column in printed) + " |")
        lines += [_row(cells) for cells in zip(*(column.cells for column in printed), strict=True)]
    if note.strip():
        lines += ["", f"*Note.* {escape(note)}"]
    return Rendered(("\n".join(lines) + "\n").encode())


def escape(text: str) -> str:
    """Text that Markdown shows as it is, on one line: line breaks become `<br>`, other white space a space.

    >>> escape("a|b *not bold*")
    'a\\\\|b \\\\*not bold\\\\*'
    """
    text = "\n".join(visible(text).splitlines()).strip()
    return _SPECIAL.sub(r"\\\g<0>", _SPACE.sub(" ", text)).replace("\n", "<br>")


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(escape(cell) for cell in cells) + " |"
