"""Which codes go together: how often they meet, and whether more or less often than chance would bring."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import shifts
from analysis import units as lines
from analysis.association import associations, coefficients, covered, hypergeometric
from analysis.backbone import disparity
from analysis.chance import false_discovery
from analysis.passages import Coded, by_position, coded_in_order, ids_by, standing_for
from analysis.rings import Rings, rings
from analysis.spans import Numbers, distinct, overlaps
from analysis.units import Line
from codebook.errors import OptionError

__all__ = ["UNITS", "apart", "associations", "coefficients", "cooccurrence", "disparity"]

UNITS = ("overlap", "turn", "sentence", "document", "window:K")
ALPHA = 0.05
"""Below this q two codes meet less often than chance would bring, as `apart` lists them."""


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
    test: bool = False,
    slide: str | None = None,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """The pairs of codes that met.

    For the units turn, sentence and document, n_a, n_b and n_ab count units: participants' units, in documents that
    have a coding. A code is present at a unit where a coding shares a non-blank character with it.

    For overlap and window:K, n_a and n_b count passages, as `frequencies` does, and n_ab pairs of passages in which
    codings of one coder meet, each pair once: by sharing at least one character, or by being in turns of the document
    that are at most K apart. Such counts are no sets, so jaccard, lift and npmi are over what codes cover, whoever
    coded it: characters of participants' turns, or runs of K + 1 consecutive turns.

    With `test`, p is the chance of as many meetings or more, and p_less of as many or fewer. For turn, sentence and
    document it is hypergeometric (Fisher 1935). For overlap and window:K codings of one code slide round each
    interview, as `analysis.shifts` says; meetings outside participants' turns have no part in that. q and q_less are by
    Benjamini and Hochberg (1995), over all pairs of codes used, those that never met among them.

    Args:
        unit: overlap, turn, sentence, document, or window:K with K a number of turns, 0 for the same turn.
        with_interviewer: count all units, not those of participants alone.
        each: count each coding, also where several coders coded the same passage.
        texts: by document id; without them a blank character is as good as any other.
        sentences: for that unit, as `units.sentences` makes them; for overlap and window:K, what codings may slide by.
        documents: ids of the documents to count in; those that have a coding where absent. Say which where `codings`
            are those of some codes alone, since documents without these count, too.
        ids: add a column of the ids of the codings that met.
        test: whether p and q are wanted.
        slide: overlap, window:K: by what codings slide: turn, sentence, character or place; see `analysis.rings`.
        draws, seed: where shifts must be drawn; see `shifts.chances`.

    Columns: code_a, code_b (paths; code_a comes first in the codebook), n_a, n_b, n_ab, jaccard, lift, npmi (see
        `coefficients`), p, q (NaN: not tested); with `test` also expected (n_ab by chance), p_less, q_less, test
        (exact or drawn); with `ids` also ids (lists, in reading order).

    Raises:
        OptionError: there is no such unit or slide.
    """
    met = _met(
        codings,
        codes,
        turns,
        unit=unit,
        with_interviewer=with_interviewer,
        each=each,
        texts=texts,
        sentences=sentences,
        documents=documents,
        exactly=ids,
        test=test,
        slide=slide,
    )
    a, b = np.nonzero(np.triu(met.n_ab, 1))
    table = met.table(a, b)
    if test:
        tested = _tested(met, draws=draws, seed=seed).reindex(met.keys(a, b))
        # Two codes that met in nobody's turns but an interviewer's are not among the tested: chance brings no less.
        tested = tested.fillna({"expected": 0.0, "test": "exact"}).fillna(1.0).reset_index(drop=True)
        table = table.assign(
            **{column: tested[column] for column in ("p", "q", "expected", "p_less", "q_less", "test")}
        )
    if ids:
        table["ids"] = _ids_of_pairs(
            codings["coding"],
            *(met.coded, met.places, met.stands, met.keys(a, b)),
            within_coder=met.counts_passages,
            size=len(met.paths),
        )
    return table


def apart(
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
    slide: str | None = None,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """The pairs of codes that met less often than chance would bring, or never: those with q_less < .05.

    Everything as in `cooccurrence`, with `test`; the surest come first, then as in the codebook.

    Columns: code_a, code_b, n_a, n_b, n_ab, expected, p_less, q_less, test.
    """
    met = _met(
        codings,
        codes,
        turns,
        unit=unit,
        with_interviewer=with_interviewer,
        each=each,
        texts=texts,
        sentences=sentences,
        documents=documents,
        slide=slide,
    )
    tested = _tested(met, draws=draws, seed=seed)
    tested = tested[tested["q_less"] < ALPHA]
    a, b = np.divmod(tested.index.to_numpy(np.int64), max(len(met.paths), 1))
    table = met.table(a, b)[["code_a", "code_b", "n_a", "n_b", "n_ab"]]
    columns = {column: tested[column].to_numpy() for column in ("expected", "p_less", "q_less", "test")}
    return table.assign(**columns).sort_values(["q_less", "p_less"], kind="stable", ignore_index=True)


@dataclass(frozen=True, slots=True)
class _Met:
    """What was counted of the codes used, and what it takes to test it.

    `n` and `n_ab` are what the table shows; `cover` and `cover_both` are units of the line that codes cover, of which
    there are `units`; `places` is where codings meet, and `ring` what they slide round, None where units are sets.
    """

    paths: np.ndarray
    coded: Coded
    stands: Numbers
    places: Line
    counts_passages: bool
    n: Numbers
    n_ab: Numbers
    cover: Numbers
    cover_both: Numbers
    units: int
    ring: Rings | None

    def keys(self, a: Numbers, b: Numbers) -> Numbers:
        """A number for each pair of codes."""
        return a * len(self.paths) + b

    def table(self, a: Numbers, b: Numbers) -> pd.DataFrame:
        """The columns that every table of pairs begins with."""
        table = pd.DataFrame(
            {
                "code_a": self.paths[a],
                "code_b": self.paths[b],
                "n_a": self.n[a],
                "n_b": self.n[b],
                "n_ab": self.n_ab[a, b],
            }
        )
        values = coefficients(self.cover[a], self.cover[b], self.cover_both[a, b], units=self.units)
        return table.assign(**values, p=np.nan, q=np.nan)


def _met(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    turns: pd.DataFrame,
    *,
    unit: str,
    with_interviewer: bool,
    each: bool,
    texts: pd.Series | None,
    sentences: pd.DataFrame | None,
    documents: pd.Series | None,
    slide: str | None,
    exactly: bool = False,
    test: bool = True,
) -> _Met:
    kind, size = _parsed(unit)
    if kind == "sentence" and sentences is None:
        raise ValueError("the unit sentence needs sentences")
    listed = _in_order(turns["document"], codings["document"] if documents is None else documents)
    used = codings.loc[codings["document"].isin(listed), "code"].unique()
    codes = by_position(codes)
    codes = codes[codes["code"].isin(used)]
    reach = int(turns["end"].max()) if len(turns) else 0
    coded = coded_in_order(codings, codes=codes["code"], documents=listed, reach=reach, exactly=exactly)

    def placed(frame: pd.DataFrame) -> lines.Units:
        spoken = lines.spoken(frame, with_interviewer=with_interviewer)
        return lines.placed(spoken, documents=listed, stride=coded.stride)

    units = placed(sentences if kind == "sentence" and sentences is not None else turns)
    # Blank characters are no presence in a unit; what is a passage is a matter of all characters.
    bare = coded if texts is None or kind == "overlap" else lines.without_blanks(coded, texts.loc[listed].tolist())

    if kind == "overlap":
        line, places = lines.characters(coded, units), Line(coded.start, coded.end, coded.length)
    elif kind == "window":
        line, places = lines.windows(bare, units, size=size), lines.neighbourhoods(bare, units, size=size)
    else:
        line = places = lines.documents(bare, units) if kind == "document" else lines.touched(bare, units)

    cover, cover_both = covered(coded.code, line, size=len(codes))
    n, n_ab, stands = cover, cover_both, np.arange(len(coded))
    counts_passages = kind in ("overlap", "window")
    ring = None
    if counts_passages and test:
        window = size if kind == "window" else None
        ring = rings(bare, units, None if sentences is None else placed(sentences), window=window, step=slide)
    if counts_passages:
        stands = standing_for(coded, each=each)
        n = np.bincount(coded.code[stands == np.arange(len(coded))], minlength=len(codes))
        n_ab = _passages_met(coded, places, stands, size=len(codes))
    return _Met(
        paths=codes["path"].to_numpy(),
        coded=coded,
        stands=stands,
        places=places,
        counts_passages=counts_passages,
        n=n,
        n_ab=n_ab,
        cover=cover,
        cover_both=cover_both,
        units=line.length,
        ring=ring,
    )


def _tested(met: _Met, *, draws: int, seed: int) -> pd.DataFrame:
    """What chance would bring, of the pairs of codes for which it may be other than never, by their keys.

    Columns: expected, p, q, p_less, q_less, test.
    """
    size = len(met.paths)
    if met.ring is None:
        a, b = np.triu_indices(size, 1)
        n_a, n_b = met.cover[a], met.cover[b]
        p, p_less = hypergeometric(n_a, n_b, met.cover_both[a, b], units=met.units)
        keys, expected, drawn = met.keys(a, b), n_a * (n_b / max(met.units, 1)), np.zeros(len(a), dtype=bool)
    else:
        found = shifts.chances(met.coded, met.stands, met.ring, size=size, draws=draws, seed=seed)
        keys, expected, p, p_less, drawn = found.pair, found.expected, found.p, found.p_less, found.drawn
    pairs = size * (size - 1) // 2
    return pd.DataFrame(
        {
            "expected": expected,
            "p": p,
            "q": false_discovery(p, among=pairs),
            "p_less": p_less,
            "q_less": false_discovery(p_less, among=pairs),
            "test": np.where(drawn, "drawn", "exact"),
        },
        index=keys,
    )


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
