"""Memos: what coders wrote about the study, a document, a passage, a code or a coding."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from sqlalchemy import select

from codebook.errors import NotFound, StudyError
from corpus.history import now
from corpus.schema import MEMO_TARGETS, memos
from corpus.study import StudyChange


def add_memo(
    change: StudyChange,
    text: str,
    *,
    about: str = "study",
    target: str = "",
    span: tuple[int, int] | None = None,
    coder: str = "",
) -> str:
    """Write a memo; its id.

    `about` is study, document, passage, code or coding, `target` the id of what it is about (of the document for a
    passage, whose `span` is given too). Raises StudyError for an empty memo or a passage beyond the text, NotFound
    where what it is about is not in the study.
    """
    if not text.strip():
        raise StudyError("A memo needs a text.")
    key = MEMO_TARGETS.get(about)
    if key is not None and change.connection.scalar(select(key).where(key == target)) is None:
        raise NotFound(f"The {key.name} that the memo is about is not in the study any more. Nothing was written.")
    if span is not None:
        length = len(change.positions(target).text)
        if not 0 <= span[0] < span[1] <= length:
            raise StudyError(f"A memo cannot be about {span[0]} to {span[1]}: the text has {length} characters.")
    start, end = span if span is not None else (None, None)
    memo = str(uuid4())
    row = {"memo": memo, "about": about, "target": target, "start": start, "end": end, "text": text}
    change.insert(memos, [row | {"coder": coder or change.coder, "created_at": now()}])
    return memo


def remove_memos(change: StudyChange, ids: Iterable[str]) -> None:
    """Remove memos. Raises NotFound where one is not there."""
    for memo in ids:
        if change.connection.scalar(select(memos.c.memo).where(memos.c.memo == memo)) is None:
            raise NotFound(f'There is no memo {memo}. "vivavoce table memos" lists them.')
        change.delete(memos, [(memo,)])
