"""Quotes by theme as a paper prints them, each with who said it: ``...'' (P7)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis import latex


def quotations(exemplars: pd.DataFrame, codes: pd.DataFrame) -> str:
    """LaTeX for \\input: a subsection a theme, a paragraph a code with its definition, and its quotes.

    Args:
        exemplars: as the table of that name: theme, path, participant, quote.
    """
    if not len(exemplars):
        return "Nothing has been coded yet, so there is nothing to quote.\n"
    definitions = codes.set_index("path")["definition"]
    return "\n".join(_lines(exemplars, definitions)) + "\n"


def _lines(exemplars: pd.DataFrame, definitions: pd.Series) -> Iterator[str]:
    for theme, of_theme in exemplars.groupby("theme", sort=False):
        yield rf"\subsection*{{{_tex(str(theme))}}}"
        for path, of_code in of_theme.groupby("path", sort=False):
            name = str(path).removeprefix(f"{theme} / ")
            yield rf"\paragraph{{{_tex(name)}}} {_tex(definitions[path])}"
            yield r"\begin{itemize}"
            for row in of_code.itertuples(index=False):
                yield rf"\item ``{_tex(row.quote)}'' ({_tex(row.participant)})"
            yield r"\end{itemize}"


def _tex(text: str) -> str:
    return latex.escape(text)[0]
