"""The same counts the plain pandas way: group by, merge, loop. What one would write first."""

from __future__ import annotations

import pandas as pd


def frequencies(codings: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Codings, documents, participants and words by code; words by the union of spans in each document."""
    grouped = codings.groupby("code", observed=True)
    table = grouped.agg(
        codings=("start", "size"), documents=("document", "nunique"), participants=("participant", "nunique")
    )
    words: dict[str, int] = {}
    for (code, _), part in codings.groupby(["code", "document"], observed=True):
        reach = covered = 0
        for start, end in sorted(zip(part["word_start"], part["word_end"], strict=True)):
            covered += max(0, end - max(start, reach))
            reach = max(reach, end)
        words[code] = words.get(code, 0) + covered
    return table.assign(words=pd.Series(words)).reindex(codes["code"]).fillna(0)


def cooccurrence(codings: pd.DataFrame) -> pd.DataFrame:
    """Pairs of codings of one coder that overlap, by code: each document's codings merged with themselves."""
    pieces = []
    columns = ["coder", "code", "start", "end"]
    for _, part in codings.assign(number=range(len(codings))).groupby("document", observed=True):
        part = part[[*columns, "number"]].astype({"code": str, "coder": str})
        pairs = part.merge(part, on="coder", suffixes=("_a", "_b"))
        met = pairs[
            (pairs["number_a"] < pairs["number_b"])
            & (pairs["start_a"] < pairs["end_b"])
            & (pairs["start_b"] < pairs["end_a"])
            & (pairs["code_a"] != pairs["code_b"])
        ]
        pieces.append(met.groupby(["code_a", "code_b"]).size())
    return pd.concat(pieces).groupby(level=[0, 1]).sum().rename("n_ab").reset_index()
