"""Where two codes meet by turn, sentence, transcript or window, on a page: both are marked in the text."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app.caching import encounters
from app.material import Filters
from app.widgets.marked import ONE, TWO, show_key, show_marked
from app.widgets.places import go_to_passage
from app.widgets.quotes import AT_ONCE, clock
from corpus.study import Study


def show_encounters(study: Study, pair: tuple[str, str], unit: str, filters: Filters, *, key: str) -> None:
    """Each place where the two are, twenty at first."""
    found = encounters(study, pair, unit, filters)
    number = found["encounter"].nunique()
    st.caption(f"{number:,} {'place' if number == 1 else 'places'}")
    show_key(*pair)
    limit = st.session_state.setdefault(f"{key}_shown", AT_ONCE)
    shown = found[found["encounter"] < limit]
    texts = study.texts(shown["document"].unique().tolist())
    for place, rows in shown.groupby("encounter"):
        sides = [ONE if path == pair[0] else TWO for path in rows["path"]]
        marks = list(zip(rows["start"].astype(int), rows["end"].astype(int), sides, strict=True))
        first = rows.iloc[0]
        show_marked(texts[first["document"]], marks, who=_who(rows))
        if st.button("Open in transcript", key=f"{key}_{place}", icon=":material/open_in_new:", type="tertiary"):
            go_to_passage(first["document"], int(first["start"]), int(first["end"]))
    if limit < number:
        st.button(f"Show {min(AT_ONCE, number - limit)} more", key=f"{key}_more", on_click=_more, args=(key,))


def _who(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    people = " and ".join(dict.fromkeys(rows["participant"].fillna("Interviewer"))) or "Interviewer"
    turns = [str(turn) for turn in dict.fromkeys(rows["turn"].dropna())]
    document = "" if first["document_name"] == people else first["document_name"]
    place = f"turn{'s' * (len(turns) > 1)} {', '.join(turns)}" if turns else ""
    at = "" if pd.isna(first["begin"]) else clock(int(first["begin"]))
    said = ", ".join(filter(None, (people, document, place, at)))
    return f"{said} · coded by {', '.join(dict.fromkeys(rows['coder']))}"


def _more(key: str) -> None:
    st.session_state[f"{key}_shown"] += AT_ONCE
