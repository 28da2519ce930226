"""Quotes on a page: who said it, where, under which code, between the words that stand around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from app.caching import passages
from app.material import Filters
from app.plain import html
from app.widgets.places import go_to_passage
from corpus.study import Study

AT_ONCE = 20
STYLE = """<style>
.viva-quote { border-inline-start: 4px solid var(--code, #8884); padding-inline-start: .8rem; overflow-wrap: anywhere; }
.viva-quote p { margin: 0 0 .25rem; white-space: pre-line; }
.viva-quote + .viva-quote { margin-top: .8rem; }
.viva-quote .around { opacity: .75; }
.viva-quote mark { background: #ffe58a; color: #1b1b1b; padding: .05em .15em; border-radius: .2em; }
.viva-quote .who { font-size: .875rem; opacity: .85; }
</style>"""


def show_quotes(
    study: Study,
    *,
    options: Mapping[str, Any] | None = None,
    filters: Filters | None = None,
    words: str = "",
    key: str,
) -> None:
    """The quotes of a choice, twenty at first, each with a way to its place in the transcript."""
    found = passages(study, options=options, filters=filters)
    if words:
        found = found[found["quote"].str.casefold().str.contains(words.casefold(), regex=False)]
    if found.empty:
        st.info("No quotes: nothing that is coded fits this choice. Take a filter away.")
        return
    st.caption(f"{len(found):,} {'quote' if len(found) == 1 else 'quotes'}")
    limit = st.session_state.setdefault(f"{key}_shown", AT_ONCE)
    for number, quote in enumerate(found.head(limit).itertuples(index=False)):
        _show(quote, f"{key}_{number}")
    if limit < len(found):
        st.button(f"Show {min(AT_ONCE, len(found) - limit)} more", key=f"{key}_more", on_click=_more, args=(key,))


def open_quotes(
    study: Study,
    chosen: tuple[str, ...] | None,
    *,
    options: Mapping[str, Any] | None = None,
    filters: Filters | None = None,
    key: str,
) -> None:
    """The quotes of codes that were chosen in a chart or a table, on top of the page; once, until others are chosen."""
    seen = f"{key}_seen"
    if st.session_state.get(seen) == chosen:
        return
    st.session_state[seen] = chosen
    st.session_state[f"{key}_shown"] = AT_ONCE
    if chosen:
        _dialog(study, chosen, options, filters, key)


@st.dialog("Quotes", width="large")
def _dialog(
    study: Study, chosen: tuple[str, ...], options: Mapping[str, Any] | None, filters: Filters | None, key: str
) -> None:
    st.text(" & ".join(chosen))
    show_quotes(study, options=options, filters=filters, key=key)


def _more(key: str) -> None:
    st.session_state[f"{key}_shown"] += AT_ONCE


def show_said(said: Iterable[tuple[str, str]]) -> None:
    """Quotes, each with who said it where."""
    parts = (
        f'<div class="viva-quote" dir="auto"><p>{html(text)}</p><p class="who">{html(who)}</p></div>'
        for text, who in said
    )
    st.html(STYLE + "".join(parts))


def _show(quote: Any, key: str) -> None:
    text, way = st.columns([8, 1], vertical_alignment="top")
    with text:
        st.html(STYLE + _as_html(quote))
    with way:
        if st.button("Open", key=key, icon=":material/open_in_new:", type="tertiary", help="Open in the transcript"):
            go_to_passage(quote.document_id, int(quote.start))


def _as_html(quote: Any) -> str:
    who = quote.participant if pd.notna(quote.participant) else "Interviewer"
    at = "" if pd.isna(quote.begin) else f", {clock(int(quote.begin))}"
    return (
        f'<div class="viva-quote" style="--code: {quote.colour or "#8888"}" dir="auto">'
        f'<p><span class="around">{html(quote.before)}</span><mark>{html(quote.quote)}</mark>'
        f'<span class="around">{html(quote.after)}</span></p>'
        f'<p class="who"><b>{html(who)}</b>, {html(quote.document)}, turn {quote.turn}{at} · {html(quote.path)} · '
        f"coded by {html(quote.coder)}</p></div>"
    )


def clock(milliseconds: int) -> str:
    """Hours, minutes and seconds of a recording: "1:02:03", "2:03"."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
