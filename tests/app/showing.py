"""A page of the app as tests look at it: run without a browser, its widgets set and its buttons pressed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from app.main import START

SCRIPT = Path(__file__).parents[2] / "app" / "script" / "vivavoce.py"


def page(name: str, **state: Any) -> AppTest:
    """The app as it shows the page of that name; `state` is what the session has from before."""
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app._page_hash = calc_hash("" if name == START.name else name)  # AppTest itself knows pages by files alone
    for key, value in state.items():
        app.session_state[key] = value
    return app.run()


def button(app: AppTest, label: str) -> Any:
    return labelled(app.button, label)


def labelled(widgets: Any, label: str) -> Any:
    """The first of some widgets that has this label."""
    return next(each for each in widgets if each.label == label)


def select(app: AppTest, key: str, *rows: int) -> AppTest:
    """The page after these rows of the table `key` were chosen."""
    app.session_state[key] = {"selection": {"rows": [*rows], "columns": [], "cells": []}}
    return app.run()


def said(app: AppTest) -> str:
    """All that a page says in words of its own."""
    kinds = ("title", "subheader", "markdown", "caption", "text", "info", "warning", "error", "success")
    return "\n".join(str(each.value) for kind in kinds for each in getattr(app, kind))
