"""Who has which code: codes by the values of an attribute of participants, people counted and compared exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from natsort import natsorted
from numpy.typing import NDArray

from analysis.chance import false_discovery
from analysis.passages import by_position, coded_in_order, count, documents_in, ids_by, parents_of, positions
from analysis.selection import value_text
from analysis.spans import Flags, Numbers
from codebook.errors import OptionError

COLUMNS = (
    *("path", "value", "participants", "participants_with", "share", "codings", "p", "q"),
    *("effect", "effect_low", "effect_high", "share_low", "share_high", "attribute", "note"),
)
ALPHA = 0.05

NOBODY = "nobody has the code"
EVERYBODY = "everybody has the code"
ONE_VALUE = "everybody has this value: no one to compare with"
TOO_FEW = "too few people: p cannot fall below .05"

_Z = 1.959963984540054  # of the normal distribution, for 95 %

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Association:
    """Two shares compared: `p` is exact, `effect` is phi with its limits of 95 %, all NaN where there is no telling.

    `least` is the smallest p that people of these numbers could have given: where it is above .05 no answer of theirs
    would have been significant.
    """

    p: float
    effect: float
    low: float
    high: float
    least: float
    undefined: str = ""

    def __str__(self) -> str:
        if self.undefined:
            return f"phi: undefined: {self.undefined}"
        return (
            f"phi = {self.effect:.2f}, 95 % limits {self.low:.2f} to {self.high:.2f}; Fisher's exact p = {self.p:.3f}"
        )


def association(with_: int, without: int, rest_with: int, rest_without: int) -> Association:
    """Whether people of a kind have a code more or less often than the rest.

    p: Fisher's exact test, two sides: of all tables with the same sums, the share of those no likelier than this one
    (Fisher 1935; Agresti 2013, section 3.5.1). It is computed in whole numbers, so that ties are ties.
    effect: phi = (ad - bc) / sqrt((a + b)(c + d)(a + c)(b + d)).
    Limits of phi: those of the difference of the two shares by Newcombe (1998, method 10), times the factor which at
    these sums makes a difference a phi.

    Args:
        with_, without: participants of that kind with and without the code. rest_with, rest_without: all others.

    Raises ValueError where a number is below 0.
    """
    if min(with_, without, rest_with, rest_without) < 0:
        raise ValueError("participants cannot be fewer than 0")
    size, rest = with_ + without, rest_with + rest_without
    users, others = with_ + rest_with, without + rest_without
    chances = _fisher(size, rest, users)
    p, least = chances[with_ - max(0, users - rest)], min(chances)
    if not (size and rest and users and others):
        undefined = ONE_VALUE if not (size and rest) else NOBODY if others else EVERYBODY
        return Association(p, math.nan, math.nan, math.nan, least, undefined)
    factor = math.sqrt(size * rest / (users * others))
    one, other = with_ / size, rest_with / rest
    one_low, one_high = wilson(with_, size)
    other_low, other_high = wilson(rest_with, rest)
    difference = one - other
    low = difference - math.hypot(one - one_low, other_high - other)
    high = difference + math.hypot(one_high - one, other - other_low)
    return Association(p, difference * factor, max(low * factor, -1.0), min(high * factor, 1.0), least)


def wilson(number: int, of: int) -> tuple[float, float]:
    """Limits of 95 % of a share (Wilson 1927): number / of; 0 to 1 where there is nobody."""
    if not of:
        return 0.0, 1.0
    share, width = number / of, _Z**2 / of
    middle = (share + width / 2) / (1 + width)
    margin = math.sqrt(share * (1 - share) * width + width**2 / 4) / (1 + width)
    return max(0.0, middle - margin), min(1.0, middle + margin)


def crosstab(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    participants: pd.DataFrame,
    *,
    by: str | None = None,
    roll_up: bool = False,
    each: bool = False,
    ids: bool = False,
    coded: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """How many of the people with each value of an attribute have each code, against all who have another value.

    One row a code of `codes` and a value, in the order of the codebook, codes never used included; values in the
    order of numbers and letters. A person counts once, however often they say it. People without a value are left out.

    Args:
        by: the attribute; where none is said, the first by which people form groups. Where participants have no
            attributes at all there are no rows.
        roll_up: a code counts its descendants' passages too.
        each: count each coding, also where several coders coded the same passage.
        ids: add a column of the ids of the codings counted.
        coded: column participant: all who were coded. Give it where `codings` are not all, so that `note` can tell
            who has not been coded yet.

    Columns: path, value (text), participants (with the value), participants_with (of them, with the code), share (0..1,
        the one over the other), codings (count of passages), p (Fisher's exact, two sides: these participants against
        those with another value), q (Benjamini and Hochberg 1995, over the rows that have p), effect (phi),
        effect_low, effect_high, share_low, share_high (limits of 95 %), attribute, note (what to know of the numbers);
        with `ids` also ids (lists, in reading order). p, q and effect are NaN where there is nothing to compare.

    Raises OptionError where participants have no such attribute.
    """
    codes = by_position(codes)
    attribute = by or _first_that_groups(participants)
    if attribute not in participants.columns[2:]:
        if by:
            known = ", ".join(map(str, participants.columns[2:])) or "none yet; vivavoce participants FILE brings them"
            raise OptionError(f"Participants have no attribute “{by[:60]}”; they have: {known}.")
        return _empty(ids=ids)
    said = participants[attribute].map(value_text)
    values = natsorted(said.dropna().unique())
    value = positions(said.astype(object), pd.Series(values, dtype=object))

    participant = positions(codings["participant"], participants["participant"])
    has = np.zeros((len(codes), len(participants)), dtype=bool)
    parts = [np.empty((2, 0), dtype=np.int64)]
    for number in range(len(values)):
        # Each value by itself, so that its passages are those which a filter by it gives.
        rows = np.flatnonzero(np.append(value, -1)[participant] == number)
        part = codings.iloc[rows]
        line = coded_in_order(part, codes=codes["code"], documents=documents_in(part), exactly=ids)
        counted = count(line, parents_of(codes) if roll_up else None, each=each)
        has[counted.code, participant[rows[line.row[counted.at]]]] = True
        standing = counted.standing
        parts.append(np.stack([counted.code[standing] * len(values) + number, rows[line.row[counted.at[standing]]]]))
    cell, row = np.concatenate(parts, axis=1)

    group = value[:, None] == np.arange(len(values))
    members = group.sum(axis=0)
    with_ = (has.astype(np.int64) @ group.astype(np.int64)).ravel()
    size = np.tile(members, len(codes))
    users = np.repeat(has.sum(axis=1), len(values))
    numbers = _compared(with_, size, users, people=int(members.sum()))
    table = pd.DataFrame(
        {
            "path": np.repeat(codes["path"].to_numpy(object), len(values)),
            "value": np.tile(np.array(values, dtype=object), len(codes)),
            "participants": size,
            "participants_with": with_,
            "share": with_ / np.maximum(size, 1),
            "codings": np.bincount(cell, minlength=len(size)),
            **numbers,
            "attribute": attribute,
        }
    )
    was_coded = participants["participant"].isin(set((codings if coded is None else coded)["participant"].dropna()))
    about = _about(group, ~was_coded.to_numpy()) * len(codes)
    table["note"] = ["; ".join(filter(None, pair)) for pair in zip(table["note"], about, strict=True)]
    table = table.astype(dict.fromkeys(("path", "value", "attribute", "note"), "str"))[list(COLUMNS)]
    if ids:
        table["ids"] = ids_by(cell, codings["coding"].iloc[row], len(size))
    return table


@lru_cache(maxsize=4096)
def _fisher(size: int, rest: int, users: int) -> tuple[float, ...]:
    """p of each number of users that can be among `size` people, the least first: `users` in all, `rest` others."""
    fewest = max(0, users - rest)
    weights = [math.comb(size, fewest) * math.comb(rest, users - fewest)]
    for k in range(fewest, min(size, users)):
        weights.append(weights[-1] * (size - k) * (users - k) // ((k + 1) * (rest - users + k + 1)))
    total, up_to, sums = sum(weights), 0, {}
    for weight in sorted(weights):
        up_to += weight
        sums[weight] = up_to
    return tuple(sums[weight] / total for weight in weights)


def _compared(with_: Numbers, size: Numbers, users: Numbers, *, people: int) -> dict[str, Floats | list[str]]:
    """The columns that come of comparing, for rows of which each table of four numbers is computed once."""
    key = (with_ * (people + 1) + size) * (people + 1) + users
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    rows, notes = [], []
    for a, members, having in zip(with_[first].tolist(), size[first].tolist(), users[first].tolist(), strict=True):
        found = association(a, members - a, having - a, people - members - having + a)
        p = math.nan if found.undefined else found.p
        rows.append((p, found.effect, found.low, found.high, *wilson(a, members)))
        notes.append(found.undefined or (TOO_FEW if found.least > ALPHA else ""))
    p, effect, low, high, share_low, share_high = np.array(rows, dtype=np.float64).reshape(-1, 6)[which].T
    return {
        "p": p,
        "q": false_discovery(p, tested=~np.isnan(p)),
        "effect": effect,
        "effect_low": low,
        "effect_high": high,
        "share_low": share_low,
        "share_high": share_high,
        "note": np.array(notes, dtype=object)[which].tolist(),
    }


def _about(group: Flags, uncoded: Flags) -> list[str]:
    """For each value what is to be known of the people: how many nobody has coded, and how many have no value."""
    lacking = int((~group.any(axis=1)).sum())
    without = f"{lacking} of {len(group)} participants have no value" if lacking else ""
    counts = (group & uncoded[:, None]).sum(axis=0).tolist()
    return ["; ".join(filter(None, (f"{n} of them not coded at all" if n else "", without))) for n in counts]


def _first_that_groups(participants: pd.DataFrame) -> str:
    """The first attribute of which two people share a value and two differ; else the first; "" where there is none."""
    attributes = [str(name) for name in participants.columns[2:]]
    for name in attributes:
        counts = participants[name].map(value_text).value_counts()
        if len(counts) > 1 and counts.max() > 1:
            return name
    return attributes[0] if attributes else ""


def _empty(*, ids: bool) -> pd.DataFrame:
    """A table without rows, its columns as they would be."""
    text = ("path", "value", "attribute", "note")
    whole = ("participants", "participants_with", "codings")
    kinds = {name: "str" if name in text else "int64" if name in whole else "float64" for name in COLUMNS}
    table = pd.DataFrame(columns=list(COLUMNS)).astype(kinds)
    return table.assign(ids=pd.Series(dtype=object)) if ids else table
