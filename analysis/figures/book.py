"""The codes of a figure in the order of the codebook, under their themes, and the lines that name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.figures.style import BODY, UNKNOWN, Sheet, colour, line_height, shown, width_of, wrap

_SEPARATOR = " / "


@dataclass(frozen=True, slots=True)
class Code:
    """A code as a figure shows it: by its own name, or where another code bears that too, by its path in the theme."""

    path: str
    theme: str
    colour: str
    name: str


def codes_in_order(codes: pd.DataFrame, paths: Iterable[str]) -> list[Code]:
    """The codes of these paths in the codebook's order, each theme's together; unknown ones last."""
    bearing = Counter(map(_last, codes["path"]))

    def name(path: str, theme: str) -> str:
        return _last(path) if bearing[_last(path)] == 1 else path.removeprefix(theme + _SEPARATOR)

    known = {
        row.path: Code(row.path, row.theme, colour(row.colour), name(row.path, row.theme))
        for row in codes.sort_values("position", kind="stable")[["path", "theme", "colour"]].itertuples(index=False)
    }
    wanted = list(dict.fromkeys(map(str, paths)))
    place = {path: number for number, path in enumerate(known)}
    found = sorted((path for path in wanted if path in known), key=place.__getitem__)
    strange = [path for path in wanted if path not in known]
    ordered = [known[path] for path in found]
    for path in strange:
        theme = path.split(_SEPARATOR)[0]
        ordered.append(Code(path, theme, UNKNOWN, name(path, theme)))
    themes = list(dict.fromkeys(code.theme for code in ordered))
    return [code for theme in themes for code in ordered if code.theme == theme]


def _last(path: str) -> str:
    return path.rpartition(_SEPARATOR)[2]


def theme_colours(codes: pd.DataFrame, themes: Iterable[str]) -> dict[str, str]:
    """The colour of each theme: of the code that it is, else of its first code."""
    own = dict(zip(codes["path"], codes["colour"], strict=True))
    first = codes.sort_values("position", kind="stable").drop_duplicates("theme").set_index("theme")["colour"]
    return {theme: colour(own.get(theme, first.get(theme))) for theme in dict.fromkeys(themes)}


def has_tree(codes: Iterable[Code]) -> bool:
    """Whether a code stands below a theme; without a tree a legend of themes would name the codes again."""
    return any(code.path != code.theme for code in codes)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a figure: a code, or the heading of a theme that is no code of the figure itself."""

    lines: tuple[str, ...]
    code: Code | None
    heading: bool
    indent: float
    top: float
    height: float

    @property
    def middle(self) -> float:
        """Halfway between top and end."""
        return self.top + self.height / 2

    @property
    def width(self) -> float:
        """What the lines take, with their indentation."""
        return self.indent + max(width_of(line, BODY, bold=self.heading) for line in self.lines)

    def write(self, sheet: Sheet, left: float, top: float) -> None:
        """The lines on a sheet on which the rows begin at `top`."""
        for number, line in enumerate(self.lines):
            y = top + self.middle + (number - (len(self.lines) - 1) / 2) * line_height(BODY)
            sheet.write(left + self.indent, y, line, BODY, weight="bold" if self.heading else "normal")


HEIGHT, INDENT = 0.135, 0.09


def rows(codes: Sequence[Code], width: float, *, lines: int = 2) -> list[Row]:
    """The codes below one another with the headings of their themes, the names wrapped to `width`.

    A theme of one code, and so a codebook without a tree, goes without headings.
    """
    result: list[Row] = []
    top = 0.0
    themes = list(dict.fromkeys(code.theme for code in codes))
    for theme in themes:
        members = [code for code in codes if code.theme == theme]
        own = next((code for code in members if code.path == theme), None)
        headed = len(members) > 1 or own is None
        if headed and result:
            top += 0.05
        entries: list[tuple[str, Code | None, bool]] = [(theme, own, True)] if headed else []
        entries += [(code.name, code, False) for code in members if not headed or code is not own]
        above = {theme} | {code.path for code in members} if headed else set()
        for name, code, heading in entries:
            indent = INDENT * sum(path in above for path in _ancestors(code)) if code and not heading else 0.0
            wrapped = tuple(wrap(shown(name), width - indent, BODY, lines=lines, bold=heading))
            height = max(HEIGHT, len(wrapped) * line_height(BODY) + 0.025)
            result.append(Row(wrapped, code, heading, indent, top, height))
            top += height
    return result


def _ancestors(code: Code) -> Iterator[str]:
    """The paths of the codes above it."""
    path = code.path
    while _SEPARATOR in path:
        path = path.rpartition(_SEPARATOR)[0]
        yield path


def most_used(codes: Sequence[Code], uses: Mapping[str, int], fits: Callable[[list[Code]], bool]) -> list[Code]:
    """The codes; or where they do not fit on a page, as many of the most used as do, in the same order."""
    if fits(list(codes)):
        return list(codes)
    ranked = sorted(codes, key=lambda code: -uses[code.path])
    few, many = 1, len(codes)
    while many - few > 1:
        half = (few + many) // 2
        chosen = set(ranked[:half])
        if fits([code for code in codes if code in chosen]):
            few = half
        else:
            many = half
    chosen = set(ranked[:few])
    return [code for code in codes if code in chosen]


def height_of(rows: Sequence[Row]) -> float:
    """From the top of the first row to the end of the last."""
    return rows[-1].top + rows[-1].height - rows[0].top if rows else 0.0
