"""Code: a transcript in which text is selected and given codes, by keyboard or mouse, alone or several at a time."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import streamlit as st

from app import operations, tagging
from app.tagger import tagger
from app.utf16 import Utf16
from app.widgets.needs import met
from corpus.study import Study

KEY, ANSWERS, OPEN, GO = "code_tagger", "code_answers", "code_document", "code_go"
EVERY = 3  # seconds until what others did is looked for


def render(study: Study, coder: str) -> None:
    """Show the transcript that was open last, or the one of the address.

    That is ?document=ID, with &at=START or &at=START&to=END to go to a passage (app/widgets/places.py makes it).
    """
    if not tagging.documents(study):
        st.title("Code")
        met(study, "documents")  # says what to do first
        return
    _desk(study, coder)


@st.fragment(run_every=EVERY)
def _desk(study: Study, coder: str) -> None:
    state, address = st.session_state, st.query_params
    names = tagging.documents(study)
    wanted = str(address.get("document") or state.get(OPEN))
    document = wanted if wanted in names else next(iter(names))
    state[OPEN] = document
    if address.get("document") != document:
        address["document"] = document
    at, to = address.pop("at", ""), address.pop("to", "")
    if at.isdecimal():
        state[GO] = {"id": uuid4().hex, "document": document, "at": int(at), "to": int(to) if to.isdecimal() else None}

    def do() -> None:
        answers = state.setdefault(ANSWERS, {"all": {}})
        answers["now"] = operations.apply(study, coder, state[KEY]["operations"]["operations"], answers=answers["all"])

    def turn_to() -> None:
        state[OPEN] = st.query_params["document"] = state[KEY]["document"]

    seen = _view(study, (str(study.file), study.setting("study"), study.revision), document)
    data = seen | {
        "study": study.setting("study"),
        "coder": {"name": coder, "id": _id_of(coder, seen["coders"])},
        "documents": [{"id": key, "name": name} for key, name in names.items()],
        "answers": state.get(ANSWERS, {}).get("now", {}),
        "near": _near(study, state.get(KEY, {}).get("asked")),
    }
    go = state.get(GO, {})
    if go.get("document") == document:
        data["go"] = {"id": go["id"], **_in_units(data["text"], go["at"], go["to"])}
    tagger(data, key=KEY, operations=do, document=turn_to, asked=lambda: None)


def _in_units(text: str, start: int, end: int | None) -> dict[str, int | None]:
    """A passage of the address as the browser counts it, brought into the text where it is beyond."""
    offsets, last = Utf16(text), len(text)
    return {
        "start": offsets.unit(min(start, max(0, last - 1))),
        "end": None if end is None or end <= start else offsets.unit(min(end, last)),
    }


def _id_of(coder: str, names: dict[str, str]) -> str:
    """The id of a coder, "" for one who has not done anything yet."""
    return next((key for key, name in names.items() if name.casefold() == coder.casefold()), "")


def _near(study: Study, name: str | None) -> dict[str, Any] | None:
    if not name:
        return None
    return {"name": name, "codes": [code.id for code in study.codebook().near_duplicates(name)]}


@st.cache_data(max_entries=64, show_spinner=False)
def _view(_study: Study, state: tuple[str, str, int], document: str) -> dict[str, Any]:
    return tagging.view(_study, document) | {"codes": tagging.codes(_study)}
