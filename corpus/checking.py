"""Every invariant of a stored study, looked at one by one. Each check yields sentences, none where all is well."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, func, select

from codebook.errors import CodebookError
from corpus import frames
from corpus.history import memos_about_nothing
from corpus.positions import Positions
from corpus.schema import (
    MEMO_TARGETS,
    RECORDED,
    change_rows,
    changes,
    coders,
    codes,
    codings,
    documents,
    implications,
    participants,
    suggestions,
    texts,
    turns,
)
from corpus.study import Study


def check(study: Study) -> list[str]:
    """What is wrong with a study, in sentences; an empty list where nothing is."""
    with study.reading() as connection:
        damage = list(_file(connection))
        if damage:  # what a damaged file says of its contents means nothing
            return damage
        return [sentence for look in CHECKS for sentence in look(connection)]


def _file(connection: Connection) -> Iterator[str]:
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if said != "ok":
            yield f"the file is damaged: {said}"
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"a row of {row[0]} names something in {row[2]} that is not there"


def _documents(connection: Connection) -> Iterator[str]:
    """Texts are there and as they were read; turns and codings lie within them and are in order."""
    for document in connection.execute(select(documents).order_by(documents.c.position)):
        text = connection.scalar(
            select(texts.c.text).where(texts.c.document == document.document, texts.c.revision == document.revision)
        )
        if text is None:
            yield f'the text of "{document.name}" is missing'
            continue
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != document.sha256:
            yield f'the text of "{document.name}" is not the one that was read (its hash differs)'
        if len(text) != document.characters:
            yield f'"{document.name}" has {len(text)} characters, not {document.characters}'
        spoken = connection.execute(
            select(turns).where(turns.c.document == document.document).order_by(turns.c.turn)
        ).all()
        at = 0
        for number, turn in enumerate(spoken):
            if turn.turn != number or turn.start < at or turn.end > len(text):
                yield f'turn {turn.turn} of "{document.name}" is out of place'
            elif text[turn.start : turn.end] != text[turn.start : turn.end].strip():
                yield f'turn {turn.turn} of "{document.name}" begins or ends with white space'
            at = turn.end
        positions = Positions(text, [(turn.start, turn.end) for turn in spoken])
        for table in (codings, suggestions):
            yield from _spans(connection, table, document, positions, [turn.participant for turn in spoken])


def _spans(
    connection: Connection, table: Table, document: Any, positions: Positions, people: list[str | None]
) -> Iterator[str]:
    what = "coding" if table is codings else "suggestion"
    for row in connection.execute(select(table).where(table.c.document == document.document)):
        name = f'{what} {row[0]} in "{document.name}"'
        if not 0 <= row.start < row.end <= len(positions.text):
            yield f"{name} lies beyond the text"
            continue
        if positions.words.touched(row.start, row.end) != (row.word_start, row.word_end):
            yield f"{name} does not touch the words that it says"
        turn = positions.turn_of(row.start, row.end)
        if row.participant != (None if turn is None else people[turn]):
            yield f"{name} names another participant than its turn"


def _codes(connection: Connection) -> Iterator[str]:
    try:
        book = frames.codebook(connection)
    except (CodebookError, ValueError) as error:
        yield f"the codebook does not hold together: {error}"
        return
    positions = connection.scalars(select(codes.c.position).order_by(codes.c.position)).all()
    if list(positions) != list(range(len(book))):
        yield "the codes are not numbered from 0 on"


def _coders(connection: Connection) -> Iterator[str]:
    """People code and methods suggest."""
    for table, kind in ((codings, "person"), (suggestions, "method")):
        query = select(table, coders.c.name).join(coders).where(coders.c.kind != kind)
        for row in connection.execute(query):
            yield f'{table.name.removesuffix("s")} {row[0]} is by "{row.name}", who is no {kind}'


def _memos(connection: Connection) -> Iterator[str]:
    for kind in MEMO_TARGETS:
        for memo in connection.scalars(memos_about_nothing(kind)):
            yield f"memo {memo} is about a {kind} that is not there"


def _implications(connection: Connection) -> Iterator[str]:
    """One decision on two codes, beside what researchers added; and words where there are to be some."""
    i = implications.c
    decided = select(func.count()).where(i.decision != "own").group_by(i.theme, i.pain_point).having(func.count() > 1)
    for number in connection.scalars(decided):
        yield f"{number} decisions were kept on one implication"
    worded = select(i.implication).where(i.decision.in_(("reworded", "own")), func.trim(i.statement) == "")
    for implication in connection.scalars(worded):
        yield f"implication {implication} was given words, and has none"


def _participants(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(participants)):
        try:
            if not isinstance(json.loads(row.attributes), dict):
                raise ValueError
        except ValueError:
            yield f'the attributes of "{row.name}" do not read'


def _history(connection: Connection) -> Iterator[str]:
    """Each change has its rows, numbered on; what was made is there unless it was taken away, and nothing else is."""
    lines = select(changes.c.change).where(changes.c.change.not_in(select(change_rows.c.change)))
    for number in connection.scalars(lines):
        yield f"change {number} says nothing of what it changed"
    gaps = (
        select(change_rows.c.change)
        .group_by(change_rows.c.change)
        .having(func.count() != func.max(change_rows.c.seq) + 1)
    )
    for number in connection.scalars(gaps):
        yield f"lines of change {number} are missing"
    for number in connection.scalars(select(changes.c.undoes).where(changes.c.undoes >= changes.c.change)):
        yield f"change {number} was undone before it was made"
    for name, table in RECORDED.items():
        if len(table.primary_key.columns) > 1 or name == "settings":
            continue
        key = table.primary_key.columns[0]
        recorded = select(change_rows.c.row).where(change_rows.c.table == name, change_rows.c.did == "insert")
        for row in connection.scalars(select(key).where(key.not_in(recorded))):
            yield f"{name}: {row} is in no line of history"


CHECKS: tuple[Callable[[Connection], Iterator[str]], ...] = (
    _documents,
    _codes,
    _coders,
    _memos,
    _implications,
    _participants,
    _history,
)
