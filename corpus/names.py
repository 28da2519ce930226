"""Which one is meant: a document, participant, coder or attribute named by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from rapidfuzz import process

from codebook.errors import NotFound


class Names:
    """Names that may be given without their suffix, in any case, or shortened as long as one only is meant."""

    def __init__(self, names: Iterable[str], *, what: str) -> None:
        self._what = what
        self._names = list(names)
        self._exact = set(self._names)
        self._folded: dict[str, list[str]] = {}
        for name in self._names:
            self._folded.setdefault(_folded(name), []).append(name)

    def find(self, said: str) -> str:
        """The name that is meant by `said`.

        Raises NotFound where none or several fit, listing these or the nearest.
        """
        if said in self._exact:
            return said
        for wanted in dict.fromkeys((_folded(said), _folded(_stem(said)))):
            found = self._folded.get(wanted, [])
            if len(found) == 1:
                return found[0]
        wanted = _folded(_stem(said))
        fitting = [name for name in self._names if wanted and _folded(name).startswith(wanted)]
        whole = [name for name in fitting if not _folded(name)[len(wanted)].isalnum()]  # P1 is P1_2021, not P10_2021
        for candidates in (fitting, whole):
            if len(candidates) == 1:
                return candidates[0]
        if fitting:
            raise NotFound(f'"{said}" may be any of the {self._what}s {_listed(fitting)}. Write more of the name.')
        near = [match[0] for match in process.extract(said, self._names, limit=3, score_cutoff=60)]
        hint = f"Is it {_listed(near)}?" if near else f'"vivavoce table {self._what}s" lists them.'
        raise NotFound(f'There is no {self._what} "{said}". {hint}')


def by_name(ids: Iterable[str], names: Iterable[str]) -> Mapping[str, str]:
    """Ids by name."""
    return dict(zip(names, ids, strict=True))


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _stem(said: str) -> str:
    """A file's name without its folder and suffix. What follows a dot and holds a blank is no suffix."""
    path = PurePath(said.replace("\\", "/"))
    return path.stem if path.suffix and " " not in path.suffix else said


def _listed(names: list[str]) -> str:
    shown = ", ".join(f'"{name}"' for name in names[:6])
    return shown + (f" and {len(names) - 6} more" if len(names) > 6 else "")
