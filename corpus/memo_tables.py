"""Memos written about what is named, one by one or from a sheet of rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from codebook.errors import CodebookError, StudyError
from codebook.sheets import Sheet
from corpus import frames
from corpus.memos import add_memo
from corpus.names import Names
from corpus.placing import Finder
from corpus.schema import codings, documents
from corpus.study import StudyChange

COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("memo", "note", "comment"),
    "document": ("transcript",),
    "quote": ("content", "excerpt", "passage"),
    "code": ("path", "tag"),
    "coding": (),
    "coder": ("user", "author"),
    "start": (),
    "end": (),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a memo is about, as a person names it: nothing named is the study."""

    document: str = ""
    quote: str = ""
    code: str = ""
    coding: str = ""
    span: tuple[int, int] | None = None


@dataclass(slots=True)
class Noted:
    """What became of the rows of a sheet of memos."""

    memos: int = 0
    refused: list[dict] = field(default_factory=list)  # row, reason


def write_memo(change: StudyChange, text: str, subject: Subject, *, coder: str = "") -> str:
    """Write a memo about `subject`; its id. Raises StudyError or CodebookError where that is not in the study."""
    connection = change.connection
    if subject.coding:
        if connection.scalar(select(codings.c.coding).where(codings.c.coding == subject.coding)) is None:
            raise StudyError(f'There is no coding {subject.coding}. "vivavoce table codings" lists them.')
        return add_memo(change, text, about="coding", target=subject.coding, coder=coder)
    if subject.code:
        code = frames.codebook(connection).find(subject.code)
        return add_memo(change, text, about="code", target=code.id, coder=coder)
    if not subject.document:
        return add_memo(change, text, coder=coder)
    ids = dict(connection.execute(select(documents.c.name, documents.c.document)).all())
    document = ids[Names(ids, what="document").find(subject.document)]
    span = subject.span
    if span is None and subject.quote:
        positions = change.positions(document)
        places = Finder(positions.text, positions.turns).find(subject.quote)
        if not places:
            raise StudyError(f'The quote is not in "{subject.document}". Copy it from the transcript.')
        span = places[0].start, places[0].end
    about = "document" if span is None else "passage"
    return add_memo(change, text, about=about, target=document, span=span, coder=coder)


def import_memos(change: StudyChange, sheet: Sheet) -> Noted:
    """Take the memos of a sheet in: a column text, and document, quote (or start and end), code or coding; coder.

    Rows that name what is not there are listed and the others taken in. Raises UnreadableFile without a column text.
    """
    sheet = sheet.known_as(COLUMNS, needed=("text",))
    result = Noted()
    for number, cells in sheet.rows:
        said = {name: cells.get(name, "").strip() for name in ("document", "quote", "code", "coding")}
        try:
            start, end = cells.get("start", "").strip(), cells.get("end", "").strip()
            span = (int(start), int(end)) if start and end else None
            coder = cells.get("coder", "").strip()
            write_memo(
                change,
                cells.get("text", ""),
                Subject(**said, span=span),
                coder=change.coder_named(coder) if coder else "",
            )
        except (StudyError, CodebookError) as error:
            result.refused.append({"row": number, "reason": str(error)})
        except ValueError:
            result.refused.append({"row": number, "reason": "start and end are no whole numbers"})
        else:
            result.memos += 1
    return result
