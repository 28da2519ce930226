"""Which colour is which theme."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app.plain import html

STYLE = """<style>
.viva-legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: .875rem; }
.viva-legend i { display: inline-block; width: .8em; height: .8em; border-radius: .15em; margin-inline-end: .4em;
  outline: 1px solid color-mix(in srgb, currentColor 60%, transparent); }
</style>"""


def show_legend(colours: Mapping[str, str]) -> None:
    """The themes with their colours, in as many lines as there is room for."""
    parts = (f'<span><i style="background: {html(colour)}"></i>{html(name)}</span>' for name, colour in colours.items())
    st.html(f'{STYLE}<div class="viva-legend">{"".join(parts)}</div>')
