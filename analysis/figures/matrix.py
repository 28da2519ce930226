"""Heat map: how often each code was used with each participant."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from analysis.figures.book import Code, Row, codes_in_order, height_of, most_used, rows
from analysis.figures.scale import SCALE, draw_scale
from analysis.figures.style import (
    LINE,
    MARGIN,
    PAGE,
    SEQUENTIAL,
    SMALL,
    Heading,
    Sheet,
    drawing,
    ink_on,
    line_height,
    nothing,
    rectangles,
    shorten,
    shown,
    width_of,
    width_of_page,
)

_TITLE = "Codes by participant"
_ROOM = PAGE - 1.8  # for the rows: title, names of participants and scale take the rest of a page
_WIDEST = 0.3  # of a cell
_PITCH = 0.1  # from one name of a participant to the next, upright


def matrix(matrix: pd.DataFrame, codes: pd.DataFrame, *, columns: int = 2, title: str | None = None) -> Figure:
    """A row a code, a column a participant; the darker, the more codings, the number written where it fits.

    Args:
        matrix: the table of that name: path, then a column of counts for each participant.
        codes: the codebook: path, theme, position, colour.
        columns: 1 (85 mm) or 2 (175 mm). Where a page does not hold all codes, those used most stay, and the figure
            says so.
        title: in place of the usual one; empty for none.

    Raises OptionError for another number of columns.
    """
    title = _TITLE if title is None else title
    people = [shown(name) for name in matrix.columns[1:]]
    paths = [str(path) for path in matrix.iloc[:, 0]]
    numbers = matrix.iloc[:, 1:].to_numpy(dtype=float)
    if not numbers.any():
        return nothing(columns, title, "Nothing has been coded yet.")
    counts = dict(zip(paths, numbers, strict=True))
    with drawing():
        return _draw(codes_in_order(codes, counts), counts, people, columns, title)


def _draw(listed: list[Code], counts: dict[str, np.ndarray], people: list[str], columns: int, title: str) -> Figure:
    uses = {path: int(values.sum()) for path, values in counts.items()}
    kept = most_used(listed, uses, lambda some: height_of(_rows(some, columns)) <= _ROOM)
    lines = _rows(kept, columns)
    largest = int(max(counts[code.path].max() for code in kept))
    left = MARGIN + max(line.width for line in lines) + 0.12
    cell = min(_WIDEST, (width_of_page(columns) - MARGIN - left) / len(people))
    every = math.ceil(_PITCH / cell)
    flat = max(width_of(name, SMALL) for name in people) < cell - 0.03
    names = [shorten(name, 0.9, SMALL) for name in people]
    above = (line_height(SMALL) if flat else max(width_of(name, SMALL) for name in names[::every])) + 0.05
    remark = "Dark: the participant has the code." if largest == 1 else "Codings of each code with each participant."
    if len(kept) < len(listed):
        remark += f" The {len(kept)} codes used most, of {len(listed)}."
    if every > 1:
        remark += f" {len(people)} participants in the study's order, one in {every} named."
    heading = Heading.of(columns, title, remark)
    height = height_of(lines)

    sheet = Sheet(columns, heading.height + above + height + 0.2 + SCALE * (largest > 1))
    heading.draw(sheet)
    top = heading.height + above
    axes = sheet.plot(left, top, cell * len(people), height)
    axes.set_xlim(0, len(people))
    axes.set_ylim(height, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.set_xlabel("Participants", labelpad=3)
    for line in lines:
        line.write(sheet, MARGIN, top)
        if line.code is not None:
            sheet.box(left - 0.07, top + line.top + 0.01, 0.045, line.height - 0.02, line.code.colour)
    used = [line for line in lines if line.code and (counts[line.code.path].any() or not line.heading)]
    scale = Normalize(0, largest)
    _cells(axes, used, counts, scale, cell)
    upright: dict[str, Any] = {"va": "bottom", "rotation": 90}
    for place in range(0, len(people), every):
        x, y = left + (place + 0.5) * cell, top - (above / 2 if flat else 0.03)
        sheet.write(x, y, names[place], SMALL, ha="center", **({} if flat else upright))
    if largest > 1:
        draw_scale(sheet, scale, "Codings", left, sheet.height - SCALE)
    return sheet.figure


def _rows(listed: list[Code], columns: int) -> list[Row]:
    """Names on two lines where the page has room for it."""
    width = min(0.38 * width_of_page(columns), 2.0)
    lines = rows(listed, width)
    return lines if height_of(lines) <= _ROOM else rows(listed, width, lines=1)


def _cells(axes: Axes, drawn: list[Row], counts: dict[str, np.ndarray], scale: Normalize, cell: float) -> None:
    values = np.array([counts[line.code.path] for line in drawn if line.code is not None])
    tops = np.array([line.top for line in drawn])
    heights = np.array([line.height for line in drawn])
    row, column = np.indices(values.shape).reshape(2, -1)
    shades = SEQUENTIAL(scale(values.ravel()))
    shades[values.ravel() == 0] = 1
    edge = LINE if cell > 0.06 else "none"
    rectangles(axes, column, tops[row], 1.0, heights[row], shades, edge)
    largest = int(values.max())
    if largest == 1 or cell < width_of(f"{largest}", SMALL) + 0.03:
        return
    for y, x in zip(*np.nonzero(values), strict=True):
        place = x + 0.5, tops[y] + heights[y] / 2
        ink = ink_on(SEQUENTIAL(scale(values[y, x])))
        axes.text(*place, f"{int(values[y, x])}", fontsize=SMALL, color=ink, ha="center", va="center_baseline")
