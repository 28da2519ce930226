"""The component in which text is selected and coded: the files of this folder, put together for Streamlit.

A browser gets one script. Its parts are ES modules that import each other by name; joined in the order of `PARTS` they
need no imports, so that no build is needed either.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

PARTS = (
    "dom",
    "colours",
    "spans",
    "ranking",
    "filter",
    "outbox",
    "undoing",
    "transcript",
    "comparing",
    "painting",
    "margin",
    "memos",
    "handles",
    "searching",
    "picker",
    "adder",
    "palette",
    "choosing",
    "describing",
    "inspector",
    "keys",
    "keymap",
    "card",
    "toolbar",
    "actions",
    "commands",
    "view",
    "tagger",
)
STYLES = ("frame", "toolbar", "transcript", "margin", "palette", "inspector", "card", "narrow")

_IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def script() -> str:
    """The one script of the component."""
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", _file(f"{part}.js"))) for part in PARTS)


def tagger(data: dict[str, Any], *, key: str, **on: Callable[[], None]) -> None:
    """Show a transcript to code.

    `data` is what `app.tagging.view` gives, with what the page adds to it. `on` are functions called when something is
    chosen: `operations` to be done, a `document` to be opened, a name `asked` about; each is then in the session's
    state under `key`.
    """
    _component()(data=data, key=key, height="content", **{f"on_{name}_change": call for name, call in on.items()})


@cache
def _component() -> Any:
    style = "\n".join(_file(f"{part}.css") for part in STYLES)
    return st.components.v2.component("vivavoce_tagger", css=style, js=script(), isolate_styles=False)


def _file(name: str) -> str:
    return (files(__name__) / name).read_text(encoding="utf-8")
