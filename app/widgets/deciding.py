"""What a researcher decides of an implication, on a page: each is a button and one change of the study."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis.findings import Decision, Implication
from app.caching import table
from app.widgets.doing import do
from corpus import deciding
from corpus.study import Study, StudyChange

KEY = "implications"


def accept(study: Study, coder: str, item: Implication) -> None:
    """Accept it as it is stated; what somebody added needs no acceptance."""
    if _own(item) or (item.decision and item.decision.decision == "accepted"):
        return

    def act(change: StudyChange) -> None:
        deciding.decide(change, "accepted", **_codes(item), statement=item.statement)

    st.button(
        "Accept",
        key=f"accept_{item.implication}",
        icon=":material/check:",
        on_click=_do,
        args=(study, coder, "accept an implication", item, act),
    )


def reword(study: Study, coder: str, item: Implication) -> None:
    """State it in words of one's own."""
    field = f"reword_{item.implication}"

    def act(change: StudyChange) -> None:
        said = st.session_state[field]
        if own := _own(item):
            deciding.reword_own(change, own.id, said)
        else:
            deciding.decide(change, "reworded", **_codes(item), statement=said)

    with st.popover("Reword", icon=":material/edit:"):
        st.text_area("What it is to say", item.statement, key=field)
        st.button(
            "Save",
            key=f"reworded_{item.implication}",
            type="primary",
            on_click=_do,
            args=(study, coder, "reword an implication", item, act),
        )


def reject(study: Study, coder: str, item: Implication) -> None:
    """Reject it; what somebody added is removed."""
    own = _own(item)

    def act(change: StudyChange) -> None:
        if own:
            deciding.remove_own(change, own.id)
        else:
            deciding.decide(change, "rejected", **_codes(item), statement=item.statement)

    st.button(
        "Remove" if own else "Reject",
        key=f"reject_{item.implication}",
        icon=":material/close:",
        on_click=_do,
        args=(study, coder, "reject an implication", item, act),
    )


def add(study: Study, coder: str) -> None:
    """An implication of one's own, on two codes."""
    with st.expander("Add an implication of your own"), st.form("own", border=False):
        codes = table(study, "codes").set_index("path")["code"]
        theme = st.selectbox("Theme, or any other code", [*codes.index], index=None)
        pain_point = st.selectbox("Pain point, or any other code", [*codes.index], index=None)
        statement = st.text_area("What a tool should do")
        if st.form_submit_button("Add", type="primary"):
            if not (theme and pain_point):
                st.warning("Choose the two codes that it is about.")
                return
            act = partial(deciding.add_own, theme=codes[theme], pain_point=codes[pain_point])
            do(
                study,
                coder,
                "add an implication",
                lambda change: act(change, statement),
                note=f"{theme}, {pain_point}",
                key=KEY,
            )
            st.rerun()


def templates(study: Study, coder: str) -> None:
    """What the statements are made from, to be read, edited or taken from a file."""
    with st.expander("Templates: what a tool should do where a theme meets a pain point"):
        st.caption(
            "A statement is written from the template of its two codes, where there is one. The file is YAML; codes "
            "are named as short as is unambiguous."
        )
        file = st.file_uploader("Take them from a file", type=["yaml", "yml"], key="templates_file")
        kept = study.setting(deciding.TEMPLATES)
        given = file.getvalue().decode("utf-8", "replace") if file else kept
        field = f"templates_{study.revision}_{file.file_id if file else ''}"
        text = st.text_area("Templates", given or EXAMPLE, height=320, key=field)
        st.button(
            "Save templates",
            type="primary",
            disabled=text == kept,
            on_click=_save,
            args=(study, coder, field, file.name if file else "the templates"),
        )


EXAMPLE = """implications:
  # - theme: Velocity
  #   pain_point: Alert fatigue
  #   statement: A tool should ...
"""


def _save(study: Study, coder: str, field: str, name: str) -> None:
    data = st.session_state[field].encode("utf-8")
    do(
        study,
        coder,
        "set templates",
        lambda change: deciding.set_templates(change, data, name=name),
        key=KEY,
    )


def _do(study: Study, coder: str, operation: str, item: Implication, act: object) -> None:
    do(study, coder, operation, act, note=item.implication, key=KEY)  # type: ignore[arg-type]


def _own(item: Implication) -> Decision | None:
    """The decision by which somebody added it, None where it was found."""
    return item.decision if item.decision and item.decision.decision == "own" else None


def _codes(item: Implication) -> dict[str, str]:
    return {"theme": item.theme.code, "pain_point": item.pain_point.code}
