"""What a paper prints of a study, in LaTeX: tables, figures, quotes, methods, and paper.tex that includes them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from app.material import figure, frames_of, result, table

if TYPE_CHECKING:
    import pandas as pd

    from corpus.study import Study


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the paper: what it says first, and the figures, tables and texts in it, by name."""

    heading: str
    opening: str = ""
    figures: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


IN_A_TURN: dict[str, Any] = {"unit": "window:0", "test": True}
"""Of co-occurrence: meetings in a turn, tested by sliding; turns are too unlike in length for a hypergeometric test."""

PARTS = (
    Part("Method", texts=("methods",)),
    Part("Participants", tables=("participants",)),
    Part(
        "Code system",
        "Every code with its own codings, those with the codes below it, and the participants who speak of these.",
        tables=("themes", "codesystem"),
    ),
    Part("What was said", figures=("overview", "frequencies", "matrix"), tables=("matrix",)),
    Part(
        "Themes, pain points and layers",
        "A theme and a pain point meet in a participant where codings of both share a turn or stand in neighbouring "
        "turns of that participant.",
        figures=("meetings-graph",),
        tables=("meetings", "layers"),
    ),
    Part(
        "Codes that occur together",
        "Codes meet where codings of both share a turn.",
        figures=("cooccurrence-graph", "cooccurrence-matrix"),
    ),
    Part("Implications", texts=("implications",)),
    Part("Quotes by theme", texts=("quotations",)),
    Part(
        "Agreement of coders",
        "Each code is taken as present or absent in each turn of a participant; without two coders, or where a value "
        "is undefined, there is none.",
        tables=("agreement",),
    ),
)

OFF_PAPER = {"participants": ["participant"], "codesystem": ["level"], "agreement": ["prevalence"]}
TREES = ("codesystem", "matrix", "agreement")
"""Tables with a row for every code, in which the place of a name tells where it belongs."""
INDENT = 4 * "\N{NO-BREAK SPACE}"
PRINTED_KINDS = ("theme", "pain point", "counter")
"""Codes whose quotes a paper prints."""


def paper(study: Study, notes: list[str]) -> Iterator[tuple[str, bytes]]:
    """The files of the paper, by their names within its folder; what LaTeX could not show is told in `notes`."""
    from analysis.figures import FIGURES
    from analysis.paper.document import Picture, Section, document

    sections = []
    for part in PARTS:
        pieces: list[str | Picture] = []
        for name in part.texts:
            yield f"{name}.tex", _text(study, name, notes).encode()
            pieces.append(name)
        for name in part.figures:
            yield f"figures/{name}.pdf", figure(study, name, "pdf", options=IN_A_TURN, title="")
            pieces.append(Picture(f"figures/{name}.pdf", FIGURES[name].label))
        for name in part.tables:
            yield f"tables/{name}.tex", _fragment(study, name, notes)
            pieces.append(f"tables/{name}")
        sections.append(Section(part.heading, part.opening, pieces))
    yield "paper.tex", document(study.title, sections).encode()


def _fragment(study: Study, name: str, notes: list[str]) -> bytes:
    from analysis.tables import render

    found = result(study, name)
    rendered = render(_as_printed(found.table, name), "tex", title=found.title, note=found.note)
    notes += [f"paper/tables/{name}.tex: {note}" for note in rendered.notes]
    return rendered.data


def _as_printed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The table as a page has room for it: no ids, codes by their own names under those above them."""
    frame = frame.drop(columns=OFF_PAPER.get(name, []))
    if name in TREES:
        frame = frame.assign(path=[_indented(path) for path in frame["path"]])
    return frame


def _indented(path: str) -> str:
    *above, own = path.split(" / ")
    return INDENT * len(above) + own


def _text(study: Study, name: str, notes: list[str]) -> str:
    return {"methods": _methods, "quotations": _quotations, "implications": _implications}[name](study, notes)


def _methods(study: Study, notes: list[str]) -> str:
    from analysis import latex

    return latex.escape(methods_of(study))[0] + "\n"


def methods_of(study: Study) -> str:
    """The methods paragraph of the study, as plain text."""
    from analysis.paper.methods import methods

    needs = ("documents", "turns", "participants", "codes", "codings", "coders", "texts")
    frames = frames_of(study, needs, codings=("document", "code", "coder"))
    return methods(
        **{need: frames[need] for need in needs},
        agreement=table(study, "agreement"),
        version=version("vivavoce"),
        invented=study.setting("demonstration") == "yes",
    )


def _quotations(study: Study, notes: list[str]) -> str:
    from analysis.paper.quotations import quotations

    codes = study.codes()
    printed = codes.loc[codes["kind"].isin(PRINTED_KINDS), "path"]
    exemplars = table(study, "exemplars")
    return quotations(exemplars[exemplars["path"].isin(printed)], codes)


def _implications(study: Study, notes: list[str]) -> str:
    from analysis.report import render
    from app.material import implications

    rendered = render(implications(study), "tex", title="")
    notes += [f"paper/implications.tex: {note}" for note in rendered.notes]
    return rendered.data.decode()
