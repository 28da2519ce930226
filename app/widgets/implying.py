"""An implication on a page: what it says, what that rests on, who says it and who says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st

from analysis.findings import Implication, Quote
from app.caching import table
from app.main import KEPT
from app.plain import markdown
from app.widgets import deciding
from app.widgets.places import go_to_passage
from app.widgets.quotes import show_said
from corpus.study import Study

QUOTED = 2  # quotes that are shown before one asks for all
EVIDENCE = {
    "holds": "Holds without any one participant",
    "beyond chance": "Beyond chance",
    "chance": "No more than chance may bring",
}
UNDECIDED = "not decided"


def evidence_of(item: Implication) -> str:
    """How far it stands: a key of `EVIDENCE`."""
    if not item.is_beyond_chance:
        return "chance"
    return "holds" if item.holds else "beyond chance"


def decision_of(item: Implication) -> str:
    """What was decided of it."""
    return item.decision.decision if item.decision else UNDECIDED


def choose(items: Iterable[Implication]) -> list[Implication]:
    """Those of the items that are asked for, by theme, layer, evidence and decision."""
    items = list(items)
    held = [key for key in st.session_state if str(key).startswith(f"{KEPT}implications_") and st.session_state[key]]
    with st.popover(f"Filters ({len(held)})" if held else "Filters", icon=":material/filter_alt:"):
        asked: dict[str, tuple[Callable[[Implication], str], Callable[[str], str]]] = {
            "Theme": (lambda item: item.theme.path.split(" / ")[0], str),
            "Pain point": (lambda item: item.pain_point.path, str),
            "Layer": (lambda item: item.layer.path if item.layer else "none", str),
            "Evidence": (evidence_of, EVIDENCE.__getitem__),
            "Decision": (decision_of, str),
        }
        for label, (of, shown) in asked.items():
            values = list(dict.fromkeys(map(of, items)))
            key = f"{KEPT}implications_{label}"
            if key in st.session_state:
                st.session_state[key] = [value for value in st.session_state[key] if value in values]
            wanted = st.multiselect(label, values, key=key, format_func=shown, placeholder="All")
            items = [item for item in items if not wanted or of(item) in wanted]
    return items


def show(study: Study, coder: str, number: int, item: Implication) -> None:
    """One implication, with what can be decided of it."""
    st.markdown(f"**{number}. {markdown(item.statement)}**")
    st.text(f"{item.theme.path} & {item.pain_point.path}" + (f", in {item.layer.path}" if item.layer else ""))
    st.text(item.why)
    if item.decision:
        st.caption(f"{item.decision.decision.capitalize()} by {markdown(item.decision.coder)}")
    show_said([(quote.text, _who(quote)) for quote in item.quotes[:QUOTED]])
    said, against = len(item.quotes), len(item.counter_evidence)
    if said + against:
        label = f"All evidence: {said} quote{'s' * (said != 1)}, {against} to the contrary"
        everything = st.expander(label, key=f"evidence_{item.implication}", on_change="rerun")
        with everything:
            if everything.open:
                _evidence(study, item)
    with st.container(horizontal=True):
        deciding.accept(study, coder, item)
        deciding.reword(study, coder, item)
        deciding.reject(study, coder, item)


def _evidence(study: Study, item: Implication) -> None:
    for number, quote in enumerate(item.quotes):
        _quote(study, quote, _who(quote), f"{item.implication}_for_{number}")
    if item.counter_evidence:
        st.markdown("**To the contrary**")
    for number, each in enumerate(item.counter_evidence):
        _quote(study, each.quote, f"{each.reason}: {_who(each.quote)}", f"{item.implication}_against_{number}")


def _quote(study: Study, quote: Quote, who: str, key: str) -> None:
    show_said([(quote.text, who)])
    if st.button("Open in transcript", key=f"open_{key}", icon=":material/open_in_new:", type="tertiary"):
        documents = table(study, "documents").set_index("name")["document"]
        go_to_passage(documents[quote.document], quote.start, quote.end)


def _who(quote: Quote) -> str:
    return ", ".join(dict.fromkeys((quote.participant, quote.document)))
