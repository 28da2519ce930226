"""The walk through what two coders read differently: both readings side by side, and what they settle on."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from app.main import KEPT
from app.plain import markdown
from app.widgets.doing import do, show_done
from app.widgets.downloads import offer_table
from app.widgets.marked import ONE, TWO, Mark, show_marked
from app.widgets.places import go_to_passage
from corpus.settlements import DROPPED
from corpus.settlements import KEPT as STAYS
from corpus.settling import Settlement, reopen, settle
from corpus.study import Study

KEY, AT, REASON, CODE = "settling", "settling_at", "settling_reason", "settling_code"
KINDS = {
    "missed": "Missed",
    "extra": "Extra",
    "other code": "Other code",
    "other extent": "Other extent",
}
USUAL = ["missed", "extra", "other code"]


def walk(study: Study, coder: str, found: pd.DataFrame) -> None:
    """One disagreement at a time. `found`: the table disagreements with its ids."""
    chosen = _chosen(study, found)
    if chosen.empty:
        st.info("They do not differ here. Choose other kinds, or take a filter away.")
        return
    done = int(chosen["settled"].ne("").sum())
    st.progress(done / len(chosen), text=f"{done:,} of {len(chosen):,} settled")
    keys = [ids[0] for ids in chosen["ids"]]
    open_still = [key for key, settled in zip(keys, chosen["settled"], strict=True) if not settled]
    if st.session_state.get(AT) not in keys:
        st.session_state[AT] = (open_still or keys)[0]
    at = keys.index(st.session_state[AT])
    _steps(keys, open_still, at)
    show_done(study, coder, key=KEY)
    row = chosen.iloc[at]
    codings = study.codings()
    _both(study, row, codings.astype(dict.fromkeys(("document", "code", "coder"), "str")))
    _decide(study, coder, row, following=_next_open(keys, open_still, at))


def _chosen(study: Study, found: pd.DataFrame) -> pd.DataFrame:
    pairs = [*dict.fromkeys(tuple(sorted(pair)) for pair in found[["coder", "other_coder"]].itertuples(index=False))]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        offer_table(study, found.drop(columns="ids"), "disagreements")
        kinds = st.multiselect(
            "Kinds",
            [*KINDS],
            USUAL,
            format_func=KINDS.__getitem__,
            key=f"{KEPT}disagreements",
            help="Missed: the first coder gave a code where the second did not; extra: the other way round. Other "
            "code: each gave the passage a code that the other did not. Other extent: the same code, cut differently.",
        )
        pair = pairs[0] if pairs else ()
        if len(pairs) > 1:
            pair = st.selectbox("Between", pairs, format_func=" and ".join, key=f"{KEPT}between", width=260)
    between = found["coder"].isin(pair) & found["other_coder"].isin(pair)
    return found[between & found["kind"].isin(kinds)]


def _steps(keys: list[str], open_still: list[str], at: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, icon, place, shortcut in (
            ("Previous", "arrow_back", at - 1, "K"),
            ("Next", "arrow_forward", at + 1, "J"),
        ):
            inside = 0 <= place < len(keys)
            st.button(
                label,
                icon=f":material/{icon}:",
                shortcut=shortcut,
                disabled=not inside,
                on_click=_go,
                args=(keys[place] if inside else "",),
            )
        following = _next_open(keys, open_still, at)
        st.button("Next unsettled", shortcut="U", disabled=not following, on_click=_go, args=(following,))
        st.caption(f"{at + 1:,} of {len(keys):,}", width="content")


def _next_open(keys: list[str], open_still: list[str], at: int) -> str:
    """The next that is not settled, from the beginning again after the last; "" where there is none."""
    wanted = set(open_still) - {keys[at]}
    return next((key for key in [*keys[at + 1 :], *keys[:at]] if key in wanted), "")


def _both(study: Study, row: Any, codings: pd.DataFrame) -> None:
    """The passage as each of the two reads it."""
    these = codings[codings["coding"].isin(row["ids"])]
    start, end, document = int(these["start"].min()), int(these["end"].max()), these["document"].iloc[0]
    there = codings[codings["document"].eq(document) & codings["start"].lt(end) & codings["end"].gt(start)]
    text = study.texts([document])[document]
    codes = study.codes().set_index("code")
    ids = study.coders().set_index("name")["coder"]
    who = row["participant"] if pd.notna(row["participant"]) else "Interviewer"
    turn = "" if pd.isna(row["turn"]) else f", turn {row['turn']}"
    place = ", ".join(dict.fromkeys((who, row["document"]))) + turn
    st.markdown(f"**{KINDS[row['kind']]}** · {markdown(place)}")
    for column, name, side in zip(st.columns(2), sorted((row["coder"], row["other_coder"])), (ONE, TWO), strict=True):
        with column, st.container(border=True):
            st.markdown(f"**{markdown(name)}**")
            of_them = there[there["coder"].eq(ids[name])]
            marks: list[Mark] = [(int(each.start), int(each.end), side) for each in of_them.itertuples(index=False)]
            show_marked(text, marks or [(start, end, "none")])
            if not marks:
                st.caption("No code here.")
            for each in of_them.itertuples(index=False):
                code = codes.loc[each.code]
                here = "▸ " if each.coding in row["ids"] else ""
                st.text(f"{here}{code['path']}", help=markdown(code["definition"]) or None)
    if st.button("Open in transcript", key=f"{KEY}_open", icon=":material/open_in_new:", type="tertiary"):
        go_to_passage(document, start, end)


def _decide(study: Study, coder: str, row: Any, *, following: str) -> None:
    """The buttons that settle it."""
    if row["settled"]:
        st.success(markdown(f"Settled: {row['path']}, coded by {row['coder']}, is {row['settled']}."))
    reason = st.text_input("Why", key=f"{REASON}_{row['ids'][0]}", placeholder="The reason, for the record")
    first, second = sorted((row["coder"], row["other_coder"]))
    pair = len(row["ids"]) > 1
    holds = {row["coder"]: row["ids"][0]} | ({row["other_coder"]: row["ids"][1]} if pair else {})
    choices = {f"{first}'s": {first}, f"{second}'s": {second}}
    if pair:
        choices |= {"Both": {first, second}, "Neither": set()}

    def to_do(settlements: list[Settlement], label: str) -> dict[str, Any]:
        return {"on_click": _settle, "args": (study, coder, settlements, reason, label, following)}

    with st.container(horizontal=True):
        for label, right in choices.items():
            made = [Settlement(key, STAYS if name in right else DROPPED) for name, key in holds.items()]
            st.button(markdown(label), key=f"{KEY}_{label}", type="primary", **to_do(made, label))
        if row["settled"]:
            st.button("Not settled", key=f"{KEY}_reopen", on_click=_reopen, args=(study, coder, row["ids"]))
    codes = study.codes().set_index("path")["code"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        path = st.selectbox("Or another code", [*codes.index], index=None, key=f"{CODE}_{row['ids'][0]}")
        made = [Settlement(key, "", str(codes[path])) for key in holds.values()] if path else []
        st.button("Give it this code", key=f"{KEY}_recode", disabled=not path, **to_do(made, str(path)))
    st.caption(
        "The codings stay as they were made, so that agreement stays what it was. Memos keep what you settle on."
    )


def _settle(study: Study, coder: str, settlements: list[Settlement], reason: str, label: str, following: str) -> None:
    done = do(
        study,
        coder,
        "settle a disagreement",
        lambda change: settle(change, settlements, reason=reason),
        note=label,
        key=KEY,
    )
    if done and following:
        _go(following)


def _reopen(study: Study, coder: str, ids: list[str]) -> None:
    do(study, coder, "take a settlement back", lambda change: reopen(change, ids), key=KEY)


def _go(key: str) -> None:
    st.session_state[AT] = key
