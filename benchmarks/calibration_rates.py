"""What tests say of invented studies: which p each gives, and how often it is below .05."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from analysis.branches import Branch
from analysis.chance import Floats, at_least
from analysis.cooccurrence import cooccurrence
from analysis.meetings import meetings, place
from analysis.sequences import sequences
from benchmarks.calibration_studies import Interviews, Kind, codes_of, codings, interviews, names

LEVEL = 0.05
FEWEST = 5.0
"""Pairs are looked at of which chance would bring so many or more."""

Study = tuple[Interviews, pd.DataFrame]
Test = Callable[[Kind, Study], pd.DataFrame]
"""A row a pair. Columns: a, b (numbers of codes), expected, p, p_less."""


@dataclass(frozen=True, slots=True)
class Rate:
    """The share of `tests` in which something was, with its standard error; pairs of one study are not independent."""

    tests: int
    share: float
    error: float

    def __str__(self) -> str:
        return f"{100 * self.share:.1f} ± {100 * self.error:.1f} %" if self.tests else ""


Rates = dict[str, Rate]
"""How often p and p_less are below .05, and how often they are with their steps filled: more, less."""


def rate(by_study: list[pd.Series]) -> Rate:
    """Of studies, in each of which some tests came out so or not."""
    tests = np.array([len(each) for each in by_study])
    hits = np.array([each.sum() for each in by_study], dtype=float)
    if not tests.sum():
        return Rate(0, np.nan, np.nan)
    share = hits.sum() / tests.sum()
    # The standard error of a ratio of sums over independent studies (Cochran 1977, eq. 2.46).
    error = np.sqrt(np.sum((hits - share * tests) ** 2) * len(tests) / max(len(tests) - 1, 1)) / tests.sum()
    return Rate(int(tests.sum()), float(share), float(error))


def made(kind: Kind, studies: int) -> Iterator[Study]:
    """So many studies of a kind, the same each time."""
    for seed in range(studies):
        random = np.random.default_rng(seed)
        said = interviews(random, kind)
        yield said, codings(random, kind, said.said)


def results(kind: Kind, tests: Mapping[str, Test], studies: int) -> dict[str, list[pd.DataFrame]]:
    """What each test says of each of the same studies."""
    found: dict[str, list[pd.DataFrame]] = {name: [] for name in tests}
    for study in made(kind, studies):
        for name, test in tests.items():
            found[name].append(test(kind, study))
    return found


def rejected(by_study: list[pd.DataFrame]) -> Rates:
    """How often a test rejects, of pairs that chance would bring `FEWEST` times or more.

    A number of meetings is whole, so that p goes by steps, and few of them reach just .05. Were a p drawn evenly from
    between its step and the next, it would be below .05 in exactly 5 % of tests where chance is as supposed (Lancaster
    1961). No table does so; it tells what is due to steps from what is due to a wrong idea of chance.
    """
    below = []
    for seed, table in enumerate(by_study):
        table = table[table["expected"] >= FEWEST]
        p, p_less = table["p"], table["p_less"]
        part = np.random.default_rng(seed).random(len(table)) * (p + p_less - 1)
        below.append(pd.DataFrame({"p": p, "p_less": p_less, "more": p - part, "less": p_less - part}) < LEVEL)
    return {column: rate([table[column] for table in below]) for column in ("p", "p_less", "more", "less")}


def anything(by_study: list[pd.DataFrame]) -> Rate:
    """In how many studies anything has q < .05."""
    return rate([pd.Series([bool((table["q"] < LEVEL).any())]) for table in by_study])


def power(by_study: list[pd.DataFrame]) -> Rate:
    """How often p < .05 for the first two codes, those between which something was planted."""
    planted = (table[(table["a"] == 0) & (table["b"] == 1)] for table in by_study)
    return rate([pd.Series([bool((pair["p"] < LEVEL).any())]) for pair in planted])


def by_meeting(kind: Kind, study: Study, *, unit: str, slide: str | None = None) -> pd.DataFrame:
    """Co-occurrence."""
    said, coded = study
    table = cooccurrence(
        coded, codes_of(kind), said.turns, unit=unit, sentences=said.sentences, test=True, slide=slide, texts=said.texts
    )
    return _numbered(table, "code_a", "code_b")


def by_sequence(kind: Kind, study: Study) -> pd.DataFrame:
    """Sequences, each code a theme of its own."""
    said, coded = study
    return _numbered(sequences(coded, codes_of(kind), said.documents, said.turns, said.texts), "theme_a", "theme_b")


def by_people(kind: Kind, study: Study) -> pd.DataFrame:
    """Implications: codes of even numbers are themes, the others pain points.

    One more column: q.
    """
    said, coded = study
    codes = list(names(kind))
    heads = [Branch(code, code, code, frozenset([code])) for code in codes]
    placed = place(coded, codes, said.documents, said.turns, said.participants, said.texts)
    found = meetings(placed, codes, heads[::2], heads[1::2], participants=len(said.participants))
    table = found.pairs.dropna(subset="p")
    p_above = _above(found.chances, found.pairs["participants"].to_numpy())[table.index]
    return pd.DataFrame(
        {
            "a": 2 * table["theme"],
            "b": 2 * table["pain_point"] + 1,
            "expected": table["expected"],
            "p": table["p"],
            "p_less": 1 - p_above,
            "q": table["q"],
        }
    )


OVERLAP, WINDOW = partial(by_meeting, unit="overlap"), partial(by_meeting, unit="window:1")
OVERLAP_BY_PLACE = partial(by_meeting, unit="overlap", slide="place")
WINDOW_BY_PLACE = partial(by_meeting, unit="window:1", slide="place")
TURN = partial(by_meeting, unit="turn")


def _above(chances: Floats, number: np.ndarray) -> Floats:
    """How likely it is that more people meet than did."""
    more = np.arange(len(chances))[:, None] <= number  # one more than that
    p, _ = at_least(chances, more)
    return np.where(number < len(chances), p, 0.0)


def _numbered(table: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    return table.assign(a=table[one].str[1:].astype(int), b=table[other].str[1:].astype(int))[
        ["a", "b", "expected", "p", "p_less"]
    ]
