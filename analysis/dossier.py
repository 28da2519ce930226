"""All that a study knows of its themes and pain points, asked for one pair at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.branches import Branch, Branches, branches
from analysis.evidence import Evidence, Pick, evidence
from analysis.excerpts import Excerpts
from analysis.findings import DOCUMENTS_OF_A_CODER, FEWEST, Counterpart, Implication, Quote
from analysis.meetings import ALPHA, Placed, meetings, place
from analysis.passages import by_position
from analysis.spans import Flags, Numbers
from analysis.wording import share
from codebook import Code, Codebook


@dataclass(frozen=True, slots=True)
class Dossier:
    """A study laid out for its implications. Make it with `dossier`.

    Args:
        branches: What is paired. codes: all codes, in order.
        people, documents: Names of participants and documents, by number. excerpts: Quotes of these.
        of: How many participants have codings.
        ids: Of each coding its id.
        coder: Of each placed coding the name of its coder. coded: how many documents each coder has coded.
        against: Of the number of each counter code the head of the branch that it contradicts, "" for none.
        layer_of: Of the number of each code that of its layer, -1 for none.
    """

    branches: Branches
    codes: list[Code]
    placed: Placed
    people: list[str]
    documents: list[str]
    excerpts: Excerpts
    of: int
    ids: np.ndarray
    coder: np.ndarray
    coded: dict[str, int]
    against: dict[int, str]
    layer_of: Numbers


def dossier(
    turns: pd.DataFrame,
    documents: pd.DataFrame,
    participants: pd.DataFrame,
    codings: pd.DataFrame,
    coders: pd.DataFrame,
    texts: pd.Series,
    book: Codebook,
) -> Dossier:
    """Lay a study out for its implications; `texts` are by document id."""
    documents = by_position(documents)
    codes = list(book)
    number = {code.id: place for place, code in enumerate(codes)}
    paired = branches(book)
    layer_of = np.full(len(codes), -1)
    for place_of, layer in enumerate(paired.layers):
        layer_of[[number[member] for member in layer.members]] = place_of
    placed = place(codings, list(number), documents, turns, participants, texts)
    name_of = coders.set_index("coder")["name"]
    coder = codings["coder"].astype("str").map(name_of)
    coded = codings["document"].astype("str").groupby(coder).nunique()
    return Dossier(
        branches=paired,
        codes=codes,
        placed=placed,
        people=participants["name"].tolist(),
        documents=documents["name"].tolist(),
        excerpts=Excerpts(placed, documents, texts),
        of=len(np.unique(placed.participant)),
        ids=codings["coding"].to_numpy(object)[placed.coded.row],
        coder=coder.to_numpy(object)[placed.coded.row][placed.coding],
        coded={str(name): int(documents) for name, documents in coded.items()},
        against={number[code]: head for code, head in paired.against.items()},
        layer_of=layer_of,
    )


class Group:
    """Themes and pain points that are tested together, or merely looked at where not `tested`.

    A pair's number is that of the theme times the number of pain points, plus that of the pain point.
    """

    def __init__(
        self, dossier: Dossier, themes: Sequence[Branch], pain_points: Sequence[Branch], *, tested: bool = True
    ) -> None:
        self._dossier = dossier
        self._tested = tested
        self.pairs = [(theme, pain) for theme in themes for pain in pain_points]
        self._sides = (len(themes), len(pain_points))
        sides = ([code.id for code in dossier.codes], themes, pain_points)
        self.meetings = meetings(dossier.placed, *sides, participants=len(dossier.people))
        self._evidence: Evidence = evidence(dossier.placed, self.meetings)
        self._by_coder: dict[str, Flags | None] = dict.fromkeys(sorted(dossier.coded))
        for name, documents in dossier.coded.items():
            if tested and documents >= DOCUMENTS_OF_A_CODER:
                alone = dossier.placed.only(dossier.coder == name)
                found = meetings(alone, *sides, participants=len(dossier.people))
                self._by_coder[name] = (found.pairs["q"] < ALPHA).to_numpy()

    def used(self) -> tuple[int, int]:
        """How many of the themes and of the pain points have codings."""
        used = self.meetings.used.sum(axis=0) > 0
        return int(used[: self._sides[0]].sum()), int(used[self._sides[0] :].sum())

    def meets(self, pair: int) -> bool:
        """Whether the two meet in anyone."""
        return bool(self.meetings.met[:, pair].any())

    def implication(self, pair: int, name: str) -> Implication:
        """What is known of a pair; template, decision and words are left to be added."""
        dossier, meetings, evidence = self._dossier, self.meetings, self._evidence
        theme, pain = self.pairs[pair]
        numbers = pair // self._sides[1], self._sides[0] + pair % self._sides[1]
        row = meetings.pairs.iloc[pair]
        quoted = evidence.quoted(pair)
        against = list(self._counterparts(pair, numbers))
        quotes = self._quotes([*quoted, *(pick for pick, _, _ in against)])
        layer = evidence.layer(pair, dossier.layer_of)
        q = float(row["q"]) if self._tested else np.nan
        holds, without = self._robustness(pair, q)
        only = [len(evidence.alone(*sides)[0]) for sides in (numbers, numbers[::-1])]
        return Implication(
            implication=name,
            theme=theme,
            pain_point=pain,
            layer=dossier.branches.layers[layer] if layer >= 0 else None,
            participants=self._names(meetings.met[:, pair]),
            of=dossier.of,
            codings=tuple(dossier.ids[evidence.codings(pair)]),
            meetings=int(row["meetings"]),
            expected=float(row["expected"]) if self._tested else np.nan,
            lift=float(row["lift"]) if self._tested else np.nan,
            p=float(row["p"]) if self._tested else np.nan,
            q=q,
            holds=holds,
            without=without,
            by_coder={
                coder: None if verdicts is None else bool(verdicts[pair]) for coder, verdicts in self._by_coder.items()
            },
            quotes=tuple(quotes[: len(quoted)]),
            counter_evidence=tuple(
                Counterpart(quote, reason) for quote, (_, reason, _) in zip(quotes[len(quoted) :], against, strict=True)
            ),
            opposed=tuple(dossier.people[n] for n in sorted({pick[0] for pick, _, opposes in against if opposes})),
            theme_only=only[0],
            pain_point_only=only[1],
            template="",
            decision=None,
        )

    def _robustness(self, pair: int, q: float) -> tuple[bool | None, tuple[str, ...]]:
        """Whether the pair holds with any one left out, and without whom it does not."""
        if not self._tested or self._dossier.of < FEWEST:
            return None, ()
        if not q < ALPHA:
            return False, ()
        holds = self.meetings.holds[:, pair]
        return bool(holds.all()), self._names(~holds)

    def _counterparts(self, pair: int, numbers: tuple[int, int]) -> Iterator[tuple[Pick, str, bool]]:
        """What speaks against a pair: a passage, in which way, and whether it is a counter code's."""
        dossier, evidence, heads = self._dossier, self._evidence, self.pairs[pair]
        for row, below in evidence.opposed(pair, heads, dossier.against):
            said = dossier.codes[dossier.placed.code[row]].name
            where = f"which is against “{below}”" if below else "where the two meet"
            yield evidence.pick(row), f"“{said}”, {where}", True
        for one, other in ((0, 1), (1, 0)):
            who, row = evidence.alone(numbers[one], numbers[other])
            if row >= 0:
                of_all = share(len(who), dossier.of)
                names = ", ".join(dossier.people[person] for person in who)
                reason = f"“{heads[one].name}” and never “{heads[other].name}”, as {of_all}: {names}"
                yield evidence.pick(row), reason, False

    def _quotes(self, picks: Sequence[Pick]) -> list[Quote]:
        dossier = self._dossier
        made = dossier.excerpts.of([pick[1:] for pick in picks])
        return [
            Quote(dossier.people[person], dossier.documents[found.document], found.start, found.end, found.text)
            for (person, *_), found in zip(picks, made, strict=True)
        ]

    def _names(self, chosen: Flags) -> tuple[str, ...]:
        return tuple(self._dossier.people[person] for person in np.flatnonzero(chosen))
