"""Code: a transcript in which text is selected and given codes, by keyboard or mouse, alone or several at a time."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import streamlit as st

from app import operations, tagging
from app.tagger import tagger
from app.utf16 import Utf16
from corpus.study import Study

KEY, ANSWERS, OPEN, GO = "code_tagger", "code_answers", "code_document", "code_go"
EVERY = 3  # seconds until what others did is looked for


def render(study: Study, coder: str) -> None:
    """Show the transcript that was open last, or the one of the address: ?document=ID, and &at=POSITION to go there."""
    if study.documents().empty:
        st.title("Code")
        st.info("There is no transcript yet. Bring some in on the page Transcripts and participants.")
        return
    _desk(study, coder)


@st.fragment(run_every=EVERY)
def _desk(study: Study, coder: str) -> None:
    state, address = st.session_state, st.query_params
    frame = study.documents()
    names = dict(zip(frame["document"], frame["name"], strict=True))
    wanted = str(address.get("document") or state.get(OPEN))
    document = wanted if wanted in names else str(frame["document"].iloc[0])
    state[OPEN] = document
    if address.get("document") != document:
        address["document"] = document
    if (at := address.pop("at", "")).isdecimal():
        state[GO] = {"id": uuid4().hex, "document": document, "at": int(at)}

    def do() -> None:
        answers = state.setdefault(ANSWERS, {"all": {}})
        answers["now"] = operations.apply(study, coder, state[KEY]["operations"]["operations"], answers=answers["all"])

    def turn_to() -> None:
        state[OPEN] = st.query_params["document"] = state[KEY]["document"]

    data = _view(study, (str(study.file), study.setting("study"), study.revision), document) | {
        "study": study.setting("study"),
        "coder": _who(study, coder),
        "documents": [{"id": key, "name": name} for key, name in names.items()],
        "answers": state.get(ANSWERS, {}).get("now", {}),
        "near": _near(study, state.get(KEY, {}).get("asked")),
    }
    go = state.get(GO, {})
    if go.get("document") == document:
        data["go"] = {"id": go["id"], "start": Utf16(data["text"]).unit(go["at"])}
    tagger(data, key=KEY, operations=do, document=turn_to, asked=lambda: None)


def _who(study: Study, coder: str) -> dict[str, str]:
    coders = study.coders()
    found = coders.loc[coders["name"].str.casefold().eq(coder.casefold()), "coder"].tolist()
    return {"name": coder, "id": found[0] if found else ""}


def _near(study: Study, name: str | None) -> dict[str, Any] | None:
    if not name:
        return None
    return {"name": name, "codes": [code.id for code in study.codebook().near_duplicates(name)]}


@st.cache_data(max_entries=64, show_spinner=False)
def _view(_study: Study, state: tuple[str, str, int], document: str) -> dict[str, Any]:
    return tagging.view(_study, document) | {"codes": tagging.codes(_study)}
