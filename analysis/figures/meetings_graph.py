"""Graph: themes at the left, pain points at the right, and a line where they meet in people's accounts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from analysis.figures.book import theme_colours
from analysis.figures.style import (
    BODY,
    MARGIN,
    PAPER,
    QUIET,
    SMALL,
    Heading,
    Sheet,
    colour,
    drawing,
    line_height,
    nothing,
    shown,
    width_of_page,
    wrap,
)

_TITLE = "Themes and pain points that meet"
_ROW = 0.4  # from one name to the next
_NAMES = {1: 0.95, 2: 1.7}  # the width of names
_SIGN = 0.07  # the radius of a sign
_THICKNESS = (0.4, 5.0)  # of lines, in points
_WEAK = "#d9d9d9"
_LEVEL = 0.05
_SHARES = (0.3, 0.4, 0.22, 0.5, 0.6, 0.7, 0.8)  # of a line's way, where its number may stand


def meetings_graph(
    meetings: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    minimum: int = 3,
    columns: int = 2,
    title: str | None = None,
) -> Figure:
    """A line's width tells in how many participants the two meet; it has the theme's colour where that is more than
    chance would bring (q < .05), and is grey and half as wide where it is not.

    Args:
        meetings: the table of that name: theme, pain_point (paths), participants, q.
        codes: the codebook: path, theme, position, colour.
        minimum: the smallest number of participants that is drawn.
        columns: 1 (85 mm) or 2 (175 mm).
        title: in place of the usual one; empty for none.

    Raises OptionError for another number of columns.
    """
    title = _TITLE if title is None else title
    width_of_page(columns)
    drawn = meetings[meetings["participants"] >= max(minimum, 1)]
    if drawn.empty:
        return nothing(columns, title, f"No theme meets a pain point in {max(minimum, 1)} participants or more.")
    order = {path: place for place, path in enumerate(codes.sort_values("position")["path"])}
    with drawing():
        sides = [
            _Side.of(sorted(drawn[side].unique(), key=lambda path: order.get(path, len(order))), columns)
            for side in ("theme", "pain_point")
        ]
        tints = theme_colours(codes, codes["theme"].unique())
        own = {path: colour(value) for path, value in zip(codes["path"], codes["colour"], strict=True)}
        colours = {path: tints[path] if path in tints else own[path] for path in order}
        return _draw(drawn, sides, colours, _remark(drawn, len(meetings), minimum), columns, title)


@dataclass(frozen=True)
class _Side:
    """The names on one side, wrapped, and the height of each one's middle."""

    paths: list[str]
    names: list[list[str]]

    @classmethod
    def of(cls, paths: list[str], columns: int) -> _Side:
        return cls(paths, [wrap(shown(path.rpartition(" / ")[2]), _NAMES[columns], BODY, lines=3) for path in paths])

    def middles(self, top: float, height: float) -> dict[str, float]:
        pitch = height / len(self.paths)
        return {path: top + (place + 0.5) * pitch for place, path in enumerate(self.paths)}


def _remark(drawn: pd.DataFrame, pairs: int, minimum: int) -> str:
    low, high = int(drawn["participants"].min()), int(drawn["participants"].max())
    span = f"{low}" if low == high else f"{low} to {high}"
    sure = int((drawn["q"] < _LEVEL).sum())
    strong = f"{sure} in colour: more than chance would bring (q<.05)" if sure else "none of them more than chance"
    return (
        f"Width of a line: participants in whom both meet ({span}; grey ones drawn half as wide). {len(drawn)} of "
        f"{pairs} pairs, those that meet in {max(minimum, 1)} or more; {strong}."
    )


def _draw(
    drawn: pd.DataFrame, sides: list[_Side], colours: dict[str, str], remark: str, columns: int, title: str
) -> Figure:
    heading = Heading.of(columns, title, remark)
    height = _ROW * max(len(side.paths) for side in sides)
    sheet = Sheet(columns, heading.height + height + MARGIN)
    heading.draw(sheet)
    left, right = MARGIN + _NAMES[columns] + 0.15, sheet.width - MARGIN - _NAMES[columns] - 0.15
    themes, pains = (side.middles(heading.height, height) for side in sides)
    largest = int(drawn["participants"].max())
    # The weak first, so that the strong lie above them.
    for row in drawn.sort_values(["q", "participants"], ascending=[False, True]).itertuples(index=False):
        strong = row.q < _LEVEL
        thickness = np.interp(row.participants, [0, largest], _THICKNESS) * (1 if strong else 0.5)
        line = _curve(left, themes[row.theme], right, pains[row.pain_point])
        tint = colours.get(row.theme, QUIET) if strong else _WEAK
        sheet.paper.add_patch(PathPatch(line, facecolor="none", edgecolor=tint, linewidth=thickness, capstyle="round"))
    for side, middles, x, shape, align in zip(
        sides, (themes, pains), (left, right), "os", ("right", "left"), strict=True
    ):
        for path, name in zip(side.paths, side.names, strict=True):
            tint = colours.get(path, QUIET)
            size = (2 * _SIGN * 72) ** 2
            sheet.paper.scatter(
                x, middles[path], s=size, marker=shape, facecolor=tint, edgecolor=QUIET, linewidth=0.5, zorder=3
            )
            at = x - 0.14 if align == "right" else x + 0.14
            for number, text in enumerate(name):
                y = middles[path] + (number - (len(name) - 1) / 2) * line_height(BODY)
                sheet.write(at, y, text, BODY, ha=align)
    taken: list[tuple[float, float]] = []
    for row in drawn[drawn["q"] < _LEVEL].itertuples(index=False):
        for share in _SHARES:
            x, y = _at(left, themes[row.theme], right, pains[row.pain_point], share)
            if all(abs(x - other) > 0.14 or abs(y - height) > 0.11 for other, height in taken):
                halo = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 0.5}
                sheet.write(x, y, f"{row.participants}", SMALL, ha="center", bbox=halo, zorder=4)
                taken.append((x, y))
                break
    return sheet.figure


def _curve(x0: float, y0: float, x1: float, y1: float) -> Path:
    """A line that leaves and arrives level."""
    middle = (x0 + x1) / 2
    return Path([(x0, y0), (middle, y0), (middle, y1), (x1, y1)], [Path.MOVETO, *[Path.CURVE4] * 3])


def _at(x0: float, y0: float, x1: float, y1: float, share: float) -> tuple[float, float]:
    """The point of such a line at this share of its parameter: a cubic Bézier curve, level at both ends."""
    along = 1.5 * share - 1.5 * share**2 + share**3
    return x0 + (x1 - x0) * along, y0 + (y1 - y0) * (3 * share**2 - 2 * share**3)
