"""What to take care of in a table: numbers that are undefined, rest on too little, or are tied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.catalogue import TABLES

FEW_EXPECTED = 5
"""Meetings to be expected, below which only strong relations show."""
UNSTABLE = 0.6
"""Of communities: below it they are not to be trusted (Hennig 2007)."""
ROUGH = "limits rough: fewer than 20 documents, or a rare code"
"""Notes of agreement differ in how many documents they name, by pair of coders."""
FOUND = ("new information", "needed for 95 %")
"""Parts of a note that are findings, not cautions."""

EMPTY = {
    "agreement": "No document was coded by two coders.",
    "apart": "",  # no such pair is an answer
    "backbone": "No two codes met.",
    "communities": "No two codes met.",
    "cooccurrence": "No two codes met.",
    "crosstab": "Nothing is compared: name an attribute of participants with --by.",
    "disagreements": "No coders differ, or no document was coded by two.",
    "durations": "No transcript that is coded has times, so that nothing can be said of minutes.",
    "gamma": "No document was coded by two coders.",
    "implications": "No theme met a pain point in enough people, or the codebook has no codes of these kinds.",
    "layers": "The codebook has no codes of kind theme.",
    "meetings": "Nothing could meet: codes of kind theme and codes of kind pain point must both have codings.",
    "programs": "No document was coded by two coders.",
    "uncoded": "",
}
NOTHING = "There is nothing coded that could be counted."


def cautions(name: str, table: pd.DataFrame, options: Mapping[str, Any]) -> tuple[str, ...]:
    """Sentences on what to take care of in the table of that name; none where all is well, or nothing is counted."""
    if TABLES[name].is_kept:
        return ()
    if table.empty:
        return tuple(filter(None, [EMPTY.get(name, NOTHING)]))
    return (*_noted(table), *_undefined(table), *_of(name, table, options))


def _noted(table: pd.DataFrame) -> Iterator[str]:
    """What the table itself notes, and of how many rows."""
    if "note" not in table:
        return
    notes = (part for note in table["note"].fillna("") for part in note.split("; ") if part)
    parts = Counter(ROUGH if part.startswith("limits rough") else part for part in notes)
    for part, rows in parts.most_common():
        if not (part.startswith(FOUND) or part.endswith(FOUND)):
            where = "" if rows == len(table) == 1 else f" ({rows:,} of {_rows(table)})"
            yield f"{part[0].upper()}{part[1:]}{where}."


def _undefined(table: pd.DataFrame) -> Iterator[str]:
    """Coefficients that are missing with no note to say why."""
    if "note" in table:
        return
    for column in ("lift", "npmi", "maxqda_kappa", "nvivo_kappa", "atlas_holsti", "stability"):
        if column in table and (missing := int(table[column].isna().sum())):
            yield f"{column} is undefined in {missing:,} of {_rows(table)}."


def _of(name: str, table: pd.DataFrame, options: Mapping[str, Any]) -> Iterator[str]:
    """What only this table can lack."""
    if name in ("frequencies", "codesystem"):
        unused = int(table["codings_below" if name == "codesystem" else "codings"].eq(0).sum())
        if unused:
            yield f"{unused:,} of {_rows(table, 'code')} {'has' if unused == 1 else 'have'} no coding."
    elif name == "themes" and (unused := int(table["codings"].eq(0).sum())):
        yield f"{unused:,} of {_rows(table, 'code')} at the top {'has' if unused == 1 else 'have'} no coding."
    elif name == "cooccurrence" and not options["test"]:
        few = int(table["n_ab"].lt(FEW_EXPECTED).sum())
        if few:
            yield f"{few:,} of {_rows(table, 'pair')} met fewer than five times: read these, rely on no coefficient."
    elif name in ("cooccurrence", "sequences"):
        few = int(table["expected"].lt(FEW_EXPECTED).sum())
        if few:
            pairs = _rows(table, "pair")
            yield f"By chance {few:,} of {pairs} would meet fewer than five times: a large p tells little."
    elif name == "communities":
        shaky = table.loc[table["stability"].lt(UNSTABLE), "community"].nunique()
        if shaky:
            number = table["community"].nunique()
            yield f"{shaky:,} of {number:,} communities have a stability below {UNSTABLE:.2f}: do not trust these."
    elif name == "keyness":
        yield from _of_words(table, str(table.columns[0]))
    elif name == "agreement" and (rare := _rarest(table)):
        yield rare
    elif name == "layers" and table.shape[1] == 2:
        yield "The codebook has no codes of kind layer."


def _of_words(table: pd.DataFrame, group: str) -> Iterator[str]:
    """Terms that one person said, and terms between which z does not decide."""
    alone = int(table["participants"].le(1).sum())
    if alone:
        yield f"{alone:,} of {_rows(table, 'term')} were said by one participant alone."
    tied = int(table.duplicated([group, "z"], keep=False).sum())
    if tied:
        yield f"{tied:,} of {_rows(table, 'term')} are tied with another: their order tells nothing."


def _rarest(table: pd.DataFrame) -> str:
    """That percentages are high whatever coders do, where codes are rare."""
    pooled = table[table["path"].eq("all")]["prevalence"].dropna()
    if pooled.empty or pooled.iloc[-1] >= 0.1:
        return ""
    return (
        f"Codes are in {100 * pooled.iloc[-1]:.1f} % of units on average: percent agreement is high whatever coders do."
    )


def _rows(table: pd.DataFrame, one: str = "row") -> str:
    return f"{len(table):,} {one}{'' if len(table) == 1 else 's'}"
