"""Heat map: which codes meet, half a matrix, since a pair has no direction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from analysis.figures.book import Code, codes_in_order, has_tree, theme_colours
from analysis.figures.scale import SCALE, draw_scale
from analysis.figures.style import (
    LINE,
    MARGIN,
    PAGE,
    SEQUENTIAL,
    SMALL,
    Heading,
    Legend,
    Sheet,
    drawing,
    ink_on,
    nothing,
    rectangles,
    shorten,
    shown,
    width_of,
    width_of_page,
)
from codebook.errors import OptionError

MEASURES = {
    "n_ab": "Times that both meet",
    "jaccard": "Jaccard coefficient",
    "lift": "Lift",
    "npmi": "Normalised pointwise mutual information",
}
_TITLE = "Codes that meet"
_NARROWEST, _WIDEST, _HIGHEST = 0.088, 0.34, 0.18  # of a cell
_LABEL = {1: 1.15, 2: 1.75}


def cooccurrence_matrix(
    cooccurrence: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    measure: str = "n_ab",
    columns: int = 2,
    title: str | None = None,
) -> Figure:
    """A cell for each pair of codes that met, below the name of one and left of the name of the other.

    The codes follow the codebook, theme by theme. Where there are more than can be read, those stay that meet others
    most, and the figure says how many they are.

    Args:
        cooccurrence: the table of that name: code_a, code_b, n_ab and `measure`.
        codes: the codebook: path, theme, position, colour.
        measure: what the cells show: n_ab, jaccard, lift or npmi.
        columns: 1 (85 mm) or 2 (175 mm).
        title: in place of the usual one; empty for none.

    Raises OptionError for another measure or number of columns.
    """
    if measure not in MEASURES:
        raise OptionError(f"The measure is one of {', '.join(MEASURES)}, not {measure[:60]!r}.")
    title = _TITLE if title is None else title
    met = cooccurrence[cooccurrence["n_ab"] > 0]
    if met.empty:
        return nothing(columns, title, "No two codes meet.")
    ends = [met["code_a"].astype(str), met["code_b"].astype(str)]
    meetings = pd.concat([met["n_ab"].set_axis(end) for end in ends]).groupby(level=0).sum()
    with drawing():
        most = int((width_of_page(columns) - 2 * MARGIN - _LABEL[columns]) / _NARROWEST)
        kept = set(meetings.sort_values(ascending=False, kind="stable").index[:most])
        listed = codes_in_order(codes, kept)
        number = {code.path: place for place, code in enumerate(listed)}
        inside = ends[0].isin(kept) & ends[1].isin(kept)
        a, b = (end[inside].map(number).to_numpy(dtype=int) for end in ends)
        values = np.full((len(listed), len(listed)), np.nan)
        values[np.maximum(a, b), np.minimum(a, b)] = met.loc[inside, measure].to_numpy(dtype=float)
        remark = "A code meets those left of its name and those below it."
        if len(kept) < len(meetings):
            remark += f" The {len(kept)} codes that meet others most, of {len(meetings)}."
        return _draw(
            values, listed, theme_colours(codes, (code.theme for code in listed)), measure, columns, title, remark
        )


def _draw(
    values: np.ndarray,
    listed: Sequence[Code],
    themes: dict[str, str],
    measure: str,
    columns: int,
    title: str,
    remark: str,
) -> Figure:
    heading = Heading.of(columns, title, remark)
    legend = Legend.of(columns, list(themes.items()) if has_tree(listed) else [])
    count, width = len(listed), width_of_page(columns)
    names = [shorten(shown(code.name), _LABEL[columns], SMALL) for code in listed]
    # A name stands right of its cell, and must end on the page.
    ends = [(width - 2 * MARGIN - 0.04 - width_of(name, SMALL)) / (place + 1) for place, name in enumerate(names)]
    cell = min(_WIDEST, *ends)
    room = PAGE - heading.height - legend.height - SCALE
    high = max(0.1, min(_HIGHEST, room / count))

    sheet = Sheet(columns, heading.height + high * count + 0.05 + SCALE + legend.height)
    heading.draw(sheet)
    axes = sheet.plot(MARGIN, heading.height, cell * count, high * count)
    axes.set_xlim(0, count)
    axes.set_ylim(count, 0)
    axes.axis("off")
    row, column = np.tril_indices(count, -1)
    scale = _scale(values, measure)
    shades = SEQUENTIAL(scale(np.nan_to_num(values[row, column])))
    shades[np.isnan(values[row, column])] = 1
    rectangles(axes, column, row, 1.0, 1.0, shades, LINE)
    diagonal = np.arange(count)
    rectangles(axes, diagonal, diagonal, 1.0, 1.0, [themes[code.theme] for code in listed], LINE)
    for place, name in enumerate(names):
        x, y = MARGIN + (place + 1) * cell + 0.04, heading.height + (place + 0.5) * high
        sheet.write(x, y, name, SMALL)

    written = {(y, x): _number(values[y, x], measure) for y, x in zip(*np.nonzero(~np.isnan(values)), strict=True)}
    if max(width_of(text, SMALL) for text in written.values()) < cell - 0.02:
        for (y, x), text in written.items():
            ink = ink_on(SEQUENTIAL(scale(values[y, x])))
            axes.text(x + 0.5, y + 0.5, text, fontsize=SMALL, color=ink, ha="center", va="center_baseline")
    below = heading.height + high * count + 0.05
    draw_scale(sheet, scale, MEASURES[measure], MARGIN, below, whole=measure == "n_ab")
    legend.draw(sheet, below + SCALE)
    return sheet.figure


def _scale(values: np.ndarray, measure: str) -> Normalize:
    present = values[~np.isnan(values)]
    low = min(0.0, float(present.min())) if measure == "npmi" else 0.0
    return Normalize(low, max(float(present.max()), low + 1e-9))


def _number(value: float, measure: str) -> str:
    """As short as it can be told: a cell is small."""
    if measure == "n_ab":
        return f"{int(value)}"
    if measure == "lift":
        return f"{value:.1f}" if value < 10 else f"{value:.0f}"
    return f"{value:.2f}".replace("0.", ".", 1).replace("-", "\N{MINUS SIGN}")
