"""The same the plain way: group by, merge, loop, a Matcher of all patterns. What one would write first."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import numpy as np
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


def alphas(codings: pd.DataFrame, turns: pd.DataFrame) -> dict[tuple[str, str, str], float]:
    """Alpha of each code and pair of coders by participants' turns, each by the krippendorff package."""
    import krippendorff

    codings = codings.astype({"document": str, "coder": str, "code": str})
    turns = turns[turns["role"].eq("participant")].reset_index(names="unit")[["unit", "document", "start", "end"]]
    pieces = []
    for _, part in codings[["document", "coder", "code", "start", "end"]].groupby("document"):
        met = part.merge(turns, on="document", suffixes=("", "_turn"))
        met = met[(met["start"] < met["end_turn"]) & (met["start_turn"] < met["end"])]
        pieces.append(met[["unit", "coder", "code"]].drop_duplicates())
    units_of = pd.concat(pieces).groupby(["coder", "code"])["unit"].apply(list)
    documents_of = codings.groupby("coder")["document"].agg(set)
    found = {}
    for a, b in combinations(documents_of.index, 2):
        units = pd.Index(turns.loc[turns["document"].isin(documents_of[a] & documents_of[b]), "unit"])
        for code in units_of.index.unique("code"):
            ratings = np.zeros((2, len(units)), dtype=int)
            for row, coder in enumerate((a, b)):
                given = units.get_indexer(units_of.get((coder, code), []))
                ratings[row, given[given >= 0]] = 1
            if ratings.any():
                found[code, a, b] = krippendorff.alpha(ratings, level_of_measurement="nominal")
    return found


def suggestions(texts: Iterable[str], patterns: Iterable[list[dict[str, Any]]]) -> int:
    """How many matches a Matcher finds that tries all patterns on every sentence."""
    import spacy
    from spacy.matcher import Matcher

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("lemmatizer", config={"mode": "lookup"})
    pipeline.initialize()
    matcher = Matcher(pipeline.vocab)
    for number, pattern in enumerate(patterns):
        matcher.add(str(number), [pattern])
    return sum(len(matcher(sentence)) for doc in pipeline.pipe(texts) for sentence in doc.sents)
