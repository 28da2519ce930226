"""Forgetting a participant who withdraws: the one thing in a study that cannot be undone.

A document in which only they speak goes whole, with its codings, suggestions and memos. In one of several people their
words and their name are blotted out, character by character, so that everybody else's codings stay where they are.
What the history kept of all this goes too, and the file is written anew without it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, or_, select, tuple_, update

from corpus.coding import located, remove_codings
from corpus.documents import remove_document
from corpus.history import FORGET, batches
from corpus.schema import (
    change_rows,
    changes,
    codes,
    codings,
    documents,
    implications,
    memos,
    participants,
    settings,
    suggestions,
    texts,
    turns,
)
from corpus.study import Study, StudyChange

BLOT = "█"
QUOTED = 3  # words from which on a text that they said passes for a quote of theirs
SHOWN = 30  # characters on each side of a mention


@dataclass(slots=True)
class Forgotten:
    """What was erased: documents whole, or in part; and where the names still stand, for a person to look at."""

    participants: int = 0
    documents: list[str] = field(default_factory=list)
    blotted: list[str] = field(default_factory=list)
    codings: int = 0
    memos: int = 0
    mentions: list[str] = field(default_factory=list)


def forget(study: Study, people: Collection[str], *, coder: str) -> Forgotten:
    """Erase participants (ids) for good; that somebody was forgotten stays in the history.

    Raises Busy, with nothing changed, where another program has the study open.
    """
    with study.alone(FORGET, coder=coder) as change:
        return _forget(change, sorted(people))


def whose(study: Study, people: Collection[str]) -> Forgotten:
    """What `forget` would erase, nothing of which is erased yet."""
    with study.reading() as connection:
        alone, shared = _documents_of(connection, people)
        named = dict(connection.execute(select(documents.c.document, documents.c.name)).all())
        theirs = _codings_of(connection, people, alone)
    return Forgotten(
        len(people), [named[each] for each in alone], [named[each] for each in shared], codings=len(theirs)
    )


def _forget(change: StudyChange, people: Sequence[str]) -> Forgotten:
    connection = change.connection
    alone, shared = _documents_of(connection, people)
    named = dict(connection.execute(select(documents.c.document, documents.c.name)).all())
    done = Forgotten(len(people), [named[each] for each in alone], [named[each] for each in shared])
    names = _names(connection, people, alone)
    said = _said(connection, people)
    done.codings = len(_codings_of(connection, people, alone))
    before = _memos(connection)
    for document in shared:
        _blot(change, document, people, names)
    for document in alone:
        remove_document(change, document)
    left = connection.scalars(select(participants.c.participant).where(participants.c.participant.in_(people))).all()
    change.delete(participants, [(each,) for each in left])
    done.memos = before - _memos(connection)
    _purge(change, people, names)
    done.mentions = [*_mentions(change, names), *_quoted(connection, said)]
    return done


def _memos(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(memos)) or 0


def _documents_of(connection: Connection, people: Collection[str]) -> tuple[list[str], list[str]]:
    """The documents in which they speak: those in which no other participant does, and those of several people."""
    owned = select(documents.c.document).where(documents.c.participant.in_(people))
    spoken = select(turns.c.document).where(turns.c.participant.in_(people))
    others = select(turns.c.document).where(turns.c.participant.is_not(None), turns.c.participant.not_in(people))
    theirs = select(documents.c.document).where(or_(documents.c.document.in_(owned), documents.c.document.in_(spoken)))
    ordered = theirs.order_by(documents.c.position)
    shared = set(connection.scalars(others))
    found = connection.scalars(ordered).all()
    return [each for each in found if each not in shared], [each for each in found if each in shared]


def _codings_of(connection: Connection, people: Collection[str], alone: Collection[str]) -> list[str]:
    """Codings of what they said, and all in documents of theirs alone."""
    theirs = or_(codings.c.participant.in_(people), codings.c.document.in_(alone))
    return list(connection.scalars(select(codings.c.coding).where(theirs)))


def _names(connection: Connection, people: Collection[str], alone: Collection[str]) -> list[str]:
    """What they alone are called: as participants, as speakers, by their own documents and files; longest first."""
    t = turns.c
    theirs = t.participant.in_(people)
    called = set(connection.scalars(select(t.speaker).distinct().where(theirs)))
    called -= set(connection.scalars(select(t.speaker).distinct().where(t.participant.is_(None) | ~theirs)))
    called |= set(connection.scalars(select(participants.c.name).where(participants.c.participant.in_(people))))
    for row in connection.execute(select(documents.c.name, documents.c.source).where(documents.c.document.in_(alone))):
        called |= {row.name, row.source}
    return sorted({name.strip() for name in called if name and name.strip()}, key=lambda name: (-len(name), name))


def _blot(change: StudyChange, document: str, people: Collection[str], names: Sequence[str]) -> None:
    """Blot out their words and names in a document of several people; codings of what they said go."""
    connection = change.connection
    remove_codings(
        change,
        connection.scalars(
            select(codings.c.coding).where(codings.c.document == document, codings.c.participant.in_(people))
        ).all(),
    )
    s = suggestions.c
    theirs = select(s.suggestion).where(s.document == document, s.participant.in_(people))
    change.delete(suggestions, [(each,) for each in connection.scalars(theirs)])
    rows = connection.execute(select(turns).where(turns.c.document == document).order_by(turns.c.turn)).all()
    spans = [(row.start, row.end) for row in rows if row.participant in people]
    names = [*names, *{row.speaker for row in rows if row.participant in people and row.speaker}]
    _remove_memos_within(change, document, spans)
    revision, characters = connection.execute(
        select(documents.c.revision, documents.c.characters).where(documents.c.document == document)
    ).one()
    t = texts.c
    earlier = connection.scalars(select(t.revision).where(t.document == document, t.revision != revision)).all()
    change.delete(texts, [(document, each) for each in earlier])
    text = connection.scalar(select(t.text).where(t.document == document, t.revision == revision)) or ""
    new = blotted(text, spans, names)
    assert len(new) == characters
    change.update(texts, [{"document": document, "revision": revision, "text": new}])
    digest = hashlib.sha256(new.encode("utf-8", "surrogatepass")).hexdigest()
    nobody = {"speaker": None, "participant": None, "role": None}
    change.update(
        turns, [{"document": document, "turn": row.turn} | nobody for row in rows if row.participant in people]
    )
    left = {row.participant for row in rows if row.participant} - set(people)
    owner = left.pop() if len(left) == 1 else None
    change.update(documents, [{"document": document, "sha256": digest, "participant": owner}])
    for table in (codings, suggestions):
        (key,) = table.primary_key.columns
        others = connection.execute(
            select(key.label("key"), table.c.start, table.c.end).where(table.c.document == document)
        ).all()
        places = located(change, document, [(row.start, row.end) for row in others])
        change.update(table, [{key.name: row.key} | place for row, place in zip(others, places, strict=True)])


def blotted(text: str, spans: Iterable[tuple[int, int]], names: Iterable[str]) -> str:
    """`text` with the spans, and wherever one of the names stands as a word, blotted out; blanks and lengths stay."""
    pieces = list(text)
    for start, end in [*spans, *(match.span() for match in (_any_of(names).finditer(text) if names else ()))]:
        pieces[start:end] = [each if each.isspace() else BLOT for each in pieces[start:end]]
    return "".join(pieces)


def _remove_memos_within(change: StudyChange, document: str, spans: Sequence[tuple[int, int]]) -> None:
    """Remove memos on passages that lie in a turn of theirs, even in part: they may quote it."""
    m = memos.c
    found = change.connection.execute(
        select(m.memo, m.start, m.end).where(m.about == "passage", m.target == document)
    ).all()
    change.delete(
        memos, [(row.memo,) for row in found if any(row.start < end and row.end > start for start, end in spans)]
    )


def _purge(change: StudyChange, people: Collection[str], names: Sequence[str]) -> None:
    """Take out of the history what was erased, now or by being removed before, and notes that name them."""
    connection = change.connection
    r = change_rows.c
    touched = connection.execute(select(r.table, r.row, r.did).where(r.change == change.number)).all()
    gone = {(row.table, row.row) for row in touched if row.did == "delete" or row.table in (texts.name, turns.name)}
    gone |= _removed_before(connection, set(people), {row.row for row in touched if row.table == documents.name})
    for some in batches(sorted(gone)):
        connection.execute(update(change_rows).where(tuple_(r.table, r.row).in_(some)).values(before=None))
    if not names:
        return
    pattern = _any_of(names)
    for row in connection.execute(select(r.change, r.seq, r.before).where(r.before.is_not(None))).all():
        if pattern.search(row.before):
            here = (r.change == row.change) & (r.seq == row.seq)
            connection.execute(update(change_rows).where(here).values(before=None))
    for number, note in connection.execute(select(changes.c.change, changes.c.note)).all():
        if pattern.search(note):
            connection.execute(update(changes).where(changes.c.change == number).values(note=""))


def _removed_before(connection: Connection, people: set[str], theirs: set[str]) -> set[tuple[str, str]]:
    """Rows (table, key) of the history that were removed earlier and were theirs, or about what was.

    `theirs`: ids of the documents that are erased or blotted out now.
    """
    r = change_rows.c
    query = select(r.table, r.row, r.before).where(r.did == "delete", r.before.is_not(None))
    removed = [(row.table, row.row, json.loads(row.before)) for row in connection.execute(query)]
    spoken = {row["document"] for table, _, row in removed if table == turns.name and row["participant"] in people}
    found = set()
    for table, key, row in removed:
        if table in (documents.name, texts.name, turns.name):
            mine = row["document"] in spoken
        else:
            mine = table in (codings.name, suggestions.name) and (
                row["participant"] in people or row["document"] in spoken
            )
        if mine or (table == participants.name and key in people):
            found.add((table, key))
    about = spoken | theirs | {key for table, key in found if table == codings.name}
    return found | {(table, key) for table, key, row in removed if table == memos.name and row["target"] in about}


def _mentions(change: StudyChange, names: Sequence[str]) -> list[str]:
    """Where the names still stand, each with what is about it: a person decides what these mean."""
    if not names:
        return []
    pattern = _any_of(names)
    found = []
    current = (documents.c.document == texts.c.document) & (documents.c.revision == texts.c.revision)
    asked = {
        "the text of": select(documents.c.name, texts.c.text).join(texts, current).order_by(documents.c.position),
        "a memo about a": select(memos.c.about, memos.c.text).order_by(memos.c.created_at, memos.c.memo),
        "the definition of": select(codes.c.name, codes.c.definition).order_by(codes.c.position),
        "when to use": select(codes.c.name, codes.c.include).order_by(codes.c.position),
        "when not to use": select(codes.c.name, codes.c.exclude).order_by(codes.c.position),
        "the examples of": select(codes.c.name, codes.c.examples).order_by(codes.c.position),
        "the name of the code": select(codes.c.name, codes.c.name).order_by(codes.c.position),
        "a note on a coding in": select(documents.c.name, codings.c.note).join(documents).order_by(codings.c.coding),
        "an implication": select(implications.c.decision, implications.c.statement),
        "a note on an implication": select(implications.c.decision, implications.c.note),
        "the attributes of": select(participants.c.name, participants.c.attributes),
        "the setting": select(settings.c.setting, settings.c.value),
    }
    for where, query in asked.items():
        for what, text in change.connection.execute(query):
            for match in pattern.finditer(text or ""):
                about = " ".join(text[max(match.start() - SHOWN, 0) : match.end() + SHOWN].split())
                found.append(f"{where} {what}: … {about} …")
    return found


def _said(connection: Connection, people: Collection[str]) -> str:
    """All that they said, a turn a line."""
    current = (texts.c.document == turns.c.document) & (texts.c.revision == documents.c.revision)
    query = (
        select(func.substr(texts.c.text, turns.c.start + 1, turns.c.end - turns.c.start))
        .select_from(turns.join(documents, documents.c.document == turns.c.document).join(texts, current))
        .where(turns.c.participant.in_(people))
    )
    return "\n".join(connection.scalars(query))


def _quoted(connection: Connection, said: str) -> list[str]:
    """Codes named by their words, or with these for an example."""
    found = []
    for row in connection.execute(select(codes.c.name, codes.c.examples).order_by(codes.c.position)):
        for what, text in (
            ("the name of the code", row.name),
            *(("an example of", e) for e in json.loads(row.examples)),
        ):
            if len(text.split()) >= QUOTED and text in said:
                found.append(f'{what} {row.name}: "{text}" is what they said')
    return found


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Any of the names where it stands as a word."""
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
