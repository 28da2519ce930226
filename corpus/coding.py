"""Codings: who gave which code to which span of a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from codebook.errors import NotFound, StudyError
from corpus.history import Row, batches
from corpus.schema import codings, memos, turns
from corpus.study import StudyChange


@dataclass(frozen=True, slots=True)
class NewCoding:
    """A coding to be made. `coder` is an id; "" stands for whoever makes the change."""

    document: str
    start: int
    end: int
    code: str
    coder: str = ""
    note: str = ""
    origin: str = "manual"
    score: float | None = None


def add_codings(change: StudyChange, new: Sequence[NewCoding]) -> list[str]:
    """Store codings; their ids come back in the order given.

    All spans are checked first. Raises NotFound for a document or code that is not in the study, StudyError for a span
    that is empty or beyond the text.
    """
    of_document: dict[str, list[int]] = defaultdict(list)
    for number, coding in enumerate(new):
        of_document[coding.document].append(number)
    rows: list[Row] = [{}] * len(new)
    for document, numbers in of_document.items():
        spans = [(new[number].start, new[number].end) for number in numbers]
        for number, place in zip(numbers, located(change, document, spans), strict=True):
            coding = new[number]
            rows[number] = place | {
                "coding": str(uuid4()),
                "document": document,
                "code": coding.code,
                "coder": coding.coder or change.coder,
                "origin": coding.origin,
                "score": coding.score,
                "note": coding.note,
                "created_at": change.at,
            }
    try:
        change.insert(codings, rows)
    except IntegrityError as error:  # asking for the codes first would cost as much as storing the coding
        raise NotFound("The code is not in the codebook any more. Look at the codebook anew.") from error
    return [row["coding"] for row in rows]


def remove_codings(change: StudyChange, ids: Iterable[str]) -> int:
    """Remove codings and the memos on them. Raises NotFound where one is not there."""
    wanted = list(dict.fromkeys(ids))
    for some in batches(wanted):
        present = set(change.connection.scalars(select(codings.c.coding).where(codings.c.coding.in_(some))))
        if missing := [key for key in some if key not in present]:
            raise NotFound(f'There is no coding {missing[0]}. "vivavoce table codings" lists them.')
        on_them = select(memos.c.memo).where(memos.c.about == "coding", memos.c.target.in_(some))
        change.delete(memos, [(memo,) for memo in change.connection.scalars(on_them)])
    change.delete(codings, [(key,) for key in wanted])
    return len(wanted)


def change_codings(change: StudyChange, rows: Sequence[dict]) -> None:
    """Give codings another code, span or note: rows of coding (id) and the columns to set.

    A changed span has its words and participant looked up again. Raises StudyError for a span beyond the text.
    """
    by_id = {row["coding"]: dict(row) for row in rows}
    moved = [key for key, row in by_id.items() if "start" in row or "end" in row]
    for some in batches(moved):
        query = select(codings).where(codings.c.coding.in_(some))
        for old in change.connection.execute(query).mappings().all():
            row = by_id[old["coding"]]
            (place,) = located(change, old["document"], [(row.get("start", old["start"]), row.get("end", old["end"]))])
            row |= place
    change.update(codings, list(by_id.values()))


def located(change: StudyChange, document: str, spans: Sequence[tuple[int, int]]) -> list[Row]:
    """What a coding keeps of its place, for each of `spans`: start, end, word_start, word_end, participant.

    Raises StudyError for a span that is empty or beyond the text.
    """
    positions = change.positions(document)
    for start, end in spans:
        if not 0 <= start < end <= len(positions.text):
            raise StudyError(
                f"A coding cannot go from {start} to {end}: the text has {len(positions.text)} characters."
            )
    of_span = [positions.turn_of(start, end) for start, end in spans]
    query = select(turns.c.turn, turns.c.participant).where(turns.c.document == document)
    if len(of_span) == 1:  # tagging by hand: one turn, not all of them
        query = query.where(turns.c.turn == of_span[0])
    participants = {row.turn: row.participant for row in change.connection.execute(query)}
    places = []
    for (start, end), turn in zip(spans, of_span, strict=True):
        word_start, word_end = positions.words.touched(start, end)
        places.append(
            {
                "start": start,
                "end": end,
                "word_start": word_start,
                "word_end": word_end,
                "participant": participants.get(turn),
            }
        )
    return places
