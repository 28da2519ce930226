"""Whether more interviews would bring more codes: what each one added, and how many codes are still to be expected.

A document is a sample, a code is in it or not. Sources: Guest, Namey and Chen (2020) for new information; Chao (1987)
for the number of codes in all; Colwell, Mao and Chang (2004) for the curve without an order; Chao, Colwell, Lin and
Gotelli (2009) for the documents still needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.passages import by_position, positions
from analysis.spans import Flags, Numbers
from codebook.errors import OptionError

COLUMNS = (
    *("document", "codes_new", "codes_total", "new_share", "estimate", "estimate_low", "estimate_high"),
    *("new_information", "rarefied", "rarefied_low", "rarefied_high", "more_for_95", "note"),
)
SHARE = 0.95
"""Of the estimated codes: what `more_for_95` is about."""
FEW = 20
"""With fewer documents the estimate was seen to stay far below what there is, where some codes are rare."""
MOST_DRAWS = 100_000

ONE_DOCUMENT = "no estimate from one document"
NO_CODE = "no code yet"
LEFT_OUT = "nothing coded: left out of the estimate"
SEVERAL = "some participants have several documents, which the estimate takes for independent"

_Z = 1.959963984540054  # of the normal distribution, for 95 %
_AT_ONCE = 1 << 23  # bytes in one piece of work

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many codes there would be in all: `float(estimate)` is the number, NaN where it cannot be told.

    `low` and `high` are limits of 95 %, `observed` the codes seen in `samples` documents, `undefined` the reason why
    there is no number ("" where there is).
    """

    value: float
    low: float
    high: float
    observed: int
    samples: int
    once: int
    undefined: str = ""

    def __float__(self) -> float:
        return self.value

    def __str__(self) -> str:
        if self.undefined:
            return f"Chao2: undefined: {self.undefined} ({self.samples} documents)"
        return (
            f"Chao2: {self.value:.1f} codes, 95 % limits {self.low:.1f} to {self.high:.1f} "
            f"({self.observed} seen in {self.samples} documents)"
        )

    def more(self, share: float = SHARE) -> float:
        """How many more documents would bring this share of the estimated codes; 0 where it is reached.

        Chao, Colwell, Lin and Gotelli 2009, eq. 12: the m at which the curve, drawn on, reaches share x value:
        log(1 - (share x value - observed) / f0) / log(1 - Q1 / (Q1 + t f0)), with f0 = value - observed.
        """
        unseen = self.value - self.observed
        if self.undefined or share >= 1:
            return math.nan
        if self.observed >= share * self.value:
            return 0.0
        lacking = math.log((1 - share) * self.value / unseen)
        return float(math.ceil(lacking / math.log1p(-self.once / (self.once + self.samples * unseen)) - 1e-9))


def new_information(matrix: ArrayLike, *, base: int, run: int) -> list[float]:
    """How much the last documents added to what the first ones had told (Guest, Namey, Chen 2020).

    Args:
        matrix: documents by codes, whether a code is in a document, in the order coded.
        base: the documents at the start whose codes are what is known.
        run: the documents at the end whose new codes are what is added.

    Returns:
        For each n from base + run to the number of documents: codes first seen in the documents n - run + 1 .. n,
        over all codes seen in the first `base`. NaN where these have none.

    Raises OptionError where base or run is below 1.
    """
    if base < 1 or run < 1:
        raise OptionError(f"A base of {base} and a run of {run} documents: take 1 or more of each; 4 and 2 are usual.")
    new = _new_codes(_flags(matrix))
    known = new[:base].sum()
    return [float(new[n - run : n].sum() / known) if known else math.nan for n in range(base + run, len(new) + 1)]


def chao2(incidence: ArrayLike, *, samples: int) -> Estimate:
    """The number of codes in all, seen or not: at least so many, to be expected from how many were seen once or twice.

    With Q1 codes in one document alone, Q2 in two, and A = (samples - 1) / samples (Chao 1987):
    observed + A Q1^2 / (2 Q2), or where Q2 = 0, bias-corrected, observed + A Q1 (Q1 - 1) / 2. The limits are
    log-normal: observed + T / K to observed + T K, T = value - observed, K = exp(1.96 sqrt(log(1 + var / T^2))).
    Where T = 0 they come from exp(-incidences / observed), the chance that a code was missed (Colwell 2013, eq. 14).

    Args:
        incidence: for each code the number of documents with it; codes never seen may be left out or 0.
        samples: the number of documents.
    """
    counts = np.asarray(incidence, dtype=np.int64)
    counts = counts[counts > 0]
    if len(counts) and counts.max() > samples:
        raise ValueError(f"a code is in {counts.max()} of {samples} documents")
    return _estimate(counts, samples)


def rarefaction(incidence: ArrayLike, *, samples: int) -> list[float]:
    """The codes to be expected in 1 .. `samples` documents, were their order drawn by lot.

    S(n) = sum over codes of 1 - C(samples - Y, n) / C(samples, n) (Colwell, Mao, Chang 2004, eq. 5), Y being the
    number of documents with the code. Arguments as of `chao2`.
    """
    counts, many = np.unique(np.asarray(incidence, dtype=np.int64), return_counts=True)
    n = np.arange(samples)[:, None]
    # C(samples - Y, n) / C(samples, n) is a product: that the next document lacks the code, too.
    absent = np.cumprod(np.maximum(samples - counts - n, 0) / (samples - n), axis=0)
    return [float(value) for value in ((1 - absent) * many).sum(axis=1)]


def saturation(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    draws: int = 2000,
    seed: int = 0,
    coded: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What each document added, in the order of the study, and how many codes are to be expected in all.

    One row a document. A document in which nobody coded anything is listed, and left out of every estimate.

    Args:
        base, run: of `new_information`.
        threshold: share of new information (0..1) at or below which Guest, Namey and Chen speak of saturation.
        draws, seed: of the orders that give the band.
        coded: column document: the documents that were coded, beside those that `codings` tell. Give it where
            `codings` are not all: a document in which nothing was found was coded, too.

    Columns: document (name), codes_new (codes first seen here), codes_total (codes seen so far), new_share (codes_new
        / codes_total), estimate, estimate_low, estimate_high (`chao2` of the documents so far, with limits of 95 %),
        new_information (share, NaN before base + run documents), rarefied (codes expected in so many documents in any
        order), rarefied_low, rarefied_high (what 95 % of the orders drawn give), more_for_95 (documents still needed
        for 95 % of the estimate), note (what to know of the numbers; in the last row the conclusion in words).

    Raises:
        OptionError: base or run is below 1, the threshold no share, draws are too few or too many, or the seed is
            below 0.
    """
    if not 0 <= threshold <= 1:
        raise OptionError(f"A threshold of {threshold}: give a share from 0 to 1; 0.05 is usual.")
    if not 1 <= draws <= MOST_DRAWS:
        raise OptionError(f"{draws} draws: take 1 to {MOST_DRAWS:,}; 2,000 are usual.")
    if seed < 0:
        raise OptionError(f"Draws cannot begin with {seed}: a seed is 0 or more.")
    documents = by_position(documents)
    matrix = _matrix(codings, codes, documents)
    counted: Flags = np.asarray(matrix.any(axis=1))
    if coded is not None:
        counted[_known(positions(coded["document"], documents["document"]))] = True
    samples = matrix[counted]
    information = new_information(samples, base=base, run=run)
    estimates = _estimates(samples)
    low, high = _band(samples, draws=draws, seed=seed)

    of_samples = {
        "estimate": [each.value for each in estimates],
        "estimate_low": [each.low for each in estimates],
        "estimate_high": [each.high for each in estimates],
        "new_information": [math.nan] * min(base + run - 1, len(samples)) + information,
        "rarefied": rarefaction(samples.sum(axis=0), samples=len(samples)),
        "rarefied_low": low,
        "rarefied_high": high,
        "more_for_95": [each.more() for each in estimates],
    }
    new = _new_codes(matrix)
    total = np.cumsum(new)
    share = np.divide(new, total, out=np.zeros(len(new)), where=total > 0)
    numbers: dict[str, Any] = {"codes_new": new, "codes_total": total, "new_share": share}
    for name, values in of_samples.items():
        column = np.full(len(documents), np.nan)
        column[counted] = values
        numbers[name] = column
    notes = np.full(len(documents), LEFT_OUT, dtype=object)
    several = bool(documents.loc[counted, "participant"].dropna().duplicated().any())
    notes[counted] = _notes(estimates, information, base=base, run=run, threshold=threshold, several=several)
    named = documents["name"].to_numpy()
    return pd.DataFrame({"document": named, **numbers, "note": pd.Series(notes, dtype="str")})[list(COLUMNS)]


def _notes(
    estimates: Sequence[Estimate], information: list[float], *, base: int, run: int, threshold: float, several: bool
) -> list[str]:
    """For each document that counts what is to be said beside its numbers."""
    notes = [[each.undefined] if each.undefined else [] for each in estimates]
    reached = next((place for place, share in enumerate(information) if share <= threshold), None)
    if reached is not None:
        notes[base + run - 1 + reached].append(
            f"new information {100 * information[reached]:.1f} % (base {base}, run {run}): "
            f"the first time at or below {100 * threshold:g} %"
        )
    if estimates and not estimates[-1].undefined:
        notes[-1] += [_conclusion(estimates[-1])]
        notes[-1] += [f"{len(estimates)} documents: the estimate may be far too low"] if len(estimates) < FEW else []
        notes[-1] += [SEVERAL] if several else []
    return ["; ".join(each) for each in notes]


def _conclusion(estimate: Estimate) -> str:
    """What the last row says in words."""
    share = 100 * estimate.observed / estimate.value
    seen = f"{estimate.observed} of at least {estimate.value:.1f} codes seen ({share:.0f} %)"
    more = estimate.more()
    if not more:
        return f"{seen}: no more documents needed for 95 %"
    return f"{seen}: about {more:,.0f} more document{'s' if more > 1 else ''} needed for 95 %"


def _matrix(codings: pd.DataFrame, codes: pd.DataFrame, documents: pd.DataFrame) -> Flags:
    """Documents by codes: whether a coding of the code is there."""
    document, code = positions(codings["document"], documents["document"]), positions(codings["code"], codes["code"])
    listed = (document >= 0) & (code >= 0)
    matrix = np.zeros((len(documents), len(codes)), dtype=bool)
    matrix[document[listed], code[listed]] = True
    return matrix


def _flags(matrix: ArrayLike) -> Flags:
    return np.asarray(matrix, dtype=bool)


def _known(numbers: Numbers) -> Numbers:
    return numbers[numbers >= 0]


def _new_codes(matrix: Flags) -> Numbers:
    """For each document how many of its codes are in no document before it."""
    if not matrix.size:
        return np.zeros(len(matrix), dtype=np.int64)
    return np.bincount(matrix.argmax(axis=0)[matrix.any(axis=0)], minlength=len(matrix))


def _estimates(matrix: Flags) -> list[Estimate]:
    """`chao2` of the first document, the first two, and so on."""
    counts = np.zeros(matrix.shape[1], dtype=np.int64)
    estimates = []
    for samples, row in enumerate(matrix, start=1):
        counts += row
        estimates.append(_estimate(counts[counts > 0], samples))
    return estimates


def _estimate(counts: Numbers, samples: int) -> Estimate:
    """`chao2` of codes that were all seen."""
    observed, once, twice = len(counts), int((counts == 1).sum()), int((counts == 2).sum())
    if samples < 2 or not observed:
        reason = ONE_DOCUMENT if samples == 1 else NO_CODE
        return Estimate(math.nan, math.nan, math.nan, observed, samples, once, reason)
    a = (samples - 1) / samples
    if twice:
        unseen, ratio = a * once**2 / (2 * twice), once / twice
        variance = twice * (a * ratio**2 / 2 + a**2 * ratio**3 + a**2 * ratio**4 / 4)
    else:
        unseen = a * once * (once - 1) / 2
        variance = unseen + a**2 * once * (2 * once - 1) ** 2 / 4 - a**2 * once**4 / (4 * (observed + unseen))
    if unseen > 0:
        factor = math.exp(_Z * math.sqrt(math.log1p(max(variance, 0) / unseen**2)))
        low, high = observed + unseen / factor, observed + unseen * factor
    else:
        missed = math.exp(-int(counts.sum()) / observed)
        likely, margin = observed / (1 - missed), _Z * math.sqrt(observed * missed) / (1 - missed)
        low, high = max(float(observed), likely - margin), likely + margin
    return Estimate(observed + unseen, low, high, observed, samples, once)


def _band(matrix: Flags, *, draws: int, seed: int) -> tuple[Floats, Floats]:
    """How few and how many codes 95 % of orders, drawn by lot, have in 1 .. n documents."""
    size = len(matrix)
    if not size:
        return np.empty(0), np.empty(0)
    bits = np.packbits(matrix, axis=1)
    generator = np.random.default_rng(seed)
    piece = max(1, _AT_ONCE // max(bits.size, 1))
    totals = np.empty((draws, size), dtype=np.int64)
    for first in range(0, draws, piece):
        orders = generator.permuted(np.tile(np.arange(size), (min(piece, draws - first), 1)), axis=1)
        seen = np.bitwise_or.accumulate(bits[orders], axis=1)
        totals[first : first + piece] = np.bitwise_count(seen).sum(axis=2, dtype=np.int64)
    low, high = np.quantile(totals, [0.025, 0.975], axis=0, method="inverted_cdf").astype(np.float64)
    return low, high
