"""Colours for codes, given out so that siblings differ for every eye: a hue for a theme, shades of it below.

A code gets the colour that is farthest from those its siblings have, for the way of seeing to which they look most
alike: normal, without red, green or blue cones (Machado, Oliveira and Fernandes 2009), or in grey. Distances are
Euclidean in CIELAB (CIE 1976), in which 2.3 is just noticeable (Mahy, Van Eycken and Oosterlinck 1994).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from codebook.codes import Code, Codebook

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Those of Okabe and Ito's palette (2008) that can be seen on white and on dark, in an order that parts neighbours.
FIRST_THEMES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
APART = 16.0
"""The least distance of themes: that of the nearest two of Okabe and Ito's eight colours, in any way of seeing."""
SIBLINGS_APART = 9.0
"""The least distance of up to eight siblings below one of twelve themes: four times what is just noticeable."""

# L* from 30 to 74 keeps a contrast of 2 to 1 or more both on white and on a dark page (#0e1117).
_LIGHTNESS = (30.0, 74.0)
_LEAST_CHROMA = 22.0  # below it a colour looks grey beside its theme
_HUES_OF_A_THEME = (
    36.0  # degrees to each side: fewer leave too few shades of blue and green, more bring blue below pink
)
_WEIGHT_OF_GREY = 0.25  # of a difference in lightness: enough to part shades in print, little enough to keep hues apart
_JUST_NOTICEABLE = 2.3

# Machado, Oliveira and Fernandes 2009, table 1, severity 1.0; for linear RGB.
SIMULATIONS = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# IEC 61966-2-1 (sRGB), D65.
_RGB_TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))


def with_colours(codebook: Codebook) -> Codebook:
    """The codebook with a colour for each code that has none.

    Colours that are there stay, and a code added last to its siblings changes no other's colour. Up to 12 themes are
    `APART`, up to eight siblings below one code `SIBLINGS_APART`.
    """
    if all(code.colour for code in codebook):
        return codebook
    colours = {code.id: code.colour for code in codebook}
    _fill(colours, codebook.children(), theme="", above="")
    for code in codebook:  # from the top down, so that a code's colour is there before those below it ask for it
        if below := codebook.children(code):
            theme = codebook.paths[codebook.theme(code)]
            _fill(colours, below, theme=colours[theme.id], above=colours[code.id])
    return Codebook(replace(code, colour=colours[code.id]) for code in codebook)


def least_distance(colours: Iterable[str]) -> dict[str, float]:
    """How near the two most alike of these colours are in CIELAB, for each way of seeing (infinite for one colour)."""
    import numpy as np

    seen = _seen(_rgb(colours))
    distances = np.linalg.norm(seen[:, None] - seen[None], axis=-1)
    distances[np.arange(len(seen)), np.arange(len(seen))] = np.inf
    return {name: float(distances[..., view].min(initial=np.inf)) for view, name in enumerate(SIMULATIONS)}


def _fill(colours: dict[str, str], siblings: Iterable[Code], *, theme: str, above: str) -> None:
    """Give colours to those siblings that have none, each as far as can be from those before it."""
    absent = [code.id for code in siblings if not colours[code.id]]
    if not absent:
        return
    used = [colours[code.id] for code in siblings if colours[code.id]]
    if not theme:
        for preferred in FIRST_THEMES:
            if absent and min(least_distance([*used, preferred]).values()) >= APART:
                colours[absent.pop(0)] = preferred
                used.append(preferred)
    chosen = _farthest(len(absent), theme, tuple([above, *used] if above else used))
    colours.update(zip(absent, chosen, strict=True))


@lru_cache(maxsize=1024)
def _farthest(number: int, theme: str, used: tuple[str, ...]) -> tuple[str, ...]:
    import numpy as np

    names, seen = _candidates(theme)
    nearest = np.full(len(names), np.inf)
    chosen: list[str] = []
    for colour in used:
        nearest = np.minimum(nearest, _distance(seen, _seen(_rgb([colour]))[0]))
    for _ in range(number):
        best = int(nearest.argmax())
        if nearest[best] < _JUST_NOTICEABLE:  # all are taken: they start anew
            nearest = np.full(len(names), np.inf)
            best = names.index(chosen[0]) if chosen else 0
        chosen.append(names[best])
        nearest = np.minimum(nearest, _distance(seen, seen[best]))
    return tuple(chosen)


def _distance(seen: NDArray[np.float64], from_: NDArray[np.float64]) -> NDArray[np.float64]:
    """From each colour to one: the least over the ways of seeing, and something for the difference in grey."""
    import numpy as np

    lightness = np.abs(seen[:, 0, 0] - from_[0, 0])
    least = np.linalg.norm(seen - from_, axis=-1).min(axis=1) + _WEIGHT_OF_GREY * lightness
    return np.round(least, 6)  # so that no machine's last digit decides which of two is farther


@lru_cache(maxsize=64)
def _candidates(theme: str) -> tuple[list[str], NDArray[np.float64]]:
    """Colours to choose from, of any hue or of a theme's, and how each is seen."""
    import numpy as np

    names, seen = _grid()
    lightness, a, b = seen[:, 0].T
    chroma = np.hypot(a, b)
    fits = (lightness >= _LIGHTNESS[0]) & (lightness <= _LIGHTNESS[1]) & (chroma >= _LEAST_CHROMA)
    if theme:
        _, theme_a, theme_b = _seen(_rgb([theme]))[0, 0]
        if np.hypot(theme_a, theme_b) >= _LEAST_CHROMA:  # a grey has no hue: shades below it are of any
            turned = np.degrees(np.arctan2(b, a) - np.arctan2(theme_b, theme_a))
            fits &= np.abs((turned + 180) % 360 - 180) <= _HUES_OF_A_THEME
    return [name for name, fit in zip(names, fits, strict=True) if fit], seen[fits]


@lru_cache(maxsize=1)
def _grid() -> tuple[list[str], NDArray[np.float64]]:
    """The 4,096 colours of the form #rrggbb in which each pair of digits is one twice."""
    digits = "0123456789abcdef"
    names = [f"#{r}{r}{g}{g}{b}{b}" for r in digits for g in digits for b in digits]
    return names, _seen(_rgb(names))


def _rgb(colours: Iterable[str]) -> NDArray[np.float64]:
    import numpy as np

    return np.array([[int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] for colour in colours]).reshape(-1, 3)


def _seen(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIELAB of sRGB colours as each way of seeing has them: colour x way of seeing x (L*, a*, b*)."""
    import numpy as np

    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    simulated = np.clip(np.einsum("vij,cj->cvi", np.array(list(SIMULATIONS.values())), linear), 0, 1)
    to_xyz = np.array(_RGB_TO_XYZ)
    relative = simulated @ to_xyz.T / to_xyz.sum(axis=1)  # to the white point
    root = np.where(relative > (6 / 29) ** 3, np.cbrt(relative), relative / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)
