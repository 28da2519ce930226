"""DataFrames from the tables of a study. Each function reads one and needs nothing but a connection."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, func, select

from codebook import Code, Codebook
from corpus import schema
from corpus.history import stands

CODINGS = tuple(column.name for column in schema.codings.columns)
_REFERENCES = {"document", "participant", "code", "coder"}
_INTEGERS = {"start", "end", "word_start", "word_end"}
_AT_ONCE = 5_000  # rows turned into columns at once: few enough to stay in the processor's cache


def documents(connection: Connection) -> pd.DataFrame:
    """One row a document, by position; columns as in the table."""
    return _table(connection, select(schema.documents).order_by(schema.documents.c.position, schema.documents.c.name))


def turns(connection: Connection, *, text: bool = False, of: Collection[str] | None = None) -> pd.DataFrame:
    """One row a turn, by position of its document; times are whole milliseconds, missing where unknown."""
    t, d = schema.turns, schema.documents
    query = select(t).join(d).order_by(d.c.position, d.c.name, t.c.turn)
    frame = _table(connection, _among(query, d.c.document, of)).astype({"begin_ms": "Int64", "finish_ms": "Int64"})
    if text:
        kept = texts(connection, of=of).to_dict()
        spans = zip(frame["document"], frame["start"], frame["end"], strict=True)
        frame["text"] = pd.Series([kept[document][start:end] for document, start, end in spans], dtype="str")
    return frame


def participants(connection: Connection) -> pd.DataFrame:
    """One row a participant, by position: participant, name, then the attributes (text, missing where unsaid)."""
    p = schema.participants
    rows = connection.execute(select(p).order_by(p.c.position, p.c.name)).all()
    frame = pd.DataFrame({"participant": [r.participant for r in rows], "name": [r.name for r in rows]}, dtype="str")
    attributes = [json.loads(row.attributes) for row in rows]
    for name in dict.fromkeys(name for each in attributes for name in each):
        frame[name] = pd.Series([each.get(name) for each in attributes], dtype="str")
    return frame


def coders(connection: Connection) -> pd.DataFrame:
    """One row a coder, by name."""
    return _table(connection, select(schema.coders).order_by(schema.coders.c.name))


def memos(connection: Connection) -> pd.DataFrame:
    """One row a memo, in the order written."""
    m = schema.memos
    ordered = [m.c[name] for name in ("memo", "about", "target", "coder", "text", "created_at", "start", "end")]
    frame = _table(connection, select(*ordered).order_by(m.c.created_at, m.c.memo))
    return frame.astype({"start": "Int64", "end": "Int64"})


def implications(connection: Connection) -> pd.DataFrame:
    """One row a decision of a researcher on an implication, in the order made."""
    i = schema.implications
    return _table(connection, select(i).order_by(i.c.created_at, i.c.implication))


def suggestions(connection: Connection) -> pd.DataFrame:
    """One row a suggestion, by document and place."""
    s, d = schema.suggestions, schema.documents
    return _table(connection, select(s).join(d).order_by(d.c.position, s.c.start, s.c.end, s.c.suggestion))


def history(connection: Connection) -> pd.DataFrame:
    """One row a change, the oldest first: change, at, coder (a name), operation, note, undoes, rows, undone."""
    c, r = schema.changes, schema.change_rows
    counts = select(r.c.change, func.count().label("rows")).group_by(r.c.change).subquery()
    query = (
        select(
            c.c.change, c.c.at, schema.coders.c.name.label("coder"), c.c.operation, c.c.note, c.c.undoes, counts.c.rows
        )
        .join(schema.coders)
        .join(counts, counts.c.change == c.c.change)
        .order_by(c.c.change)
    )
    frame = _table(connection, query).astype({"undoes": "Int64"})
    undone = set(frame["undoes"].dropna())
    frame["undone"] = [number in undone and not stands(connection, number) for number in frame["change"]]
    return frame


def texts(connection: Connection, *, of: Collection[str] | None = None) -> pd.Series:
    """The texts as they are now, by document id."""
    t, d = schema.texts, schema.documents
    query = select(t.c.document, t.c.text).join(d, (t.c.document == d.c.document) & (t.c.revision == d.c.revision))
    rows = connection.execute(_among(query.order_by(d.c.position), d.c.document, of)).all()
    return pd.Series([row.text for row in rows], index=[row.document for row in rows], dtype=object)


def codebook(connection: Connection) -> Codebook:
    """The codes as a Codebook: the same one for as long as they are the same."""
    query = select(schema.codes).order_by(schema.codes.c.position)
    return _codebook(tuple(tuple(row) for row in connection.execute(query)))


@lru_cache(maxsize=8)
def _codebook(rows: tuple[tuple[Any, ...], ...]) -> Codebook:
    """Checking a hundred codes takes longer than storing a coding, and each page asks for them several times."""
    columns = schema.codes.columns.keys()
    return Codebook(code_of(dict(zip(columns, row, strict=True))) for row in rows)


def code_of(row: Any) -> Code:
    """A code from its row."""
    values = {name: row[name] for name in ("name", "parent", "kind", "colour", "definition", "include", "exclude")}
    return Code(
        id=row["code"],
        examples=tuple(json.loads(row["examples"])),
        patterns=tuple(json.loads(row["patterns"])),
        **values,
    )


def codings(
    connection: Connection, *, columns: Collection[str] | None = None, of: Collection[str] | None = None
) -> pd.DataFrame:
    """One row a coding, by position of its document, then place.

    `document`, `participant`, `code` and `coder` are categories whose order is that of the study: a million codings
    take few bytes each, and counting needs no strings. Columns come in the order of the table.
    """
    wanted = [name for name in CODINGS if columns is None or name in columns]
    read = [*wanted, *(name for name in ("document", "start") if name not in wanted)]
    categories = {name: _ids(connection, name) for name in read if name in _REFERENCES}
    numbers = {name: {key: n for n, key in enumerate(keys)} for name, keys in categories.items()}

    def column(name: str, values: Sequence[Any]) -> np.ndarray:
        if name in _REFERENCES:
            number = numbers[name].get
            return np.fromiter((number(value, -1) for value in values), np.int32, len(values))
        kinds = {"score": np.float64} | dict.fromkeys(_INTEGERS, np.int64)
        return np.array(values, kinds.get(name, object))

    parts: dict[str, list[np.ndarray]] = {name: [] for name in read}
    pieces = _by_document if set(read) <= _REFERENCES | _INTEGERS else _by_rows
    for piece in pieces(connection, read, of):
        for name, values in zip(read, piece, strict=True):
            parts[name].append(column(name, values))
    whole = {name: np.concatenate(parts[name]) if parts[name] else column(name, ()) for name in read}
    order = np.lexsort((whole["start"], whole["document"]))
    frame: dict[str, Any] = {}
    for name in wanted:
        ordered = whole.pop(name)[order]
        frame[name] = pd.Categorical.from_codes(ordered, categories[name]) if name in _REFERENCES else ordered
    return pd.DataFrame(frame).astype({name: "str" for name in wanted if name in ("coding", "origin", "note")})


def _by_document(connection: Connection, columns: Sequence[str], of: Collection[str] | None) -> Iterator[list[Any]]:
    """Columns of ids and numbers, a document at a time, as lists that the database has put together as JSON.

    Half the time of fetching rows: a million rows are then a few thousand, and no tuple is made for each.
    """
    together = func.json_group_array if connection.dialect.name == "sqlite" else func.json_agg
    c = schema.codings.c
    lists = (c.document if name == "document" else together(c[name]) for name in columns)
    query = select(func.count(), *lists).group_by(c.document)
    for count, *row in connection.execute(_among(query, c.document, of)):
        yield [
            [values] * count if name == "document" else _numbers(values) if name in _INTEGERS else json.loads(values)
            for name, values in zip(columns, row, strict=True)
        ]


def _numbers(values: str) -> np.ndarray:
    """A JSON list of whole numbers."""
    return np.fromstring(values[1:-1], np.int64, sep=",")


def _by_rows(connection: Connection, columns: Sequence[str], of: Collection[str] | None) -> Iterator[list[tuple]]:
    """Columns of any kind, some thousand rows at a time."""
    query = select(*(schema.codings.c[name] for name in columns))
    cursor = connection.execute(_among(query, schema.codings.c.document, of)).cursor  # the driver's own: plain tuples
    while rows := cursor.fetchmany(_AT_ONCE):
        yield list(zip(*rows, strict=True))


def _ids(connection: Connection, name: str) -> pd.Index:
    table = {
        "document": schema.documents,
        "participant": schema.participants,
        "code": schema.codes,
        "coder": schema.coders,
    }[name]
    order = table.c.name if name == "coder" else table.c.position
    return pd.Index(list(connection.scalars(select(table.c[name]).order_by(order))), dtype="str")


def _table(connection: Connection, query: Select[Any]) -> pd.DataFrame:
    """The rows of a query; a text column stays text when it is empty or all missing."""
    result = connection.execute(query)
    names = list(result.keys())
    rows = result.cursor.fetchall()  # as the driver has them: long tables need no more than tuples
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    kinds = {column.key: column.type.python_type for column in query.selected_columns}
    dtypes = {str: "str", float: "float64", int: "Int64"}
    frame = pd.DataFrame(
        {name: pd.array(values, dtypes[kinds[name]]) for name, values in zip(names, columns, strict=True)}
    )
    whole = [name for name in names if kinds[name] is int and not frame[name].hasnans]
    return frame.astype(dict.fromkeys(whole, "int64"))


def _among(query: Select[Any], column: Any, of: Collection[str] | None) -> Select[Any]:
    return query if of is None else query.where(column.in_(list(of)))
