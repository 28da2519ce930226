"""The common look of the figures: sizes of print, type, colours, and text that always fits and stays text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from threading import RLock
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.colors import Colormap, LinearSegmentedColormap, is_color_like, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from codebook.errors import OptionError

# All measures are inches, as matplotlib's are; sizes of type are points.
WIDTHS = {1: 85 / 25.4, 2: 175 / 25.4}
PAGE = 9.2  # the height that a journal's page leaves for a figure
SMALL, BODY, TITLE = 6.0, 7.0, 8.5
MARGIN = 0.06
INK, QUIET, LINE, PAPER = "#1a1a1a", "#595959", "#cccccc", "#ffffff"
UNKNOWN = "#8c8c8c"  # the colour of a code without one
# One hue from light to dark, so that it reads the same in grey.
SEQUENTIAL: Colormap = LinearSegmentedColormap.from_list(
    "vivavoce", ["#e3edf7", "#9dbfe0", "#4a87bf", "#1b4f86", "#08264d"]
)

_MANY = 50_000  # rectangles: more are a picture inside a PDF or SVG, which would else be too heavy to open
_FAMILY = "DejaVu Sans"  # comes with matplotlib
_RULES: Any = {
    "font.family": _FAMILY,
    "font.size": BODY,
    "text.color": INK,
    "text.parse_math": False,  # a "$" in a name is a dollar
    "axes.linewidth": 0.6,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.labelsize": BODY,
    "axes.unicode_minus": True,
    "xtick.color": QUIET,
    "xtick.labelcolor": INK,
    "xtick.labelsize": SMALL + 0.5,
    "xtick.major.size": 2.0,
    "xtick.major.width": 0.6,
    "xtick.major.pad": 2.0,
    "pdf.fonttype": 42,  # whole fonts, which journals ask for
    "svg.fonttype": "path",  # outlines: the text looks the same where the font is missing
    "svg.hashsalt": "vivavoce",
}
_METADATA: dict[str, dict[str, Any]] = {
    "pdf": {"Creator": "Vivavoce", "Producer": None, "CreationDate": None},
    "svg": {"Creator": "Vivavoce", "Date": None},
    "png": {"Software": "Vivavoce"},
}
_LOCK = RLock()


@contextmanager
def drawing() -> Iterator[None]:
    """While a figure is drawn: matplotlib's defaults and our rules, whatever the user's own settings are.

    matplotlib keeps its settings for the whole process, so that one figure at a time is drawn.
    """
    with _LOCK, matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_RULES)
        yield


def written(figure: Figure, format: str) -> bytes:
    """The figure's bytes, which tell nothing of the time or the machine."""
    buffer = BytesIO()
    with drawing():
        figure.savefig(buffer, format=format, dpi=300, facecolor=PAPER, metadata=_METADATA[format])
    return buffer.getvalue()


def width_of_page(columns: int) -> float:
    """The width of a figure of so many columns."""
    if columns not in WIDTHS:
        raise OptionError(f"A figure is 1 or 2 columns wide, not {columns}.")
    return WIDTHS[columns]


def shown(text: object) -> str:
    """Text as the figure's font can show it, on one line: a character that it lacks becomes U+FFFD."""
    joined = " ".join(unicodedata.normalize("NFC", str(text)).split())
    return "".join(c if _drawable(c) else "\ufffd" for c in joined)


@lru_cache(maxsize=4096)
def _drawable(character: str) -> bool:
    path = matplotlib.font_manager.findfont(_FAMILY)
    return character.isprintable() and get_font(path).get_char_index(ord(character)) != 0


@lru_cache(maxsize=65536)
def width_of(text: str, size: float = BODY, *, bold: bool = False) -> float:
    """How wide a line of text is."""
    font = FontProperties(family=_FAMILY, size=size, weight="bold" if bold else "normal")
    width: float = text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]
    return width / 72


def line_height(size: float = BODY) -> float:
    """From one line of text to the next."""
    return size * 1.2 / 72


def shorten(text: str, width: float, size: float = BODY, *, bold: bool = False) -> str:
    """Text no wider than `width`: where it is too long its middle is left out, since names often differ at the end."""
    if width_of(text, size, bold=bold) <= width:
        return text
    short, long = 0, len(text)
    while long - short > 1:
        kept = (short + long) // 2
        if width_of(_without_middle(text, kept), size, bold=bold) <= width:
            short = kept
        else:
            long = kept
    return _without_middle(text, short)


def _without_middle(text: str, kept: int) -> str:
    head = (kept * 3 + 4) // 5
    return text[:head].rstrip() + "…" + text[len(text) - (kept - head) :].lstrip()


def wrap(text: str, width: float, size: float = BODY, *, lines: int = 2, bold: bool = False) -> list[str]:
    """Text on at most `lines` lines no wider than `width`, shortened where it needs more."""
    broken: list[str] = []
    words = text.split(" ")
    while words and len(broken) < lines - 1:
        count = 1
        while count < len(words) and width_of(" ".join(words[: count + 1]), size, bold=bold) <= width:
            count += 1
        line, words = " ".join(words[:count]), words[count:]
        kept = len(line)
        while kept > 1 and width_of(line[:kept], size, bold=bold) > width:
            kept -= 1
        broken.append(line[:kept])
        if kept < len(line):
            words.insert(0, line[kept:])
    if words:
        broken.append(shorten(" ".join(words), width, size, bold=bold))
    return broken


def colour(value: object) -> str:
    """A code's colour, where it is one."""
    return value if isinstance(value, str) and value.startswith("#") and is_color_like(value) else UNKNOWN


def ink_on(background: Any) -> str:
    """Black or white, whichever is easier to read on `background`."""
    red, green, blue = to_rgb(background)
    return INK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5 else PAPER


def rectangles(
    axes: Axes, x: Any, y: Any, width: Any, height: Any, colours: Any, edge: str, *, thickness: float = 0.3
) -> None:
    """Many rectangles at once, from their corners, as one thing for matplotlib to draw; numbers or arrays of them."""
    left, top, wide, high = np.broadcast_arrays(x, y, width, height)
    corners = [(left, top), (left + wide, top), (left + wide, top + high), (left, top + high)]
    vertices: Any = np.stack([np.stack(corner, axis=-1) for corner in corners], axis=1)
    drawn = PolyCollection(vertices, facecolors=colours, edgecolors=edge, linewidths=thickness)
    drawn.set_rasterized(len(vertices) > _MANY)
    axes.add_collection(drawn, autolim=False)


class Sheet:
    """A figure measured in inches from its upper left corner."""

    def __init__(self, columns: int, height: float) -> None:
        self.width, self.height = width_of_page(columns), height
        self.figure = Figure(figsize=(self.width, height))
        FigureCanvasAgg(self.figure)
        self.paper = self.figure.add_axes((0, 0, 1, 1))
        self.paper.set_xlim(0, self.width)
        self.paper.set_ylim(height, 0)
        self.paper.axis("off")

    def plot(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes at a place of the sheet."""
        bottom = self.height - top - height
        axes: Axes = self.figure.add_axes(
            (left / self.width, bottom / self.height, width / self.width, height / self.height)
        )
        axes.set_facecolor("none")
        axes.spines[["top", "right"]].set_visible(False)
        return axes

    def write(self, x: float, y: float, text: str, size: float = BODY, **style: Any) -> None:
        """A line of text; by default it starts at x with its middle at the height y."""
        self.paper.text(x, y, text, fontsize=size, **{"va": "center_baseline", **style})

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle with a thin edge, so that pale colours are seen too."""
        self.paper.add_patch(Rectangle((x, y), width, height, facecolor=colour, edgecolor=QUIET, linewidth=0.4))


@dataclass(frozen=True)
class Heading:
    """The title of a figure and the line that says what is seen, wrapped to its width."""

    title: list[str]
    remark: list[str]

    @classmethod
    def of(cls, columns: int, title: str, remark: str) -> Heading:
        """Wrap both for a figure of so many columns."""
        room = 0.98 * (width_of_page(columns) - 2 * MARGIN)  # letters are fitted to dots: a line may grow a little
        return cls(
            wrap(shown(title), room, TITLE, lines=3, bold=True) if title.strip() else [],
            wrap(shown(remark), room, SMALL + 0.5, lines=6) if remark else [],
        )

    @property
    def height(self) -> float:
        """With the space below it."""
        return MARGIN + len(self.title) * line_height(TITLE) + len(self.remark) * line_height(SMALL + 0.5) + 0.08

    def draw(self, sheet: Sheet) -> None:
        """At the top of the sheet."""
        y = MARGIN
        for line in self.title:
            sheet.write(MARGIN, y + line_height(TITLE) / 2, line, TITLE, weight="bold")
            y += line_height(TITLE)
        for line in self.remark:
            sheet.write(MARGIN, y + line_height(SMALL + 0.5) / 2, line, SMALL + 0.5, color=QUIET)
            y += line_height(SMALL + 0.5)


@dataclass(frozen=True)
class Legend:
    """What the colours mean: a sign and a name each, in as many lines as it takes."""

    places: list[tuple[float, float, str, str, str]]  # x, line, name, colour, shape
    lines: int

    SQUARE = 0.09
    LINE = 0.15

    @classmethod
    def of(cls, columns: int, entries: Sequence[tuple[str, str]], shapes: str = "") -> Legend:
        """Place names with their colours, and matplotlib's markers, squares by default, on a figure's width."""
        room = width_of_page(columns) - MARGIN
        places, x, line = [], MARGIN, 0
        for (name, tint), shape in zip(entries, shapes or "s" * len(entries), strict=True):
            text = shorten(shown(name), room - MARGIN - cls.SQUARE - 0.05, SMALL + 0.5)
            width = cls.SQUARE + 0.05 + width_of(text, SMALL + 0.5)
            if x > MARGIN and x + width > room:
                x, line = MARGIN, line + 1
            places.append((x, float(line), text, tint, shape))
            x += width + 0.15
        return cls(places, line + 1 if places else 0)

    @property
    def height(self) -> float:
        """With the space above and below it."""
        return self.lines * self.LINE + 0.1 if self.lines else 0.0

    def draw(self, sheet: Sheet, top: float) -> None:
        """Below `top`."""
        for x, line, text, tint, shape in self.places:
            middle = top + 0.06 + (line + 0.5) * self.LINE
            size = (self.SQUARE * 72) ** 2
            sheet.paper.scatter(
                x + self.SQUARE / 2, middle, s=size, marker=shape, facecolor=tint, edgecolor=QUIET, linewidth=0.4
            )
            sheet.write(x + self.SQUARE + 0.05, middle, text, SMALL + 0.5)


def nothing(columns: int, title: str, sentence: str) -> Figure:
    """A figure that says that there is nothing to show."""
    with drawing():
        heading = Heading.of(columns, title, "")
        lines = wrap(sentence, width_of_page(columns) - 0.5, lines=4)
        sheet = Sheet(columns, heading.height + 0.8)
        heading.draw(sheet)
        for number, line in enumerate(lines):
            y = heading.height + 0.4 + (number - (len(lines) - 1) / 2) * line_height()
            sheet.write(sheet.width / 2, y, line, ha="center", color=QUIET)
        return sheet.figure
