"""A text with two readings marked in it, by colour and by line, so that where both lie is seen as well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import streamlit as st

from app.passages import after, before
from app.plain import html

ONE, TWO = "one", "two"
FAR = 240  # characters between two marks beyond which what lies between is left out
Mark = tuple[int, int, str]
"""Start, end (code points, half-open), and whose: ONE or TWO."""
STYLE = """<style>
.viva-marked { overflow-wrap: anywhere; }
.viva-marked p { white-space: pre-line; margin: 0 0 .4rem; }
.viva-marked .around { opacity: .75; }
.viva-marked mark { color: #1b1b1b; padding: .05em 0; background: #ffe58a; }
.viva-marked mark.two { background: #bfe0ff; text-decoration: underline dotted 2px; text-underline-offset: .2em; }
.viva-marked mark.one.two { background: #d5efb5; text-decoration: underline dotted 2px; text-underline-offset: .2em; }
.viva-marked .who { font-size: .875rem; opacity: .85; }
</style>"""


def show_marked(text: str, marks: Sequence[Mark], *, who: str = "") -> None:
    """The marked passages of a text with what stands around them, and whose they are below."""
    below = f'<p class="who">{html(who)}</p>' if who else ""
    st.html(f'{STYLE}<div class="viva-marked" dir="auto">{as_html(text, marks)}{below}</div>')


def show_key(one: str, two: str) -> None:
    """What the two marks mean."""
    st.html(
        f'{STYLE}<p class="viva-marked"><mark class="one">&nbsp;{html(one)}&nbsp;</mark> &nbsp; '
        f'<mark class="two">&nbsp;{html(two)}&nbsp;</mark> &nbsp; <mark class="one two">&nbsp;both&nbsp;</mark></p>'
    )


def as_html(text: str, marks: Sequence[Mark]) -> str:
    """Paragraphs, one for marks that stand close to each other."""
    parts = []
    for group in _close(marks):
        first, last = min(mark[0] for mark in group), max(mark[1] for mark in group)
        inner = "".join(_piece(text, start, end, group) for start, end in _pieces(group))
        parts.append(
            f'<p><span class="around">{html(before(text, first))}</span>{inner}'
            f'<span class="around">{html(after(text, last))}</span></p>'
        )
    return "".join(parts)


def _close(marks: Iterable[Mark]) -> list[list[Mark]]:
    groups: list[list[Mark]] = []
    reach = 0
    for mark in sorted(marks):
        if not groups or mark[0] - reach > FAR:
            groups.append([])
        groups[-1].append(mark)
        reach = max(reach, mark[1])
    return groups


def _pieces(marks: Iterable[Mark]) -> list[tuple[int, int]]:
    edges = sorted({edge for mark in marks for edge in mark[:2]})
    return list(pairwise(edges))


def _piece(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    sides = sorted({side for begin, finish, side in marks if begin <= start and end <= finish})
    said = html(text[start:end])
    return f'<mark class="{" ".join(sides)}">{said}</mark>' if sides else f'<span class="around">{said}</span>'
