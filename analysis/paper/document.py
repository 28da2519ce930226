"""The LaTeX document that includes what a study has for a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis import latex

PREAMBLE = r"""\documentclass[10pt,a4paper]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{textcomp,lmodern,array,booktabs,longtable,graphicx}
\usepackage[margin=25mm]{geometry}
\usepackage[hidelinks]{hyperref}
\setlength{\parskip}{4pt}\setlength{\parindent}{0pt}\raggedbottom
\setcounter{topnumber}{4}\setcounter{totalnumber}{6}\renewcommand{\topfraction}{.9}\renewcommand{\floatpagefraction}{.7}"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure to include: the file without its suffix, and the caption."""

    file: str
    caption: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its heading, a sentence or two on what stands there, then fragments for \\input and figures."""

    heading: str
    opening: str
    parts: Sequence[str | Picture]


def document(title: str, sections: Sequence[Section]) -> str:
    """A document for pdflatex that compiles where its fragments and figures lie; its date is left empty.

    The opening sentences and the title are plain text; a part that is text is the path of a fragment.
    """
    lines = [
        "% Made by Vivavoce. Compile with: pdflatex paper.tex (twice, for the references).",
        PREAMBLE,
        rf"\title{{{_tex(title)}}}\author{{}}\date{{}}",
        r"\begin{document}",
        r"\maketitle",
    ]
    for number, section in enumerate(sections):
        if number:
            lines.append(r"\clearpage")  # figures and tables stay in their section
        lines += _section(section)
    lines.append(r"\end{document}")
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield rf"\section{{{_tex(section.heading)}}}\suppressfloats[t]"
    if section.opening:
        yield _tex(section.opening) + "\n"
    for part in section.parts:
        if isinstance(part, Picture):
            yield r"\begin{figure}[htbp]\centering"
            yield rf"\includegraphics[width=\linewidth,height=.85\textheight,keepaspectratio]{{{part.file}}}"
            yield rf"\caption{{{_tex(part.caption)}}}\end{{figure}}"
        else:
            yield rf"\input{{{part}}}"


def _tex(text: str) -> str:
    return latex.escape(text)[0]
