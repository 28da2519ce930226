"""Codings from a sheet of rows: by offsets, or by quotes that are looked for in the text.

Each row stands for itself: one that cannot be placed is listed with the reason, and the others are imported.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import select

from codebook.errors import CodebookError, NotFound, UnreadableFile
from codebook.sheets import Sheet
from corpus import frames
from corpus.coding import NewCoding, add_codings
from corpus.names import Names
from corpus.placing import Finder, Place, levelled
from corpus.schema import codings, documents
from corpus.study import StudyChange

COLUMNS: dict[str, tuple[str, ...]] = {
    "document": ("document name", "transcript", "source", "file", "filename"),
    "code": ("path", "tag", "code path", "code name", "theme"),
    "quote": ("content", "text", "excerpt", "segment", "quotation", "snippet"),
    "start": ("start_offset",),
    "end": ("end_offset",),
    "coder": ("user", "created by"),
    "note": ("comment", "memo"),
}
SURE = 100.0  # the score of a quote that is there but for its typography


@dataclass(slots=True)
class Placed:
    """What became of the rows of a sheet. Rows are numbered as in the file, whose header is row 1."""

    placed: int = 0
    present: int = 0  # of the placed, those that the study had already and that were not stored again
    doubtful: list[dict] = field(default_factory=list)  # row, reason, alternatives
    unplaced: list[dict] = field(default_factory=list)  # row, reason


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    document: str
    code: str
    coder: str
    note: str
    quote: str
    span: tuple[int, int] | None


def import_codings(change: StudyChange, sheet: Sheet) -> Placed:
    """Take the codings of a sheet in: columns document, code, and quote or start and end; coder and note where given.

    A quote that occurs several times goes to the first occurrence that no identical row (document, code, quote, coder)
    has taken, in the order of the file; it is placed and listed as doubtful. A coding that the study holds already is
    not stored twice. Raises UnreadableFile where a column is missing.
    """
    sheet = sheet.known_as(COLUMNS, needed=("document", "code"))
    if "quote" not in sheet.columns and not {"start", "end"} <= set(sheet.columns):
        raise UnreadableFile(
            f'{sheet.name} needs a column "quote", or columns "start" and "end", to place its codings by.'
        )
    result = Placed()
    rows = _understood(change, sheet, result)
    finders = lru_cache(maxsize=4)(lambda document: _finder(change, document))
    taken: dict[tuple[str, str, str, str], list[tuple[int, int]]] = defaultdict(list)
    new: dict[int, NewCoding] = {}
    # By document, so that each text is levelled once; within a document in the order of the file.
    for row in sorted(rows, key=lambda row: row.document):
        span, score = row.span, None
        if span is not None and row.quote and not _holds(change.positions(row.document).text, span, row.quote):
            reason = f"{span[0]} to {span[1]} does not hold the quote, which was looked for instead"
            result.doubtful.append({"row": row.number, "reason": reason, "alternatives": []})
            span = None
        if span is None:
            places = finders(row.document).find(row.quote)
            if not places:
                result.unplaced.append(
                    {"row": row.number, "reason": f"the quote is not in the transcript: {_short(row.quote)}"}
                )
                continue
            used = taken[row.document, row.code, levelled(row.quote), row.coder]
            place = next((p for p in places if (p.start, p.end) not in used), places[0])
            used.append((place.start, place.end))
            span, score = (place.start, place.end), place.score / 100
            _doubt(result, row.number, place, places)
        new[row.number] = NewCoding(
            row.document, *span, row.code, coder=row.coder, note=row.note, origin="import", score=score
        )
    in_order = [new[number] for number in sorted(new)]
    result.placed = len(in_order)
    fresh = _not_yet_there(change, in_order)
    result.present = len(in_order) - len(fresh)
    add_codings(change, fresh)
    for found in (result.doubtful, result.unplaced):
        found.sort(key=lambda entry: entry["row"])
    return result


def _holds(text: str, span: tuple[int, int], quote: str) -> bool:
    return levelled(text[slice(*span)]) == levelled(quote)


def _doubt(result: Placed, number: int, place: Place, places: list[Place]) -> None:
    others = [{"start": p.start, "end": p.end} for p in places if p is not place]
    if others:
        reason = f"the quote occurs {len(places)} times; placed at {place.start}"
    elif place.score < SURE:
        reason = f"the quote is there only nearly ({place.score:.0f} of 100); placed at {place.start}"
    else:
        return
    result.doubtful.append({"row": number, "reason": reason, "alternatives": others})


def _understood(change: StudyChange, sheet: Sheet, result: Placed) -> list[_Row]:
    """Rows whose document, code and place make sense; the others go to `result`."""
    connection = change.connection
    ids: Mapping[str, str] = dict(connection.execute(select(documents.c.name, documents.c.document)).all())
    names = Names(ids, what="document")
    book = frames.codebook(connection)
    document_of = lru_cache(maxsize=None)(lambda said: ids[names.find(said)])
    code_of = lru_cache(maxsize=None)(lambda said: book.find(said).id)
    coder_of = lru_cache(maxsize=None)(lambda said: change.coder_named(said) if said else change.coder)
    length_of = lru_cache(maxsize=None)(lambda document: _length(change, document))
    rows = []
    for number, cells in sheet.rows:
        try:
            document, code = document_of(cells.get("document", "").strip()), code_of(cells.get("code", "").strip())
            span = _span(cells, length_of(document))
        except (NotFound, CodebookError, ValueError) as error:
            result.unplaced.append({"row": number, "reason": str(error)})
            continue
        coder = coder_of(cells.get("coder", "").strip())
        rows.append(_Row(number, document, code, coder, cells.get("note", ""), cells.get("quote", ""), span))
    return rows


def _span(cells: dict[str, str], length: int) -> tuple[int, int] | None:
    """The offsets of a row, None where it has a quote instead. ValueErrors give the reason where they are wrong."""
    start, end = cells.get("start", "").strip(), cells.get("end", "").strip()
    if not start and not end:
        if not cells.get("quote", "").strip():
            raise ValueError("the row has neither a quote nor start and end")
        return None
    try:
        span = int(start), int(end)
    except ValueError:
        raise ValueError(f"start and end are no whole numbers: {_short(start)}, {_short(end)}") from None
    if not 0 <= span[0] < span[1] <= length:
        raise ValueError(f"{span[0]} to {span[1]} is not within the text, which has {length} characters")
    return span


def _not_yet_there(change: StudyChange, new: list[NewCoding]) -> list[NewCoding]:
    """Those of `new` that are not in the study, each as often as it is missing."""
    columns = (codings.c.document, codings.c.start, codings.c.end, codings.c.code, codings.c.coder)
    there: Counter[tuple] = Counter()
    for document in sorted({coding.document for coding in new}):
        rows = change.connection.execute(select(*columns).where(codings.c.document == document))
        there.update(tuple(row) for row in rows)
    fresh = []
    for coding in new:
        key = (coding.document, coding.start, coding.end, coding.code, coding.coder)
        if there[key]:
            there[key] -= 1
        else:
            fresh.append(coding)
    return fresh


def _finder(change: StudyChange, document: str) -> Finder:
    positions = change.positions(document)
    return Finder(positions.text, positions.turns)


def _length(change: StudyChange, document: str) -> int:
    return change.connection.scalar(select(documents.c.characters).where(documents.c.document == document)) or 0


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'
