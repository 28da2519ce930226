"""Where two codes meet, for any unit: each turn, sentence, document or pair of passages with the codings that meet."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from analysis import units as lines
from analysis.passages import Coded, by_position, coded_in_order, standing_for
from analysis.quotes import quotes
from analysis.spans import Numbers, overlaps
from analysis.units import Line


def encounters(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    participants: pd.DataFrame,
    coders: pd.DataFrame,
    texts: pd.Series,
    *,
    pair: tuple[str, str],
    unit: str,
    sentences: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The units in which both codes of a pair (ids) are present: as many rows as the n_ab of `cooccurrence`.

    For turn, sentence and document a row is such a unit of participants, with all codings of either code that share a
    non-blank character with it. For window:K it is a pair of passages that meet, with the first codings of one coder
    that do. In the order of the text.

    Args:
        texts: by document id.
        sentences: for that unit, as `units.sentences` makes them.

    Columns: a row a coding of a row. encounter (the number of the row that is meant, from 0), coding, document (id),
        start, end (code points, half-open), code (id); then of its quote: participant, document_name, turn, begin,
        path, coder (names).
    """
    codings = codings[codings["code"].astype("str").isin(pair)]
    documents = by_position(documents)
    reach = int(turns["end"].max()) if len(turns) else 0
    listed = codes[codes["code"].isin(pair)]
    coded = coded_in_order(codings, codes=listed["code"], documents=documents["document"], reach=reach, exactly=True)
    spoken = lines.spoken(sentences if unit == "sentence" and sentences is not None else turns)
    units = lines.placed(spoken, documents=documents["document"], stride=coded.stride)
    bare = lines.without_blanks(coded, texts.loc[documents["document"]].tolist())
    if window := re.fullmatch(r"window:(\d{1,9})", unit):
        number, at = _pairs(coded, lines.neighbourhoods(bare, units, size=int(window[1])))
    else:
        line = lines.documents(bare, units) if unit == "document" else lines.touched(bare, units)
        number, at = _shared(coded, line)

    said = quotes(codings, codes, documents, turns, participants, coders, texts, each=True, ids=True)
    said.index = pd.Index([coding for (coding,) in said["ids"]])
    rows = codings.iloc[coded.row[at]]
    described = (
        said.loc[rows["coding"].astype("str")].reset_index(drop=True).rename(columns={"document": "document_name"})
    )
    table = rows[["coding", "document", "start", "end", "code"]].astype({"document": "str", "code": "str"})
    table = table.reset_index(drop=True)
    table.insert(0, "encounter", number)
    return pd.concat(
        [table, described[["participant", "document_name", "turn", "begin", "path", "coder"]]], axis="columns"
    )


def _shared(coded: Coded, line: Line) -> tuple[Numbers, Numbers]:
    """Of each unit with both codes its number among these, and the number of a coding in it."""
    length = line.end - line.start
    at = np.repeat(np.arange(len(coded)), length)
    unit = np.arange(len(at)) - np.repeat(np.cumsum(length) - length, length) + line.start[at]
    both = np.intersect1d(unit[coded.code[at] == 0], unit[coded.code[at] == 1])
    kept = np.isin(unit, both)
    order = np.lexsort((at[kept], unit[kept]))
    at, unit = at[kept][order], unit[kept][order]
    return np.searchsorted(both, unit), at


def _pairs(coded: Coded, met: Line) -> tuple[Numbers, Numbers]:
    """Of each pair of passages, one of each code, in which codings of one coder meet its number, and these codings."""
    present = np.flatnonzero(met.end > met.start)
    apart = coded.coder[present] * (met.length + 1)
    start, end = met.start[present] + apart, met.end[present] + apart
    order = np.argsort(start, kind="stable")
    present, start, end = present[order], start[order], end[order]
    found = [np.empty((0, 2), dtype=np.int64)]
    for one, other in overlaps(start, end):
        a, b = present[one], present[other]
        differ = coded.code[a] != coded.code[b]
        found.append(np.sort(np.column_stack([a[differ], b[differ]]), axis=1))
    pairs = np.concatenate(found)
    pairs = pairs[np.lexsort(pairs.T[::-1])]
    passages = np.sort(standing_for(coded)[pairs], axis=1)
    pairs = pairs[np.sort(np.unique(passages, axis=0, return_index=True)[1])]
    return np.repeat(np.arange(len(pairs)), 2), pairs.ravel()
