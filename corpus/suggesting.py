"""Suggestions: codes that a method proposes for passages, until a person accepts or rejects them.

Until then they count nowhere. One that is accepted becomes a coding of whoever accepted it, with its origin on record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from codebook.errors import NotFound, StudyError
from corpus.coding import NewCoding, add_codings, located
from corpus.history import Row, batches
from corpus.schema import coders, suggestions
from corpus.study import StudyChange, coder_id

PROPOSED, ACCEPTED, REJECTED = "proposed", "accepted", "rejected"


@dataclass(frozen=True, slots=True)
class NewSuggestion:
    """A code proposed for a span of a document, with the method's score (0..1) and its reason in a few words."""

    document: str
    start: int
    end: int
    code: str
    score: float
    why: str

    @property
    def place(self) -> tuple[str, str, int, int]:
        """What is proposed for where: two suggestions of a method that agree in this are the same."""
        return self.document, self.code, self.start, self.end


def propose(
    change: StudyChange, method: str, new: Iterable[NewSuggestion], *, documents: Collection[str] | None = None
) -> int:
    """Replace the open proposals of a method, in all documents or in these, and say how many there are now.

    What overlaps a suggestion of the same code that a person accepted or rejected, of whatever method, is not proposed
    again. Proposals that are there already stay the same. Raises NotFound for a code that is not in the codebook,
    StudyError for a span beyond the text.
    """
    decided = _decided(change.connection)
    wanted = {
        each.place: each
        for each in new
        if (documents is None or each.document in documents)
        and not any(a < each.end and each.start < b for a, b in decided[each.document, each.code])
    }
    s = suggestions.c
    there: dict[tuple[str, str, int, int], str] = {}
    gone: list[str] = []
    for row in change.connection.execute(select(suggestions).where(s.method == method, s.status == PROPOSED)):
        if documents is not None and row.document not in documents:
            continue
        place = (row.document, row.code, row.start, row.end)
        if place in wanted and place not in there:
            there[place] = row.suggestion
        else:
            gone.append(row.suggestion)
    change.delete(suggestions, [(each,) for each in gone])
    kept = ({"suggestion": key, "score": wanted[p].score, "why": wanted[p].why} for p, key in there.items())
    change.update(suggestions, list(kept))
    _insert(change, method, [each for place, each in wanted.items() if place not in there])
    return len(wanted)


def accept_suggestions(change: StudyChange, ids: Iterable[str]) -> list[str]:
    """Make codings of suggestions, by whoever makes the change; their ids, in the order of the suggestions.

    A coding's origin is the method, and it keeps the score. Raises NotFound where there is no such suggestion,
    StudyError where it is not open any more.
    """
    rows = _open(change, ids)
    change.update(suggestions, [{"suggestion": row["suggestion"], "status": ACCEPTED} for row in rows])
    return add_codings(
        change,
        [
            NewCoding(row["document"], row["start"], row["end"], row["code"], origin=row["method"], score=row["score"])
            for row in rows
        ],
    )


def reject_suggestions(change: StudyChange, ids: Iterable[str]) -> int:
    """Reject suggestions, so that they are not proposed again; how many.

    Raises NotFound where there is no such suggestion, StudyError where it is not open any more.
    """
    rows = _open(change, ids)
    change.update(suggestions, [{"suggestion": row["suggestion"], "status": REJECTED} for row in rows])
    return len(rows)


def method_coder(connection: Connection, method: str) -> str:
    """The id of the coder of kind "method" that stands for a method, made where there was none."""
    people = select(func.lower(coders.c.name)).where(coders.c.kind == "person")
    taken = method.lower() in set(connection.scalars(people))
    return coder_id(connection, f"{method} (method)" if taken else method, kind="method")


def _decided(connection: Connection) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Where a person has accepted or rejected a code, by document and code."""
    s = suggestions.c
    spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    query = select(s.document, s.code, s.start, s.end).where(s.status != PROPOSED)
    for document, code, start, end in connection.execute(query):
        spans[document, code].append((start, end))
    return spans


def _insert(change: StudyChange, method: str, new: Sequence[NewSuggestion]) -> None:
    of_document: dict[str, list[NewSuggestion]] = defaultdict(list)
    for each in new:
        of_document[each.document].append(each)
    if not new:
        return
    coder = method_coder(change.connection, method)
    rows: list[Row] = []
    for document, some in of_document.items():
        places = located(change, document, [(each.start, each.end) for each in some])
        for each, place in zip(some, places, strict=True):
            rows.append(
                place
                | {
                    "suggestion": str(uuid4()),
                    "document": document,
                    "code": each.code,
                    "coder": coder,
                    "origin": method,
                    "score": each.score,
                    "note": "",
                    "created_at": change.at,
                    "method": method,
                    "why": each.why,
                    "status": PROPOSED,
                }
            )
    try:
        change.insert(suggestions, rows)
    except IntegrityError as error:
        raise NotFound("A code is not in the codebook any more. Look at the codebook anew.") from error


def _open(change: StudyChange, ids: Iterable[str]) -> list[Row]:
    """The suggestions of these ids, in their order, all of them open."""
    wanted = list(dict.fromkeys(ids))
    rows: dict[str, Row] = {}
    for some in batches(wanted):
        query = select(suggestions).where(suggestions.c.suggestion.in_(some))
        rows |= {row["suggestion"]: dict(row) for row in change.connection.execute(query).mappings()}
    for key in wanted:
        if key not in rows:
            raise NotFound(f'There is no suggestion {key}. "vivavoce table suggestions" lists them.')
        if rows[key]["status"] != PROPOSED:
            raise StudyError(
                f"Suggestion {key} was {rows[key]['status']} before. Undo that, or code the passage yourself."
            )
    return [rows[key] for key in wanted]
