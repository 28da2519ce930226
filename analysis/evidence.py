"""What speaks for a theme and a pain point that meet, and what against: passages, their people, the layer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.branches import Branch
from analysis.excerpts import in_one_turn
from analysis.meetings import Meetings, Placed
from analysis.spans import Flags, Numbers

QUOTES = 5
"""Quotes of an implication, each by another participant."""
_SHORT, _GOOD, _LONG = 45, 190, 340  # characters of 8, 35 and 60 words, about
_OVERLAP, _SAME_TURN, _NEIGHBOURS = range(3)

Pick = tuple[int, int, int, int]
"""A participant's number, and of a span the place and its start and end on the line of the codings."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Placed codings and where they meet, ready to be asked for passages. Make it with `evidence`.

    Args:
        place, start, end: Of each placed coding what of it lies in one turn, and in which.
        quotes: The best passages of meetings, a participant one, the best of each pair first. Columns: pair,
            participant, place, start, end.
    """

    placed: Placed
    meetings: Meetings
    place: Numbers
    start: Numbers
    end: Numbers
    quotes: pd.DataFrame

    def quoted(self, pair: int) -> list[Pick]:
        """The passages to quote for a pair, each by another participant, the best first."""
        rows = self.quotes.iloc[_run(self.quotes["pair"], pair)].head(QUOTES)
        return list(rows[["participant", "place", "start", "end"]].itertuples(index=False, name=None))

    def pick(self, row: int) -> Pick:
        """A placed coding as a passage to quote."""
        return int(self.placed.participant[row]), int(self.place[row]), int(self.start[row]), int(self.end[row])

    def rows(self, pair: int) -> Numbers:
        """The placed codings that have a part in meetings of a pair."""
        found = self.meetings.found.iloc[_run(self.meetings.found["pair"], pair)]
        return np.unique(np.concatenate([found["theme"], found["pain_point"]]))

    def codings(self, pair: int) -> Numbers:
        """The passages that meet, as numbers of the codings that stand for them, in reading order."""
        return np.unique(self.placed.passage[self.placed.coding[self.rows(pair)]])

    def opposed(self, pair: int, heads: tuple[Branch, Branch], against: dict[int, str]) -> list[tuple[int, str]]:
        """What counter codes say against a pair: of each participant and code the first coding.

        A counter code speaks against the branch in which it stands wherever it is given; any other where the two meet:
        in the same turn as a coding that has a part in it, or a neighbouring one.

        Args:
            heads: the two branches.
            against: of the number of each counter code the id at the head of the branch that it contradicts.

        Returns:
            Rows, each with the name of the branch that is contradicted; then those said where the two meet, with "".
        """
        code, participant = self.placed.code, self.placed.participant
        there = _overlapping(self.placed.reach_start, self.placed.reach_end, self.rows(pair))
        found: dict[tuple[int, int], tuple[int, str]] = {}
        for row in np.flatnonzero(np.isin(code, list(against))):
            below = [head.name for head in heads if against[code[row]] == head.code]
            if below or there[row]:
                found.setdefault((participant[row], code[row]), (int(row), "".join(below)))
        return sorted(found.values(), key=lambda each: not each[1])

    def alone(self, has: int, never: int) -> tuple[Numbers, int]:
        """The participants who have the one branch and never the other, and the row that is best quoted (-1: none)."""
        who = np.flatnonzero(self.meetings.used[:, has] & ~self.meetings.used[:, never])
        rows = np.flatnonzero((self.meetings.branch == has) & np.isin(self.placed.participant, who))
        if not len(rows):
            return who, -1
        return who, int(rows[np.argmin(_strain(self.start[rows], self.end[rows]))])

    def layer(self, pair: int, layer_of: Numbers) -> int:
        """The layer whose codings share a turn with the codings that meet, in most participants; -1 for none.

        Among layers with as many participants that with most codings, then the first.

        Args:
            layer_of: of the number of each code its layer, -1 for none.
        """
        layer = np.append(layer_of, -1)[self.placed.code]
        there = np.flatnonzero(_overlapping(self.placed.first, self.placed.last, self.rows(pair)) & (layer >= 0))
        if not len(there):
            return -1
        codings = np.bincount(layer[there])
        people = np.bincount(np.unique(np.column_stack([layer[there], self.placed.participant[there]]), axis=0)[:, 0])
        return int(np.lexsort((-codings, -people))[0])


def evidence(placed: Placed, meetings: Meetings) -> Evidence:
    """Passages for each pair that meets: where the two overlap, else share a turn, else stand in neighbouring turns.

    Of an overlap what both cover is quoted; of codings in one turn all from the first to the last, where that is not
    long; of neighbouring turns the pain point.
    """
    place, start, end = in_one_turn(placed, placed.start, placed.end, placed.first, placed.last)
    one, other = (meetings.found[side].to_numpy() for side in ("theme", "pain_point"))
    quotes = pd.DataFrame(
        {
            "pair": meetings.found["pair"],
            "participant": placed.participant[other],
            "place": place[other],
            "start": start[other],
            "end": end[other],
            "kind": _NEIGHBOURS,
        }
    )
    columns = ["place", "start", "end", "kind"]
    first = np.maximum(placed.first[one], placed.first[other])
    shared = np.minimum(placed.last[one], placed.last[other]) > first
    low, high = (minmax(placed.start[one], placed.start[other]) for minmax in (np.minimum, np.maximum))
    near, far = (minmax(placed.end[one], placed.end[other]) for minmax in (np.minimum, np.maximum))
    turn = placed.place[first]
    low, far = np.maximum(low, placed.turns.start[turn]), np.minimum(far, placed.turns.end[turn])

    beside = shared & (far - low <= _LONG)
    quotes.loc[beside, columns] = np.column_stack([first, low, far, np.full(len(low), _SAME_TURN)])[beside]
    over = np.flatnonzero(shared & (high < near))
    last = np.minimum(placed.last[one], placed.last[other])
    spans = np.column_stack(
        [*in_one_turn(placed, high[over], near[over], first[over], last[over]), np.zeros_like(over)]
    )
    inside = spans[:, 1] < spans[:, 2]
    quotes.loc[over[inside], columns] = spans[inside]

    quotes["strain"] = _strain(quotes["start"].to_numpy(), quotes["end"].to_numpy())
    quotes = quotes.sort_values(["pair", "kind", "strain", "participant", "start"], kind="stable", ignore_index=True)
    quotes = quotes.drop_duplicates(["pair", "participant"], ignore_index=True).drop(columns=["kind", "strain"])
    return Evidence(placed, meetings, place, start, end, quotes)


def _strain(start: Numbers, end: Numbers) -> Numbers:
    """How far passages are from a good length for a quote, in characters; far more where they are not even readable."""
    length = end - start
    away = np.maximum(np.maximum(_SHORT - length, length - _LONG), 0)
    return 1000 * away + np.abs(length - _GOOD)


def _run(pairs: pd.Series, pair: int) -> slice:
    """Where a pair is in a column that is in order of the pairs."""
    return slice(*np.searchsorted(pairs.to_numpy(), [pair, pair + 1]))


def _overlapping(start: Numbers, end: Numbers, rows: Numbers) -> Flags:
    """Which of all spans share a position with one of those in `rows`."""
    change = np.zeros(int(end.max(initial=0)) + 1, dtype=np.int64)
    np.add.at(change, start[rows], 1)
    np.add.at(change, end[rows], -1)
    covered = np.append(0, np.cumsum(np.cumsum(change) > 0))
    return covered[end] > covered[start]
