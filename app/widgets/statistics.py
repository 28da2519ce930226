"""Interactive charts of the statistics: how codes were found, and shares or ratios as a grid of cells.

What a colour says a number or a sign says, too. Columns are given names of our own, as in `app.widgets.charts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from app.graphs import NARROW
from app.widgets.charts import CHOSEN, NO_COLOUR, OWN_NAME, ROW, ink

BLUE, ORANGE = "#3b7fc4", "#c96a12"  # told apart by all eyes, on light and on dark
FEW = 4  # columns that have room for their texts on a phone
STRONGEST = 0.55  # opacity of a cell below words, which stay to be read on either theme


def growth(counted: pd.DataFrame) -> alt.LayerChart:
    """Codes found, interview by interview: `counted` are the rows of the table saturation with an interview coded."""
    shown = counted.assign(interviews=range(1, len(counted) + 1))
    scale = alt.Scale(domain=[0.5, len(shown) + 1], nice=False)
    along = alt.X("interviews:Q", title="Interviews coded", scale=scale, axis=alt.Axis(tickMinStep=1, format="d"))
    base = alt.Chart(shown).encode(x=along)
    codes = alt.Y("codes_total:Q", title="Codes")
    band = base.mark_area(color=BLUE, opacity=0.22).encode(alt.Y("rarefied_low:Q", title="Codes"), y2="rarefied_high:Q")
    expected = base.mark_line(color=NO_COLOUR, strokeDash=[5, 4], strokeWidth=1.5).encode(y="rarefied:Q")
    told = [
        alt.Tooltip("document:N", title="Interview"),
        alt.Tooltip("codes_new:Q", title="New codes"),
        alt.Tooltip("codes_total:Q", title="Codes so far"),
    ]
    seen = base.mark_line(color=BLUE, point=alt.OverlayMarkDef(color=BLUE, size=50)).encode(codes, tooltip=told)
    layers = [band, expected, seen]
    last = shown.tail(1)
    if last["estimate"].notna().all():
        limits = [alt.Tooltip(f"{name}:Q", format=".1f") for name in ("estimate", "estimate_low", "estimate_high")]
        beyond = alt.Chart(last.assign(interviews=len(shown) + 0.5)).encode(x=along, tooltip=limits)
        reach = beyond.mark_rule(color=ORANGE, strokeWidth=2).encode(y="estimate_low:Q", y2="estimate_high:Q")
        diamond = beyond.mark_point(color=ORANGE, shape="diamond", filled=True, opacity=1, size=110, stroke=ink())
        layers += [reach, diamond.encode(y="estimate:Q")]
    return alt.LayerChart(layer=layers).properties(height=380)


def grid(cells: pd.DataFrame, *, down: str, across: str, told: Mapping[str, str], clicked: bool) -> alt.LayerChart:
    """A cell a row of `cells`, in their order; columns that are rows as well come in the order of the rows.

    Args:
        cells: row, column (what a cell stands for), weight (0..1, how strong its colour is), less (whether it takes
            the other colour), text (in the cell), mark (a sign that stays where there is no room for the text), and
            the columns of `told`.
        down, across: what rows and columns are.
        told: what is said of a cell that is pointed at: by column its name.
        clicked: whether a click chooses a cell, by row and column.
    """
    columns = set(cells["column"])
    in_order = [name for name in dict.fromkeys([*cells["row"], *cells["column"]]) if name in columns]
    axis: dict[str, Any] = {"labelColor": ink(), "labelLimit": 190, "ticks": False, "domain": False, "title": None}
    axis |= {"labelFlush": False, "labelOverlap": False}
    many = len(columns) > FEW
    base = alt.Chart(cells).encode(
        y=alt.Y("row:N", sort=None, axis=alt.Axis(**axis, labelExpr=OWN_NAME)),
        x=alt.X("column:N", sort=in_order, axis=alt.Axis(**axis, orient="top", labelAngle=-40 if many else 0)),
    )
    boxes = base.mark_rect(stroke=NO_COLOUR, strokeOpacity=0.3).encode(
        color=alt.condition("datum.less", alt.value(ORANGE), alt.value(BLUE)),
        fillOpacity=alt.Opacity("weight:Q", scale=alt.Scale(domain=[0, 1], range=[0, STRONGEST]), legend=None),
    )
    crowded = f"width < {NARROW - 100} && {len(columns)} > {FEW}"
    words = base.mark_text(color=ink(), fontSize=12, opacity=alt.ExprRef(f"{crowded} ? 0 : 1")).encode(text="text:N")
    marks = base.mark_text(color=ink(), fontSize=11, opacity=alt.ExprRef(f"{crowded} ? 1 : 0")).encode(text="mark:N")
    reached = base.mark_rect(opacity=0.001, cursor="pointer" if clicked else "default").encode(  # above the words
        tooltip=[
            alt.Tooltip("row:N", title=down),
            alt.Tooltip("column:N", title=across),
            *(alt.Tooltip(name, title=title) for name, title in told.items()),
        ],
    )
    if clicked:
        reached = reached.add_params(alt.selection_point(name=CHOSEN, fields=["row", "column"]))
    return (boxes + words + marks + reached).properties(height=alt.Step(ROW))
