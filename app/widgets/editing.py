"""A coding changed where its quote is read: another code, other ends, a memo, or removed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

import pandas as pd
import streamlit as st

from app.passages import after, before
from app.plain import html, markdown
from app.widgets.doing import do
from corpus.codebooks import recode
from corpus.coding import change_codings, remove_codings
from corpus.memos import add_memo
from corpus.positions import Positions
from corpus.study import Study, StudyChange


def edit_coding(study: Study, coder: str, ids: list[str], *, key: str) -> None:
    """What can be done to one of these codings, which stand for a quote."""
    codings = study.codings().set_index("coding")
    codes, coders = study.codes().set_index("code")["path"], study.coders().set_index("coder")["name"]
    there = [coding for coding in ids if coding in codings.index]
    if not there:
        st.info("Nobody has this coding any more.")
        return
    names = {each: f"{codes[codings.at[each, 'code']]}, by {coders[codings.at[each, 'coder']]}" for each in there}
    coding = there[0]
    if len(there) > 1:
        coding = st.selectbox("Which of them", there, format_func=names.__getitem__, key=f"{key}_which") or there[0]
    else:
        st.caption(markdown(names[coding]))
    row = codings.loc[coding]
    _code(study, coder, coding, codes[row["code"]], codes, key)
    _ends(study, coder, coding, row, key)
    _memo(study, coder, coding, coders, key)
    st.button(
        "Remove this coding",
        key=f"{key}_remove",
        icon=":material/delete:",
        on_click=_do,
        args=(study, coder, "remove a coding", lambda change: remove_codings(change, [coding]), key),
    )


def _code(study: Study, coder: str, coding: str, path: str, codes: pd.Series, key: str) -> None:
    paths = codes.tolist()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.selectbox("Code", paths, index=paths.index(path), key=f"{key}_{coding}_code")
        code = str(codes.index[paths.index(wanted)])
        st.button(
            "Recode",
            key=f"{key}_recode",
            disabled=wanted == path,
            on_click=_do,
            args=(study, coder, "recode a coding", lambda change: recode(change, [coding], code), key),
        )


def _ends(study: Study, coder: str, coding: str, row: Any, key: str) -> None:
    """The span, a word more or less at either end, seen in its context before it is kept."""
    positions = study.positions(str(row["document"]))
    stored = (int(row["start"]), int(row["end"]))
    held = f"{key}_{coding}_span"
    start, end = st.session_state.get(held, stored)
    text = positions.text
    st.html(
        f'<div class="viva-quote" dir="auto"><p><span class="around">{html(before(text, start))}</span>'
        f'<mark>{html(text[start:end])}</mark><span class="around">{html(after(text, end))}</span></p></div>'
    )
    moves = {
        "Begin a word earlier": (previous_start(positions, start), end),
        "Begin a word later": (next_start(positions, start, end), end),
        "End a word earlier": (start, previous_end(positions, start, end)),
        "End a word later": (start, next_end(positions, end)),
    }
    with st.container(horizontal=True):
        for name, span in moves.items():
            st.button(name, key=f"{key}_{name}", disabled=span == (start, end), on_click=_hold, args=(held, span))
    if (start, end) != stored:
        with st.container(horizontal=True):
            st.button(
                "Keep these ends",
                key=f"{key}_resize",
                type="primary",
                on_click=_resize,
                args=(study, coder, coding, (start, end), held, key),
            )
            st.button("As it was", key=f"{key}_back", on_click=_hold, args=(held, stored))


def _memo(study: Study, coder: str, coding: str, coders: pd.Series, key: str) -> None:
    memos = study.memos()
    for memo in memos[memos["about"].eq("coding") & memos["target"].eq(coding)].itertuples(index=False):
        st.text(f"{coders.get(memo.coder, '')}: {memo.text}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("Memo", key=f"{key}_{coding}_memo", placeholder="What you think of it")
        st.button(
            "Write memo",
            key=f"{key}_write",
            on_click=_write,
            args=(study, coder, coding, f"{key}_{coding}_memo", key),
            disabled=not text.strip(),
        )


def previous_start(positions: Positions, start: int) -> int:
    """Where the word before this place starts; the place itself where there is none."""
    number = bisect_left(positions.words.starts, start) - 1
    return positions.words.starts[number] if number >= 0 else start


def next_start(positions: Positions, start: int, end: int) -> int:
    """Where the next word of the span starts; its start where it has one word."""
    starts = positions.words.starts
    number = bisect_right(starts, start)
    return starts[number] if number < len(starts) and starts[number] < end else start


def previous_end(positions: Positions, start: int, end: int) -> int:
    """Where the word before the last of the span ends; its end where it has one word."""
    ends = positions.words.ends
    number = bisect_left(ends, end) - 1
    return ends[number] if number >= 0 and ends[number] > start else end


def next_end(positions: Positions, end: int) -> int:
    """Where the word after this place ends; the place itself where there is none."""
    ends = positions.words.ends
    number = bisect_right(ends, end)
    return ends[number] if number < len(ends) else end


def _hold(held: str, span: tuple[int, int]) -> None:
    st.session_state[held] = span


def _do(study: Study, coder: str, operation: str, act: Any, key: str) -> None:
    do(study, coder, operation, act, key=key)


def _resize(study: Study, coder: str, coding: str, span: tuple[int, int], held: str, key: str) -> None:
    def act(change: StudyChange) -> None:
        change_codings(change, [{"coding": coding, "start": span[0], "end": span[1]}])

    if do(study, coder, "change the span of a coding", act, key=key):
        st.session_state.pop(held, None)


def _write(study: Study, coder: str, coding: str, field: str, key: str) -> None:
    text = st.session_state[field]
    if do(study, coder, "write a memo", lambda change: add_memo(change, text, about="coding", target=coding), key=key):
        st.session_state[field] = ""
