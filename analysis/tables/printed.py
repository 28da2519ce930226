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
    "atlas_holsti": "ATLAS.ti, Holsti",
    "atlas_percent": "ATLAS.ti (%)",
    "attribute": "Attribute",
    "begin": "Begins",
    "begin_ms": "Begins (ms)",
    "betweenness": "Betweenness",
    "change": "Change",
    "characters": "Characters",
    "code": "Code",
    "code_a": "Code A",
    "code_b": "Code B",
    "coder": "Coder",
    "coder_a": "Coder A",
    "coder_b": "Coder B",
    "coders": "Coders",
    "codes_new": "New codes",
    "codes_total": "Codes so far",
    "coding": "Coding",
    "codes": "Codes",
    "codes_used": "Codes used",
    "codings": "Codings",
    "community": "Community",
    "codings_below": "With those below",
    "colour": "Colour",
    "count": "Count",
    "counter_evidence": "Counter-evidence",
    "created_at": "Created at",
    "decision": "Decision",
    "definition": "Definition",
    "degree": "Codes met",
    "document": "Document",
    "documents": "Documents",
    "draws": "Draws",
    "effect": "Effect (phi)",
    "effect_high": "Effect, upper limit",
    "effect_low": "Effect, lower limit",
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
    "gamma": "Gamma",
    "implication": "Implication",
    "imported_at": "Imported at",
    "include": "Include",
    "jaccard": "Jaccard",
    "kappa": "Kappa",
    "keyword": "Key word",
    "kind": "Kind",
    "language": "Language",
    "layer": "Layer",
    "left": "Before it",
    "level": "Level",
    "lift": "Lift",
    "log_odds": "Log odds",
    "maxqda_kappa": "MAXQDA, kappa",
    "maxqda_percent": "MAXQDA (%)",
    "meetings": "Meetings",
    "memo": "Memo",
    "method": "Method",
    "minutes": "Minutes",
    "more_for_95": "More documents for 95 %",
    "n_a": "n(A)",
    "n_ab": "n(A,B)",
    "n_b": "n(B)",
    "name": "Name",
    "new_information": "New information",
    "new_share": "Share of new codes",
    "note": "Note",
    "npmi": "NPMI",
    "nvivo_kappa": "NVivo, kappa",
    "nvivo_kappa_weighted": "NVivo, kappa, weighted",
    "nvivo_percent": "NVivo (%)",
    "observed": "Observed",
    "opening": "Begins with",
    "origin": "Origin",
    "other_coder": "Other coder",
    "other_path": "Other code",
    "other_quote": "Other quote",
    "p": "p",
    "p_less": "p (less)",
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
    "q_less": "q (less)",
    "quote": "Quote",
    "rarefied": "Expected in any order",
    "rarefied_high": "Expected, upper limit",
    "rarefied_low": "Expected, lower limit",
    "revision": "Revision",
    "right": "After it",
    "robust": "Robust",
    "role": "Role",
    "score": "Score",
    "segments": "Segments",
    "settled": "Settled",
    "sha256": "SHA-256",
    "share": "Share",
    "share_high": "Share, upper limit",
    "share_low": "Share, lower limit",
    "source": "Source",
    "spans": "Spans",
    "speaker": "Speaker",
    "start": "Start",
    "statement": "Statement",
    "stability": "Stability",
    "status": "Status",
    "strength": "Times met",
    "target": "Target",
    "term": "Term",
    "test": "Test",
    "text": "Text",
    "theme": "Theme",
    "theme_a": "Theme A",
    "theme_b": "Theme B",
    "theme_only": "Theme alone",
    "turn": "Turn",
    "undoes": "Undoes",
    "units": "Units",
    "value": "Value",
    "why": "Why",
    "word_end": "Word, end",
    "word_start": "Word, start",
    "words": "Words",
    "words_coded": "Words coded",
    "z": "z",
}

# Decimals of the columns that hold shares, coefficients and estimates, whatever their values happen to be.
DECIMALS = {
    "alpha": 3,
    "alpha_high": 3,
    "alpha_low": 3,
    "atlas_holsti": 3,
    "atlas_percent": 1,
    "betweenness": 3,
    "effect": 3,
    "effect_high": 3,
    "effect_low": 3,
    "estimate": 1,
    "estimate_high": 1,
    "estimate_low": 1,
    "expected": 1,
    "g2": 1,
    "gamma": 3,
    "jaccard": 3,
    "kappa": 3,
    "lift": 3,
    "log_odds": 3,
    "maxqda_kappa": 3,
    "maxqda_percent": 1,
    "minutes": 1,
    "more_for_95": 0,
    "new_information": 3,
    "new_share": 3,
    "npmi": 3,
    "nvivo_kappa": 3,
    "nvivo_kappa_weighted": 3,
    "nvivo_percent": 1,
    "observed": 3,
    "participants_share": 3,
    "percent": 1,
    "prevalence": 3,
    "rarefied": 1,
    "rarefied_high": 0,
    "rarefied_low": 0,
    "score": 3,
    "share": 3,
    "share_high": 3,
    "share_low": 3,
    "stability": 3,
    "z": 2,
}
P_VALUES = {"p", "p_less", "q", "q_less"}


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
