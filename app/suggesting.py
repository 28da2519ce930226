"""Suggestions for a study: what the methods of analysis propose, stored as proposals."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.naming import document_names

if TYPE_CHECKING:
    import pandas as pd

    from corpus.study import Study

PATTERNS = "patterns"
METHODS = (PATTERNS,)
EACH = 12_000_000
"""Characters that another process has to take over before it is worth its while: it has to load spaCy first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a method proposed.

    Attributes:
        table: The method's open proposals in the documents looked at, by document, place and code: the columns of the
            table suggestions, with document as its name.
        words: Words read.
        seconds: From the first text to the last proposal; loading what reading takes and storing are not in it.
        warnings: What could not be used, each a sentence.
    """

    table: pd.DataFrame
    words: int
    seconds: float
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        names = ["document", "start", "end", "path", "score", "quote", "why"]
        return {
            "words": self.words,
            "seconds": self.seconds,
            "suggestions": self.table[names].to_dict(orient="records"),
        }


def suggest_by_patterns(study: Study, *, coder: str, documents: Sequence[str] = (), watch: Any = None) -> Outcome:
    """Propose codes by the codebook's patterns, in all documents or those of these names, in place of what was open.

    Raises NotFound where a document is not in the study.
    """
    from analysis.suggestions import load
    from analysis.suggestions import suggest_by_patterns as propose_by_patterns
    from corpus.suggesting import NewSuggestion, propose

    frame = study.documents()
    if documents:
        names = document_names(study)
        frame = frame[frame["document"].isin({names.id_of(said) for said in documents})]
    ids = frame["document"].tolist()
    of = ids if documents else None
    turns, texts, codes = study.turns(of=of), study.texts(of), study.codes()
    codings = study.codings(columns=["document", "start", "end", "code"], of=of)
    load(codes, frame["language"].fillna("").unique())
    processes = processes_for(frame)
    begin = time.perf_counter()
    found = propose_by_patterns(frame, turns, texts, codes, codings, processes=processes, watch=watch)
    seconds = time.perf_counter() - begin
    columns = ["document", "start", "end", "code", "score", "why"]
    new = [NewSuggestion(*row) for row in found.table[columns].itertuples(index=False, name=None)]
    with study.change("suggest", coder=coder, note=PATTERNS) as change:
        propose(change, PATTERNS, new, documents=of)
    return Outcome(_open(study, ids), found.words, seconds, found.warnings)


def processes_for(documents: pd.DataFrame) -> int:
    """How many processes should share the reading of these documents."""
    return max(1, min(os.cpu_count() or 1, int(documents["characters"].sum()) // EACH))


def _open(study: Study, documents: Sequence[str]) -> pd.DataFrame:
    """The open proposals in these documents, which are named."""
    from app.material import table

    made = table(study, "suggestions")
    made = made[made["method"].eq(PATTERNS) & made["status"].eq("proposed") & made["document"].isin(documents)]
    order = {path: place for place, path in enumerate(study.codebook().paths)}
    made = made.assign(place=made["path"].map(order), at=made["document"].map({d: n for n, d in enumerate(documents)}))
    made = made.sort_values(["at", "start", "end", "place"], kind="stable", ignore_index=True)
    names = study.documents().set_index("document")["name"]
    return made.assign(document=made["document"].map(names)).drop(columns=["place", "at"])
