"""What the page Code sends to the browser: a transcript with its turns, its codings, memos and open suggestions.

All of it is plain data for JSON. Offsets are UTF-16 units (see app/utf16.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.utf16 import Utf16
from codebook.names import name_key
from corpus import schema
from corpus.suggesting import PROPOSED

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

    from corpus.study import Study

Rows = list[dict[str, Any]]

_NO_WORD = re.compile(r"[\W\d_]*")


def view(study: Study, document: str) -> dict[str, Any]:
    """A document as coders see it: document, text, turns, codings, memos, suggestions, coders (names by id).

    Raises NotFound where there is no such document.
    """
    with study.reading() as connection:
        text = study.positions(document, connection).text
        offsets = Utf16(text)
        d = schema.documents.c
        line = connection.execute(select(d.name, d.language, d.revision).where(d.document == document)).one()
        codings = _spans(connection, schema.codings, ("coding", "code", "coder", "origin", "created_at"), document)
        return {
            "document": {"id": document, "name": line.name, "language": line.language or "", "revision": line.revision},
            "text": text,
            "turns": list(_blocks(text, _turns(connection, document), offsets)),
            "codings": _in_units(codings, offsets),
            "memos": _in_units(_memos(connection, document, [row["coding"] for row in codings]), offsets),
            "suggestions": _in_units(_suggestions(connection, document), offsets),
            "coders": dict(connection.execute(select(schema.coders.c.coder, schema.coders.c.name)).all()),
        }


def documents(study: Study) -> dict[str, str]:
    """The names of all documents by their ids, in their order."""
    d = schema.documents.c
    with study.reading() as connection:
        return dict(connection.execute(select(d.document, d.name).order_by(d.position)).all())


def codes(study: Study) -> Rows:
    """The codes in the order of the codebook, as the palette needs them."""
    book = study.codebook()
    return [
        {
            "code": code.id,
            "path": path,
            "name": code.name,
            "colour": code.colour,
            "definition": code.definition,
        }
        for path, code in book.paths.items()
    ]


def _turns(connection: Connection, document: str) -> Rows:
    t, p = schema.turns.c, schema.participants.c
    query = (
        select(t.start, t.end, t.speaker, t.role, t.begin_ms, p.name)
        .outerjoin_from(schema.turns, schema.participants)
        .where(t.document == document)
        .order_by(t.turn)
    )
    return _rows(connection, query)


def _blocks(text: str, turns: Rows, offsets: Utf16) -> Iterator[dict[str, Any]]:
    """The turns, and what stands outside them and is no speaker's label (its turn is None)."""
    at = 0
    for number, turn in enumerate(turns):
        yield from _outside(text, at, turn["start"], offsets, speaker=turn["speaker"] or "")
        yield {
            "turn": number,
            "start": offsets.unit(turn["start"]),
            "end": offsets.unit(turn["end"]),
            "speaker": turn["speaker"] or turn["name"] or "",
            "role": turn["role"] or "",
            "begin": turn["begin_ms"],
        }
        at = turn["end"]
    yield from _outside(text, at, len(text), offsets)


def _outside(
    text: str, start: int, end: int, offsets: Utf16, *, speaker: str | None = None
) -> Iterator[dict[str, Any]]:
    """What is between two turns. With a `speaker`, the last line is their label."""
    if speaker is not None:
        end = max(start, text.rfind("\n", start, end))
    for match in re.finditer(r"\S.*", text[start:end]):
        line = match.group().rstrip()
        words = re.sub(r"[\W_]+", " ", line).strip()
        if _NO_WORD.fullmatch(line) or (speaker and name_key(words) == name_key(re.sub(r"[\W_]+", " ", speaker))):
            continue
        first = start + match.start()
        yield {
            "turn": None,
            "start": offsets.unit(first),
            "end": offsets.unit(first + len(line)),
            "speaker": "",
            "role": "",
            "begin": None,
        }


def _spans(connection: Connection, table: Any, columns: tuple[str, ...], document: str) -> Rows:
    """Rows of a document by place, then in the order made."""
    c = table.c
    query = select(c.start, c.end, *(c[name] for name in columns)).where(c.document == document)
    ordered = query.order_by(c.start, c.end, c.created_at, c[columns[0]])
    return _rows(connection, ordered)


def _rows(connection: Connection, query: Select[Any]) -> Rows:
    result = connection.execute(query)
    columns = list(result.keys())
    return [dict(zip(columns, row, strict=True)) for row in result]


def _memos(connection: Connection, document: str, codings: list[str]) -> Rows:
    """Memos about the document, its passages and its codings, and about any code, in the order written."""
    m = schema.memos.c
    kinds = ("document", "passage", "coding", "code")
    query = select(schema.memos).where(m.about.in_(kinds)).order_by(m.created_at, m.memo)
    here = {document, *codings}
    return [
        dict(row) for row in connection.execute(query).mappings() if row["about"] == "code" or row["target"] in here
    ]


def _suggestions(connection: Connection, document: str) -> Rows:
    """Those that nobody has accepted or rejected yet, as codings that are only proposed."""
    columns = ("suggestion", "code", "coder", "origin", "why", "status")
    rows = _spans(connection, schema.suggestions, columns, document)
    return [{**row, "coding": row["suggestion"], "proposed": True} for row in rows if row["status"] == PROPOSED]


def _in_units(rows: Rows, offsets: Utf16) -> Rows:
    for row in rows:
        if row["start"] is not None:
            row["start"], row["end"] = offsets.unit(row["start"]), offsets.unit(row["end"])
    return rows
