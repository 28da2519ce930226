"""The component that shows codes as a tree, to be chosen, moved and renamed by mouse or keyboard.

As in app/tagger, a browser gets one script, put together of ES modules. What is sent back is an operation with an id,
again and again until it is answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

PARTS = (("app.tagger", "dom"), ("app.tagger", "outbox"), ("app.tree", "placing"), ("app.tree", "tree"))

_IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def script() -> str:
    """The one script of the component."""
    parts = ((files(folder) / f"{part}.js").read_text(encoding="utf-8") for folder, part in PARTS)
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", part)) for part in parts)


def tree(data: dict[str, Any], *, key: str, **on: Callable[[], None]) -> None:
    """Show codes as a tree.

    `data` has `study` (its id), `codes` (a list in the order of the tree: id, parent, name, colour, kind, codings,
    below), `selected` (what is to be chosen: code, and an `id` of the wish, another one for another wish) and
    `answers`, by operations' ids. `on` are functions called when a code is `selected` ({code: an id or None}), or
    `operations` are to be done, a list under the same name: {id, do: "move", code, parent, position} and
    {id, do: "rename", code, name}. Both are then in the session's state under `key`.
    """
    _component()(data=data, key=key, height="content", **{f"on_{name}_change": call for name, call in on.items()})


@cache
def _component() -> Any:
    style = (files(__name__) / "tree.css").read_text(encoding="utf-8")
    return st.components.v2.component("vivavoce_tree", css=style, js=script(), isolate_styles=False)
