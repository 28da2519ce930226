"""Alpha of spans that coders cut and coded themselves, by runs of equal text rather than by character."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis.agreement.alpha import by_coincidence, differing
from analysis.agreement.ratings import Floats, weighed
from analysis.agreement.result import ONE_VALUE, Agreement, agreement_of
from analysis.spans import Numbers, united
from codebook.errors import OptionError

KINDS = ("u", "binary", "cu")
GAP = 0

ONE_CODER = "the spans are of one coder or none"
NEVER_MET = "no spans of two coders meet"


def unitising_alpha(spans: pd.DataFrame, *, length: int, kind: str = "u", coders: Collection[str] = ()) -> Agreement:
    """Alpha of a text that each coder divided into coded spans and gaps (Krippendorff et al. 2016).

    It is nominal alpha with each position of the text a unit: what matters is the length of what coders agree on, and
    not how many spans it is in. Krippendorff et al. do not let a span by chance be paired with itself, which makes
    theirs higher: by .001 to .002 for u and binary, by .01 to .03 for cu, in texts with a score of spans.

    Args:
        spans: columns coder, start, end (positions, the end not included), code; one code at a place for each coder.
        length: of the text.
        kind: u: do coders agree on what is where, a gap being a value like a code? binary: do they agree on what is
            coded and what not, whatever the code? cu: where spans of two coders meet, do they agree on the code, gaps
            being missing values?
        coders: all who coded, where some found nothing.

    Returns:
        The coefficient; `units` is the number of positions that it rests on, `dropped` that of the others.

    Raises:
        OptionError: there is no such kind, a span does not lie within the text, or a coder gave two codes to a place.
    """
    if kind not in KINDS:
        raise OptionError(f"There is no kind {kind[:40]!r} of unitising alpha: give one of {', '.join(KINDS)}.")
    value, weight = _runs(spans, length=length, coders=coders, coded_or_not=kind == "binary")
    if kind == "cu":
        value = np.where(value == GAP, -1, value)
        met = np.count_nonzero(value >= 0, axis=1) >= 2
        value, weight = value[met], weight[met]
    counts = weighed(value, weight)
    reason = ""
    if value.shape[1] < 2:
        reason = ONE_CODER
    elif not len(value):
        reason = NEVER_MET
    elif np.count_nonzero(counts) < 2:
        reason = ONE_VALUE
    observed, expected = (0.0, 1.0) if reason else by_coincidence(float(weight @ differing(value)), counts)
    units = int(weight.sum())
    return agreement_of(
        f"Krippendorff's unitising alpha ({kind})",
        1 - observed / expected,
        units=units,
        dropped=length - units,
        coders=value.shape[1],
        undefined=reason,
    )


def _runs(spans: pd.DataFrame, *, length: int, coders: Collection[str], coded_or_not: bool) -> tuple[Numbers, Floats]:
    """The text cut wherever a span begins or ends: by run and coder `GAP` or the number of a code, and lengths."""
    start, end = spans["start"].to_numpy(np.int64), spans["end"].to_numpy(np.int64)
    for row in np.flatnonzero((start < 0) | (start >= end) | (end > length) | spans.isna().any(axis=1).to_numpy()):
        raise OptionError(
            f"Row {row + 1} of the spans is no span of a coder and a code within a text of {length} positions: "
            f"{start[row]} to {end[row]}."
        )
    everyone = pd.concat([spans["coder"].astype(object), pd.Series(list(coders), dtype=object)])
    coder, names = pd.factorize(everyone)
    code = np.zeros(len(spans), dtype=np.int64) if coded_or_not else pd.factorize(spans["code"])[0]
    size = int(code.max(initial=0)) + 1

    lane = (coder[: len(spans)] * size + code) * (length + 1)
    order = np.argsort(lane + start)
    start, end = united((lane + start)[order], (lane + end)[order])
    lane, start, end = start // (length + 1), start % (length + 1), end % (length + 1)

    cuts = np.unique(np.concatenate([[0, length], start, end]))
    first, last = np.searchsorted(cuts, start), np.searchsorted(cuts, end)
    span = np.repeat(np.arange(len(first)), last - first)
    run = np.arange(len(span)) - np.repeat(np.cumsum(last - first) - last, last - first)
    by, code = np.divmod(lane[span], size)
    value = np.full((len(cuts) - 1, len(names)), GAP)
    value[run, by] = code + 1
    for clash in np.flatnonzero(value[run, by] != code + 1):
        raise OptionError(
            f"{names[by[clash]]} gave two codes to position {cuts[run[clash]]}: unitising alpha is of one code at a "
            "place. Take the spans of one code at a time, or kind binary."
        )
    return value, np.diff(cuts).astype(float)
