"""Documents of a study: transcripts taken in, named, and removed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select

from codebook.errors import StudyError
from corpus.coding import remove_codings
from corpus.schema import codings, documents, memos, participants, suggestions, texts, turns
from corpus.study import StudyChange
from corpus.transcripts import Transcript
from corpus.words import count_words


def add_document(change: StudyChange, transcript: Transcript, *, name: str, source: str = "") -> tuple[str, str]:
    """Take a transcript in; its id and the name that it got.

    A name that another document bears is numbered: "interview", "interview (2)". Until someone says otherwise, one
    participant of the document's name speaks all turns that are not an interviewer's.
    """
    connection = change.connection
    name = free_name(name, set(connection.scalars(select(documents.c.name))))
    document = str(uuid4())
    participant = None
    if any(turn.role == "participant" for turn in transcript.turns):
        participant = _participant_for(change, name)
    at = connection.scalar(select(func.max(documents.c.position)))
    change.insert(
        documents,
        [
            {
                "document": document,
                "position": 0 if at is None else at + 1,
                "name": name,
                "participant": participant,
                "language": transcript.language,
                "words": words_spoken(transcript),
                "characters": len(transcript.text),
                "sha256": hashlib.sha256(transcript.text.encode("utf-8", "surrogatepass")).hexdigest(),
                "source": PurePath(source).name,
                "format": transcript.format,
                "revision": 1,
                "imported_at": change.at,
            }
        ],
    )
    change.insert(texts, [{"document": document, "revision": 1, "text": transcript.text}])
    change.insert(
        turns,
        [
            {
                "document": document,
                "turn": number,
                "start": turn.start,
                "end": turn.end,
                "speaker": turn.speaker,
                "participant": participant if turn.role == "participant" else None,
                "role": turn.role,
                "begin_ms": turn.begin_ms,
                "finish_ms": turn.finish_ms,
            }
            for number, turn in enumerate(transcript.turns)
        ],
    )
    return document, name


def remove_document(change: StudyChange, document: str) -> None:
    """Remove a document with its turns, codings, suggestions and memos, and the participant whom nothing else names."""
    connection = change.connection
    row = _row(change, document)
    people = set(connection.scalars(select(turns.c.participant).where(turns.c.document == document))) | {
        row.participant
    }
    about = (memos.c.about.in_(["document", "passage"])) & (memos.c.target == document)
    change.delete(memos, [(memo,) for memo in connection.scalars(select(memos.c.memo).where(about))])
    remove_codings(change, connection.scalars(select(codings.c.coding).where(codings.c.document == document)).all())
    s = suggestions.c
    change.delete(
        suggestions, [(key,) for key in connection.scalars(select(s.suggestion).where(s.document == document))]
    )
    for table in (turns, texts):
        keys = connection.execute(select(*table.primary_key.columns).where(table.c.document == document)).all()
        change.delete(table, [tuple(key) for key in keys])
    change.delete(documents, [(document,)])
    for participant in sorted(people - {None}):
        remove_if_unnamed(change, participant)


def rename_document(change: StudyChange, document: str, name: str) -> None:
    """Give a document another name, and its participant, of whom nothing was said so far, with it.

    Raises StudyError where the name is none or another document's.
    """
    row = _row(change, document)
    name = " ".join(name.split())
    others = change.connection.scalars(select(documents.c.name).where(documents.c.document != document)).all()
    if not name or name.casefold() in {other.casefold() for other in others}:
        why = f'Another transcript is called "{name}"' if name else "A transcript needs a name"
        raise StudyError(f"{why}. Choose another name.")
    change.update(documents, [{"document": document, "name": name}])
    p = participants.c
    people = change.connection.execute(select(p.participant, p.name, p.attributes)).all()
    for person in people:
        same = person.participant == row.participant and person.name == row.name and person.attributes == "{}"
        if same and name.casefold() not in {other.name.casefold() for other in people if other is not person}:
            change.update(participants, [{"participant": person.participant, "name": name}])


def move_document(change: StudyChange, document: str, position: int) -> None:
    """Put a document at a place among the others, counted from 0; beyond the last is the last."""
    _row(change, document)
    ordered = select(documents.c.document).order_by(documents.c.position, documents.c.name)
    others = [each for each in change.connection.scalars(ordered) if each != document]
    others.insert(max(position, 0), document)
    change.update(documents, [{"document": each, "position": place} for place, each in enumerate(others)])


def remove_if_unnamed(change: StudyChange, participant: str) -> None:
    """Remove a participant whom no document and no turn names, unless attributes were said of them."""
    connection = change.connection
    for table in (documents, turns, codings, suggestions):
        if connection.scalar(select(func.count()).select_from(table).where(table.c.participant == participant)):
            return
    said = connection.scalar(select(participants.c.attributes).where(participants.c.participant == participant))
    if said == "{}":
        change.delete(participants, [(participant,)])


def words_spoken(transcript: Transcript) -> int:
    """The words of all turns; speakers' names and time stamps are none."""
    return sum(count_words(transcript.speech(turn)) for turn in transcript.turns)


def free_name(name: str, taken: Iterable[str]) -> str:
    """`name`, or the first of "name (2)", "name (3)" ... that is not taken (case aside)."""
    name = " ".join(name.split()) or "transcript"
    folded = {each.casefold() for each in taken}
    candidate, number = name, 2
    while candidate.casefold() in folded:
        candidate, number = f"{name} ({number})", number + 1
    return candidate


def new_participant(change: StudyChange, name: str, attributes: str = "{}") -> str:
    """A participant of that name, after those there are; the id."""
    participant = str(uuid4())
    at = change.connection.scalar(select(func.max(participants.c.position)))
    position = 0 if at is None else at + 1
    change.insert(
        participants,
        [{"participant": participant, "position": position, "name": name, "attributes": attributes}],
    )
    return participant


def _row(change: StudyChange, document: str) -> Any:
    row = change.connection.execute(select(documents).where(documents.c.document == document)).one_or_none()
    if row is None:
        raise StudyError("The document is not in the study any more. Look at the study anew.")
    return row


def _participant_for(change: StudyChange, name: str) -> str:
    """The participant of a document's name: someone already described before the document came, or a new one."""
    waiting = select(participants.c.participant).where(func.lower(participants.c.name) == name.lower())
    found = change.connection.scalar(waiting)
    if found is not None:
        return found
    return new_participant(change, name)
