"""How strongly two codes are associated in units that are sets: coefficients, and the hypergeometric test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.chance import Floats, false_discovery
from analysis.passages import positions, ranks
from analysis.spans import Numbers, overlaps, united
from analysis.units import Line


def coefficients(n_a: Numbers, n_b: Numbers, n_ab: Numbers, *, units: int) -> dict[str, NDArray[np.float64]]:
    """How much two sets of units share, out of `units` in all.

    - jaccard: n_ab / (n_a + n_b - n_ab) (Jaccard 1901)
    - lift: n_ab N / (n_a n_b), 1 where the one says nothing about the other
    - npmi: log(lift) / -log(n_ab / N), from -1 (never together) by 0 to 1 (never apart) (Bouma 2009, section 4)

    A value that is undefined is NaN: jaccard and lift of what does not occur, npmi where both are in every unit, all
    three where there are no units.
    """
    a, b, ab = n_a.astype(float), n_b.astype(float), n_ab.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        lift = ab * units / (a * b)
        npmi = np.where(ab > 0, np.clip(np.log(lift) / -np.log(ab / units), -1, 1), -1.0 if units else np.nan)
        return {"jaccard": ab / (a + b - ab), "lift": lift, "npmi": npmi}


def hypergeometric(n_a: Numbers, n_b: Numbers, n_ab: Numbers, *, units: int) -> tuple[Floats, Floats]:
    """How likely n_ab or more units are shared, and n_ab or fewer, if n_a and n_b are drawn at random from `units`.

    Fisher (1935). Where there are no units both are 1.
    """
    from scipy.stats import hypergeom

    if not units:
        return np.ones(len(n_a)), np.ones(len(n_a))
    # Many pairs of codes have the same three numbers.
    few, rows = np.unique(np.column_stack([n_a, n_b, n_ab]), axis=0, return_inverse=True)
    a, b, ab = few.T
    upper, lower = hypergeom.sf(ab - 1, units, a, b), hypergeom.cdf(ab, units, a, b)
    return np.minimum(upper, 1.0)[rows.ravel()], np.minimum(lower, 1.0)[rows.ravel()]


def associations(rows: pd.DataFrame, *, units: int, codes: Sequence[str]) -> pd.DataFrame:
    """How strongly each two codes are associated, where units are independent of one another.

    Args:
        rows: columns unit, code: the codes present in each unit, in any order; repeated rows count once.
        units: the number of units in all, those without a code included.
        codes: the codes to pair; other codes in `rows` are left out.

    One row a pair of `codes`, in their order. Columns: code_a, code_b, n_a, n_b, n_ab (counts of units), jaccard, lift,
        npmi (see `coefficients`), p (upper tail of the hypergeometric distribution: n_ab or more shared units if n_a
        and n_b were drawn at random; Fisher 1935), q (false discovery rate over all rows; Benjamini and Hochberg 1995).
        p and q are NaN where there are no units.
    """
    listed = pd.Series(list(codes), dtype=object)
    code, unit = positions(rows["code"], listed), ranks(rows["unit"])
    known = code >= 0
    line = Line(unit[known], unit[known] + 1, units)
    n, n_ab = covered(code[known], line, size=len(listed))
    a, b = np.triu_indices(len(listed), 1)
    p, _ = hypergeometric(n[a], n[b], n_ab[a, b], units=units)
    if not units:
        p = np.full(len(a), np.nan)
    names = listed.to_numpy()
    table = pd.DataFrame({"code_a": names[a], "code_b": names[b], "n_a": n[a], "n_b": n[b], "n_ab": n_ab[a, b]})
    return table.assign(**coefficients(n[a], n[b], n_ab[a, b], units=units), p=p, q=false_discovery(p) if units else p)


def covered(code: Numbers, line: Line, *, size: int) -> tuple[Numbers, Numbers]:
    """The units where each code is present, and those where each two codes are (a symmetrical table)."""
    present = np.flatnonzero(line.end > line.start)
    length = int(line.end.max(initial=0)) + 1
    start, end = line.start[present] + code[present] * length, line.end[present] + code[present] * length
    order = np.argsort(start)
    start, end = united(start[order], end[order])
    code, start, end = start // length, start % length, end % length
    n = np.bincount(code, weights=end - start, minlength=size).astype(np.int64)
    order = np.argsort(start)
    # Half the bytes to move for every pair, where the numbers are small enough.
    narrow: Any = np.int32 if max(length, size * size) < 2**31 else np.int64
    code, start, end = code[order].astype(narrow), start[order].astype(narrow), end[order].astype(narrow)
    row = code * narrow(size)
    n_ab = np.zeros(size * size)
    for a, b in overlaps(start, end):
        shared = np.minimum(end[a], end[b]) - start[b]
        n_ab += np.bincount(row[a] + code[b], weights=shared, minlength=size * size)
    table = n_ab.astype(np.int64).reshape(size, size)
    return n, table + table.T
