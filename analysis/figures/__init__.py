"""The figures of a paper: DataFrames in, a matplotlib Figure out, and its bytes as .pdf, .svg or .png.

Adding a figure is adding a file with a function and a row to `FIGURES`. matplotlib is loaded when a figure is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from codebook.errors import OptionError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a figure, spelled as on the command line."""

    name: str
    default: Any
    help: str
    choices: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A figure: `function` in `module` takes the tables named in `frames`, in this order, and the options by name."""

    name: str
    label: str
    module: str
    function: str
    frames: tuple[str, ...]
    options: tuple[Option, ...] = ()


_COLUMNS = Option("columns", 2, "columns of a printed page that the figure is wide: 85 mm or 175 mm", (1, 2))
_TITLE = Option("title", None, "the title; empty for none")

FIGURES = {
    row.name: row
    for row in (
        FigureKind(
            "frequencies",
            "How often each code was used",
            "analysis.figures.frequencies",
            "frequencies",
            ("frequencies", "codes"),
            (Option("order", "codebook", "the order of the codes", ("codebook", "count")), _COLUMNS, _TITLE),
        ),
        FigureKind(
            "matrix",
            "How often each code was used with each participant",
            "analysis.figures.matrix",
            "matrix",
            ("matrix", "codes"),
            (_COLUMNS, _TITLE),
        ),
        FigureKind(
            "cooccurrence-graph",
            "Codes that meet, as a graph",
            "analysis.figures.cooccurrence_graph",
            "cooccurrence_graph",
            ("cooccurrence", "frequencies", "codes"),
            (
                Option("minimum", None, "the smallest n_ab that is drawn; without it, as many lines as can be read"),
                Option("threshold", 0.05, "q below which a pair is drawn, where pairs were tested"),
                _COLUMNS,
                _TITLE,
            ),
        ),
        FigureKind(
            "cooccurrence-matrix",
            "Codes that meet, as a matrix",
            "analysis.figures.cooccurrence_matrix",
            "cooccurrence_matrix",
            ("cooccurrence", "codes"),
            (
                Option("measure", "n_ab", "what the cells show", ("n_ab", "jaccard", "lift", "npmi")),
                _COLUMNS,
                _TITLE,
            ),
        ),
        FigureKind(
            "meetings-graph",
            "Themes and pain points that meet, as a graph",
            "analysis.figures.meetings_graph",
            "meetings_graph",
            ("meetings", "codes"),
            (
                Option("minimum", 3, "the smallest number of participants that is drawn"),
                _COLUMNS,
                _TITLE,
            ),
        ),
        FigureKind(
            "saturation",
            "Codes found, interview by interview",
            "analysis.figures.saturation",
            "saturation",
            ("saturation",),
            (_COLUMNS, _TITLE),
        ),
        FigureKind(
            "crosstab",
            "Who has each code, by an attribute",
            "analysis.figures.crosstab",
            "crosstab",
            ("crosstab", "codes"),
            (_COLUMNS, _TITLE),
        ),
        FigureKind(
            "overview",
            "What was coded where in every interview",
            "analysis.figures.overview",
            "overview",
            ("codings", "documents", "turns", "codes"),
            (
                Option("absolute", False, "interviews as long as they have words, not all of one length"),
                _COLUMNS,
                _TITLE,
            ),
        ),
    )
}

FORMATS = ("pdf", "svg", "png")


def draw(name: str, frames: dict[str, pd.DataFrame], **options: Any) -> Figure:
    """The figure `name` of `FIGURES` from the tables that it needs, each under its name in `frames`.

    Raises OptionError for an unknown figure, option or choice.
    """
    kind = FIGURES.get(name)
    if kind is None:
        raise OptionError(f"There is no figure {name[:60]!r}: choose one of {', '.join(FIGURES)}.")
    known = {option.name for option in kind.options}
    for option in options:
        if option not in known:
            raise OptionError(f"The figure {name} has no option {option[:60]!r}: it has {', '.join(sorted(known))}.")
    function = getattr(import_module(kind.module), kind.function)
    figure: Figure = function(*(frames[frame] for frame in kind.frames), **options)
    return figure


def save(figure: Figure, format: str) -> bytes:
    """The figure as a file of `format`: pdf, svg, or png of 300 dots an inch; the same bytes for the same figure."""
    from analysis.figures.style import written

    if format.removeprefix(".") not in FORMATS:
        raise OptionError(f"There is no figure format {format[:60]!r}: choose one of {', '.join(FORMATS)}.")
    return written(figure, format.removeprefix("."))
