"""The difference between two codebooks, and what it would do to the codings: renames and moves carry them along."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from codebook.codes import Code, Codebook
from codebook.matching import match

WORDING = ("definition", "include", "exclude", "examples", "kind", "patterns")
"""What a code says and is, beside its name, its place and its colour."""
FIELDS = (*WORDING, "colour")


@dataclass(frozen=True, slots=True)
class Change:
    """A code in the old codebook and in the new one: ids and paths; None where it is not in one of them."""

    old: str | None
    new: str | None
    before: str | None
    after: str | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from an old codebook to a new one, each list in the order of the new one (`gone`: the old one).

    A code can be in several: renamed, moved, reworded and recoloured. One whose path changed only because a code
    above it was renamed or moved is in none of them; nor is one that got its first colour, or lost it. `matched` has
    the old id of each new code that was there before; `merged`, by old id, where a code that is gone perhaps went.
    """

    added: tuple[Change, ...] = ()
    gone: tuple[Change, ...] = ()
    renamed: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    reworded: tuple[Change, ...] = ()
    recoloured: tuple[Change, ...] = ()
    reordered: bool = False
    unchanged: int = 0
    matched: Mapping[str, str] = field(default_factory=dict)
    merged: Mapping[str, Change] = field(default_factory=dict)

    def __bool__(self) -> bool:
        lists = (self.added, self.gone, self.renamed, self.moved, self.reworded, self.recoloured)
        return any(lists) or self.reordered

    def as_json(self) -> dict[str, Any]:
        """Plain data for a program: paths, no ids."""
        return {
            "added": [change.after for change in self.added],
            "gone": [
                {"path": change.before, "perhaps_merged_into": into.after if into else None}
                for change in self.gone
                for into in [self.merged.get(change.old or "")]
            ],
            "renamed": [{"before": change.before, "after": change.after} for change in self.renamed],
            "moved": [{"before": change.before, "after": change.after} for change in self.moved],
            "reworded": [{"path": change.after, "fields": list(change.fields)} for change in self.reworded],
            "recoloured": [change.after for change in self.recoloured],
            "reordered": self.reordered,
            "unchanged": self.unchanged,
        }


def diff(old: Codebook, new: Codebook) -> Difference:
    """What a person would say happened between two codebooks.

    Codes are the same by id, else by path, else by likeness: nearly the same name or definition, or the same codes
    below them (codebook/matching.py). Where several old codes are about as like one new code, none is taken for it;
    each is gone, and perhaps merged into it.
    """
    matched, merged = match(old, new)
    position = {code.id: place for place, code in enumerate(old)}
    added, renamed, moved, reworded, recoloured = (list[Change]() for _ in range(5))
    last: dict[str | None, int] = {}
    reordered = False
    for code in new:
        if code.id not in matched:
            added.append(Change(None, code.id, None, new.path(code)))
            continue
        before = old[matched[code.id]]
        change = Change(before.id, code.id, old.path(before), new.path(code))
        fields = tuple(name for name in WORDING if getattr(code, name) != getattr(before, name))
        if code.name != before.name:
            renamed.append(change)
        if before.parent != (matched.get(code.parent, "added") if code.parent else None):
            moved.append(change)
        else:
            reordered |= position[before.id] < last.get(before.parent, -1)
            last[before.parent] = position[before.id]
        if fields:
            reworded.append(replace(change, fields=fields))
        if code.colour and before.colour and code.colour != before.colour:
            recoloured.append(change)
    taken = set(matched.values())
    touched = {change.new for changes in (renamed, moved, reworded, recoloured) for change in changes}
    return Difference(
        added=tuple(added),
        gone=tuple(Change(code.id, None, old.path(code), None) for code in old if code.id not in taken),
        renamed=tuple(renamed),
        moved=tuple(moved),
        reworded=tuple(reworded),
        recoloured=tuple(recoloured),
        reordered=reordered,
        unchanged=len(matched) - len(touched),
        matched=matched,
        merged={gone: Change(gone, into, old.path(gone), new.path(into)) for gone, into in merged.items()},
    )


def adopt(old: Codebook, new: Codebook, *, keep: Collection[str] = (), unsaid: Collection[str] = ()) -> Codebook:
    """The new codebook with the ids that its codes had in the old one, so that codings follow them.

    A code that has no colour in the new codebook keeps the one that it had.

    Args:
        keep: Fields that stay as they were in the old codebook, since the new one cannot say them.
        unsaid: Ids of codes of which the new codebook says nothing but that they are there: all their fields stay.
    """
    matched, _ = match(old, new)

    def adopted(code: Code) -> Code:
        parent = matched.get(code.parent, code.parent) if code.parent else None
        if code.id not in matched:
            return replace(code, parent=parent)
        before = old[matched[code.id]]
        staying = {*FIELDS} if code.id in unsaid else {*keep, *(() if code.colour else ("colour",))}
        return replace(code, id=before.id, parent=parent, **{field: getattr(before, field) for field in staying})

    return Codebook(adopted(code) for code in new)


def describe(difference: Difference, codings: Mapping[str, int] | None = None) -> list[str]:
    """The difference in plain sentences; with the number of codings by old code id, what becomes of them."""
    told = [_sentence("new", change.after) for change in difference.added]
    moved = {change.new for change in difference.moved}
    renamed = {change.new for change in difference.renamed}
    for change in difference.renamed:
        what = "renamed and moved" if change.new in moved else "renamed"
        told.append(_sentence(what, f"{change.before} -> {change.after}", _follow(change, codings)))
    for change in difference.moved:
        if change.new not in renamed:
            told.append(_sentence("moved", f"{change.before} -> {change.after}", _follow(change, codings)))
    told += [_sentence("reworded", change.after, ", ".join(change.fields)) for change in difference.reworded]
    told += [_sentence("other colour", change.after) for change in difference.recoloured]
    for change in difference.gone:
        into = difference.merged.get(change.old or "")
        hint = f", perhaps merged into {into.after}" if into else ""
        count = (codings or {}).get(change.old or "", 0)
        stays = f", bears {_codings(count)} and stays" if count else ""
        told.append(_sentence("gone", f"{change.before}{hint}{stays}"))
    if difference.reordered:
        told.append("The order of codes is another.")
    told.append(f"{difference.unchanged} unchanged." if difference else "No difference.")
    return told


def _sentence(what: str, path: str | None, remark: str = "") -> str:
    return f"{what}: {path}{f' ({remark})' if remark else ''}"


def _follow(change: Change, codings: Mapping[str, int] | None) -> str:
    count = (codings or {}).get(change.old or "", 0)
    return f"{_codings(count)} follow{'s' * (count == 1)}" if count else ""


def _codings(count: int) -> str:
    return f"{count:,} coding{'s' * (count != 1)}"
