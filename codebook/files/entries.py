"""What any codebook file says, entry by entry, and the codebook that this makes: the one place that judges it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from codebook.codes import KINDS, Code, Codebook
from codebook.errors import CodebookError
from codebook.names import excerpt, name_key, split_path

FIELDS = ("colour", "kind", "definition", "include", "exclude", "examples", "patterns")
"""What a file can say of a code beside its path."""

SYNONYMS = {
    "path": ("code", "tag", "name", "theme code", "code name", "code path", "theme"),
    "definition": ("description", "meaning"),
    "include": ("inclusion", "inclusion criteria", "when to use"),
    "exclude": ("exclusion", "exclusion criteria", "when not to use"),
    "examples": ("example", "quotes"),
    "colour": ("color",),
    "kind": ("type",),
    "patterns": ("pattern",),
}
"""What others call our columns and keys."""

MOST_CODES = 50_000
_MOST_NOTES = 20

# As REFI-QDA writes an id (Codebook.xsd, GUIDType): with braces or without, and not always a true UUID.
GUID = re.compile(r"(?P<brace>\{)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?(brace)\})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A code as a file has it, unchecked. `place` says where: "row 3"; `patterns` may be JSON as text."""

    path: str
    place: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: Sequence[str] = ()
    colour: str = ""
    kind: str = ""
    patterns: Any = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that a file says, the fields that it could have said, and what is to be told of reading it."""

    entries: Sequence[Entry]
    fields: frozenset[str] = frozenset(FIELDS)
    notes: list[str] = field(default_factory=list)


def assemble(contents: Contents, *, name: str) -> tuple[Codebook, list[str]]:
    """The codebook of a file, codes missing above others made, and what was left out or mended.

    Raises:
        CodebookError: an entry that makes no code; the message names its place.
    """
    if len(contents.entries) > MOST_CODES:
        raise CodebookError(f"{name} has more than {MOST_CODES:,} codes; give a codebook, not a table of codings.")
    notes = list(contents.notes)
    first_at: dict[str, str] = {}
    ids: set[str] = set()
    rows: list[tuple[str, dict[str, Any]]] = []
    for entry in contents.entries:
        where = f"{name}, {entry.place}"
        key = name_key(entry.path)
        if key in first_at:
            notes.append(f"{entry.place}: {excerpt(entry.path)} was left out, since {first_at[key]} has it already.")
            continue
        first_at[key] = entry.place
        fields: dict[str, Any] = {
            "definition": entry.definition,
            "include": entry.include,
            "exclude": entry.exclude,
            "examples": tuple(entry.examples),
            "colour": _colour(entry, notes),
            "kind": _kind(entry, where),
            "patterns": _patterns(entry, where),
        }
        if entry.id and (not GUID.fullmatch(entry.id) or entry.id in ids):
            why = "is there twice" if entry.id in ids else "is no UUID"
            notes.append(f"{entry.place}: the id {excerpt(entry.id)} {why}; {excerpt(entry.path)} has a new one.")
        elif entry.id:
            fields["id"] = entry.id
            ids.add(entry.id)
        try:
            Code(split_path(entry.path)[-1], **fields)
        except CodebookError as error:
            raise CodebookError(f"{where}: {error}") from None
        rows.append((entry.path, fields))
    try:
        return Codebook().add_all(rows), _shortened(notes)
    except CodebookError as error:
        raise CodebookError(f"{name}: {error}") from None


def _shortened(notes: list[str]) -> list[str]:
    more = len(notes) - _MOST_NOTES
    return notes if more <= 0 else [*notes[:_MOST_NOTES], f"And {more:,} more of the kind."]


def _colour(entry: Entry, notes: list[str]) -> str:
    digits = entry.colour.strip().removeprefix("#").casefold()
    if re.fullmatch("[0-9a-f]{3}", digits):
        digits = "".join(digit * 2 for digit in digits)
    if not digits or re.fullmatch("[0-9a-f]{6}", digits):
        return digits and f"#{digits}"
    notes.append(f"{entry.place}: {excerpt(entry.colour)} is no colour such as #0072b2, and was left out.")
    return ""


def _kind(entry: Entry, where: str) -> str | None:
    kind = " ".join(re.split(r"[\s_-]+", entry.kind.strip())).casefold()
    if kind and kind not in KINDS:
        raise CodebookError(
            f"{where}: {excerpt(entry.kind)} is no kind of code; write one of {', '.join(KINDS)}, or nothing."
        )
    return kind or None


def _patterns(entry: Entry, where: str) -> Any:
    patterns = entry.patterns
    if isinstance(patterns, str):
        try:
            patterns = json.loads(patterns) if patterns.strip() else ()
        except (ValueError, RecursionError):
            raise CodebookError(
                f'{where}: the patterns are not JSON; write them as [[{{"LOWER": "rapid"}}, {{"LEMMA": "model"}}]].'
            ) from None
    lone = isinstance(patterns, list) and patterns and all(isinstance(token, dict) for token in patterns)
    return [patterns] if lone else patterns
