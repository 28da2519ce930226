"""Every change of a study with what was there before, who made it, and the way back.

A change is one transaction. For each row that it touches it keeps what the row was (its before-image); undo replays
these backwards through the same door, so an undo is a change itself and redo is the undo of an undo.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Select, Table, bindparam, func, select, tuple_
from sqlalchemy.exc import IntegrityError

from codebook.errors import StudyError
from corpus.schema import MEMO_TARGETS, RECORDED, change_rows, changes, coders, memos

Row = dict[str, Any]
T = TypeVar("T")
UNDO, REDO, FORGET = "undo", "redo", "forget a participant"
BATCH = 400  # rows looked up in one query: well under the number of variables that SQLite takes


class Change:
    """An open change: what is inserted, updated and deleted through it is recorded with it.

    Its line of history is written with the first row, so a change that touches nothing leaves no trace. Rows are
    dictionaries by column; a key is the tuple of a table's primary key.
    """

    def __init__(
        self, connection: Connection, *, coder: str, operation: str, note: str = "", undoes: int | None = None
    ) -> None:
        self.connection = connection
        self.coder = coder
        self.at = now()
        self._line = {"at": self.at, "coder": coder, "operation": operation, "note": note, "undoes": undoes}
        self._rows = 0
        self.number: int | None = None

    @property
    def rows(self) -> int:
        """How many rows were touched so far."""
        return self._rows

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Add `rows`; columns left out are empty."""
        if not rows:
            return
        self.connection.execute(table.insert(), rows)
        self._record(table, "insert", ((key_of(table, row), None) for row in rows))

    def update(self, table: Table, rows: Sequence[Row]) -> None:
        """Change rows: each of `rows` has its primary key and the columns to set. What is so already is left alone."""
        before = self._fetch(table, [key_of(table, row) for row in rows])
        changed: list[tuple[tuple[Any, ...], Row, Row]] = []
        for row in rows:
            key = key_of(table, row)
            if key not in before:
                raise StudyError(f"A row of {table.name} that was to be changed is gone. Look at the study anew.")
            old = {column: before[key][column] for column in row if before[key][column] != row[column]}
            if old:
                changed.append((key, old, {column: row[column] for column in old}))
                before[key] |= {column: row[column] for column in old}
        for columns, group in _grouped(changed, lambda item: tuple(item[1])):
            statement = table.update().where(*_key_bound(table)).values({c: bindparam(f"to_{c}") for c in columns})
            self.connection.execute(
                statement,
                [_bound(table, key) | {f"to_{column}": new[column] for column in columns} for key, _, new in group],
            )
        self._record(table, "update", ((key, old) for key, old, _ in changed))

    def delete(self, table: Table, keys: Sequence[tuple[Any, ...]]) -> None:
        """Remove the rows with `keys`."""
        before = self._fetch(table, keys)
        present = [key for key in dict.fromkeys(keys) if key in before]
        if not present:
            return
        self.connection.execute(table.delete().where(*_key_bound(table)), [_bound(table, key) for key in present])
        self._record(table, "delete", ((key, before[key]) for key in present))

    def _fetch(self, table: Table, keys: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], Row]:
        """Rows by key, as they are now."""
        columns = list(table.primary_key.columns)
        found: dict[tuple[Any, ...], Row] = {}
        for batch in batches(list(dict.fromkeys(keys))):
            wanted = tuple_(*columns).in_(batch) if len(columns) > 1 else columns[0].in_([key[0] for key in batch])
            for row in self.connection.execute(select(table).where(wanted)).mappings():
                found[key_of(table, row)] = dict(row)
        return found

    def _record(self, table: Table, did: str, rows: Iterable[tuple[tuple[Any, ...], Row | None]]) -> None:
        lines = [
            {
                "seq": self._rows + number,
                "table": table.name,
                "row": _written(key),
                "did": did,
                "before": None if before is None else json.dumps(before, ensure_ascii=False),
            }
            for number, (key, before) in enumerate(rows)
        ]
        if not lines:
            return
        if self.number is None:
            result = self.connection.execute(changes.insert(), self._line)
            self.number = cast(int, result.inserted_primary_key[0])  # type: ignore[index]
        self._rows += len(lines)
        self.connection.execute(change_rows.insert().values(change=self.number), lines)


def undo(connection: Connection, target: int, *, coder: str, redo: bool = False) -> Change:
    """Take change `target` back.

    Raises StudyError where a later change stands on what it changed, naming that change and who made it; also where
    what it made is used since (a code that codings bear, a coding with a memo), or what it brings back belongs to
    something that is gone.
    """
    _refuse_if_built_upon(connection, target)
    _refuse_if_erased(connection, target)
    change = Change(connection, coder=coder, operation=REDO if redo else UNDO, undoes=target)
    query = select(change_rows).where(change_rows.c.change == target).order_by(change_rows.c.seq.desc())
    try:
        for (name, did), group in _runs(connection.execute(query).mappings()):
            table = RECORDED[name]
            keys = [_read(table, row["row"]) for row in group]
            if did == "insert":
                change.delete(table, keys)
            elif did == "delete":
                change.insert(table, [json.loads(row["before"]) for row in group])
            else:
                change.update(
                    table,
                    [_named(table, key) | json.loads(row["before"]) for key, row in zip(keys, group, strict=True)],
                )
    except IntegrityError as error:
        raise _hanging(target) from error
    for key in MEMO_TARGETS:
        if connection.scalar(memos_about_nothing(key).limit(1)) is not None:
            raise _hanging(target)
    return change


def memos_about_nothing(about: str) -> Select[tuple[str]]:
    """The ids of memos about a document, a passage, a code or a coding that is not there."""
    return select(memos.c.memo).where(memos.c.about == about, memos.c.target.not_in(select(MEMO_TARGETS[about])))


def last_undoable(connection: Connection, coder: str | None) -> int | None:
    """The newest change of `coder` (of anyone where None) that still stands, or None."""
    for number, operation in _newest_first(connection, coder):
        if operation not in (UNDO, REDO, FORGET) and stands(connection, number):
            return number
    return None


def last_redoable(connection: Connection, coder: str | None) -> int | None:
    """The newest undo of `coder` (of anyone where None) after which nothing new was done, or None."""
    for number, operation in _newest_first(connection, coder):
        if operation == UNDO and stands(connection, number):
            return number
        if operation not in (UNDO, REDO):
            return None
    return None


def stands(connection: Connection, change: int, *, at: int | None = None) -> bool:
    """Whether a change is in force (or was, after change `at`): made, and not undone, or undone and redone."""
    if at is not None and change > at:
        return False
    query = select(func.max(changes.c.change)).where(changes.c.undoes == change)
    later = connection.scalar(query if at is None else query.where(changes.c.change <= at))
    return later is None or not stands(connection, later, at=at)


def described(connection: Connection, change: int) -> str:
    """A change in words: what was done, by whom; of an undo what it took back."""
    query = select(changes.c.operation, changes.c.note, coders.c.name).join(coders)
    line = connection.execute(query.where(changes.c.change == _root(connection, change))).one()
    return f"{line.operation}{f' ({line.note})' if line.note else ''}, by {line.name}"


def now() -> str:
    """The moment, in UTC, as it is kept: 2022-09-16T09:30:00.123456Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def key_of(table: Table, row: Any) -> tuple[Any, ...]:
    """The primary key of a row."""
    return tuple(row[column.name] for column in table.primary_key.columns)


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """`items` in pieces that one query can name."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def _refuse_if_built_upon(connection: Connection, target: int) -> None:
    mine, others = change_rows.alias(), change_rows.alias()
    query = (
        select(others.c.change)
        .distinct()
        .join(mine, (mine.c.row == others.c.row) & (mine.c.table == others.c.table))
        .where(mine.c.change == target, others.c.change > target)
        .order_by(others.c.change)
    )
    root = _root(connection, target)
    for (number,) in connection.execute(query):
        origin = _root(connection, number)
        # What was undone and redone since is as it was; only a net difference is in the way.
        if origin != root and stands(connection, origin) != stands(connection, origin, at=target):
            line = connection.execute(
                select(changes.c.operation, coders.c.name).join(coders).where(changes.c.change == origin)
            ).one()
            raise StudyError(
                f"Change {target} cannot be undone by itself: {line.name} has since changed the same "
                f"(change {origin}: {line.operation}). Undo that first."
            )


def _refuse_if_erased(connection: Connection, target: int) -> None:
    erased = select(change_rows.c.seq).where(
        change_rows.c.change == target, change_rows.c.did != "insert", change_rows.c.before.is_(None)
    )
    if connection.scalar(erased.limit(1)) is not None:
        raise StudyError(
            f"Change {target} cannot be undone: what it would bring back was said by a participant who was forgotten "
            "since, and is erased for good."
        )


def _hanging(target: int) -> StudyError:
    return StudyError(
        f"Change {target} cannot be undone by itself: what it made is used since then, or what it would bring back "
        "belongs to a code, a coding or a transcript that is gone. Undo what came after it first."
    )


def _root(connection: Connection, change: int) -> int:
    """The change that a chain of undo and redo goes back to."""
    while (undone := connection.scalar(select(changes.c.undoes).where(changes.c.change == change))) is not None:
        change = undone
    return change


def _newest_first(connection: Connection, coder: str | None) -> Iterator[tuple[int, str]]:
    query = select(changes.c.change, changes.c.operation).order_by(changes.c.change.desc())
    if coder is not None:
        query = query.where(changes.c.coder == coder)
    for line in connection.execute(query):
        yield line.change, line.operation


def _runs(rows: Iterable[Any]) -> Iterator[tuple[tuple[str, str], list[Any]]]:
    """Neighbouring rows of one table to which the same was done, none of them twice in a run."""
    kind: tuple[str, str] | None = None
    run: list[Any] = []
    seen: set[str] = set()
    for row in rows:
        this = (row["table"], row["did"])
        if kind is not None and (this != kind or row["row"] in seen):
            yield kind, run
            run, seen = [], set()
        kind = this
        run.append(row)
        seen.add(row["row"])
    if kind is not None:
        yield kind, run


def _grouped(items: Iterable[Any], key: Any) -> Iterator[tuple[Any, list[Any]]]:
    groups: dict[Any, list[Any]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    yield from groups.items()


def _written(key: tuple[Any, ...]) -> str:
    return str(key[0]) if len(key) == 1 else json.dumps(key, ensure_ascii=False)


def _read(table: Table, written: str) -> tuple[Any, ...]:
    return (written,) if len(table.primary_key.columns) == 1 else tuple(json.loads(written))


def _named(table: Table, key: tuple[Any, ...]) -> Row:
    return {column.name: part for column, part in zip(table.primary_key.columns, key, strict=True)}


def _key_bound(table: Table) -> list[Any]:
    return [column == bindparam(f"key_{column.name}") for column in table.primary_key.columns]


def _bound(table: Table, key: tuple[Any, ...]) -> Row:
    return {f"key_{name}": part for name, part in _named(table, key).items()}
