"""The server that `vivavoce app` becomes: Streamlit, which loads meanwhile what the pages will need."""

from __future__ import annotations

import gc
from importlib import import_module
from threading import Thread

LATER = ("altair", "scipy.sparse", "scipy.stats", "networkx", "spacy", "matplotlib.pyplot")
"""What pages or their tables import when they first need it, in the order in which people come to it."""


def main() -> None:
    """Serve, with the arguments of the command `streamlit`, until a signal ends it."""
    from streamlit.web.cli import main as streamlit

    Thread(target=load, daemon=True).start()
    streamlit(prog_name="streamlit")


def load() -> None:
    """Load pages and libraries, so that nobody waits for them who opens a page for the first time."""
    from app.main import PAGES

    for page in (page for pages in PAGES.values() for page in pages):
        import_module(f"app.pages.{page.name}")
    for name in LATER:
        import_module(name)
    # Streamlit collects garbage whenever a page has run, before its answer is on the way. What is loaded stays, so it
    # need not be looked through each time: that takes a tenth of a second, which a coder would wait at every key.
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
