"""The app: which page is which, and what stands beside every page.

A page is a file in app/pages with a function `render(study, coder)`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from app import opening
from app.plain import markdown
from app.widgets.undoing import show_undo
from codebook.errors import VivavoceError


class Page(NamedTuple):
    """A page: the module of app/pages that shows it, which is its address too, its title and its sign."""

    name: str
    title: str
    icon: str


START, HELP = Page("start", "Start", "home"), Page("help", "Help", "help")
PAGES = {
    "": (START, HELP),
    "Material": (
        Page("transcripts", "Transcripts and participants", "description"),
        Page("codebook", "Codebook", "account_tree"),
        Page("code", "Code", "ink_highlighter"),
    ),
    "Findings": (
        Page("themes", "Themes", "search"),
        Page("frequencies", "Frequencies", "bar_chart"),
        Page("cooccurrence", "Co-occurrence", "hub"),
        Page("overview", "Overview", "view_timeline"),
        Page("comparisons", "Comparisons", "compare_arrows"),
        Page("sequences", "Sequences", "low_priority"),
        Page("saturation", "Saturation", "show_chart"),
        Page("agreement", "Agreement", "handshake"),
        Page("implications", "Implications", "lightbulb"),
        Page("export", "Export", "download"),
    ),
}
STYLE = """<style>
/* What Streamlit's own colours lack in contrast: captions and code on light, the words on a button or tag on dark. */
[data-testid=stCaptionContainer] { color: inherit; opacity: .75; }
[data-testid=stCode] .token { color: inherit !important; }
[data-testid^=stBaseButton-primary]:where(:not(:disabled)), [data-testid=stMultiSelect] [data-tag] {
  background-color: #0a63b0; border-color: #0a63b0;
}
/* What a page shows begins below Streamlit's own bar, not half a screen further down. */
[data-testid="stMainBlockContainer"] { padding-top: 3.75rem; }
</style>"""
KEPT = "kept_"  # what a widget of this beginning was set to is kept while one looks at other pages


def main() -> None:
    """Show the page that is asked for; an error is the sentence that it says."""
    st.set_page_config(page_title="Vivavoce", layout="wide")
    st.html(STYLE)
    for key in st.session_state:
        if str(key).startswith(KEPT):
            st.session_state[key] = st.session_state[key]
    shown = {page.name: as_streamlit_has_it(page) for pages in PAGES.values() for page in pages}
    chosen = st.navigation([*shown.values()], position="hidden")
    opening.keep_coder()
    try:
        study = opening.opened()
        with st.sidebar:
            opening.show_title(study)
            for group, pages in PAGES.items() if study else ():
                if group:
                    st.caption(group)
                with st.container(horizontal=not group, gap="xsmall"):  # Start and Help side by side
                    for page in pages:
                        st.page_link(shown[page.name], icon=f":material/{page.icon}:")
            if study and opening.coder() and chosen.url_path != "code":  # which has an undo of its own
                show_undo(study, opening.coder())
            opening.show_coder(study)
    except VivavoceError as error:
        st.error(markdown(str(error)))
        return
    chosen.run()


def page_named(name: str) -> Page:
    """The page whose module has that name."""
    return next(page for pages in PAGES.values() for page in pages if page.name == name)


def as_streamlit_has_it(page: Page) -> StreamlitPage:
    """The page for st.navigation, st.page_link and st.switch_page."""
    # Without an icon: for a page that has one, the browser would ask a server on the internet for its picture.
    return st.Page(_shown(page), title=page.title, url_path=page.name, default=page is START)


def _shown(page: Page) -> Callable[[], None]:
    """What Streamlit calls to show a page; its module is loaded then and not before."""

    def show() -> None:
        study, coder = opening.opened(), opening.coder()
        wanted = page if study else START
        try:
            if study and not coder:
                opening.ask_for_coder(study)
            else:
                import_module(f"app.pages.{wanted.name}").render(study, coder)
        except VivavoceError as error:
            st.error(markdown(str(error)))

    return show
