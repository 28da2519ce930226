"""What a researcher decides of an implication, on a page: each is a button and one change of the study."""

from __future__ import annotations

import streamlit as st

from analysis.findings import Decision, Implication
from app.caching import table
from corpus import deciding
from corpus.study import Study


def accept(study: Study, coder: str, item: Implication) -> None:
    """Accept it as it is stated; what somebody added needs no acceptance."""
    if _own(item) or (item.decision and item.decision.decision == "accepted"):
        return
    if st.button("Accept", key=f"accept_{item.implication}", icon=":material/check:"):
        with study.change("accept an implication", coder=coder, note=item.implication) as change:
            deciding.decide(change, "accepted", **_codes(item), statement=item.statement)
        st.rerun()


def reword(study: Study, coder: str, item: Implication) -> None:
    """State it in words of one's own."""
    with st.popover("Reword", icon=":material/edit:"):
        said = st.text_area("What it is to say", item.statement, key=f"reword_{item.implication}")
        if st.button("Save", key=f"reworded_{item.implication}", type="primary"):
            with study.change("reword an implication", coder=coder, note=item.implication) as change:
                if own := _own(item):
                    deciding.reword_own(change, own.id, said)
                else:
                    deciding.decide(change, "reworded", **_codes(item), statement=said)
            st.rerun()


def reject(study: Study, coder: str, item: Implication) -> None:
    """Reject it; what somebody added is removed."""
    own = _own(item)
    if st.button("Remove" if own else "Reject", key=f"reject_{item.implication}", icon=":material/close:"):
        with study.change("reject an implication", coder=coder, note=item.implication) as change:
            if own:
                deciding.remove_own(change, own.id)
            else:
                deciding.decide(change, "rejected", **_codes(item), statement=item.statement)
        st.rerun()


def add(study: Study, coder: str) -> None:
    """An implication of one's own, on two codes."""
    with st.expander("Add an implication of your own"), st.form("own", border=False):
        codes = table(study, "codes").set_index("path")["code"]
        theme = st.selectbox("Theme, or any other code", [*codes.index], index=None)
        pain_point = st.selectbox("Pain point, or any other code", [*codes.index], index=None)
        statement = st.text_area("What a tool should do")
        if st.form_submit_button("Add", type="primary") and theme and pain_point:
            with study.change("add an implication", coder=coder, note=f"{theme}, {pain_point}") as change:
                deciding.add_own(change, statement, theme=codes[theme], pain_point=codes[pain_point])
            st.rerun()


def _own(item: Implication) -> Decision | None:
    """The decision by which somebody added it, None where it was found."""
    return item.decision if item.decision and item.decision.decision == "own" else None


def _codes(item: Implication) -> dict[str, str]:
    return {"theme": item.theme.code, "pain_point": item.pain_point.code}
