"""What was clicked in a chart or a table, opened on top of the page; closed, the same can be clicked again."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

TURN = "turn"


def fresh(key: str) -> str:
    """The key of a chart or table in which something can be clicked.

    It is another one after what was clicked has been closed: only so does Streamlit forget that it is chosen.
    """
    turn = st.session_state.get(f"{key}_{TURN}", 0)
    return f"{key}_{turn}" if turn else key


def opened(key: str, title: str, show: Callable[[], None]) -> None:
    """On top of the page `show`, for what was clicked in the chart or table whose key is `fresh(key)`."""

    def close() -> None:
        st.session_state[f"{key}_{TURN}"] = st.session_state.get(f"{key}_{TURN}", 0) + 1
        for held in ("shown", "edited", "done"):  # by the quotes that were shown
            st.session_state.pop(f"{key}_{held}", None)

    @st.dialog("Quotes", width="large", on_dismiss=close)
    def dialog() -> None:
        st.text(title)
        show()

    dialog()
