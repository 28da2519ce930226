"""Changes of the codebook on a page: each says what it does to codings before it is made."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app.plain import markdown as shown
from codebook import KINDS, READ, Code, Codebook, describe, diff, read, with_colours
from corpus.codebooks import counts_of, keeping, set_codebook
from corpus.study import Study

TOP = "(at the top)"
TOLD = 12  # sentences about a change that are read


def edit(study: Study, coder: str, book: Codebook, code: Code) -> None:
    """Its name and what is said of it."""
    with st.form(f"edit_{code.id}", border=False):
        name = st.text_input("Name", code.name)
        definition = st.text_area("Definition", code.definition)
        include = st.text_area("Include", code.include)
        exclude = st.text_area("Exclude", code.exclude)
        examples = st.text_area("Examples, one a line", "\n".join(code.examples))
        kinds = [None, *KINDS]
        kind = st.selectbox("Kind", kinds, kinds.index(code.kind), format_func=lambda each: each or "as the code above")
        colour = st.color_picker("Colour", code.colour or "#888888")
        if st.form_submit_button("Save", type="primary"):
            fields = {
                "definition": definition,
                "include": include,
                "exclude": exclude,
                "examples": tuple(examples.splitlines()),
                "kind": kind,
                "colour": colour if code.colour or colour != "#888888" else "",
            }
            _store(study, coder, "edit a code", book.rename(code, name).edit(code.id, **fields), book.path(code))


def add(study: Study, coder: str, book: Codebook, *, under: Code | None) -> None:
    """New codes, one a line; codes much like one are named before it is made."""
    with st.form(f"add_{under.id if under else ''}", border=under is None):
        said = st.text_area(
            "New codes, one a line",
            placeholder="Velocity\nVelocity / Rapid prototyping" if under is None else "Rapid prototyping",
            help="A slash with a space on either side puts a code below another.",
        )
        anyway = st.checkbox("Also those much like one that there is")
        wanted = st.form_submit_button("Add", type="primary")
    names = [" ".join(line.split()) for line in said.splitlines() if line.strip()]
    if not wanted or not names:
        return
    alike = [f"{name} is much like {book.path(near[0])}" for name in names if (near := book.near_duplicates(name))]
    if alike and not anyway:
        st.warning("  \n".join(map(shown, [*alike, "Nothing was added. Tick the box to add all the same."])))
        return
    above = f"{book.path(under)} / " if under else ""
    _store(study, coder, "add codes", book.add_all([(above + name, {}) for name in names]), ", ".join(names))


def add_below(study: Study, coder: str, book: Codebook, code: Code) -> None:
    """New codes below this one, to sort its codings into."""
    add(study, coder, book, under=code)


def move(study: Study, coder: str, book: Codebook, code: Code) -> None:
    """The code, with those below it, under another one."""
    below = {code.id, *(each.id for each in book.descendants(code))}
    targets = {TOP: None} | {path: each for path, each in book.paths.items() if each.id not in below}
    under = st.selectbox("Put it under", [*targets], index=None, key=f"move_{code.id}")
    if under:
        _propose(study, coder, "move a code", book, book.move(code, targets[under]), book.path(code))


def merge(study: Study, coder: str, book: Codebook, code: Code) -> None:
    """The code into another one, which takes its codings over."""
    below = {code.id, *(each.id for each in book.descendants(code))}
    targets = {path: each for path, each in book.paths.items() if each.id not in below}
    into = st.selectbox("Merge it into", [*targets], index=None, key=f"merge_{code.id}")
    if into:
        new = book.merge(code, targets[into])
        follow = {code.id: targets[into].id}
        _propose(study, coder, "merge codes", book, new, f"{book.path(code)} -> {into}", follow=follow)


def delete(study: Study, coder: str, book: Codebook, code: Code) -> None:
    """A code that bears no codings, with those below it."""
    with study.reading() as connection:
        bearing = counts_of(connection)
    gone = [code, *book.descendants(code)]
    bears = [(book.path(each), bearing[each.id]) for each in gone if bearing[each.id]]
    if bears:
        st.write("Codings would be lost. Merge these codes into others first:")
        for path, count in bears:
            st.text(f"{path}: {count:,} coding{'s' * (count != 1)}")
        return
    _propose(study, coder, "delete a code", book, book.delete(code, with_descendants=True), book.path(code))


def take_in(study: Study, coder: str, book: Codebook) -> None:
    """A codebook file: the codebook becomes like it."""
    file = st.file_uploader(f"Or take a codebook file in ({', '.join(READ)})")
    if not file:
        return
    new, notes = read(file.getvalue(), name=file.name, onto=book)
    with study.reading() as connection:
        new, staying = keeping(new, book, counts_of(connection))
    for sentence in [*notes, *(f"stays, though the file lacks it: {path}" for path in staying)]:
        st.text(sentence)
    _propose(study, coder, "import codebook", book, new, file.name)


def _propose(
    study: Study,
    coder: str,
    operation: str,
    old: Codebook,
    new: Codebook,
    note: str,
    *,
    follow: Mapping[str, str] | None = None,
) -> None:
    """What a change does, in sentences, and the button that makes it."""
    with study.reading() as connection:
        bearing = counts_of(connection)
    sentences = [
        f"{old.path(gone)} goes into {new.path(heir)}; codings that follow: {bearing.pop(gone, 0):,}"
        for gone, heir in (follow or {}).items()
    ]
    sentences += describe(diff(old, new), bearing)
    for sentence in sentences[:TOLD]:
        st.text(sentence)
    if len(sentences) > TOLD:
        st.caption(f"... and {len(sentences) - TOLD} more")
    if old != new and st.button(operation.capitalize(), type="primary"):
        _store(study, coder, operation, new, note, follow=follow)


def _store(
    study: Study,
    coder: str,
    operation: str,
    book: Codebook,
    note: str,
    *,
    follow: Mapping[str, str] | None = None,
) -> None:
    with study.change(operation, coder=coder, note=note) as change:
        set_codebook(change, with_colours(book), follow=follow)
    st.rerun()
