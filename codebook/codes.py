"""The tree of codes that is a codebook. It never changes: an operation returns a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from codebook.code import KINDS, Code
from codebook.errors import CodebookError
from codebook.names import MAX_DEPTH, SEPARATOR, excerpt, name_key, split_path, without_accents
from codebook.patterns import patterns_text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KINDS", "Code", "Codebook"]


class Codebook:
    """Codes in the order of their tree: a code, then those below it, then its next sibling.

    Args:
        codes: In any order in which siblings stand as they should.

    Raises:
        CodebookError: an id twice, siblings of one name (case and white space aside), a parent that is not there,
            codes that are below themselves, or a tree of more than 100 levels.
    """

    __slots__ = ("_by_key", "_by_name", "_by_path", "_children", "_codes", "_depths", "_paths", "_position")

    def __init__(self, codes: Iterable[Code] = ()) -> None:
        given: dict[str, Code] = {}
        children: dict[str | None, list[Code]] = {}
        for code in codes:
            if code.id in given:
                raise CodebookError(
                    f"{excerpt(given[code.id].name)} and {excerpt(code.name)} have the same id; remove one of the ids."
                )
            given[code.id] = code
            children.setdefault(code.parent, []).append(code)
        for parent, below in children.items():
            if parent is not None and parent not in given:
                raise CodebookError(f"{excerpt(below[0].name)} is below a code that is not in the codebook; add that.")
        self._children = children
        self._codes: list[Code] = []
        self._paths: list[str] = []
        self._depths: list[int] = []
        self._position: dict[str, int] = {}
        self._by_path: dict[str, Code] = {}
        self._by_key: dict[str, Code] = {}
        self._by_name: dict[str, list[str]] = {}
        self._lay_out()
        if len(self._codes) < len(given):
            left = next(code for code in given.values() if code.id not in self._position)
            raise CodebookError(f"{excerpt(left.name)} is below itself; move it to the top.")

    def _lay_out(self) -> None:
        """Walk the tree from the top, a stack in place of recursion."""
        stack = [(code, "", "", 0) for code in reversed(self._children.get(None, ()))]
        while stack:
            code, above, key_above, depth = stack.pop()
            if depth >= MAX_DEPTH:
                raise CodebookError(f"{excerpt(code.name)} is more than {MAX_DEPTH} levels deep; move it up.")
            path = above + code.name
            name = name_key(code.name)
            key = key_above + name
            if key in self._by_key:
                raise CodebookError(f"There are two codes {excerpt(path)}; rename or merge one of them.")
            self._position[code.id] = len(self._codes)
            self._codes.append(code)
            self._paths.append(path)
            self._depths.append(depth)
            self._by_path[path] = self._by_key[key] = code
            self._by_name.setdefault(name, []).append(key)
            path, key = path + SEPARATOR, key + SEPARATOR
            stack += [(below, path, key, depth + 1) for below in reversed(self._children.get(code.id, ()))]

    def __iter__(self) -> Iterator[Code]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    def __contains__(self, code: object) -> bool:
        return (code.id if isinstance(code, Code) else code) in self._position

    def __getitem__(self, code: str) -> Code:
        return self._codes[self._index(code)]

    def __eq__(self, other: object) -> bool:
        return self._codes == other._codes if isinstance(other, Codebook) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._codes))

    def __repr__(self) -> str:
        return f"<Codebook of {len(self)} codes>"

    def _index(self, code: Code | str) -> int:
        try:
            return self._position[code.id if isinstance(code, Code) else code]
        except KeyError:
            said = code.name if isinstance(code, Code) else code
            raise CodebookError(f"The codebook has no code with the id of {excerpt(said)}; look it up anew.") from None

    # Looking up. A code is given as itself or by its id.

    @property
    def paths(self) -> Mapping[str, Code]:
        """The codes by their paths, in order."""
        return MappingProxyType(self._by_path)

    def at(self, path: str) -> Code:
        """The code at a path, case and white space aside.

        Raises:
            CodebookError: there is none; the message names those nearest.
        """
        try:
            return self._by_key[name_key(path)]
        except KeyError:
            raise CodebookError(f"The codebook has no code {excerpt(path)}{self._did_you_mean(path)}") from None

    def find(self, text: str) -> Code:
        """The code that a person means: by its path, by as much of the path's end as is unambiguous, or by
        the beginning of its name.

        Raises:
            CodebookError: none (the message names those nearest), or several (it names them).
        """
        key = name_key(text)
        if key in self._by_key:
            return self._by_key[key]
        named = self._by_name.get(key.rsplit(SEPARATOR, 1)[-1], ())
        found = [self._by_key[path] for path in named if path.endswith(SEPARATOR + key)]
        if not named and key:  # the beginning of a name will do where it is that of one code only
            found = [code for code in self._codes if name_key(code.name).startswith(key)]
        if len(found) > 1:
            paths = _listed([self.path(code) for code in found])
            raise CodebookError(f"{excerpt(text)} could be {paths}; write more of the path.")
        return found[0] if found else self.at(text)

    def _did_you_mean(self, text: str) -> str:
        from rapidfuzz import fuzz, process

        wanted = without_accents(text)
        names = {i: without_accents(code.name) for i, code in enumerate(self._codes)}
        paths = {i: without_accents(path) for i, path in enumerate(self._paths)}
        scores: dict[int, float] = {}
        for choices in (names, paths):
            for _, score, position in process.extract(wanted, choices, scorer=fuzz.WRatio, score_cutoff=70, limit=5):
                scores[position] = max(score, scores.get(position, 0))
        nearest = sorted(scores, key=lambda position: (-scores[position], position))[:3]
        return f"; did you mean {_listed([self._paths[i] for i in nearest])}?" if nearest else "; look at its codes."

    def near_duplicates(self, name: str) -> list[Code]:
        """Codes whose names are much like this one, accents and the order of words aside, the likest first.

        85 of 100 on rapidfuzz's ratio of sorted words lets a slip of the pen and a plural through.
        """
        from rapidfuzz import fuzz, process

        wanted = without_accents(name.rsplit(SEPARATOR, 1)[-1])
        names = [without_accents(code.name) for code in self._codes]
        found = process.extract(wanted, names, scorer=fuzz.token_sort_ratio, score_cutoff=85, limit=None)
        return [self._codes[position] for _, _, position in sorted(found, key=lambda hit: (-hit[1], hit[2]))]

    def path(self, code: Code | str) -> str:
        """The names from the top down to the code, joined by " / "."""
        return self._paths[self._index(code)]

    def depth(self, code: Code | str) -> int:
        """How many codes are above it: 0 at the top."""
        return self._depths[self._index(code)]

    def theme(self, code: Code | str) -> str:
        """The name of the code at the top of its branch, its own where it is that code."""
        return self.path(code).split(SEPARATOR, 1)[0]

    def kind(self, code: Code | str) -> str:
        """Its kind, or that of the nearest code above that has one; "theme" where none has."""
        at: Code | None = self._codes[self._index(code)]
        while at is not None:
            if at.kind:
                return at.kind
            at = self.parent(at)
        return "theme"

    def parent(self, code: Code | str) -> Code | None:
        above = self._codes[self._index(code)].parent
        return None if above is None else self[above]

    def children(self, code: Code | str | None = None) -> tuple[Code, ...]:
        """The codes right below a code, or at the top."""
        return tuple(self._children.get(None if code is None else self._codes[self._index(code)].id, ()))

    def descendants(self, code: Code | str) -> tuple[Code, ...]:
        """All codes below a code, in the order of the codebook."""
        first = self._index(code)
        after = first + 1
        while after < len(self) and self._depths[after] > self._depths[first]:
            after += 1
        return tuple(self._codes[first + 1 : after])

    # Changing. Each returns a new codebook, in which every code that stays keeps its id.

    def add(self, path: str, **fields: Any) -> Codebook:
        """A new last code at a path; codes missing above it are made.

        Raises:
            CodebookError: there is one already, or the path or a field is not as a code's should be.
        """
        return self.add_all([(path, fields)])

    def add_all(self, paths: Iterable[tuple[str, Mapping[str, Any]]]) -> Codebook:
        """New codes at paths, each with its fields, as `add` makes one.

        A code that was only made for one below it, earlier in `paths`, gets its fields when its own turn comes.
        """
        codes = {name_key(path): code for path, code in self._by_path.items()}
        for_another: set[str] = set()
        for path, fields in paths:
            levels = split_path(path)
            parent: str | None = None
            key = ""
            for depth, name in enumerate(levels, start=1):
                key = f"{key}{SEPARATOR}{name_key(name)}" if key else name_key(name)
                last = depth == len(levels)
                if key not in codes:
                    codes[key] = _code(name=name, parent=parent, **(fields if last else {}))
                    if not last:
                        for_another.add(key)
                elif last and key in for_another:
                    codes[key] = _code(codes[key], name=name, **fields)
                    for_another.remove(key)
                elif last:
                    raise CodebookError(
                        f"There is a code {excerpt(path)} already; edit that one, or choose another name."
                    )
                parent = codes[key].id
        return Codebook(codes.values())

    def edit(self, code: Code | str, **fields: Any) -> Codebook:
        """Other texts, colour, kind or patterns for a code.

        Raises:
            CodebookError: a field that is not one of these, or a value that it cannot have.
        """
        barred = sorted(fields.keys() & {"id", "name", "parent"})
        if barred:
            raise CodebookError(f"A code's {barred[0]} is not edited; rename or move the code.")
        return self._with(_code(self._codes[self._index(code)], **fields))

    def rename(self, code: Code | str, name: str) -> Codebook:
        """Raises: CodebookError where the name is none, or a sibling's."""
        return self._with(replace(self._codes[self._index(code)], name=name))

    def move(self, code: Code | str, parent: Code | str | None, position: int | None = None) -> Codebook:
        """The code and all below it under another parent (None: at the top), last, or before sibling `position`.

        Raises:
            CodebookError: the parent is the code itself or below it, or has a code of that name.
        """
        moved = self._codes[self._index(code)]
        above = None if parent is None else self._codes[self._index(parent)]
        if above and (above == moved or above in self.descendants(moved)):
            raise CodebookError(f"{excerpt(moved.name)} cannot go below itself; choose a code outside of it.")
        if position is not None and position < 0:
            raise CodebookError("A position counts from 0 at the first sibling; give 0 or more.")
        placed = replace(moved, parent=above.id if above else None)
        others = [other for other in self if other.id != moved.id]
        siblings = [other for other in self.children(above) if other.id != moved.id]
        before = len(others) if position is None or position >= len(siblings) else others.index(siblings[position])
        return Codebook([*others[:before], placed, *others[before:]])

    def merge(self, source: Code | str, target: Code | str) -> Codebook:
        """The source is gone into the target, and the codes below it are now below the target.

        The target's name, colour and kind stay; what the source's texts, examples and patterns have more is added.

        Raises:
            CodebookError: source and target are one, the target is below the source, or both have a code of the same
                name below them.
        """
        gone, kept = self._codes[self._index(source)], self._codes[self._index(target)]
        if gone.id == kept.id:
            raise CodebookError(f"{excerpt(gone.name)} cannot be merged into itself; choose another code.")
        if kept in self.descendants(gone):
            raise CodebookError(
                f"{excerpt(kept.name)} is below {excerpt(gone.name)}; merge the other way round, or move it out first."
            )
        names = {name_key(child.name) for child in self.children(kept) if child.id != gone.id}
        both = [child.name for child in self.children(gone) if name_key(child.name) in names]
        if both:
            raise CodebookError(f"Both codes have {_listed(both)} below them; merge or rename those first.")
        merged = replace(
            kept,
            **{
                text: _joined(getattr(kept, text), getattr(gone, text)) for text in ("definition", "include", "exclude")
            },
            examples=tuple(dict.fromkeys(kept.examples + gone.examples)),
            patterns=kept.patterns + tuple(pattern for pattern in gone.patterns if pattern not in kept.patterns),
        )
        # Children of the source come after the target's own, in their order.
        adopted = [replace(child, parent=kept.id) for child in self.children(gone)]
        left_out = {gone.id, *(child.id for child in adopted)}
        return Codebook([*(c if c.id != kept.id else merged for c in self if c.id not in left_out), *adopted])

    def split(self, code: Code | str, names: Sequence[str]) -> Codebook:
        """New codes below a code, last, to which its codings can then be given.

        Raises:
            CodebookError: no name, or one that the code has below it already.
        """
        if isinstance(names, str) or not names:
            raise CodebookError("Give the names of the codes that it is split into.")
        parent = self._codes[self._index(code)].id
        return Codebook([*self, *(Code(name, parent) for name in names)])

    def delete(self, code: Code | str, *, with_descendants: bool = False) -> Codebook:
        """Raises: CodebookError where there are codes below it and `with_descendants` is not set."""
        gone = self._codes[self._index(code)]
        below = self.descendants(gone)
        if below and not with_descendants:
            raise CodebookError(
                f"{excerpt(gone.name)} has {len(below)} codes below it; move them, or delete it with its descendants."
            )
        ids = {gone.id, *(code.id for code in below)}
        return Codebook(code for code in self if code.id not in ids)

    def _with(self, changed: Code) -> Codebook:
        return Codebook(changed if code.id == changed.id else code for code in self)

    def to_frame(self) -> pd.DataFrame:
        """One row a code, in order.

        Columns: code (id), position (0..), path, name, parent (id, missing at the top), theme, kind (its own or
        inherited), colour, definition, include, exclude, examples (one a line), patterns (JSON, "" for none).
        """
        import pandas as pd

        texts = {
            name: [getattr(code, name) for code in self] for name in ("colour", "definition", "include", "exclude")
        }
        columns: dict[str, list[Any]] = {
            "path": list(self._paths),
            "name": [code.name for code in self],
            "parent": [code.parent for code in self],
            "theme": [path.split(SEPARATOR, 1)[0] for path in self._paths],
            "kind": [self.kind(code) for code in self],
            **texts,
            "examples": ["\n".join(code.examples) for code in self],
            "patterns": [patterns_text(code.patterns) for code in self],
        }
        frame = pd.DataFrame({name: pd.Series(values, dtype="str") for name, values in columns.items()})
        frame.insert(0, "code", pd.Series([code.id for code in self], dtype="str"))
        frame.insert(1, "position", range(len(self)))
        return frame


def _code(code: Code | None = None, **fields: Any) -> Code:
    """A code of these fields, or one changed by them; the border at which a field's name is checked."""
    unknown = sorted(fields.keys() - Code.__dataclass_fields__.keys())
    if unknown:
        raise CodebookError(
            f"A code has no field {excerpt(unknown[0])}; it has {', '.join(Code.__dataclass_fields__)}."
        )
    return replace(code, **fields) if code else Code(**fields)


def _joined(kept: str, added: str) -> str:
    return kept if name_key(added) in name_key(kept) else f"{kept}\n{added}".strip()


def _listed(names: Sequence[str], *, most: int = 5) -> str:
    shown = [excerpt(name) for name in names[:most]]
    more = f"{len(names) - most} more" if len(names) > most else shown.pop()
    return f"{', '.join(shown)} or {more}" if shown else more
