"""A code of the codebook on a page: what it says and bears, and its changes, each with what it does to codings."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from app.caching import table
from app.plain import markdown as shown
from app.widgets.arranging import choose
from app.widgets.storing import propose, store
from codebook import KINDS, Code, Codebook
from corpus.codebooks import borne, delete_with_codings
from corpus.study import Study

TOP = "(at the top)"
FIRST = "(first)"
ROUND = "codebook_round"
NO_COLOUR = "#888888"


def bears(study: Study, ids: Collection[str]) -> str:
    """How many codings some codes bear, whose, and in how many transcripts: half a sentence."""
    with study.reading() as connection:
        found = borne(connection, ids)
    if not found.codings:
        return "no codings"
    transcripts = f"{found.documents:,} transcript{'s' * (found.documents != 1)}"
    return f"{found.codings:,} coding{'s' * (found.codings != 1)} by {_listed(found.coders)} in {transcripts}"


def show_borne(study: Study, book: Codebook, code: Code) -> None:
    """What the chosen code bears, and how that goes with the number in the tree."""
    counted = int(table(study, "codesystem").set_index("path").at[book.path(code), "codings"])
    with study.reading() as connection:
        apart = borne(connection, [code.id]).codings != counted
    once = f" What several coded alike counts once in the tree: {counted:,}." if apart else ""
    below = len(book.descendants(code))
    under = f" {below} code{'s' * (below != 1)} below it." if below else ""
    st.text(f"It bears {bears(study, [code.id])}.{once}{under}")


def edit(study: Study, coder: str, book: Codebook, code: Code) -> None:
    """Its name and what is said of it."""
    with st.form(f"edit_{code.id}_{hash(code)}", border=False):
        name = st.text_input("Name", code.name)
        definition = st.text_area("Definition", code.definition)
        include = st.text_area("Include", code.include, height=80)
        exclude = st.text_area("Exclude", code.exclude, height=80)
        examples = st.text_area("Examples, one a line", "\n".join(code.examples), height=80)
        kinds = [None, *KINDS]
        above = book.parent(code)
        inherited = f"as the code above: {book.kind(above)}" if above else "theme"
        kind = st.selectbox("Kind", kinds, kinds.index(code.kind), format_func=lambda each: each or inherited)
        colour = st.color_picker("Colour", code.colour or NO_COLOUR)
        if st.form_submit_button("Save", type="primary"):
            fields = {
                "definition": definition,
                "include": include,
                "exclude": exclude,
                "examples": tuple(examples.splitlines()),
                "kind": kind,
                "colour": colour if code.colour or colour != NO_COLOUR else "",
            }
            store(study, coder, "edit a code", book.rename(code, name).edit(code.id, **fields), book.path(code))


def add(study: Study, coder: str, book: Codebook, *, under: Code | None) -> None:
    """New codes, one a line; codes much like one are named before it is made."""
    round_ = st.session_state.setdefault(ROUND, 0)  # another key empties the field once its codes are made
    with st.form(f"add_{under.id if under else ''}_{round_}", border=under is None):
        said = st.text_area(
            "New codes, one a line",
            placeholder="Velocity\nVelocity / Rapid prototyping" if under is None else "Rapid prototyping",
            help="A slash with a space on either side puts a code below another.",
        )
        anyway = st.checkbox("Add them even if much like a code that there is")
        wanted = st.form_submit_button("Add", type="primary")
    names = [" ".join(line.split()) for line in said.splitlines() if line.strip()]
    if not wanted or not names:
        return
    alike = [f"{name} is much like {book.path(near[0])}" for name in names if (near := book.near_duplicates(name))]
    if alike and not anyway:
        st.warning("  \n".join(map(shown, [*alike, "Nothing was added. Tick the box to add all the same."])))
        return
    above = f"{book.path(under)} / " if under else ""
    new = book.add_all([(above + name, {}) for name in names])
    st.session_state[ROUND] = round_ + 1
    store(study, coder, "add codes", new, ", ".join(names))


def add_below(study: Study, coder: str, book: Codebook, code: Code) -> None:
    """New codes below this one, to sort its codings into."""
    add(study, coder, book, under=code)


def move(study: Study, coder: str, book: Codebook, code: Code) -> None:
    """The code, with those below it, under another one, or to another place among its siblings."""
    below = _branch(book, code)
    targets = {TOP: None} | {path: each for path, each in book.paths.items() if each.id not in below}
    above = book.parent(code)
    here = [*targets].index(book.path(above) if above else TOP)
    under = st.selectbox("Put it under", [*targets], here, key=f"move_{code.id}_{study.revision}")
    siblings = [each for each in book.children(targets[under]) if each.id != code.id]
    at = book.children(above).index(code) if targets[under] == above else len(siblings)
    places = [FIRST, *(each.name for each in siblings)]
    place = st.selectbox(
        "After", range(len(places)), at, format_func=places.__getitem__, key=f"after_{code.id}_{under}_{study.revision}"
    )
    propose(study, coder, "move a code", book, book.move(code, targets[under], place), book.path(code))


def merge(study: Study, coder: str, book: Codebook, code: Code) -> None:
    """The code into another one, which takes its codings over."""
    below = _branch(book, code)
    targets = {path: each for path, each in book.paths.items() if each.id not in below}
    into = st.selectbox("Merge it into", [*targets], index=None, key=f"merge_{code.id}")
    if into:
        heir = targets[into]
        new = book.merge(code, heir)
        st.text(f"{book.path(code)} goes; {bears(study, [code.id])} go to {into}, which has {bears(study, [heir.id])}.")
        note = f"{book.path(code)} -> {into}"
        propose(study, coder, "merge codes", book, new, note, follow={code.id: heir.id}, then=heir.id)


def delete(study: Study, coder: str, book: Codebook, code: Code) -> None:
    """The code, with those below it, and what they bear: said before, and to be allowed where they bear something."""
    gone = _branch(book, code)
    lost = bears(study, gone)
    also = f" and the {len(gone) - 1} below it" * (len(gone) > 1)
    st.text(f"{code.name}{also} would go, with {lost} and the memos on them.")
    allowed = lost == "no codings" or st.checkbox(
        "Delete these codings, too", key=f"delete_{code.id}", help="To keep them, merge the code into another one."
    )
    if st.button("Delete a code", type="primary", disabled=not allowed, icon=":material/delete:"):
        with study.change("delete a code", coder=coder, note=book.path(code)) as change:
            delete_with_codings(change, code.id)
        choose(None)
        st.rerun()


def _branch(book: Codebook, code: Code) -> set[str]:
    """The ids of a code and of those below it."""
    return {code.id, *(each.id for each in book.descendants(code))}


def _listed(names: Collection[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
