"""The codebook of a study: taken in, changed, and the codings that follow it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select

from codebook import Code, Codebook
from codebook.errors import StudyError
from corpus import frames
from corpus.deciding import hand_over as hand_over_decisions
from corpus.history import Row
from corpus.schema import codes, codings, memos, suggestions
from corpus.study import StudyChange, written


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
