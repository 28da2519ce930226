"""Graph: the codes that meet most, a circle a code and a line a pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from analysis.figures.book import Code, codes_in_order, has_tree, theme_colours
from analysis.figures.style import (
    MARGIN,
    PAGE,
    PAPER,
    QUIET,
    SMALL,
    Heading,
    Legend,
    Sheet,
    drawing,
    line_height,
    nothing,
    shown,
    width_of,
    width_of_page,
    wrap,
)
from codebook.errors import OptionError

_TITLE = "Codes that meet"
_LINES = {1: 24, 2: 60}  # pairs that can be told apart
_LABEL = {1: 0.75, 2: 0.95}  # the width of a code's name
_HEIGHT = {1: 2.8, 2: 4.0}  # to begin with
_RADIUS = (0.035, 0.13)  # of the circle of the least and the most used code
_THICKNESS = (0.5, 4.0)  # of lines, in points
_SPACE = 0.02  # around a circle with its name
_EDGE = "#b3b3b3"
# matplotlib's markers of the themes, told apart without their colours, and the factors that make them alike in size.
_SHAPES = {"o": 1.0, "s": 0.8, "D": 0.6, "^": 1.1, "v": 1.1, "p": 1.1, "h": 1.1, "X": 1.0}


def cooccurrence_graph(
    cooccurrence: pd.DataFrame,
    frequencies: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    minimum: int | None = None,
    threshold: float = 0.05,
    columns: int = 2,
    title: str | None = None,
) -> Figure:
    """The codes that meet most; the figure says from how many meetings on a pair is drawn, and how many are left out.

    Codes lie the nearer, the more often they meet (Kamada and Kawai 1989, from a circle in the codebook's order), and
    are then moved apart until no name covers another. A circle's area tells the codings of its code.

    Args:
        cooccurrence: the table of that name: code_a, code_b, n_ab; q, where it was tested.
        frequencies: the table of that name: path, codings.
        codes: the codebook: path, theme, position, colour.
        minimum: the smallest n_ab that is drawn; without it, as many lines as can be read.
        threshold: where pairs were tested, only those are drawn whose q is below it, and the figure says so.
        columns: 1 (85 mm) or 2 (175 mm).
        title: in place of the usual one; empty for none.

    Raises OptionError for another number of columns, a minimum below 1, or a threshold that is not within 0 and 1.
    """
    title = _TITLE if title is None else title
    width_of_page(columns)
    if minimum is not None and minimum < 1:
        raise OptionError(f"The smallest number of meetings that is drawn must be 1 or more, not {minimum}.")
    if not 0 < threshold <= 1:
        raise OptionError(f"The threshold of q must be above 0 and not above 1, not {threshold}.")
    met = cooccurrence[cooccurrence["n_ab"] > 0]
    if met.empty:
        return nothing(columns, title, "No two codes meet.")
    beyond = ""
    if "q" in met and met["q"].notna().any():
        standing = met[met["q"] < threshold]
        beyond = f"more often than by chance (q < {threshold:g})"
        if standing.empty:
            return nothing(columns, title, f"Of {len(met)} pairs of codes that meet, none meets {beyond}.")
        beyond = f" Only pairs that meet {beyond}: {len(standing)} of {len(met)}."
        met = standing
    least = _threshold(met["n_ab"].to_numpy(), _LINES[columns]) if minimum is None else minimum
    strong = met[met["n_ab"] >= least]
    if strong.empty:
        return nothing(columns, title, f"No two codes meet {least} times or more.")
    listed = codes_in_order(codes, sorted({*strong["code_a"].astype(str), *strong["code_b"].astype(str)}))
    counts = dict(zip(frequencies["path"].astype(str), frequencies["codings"], strict=True))
    number = {code.path: place for place, code in enumerate(listed)}
    pairs = np.column_stack([strong[end].astype(str).map(number).to_numpy(dtype=int) for end in ("code_a", "code_b")])
    with drawing():
        graph = _Graph(
            listed, np.array([int(counts.get(code.path, 0)) for code in listed]), pairs, strong["n_ab"].to_numpy()
        )
        used = theme_colours(codes, (code.theme for code in listed))
        return _draw(graph, used, _remark(graph, least, len(met)) + beyond, columns, title)


@dataclass(frozen=True)
class _Graph:
    codes: list[Code]
    codings: np.ndarray  # of each code
    pairs: np.ndarray  # of numbers of codes
    meetings: np.ndarray  # of each pair


def _threshold(meetings: np.ndarray, lines: int) -> int:
    """The smallest number of meetings that leaves no more than `lines` pairs; the largest there is if none does."""
    largest_first = np.sort(meetings)[::-1]
    if len(largest_first) <= lines:
        return int(largest_first[-1])
    above = largest_first[largest_first > largest_first[lines]]
    return int(above[-1] if len(above) else largest_first[0])


def _remark(graph: _Graph, least: int, pairs: int) -> str:
    def span(numbers: np.ndarray) -> str:
        low, high = int(numbers.min()), int(numbers.max())
        return f"{low}" if low == high else f"{low} to {high}"

    remark = (
        f"Size of a sign: codings of the code ({span(graph.codings)}). "
        f"Width of a line: times that both meet ({span(graph.meetings)})."
    )
    if len(graph.meetings) < pairs:
        remark += f" Only pairs that meet at least {_times(least)}: {len(graph.meetings)} of {pairs}."
    return remark


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _draw(graph: _Graph, themes: dict[str, str], remark: str, columns: int, title: str) -> Figure:
    heading = Heading.of(columns, title, remark)
    tree = has_tree(graph.codes)
    shapes = dict(zip(themes, cycle(_SHAPES if tree else "o"), strict=False))
    legend = Legend.of(columns, list(themes.items()) if tree else [], "".join(shapes.values()) if tree else "")
    names = [wrap(shown(code.name), _LABEL[columns], SMALL, lines=3) for code in graph.codes]
    radii = _between(np.sqrt(graph.codings), _RADIUS)
    places, height = _places(graph, names, radii, columns, PAGE - heading.height - legend.height)

    sheet = Sheet(columns, heading.height + height + (legend.height or MARGIN))
    heading.draw(sheet)
    places[:, 1] += heading.height
    thickness = _between(graph.meetings, _THICKNESS)
    sheet.paper.add_collection(
        LineCollection(list(places[graph.pairs]), linewidths=thickness, colors=_EDGE, capstyle="round", zorder=1),
        autolim=False,
    )
    for (x, y), code, name, radius in zip(places, graph.codes, names, radii, strict=True):
        sheet.paper.scatter(
            x,
            y,
            s=(2 * radius * 72) ** 2 * _SHAPES[shapes[code.theme]],
            marker=shapes[code.theme],
            facecolor=themes[code.theme],
            edgecolor=QUIET,
            linewidth=0.5,
            zorder=2,
        )
        for number, line in enumerate(name):
            below = y + radius + (number + 0.5) * line_height(SMALL) + 0.015
            halo = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.75, "pad": 0.4}
            sheet.write(x, below, line, SMALL, ha="center", zorder=3, bbox=halo)
    legend.draw(sheet, sheet.height - legend.height)
    return sheet.figure


def _between(values: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    """Values from 0 to their largest as sizes between two limits."""
    low, high = limits
    scaled: np.ndarray = low + (high - low) * values / max(values.max(), 1)
    return scaled


def _places(
    graph: _Graph, names: Sequence[Sequence[str]], radii: np.ndarray, columns: int, most: float
) -> tuple[np.ndarray, float]:
    """Where each code lies, in inches from the upper left corner, and the height that they take."""
    label = np.array([[max(width_of(line, SMALL) for line in name), len(name) * line_height(SMALL)] for name in names])
    # A sign and the name below it are a box, whose middle lies below that of the sign.
    halves = np.column_stack([np.maximum(radii, label[:, 0] / 2), radii + label[:, 1] / 2]) + _SPACE
    offset = np.column_stack([np.zeros(len(names)), label[:, 1] / 2])
    layout, height = _layout(graph), _HEIGHT[columns]
    while True:
        page = np.array([width_of_page(columns) - 2 * MARGIN, height])
        boxes, apart = _apart(halves + layout * (page - 2 * halves), halves, page)
        if apart or height * 1.15 > most:
            return boxes - offset + np.array([MARGIN, 0]), height
        height *= 1.15


def _layout(graph: _Graph) -> np.ndarray:
    """Places between 0 and 1: the length of a line falls with the meetings; parts without a line keep a distance."""
    count, largest = len(graph.codes), graph.meetings.max()
    network = nx.Graph()
    network.add_nodes_from(range(count))
    for (a, b), meetings in zip(graph.pairs.tolist(), graph.meetings, strict=True):
        network.add_edge(a, b, length=1.5 - meetings / largest)
    far = dict(nx.all_pairs_dijkstra_path_length(network, weight="length"))
    longest = max(length for row in far.values() for length in row.values()) + 0.5
    distances = {a: {b: far[a].get(b, longest) for b in range(count)} for a in range(count)}
    found = nx.kamada_kawai_layout(network, dist=distances)
    places = np.array([found[number] for number in range(count)])
    extent = np.ptp(places, axis=0)
    return np.where(extent > 1e-9, (places - places.min(axis=0)) / np.maximum(extent, 1e-9), 0.5)


def _apart(middles: np.ndarray, halves: np.ndarray, page: np.ndarray) -> tuple[np.ndarray, bool]:
    """Move boxes until none overlaps another and all are on the page; whether that came about.

    Each pair that overlaps is pushed apart a little along the side where the overlap is smaller.
    """
    need = halves[:, None] + halves[None]
    order = np.sign(np.arange(len(middles))[:, None] - np.arange(len(middles))[None])
    for _ in range(600):
        gap = middles[:, None] - middles[None]
        overlap = need - np.abs(gap)
        meets = (overlap > 1e-6).all(axis=2) & (order != 0)
        if not meets.any():
            return middles, True
        side = np.where(gap == 0, order[:, :, None], np.sign(gap))
        across = overlap[:, :, 0] < overlap[:, :, 1]
        push = 0.3 * overlap * side * meets[:, :, None] * np.stack([across, ~across], axis=2)
        middles = np.clip(middles + push.sum(axis=1), halves, page - halves)
    return middles, False
