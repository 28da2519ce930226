"""Alpha of decisions that are yes or no, from sums over documents, and how far it might be off."""

from __future__ import annotations

import numpy as np

from analysis.agreement.ratings import Floats
from analysis.spans import Numbers

FEW = 20
"""With fewer documents the bootstrap knows too little of how they differ: limits are by jackknife."""
AT_ONCE = 256  # codes bootstrapped at once


def binary_alpha(values: Numbers | np.int64, ones: Floats, differing: Floats) -> Floats:
    """Nominal alpha of n values of which some are ones: 1 - (n - 1) d / (ones zeros); NaN where all are the same.

    `differing` (d) is half the coincidences of values that differ (Krippendorff 2011, section A, where with two
    coders it is the number of units on which they differ).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        between = ones * (values - ones)
        return np.where(between > 0, 1 - (values - 1) * differing / between, np.nan)


def alpha_limits(
    values: Numbers, ones: Floats, differing: Floats, *, draws: int = 2000, seed: int = 0
) -> tuple[Floats, Floats]:
    """Limits that hold alpha in 95 of 100 studies, documents being what differs from study to study.

    With `FEW` documents or more by bootstrap-t: `draws` times as many documents are drawn, with replacement, and
    what is taken from them is how far log(1 - alpha) is off, in standard errors of the draw, those by linearisation
    (Efron and Tibshirani 1993, section 12.5). With fewer by jackknife: log(1 - alpha) plus and minus its standard
    error times Student's t with one degree of freedom less than documents (section 11.2). On this scale limits
    cannot pass 1, and errors are more alike on either side.

    Args:
        values: by document. ones, differing: by code and document.

    Returns:
        Lower and upper limits, by code; NaN where they cannot be told: where nobody differs, or no unit has the code
        from two coders, so that documents seem to be all alike; and where without one of them there is no alpha.
    """
    total = values.sum(), ones.sum(axis=1), differing.sum(axis=1)
    alpha = binary_alpha(*total)
    without = binary_alpha(total[0] - values, total[1][:, None] - ones, total[2][:, None] - differing)
    both_ways = (total[2] > 0) & (total[1] > total[2])
    told = np.flatnonzero(both_ways & np.isfinite(without).all(axis=1) & (len(values) > 1))
    low, high = np.full(len(ones), np.nan), np.full(len(ones), np.nan)
    if not len(told):
        return low, high
    if len(values) < FEW:
        off = _jackknife(alpha[told], without[told])
    else:
        weights = _drawn(len(values), draws, seed)
        parts = np.array_split(told, -(-len(told) // AT_ONCE))
        off = np.hstack([_bootstrap(values, ones[part], differing[part], weights) for part in parts])
    # Whatever was drawn, the value is within; and a yes-or-no alpha is never below -1.
    below, above = 1 - (1 - alpha[told]) * np.exp(np.minimum(off, 99))
    low[told] = np.maximum(np.minimum(below, alpha[told]), -1)
    high[told] = np.maximum(above, alpha[told])
    return low, high


def _jackknife(alpha: Floats, without: Floats) -> Floats:
    """How far log(1 - alpha) may be above and below what it is, from what alpha is without each document."""
    from scipy.special import stdtrit

    documents = without.shape[1]
    squares = np.sum((without - without.mean(axis=1, keepdims=True)) ** 2, axis=1)
    error = np.sqrt(squares * (documents - 1) / documents) / (1 - alpha)
    return stdtrit(documents - 1, 0.975) * np.stack([error, -error])


def _drawn(documents: int, draws: int, seed: int) -> Floats:
    """How often each document was drawn, a row a draw of as many documents as there are."""
    chosen = np.random.default_rng(seed).integers(documents, size=(draws, documents))
    chosen += np.arange(draws)[:, None] * documents
    return np.bincount(chosen.ravel(), minlength=draws * documents).reshape(draws, documents).astype(float)


def _bootstrap(values: Numbers, ones: Floats, differing: Floats, weights: Floats) -> Floats:
    """How far log(1 - alpha) may be above and below what it is, from documents drawn over and over."""
    centre, error = _logarithm(values, ones, differing, np.ones((1, len(values))))
    drawn, its_error = _logarithm(values, ones, differing, weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        off = (drawn - centre) / its_error
    off = np.sort(np.where(np.isfinite(off), off, np.nan), axis=0)  # draws that lack the code, or a difference, last
    count = np.count_nonzero(np.isfinite(off), axis=0)
    places = np.stack([np.ceil(count * share).astype(int) - 1 for share in (0.025, 0.975)])
    off = np.take_along_axis(off, np.maximum(places, 0), axis=0)
    return np.where(error > 0, -error * off, 0.0)  # where documents are all alike


def _logarithm(values: Numbers, ones: Floats, differing: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """log(1 - alpha) and its standard error, a row a draw, a column a code.

    It is log(n - 1) + log(d) - log(ones) - log(n - ones), in sums over documents, and so to first order a sum over
    documents whose spread tells its error.
    """
    parts = np.broadcast_to(values, ones.shape), ones, differing
    n, one, d = sums = [weights @ part.T for part in parts]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(n - 1) + np.log(d) - np.log(one) - np.log(n - one)
        slopes = 1 / (n - 1) - 1 / (n - one), 1 / (n - one) - 1 / one, 1 / d
        variance = np.zeros_like(value)
        documents = len(values)
        for i in range(3):
            for j in range(i, 3):
                spread = weights @ (parts[i] * parts[j]).T - sums[i] * sums[j] / documents
                variance += (1 if i == j else 2) * slopes[i] * slopes[j] * spread
        error = np.sqrt(np.maximum(variance, 0) * documents / (documents - 1))
    return value, error
