"""Quotes on a page: who said it, where, under which code, between the words that stand around it.

Each is one click from its place in the transcript, and its coding can be changed right there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from app.caching import passages
from app.material import Filters
from app.passages import in_context, same_passage, with_words
from app.plain import html
from app.widgets.doing import show_done
from app.widgets.editing import edit_coding
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
    coder: str,
    *,
    options: Mapping[str, Any] | None = None,
    filters: Filters | None = None,
    words: str = "",
    key: str,
) -> None:
    """The quotes of a choice, twenty at first, each with a way to its place in the transcript and to change it."""
    show_done(study, coder, key=key)
    found = with_words(passages(study, options=options, filters=filters), words)
    if found.empty:
        st.info("No quotes: nothing that is coded fits this choice. Take a filter away.")
        return
    st.caption(f"{len(found):,} {'quote' if len(found) == 1 else 'quotes'}")
    limit = st.session_state.setdefault(f"{key}_shown", AT_ONCE)
    for quote in in_context(study, found.head(limit)).itertuples(index=False):
        _show(study, coder, quote, key)
    if limit < len(found):
        st.button(f"Show {min(AT_ONCE, len(found) - limit)} more", key=f"{key}_more", on_click=_more, args=(key,))


def show_said(said: Iterable[tuple[str, str]]) -> None:
    """Quotes, each with who said it where."""
    parts = (
        f'<div class="viva-quote" dir="auto"><p>{html(text)}</p><p class="who">{html(who)}</p></div>'
        for text, who in said
    )
    st.html(STYLE + "".join(parts))


def _more(key: str) -> None:
    st.session_state[f"{key}_shown"] += AT_ONCE


def _show(study: Study, coder: str, quote: Any, key: str) -> None:
    this = "_".join((key, *quote.ids))
    st.html(STYLE + _as_html(quote))
    with st.container(horizontal=True):
        if st.button("Open in transcript", key=f"{this}_open", icon=":material/open_in_new:", type="tertiary"):
            go_to_passage(quote.document_id, int(quote.start), int(quote.end))
        editing = st.session_state.get(f"{key}_edited") == this
        st.button(
            "Close" if editing else "Change",
            key=f"{this}_change",
            icon=":material/close:" if editing else ":material/edit:",
            type="tertiary",
            on_click=_edit,
            args=(key, None if editing else this),
        )
    if editing:
        with st.container(border=True):
            ids = quote.ids if len(quote.ids) > 1 else same_passage(study, quote.ids[0])
            edit_coding(study, coder, ids, key=key)


def _edit(key: str, this: str | None) -> None:
    st.session_state[f"{key}_edited"] = this


def _as_html(quote: Any) -> str:
    who = quote.participant if pd.notna(quote.participant) else "Interviewer"
    return (
        f'<div class="viva-quote" style="--code: {quote.colour or "#8888"}" dir="auto">'
        f'<p><span class="around">{html(quote.before)}</span><mark>{html(quote.quote)}</mark>'
        f'<span class="around">{html(quote.after)}</span></p>'
        f'<p class="who"><b>{html(who)}</b>, {html(where(quote, who))} · {html(quote.path)} · '
        f"coded by {html(quote.coder)}</p></div>"
    )


def where(quote: Any, who: str) -> str:
    """Document (unless it is called as the participant is), turn and, where there is one, time of a quote."""
    document = "" if quote.document == who else quote.document
    turn = "" if pd.isna(quote.turn) else f"turn {quote.turn}"
    time = "" if pd.isna(quote.begin) else clock(int(quote.begin))
    return ", ".join(filter(None, (document, turn, time)))


def clock(milliseconds: int) -> str:
    """Hours, minutes and seconds of a recording: "1:02:03", "2:03"."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
