"""The codebook of a study: taken in, changed, and the codings that follow it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, distinct, func, select

from codebook import Code, Codebook, with_colours
from codebook.errors import StudyError
from corpus import frames
from corpus.coding import remove_codings
from corpus.deciding import hand_over as hand_over_decisions
from corpus.history import Row
from corpus.schema import coders, codes, codings, memos, suggestions
from corpus.study import StudyChange, written


@dataclass(frozen=True, slots=True)
class Borne:
    """What some codes bear together: how many codings, by whom (names), in how many documents."""

    codings: int
    coders: tuple[str, ...]
    documents: int


def set_codebook(change: StudyChange, new: Codebook, *, follow: Mapping[str, str] | None = None) -> None:
    """Make the study's codebook `new`; codes are the same where their ids are.

    `follow` says which code takes over the codings, suggestions and memos of one that goes (old id -> new id). Raises
    StudyError where a code would go that bears codings and has no follower.
    """
    follow = follow or {}
    old = frames.codebook(change.connection)
    gone = [code for code in old if code.id not in new]
    bearing = counts_of(change.connection)
    for code in gone:
        if code.id not in follow and bearing[code.id]:
            raise StudyError(f'"{old.path(code)}" bears {bearing[code.id]} codings. Merge it into another code first.')
    rows = [_row(code, position) for position, code in enumerate(new)]  # parents come before their children
    change.insert(codes, [row for row in rows if row["code"] not in old])
    change.update(codes, [row for row in rows if row["code"] in old])
    for code in gone:
        _hand_over(change, code.id, follow.get(code.id))
    change.delete(codes, [(code.id,) for code in reversed(gone)])


def counts_of(connection: Connection) -> Counter[str]:
    """How many codings each code bears, by id."""
    query = select(codings.c.code, func.count()).group_by(codings.c.code)
    return Counter(dict(connection.execute(query).all()))


def borne(connection: Connection, ids: Collection[str]) -> Borne:
    """What the codes of these ids bear, not counting those below them."""
    of_them = codings.c.code.in_(list(ids))
    count, documents = connection.execute(
        select(func.count(), func.count(distinct(codings.c.document))).where(of_them)
    ).one()
    by = select(coders.c.name).where(coders.c.coder.in_(select(codings.c.coder).where(of_them))).order_by(coders.c.name)
    return Borne(count, tuple(connection.scalars(by)), documents)


def keeping(new: Codebook, old: Codebook, bearing: Mapping[str, int]) -> tuple[Codebook, list[str]]:
    """`new` with those codes of `old` that are gone from it but bear codings, and the paths of these.

    They stay where they were, with the codes above them, after what is new there.
    """
    staying = {code.id for code in old if code.id not in new and bearing.get(code.id)}
    for code in list(old):
        if code.id in staying:
            above = old.parent(code)
            while above is not None and above.id not in new and above.id not in staying:
                staying.add(above.id)
                above = old.parent(above)
    kept: list[Code] = []
    for code in old:
        if code.id in staying:
            siblings = {each.name for each in (*new, *kept) if each.parent == code.parent}
            name = code.name
            while name in siblings:
                name += " (earlier)"
            kept.append(replace(code, name=name))
    book = Codebook([*new, *kept])
    return book, [book.path(code.id) for code in kept if bearing.get(code.id)]


def split_off(change: StudyChange, code: str, name: str, ids: Sequence[str], *, beside: bool = False) -> str:
    """Make a code of that name below `code` (`beside`: after it), give it these codings; its id.

    Raises CodebookError where the name is none or taken there, StudyError where a coding does not bear `code` by now.
    """
    book = frames.codebook(change.connection)
    bearing = set(change.connection.scalars(select(codings.c.coding).where(codings.c.code == code)))
    if not bearing.issuperset(ids):
        raise StudyError("A coding that was picked has another code by now. Nothing was changed: look at them anew.")
    new = Code(name, book[code].parent if beside else code, kind=book[code].kind if beside else None)
    book = Codebook([*book, new])
    if beside:
        siblings = book.children(book.parent(code))
        book = book.move(new, book.parent(code), siblings.index(book[code]) + 1)
    set_codebook(change, with_colours(book))
    recode(change, ids, new.id)
    return new.id


def delete_with_codings(change: StudyChange, code: str) -> None:
    """Delete a code with those below it, and the codings that they bear, with the memos on them."""
    book = frames.codebook(change.connection)
    gone = [code, *(each.id for each in book.descendants(code))]
    remove_codings(change, change.connection.scalars(select(codings.c.coding).where(codings.c.code.in_(gone))).all())
    set_codebook(change, book.delete(code, with_descendants=True))


def recode(change: StudyChange, ids: Sequence[str], code: str) -> None:
    """Give codings another code."""
    change.update(codings, [{"coding": coding, "code": code} for coding in ids])


def _hand_over(change: StudyChange, code: str, heir: str | None) -> None:
    """Pass what names a code on to its heir; without one its suggestions, memos and decisions go with it."""
    connection = change.connection
    about = (memos.c.about == "code") & (memos.c.target == code)
    noted = connection.scalars(select(memos.c.memo).where(about)).all()
    proposed = connection.scalars(select(suggestions.c.suggestion).where(suggestions.c.code == code)).all()
    hand_over_decisions(change, code, heir)
    if heir is None:
        change.delete(memos, [(memo,) for memo in noted])
        change.delete(suggestions, [(suggestion,) for suggestion in proposed])
        return
    change.update(memos, [{"memo": memo, "target": heir} for memo in noted])
    change.update(suggestions, [{"suggestion": suggestion, "code": heir} for suggestion in proposed])
    recode(change, connection.scalars(select(codings.c.coding).where(codings.c.code == code)).all(), heir)


def _row(code: Code, position: int) -> Row:
    return {
        "code": code.id,
        "position": position,
        "name": code.name,
        "parent": code.parent,
        "kind": code.kind,
        "colour": code.colour,
        "definition": code.definition,
        "include": code.include,
        "exclude": code.exclude,
        "examples": written(list(code.examples)),
        "patterns": written(list(code.patterns)),
    }
