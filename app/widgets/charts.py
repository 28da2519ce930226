"""Interactive charts of tables: DataFrames in, Altair charts out. A click chooses, and the page shows the quotes.

Columns are given names of our own first: Vega reads dots and brackets in a name as a way into an object.
"""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from app.graphs import HEIGHT, NARROW

NO_COLOUR = "#8a8a8a"
CHOSEN, NODE = "chosen", "node"
OWN_NAME = "replace(datum.label, regexp('.* / '), '')"  # the last of a path's names
BELOW = "indexof(datum.value, ' / ') > 0"  # a code that is no theme by itself
ROW = 24  # pixels: a line of text and air


def ink() -> str:
    """The colour of text in charts, which Streamlit leaves black on its dark theme."""
    return "#edebe8" if st.context.theme.type == "dark" else "#2f2d2b"


def bars(frequencies: pd.DataFrame, codes: pd.DataFrame, measure: str, label: str) -> alt.LayerChart:
    """A bar a code, in the order of the rows.

    `frequencies`: the table of that name; `measure`: the column that is shown, called `label`.
    """
    shown = pd.DataFrame({"path": frequencies["path"], "value": frequencies[measure]})
    shown["colour"] = shown["path"].map(codes.set_index("path")["colour"]).replace("", NO_COLOUR).fillna(NO_COLOUR)
    chosen = alt.selection_point(name=CHOSEN, fields=["path"])
    base = alt.Chart(shown).encode(
        y=alt.Y(
            "path:N",
            sort=None,
            title=None,
            axis=alt.Axis(
                labelExpr=OWN_NAME,
                labelFontWeight=alt.condition(BELOW, alt.value("normal"), alt.value("bold")),
                labelLimit=190,
                labelColor=ink(),
                ticks=False,
                domain=False,
            ),
        ),
        x=alt.X("value:Q", title=label, axis=alt.Axis(tickMinStep=1)),
        tooltip=[alt.Tooltip("path:N", title="Code"), alt.Tooltip("value:Q", title=label)],
    )
    drawn = base.mark_bar(height=14, cursor="pointer").encode(
        color=alt.Color("colour:N", scale=None, legend=None),
        opacity=alt.condition(chosen, alt.value(1), alt.value(0.35)),
    )
    numbers = base.mark_text(align="left", dx=4, color=ink()).encode(text="value:Q")
    return (drawn.add_params(chosen) + numbers).properties(height=alt.Step(ROW))


def meetings(nodes: pd.DataFrame, edges: pd.DataFrame, label: str) -> alt.LayerChart:
    """Codes that meet, as a graph to pan and zoom.

    nodes: path, name, x, y, codings, colour, first (named also where the picture is narrow); edges: code_a, code_b, x,
    y, x2, y2, strength.
    """
    chosen = alt.selection_point(name=CHOSEN, fields=["code_a", "code_b"])
    hidden = alt.Axis(labels=False, ticks=False, grid=False, domain=False, title=None)
    at = {
        "x": alt.X("x:Q", axis=hidden, scale=alt.Scale(padding=70, nice=False)),
        "y": alt.Y("y:Q", axis=hidden, scale=alt.Scale(padding=50, nice=False)),
    }
    lines = (
        alt.Chart(edges)
        .mark_rule(color=NO_COLOUR)
        .encode(
            **at,
            x2="x2:Q",
            y2="y2:Q",
            strokeWidth=alt.StrokeWidth("strength:Q", scale=alt.Scale(range=[2, 9]), legend=None),
            opacity=alt.condition(chosen, alt.value(0.8), alt.value(0.25)),
        )
    )
    reached = (  # a line is thin: near it is near enough
        alt.Chart(edges)
        .mark_rule(cursor="pointer", strokeWidth=14, opacity=0.001)
        .encode(
            **at,
            x2="x2:Q",
            y2="y2:Q",
            tooltip=[
                alt.Tooltip("code_a:N", title="Code"),
                alt.Tooltip("code_b:N", title="and"),
                alt.Tooltip("strength:Q", title=label, format=".4~g"),
            ],
        )
        .add_params(chosen)
    )
    dots = (
        alt.Chart(nodes)
        .mark_circle(opacity=1, cursor="pointer", stroke=ink(), strokeWidth=0.8)
        .encode(
            **at,
            color=alt.Color("colour:N", scale=None, legend=None),
            size=alt.Size("codings:Q", scale=alt.Scale(range=[60, 900]), legend=None),
            tooltip=[alt.Tooltip("path:N", title="Code"), alt.Tooltip("codings:Q", title="Codings")],
        )
        .add_params(alt.selection_point(name=NODE, fields=["path"]))
    )
    names = alt.Chart(nodes).mark_text(
        dy=14,
        baseline="top",
        align="center",
        fontSize=11,
        lineBreak="\n",
        color=ink(),
        opacity=alt.ExprRef(f"width < {NARROW} && !datum.first ? 0 : 1"),
    )
    return (lines + reached + dots + names.encode(**at, text="name:N")).properties(height=HEIGHT + 100).interactive()


def timeline(codings: pd.DataFrame, documents: pd.DataFrame, colours: dict[str, str]) -> alt.LayerChart:
    """What was coded where: a row a document, a bar a coding.

    codings: document (name), start, end (shares of the document, 0..1), theme, path, coding (id);
    documents: name, in their order; colours: by theme.
    """
    chosen = alt.selection_point(name=CHOSEN, fields=["coding"])
    rows = alt.Y(
        "document:N", sort=documents["name"].tolist(), title=None, axis=alt.Axis(labelLimit=160, labelColor=ink())
    )
    whole = pd.DataFrame({"document": documents["name"], "start": 0.0, "end": 1.0})
    along = alt.X("start:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", grid=False))
    paper = alt.Chart(whole).mark_bar(color=NO_COLOUR, opacity=0.12, height=16).encode(y=rows, x=along, x2="end:Q")
    drawn = (
        alt.Chart(codings)
        .mark_bar(height=16, cursor="pointer", minBandSize=2, stroke=ink(), strokeWidth=0.6, strokeOpacity=0.7)
        .encode(
            y=rows,
            x=along,
            x2="end:Q",
            color=alt.Color(
                "theme:N",
                scale=alt.Scale(domain=[*colours], range=[*colours.values()]),
                legend=None,
            ),
            opacity=alt.condition(chosen, alt.value(0.9), alt.value(0.25)),
            tooltip=[alt.Tooltip("path:N", title="Code"), alt.Tooltip("document:N", title="Transcript")],
        )
        .add_params(chosen)
    )
    return (paper + drawn).properties(height=alt.Step(ROW))


def chosen_in(event: object, *fields: str) -> tuple[str, ...] | None:
    """The values of these fields where one mark of a chart was clicked, None where none was."""
    return _point(event, CHOSEN, fields)


def chosen_node(event: object) -> tuple[str, ...] | None:
    """The path of the code of a graph that was clicked, None where none was."""
    return _point(event, NODE, ("path",))


def _point(event: object, param: str, fields: tuple[str, ...]) -> tuple[str, ...] | None:
    points = getattr(getattr(event, "selection", None), param, None) or []
    values = tuple(points[0].get(field) for field in fields) if points else ()
    return values if values and all(values) else None
