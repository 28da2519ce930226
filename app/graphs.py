"""Where codes that meet are drawn on a page."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import networkx as nx

NODES = ["path", "name", "x", "y", "codings", "colour", "first"]
EDGES = ["code_a", "code_b", "x", "y", "x2", "y2", "strength"]
WIDTH, HEIGHT = 860, 480
"""Of the picture, in pixels: x and y are places in it, with y upwards."""
NARROW, PHONE = 560, 320
"""Pixels: below the one a picture has no room for all names; so wide it is taken to be then."""
LINE, LETTER, SIGN = 13, 6.2, 38
"""Pixels of a line of a name, of a letter, and of the sign with the air around it."""


def laid_out(
    pairs: pd.DataFrame, frequencies: pd.DataFrame, codes: pd.DataFrame, *, strength: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The codes that meet and the lines between them, each with its place: who meets often is near.

    `pairs`: rows of the table cooccurrence; `frequencies`, `codes`: the tables; `strength`: the column of `pairs` that
    tells how strong a line is.

    Returns:
        Nodes (path, name in lines, x, y, codings, colour, first: whether it is named where there is no room for all; in
        the order of the codebook) and edges (code_a, code_b, x,
        y, x2, y2, strength; in the order of the pairs).
    """
    from analysis.graph import graph

    met = graph(pairs, frequencies, codes)
    met.remove_nodes_from([node for node, degree in met.degree if not degree])
    names = {path: "\n".join(wrap(path.rsplit(" / ", 1)[-1], 18)) for path in met}
    apart = _apart(_places(met), [*names.values()])
    places = dict(zip(met, apart.tolist(), strict=True))
    first = dict(
        zip(met, _named_first(apart, [*names.values()], [met.nodes[path]["codings"] for path in met]), strict=True)
    )
    nodes = [
        (path, names[path], *places[path], data["codings"], data.get("colour", ""), first[path])
        for path, data in met.nodes(data=True)
    ]
    edges = [
        (a, b, *places[a], *places[b], value)
        for a, b, value in zip(pairs["code_a"], pairs["code_b"], pairs[strength], strict=True)
    ]
    return pd.DataFrame(nodes, columns=NODES), pd.DataFrame(edges, columns=EDGES)


def _places(met: nx.Graph) -> np.ndarray:
    """Places such that the way along the lines, shorter for more meetings, is the distance (Kamada, Kawai, 1989)."""
    import networkx as nx

    if not met:
        return np.empty((0, 2))
    largest = max(count for *_, count in met.edges(data="n_ab"))
    far = dict(nx.all_pairs_dijkstra_path_length(met, weight=lambda _a, _b, edge: 1.5 - edge["n_ab"] / largest))
    longest = max(length for row in far.values() for length in row.values()) + 0.5  # between parts without a line
    distances = {a: {b: far[a].get(b, longest) for b in met} for a in met}
    found = nx.kamada_kawai_layout(met, dist=distances)
    places = np.array([found[node] for node in met])
    extent = np.maximum(np.ptp(places, axis=0), 1e-9)
    return (places - places.min(axis=0)) / extent * (WIDTH, HEIGHT)


def _apart(places: np.ndarray, names: list[str]) -> np.ndarray:
    """The places moved as little as lets no name lie on another.

    Each two boxes that overlap are pushed apart a little, along the side where they overlap less, again and again.
    """
    boxes = _boxes(names)
    need = (boxes[:, None] + boxes[None]) / 2
    order = np.sign(np.arange(len(boxes))[:, None] - np.arange(len(boxes))[None])
    for _ in range(300):
        gap = places[:, None] - places[None]
        overlap = need - np.abs(gap)
        touching = (overlap > 0).all(axis=2) & (order != 0)
        if not touching.any():
            break
        side = overlap.argmin(axis=2)
        for axis in (0, 1):
            away = np.where(gap[..., axis] == 0, order, np.sign(gap[..., axis]))
            push = np.where(touching & (side == axis), away * overlap[..., axis] / 2, 0).sum(axis=1)
            places[:, axis] += np.clip(push, -20, 20) * 0.6
    return places


def _named_first(places: np.ndarray, names: list[str], codings: list[int]) -> list[bool]:
    """Which names have room in a picture as wide as a phone: one after the other, those used most before others."""
    boxes, narrow = _boxes(names), places * (PHONE / WIDTH, 1)
    taken: list[int] = []
    for number in sorted(range(len(names)), key=lambda each: -codings[each]):
        gaps = np.abs(narrow[taken] - narrow[number])
        if not (gaps < (boxes[taken] + boxes[number]) / 2).all(axis=1).any():
            taken.append(number)
    return [number in set(taken) for number in range(len(names))]


def _boxes(names: list[str]) -> np.ndarray:
    """Width and height of each sign with its name, in pixels."""
    lines = [name.split("\n") for name in names]
    return np.array([[max(map(len, name)) * LETTER + 8, len(name) * LINE + SIGN] for name in lines]).reshape(-1, 2)
