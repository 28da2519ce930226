"""Participants: who they are, what is known of them, and where they speak."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select

from codebook.errors import NotFound, StudyError, UnreadableFile
from codebook.sheets import Sheet
from corpus.coding import located
from corpus.documents import new_participant, remove_if_unnamed
from corpus.names import Names
from corpus.schema import codings, documents, participants, suggestions, turns
from corpus.study import StudyChange, written
from corpus.transcripts import Role


@dataclass(slots=True)
class Described:
    """What became of the rows of a sheet of participants."""

    participants: int = 0
    attributes: list[str] = field(default_factory=list)
    refused: list[dict] = field(default_factory=list)  # row, reason


def import_participants(change: StudyChange, sheet: Sheet) -> Described:
    """Take in who the participants are: the first column names the participant or the document, the others attributes.

    Columns `document` and `speaker` are no attributes: they tell that this participant speaks in that document (all of
    it that is not an interviewer's, or the turns of that speaker), so that one person may have several documents and
    one document several people. Rows that name nobody are listed and the others taken in. Raises UnreadableFile where
    the sheet has no columns.
    """
    first, *others = sheet.columns
    attributes = [name for name in others if name.casefold() not in ("document", "speaker")]
    placing = {name.casefold(): name for name in others if name.casefold() in ("document", "speaker")}
    if clash := [name for name in attributes if name.casefold() in ("participant", "name")]:
        raise UnreadableFile(f'{sheet.name}: "{clash[0]}" should be the first column, since it says who is meant.')
    result = Described(attributes=attributes)
    documents_by_name = dict(change.connection.execute(select(documents.c.name, documents.c.document)).all())
    names = Names(documents_by_name, what="document")
    described: set[str] = set()
    touched: set[str] = set()
    for number, cells in sheet.rows:
        said = cells.get(first, "").strip()
        try:
            if not said:
                raise NotFound("the first column is empty: it should name the participant")
            document = None
            if where := cells.get(placing.get("document", ""), "").strip():
                document = documents_by_name[names.find(where)]
            participant = _participant(change, said, names, documents_by_name, placed=document is not None)
            if document is not None:
                _speaks(change, participant, document, cells.get(placing.get("speaker", ""), "").strip())
                touched.add(document)
        except NotFound as error:
            result.refused.append({"row": number, "reason": str(error)})
            continue
        _describe(change, participant, {name: cells.get(name, "").strip() for name in attributes})
        described.add(participant)
    for document in sorted(touched):
        _codings_follow(change, document)
    _sweep(change)
    result.participants = len(described)
    return result


def set_attributes(change: StudyChange, participant: str, values: Mapping[str, str]) -> None:
    """Say what is known of a participant (an id); an attribute set to "" is known no longer.

    Raises StudyError for an attribute that would pass for the participant's name, NotFound where there is nobody.
    """
    if clash := [name for name in values if not name.strip() or name.strip().casefold() in ("participant", "name")]:
        raise StudyError(f'An attribute cannot be called "{clash[0]}". Give it another name.')
    query = select(participants.c.attributes).where(participants.c.participant == participant)
    known = change.connection.scalar(query)
    if known is None:
        raise NotFound("The participant is not in the study any more. Look at the study anew.")
    said = json.loads(known) | {name.strip(): value.strip() for name, value in values.items()}
    kept = {name: value for name, value in said.items() if value}
    change.update(participants, [{"participant": participant, "attributes": written(kept)}])


def assign_speaker(
    change: StudyChange, document: str, speaker: str | None, *, role: Role | None, participant: str = ""
) -> None:
    """Say who a speaker of a document is: `speaker` as the transcript has it, None for turns without a name.

    `participant` names the one who speaks where the role is "participant", and is made where there is nobody of that
    name. Codings and suggestions follow; a participant whom nothing names any more is gone. Raises StudyError for a
    participant without a name, NotFound where nobody speaks so.
    """
    connection = change.connection
    name = " ".join(participant.split())
    if role == "participant" and not name:
        raise StudyError("A participant needs a name. Say who it is.")
    t = turns.c
    spoken = select(t.turn, t.participant).where(t.document == document, t.speaker.is_not_distinct_from(speaker))
    rows = connection.execute(spoken).all()
    if not rows:
        raise NotFound("Nobody of that name speaks in the transcript any more. Look at the study anew.")
    person = None
    if role == "participant":
        found = select(participants.c.participant).where(func.lower(participants.c.name) == name.lower())
        person = connection.scalar(found) or new_participant(change, name)
    change.update(
        turns, [{"document": document, "turn": row.turn, "participant": person, "role": role} for row in rows]
    )
    _one_participant(change, document)
    _codings_follow(change, document)
    for before in sorted({row.participant for row in rows} - {None, person}):
        remove_if_unnamed(change, before)


def rename_participant(change: StudyChange, participant: str, name: str) -> None:
    """Raises StudyError where the name is none or another participant's."""
    name = " ".join(name.split())
    others = select(participants.c.name).where(participants.c.participant != participant)
    if not name or name.casefold() in {other.casefold() for other in change.connection.scalars(others)}:
        why = f'Another participant is called "{name}"' if name else "A participant needs a name"
        raise StudyError(f"{why}. Choose another name.")
    change.update(participants, [{"participant": participant, "name": name}])


def _participant(
    change: StudyChange, said: str, names: Names, documents_by_name: dict[str, str], *, placed: bool
) -> str:
    """The participant of that name; else, where the row says no document, the one of the document of that name."""
    folded = func.lower(participants.c.name) == said.lower()
    found = change.connection.scalar(select(participants.c.participant).where(folded))
    if found is not None:
        return found
    if placed:
        return new_participant(change, said)
    document = documents_by_name[names.find(said)]
    found = change.connection.scalar(select(documents.c.participant).where(documents.c.document == document))
    if found is None:
        raise NotFound(f'"{said}" has no participant: all its turns are an interviewer\'s')
    return found


def _describe(change: StudyChange, participant: str, said: dict[str, str]) -> None:
    query = select(participants.c.attributes).where(participants.c.participant == participant)
    known = json.loads(change.connection.scalar(query) or "{}")
    known |= {name: value for name, value in said.items() if value}
    change.update(participants, [{"participant": participant, "attributes": written(known)}])


def _speaks(change: StudyChange, participant: str, document: str, speaker: str) -> None:
    """Give the turns of a document, those of `speaker` or all that are not an interviewer's, to a participant."""
    connection = change.connection
    query = select(turns.c.turn, turns.c.speaker, turns.c.role).where(turns.c.document == document)
    rows = connection.execute(query).all()
    if speaker:
        known = Names({row.speaker for row in rows if row.speaker}, what="speaker")
        exact = known.find(speaker)
        chosen = [row.turn for row in rows if row.speaker == exact]
    else:
        chosen = [row.turn for row in rows if row.role == "participant"]
    change.update(
        turns,
        [{"document": document, "turn": turn, "participant": participant, "role": "participant"} for turn in chosen],
    )
    _one_participant(change, document)


def _one_participant(change: StudyChange, document: str) -> None:
    """Say whose document it is, by who speaks in it."""
    speaking = change.connection.scalars(
        select(turns.c.participant)
        .distinct()
        .where(turns.c.document == document, turns.c.role == "participant", turns.c.participant.is_not(None))
    ).all()
    only = speaking[0] if len(speaking) == 1 else None  # a document of several people has no one participant
    change.update(documents, [{"document": document, "participant": only}])


def _codings_follow(change: StudyChange, document: str) -> None:
    """Look the participants of a document's codings and suggestions up again."""
    for table in (codings, suggestions):
        (key,) = table.primary_key.columns
        query = select(key.label("key"), table.c.start, table.c.end).where(table.c.document == document)
        rows = change.connection.execute(query).all()
        places = located(change, document, [(row.start, row.end) for row in rows])
        change.update(
            table,
            [{key.name: row.key, "participant": at["participant"]} for row, at in zip(rows, places, strict=True)],
        )


def _sweep(change: StudyChange) -> None:
    """Remove participants that were made for a document and have since been replaced."""
    for participant in change.connection.scalars(select(participants.c.participant)).all():
        remove_if_unnamed(change, participant)
