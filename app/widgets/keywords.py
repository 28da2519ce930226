"""Words on a page: those that mark a theme or a kind of participant, and where they are said."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analysis.tables.printed import heading
from app.caching import table
from app.main import KEPT
from app.material import Filters
from app.widgets.clicking import fresh, opened
from app.widgets.downloads import offer_table
from app.widgets.marked import ONE, show_marked
from app.widgets.places import go_to_passage
from app.widgets.quotes import AT_ONCE
from app.widgets.tables import choose_row
from corpus.study import Study

MARKS = ["term", "count", "expected", "z", "participants"]


def show_words(study: Study, filters: Filters, attributes: list[str]) -> None:
    """Words that mark each theme, or each value of an attribute; a word that is chosen or typed, in its context."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.selectbox(
            "Words that mark", attributes, index=None, placeholder="a theme", key=f"{KEPT}words_by", width=250
        )
        found = table(study, "keyness", options={"by": by} if by else {}, filters=filters)
        groups = found[found.columns[0]]
        group = st.selectbox(heading(str(groups.name)), [*dict.fromkeys(groups)], width=250)
    if found.empty:
        st.info("No word is said much more often in one than elsewhere. Code more, or take a filter away.")
    else:
        marking = found.loc[groups.eq(group), MARKS].reset_index(drop=True)
        offer_table(study, found, "keyness", options={"by": by})
        row = choose_row(marking, key=fresh("keyness_rows"))
        st.caption(
            "Words and phrases that participants say more often here than elsewhere, the most telling first (z). It "
            "ranks and is no test. Choose a row to read where a word is said."
        )
        if row is not None:
            term = str(marking["term"].iloc[row])
            opened("keyness_rows", term, lambda: show_places(study, term, filters, key="keyness_rows"))
    st.subheader("In context")
    if typed := st.text_input("Word or phrase", key=f"{KEPT}word"):
        show_places(study, typed, filters, key="typed")


def show_places(study: Study, term: str, filters: Filters, *, key: str) -> None:
    """Where the term is said by the people and in the transcripts of the choice, twenty places at first."""
    if not any(map(str.isalpha, term)):
        st.info("There is no word in this. Type a word or a phrase.")
        return
    people = replace(filters, codes=(), themes=(), coders=())
    found = table(study, "keywords", options={"term": term}, filters=people)
    st.caption(f"{len(found):,} {'place' if len(found) == 1 else 'places'} where participants say it, in any form")
    if found.empty:
        return
    offer_table(study, found, "keywords", options={"term": term}, key=f"{key}_keywords")
    ids = table(study, "documents").set_index("name")["document"]
    limit = st.session_state.setdefault(f"{key}_shown", AT_ONCE)
    shown = found.head(limit).assign(id=lambda rows: rows["document"].map(ids))
    texts = study.texts(shown["id"].unique().tolist())
    for row in shown.itertuples():
        who = dict.fromkeys((row.participant or "Interviewer", row.document, f"turn {row.turn}"))
        show_marked(texts[row.id], [(row.start, row.end, ONE)], who=", ".join(who))
        if st.button("Open in transcript", key=f"{key}_{row.Index}", icon=":material/open_in_new:", type="tertiary"):
            go_to_passage(row.id, row.start, row.end)
    if limit < len(found):
        st.button(f"Show {min(AT_ONCE, len(found) - limit)} more", key=f"{key}_more", on_click=_more, args=(key,))


def _more(key: str) -> None:
    st.session_state[f"{key}_shown"] += AT_ONCE
