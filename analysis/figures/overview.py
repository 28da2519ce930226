"""The colour-coded overview of all transcripts: a row an interview, a colour where a theme was coded."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba_array
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from analysis.figures.book import theme_colours
from analysis.figures.style import (
    MARGIN,
    PAGE,
    SMALL,
    UNKNOWN,
    Heading,
    Legend,
    Sheet,
    drawing,
    nothing,
    rectangles,
    shorten,
    shown,
    width_of,
    width_of_page,
)

_TITLE = "What was coded where in every interview"
_AXIS = 0.36
_HIGHEST = 0.24  # of a row
_THIN = 0.035  # a row from which on it is of no use to show who speaks
_LANE = 1.5 / 72  # the thinnest lane that is told from its neighbours
_SPEECH = "#ececec"
_GAP = 0.1  # of a row, above and below what stands in it


def overview(
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    absolute: bool = False,
    columns: int = 2,
    title: str | None = None,
) -> Figure:
    """Each interview from its first word to its last, and the themes of its passages.

    Every theme has a lane of its own in a row, in the order of the legend, so that it is known without its colour
    too. Where the rows are too many for lanes, themes that overlap share the height of the row. What participants
    say is on grey, what interviewers say on white.

    Args:
        codings: document, start, end, word_start, word_end, code.
        documents: document, position, name, words, characters; a row of the figure each, by position.
        turns: document, start, end, role.
        codes: code, path, theme, position, colour.
        absolute: the scale is words, and not the share of an interview's characters.
        columns: 1 (85 mm) or 2 (175 mm).
        title: in place of the usual one; empty for none.

    Raises OptionError for another number of columns.
    """
    title = _TITLE if title is None else title
    if documents.empty:
        return nothing(columns, title, "The study has no interviews yet.")
    documents = documents.sort_values("position", kind="stable")
    themes = list(dict.fromkeys(codes.sort_values("position", kind="stable")["theme"]))
    spans = _spans(codings, documents, codes, themes, absolute)
    if not len(spans):
        return nothing(columns, title, "Nothing has been coded yet.")
    used = sorted(set(spans[:, 1].astype(int)))
    spans[:, 1] = np.searchsorted(used, spans[:, 1])
    names = [themes[theme] if theme < len(themes) else "no theme" for theme in used]
    colours = {**theme_colours(codes, themes), "no theme": UNKNOWN}
    with drawing():
        return _draw(spans, documents, turns, [(name, colours[name]) for name in names], absolute, columns, title)


def _spans(
    codings: pd.DataFrame, documents: pd.DataFrame, codes: pd.DataFrame, themes: list[str], absolute: bool
) -> np.ndarray:
    """Where each theme was coded in each document: rows of document, theme, start, end, none overlapping another."""
    place = pd.Series(range(len(documents)), index=documents["document"].astype(str))
    theme = codes.set_index(codes["code"].astype(str))["theme"].map({name: n for n, name in enumerate(themes)})
    table = np.column_stack(
        [
            codings["document"].astype(str).map(place).to_numpy(dtype=float),
            codings["code"].astype(str).map(theme).fillna(len(themes)).to_numpy(dtype=float),
            codings["word_start" if absolute else "start"].to_numpy(dtype=float),
            codings["word_end" if absolute else "end"].to_numpy(dtype=float),
        ]
    )
    table = table[~np.isnan(table[:, 0])]
    table = table[np.lexsort((table[:, 2], table[:, 1], table[:, 0]))]
    groups = np.flatnonzero(np.any(np.diff(table[:, :2], axis=0), axis=1)) + 1
    merged = [_merge(group) for group in np.split(table, groups) if len(group)]
    spans = np.concatenate(merged) if merged else np.empty((0, 4))
    if not absolute:
        characters = np.maximum(documents["characters"].to_numpy(dtype=float), 1)
        spans[:, 2:] /= characters[spans[:, 0].astype(int), np.newaxis]
    return spans


def _merge(group: np.ndarray) -> np.ndarray:
    """Spans of one theme in one document, by start, united where they touch."""
    reach = np.maximum.accumulate(group[:, 3])
    first = np.concatenate([[True], group[1:, 2] > reach[:-1]])
    last = np.concatenate([first[1:], [True]])
    return np.column_stack([group[first, :3], reach[last]])


def _draw(
    spans: np.ndarray,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    themes: Sequence[tuple[str, str]],
    absolute: bool,
    columns: int,
    title: str,
) -> Figure:
    width, count = width_of_page(columns), len(documents)
    legend = Legend.of(columns, themes)
    room = PAGE - 0.5 - _AXIS - legend.height
    row = min(_HIGHEST, room / count)
    turns = turns if row >= _THIN else turns.iloc[:0]
    lanes = 0.8 * row / len(themes) >= _LANE
    every = math.ceil(0.1 / row)
    names = [shorten(shown(name), 0.24 * width, SMALL) for name in documents["name"]]
    labels = max(width_of(name, SMALL) for name in names[::every])

    sharing = "Each theme has its own lane in a row, from top to bottom in the order of the legend."
    remark = sharing if lanes else "Themes that overlap share the height of a row."
    remark += " On grey: what participants say." if not turns.empty else ""
    remark += f" One interview in {every} named." if every > 1 else ""
    heading = Heading.of(columns, title, remark)
    sheet = Sheet(columns, heading.height + row * count + _AXIS + legend.height)
    heading.draw(sheet)
    left = MARGIN + labels + 0.06
    axes = sheet.plot(left, heading.height, width - left - 0.15, row * count)
    lengths = documents["words"].to_numpy(dtype=float) if absolute else np.ones(count)
    axes.set_xlim(0, max(lengths.max(), 1))
    axes.set_ylim(count, 0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    if absolute:
        axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.set_xlabel("Words from the beginning of the interview", labelpad=2)
    else:
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.set_xlabel("Share of the interview's text", labelpad=2)
    for place in range(0, count, every):
        sheet.write(left - 0.05, heading.height + (place + 0.5) * row, names[place], SMALL, ha="right")

    _speech(axes, documents, turns, lengths, absolute)
    theme, x, wide, top, high = (_lanes(spans, len(themes)) if lanes else _shared(spans, len(themes))).T
    tints = to_rgba_array([tint for _, tint in themes])[theme.astype(int)]
    rectangles(axes, x, top, wide, high, tints, "face", thickness=0.25)
    legend.draw(sheet, sheet.height - legend.height)
    return sheet.figure


def _speech(axes: Axes, documents: pd.DataFrame, turns: pd.DataFrame, lengths: np.ndarray, absolute: bool) -> None:
    """What participants say; the whole of an interview whose turns are not known."""
    place = pd.Series(range(len(documents)), index=documents["document"].astype(str))
    said = turns.assign(row=turns["document"].astype(str).map(place).to_numpy(dtype=float))
    said = said[(said["role"] == "participant") & said["row"].notna()].sort_values(["row", "start"], kind="stable")
    row = said["row"].to_numpy(dtype=int)
    # In words the place of a turn is reckoned from its characters.
    unit = lengths / np.maximum(documents["characters"].to_numpy(dtype=float), 1)
    start, end = (said[name].to_numpy(dtype=float) * unit[row] for name in ("start", "end"))
    unknown = np.setdiff1d(np.arange(len(documents)), row)
    x, width = np.append(start, np.zeros(len(unknown))), np.append(end - start, lengths[unknown])
    rectangles(axes, x, np.append(row, unknown) + _GAP, width, 1 - 2 * _GAP, _SPEECH, "none")


def _lanes(spans: np.ndarray, themes: int) -> np.ndarray:
    """Rectangles of theme, left, width, top, height: each theme at a height of its own."""
    document, theme, start, end = spans.T
    high = (1 - 2 * _GAP) / themes
    return np.column_stack([theme, start, end - start, document + _GAP + theme * high, np.full(len(spans), high)])


def _shared(spans: np.ndarray, themes: int) -> np.ndarray:
    """Rectangles of theme, left, width, top, height: themes have a row for themselves where they are alone."""
    parts = []
    for group in np.split(spans, np.flatnonzero(np.diff(spans[:, 0])) + 1):
        _, theme, start, end = group.T
        bounds = np.unique(group[:, 2:])
        change = np.zeros((themes, len(bounds)))
        np.add.at(change, (theme.astype(int), np.searchsorted(bounds, start)), 1)
        np.add.at(change, (theme.astype(int), np.searchsorted(bounds, end)), -1)
        active = change.cumsum(axis=1) > 0
        together, rank = active.sum(axis=0), active.cumsum(axis=0) - 1
        one, piece = np.nonzero(active)
        high = (1 - 2 * _GAP) / together[piece]
        top = group[0, 0] + _GAP + rank[one, piece] * high
        parts.append(np.column_stack([one, bounds[piece], np.diff(bounds)[piece], top, high]))
    return np.concatenate(parts)
