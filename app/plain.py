"""Text as text: what a transcript, a code's name or a file says is shown as it is and never does anything.

Streamlit reads labels, titles and messages as Markdown. Tables, `st.text` and the options of selectboxes are text.
"""

from __future__ import annotations

import html as entities
import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_COMES_ALIVE = re.compile(r"(?<=:)(?=[\w+-])|(?<=://)|(?<=www)(?=\.)|(?<=@)(?=\w)|(?<=[-<>~])(?=[-<>=])", re.IGNORECASE)
_JOINER = "\u2060"  # takes no room and allows no line break


def markdown(text: str) -> str:
    """`text` so that Markdown shows it as it is, on one line.

    A backslash before punctuation keeps most of it down. Names of icons and emoji, addresses and arrows are looked for
    only after those are gone, so they are broken by a character that takes no room.
    """
    line = " ".join(text.split())
    return _PUNCTUATION.sub(r"\\\1", _COMES_ALIVE.sub(_JOINER, line))


def html(text: str) -> str:
    """`text` so that HTML shows it as it is, also in an attribute."""
    return entities.escape(text, quote=True)
