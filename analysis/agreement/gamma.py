"""Gamma: how well coders agree on where spans are and what they are coded, over the best alignment of their spans."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.agreement.alignment import Spans, disorder
from analysis.agreement.ratings import Floats
from codebook.errors import OptionError

FEWEST = 30
"""Chance texts drawn before their spread is looked at (Mathet et al. 2015)."""

ONE_CODER = "the spans are of one coder or none"
NOTHING_CODED = "nobody coded anything"
NO_CHANCE = "moved about by chance the spans agree as well: there is nothing to compare with"


@dataclass(frozen=True, slots=True)
class Gamma:
    """Gamma, `1 - observed / expected`, or why there is none: `float(gamma)` is its value, NaN where undefined.

    `observed` and `expected` are disorders per span of a coder, `samples` the chance texts that `expected` is of.
    """

    value: float
    observed: float
    expected: float
    samples: int
    units: int
    coders: int
    undefined: str = ""

    def __float__(self) -> float:
        return self.value

    def __str__(self) -> str:
        said = f"undefined: {self.undefined}" if self.undefined else f"{self.value:.3f}"
        return (
            f"gamma: {said} (disorder {self.observed:.3f}, by chance {self.expected:.3f} in {self.samples} draws; "
            f"{self.coders} coders, {self.units} spans)"
        )


def gamma(
    spans: pd.DataFrame,
    *,
    alpha: float = 1,
    beta: float = 1,
    delta: float = 1,
    seed: int = 0,
    precision: float = 0.02,
    coders: Collection[str] = (),
) -> Gamma:
    """Gamma of coders' spans of one text (Mathet, Widlöcher and Métivier 2015).

    Spans of different coders are aligned so that what is left of disorder is least: `alpha` times the squared distance
    of their ends by their lengths (equation 3), plus `beta` where the codes differ, and `delta` for a span that is left
    alone. Chance is that disorder where each coder's spans are those of a coder drawn at random and slid round the text
    by a random distance, at least the mean length of a span from one another.

    Args:
        spans: columns coder, start, end (positions, the end not included), code; spans of a coder may overlap.
        seed: of the draws: the same seed, the same gamma.
        precision: texts are drawn until the expected disorder is known this well, as a share of it, at 95 %.
        coders: all who coded, where some found nothing.

    Raises:
        OptionError: a row is no span, a weight is negative, there is no delta or precision, or so many spans of so
            many coders lie about one place that the best alignment cannot be found.
    """
    if min(alpha, beta) < 0 or delta <= 0 or precision <= 0:
        raise OptionError("Gamma needs alpha and beta of 0 or more, and delta and precision above 0.")
    texts = _by_coder(spans, coders)
    units = sum(len(text) for text in texts)
    undefined = ONE_CODER if len(texts) < 2 else "" if units else NOTHING_CODED
    if undefined:
        return Gamma(math.nan, math.nan, math.nan, 0, units, len(texts), undefined)
    weights = (alpha, beta, delta)
    observed = disorder(texts, *weights)
    chance = _by_chance(texts, weights, seed=seed, precision=precision)
    expected = float(chance.mean())
    if not expected:
        return Gamma(math.nan, observed, expected, len(chance), units, len(texts), NO_CHANCE)
    return Gamma(1 - observed / expected, observed, expected, len(chance), units, len(texts))


def _by_coder(spans: pd.DataFrame, coders: Collection[str]) -> list[Spans]:
    wrong = spans["end"].to_numpy() <= spans["start"].to_numpy()
    for row in np.flatnonzero(wrong | spans[["coder", "start", "end", "code"]].isna().any(axis=1).to_numpy()):
        raise OptionError(f"Row {row + 1} of the spans is no span of a coder and a code, with an end after its start.")
    code = pd.factorize(spans["code"])[0]
    table = np.column_stack([spans["start"].to_numpy(np.int64), spans["end"].to_numpy(np.int64), code])
    everyone = pd.concat([spans["coder"].astype(object), pd.Series(list(coders), dtype=object)])
    coder, names = pd.factorize(everyone)
    return [table[coder[: len(spans)] == one] for one in range(len(names))]


def _by_chance(texts: Sequence[Spans], weights: tuple[float, float, float], *, seed: int, precision: float) -> Floats:
    """Disorders of as many chance texts as the precision asks for (Mathet et al. 2015, section 5.2.4)."""
    draw = np.random.default_rng(seed)
    found: list[float] = []
    wanted = FEWEST
    while len(found) < wanted:
        found += [disorder(_slid(texts, draw), *weights) for _ in range(wanted - len(found))]
        mean, spread = float(np.mean(found)), float(np.std(found, ddof=1))
        wanted = math.ceil((1.96 * spread / (precision * mean)) ** 2) if mean else 0
    return np.array(found)


def _slid(texts: Sequence[Spans], draw: np.random.Generator) -> list[Spans]:
    """Spans of coders drawn at random, each slid round the text; one that would cross its end stands out there."""
    whole = np.concatenate(texts)
    begin, length = whole[:, 0].min(), whole[:, 1].max() - whole[:, 0].min()
    apart = min(float((whole[:, 1] - whole[:, 0]).mean()), length / len(texts))
    free = np.sort(draw.uniform(0, length - apart * len(texts), len(texts)))
    steps = draw.permutation(free + apart * np.arange(len(texts))) + draw.uniform(0, length)
    slid = []
    for step in steps.astype(np.int64):
        text = texts[int(draw.integers(len(texts)))]
        start = begin + (text[:, 0] - begin + step) % length
        slid.append(np.column_stack([start, start + text[:, 1] - text[:, 0], text[:, 2]]))
    return slid
