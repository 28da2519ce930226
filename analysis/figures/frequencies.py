"""Bars: how often each code was used, and by how many participants, theme by theme."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.figures.book import HEIGHT, Code, Row, codes_in_order, height_of, most_used, rows
from analysis.figures.style import (
    BODY,
    MARGIN,
    PAGE,
    QUIET,
    SMALL,
    Heading,
    Sheet,
    drawing,
    nothing,
    shorten,
    shown,
    width_of,
    width_of_page,
)
from codebook.errors import OptionError

_TITLE = "How often each code was used"
_REMARK = "Codings of each code; in brackets, the participants with the code."
_AXIS = 0.36  # for the scale below the bars
_GUTTER = 0.2  # between two panels


def frequencies(
    frequencies: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    order: str = "codebook",
    columns: int = 2,
    title: str | None = None,
) -> Figure:
    """A bar a code, grouped by theme, in the codebook's order or by count, with both numbers written beside it.

    Args:
        frequencies: the table of that name: path, codings, participants.
        codes: the codebook: path, theme, position, colour.
        order: "codebook", or "count": themes and the codes in them, the most used first.
        columns: 1 (85 mm) or 2 (175 mm); in two columns a long codebook is set in two panels. Where a page does not
            hold all codes, those used most stay, and the figure says so.
        title: in place of the usual one; empty for none.

    Raises OptionError for another order or number of columns.
    """
    if order not in ("codebook", "count"):
        raise OptionError(f"The order of the codes is codebook or count, not {order[:60]!r}.")
    title = _TITLE if title is None else title
    counts = {str(row.path): (int(row.codings), int(row.participants)) for row in frequencies.itertuples(index=False)}
    listed = codes_in_order(codes, counts)
    if not any(codings for codings, _ in counts.values()):
        return nothing(columns, title, "Nothing has been coded yet.")
    if order == "count":
        listed = _by_count(listed, counts)
    with drawing():
        return _draw(listed, counts, columns, title)


def _by_count(listed: list[Code], counts: dict[str, tuple[int, int]]) -> list[Code]:
    themes: dict[str, int] = {}
    for code in listed:
        themes[code.theme] = themes.get(code.theme, 0) + counts[code.path][0]
    place = {theme: number for number, theme in enumerate(themes)}
    return sorted(listed, key=lambda code: (-themes[code.theme], place[code.theme], -counts[code.path][0]))


def _draw(listed: list[Code], counts: dict[str, tuple[int, int]], columns: int, title: str) -> Figure:
    omission = " The {} codes used most, of {}."
    room = PAGE - _AXIS - Heading.of(columns, title, _REMARK + omission.format(999, 999)).height
    uses = {path: codings for path, (codings, _) in counts.items()}
    kept = most_used(listed, uses, lambda some: _height(_panels(some, columns, room)) <= room)
    remark = _REMARK + (omission.format(len(kept), len(listed)) if len(kept) < len(listed) else "")
    heading = Heading.of(columns, title, remark)
    panels = _panels(kept, columns, room)
    width = (width_of_page(columns) - _GUTTER * (len(panels) - 1)) / len(panels)
    labels = max(row.width for panel in panels for row in panel)

    sheet = Sheet(columns, heading.height + _height(panels) + _AXIS)
    heading.draw(sheet)
    for number, panel in enumerate(panels):
        _panel(sheet, panel, counts, number * (width + _GUTTER), width, labels, heading.height)
    return sheet.figure


def _panels(listed: list[Code], columns: int, room: float) -> list[list[Row]]:
    """The rows in one panel, or in two where the page is wide; names on one line where two take too much room."""
    width = width_of_page(columns)
    half = 0.45 * (width - _GUTTER) / 2
    for lines in (2, 1):
        panels = [rows(listed, min(0.42 * width, 2.2), lines=lines)]
        if _height(panels) > room and columns == 2:
            panels = _halves(rows(listed, half, lines=lines), half)
        if _height(panels) <= room:
            break
    return panels


def _height(panels: list[list[Row]]) -> float:
    return max(map(height_of, panels))


def _halves(listed: list[Row], width: float) -> list[list[Row]]:
    """Two panels of about the same height; a theme is kept together where that costs little."""
    middle = height_of(listed) / 2
    breaks = range(1, len(listed))
    cost = {number: abs(listed[number].top - middle) + 0.6 * (not listed[number].heading) for number in breaks}
    split = min(breaks, key=cost.__getitem__)
    first, second = listed[:split], listed[split:]
    code = second[0].code
    if code is not None and not second[0].heading:
        again = " (continued)"
        line = shorten(shown(code.theme), width - width_of(again, BODY, bold=True), BODY, bold=True) + again
        second.insert(0, Row((line,), None, True, False, second[0].top - HEIGHT, HEIGHT))
    return [first, second]


def _panel(
    sheet: Sheet,
    panel: Sequence[Row],
    counts: dict[str, tuple[int, int]],
    left: float,
    width: float,
    labels: float,
    top: float,
) -> None:
    start = left + MARGIN + labels + 0.06
    space = left + width - MARGIN - start
    height = height_of(panel)
    largest = max(codings for codings, _ in counts.values())
    beside = max(width_of(_numbers(*pair), SMALL + 0.5) for pair in counts.values()) + 0.06
    limit = largest * space / (space - beside)

    axes = sheet.plot(start, top, space, height)
    axes.set_xlim(0, limit)
    axes.set_ylim(panel[0].top + height, panel[0].top)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.set_yticks([])
    axes.set_xlabel("Codings", labelpad=2)
    for row in panel:
        row.write(sheet, left + MARGIN, top - panel[0].top)
        if row.code is None or (row.heading and not counts[row.code.path][0]):
            continue
        codings, participants = counts[row.code.path]
        axes.barh(row.middle, codings, height=0.095, color=row.code.colour, edgecolor=QUIET, linewidth=0.4)
        axes.annotate(
            _numbers(codings, participants),
            (codings, row.middle),
            xytext=(2, 0),
            textcoords="offset points",
            va="center_baseline",
            fontsize=SMALL + 0.5,
            annotation_clip=False,
        )


def _numbers(codings: int, participants: int) -> str:
    return f"{codings:,} ({participants:,})"
