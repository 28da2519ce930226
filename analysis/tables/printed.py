"""A table as people read it on paper: headings in words, numbers rounded to what they can tell.

The one place where the columns of the tables get their headings and their decimals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.tables.cells import is_numeric, values

MISSING = "–"

HEADINGS = {
    "about": "About",
    "action": "Action",
    "alpha": "Alpha",
    "alpha_high": "Alpha, upper limit",
    "alpha_low": "Alpha, lower limit",
    "at": "At",
    "begin": "Begins",
    "begin_ms": "Begins (ms)",
    "change": "Change",
    "characters": "Characters",
    "code": "Code",
    "code_a": "Code A",
    "code_b": "Code B",
    "coder": "Coder",
    "coder_a": "Coder A",
    "coder_b": "Coder B",
    "codes_new": "New codes",
    "codes_total": "Codes so far",
    "coding": "Coding",
    "codes": "Codes",
    "codes_used": "Codes used",
    "codings": "Codings",
    "codings_below": "With those below",
    "colour": "Colour",
    "count": "Count",
    "counter_evidence": "Counter-evidence",
    "created_at": "Created at",
    "decision": "Decision",
    "definition": "Definition",
    "document": "Document",
    "documents": "Documents",
    "effect": "Effect (phi)",
    "end": "End",
    "estimate": "Estimated codes",
    "estimate_high": "Estimate, upper limit",
    "estimate_low": "Estimate, lower limit",
    "examples": "Examples",
    "exclude": "Exclude",
    "expected": "Expected",
    "finish_ms": "Ends (ms)",
    "first_said": "First said in",
    "format": "Format",
    "g2": "G²",
    "implication": "Implication",
    "imported_at": "Imported at",
    "include": "Include",
    "jaccard": "Jaccard",
    "kappa": "Kappa",
    "kind": "Kind",
    "language": "Language",
    "layer": "Layer",
    "level": "Level",
    "lift": "Lift",
    "log_odds": "Log odds",
    "meetings": "Meetings",
    "memo": "Memo",
    "method": "Method",
    "n_a": "n(A)",
    "n_ab": "n(A,B)",
    "n_b": "n(B)",
    "name": "Name",
    "new_share": "Share of new codes",
    "note": "Note",
    "npmi": "NPMI",
    "origin": "Origin",
    "p": "p",
    "pain_point": "Pain point",
    "pain_point_only": "Pain point alone",
    "parent": "Parent",
    "participant": "Participant",
    "participants": "Participants",
    "participants_share": "Share of participants",
    "participants_with": "Participants with the code",
    "path": "Code",
    "patterns": "Patterns",
    "percent": "Agreement (%)",
    "position": "Position",
    "prevalence": "Prevalence",
    "q": "q",
    "quote": "Quote",
    "revision": "Revision",
    "robust": "Robust",
    "role": "Role",
    "score": "Score",
    "sha256": "SHA-256",
    "share": "Share",
    "source": "Source",
    "speaker": "Speaker",
    "start": "Start",
    "statement": "Statement",
    "status": "Status",
    "target": "Target",
    "term": "Term",
    "text": "Text",
    "theme": "Theme",
    "theme_only": "Theme alone",
    "turn": "Turn",
    "undoes": "Undoes",
    "units": "Units",
    "value": "Value",
    "why": "Why",
    "word_end": "Word, end",
    "word_start": "Word, start",
    "words": "Words",
    "z": "z",
}

# Decimals of the columns that hold shares, coefficients and estimates, whatever their values happen to be.
DECIMALS = {
    "alpha": 3,
    "alpha_high": 3,
    "alpha_low": 3,
    "effect": 3,
    "estimate": 1,
    "estimate_high": 1,
    "estimate_low": 1,
    "expected": 1,
    "g2": 1,
    "jaccard": 3,
    "kappa": 3,
    "lift": 3,
    "log_odds": 3,
    "new_share": 3,
    "npmi": 3,
    "participants_share": 3,
    "percent": 1,
    "prevalence": 3,
    "score": 3,
    "share": 3,
    "z": 2,
}
P_VALUES = {"p", "q"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column for print: its heading and its cells as text; numbers belong at the right."""

    heading: str
    cells: list[str]
    numeric: bool

    @property
    def longest_word(self) -> int:
        """Characters of the longest word of the heading, which breaks between words."""
        return max(map(len, self.heading.split()), default=0)

    @property
    def longest_line(self) -> int:
        """Characters of the longest line in a cell, or of the longest word of the heading if that is more."""
        return max(self.longest_word, max((len(line) for cell in self.cells for line in cell.splitlines()), default=0))


def columns(frame: pd.DataFrame, *, paper: bool) -> list[Column]:
    """The columns of a table, ready to be read.

    `paper` is the style of a printed article: p values as ".012" or "< .001" (APA 2020, section 6.36) and a true
    minus sign. A column that is not in `HEADINGS`, such as a participant's, keeps its name. A missing number is an
    en dash, missing text is empty.
    """
    return [_column(str(name), values(frame.iloc[:, place]), paper) for place, name in enumerate(frame.columns)]


def heading(name: str) -> str:
    """The heading of a column in print."""
    return HEADINGS.get(name, name)


def share_out(space: float, needs: Sequence[float], wishes: Sequence[float]) -> list[float]:
    """Widths that fill `space`: what each column needs, and of what is left over a part of what it wishes beyond.

    Where `space` is too small for the needs, all give up the same share.
    """
    spare, wish = space - sum(needs), sum(wishes) - sum(needs)
    if spare < 0:
        return [need * space / sum(needs) for need in needs]
    share = min(1.0, spare / wish) if wish > 0 else 0.0
    return [need + (wished - need) * share for need, wished in zip(needs, wishes, strict=True)]


def _column(name: str, cells: list[Any], paper: bool) -> Column:
    if not (is_numeric(cells) or (name in DECIMALS and not any(cells))):
        return Column(heading(name), [_text(cell) for cell in cells], numeric=False)
    if name in P_VALUES:
        shown = [MISSING if cell is None else _probability(cell, paper) for cell in cells]
    else:
        decimals = _decimals(name, cells)
        shown = [MISSING if cell is None else _number(cell, decimals) for cell in cells]
    if paper:
        shown = [cell.replace("-", "\N{MINUS SIGN}") for cell in shown]
    return Column(heading(name), shown, numeric=True)


def _decimals(name: str, cells: list[Any]) -> int:
    if name in DECIMALS:
        return DECIMALS[name]
    numbers = [cell for cell in cells if cell is not None and math.isfinite(cell)]
    if all(isinstance(number, int) for number in numbers):
        return 0
    largest = max(abs(number) for number in numbers)
    return 3 if largest < 10 else 2 if largest < 100 else 1


def _number(value: float, decimals: int) -> str:
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    shown = f"{value:.{decimals}f}"
    if value != 0 and not shown.strip("-0."):
        return f"{value:.1g}"
    return shown.removeprefix("-") if value == 0 else shown


def _probability(value: float, paper: bool) -> str:
    if not paper:
        return f"{value:.3g}"
    if value < 0.001:
        return "< .001"
    return f"{value:.3f}".removeprefix("0")


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, list):
        return "; ".join(_text(part) for part in cell)
    if isinstance(cell, dict):
        return "; ".join(f"{key}: {_text(part)}" for key, part in cell.items())
    return str(cell)
