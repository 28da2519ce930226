"""Which codes go together: how often they meet, and by how much more than their frequency explains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import units as lines
from analysis.passages import Coded, by_position, coded_in_order, ids_by, positions, ranks, standing_for
from analysis.spans import Numbers, distinct, overlaps, united
from analysis.units import Line
from codebook.errors import OptionError

UNITS = ("overlap", "turn", "sentence", "document", "window:K")


def cooccurrence(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    turns: pd.DataFrame,
    *,
    unit: str = "overlap",
    with_interviewer: bool = False,
    each: bool = False,
    texts: pd.Series | None = None,
    sentences: pd.DataFrame | None = None,
    documents: pd.Series | None = None,
    ids: bool = False,
) -> pd.DataFrame:
    """The pairs of codes that met.

    For the units turn, sentence and document, n_a, n_b and n_ab count units: participants' units, in documents that
    have a coding. A code is present at a unit where a coding shares a non-blank character with it.

    For overlap and window:K, n_a and n_b count passages, as `frequencies` does, and n_ab pairs of passages in which
    codings of one coder meet, each pair once: by sharing at least one character, or by being in turns of the document
    that are at most K apart. Such counts are no sets, so jaccard, lift and npmi are over what codes cover, whoever
    coded it: characters of participants' turns, or runs of K + 1 consecutive turns.

    Args:
        unit: overlap, turn, sentence, document, or window:K with K a number of turns, 0 for the same turn.
        with_interviewer: count all units, not those of participants alone.
        each: count each coding, also where several coders coded the same passage.
        texts: by document id; without them a blank character is as good as any other.
        sentences: for that unit, as `units.sentences` makes them.
        documents: ids of the documents to count in; those that have a coding where absent. Say which where `codings`
            are those of some codes alone, since documents without these count, too.
        ids: add a column of the ids of the codings that met.

    Columns: code_a, code_b (paths; code_a comes first in the codebook), n_a, n_b, n_ab, jaccard, lift, npmi (see
        `coefficients`), p, q (NaN: not tested); with `ids` also ids (lists, in reading order).

    Raises:
        OptionError: there is no such unit.
    """
    kind, size = _parsed(unit)
    if kind == "sentence" and sentences is None:
        raise ValueError("the unit sentence needs sentences")
    codes = by_position(codes)
    listed = _in_order(turns["document"], codings["document"] if documents is None else documents)
    reach = int(turns["end"].max()) if len(turns) else 0
    coded = coded_in_order(codings, codes=codes["code"], documents=listed, reach=reach, exactly=ids)
    spoken = lines.spoken(sentences if kind == "sentence" else turns, with_interviewer=with_interviewer)
    units = lines.placed(spoken, documents=listed, stride=coded.stride)
    # Blank characters are no presence in a unit; what is a passage is a matter of all characters.
    bare = coded if texts is None or kind == "overlap" else lines.without_blanks(coded, texts.loc[listed].tolist())

    counts_passages = kind in ("overlap", "window")
    if kind == "overlap":
        line, met = lines.characters(coded, units), Line(coded.start, coded.end, coded.length)
    elif kind == "window":
        line, met = lines.windows(bare, units, size=size), lines.neighbourhoods(bare, units, size=size)
    else:
        line = met = lines.documents(bare, units) if kind == "document" else lines.touched(bare, units)

    covered, covered_by_both = _covered(coded.code, line, size=len(codes))
    if counts_passages:
        stands = standing_for(coded, each=each)
        n = np.bincount(coded.code[stands == np.arange(len(coded))], minlength=len(codes))
        n_ab = _passages_met(coded, met, stands, size=len(codes))
    else:
        stands = np.arange(len(coded))
        n, n_ab = covered, covered_by_both

    a, b = np.nonzero(np.triu(n_ab, 1))
    paths = codes["path"].to_numpy()
    table = pd.DataFrame({"code_a": paths[a], "code_b": paths[b], "n_a": n[a], "n_b": n[b], "n_ab": n_ab[a, b]})
    table = table.assign(
        **coefficients(covered[a], covered[b], covered_by_both[a, b], units=line.length), p=np.nan, q=np.nan
    )
    if ids:
        table["ids"] = _ids_of_pairs(
            codings["coding"], coded, met, stands, a * len(codes) + b, within_coder=counts_passages, size=len(codes)
        )
    return table


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


def associations(rows: pd.DataFrame, *, units: int, codes: Sequence[str]) -> pd.DataFrame:
    """How strongly each two codes are associated, where units are independent of one another.

    Args:
        rows: columns unit, code: the codes present in each unit, in any order; repeated rows count once.
        units: the number of units in all, those without a code included.
        codes: the codes to pair; other codes in `rows` are left out.

    One row a pair of `codes`, in their order. Columns: code_a, code_b, n_a, n_b, n_ab (counts of units), jaccard, lift,
        npmi (see `coefficients`), p (upper tail of the hypergeometric distribution: n_ab or more shared units if n_a
        and n_b were drawn at random; Fisher 1935), q (false discovery rate over all rows; Benjamini and Hochberg 1995).
    """
    from scipy.stats import false_discovery_control, hypergeom

    listed = pd.Series(list(codes), dtype=object)
    code, unit = positions(rows["code"], listed), ranks(rows["unit"])
    known = code >= 0
    line = Line(unit[known], unit[known] + 1, units)
    n, n_ab = _covered(code[known], line, size=len(listed))
    a, b = np.triu_indices(len(listed), 1)
    p = hypergeom.sf(n_ab[a, b] - 1, units, n[a], n[b])
    q = false_discovery_control(p) if units and len(p) else p
    names = listed.to_numpy()
    table = pd.DataFrame({"code_a": names[a], "code_b": names[b], "n_a": n[a], "n_b": n[b], "n_ab": n_ab[a, b]})
    return table.assign(**coefficients(n[a], n[b], n_ab[a, b], units=units), p=p, q=q)


def disparity(edges: pd.DataFrame) -> pd.DataFrame:
    """Which edges of a weighted graph are the backbone: the smaller their alpha, the more they stand out.

    alpha = (1 - weight / strength) ^ (degree - 1), at the end where it is smaller; 1 at an end that has no other edge
    (Serrano, Boguna, Vespignani 2009, eq. 2).

    Args:
        edges: columns code_a, code_b, weight (positive), each pair once.

    Returns:
        `edges` with a column alpha (0..1).
    """
    nodes, _ = pd.factorize(pd.concat([edges["code_a"], edges["code_b"]]))
    weight = np.tile(edges["weight"].to_numpy(float), 2)
    degree, strength = np.bincount(nodes), np.bincount(nodes, weights=weight)
    alpha = (1 - weight / strength[nodes]) ** (degree[nodes] - 1)
    return edges.assign(alpha=np.minimum(*alpha.reshape(2, -1)))


def _parsed(unit: str) -> tuple[str, int]:
    """The kind of unit, and of a window the number of turns."""
    if window := re.fullmatch(r"window:(\d{1,9})", unit):
        return "window", int(window[1])
    if unit in UNITS[:-1]:
        return unit, 0
    raise OptionError(
        f"There is no unit “{unit[:40]}”: give one of {', '.join(UNITS)}, where K is a number of turns, 0 or more."
    )


def _in_order(said: pd.Series, wanted: pd.Series) -> pd.Series:
    """The documents wanted, in the order of the turns; last those without a turn, by id."""
    ids = set(wanted.unique())
    order = [document for document in said.unique() if document in ids]
    return pd.Series(order + sorted(ids.difference(order)), dtype=object)


def _covered(code: Numbers, line: Line, *, size: int) -> tuple[Numbers, Numbers]:
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


def _meetings(coded: Coded, met: Line, *, within_coder: bool) -> Iterator[tuple[Numbers, Numbers]]:
    """Every two codings of different codes whose stretches share a unit, in pieces."""
    present = np.flatnonzero(met.end > met.start)
    start, end = met.start[present], met.end[present]
    if within_coder and not coded.one_coder:
        apart = coded.coder[present] * (met.length + 1)
        start, end = start + apart, end + apart
    order = np.argsort(start)
    present, start, end = present[order], start[order], end[order]
    for one, other in overlaps(start, end):
        a, b = present[one], present[other]
        differ = coded.code[a] != coded.code[b]
        yield a[differ], b[differ]


def _passages_met(coded: Coded, met: Line, stands: Numbers, *, size: int) -> Numbers:
    """The pairs of passages of each two codes in which codings of one coder meet (a symmetrical table)."""
    several = np.bincount(stands, minlength=len(stands))[stands] > 1
    any_several = several.any()
    n_ab = np.zeros(size * size, dtype=np.int64)
    repeated = [np.empty(0, dtype=np.int64)]
    for a, b in _meetings(coded, met, within_coder=True):
        if any_several:
            # Two passages may meet in several pairs of codings. Where each is a single coding they cannot.
            again = several[a] | several[b]
            one, other = stands[a[again]], stands[b[again]]
            repeated.append(distinct(np.minimum(one, other) * len(stands) + np.maximum(one, other)))
            a, b = a[~again], b[~again]
        n_ab += np.bincount(coded.code[a] * size + coded.code[b], minlength=size * size)
    one, other = np.divmod(distinct(np.concatenate(repeated)), max(len(stands), 1))
    n_ab += np.bincount(coded.code[one] * size + coded.code[other], minlength=size * size)
    table = n_ab.reshape(size, size)
    return table + table.T


def _ids_of_pairs(
    coding: pd.Series, coded: Coded, met: Line, stands: Numbers, pairs: Numbers, *, within_coder: bool, size: int
) -> pd.Series:
    """The ids of the codings that met, for each of `pairs` (code_a * size + code_b, in order).

    Where two passages meet in several pairs of codings, the first pair in reading order speaks for them.
    """
    none = np.empty(0, dtype=np.int64)
    found = list(zip(*_meetings(coded, met, within_coder=within_coder), strict=True)) or [(none,), (none,)]
    one, other = (np.concatenate(part) for part in found)
    turned = coded.code[one] > coded.code[other]
    a, b = np.where(turned, other, one), np.where(turned, one, other)
    order = np.lexsort((b, a, stands[b], stands[a]))
    a, b = a[order], b[order]
    again = (np.diff(stands[a], prepend=-1) == 0) & (np.diff(stands[b], prepend=-1) == 0)
    a, b = a[~again], b[~again]
    pair = np.searchsorted(pairs, coded.code[a] * size + coded.code[b])
    pair, at = np.divmod(distinct(np.append(pair * len(coded) + a, pair * len(coded) + b)), max(len(coded), 1))
    return ids_by(pair, coding.iloc[coded.row[at]], len(pairs))
