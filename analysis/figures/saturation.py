"""A curve: how many codes so many documents bring, in their order and in any other, and how many are to be expected."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.figures.style import (
    INK,
    MARGIN,
    QUIET,
    SMALL,
    Heading,
    Legend,
    Sheet,
    drawing,
    nothing,
    width_of,
    width_of_page,
)

_TITLE = "Codes found, interview by interview"
_OBSERVED, _BAND, _ESTIMATE = "#1b4f86", "#c9d9ea", "#b35806"  # blue and orange: told apart by all eyes, and in grey
_HEIGHT = {1: 2.2, 2: 2.8}
_BELOW = 0.38  # for the scale and its name
_TALLEST = 2.5  # times the codes seen: limits beyond are cut, with an arrow


def saturation(saturation: pd.DataFrame, *, columns: int = 2, title: str | None = None) -> Figure:
    """The codes seen after each document, the band of 95 % of all orders, and Chao's estimate with its limits.

    Args:
        saturation: the table of that name. Documents that nobody coded are left out.
        columns: 1 (85 mm) or 2 (175 mm).
        title: in place of the usual one; empty for none.

    Raises OptionError for another number of columns.
    """
    title = _TITLE if title is None else title
    counted = saturation[saturation["rarefied"].notna()]
    if not len(counted) or not counted["codes_total"].iloc[-1]:
        return nothing(columns, title, "Nothing has been coded yet.")
    with drawing():
        return _draw(counted, columns, title)


def _draw(counted: pd.DataFrame, columns: int, title: str) -> Figure:
    last = counted.iloc[-1]
    estimated = bool(pd.notna(last["estimate"]))
    heading = Heading.of(columns, title, _remark(counted))
    entries = [("codes seen, in the order of the study", _OBSERVED), ("in 95 % of all orders", _BAND)]
    entries += [("estimate (Chao2) with 95 % limits", _ESTIMATE)] if estimated else []
    legend = Legend.of(columns, entries, "osD"[: len(entries)])
    room = _HEIGHT[columns]

    sheet = Sheet(columns, heading.height + legend.height + room + _BELOW)
    heading.draw(sheet)
    legend.draw(sheet, heading.height - 0.08)
    n = np.arange(1, len(counted) + 1)
    seen = int(last["codes_total"])
    high = float(last["estimate_high"]) if estimated else float(seen)
    top = min(max(high, seen), max(_TALLEST * seen, float(last["estimate"]) * 1.1 if estimated else 0.0)) * 1.06
    left = MARGIN + 0.2 + width_of(f"{top:,.0f}", SMALL + 0.5)
    axes = sheet.plot(left, heading.height + legend.height, width_of_page(columns) - left - 2 * MARGIN, room)
    axes.set_xlim(0.5, len(counted) + 0.5 + max(1.0, 0.06 * len(counted)) * estimated)
    axes.set_ylim(0, top)
    axes.fill_between(n, counted["rarefied_low"], counted["rarefied_high"], color=_BAND, linewidth=0)
    if len(n) == 1:
        axes.vlines(n, counted["rarefied_low"], counted["rarefied_high"], color=_BAND, linewidth=4)
    axes.plot(n, counted["rarefied"], color=QUIET, linewidth=0.7, linestyle=(0, (4, 2)))
    size = min(3.0, 150 / len(n))
    axes.plot(n, counted["codes_total"], color=_OBSERVED, linewidth=1.0, marker="o", markersize=size)
    if estimated:
        _limits(axes, last, len(counted), top)
    axes.set_xticks(_ticks(1, len(counted), 12))
    axes.set_yticks(_ticks(0, top, 6))
    axes.set_xlabel("Documents coded", labelpad=2)
    axes.set_ylabel("Codes", labelpad=2)
    return sheet.figure


def _remark(counted: pd.DataFrame) -> str:
    last = counted.iloc[-1]
    documents = f"{len(counted):,} document{'s' * (len(counted) > 1)}"
    if pd.isna(last["estimate"]):
        return f"{int(last['codes_total']):,} codes in {documents}; broken: expected in any order. {last['note']}."
    seen = (
        f"{int(last['codes_total']):,} codes in {documents}; Chao2 {last['estimate']:,.1f} "
        f"(95 % limits {last['estimate_low']:,.1f} to {last['estimate_high']:,.1f})"
    )
    more = int(last["more_for_95"])
    needed = f"some {more:,} more" if more else "no more"
    return f"{seen}; {needed} needed for 95 % of it. Broken line: codes expected in any order."


def _ticks(low: float, high: float, most: int) -> list[float]:
    """Whole numbers from low to high."""
    ticks = MaxNLocator(nbins=most, integer=True).tick_values(low, high)
    return [float(tick) for tick in ticks if low <= tick <= high]


def _limits(axes: Axes, last: pd.Series, documents: int, top: float) -> None:
    """The estimate at the right of the curve; where its upper limit is beyond the scale, an arrow."""
    x = documents + 0.5 + max(0.5, 0.03 * documents)
    low, high, value = (float(last[name]) for name in ("estimate_low", "estimate_high", "estimate"))
    axes.axhline(value, color=_ESTIMATE, linewidth=0.6, linestyle=(0, (1, 2)))
    axes.vlines(x, low, min(high, top), color=_ESTIMATE, linewidth=1.2)
    axes.plot([x], [value], color=_ESTIMATE, marker="D", markersize=4, markeredgecolor=INK, markeredgewidth=0.4)
    if high > top:
        axes.plot([x], [top * 0.985], color=_ESTIMATE, marker="^", markersize=4, clip_on=False)
