"""What researchers decide of implications: accepted, reworded, rejected, or added by themselves."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from codebook import templates
from codebook.errors import NotFound, StudyError
from codebook.files.yaml import decoded
from codebook.names import clean_text
from corpus import frames
from corpus.history import Row
from corpus.schema import implications
from corpus.study import StudyChange

DECISIONS = ("accepted", "reworded", "rejected")
TEMPLATES = "templates"
"""The setting that holds the study's templates of implications, as the text of their file."""


def decide(
    change: StudyChange, decision: str, *, theme: str, pain_point: str, statement: str = "", note: str = ""
) -> str:
    """Accept, reword or reject the implication of two codes (ids), in place of what was decided before; the id.

    `statement` is what it says from then on where it is reworded; where it is accepted, what it said then. Raises
    StudyError for another decision or a rewording without words, NotFound for a code that is not in the codebook.
    """
    if decision not in DECISIONS:
        raise StudyError(f'"{decision}" is no decision: it is one of {", ".join(DECISIONS)}.')
    said = _said(statement) if decision == "reworded" else _line(statement)
    i = implications.c
    same = (i.theme == theme) & (i.pain_point == pain_point) & (i.decision != "own")
    known = change.connection.scalar(select(i.implication).where(same))
    row = _row(change, decision, said, note)
    if known is not None:
        change.update(implications, [row | {"implication": known}])
        return str(known)
    return _insert(change, row | {"theme": theme, "pain_point": pain_point})


def add_own(change: StudyChange, statement: str, *, theme: str, pain_point: str, note: str = "") -> str:
    """Add an implication of one's own on two codes (ids); its id.

    Raises StudyError where nothing is stated or one code is or stands below the other, NotFound for a code that is
    not in the codebook.
    """
    book = frames.codebook(change.connection)
    for one, other in ((theme, pain_point), (pain_point, theme)):
        if one in book and (one == other or one in {code.id for code in book.descendants(other)}):
            raise StudyError(
                f'"{book.path(one)}" and "{book.path(other)}" cannot meet: name two codes, none below the other.'
            )
    row = _row(change, "own", _said(statement), note)
    return _insert(change, row | {"theme": theme, "pain_point": pain_point})


def reword_own(change: StudyChange, implication: str, statement: str, *, note: str = "") -> None:
    """Give an implication that someone added (its id) other words. Raises StudyError, NotFound as above."""
    _find_own(change, implication)
    change.update(implications, [_row(change, "own", _said(statement), note) | {"implication": implication}])


def remove_own(change: StudyChange, implication: str) -> None:
    """Remove an implication that someone added (its id). Raises NotFound where there is none."""
    _find_own(change, implication)
    change.delete(implications, [(implication,)])


def set_templates(change: StudyChange, data: bytes, *, name: str) -> None:
    """Keep the templates of a file with the study. Raises CodebookError where they do not read."""
    templates.read(data, name=name)
    change.set(**{TEMPLATES: decoded(data, name=name)})


def hand_over(change: StudyChange, code: str, heir: str | None) -> None:
    """Pass the decisions on a code that goes on to its heir; without one they go with it.

    What was decided of the heir stays in force, and a pair that becomes one code is none any more.
    """
    i = implications.c
    rows = change.connection.execute(select(implications).where((i.theme == code) | (i.pain_point == code))).all()
    others = change.connection.execute(select(i.theme, i.pain_point).where(i.decision != "own")).all()
    decided = {(row.theme, row.pain_point) for row in others}
    for row in rows:
        theme, pain_point = (heir if side == code else side for side in (row.theme, row.pain_point))
        taken = row.decision != "own" and (theme, pain_point) in decided
        if heir is None or theme == pain_point or taken:
            change.delete(implications, [(row.implication,)])
        else:
            moved = {"implication": row.implication, "theme": theme, "pain_point": pain_point}
            change.update(implications, [moved])


def _row(change: StudyChange, decision: str, statement: str, note: str) -> Row:
    made = {"coder": change.coder, "created_at": change.at}
    return {"decision": decision, "statement": statement, "note": _line(note)} | made


def _insert(change: StudyChange, row: Row) -> str:
    identity = str(uuid4())
    try:
        change.insert(implications, [row | {"implication": identity}])
    except IntegrityError as error:
        raise NotFound("The code is not in the codebook any more. Look at the codebook anew.") from error
    return identity


def _find_own(change: StudyChange, implication: str) -> None:
    i = implications.c
    found = change.connection.scalar(select(i.implication).where(i.implication == implication, i.decision == "own"))
    if found is None:
        raise NotFound(f'There is no implication {implication} that someone added. "vivavoce implications" lists them.')


def _said(statement: str) -> str:
    if not _line(statement):
        raise StudyError("An implication needs a statement: say in a sentence what a tool should do.")
    return _line(statement)


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())
