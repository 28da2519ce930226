"""Which codes are paired as theme and pain point: branches of the codebook, each rolled up within its kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from codebook import Code, Codebook

THEME, PAIN_POINT, LAYER, COUNTER = "theme", "pain point", "layer", "counter"


@dataclass(frozen=True, slots=True)
class Branch:
    """A code together with those below it that are of its kind, down to where another kind begins.

    Args:
        code, name, path: Of the code at its head.
        members: The ids of all its codes, the head's among them.
    """

    code: str
    name: str
    path: str
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Branches:
    """The branches of a codebook by what they are, no code in two of them, in the order of the codebook.

    `against` tells of each code of kind counter which branch it contradicts: the id at the head of the branch that
    has the nearest code above it of another kind; "" where that is in none.
    """

    themes: tuple[Branch, ...]
    pain_points: tuple[Branch, ...]
    layers: tuple[Branch, ...]
    against: dict[str, str]


def branches(book: Codebook) -> Branches:
    """What is paired in a codebook.

    - Themes: each highest code of that kind. Where such a code does not say its kind itself and codes right below it
      say theirs, these are the branches: the code above is a mere heading.
    - Pain points: what stands right below a highest code of that kind; the code itself where nothing does.
    - Layers: likewise.

    A heading is a branch of its own for the codings that it bears itself, in themes and pain points.
    """

    def that_say_so(heading: Code) -> list[Code]:
        return [] if heading.kind else [code for code in book.children(heading) if code.kind == THEME]

    def right_below(heading: Code) -> list[Code]:
        return [code for code in book.children(heading) if book.kind(code) == book.kind(heading)]

    themes = [branch for top in _highest(book, THEME) for branch in _divided(book, top, that_say_so(top))]
    pains = [branch for top in _highest(book, PAIN_POINT) for branch in _divided(book, top, right_below(top))]
    layers = [
        branch
        for top in _highest(book, LAYER)
        for branch in _divided(book, top, right_below(top))
        if branch.code != top.id or not right_below(top)
    ]
    head = {member: branch.code for branch in (*themes, *pains) for member in branch.members}
    against = {code.id: head.get(_contradicted(book, code), "") for code in book if book.kind(code) == COUNTER}
    return Branches(tuple(themes), tuple(pains), tuple(layers), against)


def branch_of(book: Codebook, code: Code | str) -> Branch:
    """The branch that has this code at its head."""
    head = book[code.id if isinstance(code, Code) else code]
    return _branch(book, head, _below(book, head))


def _highest(book: Codebook, kind: str) -> Iterator[Code]:
    for code in book:
        above = book.parent(code)
        if book.kind(code) == kind and (above is None or book.kind(above) != kind):
            yield code


def _divided(book: Codebook, top: Code, heads: Iterable[Code]) -> list[Branch]:
    """The branches of these heads below `top`, and before them that of what is left at `top`."""
    parts = [branch_of(book, head) for head in heads]
    taken = frozenset().union(*(part.members for part in parts))
    return [_branch(book, top, _below(book, top) - taken), *parts]


def _branch(book: Codebook, head: Code, members: frozenset[str]) -> Branch:
    return Branch(head.id, head.name, book.path(head), members)


def _below(book: Codebook, head: Code) -> frozenset[str]:
    """The code and those below it of its kind, with nothing of another kind between."""
    kind, found, stack = book.kind(head), set(), [head]
    while stack:
        code = stack.pop()
        found.add(code.id)
        stack += [child for child in book.children(code) if book.kind(child) == kind]
    return frozenset(found)


def _contradicted(book: Codebook, counter: Code) -> str:
    """The nearest code above one of kind counter that is of another kind."""
    above = book.parent(counter)
    while above is not None and book.kind(above) == COUNTER:
        above = book.parent(above)
    return above.id if above else ""
