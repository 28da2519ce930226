"""Dots: the share of people with each code, a panel a value of an attribute, with limits and the counts beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.book import Code, Row, codes_in_order, height_of, most_used, rows
from analysis.figures.style import (
    LINE,
    MARGIN,
    PAGE,
    PAPER,
    QUIET,
    SMALL,
    Heading,
    Sheet,
    drawing,
    line_height,
    nothing,
    shown,
    width_of,
    width_of_page,
    wrap,
)

_TITLE = "Codes by {}"
_REMARK = (
    "Share of the participants with each value who have the code, with 95 % limits, and the counts. "
    "Upright line: the share of all. Filled: differs from the others, q < .05."
)
_DOT = "#1b4f86"
_AXIS = 0.36  # for the scale below
_NARROWEST = 0.3  # of the room for dots
_GAP = 0.1
ALPHA = 0.05


@dataclass(frozen=True)
class _Panel:
    """A value: its participants, and for each code the rows of the table."""

    value: str
    participants: int
    of: dict[str, Any]


def crosstab(crosstab: pd.DataFrame, codes: pd.DataFrame, *, columns: int = 2, title: str | None = None) -> Figure:
    """A row a code, a panel a value; codes that nobody has are left out.

    Args:
        crosstab: the table of that name.
        codes: the codebook: path, theme, position, colour.
        columns: 1 (85 mm) or 2 (175 mm). Where a page does not hold all, the values held by most stay, and the codes
            of most people, and the figure says so.
        title: in place of the usual one; empty for none.

    Raises OptionError for another number of columns.
    """
    attribute = str(crosstab["attribute"].iloc[0]) if len(crosstab) else "attribute"
    title = _TITLE.format(attribute) if title is None else title
    used = crosstab.loc[crosstab["participants_with"] > 0, "path"]
    if not len(crosstab):
        return nothing(columns, title, "Participants have no attribute to compare by, or there are no codes.")
    if not len(used):
        return nothing(columns, title, "Nothing has been coded yet.")
    with drawing():
        return _draw(crosstab[crosstab["path"].isin(used)], codes, columns, title)


def _draw(table: pd.DataFrame, codes: pd.DataFrame, columns: int, title: str) -> Figure:
    uses = {str(path): int(count) for path, count in table.groupby("path")["participants_with"].sum().items()}
    people = table.drop_duplicates("value").set_index("value")["participants"]
    listed = codes_in_order(codes, uses)
    counts = 0.08 + max(
        width_of(f"{a}/{b}", SMALL) for a, b in zip(table["participants_with"], table["participants"], strict=True)
    )
    labels = min(0.36 * width_of_page(columns), 2.1)
    fit = max(1, int((width_of_page(columns) - 2 * MARGIN - labels) / (_NARROWEST + counts + _GAP)))
    kept = set(people.sort_values(ascending=False, kind="stable").index[:fit])
    values = [value for value in people.index if value in kept]
    some = f" The {len(values)} values of most participants, of {len(people)}." if len(values) < len(people) else ""
    omission = " The {} codes of most participants, of {}."
    room = PAGE - _AXIS - 0.6 - Heading.of(columns, title, _REMARK + some + omission.format(999, 999)).height
    drawn = most_used(listed, uses, lambda these: height_of(_rows(these, labels, room)) <= room)
    lines = _rows(drawn, labels, room)
    remark = _REMARK + some + (omission.format(len(drawn), len(listed)) if len(drawn) < len(listed) else "")
    heading = Heading.of(columns, title, remark)

    left = MARGIN + max(line.width for line in lines) + 0.1
    each = (width_of_page(columns) - MARGIN - left) / len(values)
    names = {value: wrap(shown(value), each - 0.06, SMALL + 0.5, lines=2) for value in values}
    above = line_height(SMALL + 0.5) * (1 + max(map(len, names.values()))) + 0.05
    top, height = heading.height + above, height_of(lines)
    sheet = Sheet(columns, top + height + _AXIS)
    heading.draw(sheet)
    for line in lines:
        line.write(sheet, MARGIN, top)
    everyone = dict(zip(uses, (number / int(people.sum()) for number in uses.values()), strict=True))
    for place, value in enumerate(values):
        start, width = left + place * each, each - counts - _GAP
        rows_of = table[table["value"] == value]
        panel = _Panel(value, int(people[value]), {str(row.path): row for row in rows_of.itertuples(index=False)})
        for number, text in enumerate((*names[value], f"n = {panel.participants:,}")):
            y = heading.height + (number + 0.5 + max(map(len, names.values())) - len(names[value])) * line_height(
                SMALL + 0.5
            )
            quiet = number == len(names[value])
            sheet.write(start, y, text, SMALL + 0.5 * (not quiet), color=QUIET if quiet else "black")
        axes = sheet.plot(start, top, width, height)
        _dots(axes, lines, panel, everyone)
        for line in lines:
            if line.code is not None and line.code.path in panel.of:
                row = panel.of[line.code.path]
                text = f"{row.participants_with}/{row.participants}"
                sheet.write(start + width + 0.07, top + line.middle, text, SMALL, color=QUIET)
    middle = left + (width_of_page(columns) - MARGIN - left) / 2
    sheet.write(middle, sheet.height - 0.1, "Share of participants (%)", SMALL + 0.5, ha="center")
    return sheet.figure


def _rows(codes: list[Code], width: float, room: float) -> list[Row]:
    """Names on two lines where the page has room for it."""
    lines = rows(codes, width)
    return lines if height_of(lines) <= room else rows(codes, width, lines=1)


def _dots(axes: Axes, lines: list[Row], panel: _Panel, everyone: dict[str, float]) -> None:
    axes.set_xlim(0, 100)
    axes.set_ylim(height_of(lines), 0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xticks([0, 100])
    for line in lines:
        if line.code is None or line.code.path not in panel.of:
            continue
        row, y = panel.of[line.code.path], line.middle
        axes.hlines(y, 0, 100, color=LINE, linewidth=0.3)
        axes.hlines(y, 100 * row.share_low, 100 * row.share_high, color=_DOT, linewidth=1.0)
        axes.vlines(100 * everyone[line.code.path], y - 0.045, y + 0.045, color=QUIET, linewidth=0.8)
        stands = row.q < ALPHA
        axes.plot(
            [100 * row.share],
            [y],
            marker="o",
            markersize=3.4,
            markerfacecolor=_DOT if stands else PAPER,
            markeredgecolor=_DOT,
            markeredgewidth=0.8,
            clip_on=False,
        )
