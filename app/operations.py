"""What coders do in the browser, done to the study: each operation once, in one transaction, and answered.

An operation is a dictionary with `id` (made by the browser), `do` (a key of `_DOING`) and what that takes. The browser
sends those that were not answered yet again and again, so one that is done already is answered as it was the first
time; where the memory of that is lost with the process, by what it finds in the study. An operation may name a coding
by the id of the operation that made it. Offsets are UTF-16 units here and nowhere further on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import func, select

from app.utf16 import Utf16
from codebook import with_colours
from codebook.errors import Busy, CodebookError, NotFound, StudyError, VivavoceError
from corpus import frames, history
from corpus.codebooks import recode, set_codebook
from corpus.coding import NewCoding, add_codings, change_codings, remove_codings
from corpus.memos import add_memo, remove_memos
from corpus.schema import change_rows, changes, codes, codings, memos, suggestions
from corpus.study import Study, StudyChange
from corpus.suggesting import ACCEPTED, REJECTED, accept_suggestions, reject_suggestions

Operation = Mapping[str, Any]
Answer = dict[str, Any]


def apply(
    study: Study, coder: str, operations: Iterable[Operation], *, answers: dict[str, Answer]
) -> dict[str, Answer]:
    """Do what is asked, in order, and answer by the operations' ids.

    An answer has `change`, the number of the change that it was (None where nothing was left to do), and `made`, the id
    of the coding or memo that there is now; or else `rejected`, a sentence that says why not. `answers` is
    what was answered before, and remembers this too. While another process is writing there is no answer: ask again.
    """
    here: dict[str, Answer] = {}
    for operation in operations:
        key = str(operation.get("id", ""))
        if key not in answers:
            try:
                answers[key] = _answered(study, coder, operation, answers)
            except Busy:  # those after it may build on it
                break
        here[key] = answers[key]
    return here


def _answered(study: Study, coder: str, operation: Operation, answers: Mapping[str, Answer]) -> Answer:
    try:
        name, do = _DOING[operation["do"]]
        with study.change(name, coder=coder) as change:
            return {"change": None} | (do(change, operation, answers) or {}) | _number(change)
    except Busy:
        raise
    except VivavoceError as error:
        return {"rejected": str(error)}
    except (KeyError, TypeError, ValueError):
        return {"rejected": "The page sent what this version does not understand. Reload the page."}


def _number(change: StudyChange) -> Answer:
    return {} if change.number is None else {"change": change.number}


# What can be done. Each returns more for the answer, or nothing.


def _add(change: StudyChange, operation: Operation, _answers: Mapping[str, Answer]) -> Answer:
    """Code a span: document, start, end, quote; code (id), or new_code (path) for one that there is not yet."""
    document = str(operation["document"])
    start, end = _span(change, document, operation)
    code = _code_at(change, str(operation["new_code"])) if "new_code" in operation else str(operation["code"])
    c = codings.c
    same = (c.document == document, c.start == start, c.end == end, c.code == code, c.coder == change.coder)
    if there := change.connection.scalar(select(c.coding).where(*same)):
        return {"made": there, "change": _maker(change, there)}
    (made,) = add_codings(change, [NewCoding(document, start, end, code)])
    return {"made": made}


def _remove(change: StudyChange, operation: Operation, answers: Mapping[str, Answer]) -> None:
    """Remove a coding."""
    coding = _coding(operation, answers)
    if change.connection.scalar(select(codings.c.coding).where(codings.c.coding == coding)):
        remove_codings(change, [coding])


def _recode(change: StudyChange, operation: Operation, answers: Mapping[str, Answer]) -> None:
    """Give a coding another code (id)."""
    coding, code = _coding(operation, answers), str(operation["code"])
    _row(change, coding)
    _there(change, code)
    recode(change, [coding], code)


def _resize(change: StudyChange, operation: Operation, answers: Mapping[str, Answer]) -> None:
    """Give a coding another span: start, end, quote."""
    row = _row(change, _coding(operation, answers))
    start, end = _span(change, row.document, operation)
    change_codings(change, [{"coding": row.coding, "start": start, "end": end}])


def _memo(change: StudyChange, operation: Operation, answers: Mapping[str, Answer]) -> Answer:
    """Write a memo: about, target, text; for a passage start, end and quote too."""
    about, text = str(operation["about"]), str(operation["text"])
    target = str(operation["target"])
    if about == "coding":
        target = _row(change, _made(target, answers)).coding
    elif about == "code":
        _there(change, target)
    span = _span(change, target, operation) if about == "passage" else None
    m = memos.c
    same = (m.about == about, m.target == target, m.text == text, m.coder == change.coder)
    there = change.connection.scalar(select(m.memo).where(*same, m.start.is_not_distinct_from(span and span[0])))
    return {"made": there or add_memo(change, text, about=about, target=target, span=span)}


def _remove_memo(change: StudyChange, operation: Operation, answers: Mapping[str, Answer]) -> None:
    """Remove a memo."""
    memo = _made(str(operation["memo"]), answers)
    if change.connection.scalar(select(memos.c.memo).where(memos.c.memo == memo)):
        remove_memos(change, [memo])


def _accept(change: StudyChange, operation: Operation, _answers: Mapping[str, Answer]) -> Answer:
    """Make a coding of a suggestion."""
    suggestion = str(operation["suggestion"])
    return {"made": accept_suggestions(change, [suggestion])[0]} if _is_open(change, suggestion, ACCEPTED) else {}


def _reject(change: StudyChange, operation: Operation, _answers: Mapping[str, Answer]) -> None:
    """Reject a suggestion."""
    suggestion = str(operation["suggestion"])
    if _is_open(change, suggestion, REJECTED):
        reject_suggestions(change, [suggestion])


def _undo(change: StudyChange, operation: Operation, answers: Mapping[str, Answer]) -> None:
    """Take back what another operation did: `of` is its id, `change` the number that was answered, if it was."""
    number = _change_of(operation, answers)
    if number is not None and history.stands(change.connection, number):
        history.undo(change.connection, number, coder=change.coder)


def _redo(change: StudyChange, operation: Operation, answers: Mapping[str, Answer]) -> None:
    """Do again what was taken back."""
    number = _change_of(operation, answers)
    if number is not None and not history.stands(change.connection, number):
        history.undo(change.connection, _last_undo(change, number), coder=change.coder, redo=True)


_DOING: dict[str, tuple[str, Callable[[StudyChange, Operation, Mapping[str, Answer]], Answer | None]]] = {
    "add": ("add a coding", _add),
    "remove": ("remove a coding", _remove),
    "recode": ("recode a coding", _recode),
    "resize": ("change the span of a coding", _resize),
    "memo": ("write a memo", _memo),
    "remove memo": ("remove a memo", _remove_memo),
    "accept": ("accept a suggestion", _accept),
    "reject": ("reject a suggestion", _reject),
    "undo": (history.UNDO, _undo),
    "redo": (history.REDO, _redo),
}


# What they share


def _span(change: StudyChange, document: str, operation: Operation) -> tuple[int, int]:
    """start..end in code points. Raises StudyError where the text there is not what was seen in the browser."""
    text = change.positions(document).text
    offsets = Utf16(text)
    try:
        start, end = offsets.point(operation["start"]), offsets.point(operation["end"])
    except ValueError:
        start = end = 0
    if start >= end or text[start:end] != operation["quote"]:
        raise StudyError("The transcript has another text at this place by now. Reload the page and select it again.")
    return start, end


def _code_at(change: StudyChange, path: str) -> str:
    """The id of the code at a path, which is made where there is none."""
    book = frames.codebook(change.connection)
    try:
        return book.at(path).id
    except CodebookError:
        book = with_colours(book.add(path))
        set_codebook(change, book)
        return book.at(path).id


def _made(said: str, answers: Mapping[str, Answer]) -> str:
    """An id, also where it is said by the operation that made what is meant."""
    return str(answers.get(said, {}).get("made", said))


def _coding(operation: Operation, answers: Mapping[str, Answer]) -> str:
    return _made(str(operation["coding"]), answers)


def _row(change: StudyChange, coding: str) -> Any:
    row = change.connection.execute(select(codings).where(codings.c.coding == coding)).one_or_none()
    if row is None:
        raise NotFound("That coding is not there any more: someone removed it. Nothing was changed.")
    return row


def _there(change: StudyChange, code: str) -> None:
    if not change.connection.scalar(select(codes.c.code).where(codes.c.code == code)):
        raise NotFound("That code is not in the codebook any more. Choose another one.")


def _maker(change: StudyChange, coding: str) -> int | None:
    """The change that made a coding."""
    r = change_rows.c
    of_it = (r.table == codings.name, r.row == coding, r.did == "insert")
    return change.connection.scalar(select(r.change).where(*of_it).order_by(r.change.desc()))


def _is_open(change: StudyChange, suggestion: str, wanted: str) -> bool:
    """Whether a suggestion is still to be decided; what is decided as wanted need not be decided again."""
    status = select(suggestions.c.status).where(suggestions.c.suggestion == suggestion)
    return change.connection.scalar(status) != wanted


def _change_of(operation: Operation, answers: Mapping[str, Answer]) -> int | None:
    number = operation.get("change")
    if number is None:
        of = answers.get(str(operation["of"]))
        if of is None:
            raise StudyError("What this would take back is not known any more. The history of the study has it.")
        number = of.get("change")
    return None if number is None else int(number)


def _last_undo(change: StudyChange, number: int) -> int:
    """The newest undo of a change."""
    return int(change.connection.scalar(select(func.max(changes.c.change)).where(changes.c.undoes == number)))
