"""Invented studies whose codes have nothing to do with each other, or just so much as was planted.

Lengths and numbers are those of the reference study: 18 interviews with some 54 turns of the participant, of one to
some ten sentences; passages of one or two sentences; a second coder in half of the interviews.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.spans import Numbers

TURNS, QUESTION = 54, 40  # of a participant, in the middle; and how many characters the interviewer asks before each
SENTENCES = 3.6  # of a turn, on average
MOST_SENTENCES = 2  # of a passage
CLOSE = 8  # sentences within which a code's codings lie that come in runs


@dataclass(frozen=True, slots=True)
class Kind:
    """What a study is like.

    Args:
        interviews: how many, each with a person of its own.
        codes: how many; the first is used most often. per_interview: codings of the first in an interview, on average.
        cut: where passages begin and end: turns, sentences, or anywhere.
        runs: the share of a code's codings that lie close to another of its own, as those of a topic do.
        shuffled: whether passages, once placed, are dealt out to the codes of the interview at random.
        uncoded: the share of each interview in two stretches in which nobody codes anything.
        unlike: how unlike turns are in length: the shape of a gamma distribution; infinite where all are alike.
        differ: how much people differ in how often they speak of a thing: the variance of a gamma of mean 1.
        second: the share of the interviews that a second coder codes, too. alike: the share of codings they then share.
        beside, after: the share of the second code's passages that are moved to where one of the first is, or into the
            next turn of the participant.
        meet: the share of the people in whom one passage of the second code is moved to where one of the first is.
    """

    interviews: int = 18
    codes: int = 12
    per_interview: float = 14.0
    cut: str = "sentences"
    runs: float = 0.0
    shuffled: bool = False
    uncoded: float = 0.0
    unlike: float = 1.5
    differ: float = 0.5
    second: float = 0.5
    alike: float = 0.6
    beside: float = 0.0
    after: float = 0.0
    meet: float = 0.0


@dataclass(frozen=True, slots=True)
class Interviews:
    """The frames of a study, and of each interview its sentences as rows: start, end, and the turn that they are in."""

    documents: pd.DataFrame
    participants: pd.DataFrame
    turns: pd.DataFrame
    sentences: pd.DataFrame
    texts: pd.Series
    said: list[Numbers]


def interviews(random: np.random.Generator, kind: Kind) -> Interviews:
    """The interviews of a study, with no codings yet."""
    turns, sentences, said = [], [], []
    for person in range(kind.interviews):
        count = max(5, round(random.normal(TURNS, TURNS / 8)))
        if np.isfinite(kind.unlike):
            sizes = 1 + random.poisson(random.gamma(kind.unlike, 1 / kind.unlike, count) * (SENTENCES - 1))
        else:
            sizes = np.full(count, round(SENTENCES))
        turn = np.repeat(np.arange(count), sizes)
        lengths = random.integers(30, 130, len(turn))
        ends = np.cumsum(lengths + 1) + QUESTION * (turn + 1) - 1
        rows = np.column_stack([ends - lengths, ends, turn])
        first = np.cumsum(sizes) - sizes
        name = f"d{person:03}"
        sentences.append(pd.DataFrame({"document": name, "start": rows[:, 0], "end": rows[:, 1]}))
        bounds = {"start": rows[first, 0], "end": rows[first + sizes - 1, 1]}
        turns.append(pd.DataFrame({"document": name, "turn": np.arange(count) * 2 + 1, **bounds}))
        said.append(rows)
    names = [f"d{person:03}" for person in range(kind.interviews)]

    def spoken(frames: list[pd.DataFrame]) -> pd.DataFrame:
        frame = pd.concat(frames, ignore_index=True)
        return frame.assign(participant=frame["document"].str.replace("d", "p"), role="participant")

    people = [name.replace("d", "p") for name in names]
    return Interviews(
        documents=pd.DataFrame({"document": names, "position": range(kind.interviews), "name": names}),
        participants=pd.DataFrame({"participant": people, "name": people}),
        turns=spoken(turns),
        sentences=spoken(sentences),
        texts=pd.Series({name: "x" * int(rows[-1, 1]) for name, rows in zip(names, said, strict=True)}),
        said=said,
    )


def codings(random: np.random.Generator, kind: Kind, said: list[Numbers]) -> pd.DataFrame:
    """Codings of all interviews: participants' sentences are `said`, as `Interviews` has them."""
    frames = []
    for person, rows in enumerate(said):
        codable = np.flatnonzero(_codable(random, kind, len(rows)))
        places = [_placed(random, kind, codable, often, size=len(rows)) for often in _numbers(random, kind)]
        if kind.shuffled:
            places = _shuffled(random, places)
        _plant(random, kind, rows, places)
        coders = 1 + (random.random() < kind.second)
        for code, (begin, last) in enumerate(places):
            start, end = _cut(random, kind, rows, begin, last)
            own = random.integers(0, coders, len(start))
            shared = (random.random(len(start)) < kind.alike) & (coders == 2)
            for coder in range(coders):
                by = shared | (own == coder)
                spans = {"start": start[by], "end": end[by]}
                frames.append(pd.DataFrame({"document": f"d{person:03}", **spans, "code": code, "coder": str(coder)}))
    frame = pd.concat(frames, ignore_index=True)
    return frame.assign(
        coding=[f"k{number:06}" for number in range(len(frame))],
        code=names(kind)[frame["code"]],
        participant=frame["document"].str.replace("d", "p"),
    )


def names(kind: Kind) -> np.ndarray:
    """The ids of the codes, which are their paths and themes, too."""
    return np.array([f"c{code:02}" for code in range(kind.codes)], dtype=object)


def codes_of(kind: Kind) -> pd.DataFrame:
    """The codes as a frame."""
    name = names(kind)
    return pd.DataFrame({"code": name, "position": range(kind.codes), "path": name, "theme": name})


def _numbers(random: np.random.Generator, kind: Kind) -> Numbers:
    """How many codings of each code an interview has."""
    means = kind.per_interview / (1 + np.arange(kind.codes) / 3)
    return random.poisson(means * (random.gamma(1 / kind.differ, kind.differ, kind.codes) if kind.differ else 1))


def _placed(
    random: np.random.Generator, kind: Kind, codable: Numbers, often: int, *, size: int
) -> tuple[Numbers, Numbers]:
    """The first and last sentences of a code's passages in an interview."""
    at = random.integers(0, len(codable), often)
    for number in range(1, often):
        if random.random() < kind.runs:
            at[number] = at[random.integers(0, number)] + random.integers(-CLOSE, CLOSE + 1)
    begin = codable[at % len(codable)]
    return begin, np.minimum(begin + random.integers(0, MOST_SENTENCES, often), size - 1)


def _shuffled(random: np.random.Generator, places: list[tuple[Numbers, Numbers]]) -> list[tuple[Numbers, Numbers]]:
    """The same passages, dealt out to the codes anew."""
    begin, last = (np.concatenate(side) for side in zip(*places, strict=True))
    order = random.permutation(len(begin))
    cuts = np.cumsum([len(code) for code, _ in places])[:-1]
    return list(zip(np.split(begin[order], cuts), np.split(last[order], cuts), strict=True))


def _codable(random: np.random.Generator, kind: Kind, size: int) -> np.ndarray:
    """Which sentences of an interview may be coded: the same for all codes."""
    codable = np.ones(size, dtype=bool)
    for begin in random.integers(0, size, 2):
        codable[(begin + np.arange(int(size * kind.uncoded / 2))) % size] = False
    return codable


def _plant(random: np.random.Generator, kind: Kind, rows: Numbers, places: list[tuple[Numbers, Numbers]]) -> None:
    """Move passages of the second code to where those of the first are."""
    (first, last), (begin, end) = places[0], places[1]
    if not len(first):
        return
    to = random.integers(0, len(first), len(begin))
    chosen = random.random(len(begin)) < kind.beside
    begin[chosen], end[chosen] = first[to[chosen]], last[to[chosen]]
    following = np.searchsorted(rows[:, 2], rows[last[to], 2] + 1)
    chosen = (random.random(len(begin)) < kind.after) & (following < len(rows))
    begin[chosen] = end[chosen] = following[chosen]
    if random.random() < kind.meet:
        if len(begin):
            begin[0], end[0] = first[0], last[0]
        else:
            places[1] = first[:1], last[:1]


def _cut(
    random: np.random.Generator, kind: Kind, rows: Numbers, begin: Numbers, last: Numbers
) -> tuple[Numbers, Numbers]:
    """Where the passages begin and end, as characters of the document."""
    if kind.cut == "turns":
        turn = rows[begin, 2]
        return rows[np.searchsorted(rows[:, 2], turn), 0], rows[np.searchsorted(rows[:, 2], turn, "right") - 1, 1]
    start, end = rows[begin, 0], rows[last, 1]
    if kind.cut == "anywhere":
        start = start + (random.random(len(start)) * (rows[begin, 1] - start)).astype(np.int64)
        end = rows[last, 0] + 1 + (random.random(len(end)) * (end - rows[last, 0] - 1)).astype(np.int64)
        start, end = np.minimum(start, end - 1), np.maximum(start + 1, end)
    return start, end
