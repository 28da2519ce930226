"""A code: what a passage is said to be about."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field

from codebook.errors import CodebookError
from codebook.names import clean_name, clean_text, excerpt
from codebook.patterns import Pattern, checked_patterns

KINDS = ("theme", "pain point", "layer", "counter", "context")


def new_id() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Code:
    """What a passage is said to be about.

    Texts are cleaned as they come in: no white space at the ends, newlines as "\\n"; an example is one line.

    Args:
        name: Its own name, without those above it; no line break and no " / ".
        parent: The id of the code above it, None at the top.
        definition, include, exclude: When to use it, what counts, what does not.
        examples: Typical passages.
        colour: "#rrggbb", or "" for none.
        kind: One of `KINDS`; None takes that of the nearest code above that has one, and "theme" at the top.
        patterns: spaCy Matcher patterns, each a list of token descriptions.
        id: Stays the same when the code is renamed or moved.

    Raises:
        CodebookError: a value that none of this allows.
    """

    name: str
    parent: str | None = None
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    colour: str = ""
    kind: str | None = None
    patterns: tuple[Pattern, ...] = field(default=(), hash=False)
    id: str = field(default_factory=new_id, kw_only=True)

    def __post_init__(self) -> None:
        assign = object.__setattr__
        assign(self, "name", clean_name(self.name))
        for text in ("definition", "include", "exclude"):
            assign(self, text, clean_text(getattr(self, text)))
        if isinstance(self.examples, str):
            raise CodebookError(f"{excerpt(self.name)}: examples are a list, not one text; put it in a list.")
        lines = (" ".join(clean_text(example).split()) for example in self.examples)
        assign(self, "examples", tuple(line for line in lines if line))
        assign(self, "colour", self.colour.casefold())
        if self.colour and not re.fullmatch("#[0-9a-f]{6}", self.colour):
            raise CodebookError(f'{excerpt(self.name)}: {excerpt(self.colour)} is no colour; write it as "#0072b2".')
        if self.kind is not None and self.kind not in KINDS:
            raise CodebookError(
                f"{excerpt(self.name)}: {excerpt(self.kind)} is no kind of code; it is one of {', '.join(KINDS)}."
            )
        if self.patterns:
            try:
                assign(self, "patterns", checked_patterns(self.patterns))
            except CodebookError as error:
                raise CodebookError(f"{excerpt(self.name)}: {error}") from None
        if not self.id:
            raise CodebookError(f"{excerpt(self.name)} has an empty id; leave the id out to get a new one.")
