"""Codes that meet as a network: its backbone, the communities in it and how stable these are, and who is central."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.backbone import disparity
from analysis.cooccurrence import cooccurrence
from analysis.passages import positions
from analysis.spans import Numbers

if TYPE_CHECKING:
    import networkx as nx

RESAMPLES = 100
"""How often documents are drawn anew to see whether the communities come back."""


def backbone(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    turns: pd.DataFrame,
    *,
    unit: str = "overlap",
    with_interviewer: bool = False,
    each: bool = False,
    texts: pd.Series | None = None,
    sentences: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The pairs of codes that met, and how much each stands out among those of its two codes; see `disparity`.

    Options as for `cooccurrence`. Columns: code_a, code_b (paths), n_ab, alpha (0..1).
    """
    pairs = cooccurrence(
        codings,
        codes,
        turns,
        unit=unit,
        with_interviewer=with_interviewer,
        each=each,
        texts=texts,
        sentences=sentences,
    )
    edges = disparity(pairs[["code_a", "code_b"]].assign(weight=pairs["n_ab"]))
    return edges.rename(columns={"weight": "n_ab"})


def communities(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    turns: pd.DataFrame,
    *,
    unit: str = "overlap",
    with_interviewer: bool = False,
    each: bool = False,
    texts: pd.Series | None = None,
    sentences: pd.DataFrame | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """The codes that met others, by communities of codes that meet each other more than the rest.

    Communities are those of the Louvain method (Blondel et al. 2008), n_ab being the weight of an edge. Their stability
    is that of Hennig (2007): `RESAMPLES` times as many documents are drawn with replacement, and the Jaccard similarity
    of the community to the most similar one found then is averaged, over the codes that still meet. Below .60 a
    community is not to be trusted, from .75 on it is.

    Options as for `cooccurrence`; `seed`: what drawing begins with.

    One row a code; communities from the largest on, and in each, codes as in the codebook. Columns: path, theme,
        community (from 1), stability (0..1; NaN where only one document has codings), degree (how many codes it met),
        strength (how often), betweenness (0..1: of the shortest ways between other codes, an edge being 1 / n_ab long,
        the share that leads through it; Freeman 1977, Brandes 2001).
    """
    import networkx as nx

    options = {"unit": unit, "with_interviewer": with_interviewer, "each": each, "texts": texts, "sentences": sentences}
    listed, a, b, weights = _by_document(codings, codes, turns, options)
    together = weights.sum(axis=0)
    graph = _graph(len(listed), a, b, together)
    member = _louvain(graph, seed)
    between = nx.betweenness_centrality(graph, weight="distance")
    return (
        listed.assign(
            community=member + 1,
            stability=_stability(member, a, b, weights, seed)[member],
            degree=np.bincount(np.append(a, b), minlength=len(listed)),
            strength=np.bincount(np.append(a, b), np.tile(together, 2), len(listed)).astype(np.int64),
            betweenness=[float(between[node]) for node in range(len(listed))],
        )
        .sort_values("community", kind="stable")
        .reset_index(drop=True)
    )


def _by_document(
    codings: pd.DataFrame, codes: pd.DataFrame, turns: pd.DataFrame, options: dict
) -> tuple[pd.DataFrame, Numbers, Numbers, Numbers]:
    """The codes that met (path, theme); of each pair the numbers of the two; and documents by pairs, n_ab."""
    found: list[pd.DataFrame] = []
    said = dict(iter(turns.groupby("document", observed=True)))
    sentences = options["sentences"]
    cut = {} if sentences is None else dict(iter(sentences.groupby("document", observed=True)))
    for document, part in codings.groupby("document", observed=True, sort=True):
        if sentences is not None:
            options = {**options, "sentences": cut.get(document, sentences.iloc[:0])}
        pairs = cooccurrence(part, codes, said.get(document, turns.iloc[:0]), **options)
        found.append(pairs[["code_a", "code_b", "n_ab"]].assign(number=len(found)))
    rows = pd.concat(found) if found else pd.DataFrame(columns=["code_a", "code_b", "n_ab", "number"])
    codes = codes.sort_values("position", kind="stable")
    met = codes["path"].isin(rows["code_a"]) | codes["path"].isin(rows["code_b"])
    listed = codes.loc[met, ["path", "theme"]].reset_index(drop=True)
    one, other = (positions(rows[side].astype(object), listed["path"]) for side in ("code_a", "code_b"))
    pair, edge = np.unique(one * max(len(listed), 1) + other, return_inverse=True)
    weights = np.zeros((len(found), len(pair)), dtype=np.int64)
    weights[rows["number"].to_numpy(np.int64), edge] = rows["n_ab"].to_numpy(np.int64)
    a, b = np.divmod(pair, max(len(listed), 1))
    return listed, a, b, weights


def _graph(size: int, a: Numbers, b: Numbers, weights: Numbers) -> nx.Graph:
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    some = weights > 0
    for one, other, weight in zip(a[some].tolist(), b[some].tolist(), weights[some].tolist(), strict=True):
        graph.add_edge(one, other, weight=weight, distance=1 / weight)
    return graph


def _louvain(graph: nx.Graph, seed: int) -> Numbers:
    """Of each code the number of its community, the largest being 0, and of equals the one with the first code."""
    import networkx as nx

    if not len(graph):
        return np.empty(0, dtype=np.int64)
    found = nx.community.louvain_communities(graph, weight="weight", seed=seed)
    member = np.empty(len(graph), dtype=np.int64)
    for number, codes in enumerate(sorted(found, key=lambda codes: (-len(codes), min(codes)))):
        member[sorted(codes)] = number
    return member


def _stability(member: Numbers, a: Numbers, b: Numbers, weights: Numbers, seed: int) -> np.ndarray:
    """Of each community the Jaccard similarity to the most similar one of a resample, on average."""
    count = int(member.max(initial=-1)) + 1
    if not count or len(weights) < 2:
        return np.full(count, np.nan)
    random = np.random.default_rng(seed)
    total = np.zeros(count)
    for number in range(RESAMPLES):
        drawn = np.bincount(random.integers(0, len(weights), len(weights)), minlength=len(weights)) @ weights
        again = _louvain(_graph(len(member), a, b, drawn), seed + number + 1)
        met = np.isin(np.arange(len(member)), np.append(a[drawn > 0], b[drawn > 0]))
        shared = np.zeros((count, int(again.max()) + 1))
        np.add.at(shared, (member[met], again[met]), 1)
        either = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0) - shared
        total += (shared / np.maximum(either, 1)).max(axis=1)
    return total / RESAMPLES
