"""From a study to the frames that analysis works on, and to the tables that people take away.

Both the command line and the app go through here, so that a table is the same wherever it is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.catalogue import FIGURES, TABLES, Figure, Table, function, options_for
from app.naming import coder_names, document_names, participant_names

if TYPE_CHECKING:
    import pandas as pd

    from corpus.study import Study

EACH = "all"  # what --coder says where each coder's coding counts


@dataclass(frozen=True, slots=True)
class Filters:
    """What a table is about: within one of these any may hold, across them all must."""

    codes: Sequence[str] = ()
    themes: Sequence[str] = ()
    coders: Sequence[str] = ()
    participants: Sequence[str] = ()
    documents: Sequence[str] = ()
    where: Sequence[tuple[str, str]] = ()

    def of(self, study: Study) -> Filters:
        """The same with the names exactly as the study has them.

        Raises NotFound or CodebookError where one is not in the study.
        """
        book = study.codebook() if self.codes or self.themes else None
        return Filters(
            codes=[book.path(book.find(said)) for said in self.codes] if book else (),
            themes=[book.theme(book.find(said)) for said in self.themes] if book else (),
            coders=_exact(coder_names, study, self.coders),
            participants=_exact(participant_names, study, self.participants),
            documents=_exact(document_names, study, self.documents),
            where=self.where,
        )

    def __bool__(self) -> bool:
        return any((self.codes, self.themes, self.coders, self.participants, self.documents, self.where))


def frames_of(
    study: Study, needs: Collection[str], *, codings: Collection[str] = (), filters: Filters | None = None
) -> dict[str, Any]:
    """The frames named, as the study has them now and restricted by `filters`.

    `codings` names the columns of codings that are needed; none: all.
    """
    from analysis.selection import select

    wanted = set(needs)
    if filters:
        wanted |= {"documents", "participants", "codes", "codings", "coders"}
        filters = filters.of(study)
    readers: dict[str, Any] = {
        "documents": study.documents,
        "turns": lambda: study.turns(text="turns" in needs and "sentences" in needs),
        "participants": study.participants,
        "codes": study.codes,
        "coders": study.coders,
        "memos": study.memos,
        "suggestions": study.suggestions,
        "history": study.history,
        "codings": lambda: study.codings(columns=codings or None),
        "texts": study.texts,
    }
    frames = {name: read() for name, read in readers.items() if name in wanted}
    if not filters:
        return frames
    tables = {name: frame for name, frame in frames.items() if name not in ("texts", "memos", "history")}
    return frames | select(
        tables,
        codes=filters.codes,
        themes=filters.themes,
        coders=filters.coders,
        participants=filters.participants,
        documents=filters.documents,
        where=filters.where,
    )
