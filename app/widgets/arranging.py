"""The codes as a tree on a page: what is moved or renamed there is stored, and answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

import streamlit as st

from app.caching import table
from app.tree import tree
from codebook import Code, Codebook, with_colours
from codebook.errors import Busy, VivavoceError
from corpus import frames
from corpus.codebooks import set_codebook
from corpus.study import Study

KEY, ANSWERS, CHOSEN = "codebook_tree", "codebook_answers", "codebook_chosen"
Operation = Mapping[str, Any]


def choose_code(study: Study, coder: str, book: Codebook) -> Code | None:
    """The tree of codes with their counts; the code that is chosen in it, None where none is."""
    counts = table(study, "codesystem")
    codes = [
        {
            "id": code.id,
            "parent": code.parent,
            "name": code.name,
            "colour": code.colour,
            "kind": code.kind if code.kind != "theme" else None,
            "codings": codings,
            "below": below,
        }
        for code, codings, below in zip(book, counts["codings"].tolist(), counts["codings_below"].tolist(), strict=True)
    ]
    answers: dict[str, Any] = st.session_state.setdefault(ANSWERS, {})
    state: dict[str, Any] = st.session_state.setdefault(CHOSEN, {"id": "", "code": None})

    def do() -> None:
        arrange(study, coder, st.session_state[KEY]["operations"]["operations"], answers=answers)

    def choose_it() -> None:
        state["code"] = st.session_state[KEY]["selected"]["code"]

    data = {"study": study.setting("study"), "codes": codes, "answers": answers, "selected": dict(state)}
    tree(data, key=KEY, operations=do, selected=choose_it)
    return next((code for code in book if code.id == state["code"]), None)


def choose(code: str | None) -> None:
    """Have a code (an id) chosen in the tree from now on, or none."""
    st.session_state[CHOSEN] = {"id": uuid4().hex, "code": code}


def arrange(study: Study, coder: str, operations: Iterable[Operation], *, answers: dict[str, Any]) -> None:
    """Move and rename codes as the tree asks, each operation once; `answers` remembers, by their ids.

    An answer is empty, or has `rejected`, a sentence that says why not. What could not be tried has none.
    """
    for operation in operations:
        key = str(operation.get("id", ""))
        if key in answers:
            continue
        try:
            _do(study, coder, operation)
            answers[key] = {}
        except Busy:
            return
        except VivavoceError as error:
            answers[key] = {"rejected": str(error)}
        except (KeyError, TypeError, ValueError):
            answers[key] = {"rejected": "The page sent what this version does not understand. Reload the page."}


def _do(study: Study, coder: str, operation: Operation) -> None:
    name = {"move": "move a code", "rename": "rename a code"}[operation["do"]]
    book = study.codebook()
    before = book.path(operation["code"])
    new = _arranged(book, operation)
    with study.change(name, coder=coder, note=f"{before} -> {new.path(operation['code'])}") as change:
        # Someone else may have changed the codebook since it was read.
        set_codebook(change, with_colours(_arranged(frames.codebook(change.connection), operation)))


def _arranged(book: Codebook, operation: Operation) -> Codebook:
    if operation["do"] == "rename":
        return book.rename(operation["code"], str(operation["name"]))
    return book.move(operation["code"], operation["parent"], int(operation["position"]))
