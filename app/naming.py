"""From what a person says to what a study holds: documents, participants, coders, codes by their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from codebook.errors import NotFound
from corpus.names import Names

if TYPE_CHECKING:
    import pandas as pd

    from corpus.study import Study


class Named(Names):
    """Names with the ids behind them; an id is understood too."""

    def __init__(self, names: Iterable[str], ids: Iterable[str], *, what: str) -> None:
        self._ids = dict(zip(names, ids, strict=True))
        self._by_id = {key: name for name, key in self._ids.items()}
        super().__init__(self._ids, what=what)

    def find(self, said: str) -> str:
        """The name meant by `said`. Raises NotFound where none or several fit."""
        return self._by_id.get(said) or super().find(said)

    def id_of(self, said: str) -> str:
        """The id of what is meant by `said`."""
        return self._ids[self.find(said)]


def document_names(study: Study) -> Named:
    """The documents of a study by name."""
    return _named(study.documents(), "document")


def participant_names(study: Study) -> Named:
    """The participants of a study by name."""
    return _named(study.participants(), "participant")


def coder_names(study: Study) -> Named:
    """The coders of a study by name."""
    return _named(study.coders(), "coder")


def _named(frame: pd.DataFrame, what: str) -> Named:
    return Named(frame["name"].tolist(), frame[what].tolist(), what=what)


def whole_ids(ids: Iterable[str], said: Iterable[str], *, what: str) -> list[str]:
    """Ids of which the beginning is enough where it is that of one only.

    Raises NotFound where none or several begin so.
    """
    known = list(ids)
    whole = []
    for each in said:
        found = [key for key in known if key.startswith(each)] if each else []
        if len(found) != 1:
            why = f"There is no {what} {each}" if not found else f"Several {what}s begin with {each}"
            raise NotFound(f'{why}. "vivavoce table {what}s" lists them.')
        whole += found
    return whole
