"""Where themes meet pain points: in whom, and in how many people one would expect them to by chance.

A theme meets a pain point in a participant where codings of the two share a turn or stand in neighbouring turns of that
participant. The participant is the unit: how often one person says a thing makes it no truer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis import units
from analysis.branches import Branch
from analysis.chance import Floats, at_least, false_discovery, sliding
from analysis.passages import Coded, by_position, coded_in_order, positions, standing_for
from analysis.spans import Flags, Numbers, overlaps
from analysis.units import Units

ALPHA = 0.05
"""Below this q more people carry a pair than chance would bring."""
_AT_ONCE = 2_000_000  # numbers in one piece of work


@dataclass(frozen=True, slots=True)
class Placed:
    """Codings as they lie in the turns of participants: by participant, then in the order of the text.

    A coding that lies in turns of several people is here once for each. Places are participants' own turns, by
    participant, document and turn; `first` and `last` are half-open.

    Args:
        coded: The codings as numbers; `passage` gives of each the one that stands for its passage.
        turns: All own turns in reading order, and for each place which of them it is.
        participant, coding: The participant's and the coding's number of each row.
        start, end: What the coding covers in the line of `coded`, without white space at its ends.
        reach_start, reach_end: Rows that overlap in these share a turn or stand in neighbouring turns.
    """

    coded: Coded
    passage: Numbers
    turns: Units
    place: Numbers
    participant: Numbers
    coding: Numbers
    start: Numbers
    end: Numbers
    first: Numbers
    last: Numbers
    reach_start: Numbers
    reach_end: Numbers

    def __len__(self) -> int:
        return len(self.coding)

    def only(self, rows: Flags) -> Placed:
        """The same with these rows alone."""
        names = ("participant", "coding", "start", "end", "first", "last", "reach_start", "reach_end")
        return replace(self, **{name: getattr(self, name)[rows] for name in names})

    @property
    def code(self) -> Numbers:
        """The number of the code of each row."""
        return self.coded.code[self.coding]


@dataclass(frozen=True, slots=True)
class Meetings:
    """The pairs of branches, and where they met.

    Args:
        pairs: A row a pair of a theme and a pain point, theme by theme. Columns: theme, pain_point (numbers of the
            branches), participants (in whom they meet), expected (so many by chance), lift (participants / expected,
            NaN where none is expected), p, q (NaN where one of the two has no coding: that is not tested), meetings
            (pairs of passages, one of each, that meet), codings (passages in meetings).
        used: Participants by branches, pain points after themes: whether there is a coding.
        met: Participants by pairs.
        chances: Participants by pairs: how likely they would meet by chance.
        holds: Participants by pairs: whether q < .05 with that participant left out, all being done anew.
        branch: Of each row of the placed codings the number of its branch, pain points after themes; -1 in none.
        near: Branches by rows: whether the row meets a coding of the branch, or is one.
        found: A row a meeting. Columns: pair (row of `pairs`), theme, pain_point (rows of the placed codings).
    """

    pairs: pd.DataFrame
    used: Flags
    met: Flags
    chances: Floats
    holds: Flags
    branch: Numbers
    near: Flags
    found: pd.DataFrame


def place(
    codings: pd.DataFrame,
    codes: Sequence[str],
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    participants: pd.DataFrame,
    texts: pd.Series,
) -> Placed:
    """The codings in each own turn of a participant with which they share a character that is not white space.

    Args:
        codes: ids; their order gives the numbers of the codes.
        texts: by document id.
    """
    documents = by_position(documents)
    own = turns[turns["participant"].notna() & turns["role"].ne("interviewer")]
    reach = int(own["end"].max()) if len(own) else 0
    coded = coded_in_order(
        codings, codes=pd.Series(codes, dtype=object), documents=documents["document"], reach=reach, exactly=True
    )
    spoken = units.placed(own, documents=documents["document"], stride=coded.stride)
    bare = units.without_blanks(coded, texts.loc[documents["document"]].tolist())
    touched = units.touched(bare, spoken)

    who = positions(own["participant"], participants["participant"])[spoken.row]
    by_person = np.argsort(who, kind="stable")
    place_of = np.empty_like(by_person)
    place_of[by_person] = np.arange(len(by_person))
    apart = np.append(True, (np.diff(who[by_person]) != 0) | (np.diff(spoken.document[by_person]) != 0))
    block = np.cumsum(apart[: len(by_person)])

    counts = touched.end - touched.start
    coding = np.repeat(np.arange(len(coded)), counts)
    turn = np.arange(len(coding)) - np.repeat(np.cumsum(counts) - counts, counts) + touched.start[coding]
    person, at = who[turn], place_of[turn]
    order = np.lexsort((at, coding, person))
    order = order[person[order] >= 0]
    person, coding, at = person[order], coding[order], at[order]
    begins = np.flatnonzero((np.diff(person, prepend=-1) != 0) | (np.diff(coding, prepend=-1) != 0))
    person, coding, first = person[begins], coding[begins], at[begins]
    last = at[np.append(begins[1:], len(at)) - 1] + 1 if len(begins) else first
    return Placed(
        coded=coded,
        passage=standing_for(coded),
        turns=spoken,
        place=by_person,
        participant=person,
        coding=coding,
        start=bare.start[coding],
        end=bare.end[coding],
        first=first,
        last=last,
        # One more at the end of each stretch, and of each document: what stands in neighbouring turns overlaps.
        reach_start=first + block[first],
        reach_end=last + block[first] + 1,
    )


def meetings(
    placed: Placed, codes: Sequence[str], themes: Sequence[Branch], pain_points: Sequence[Branch], *, participants: int
) -> Meetings:
    """Which themes meet which pain points, in whom, and whether in more people than chance would bring.

    What would be by chance: within each participant the theme's codings keep their order and the distances between
    them, and slide round the places of all that was coded in that participant's own turns, the pain point's own
    codings aside; every step is equally likely. So the chance of meeting in each participant is known exactly, the
    number of participants has the Poisson binomial distribution, and p is its upper tail. q is by Benjamini and
    Hochberg (1995) over all pairs of a theme and a pain point that both have codings.

    Args:
        codes: as for `place`.
        themes, pain_points: no code in two of them.
        participants: how many there are, those without codings among them.
    """
    number = {member: place for place, each in enumerate((*themes, *pain_points)) for member in each.members}
    branch = np.array([number.get(code, -1) for code in codes] or [-1])[placed.code]
    near, one, other = _met(placed, branch, len(themes), len(themes) + len(pain_points))

    shape = (participants, len(themes), len(pain_points))
    met: Flags = np.zeros(shape, dtype=bool)
    chances: Floats = np.zeros(shape)
    met[placed.participant[one], branch[one], branch[other] - len(themes)] = True
    for person, rows in _by_participant(placed):
        chances[person] = _chances(branch[rows], near[:, rows], shape[1:])

    flat = participants, len(themes) * len(pain_points)
    met, chances = met.reshape(flat), chances.reshape(flat)

    used = np.zeros((participants, len(near)), dtype=bool)
    used[placed.participant[branch >= 0], branch[branch >= 0]] = True
    theme, pain = (side.ravel() for side in np.indices(shape[1:]))
    users = used.sum(axis=0)
    tested = (users[theme] > 0) & (users[pain + len(themes)] > 0)
    p, without = _tails(met, chances)
    people, expected = met.sum(axis=0), chances.sum(axis=0)
    pairs = pd.DataFrame({"theme": theme, "pain_point": pain, "participants": people, "expected": expected})
    pairs["lift"] = pairs["participants"] / pairs["expected"].where(pairs["expected"] > 0)
    pairs["p"], pairs["q"] = np.where(tested, p, np.nan), false_discovery(p, tested=tested)

    pair = branch[one] * len(pain_points) + branch[other] - len(themes)
    found = pd.DataFrame({"pair": pair, "theme": one, "pain_point": other})
    found = found.sort_values(["pair", "theme", "pain_point"], ignore_index=True)
    pairs["meetings"], pairs["codings"] = _passages(placed, found, len(pairs))
    holds = _holds(without, used, theme, pain + len(themes))
    return Meetings(
        pairs=pairs, used=used, met=met, chances=chances, holds=holds, branch=branch, near=near, found=found
    )


def _met(placed: Placed, branch: Numbers, themes: int, size: int) -> tuple[Flags, Numbers, Numbers]:
    """Which rows are near which branch; and the rows of a theme and of a pain point that meet, each pair once."""
    near = np.zeros((size + 1, len(placed)), dtype=bool)  # the last for what is in no branch
    near[branch, np.arange(len(placed))] = True
    found = [(np.empty(0, dtype=np.int64),) * 2]
    for a, b in overlaps(placed.reach_start, placed.reach_end):
        near[branch[b], a] = near[branch[a], b] = True
        theme, pain = np.where(branch[a] < branch[b], (a, b), (b, a))
        both = (branch[theme] >= 0) & (branch[theme] < themes) & (branch[pain] >= themes)
        found.append((theme[both], pain[both]))
    one, other = (np.concatenate(rows) for rows in zip(*found, strict=True))
    return near[:size], one, other


def _by_participant(placed: Placed) -> list[tuple[int, slice]]:
    """The rows of each participant who has any."""
    begins = np.flatnonzero(np.diff(placed.participant, prepend=-1))
    ends = np.append(begins, len(placed))[1:]
    return [(int(placed.participant[begin]), slice(begin, end)) for begin, end in zip(begins, ends, strict=True)]


def _chances(branch: Numbers, near: Flags, shape: tuple[int, ...]) -> Floats:
    """The chance of each theme to meet each pain point in one participant, whose codings these are, in order."""
    themes = shape[0]
    chances = np.zeros(shape)
    present = np.unique(branch[branch >= 0])
    for pain in present[present >= themes]:
        others = branch != pain
        ring = np.cumsum(others) - 1
        within_reach = ring[near[pain] & others]
        for theme in present[present < themes]:
            own = ring[branch == theme]
            chances[theme, pain - themes] = sliding(own, within_reach, places=int(others.sum()))
    return chances


def _tails(met: Flags, chances: Floats) -> tuple[Floats, Floats]:
    """p of each pair; and participants by pairs, p with that participant left out."""
    p = np.ones(met.shape[1])
    without = np.ones(met.shape)
    piece = max(1, _AT_ONCE // (len(met) + 1) ** 2)
    for first in range(0, len(p), piece):
        some = slice(first, first + piece)
        p[some], without[:, some] = at_least(chances[:, some], met[:, some])
    return p, without


def _holds(without: Floats, used: Flags, theme: Numbers, pain: Numbers) -> Flags:
    """Participants by pairs: whether q < .05 without that participant, over the pairs that are then still used."""
    users = used.sum(axis=0)
    holds = np.zeros(without.shape, dtype=bool)
    for person, p in enumerate(without):
        left = users - used[person] > 0
        holds[person] = false_discovery(p, tested=left[theme] & left[pain]) < ALPHA
    return holds


def _passages(placed: Placed, found: pd.DataFrame, size: int) -> tuple[Numbers, Numbers]:
    """Of each pair how many pairs of passages met, and how many passages have a part in these."""
    passage = {side: placed.passage[placed.coding[found[side]]] for side in ("theme", "pain_point")}
    met = pd.DataFrame({"pair": found["pair"], **passage}).drop_duplicates()
    taking_part = pd.concat(
        [met[["pair", side]].set_axis(["pair", "passage"], axis=1).drop_duplicates() for side in passage]
    )
    counts = [np.bincount(frame["pair"], minlength=size) for frame in (met, taking_part)]
    return counts[0], counts[1]
