"""Times written into transcripts: 0:12, 01:02:03.450, [00:12], (12:03), 00:01:02 --> 00:01:05, #00:01:02-3#."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from corpus.transcripts import Turn

_CLOCK = r"(?:\d{1,2}:\d{1,2}:\d{1,2}[.,]\d{1,7}|\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)(?!:?\w)"
_RANGE = rf"{_CLOCK}(?:\s{{0,3}}(?:-->|[-–—]|to)\s{{0,3}}{_CLOCK})?"

# The dictation programs f4 and f5 write tenths behind a hyphen, between hashes.
STAMP = rf"(?:\[\s?{_RANGE}\s?\]|\(\s?{_RANGE}\s?\)|<\s?{_RANGE}\s?>|\{{\s?{_RANGE}\s?\}}|#{_CLOCK}(?:-\d)?#|{_RANGE})"
"""The regular expression of one time stamp or range of times, in brackets or bare; it has no groups."""

_STAMP = re.compile(STAMP)
_CLOCKS = re.compile(_CLOCK)
_AT_END = re.compile(rf"\s(?P<stamp>\[\s?{_RANGE}\s?\]|#{_CLOCK}(?:-\d)?#)\s*\Z")
_PARTS = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,7}))?")


class Stamp(NamedTuple):
    """A time stamp found at start..end: when what it marks began and, for a range of times, finished."""

    start: int
    end: int
    begin_ms: int
    finish_ms: int | None


def milliseconds(time: str) -> int | None:
    """Milliseconds of a time such as "1:02:03.450" or "62:03"; None for what is no time, such as "1:75"."""
    match = _PARTS.fullmatch(time.strip())
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    if int(seconds) > 59 or (hours and int(minutes) > 59):
        return None
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "0").ljust(3, "0")[:3])


def stamp_at(text: str, start: int, end: int) -> Stamp | None:
    """The time stamp that begins at `start` exactly, if one does, within start..end."""
    match = _STAMP.match(text, start, end)
    return None if match is None else _stamp(match.group(), match.start(), match.end())


def stamp_ending(text: str, start: int, end: int) -> Stamp | None:
    """The time stamp in square brackets or between hashes with which start..end ends, if it does."""
    window = max(start, end - 48)
    match = _AT_END.search(text[window:end])
    return None if match is None else _stamp(match["stamp"], window + match.start("stamp"), end)


def with_finishes(turns: Sequence[Turn]) -> list[Turn]:
    """The same turns, one without an end ending when the next begins, and beginning when the one before ended."""
    begun = list(turns)
    for index in range(1, len(begun)):
        if begun[index].begin_ms is None and begun[index - 1].finish_ms is not None:
            begun[index] = replace(begun[index], begin_ms=begun[index - 1].finish_ms)
    for index, after in enumerate(begun[1:]):
        turn = begun[index]
        known = turn.begin_ms is not None and after.begin_ms is not None
        # A time that runs backwards is a slip of the pen: it says nothing of when the turn before ended.
        if turn.finish_ms is None and known and turn.begin_ms <= after.begin_ms:  # type: ignore[operator]
            begun[index] = replace(turn, finish_ms=after.begin_ms)
    return begun


def _stamp(written: str, start: int, end: int) -> Stamp | None:
    times = [milliseconds(clock) for clock in _CLOCKS.findall(written)]
    if not times or None in times:
        return None
    if (tenths := re.search(r"-(\d)#\Z", written)) is not None:
        times[0] = (times[0] or 0) + int(tenths[1]) * 100
    finish = times[1] if len(times) > 1 and (times[1] or 0) >= (times[0] or 0) else None
    return Stamp(start, end, times[0] or 0, finish)
