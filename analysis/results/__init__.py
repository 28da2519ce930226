"""A table that knows its options, what to take care of, and how to report it.

The frame of a table says what was counted; a `Result` says the rest: with which options, which numbers are undefined or
rest on too little, and in a sentence for the methods section how they were made, with their sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from analysis.catalogue import TABLES
from analysis.results.cautions import cautions
from analysis.results.methods import method
from analysis.results.sources import cited

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A table of the catalogue with what must be known to read and to report it; `print` shows all of it.

    `table` is an ordinary frame: what is cut out of it knows nothing of the rest, since warnings are of the whole.
    """

    name: str
    table: pd.DataFrame
    options: Mapping[str, Any]
    """Every option of the table, those that nobody chose too."""
    warnings: tuple[str, ...]
    """Sentences: what is undefined, rests on too little, or is tied."""
    method: str
    """How it was made, with the numbers of this study, to paste into a paper; "" for what is kept, not counted."""
    sources: tuple[str, ...]
    """The references of `method`, in full."""

    @property
    def title(self) -> str:
        """What the table is called."""
        return TABLES[self.name].title

    @property
    def note(self) -> str:
        """What stands below the table where it is for reading: what its columns are, then the warnings."""
        return " ".join(filter(None, (TABLES[self.name].note, *self.warnings)))

    def __str__(self) -> str:
        chosen = ", ".join(f"{name} {value!r}" for name, value in self.options.items())
        parts = (
            f"{self.title} ({chosen})" if chosen else self.title,
            self.table.to_string(index=False) if len(self.table) else "No rows.",
            "\n".join(f"Take care: {sentence}" for sentence in self.warnings),
            self.method,
            "\n".join(self.sources),
        )
        return "\n\n".join(filter(None, parts))

    def _repr_html_(self) -> str:
        """For a notebook; the frame's own HTML escapes what it shows."""
        care = "".join(f"<li>{escape(sentence)}</li>" for sentence in self.warnings)
        texts = "".join(f"<p>{escape(text)}</p>" for text in (self.method, *self.sources) if text)
        return f"<h4>{escape(self.title)}</h4>{self.table.to_html(index=False)}<ul>{care}</ul>{texts}"


def result(name: str, table: pd.DataFrame, *, options: Mapping[str, Any] | None = None) -> Result:
    """What there is to know of `table`, the table of that name in `analysis.catalogue`, made with `options`.

    Options that nobody gave are as the catalogue has them; those of other tables are left out.
    """
    row = TABLES[name]
    given = options or {}
    used = {option: given.get(option, row.default(option)) for option in row.params}
    sentence = method(name, table, used)
    return Result(name, table, used, cautions(name, table, used), sentence, cited(sentence))
