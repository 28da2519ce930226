"""How often cross tables speak of a difference where there is none, and how often they see one that is there.

    python -m benchmarks.calibration_crosstabs

Studies are invented from known chances: people of two groups, each of whom has a code with the chance of their group.
What comes of every possible pair of counts is known, and so is how likely it is: nothing is drawn. So are the limits
of phi. For saturation, whose estimate depends on many codes, studies are drawn from a seed.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from analysis.crosstabs import ALPHA, association
from analysis.saturation import chao2

GROUPS = ((5, 13), (9, 9), (20, 20), (50, 50))
SHARES = (0.1, 0.3, 0.5)
EFFECTS = ((0.1, 0.5), (0.1, 0.9), (0.4, 0.9))
STUDIES = 1_000
CODES = 100
DOCUMENTS = (5, 10, 20, 50, 100)
# Shape of the beta distribution from which each code's chance to be in a document comes.
KINDS = {"all about as common": (20.0, 60.0), "some rare": (0.8, 2.4), "most rare": (0.4, 3.6)}
RAREST = 0.005


def rejected(groups: tuple[int, int], shares: tuple[float, float]) -> float:
    """How likely p < .05 is."""
    return math.fsum(
        chance
        for (a, b), chance in _chances(groups, shares)
        if association(a, groups[0] - a, b, groups[1] - b).p < ALPHA
    )


def held(groups: tuple[int, int], shares: tuple[float, float]) -> float:
    """How likely limits of 95 % hold the phi in the long run, of studies in which there is a phi."""
    of_all = sum(size * share for size, share in zip(groups, shares, strict=True)) / sum(groups)
    phi = (shares[0] - shares[1]) * math.sqrt(groups[0] * groups[1]) / sum(groups) / math.sqrt(of_all * (1 - of_all))
    inside = there = 0.0
    for (a, b), chance in _chances(groups, shares):
        found = association(a, groups[0] - a, b, groups[1] - b)
        if not found.undefined:
            there += chance
            inside += chance * (found.low <= phi <= found.high)
    return inside / there


def estimated(documents: int, shape: tuple[float, float], *, seed: int = 0) -> tuple[float, float, float]:
    """Of the codes that there are: the share seen, the mean estimate; and how often the limits held all of them."""
    random = np.random.default_rng(seed)
    chances = np.maximum(random.beta(*shape, size=(STUDIES, CODES)), RAREST)
    incidence = random.binomial(documents, chances)
    found = [chao2(row, samples=documents) for row in incidence]
    inside = [each.low <= CODES <= each.high for each in found]
    return float((incidence > 0).mean()), float(np.mean([each.value for each in found])) / CODES, float(np.mean(inside))


def of_differences() -> str:
    """Two tables: of groups that do not differ, and of groups that do."""
    lines = ["| people | share | p < .05 where nothing differs | limits of phi hold |", "|---|---:|---:|---:|"]
    for groups, share in product(GROUPS, SHARES):
        row = f"{groups[0]} and {groups[1]} | {share}"
        lines.append(
            f"| {row} | {_percent(rejected(groups, (share, share)))} | {_percent(held(groups, (share, share)))} |"
        )
    lines += ["", "| people | shares | p < .05 | limits of phi hold |", "|---|---:|---:|---:|"]
    for groups, shares in product(GROUPS, EFFECTS):
        row = f"{groups[0]} and {groups[1]} | {shares[0]} and {shares[1]}"
        lines.append(f"| {row} | {_percent(rejected(groups, shares))} | {_percent(held(groups, shares))} |")
    return "\n".join(lines)


def main() -> None:
    """Print the tables."""
    print(of_differences())
    print("\n| codes | documents | seen | estimate | limits hold all codes |\n|---|---:|---:|---:|---:|")
    for (kind, shape), documents in product(KINDS.items(), DOCUMENTS):
        print(f"| {kind} | {documents} | " + " | ".join(map(_percent, estimated(documents, shape))) + " |")


def _chances(groups: tuple[int, int], shares: tuple[float, float]) -> list[tuple[tuple[int, int], float]]:
    """Every pair of counts with its chance."""
    of_each = [
        [math.comb(size, n) * share**n * (1 - share) ** (size - n) for n in range(size + 1)]
        for size, share in zip(groups, shares, strict=True)
    ]
    return [((a, b), p * q) for (a, p), (b, q) in product(enumerate(of_each[0]), enumerate(of_each[1]))]


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"


if __name__ == "__main__":
    main()
