"""What is found where a theme meets a pain point: an implication with its evidence, and how it stands."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from analysis.branches import Branch
from analysis.meetings import ALPHA

CARRIED_BY = 3
"""Participants in whom a theme and a pain point must meet to be an implication."""
FEWEST = 6
"""Participants with codings from which on robustness can be told. Five who are left, all of them at even odds, make
p = 1/2^5 = .03; with four, nothing at even odds could be told from chance."""
DOCUMENTS_OF_A_CODER = 10
"""Documents that one coder must have coded for a verdict on that coder's codings alone."""


@dataclass(frozen=True, slots=True)
class Quote:
    """An unbroken slice of one turn of a participant; participant and document by name."""

    participant: str
    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What speaks against an implication, with a quote, and in which way."""

    quote: Quote
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a researcher decided: accepted, reworded, rejected, or own for one that the researcher added."""

    decision: str
    statement: str
    coder: str
    note: str
    id: str


@dataclass(frozen=True, slots=True)
class Implication:
    """A theme and a pain point that meet, and what is known of that.

    Args:
        implication: Its name, which more data does not change: "velocity--alert-fatigue".
        theme, pain_point, layer: Branches; the layer of the stack in which they meet, None for none.
        participants: Names of those in whom they meet. of: how many participants have codings.
        codings: Ids of the passages that meet.
        meetings: Pairs of passages that meet, each once.
        expected, lift, p, q: See `analysis.meetings`; NaN where not tested.
        holds: Whether q < .05 with any one participant left out; None where that cannot be said.
        without: Participants without whom it does not hold.
        by_coder: Whether q < .05 by each coder's codings alone; None where the coder coded too few documents.
        opposed: Participants with counter codes. theme_only, pain_point_only: how many have one and never the other.
        template: What a tool should do, "" where no template fits.
        statement: What is stated, in words: a recommendation only where the evidence carries one.
        why: What the statement rests on, in sentences, and what it lacks.
    """

    implication: str
    theme: Branch
    pain_point: Branch
    layer: Branch | None
    participants: tuple[str, ...]
    of: int
    codings: tuple[str, ...]
    meetings: int
    expected: float
    lift: float
    p: float
    q: float
    holds: bool | None
    without: tuple[str, ...]
    by_coder: dict[str, bool | None]
    quotes: tuple[Quote, ...]
    counter_evidence: tuple[Counterpart, ...]
    opposed: tuple[str, ...]
    theme_only: int
    pain_point_only: int
    template: str
    decision: Decision | None
    statement: str = ""
    why: str = ""

    @property
    def is_carried(self) -> bool:
        """Whether enough participants carry it."""
        return len(self.participants) >= CARRIED_BY

    @property
    def is_beyond_chance(self) -> bool:
        """Whether more participants carry it than chance would bring."""
        return self.q < ALPHA

    @property
    def is_rejected(self) -> bool:
        return self.decision is not None and self.decision.decision == "rejected"

    @property
    def is_listed(self) -> bool:
        """Whether it is shown unasked: carried by enough people, or taken up by a researcher."""
        return self.is_carried or self.decision is not None

    def as_json(self) -> dict[str, Any]:
        """As INTERFACE has it; with `decision` where a researcher made one."""
        made: dict[str, Any] = {
            "implication": self.implication,
            "statement": self.statement,
            "theme": self.theme.path,
            "pain_point": self.pain_point.path,
            "layer": self.layer.path if self.layer else "",
            "participants": list(self.participants),
            "codings": list(self.codings),
            "quotes": [asdict(quote) for quote in self.quotes],
            "counter_evidence": [asdict(each.quote) | {"reason": each.reason} for each in self.counter_evidence],
            **{name: _number(getattr(self, name)) for name in ("lift", "p", "q")},
            "robust": {"holds": self.holds, "without": list(self.without), "by_coder": self.by_coder},
            "why": self.why,
        }
        if self.decision:
            made["decision"] = {name: said for name, said in asdict(self.decision).items() if name != "id"}
        return made


@dataclass(frozen=True, slots=True)
class Implications:
    """The implications of a study, the best first, and what cannot be said of it, in sentences."""

    items: tuple[Implication, ...]
    cautions: tuple[str, ...]

    @property
    def listed(self) -> tuple[Implication, ...]:
        """Those that enough participants carry, or that a researcher took up."""
        return tuple(item for item in self.items if item.is_listed)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
