"""The scale of a heat map: which shade is which number."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import Normalize
from matplotlib.ticker import MaxNLocator

from analysis.figures.style import SEQUENTIAL, SMALL, Sheet, width_of

SCALE = 0.3  # the height that it takes
_WIDTH, _HEIGHT = 1.2, 0.08


def draw_scale(sheet: Sheet, scale: Normalize, label: str, left: float, top: float, *, whole: bool = True) -> None:
    """A bar of shades with its label before it and its ticks below; `whole` where the numbers are counts."""
    low, high = float(scale.vmin or 0), float(scale.vmax or 0)
    start = left + width_of(label, SMALL + 0.5) + 0.06
    sheet.write(left, top + 0.06 + _HEIGHT / 2, label, SMALL + 0.5)
    axes = sheet.plot(start, top + 0.06, _WIDTH, _HEIGHT)
    axes.imshow(np.linspace(low, high, 128)[np.newaxis], aspect="auto", cmap=SEQUENTIAL, extent=(low, high, 0, 1))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4, integer=whole))
    axes.set_xlim(low, high)
    axes.set_yticks([])
