"""The tables of a study, as SQLite and PostgreSQL both understand them.

Ids are UUID strings, so that two copies of a study can merge. Deleting is done row by row through a change (see
history.py), never by a cascade, which would escape the history.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

settings = Table(
    "settings",
    metadata,
    Column("setting", String, primary_key=True),
    Column("value", Text, nullable=False),
)

coders = Table(
    "coders",
    metadata,
    Column("coder", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    CheckConstraint("kind in ('person', 'method')", name="kind"),
)

participants = Table(
    "participants",
    metadata,
    Column("participant", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", String, nullable=False, unique=True),
    Column("attributes", Text, nullable=False),  # a JSON object, text by text
)

documents = Table(
    "documents",
    metadata,
    Column("document", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", String, nullable=False, unique=True),
    Column("participant", String, ForeignKey("participants.participant")),
    Column("language", String),
    Column("words", Integer, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("sha256", String, nullable=False),
    Column("source", String, nullable=False),
    Column("format", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("imported_at", String, nullable=False),
)

texts = Table(
    "texts",
    metadata,
    Column("document", String, ForeignKey("documents.document"), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("document", String, ForeignKey("documents.document"), primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("speaker", String),
    Column("participant", String, ForeignKey("participants.participant")),
    Column("role", String),
    Column("begin_ms", Integer),
    Column("finish_ms", Integer),
    CheckConstraint('start >= 0 and start < "end"', name="span"),
    CheckConstraint("role in ('interviewer', 'participant')", name="role"),
)

codes = Table(
    "codes",
    metadata,
    Column("code", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("parent", String, ForeignKey("codes.code")),
    Column("kind", String),
    Column("colour", String, nullable=False),
    Column("definition", Text, nullable=False),
    Column("include", Text, nullable=False),
    Column("exclude", Text, nullable=False),
    Column("examples", Text, nullable=False),  # a JSON list of texts
    Column("patterns", Text, nullable=False),  # a JSON list of spaCy Matcher patterns
)


def _coded() -> list[Any]:
    """What a coding and a suggestion have in common: a code on a span."""
    return [
        Column("document", String, ForeignKey("documents.document"), nullable=False),
        Column("participant", String, ForeignKey("participants.participant")),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("word_start", Integer, nullable=False),
        Column("word_end", Integer, nullable=False),
        Column("code", String, ForeignKey("codes.code"), nullable=False),
        Column("coder", String, ForeignKey("coders.coder"), nullable=False),
        Column("origin", String, nullable=False),
        Column("score", Float),
        Column("note", Text, nullable=False),
        Column("created_at", String, nullable=False),
        CheckConstraint('start >= 0 and start < "end"', name="span"),
    ]


codings = Table(
    "codings",
    metadata,
    Column("coding", String, primary_key=True),
    *_coded(),
    Index("ix_codings_document", "document"),  # the only one: each is a page more to write for every coding
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("suggestion", String, primary_key=True),
    *_coded(),
    Column("method", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("status", String, nullable=False),
    CheckConstraint("status in ('proposed', 'accepted', 'rejected')", name="status"),
    Index("ix_suggestions_document", "document"),
)

memos = Table(
    "memos",
    metadata,
    Column("memo", String, primary_key=True),
    Column("about", String, nullable=False),
    Column("target", String, nullable=False),  # an id; "" where the memo is about the study
    Column("start", Integer),  # of the passage, where it is about one
    Column("end", Integer),
    Column("coder", String, ForeignKey("coders.coder"), nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", String, nullable=False),
    CheckConstraint("about in ('study', 'document', 'passage', 'code', 'coding')", name="about"),
    CheckConstraint("(about = 'passage') = (start is not null)", name="passage"),
)

MEMO_TARGETS = {
    "document": documents.c.document,
    "passage": documents.c.document,
    "code": codes.c.code,
    "coding": codings.c.coding,
}
"""Whose id `memos.target` is, by what a memo is about."""

# What researchers decided of a theme and a pain point that meet; "own" is an implication that someone added.
implications = Table(
    "implications",
    metadata,
    Column("implication", String, primary_key=True),
    Column("theme", String, ForeignKey("codes.code"), nullable=False),
    Column("pain_point", String, ForeignKey("codes.code"), nullable=False),
    Column("decision", String, nullable=False),
    Column("statement", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("coder", String, ForeignKey("coders.coder"), nullable=False),
    Column("created_at", String, nullable=False),
    CheckConstraint("decision in ('accepted', 'reworded', 'rejected', 'own')", name="decision"),
    CheckConstraint("theme != pain_point", name="pair"),
)

changes = Table(
    "changes",
    metadata,
    Column("change", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("coder", String, ForeignKey("coders.coder"), nullable=False),
    Column("operation", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("undoes", Integer, ForeignKey("changes.change"), index=True),
)

change_rows = Table(
    "change_rows",
    metadata,
    Column("change", Integer, ForeignKey("changes.change"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("table", String, nullable=False),
    Column("row", String, nullable=False),
    Column("did", String, nullable=False),
    Column("before", Text),  # JSON of the row, or of the columns changed, as they were; nothing where it was new
    CheckConstraint("did in ('insert', 'update', 'delete')", name="did"),
    sqlite_with_rowid=False,
)

# What a change may touch. Coders are kept out: whoever once changed something stays on record.
RECORDED: dict[str, Table] = {
    table.name: table
    for table in (settings, participants, documents, texts, turns, codes, codings, suggestions, memos, implications)
}
