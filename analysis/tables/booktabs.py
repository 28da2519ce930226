"""LaTeX: a fragment for \\input, ruled by booktabs, that pdflatex compiles whatever stands in the cells."""

from __future__ import annotations

import math
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from analysis import latex
from analysis.tables import Rendered
from analysis.tables.printed import Column, columns, share_out

_LONG = 40  # lines: a table of more is a longtable, which breaks over pages
_LINE = 345.0  # points: a line of LaTeX's article class, the narrowest of the common ones
_UPRIGHT = 12  # numeric columns: from here on their headings stand upright


@dataclass(frozen=True, slots=True)
class _Size:
    """A size of type: points of an average character of Latin Modern and of the space between columns; and how many
    characters a column of text must hold on a line, if it has so many."""

    command: str
    character: float
    gap: float
    line: int


_SIZES = (
    _Size("small", 4.3, 10, 24),
    _Size("footnotesize", 4.0, 9, 24),
    _Size("scriptsize", 3.6, 8, 16),
    _Size("tiny", 2.9, 6, 12),
)


def write(frame: pd.DataFrame, *, title: str, note: str) -> Rendered:
    """The table as a tabular, or as a longtable above 40 rows; in a float with a caption where there is a `title`.

    Numbers stand at the right, long text in columns that break lines, and the type gets smaller until the table fits
    a line of 345 points. Characters that pdflatex has no glyph for are shown by number, with a note.
    """
    printed = columns(frame, paper=True)
    replaced: set[str] = set()

    def escape(text: str, newline: str = " ") -> str:
        shown, missing = latex.escape(text, newline=newline)
        replaced.update(missing)
        return shown

    layout = _Layout.of(printed)
    heads = " & ".join(layout.heading(column, escape) for column in printed) + r" \\"
    body = [
        " & ".join(escape(cell.strip(), r"\newline{}") for cell in cells) + layout.row_end
        for cells in zip(*(column.cells for column in printed), strict=True)
    ]
    caption = f"\\caption{{{escape(title.strip())}}}{_label(title)}" if title.strip() else ""
    remark = rf"\emph{{Note.}} {escape(note.strip())}" if note.strip() else ""
    long = layout.lines(printed) > _LONG

    lines = list(_comment(layout, long))
    if printed:
        lines += (_longtable if long else _tabular)(layout, heads, body, caption, remark)
    notes = []
    if replaced:
        notes.append(latex.replaced_note(replaced))
    if layout.too_wide:
        notes.append("The table is wider than a page: leave out columns, or turn the page with the package pdflscape.")
    return Rendered(("\n".join(lines) + "\n").encode(), tuple(notes))


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the columns of a table share a line."""

    size: _Size
    gap: float  # points between columns
    widths: list[float]  # of the columns, in characters
    specification: str  # of the tabular
    upright: bool  # headings of numeric columns
    too_wide: bool

    @classmethod
    def of(cls, printed: list[Column]) -> _Layout:
        """The largest type in which every column has the room that it needs."""
        numeric = [column for column in printed if column.numeric]
        upright = len(numeric) >= _UPRIGHT and any(len(column.heading) > 4 for column in numeric)
        for size in _SIZES:
            gap = min(size.gap, 6) if upright else size.gap
            space = (_LINE - gap * (len(printed) - 1)) / size.character
            needs = [_need(column, size, upright) for column in printed]
            if sum(needs) <= space:
                break
        wishes = [need if column.numeric else column.longest_line for need, column in zip(needs, printed, strict=True)]
        widths = share_out(max(space, sum(needs)), needs, wishes)
        kinds = [
            "r" if column.numeric else _paragraph(width * size.character / _LINE) if _breaks(column, width) else "l"
            for column, width in zip(printed, widths, strict=True)
        ]
        return cls(size, gap, widths, "@{}" + "".join(kinds) + "@{}", upright, too_wide=sum(needs) > space)

    def heading(self, column: Column, escape: Callable[[str], str]) -> str:
        """A heading; that of a number is broken into lines as short as its longest word, or stands upright."""
        if not column.numeric:
            return escape(column.heading)
        if self.upright:
            return rf"\rotatebox{{90}}{{{escape(column.heading)}}}"
        lines = textwrap.wrap(column.heading, max(column.longest_line, 1), break_long_words=False)
        if len(lines) < 2:
            return escape(column.heading)
        return r"\begin{tabular}[b]{@{}r@{}}" + r"\\".join(map(escape, lines)) + r"\end{tabular}"

    def lines(self, printed: list[Column]) -> int:
        """How many lines the rows of the table take, about."""
        heights = (
            [_lines(cell, width) for cell in column.cells] for column, width in zip(printed, self.widths, strict=True)
        )
        return sum(map(max, zip(*heights, strict=True)))

    @property
    def row_end(self) -> str:
        """Where cells have several lines, some space tells the rows apart."""
        return r" \\ \addlinespace[2pt]" if "p{" in self.specification else r" \\"

    def begin(self) -> str:
        return rf"\{self.size.command}\setlength{{\tabcolsep}}{{{self.gap / 2:g}pt}}"


def _need(column: Column, size: _Size, upright: bool) -> float:
    if column.numeric:
        return max(map(len, column.cells), default=1) if upright else column.longest_line
    return min(column.longest_line, size.line)


def _breaks(column: Column, width: float) -> bool:
    return column.longest_line > width or any(len(cell.strip().splitlines()) > 1 for cell in column.cells)


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(len(line) / max(width, 1))) for line in text.splitlines() or [""])


def _paragraph(share: float) -> str:
    # TeX hyphenates the first word of a column only behind some space.
    return rf">{{\raggedright\arraybackslash\hspace{{0pt}}}}p{{{share:.3f}\linewidth}}"


def _comment(layout: _Layout, long: bool) -> Iterator[str]:
    packages = ["array", "booktabs"] + ["graphicx"] * layout.upright + ["longtable"] * long
    yield "% Made by Vivavoce, to be read by \\input. It needs in the preamble:"
    yield "%   \\usepackage[utf8]{inputenc}\\usepackage[T1]{fontenc}\\usepackage{textcomp,lmodern}"
    yield rf"%   \usepackage{{{','.join(packages)}}}"
    if long:
        yield "% A longtable breaks over pages, and stands only on a page of one column."


def _tabular(layout: _Layout, heads: str, body: list[str], caption: str, remark: str) -> Iterator[str]:
    yield r"\begin{table}[htbp]" if caption else r"\begingroup"
    yield (r"\centering" if caption else r"\noindent") + layout.begin()
    if caption:
        yield caption
    yield rf"\begin{{tabular}}{{{layout.specification}}}"
    yield from (r"\toprule", heads, r"\midrule", *body, r"\bottomrule", r"\end{tabular}")
    if remark:
        yield rf"\par\smallskip\parbox{{\linewidth}}{{{remark}}}"
    yield r"\end{table}" if caption else r"\endgroup"


def _longtable(layout: _Layout, heads: str, body: list[str], caption: str, remark: str) -> Iterator[str]:
    yield r"\begingroup"
    yield layout.begin() + r"\setlength{\LTcapwidth}{\linewidth}"
    yield rf"\begin{{longtable}}{{{layout.specification}}}"
    if caption:
        yield caption + r"\\"
    yield from (r"\toprule", heads, r"\midrule", r"\endfirsthead")
    yield from (r"\toprule", heads, r"\midrule", r"\endhead")
    yield from (r"\bottomrule", r"\endfoot", *body, r"\end{longtable}")
    if remark:
        yield rf"\noindent {remark}\par"
    yield r"\endgroup"


def _label(title: str) -> str:
    """What \\ref calls the table: the letters and digits of its title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = "-".join(re.findall("[a-z0-9]+", plain))[:60]
    return rf"\label{{tab:{name}}}" if name else ""
