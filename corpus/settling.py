"""Settling disagreements: what became of codings on which coders differed, kept as memos on their passages.

The codings stay as they were made, so that agreement stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from codebook.errors import NotFound, StudyError
from corpus import frames
from corpus.memos import add_memo, remove_memos
from corpus.schema import coders, codings, memos
from corpus.settlements import DROPPED, KEPT, decision_in, recoded_as, sentence
from corpus.study import StudyChange


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a coding (id): it is kept, dropped, or where `code` (an id) is given, recoded."""

    coding: str
    decision: str
    code: str = ""


def settle(change: StudyChange, settlements: Sequence[Settlement], *, reason: str = "") -> list[str]:
    """Write down how codings were settled, in place of what was settled before; the ids of the memos.

    Raises NotFound where a coding or code is gone, StudyError for another decision than kept, dropped and a code.
    """
    reopen(change, [each.coding for each in settlements])
    book = frames.codebook(change.connection)
    written = []
    for each in settlements:
        row, path, coder = _coding(change, each.coding)
        if each.code and each.code not in book:
            raise NotFound("That code is not in the codebook any more. Choose another one.")
        if not each.code and each.decision not in (KEPT, DROPPED):
            raise StudyError(f'"{each.decision[:60]}" settles nothing: a coding is kept, dropped or recoded.')
        decision = recoded_as(book.path(each.code)) if each.code else each.decision
        text = sentence(path, coder, decision, " ".join(reason.split()))
        written.append(add_memo(change, text, about="passage", target=row.document, span=(row.start, row.end)))
    return written


def reopen(change: StudyChange, ids: Iterable[str]) -> None:
    """Remove what says how these codings were settled. Raises NotFound where a coding is gone."""
    for coding in ids:
        row, path, coder = _coding(change, coding)
        m = memos.c
        here = (m.about == "passage") & (m.target == row.document) & (m.start == row.start) & (m.end == row.end)
        found = change.connection.execute(select(m.memo, m.text).where(here)).all()
        remove_memos(change, [memo.memo for memo in found if decision_in(memo.text, path, coder) is not None])


def _coding(change: StudyChange, coding: str) -> tuple[Any, str, str]:
    """A coding with the path of its code and the name of its coder."""
    query = select(codings, coders.c.name).join(coders).where(codings.c.coding == coding)
    row = change.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("That coding is not there any more: someone removed it. Nothing was settled.")
    return row, frames.codebook(change.connection).path(row.code), row.name
