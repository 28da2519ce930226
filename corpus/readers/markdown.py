"""Transcripts in Markdown, those included that stand as a list in the front matter, as podcasts publish them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from codebook.errors import UnreadableFile
from corpus.readers.decoding import decode
from corpus.roles import excerpt
from corpus.speakers import find_turns
from corpus.timestamps import milliseconds, with_finishes
from corpus.transcripts import Transcript, Turn
from corpus.words import WORD

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TRANSCRIPT = re.compile(r"""^["']?transcript["']?[ \t]*:""", re.MULTILINE)
_BOLD_AT_START = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|#{1,6})[ \t]+)?(?P<bold>(?P<mark>\*\*|__)(?=\S)[^\n]{1,80}?(?<=\S)(?P=mark))", re.MULTILINE
)
_LONGEST_NAME = 60
_LARGEST_FRONT_MATTER = 4_000_000
_DEEPEST = 50  # the parser's time grows with the square of the depth
_LATEST_SECOND = 10_000_000


def read(data: bytes, *, name: str, speakers: Collection[str] = ()) -> Transcript:
    """A Markdown file as a transcript.

    Where the front matter has a `transcript`, a list of {line, who, sec, time} and {header}, that is the transcript:
    its text is a paragraph a line, "[0:21] Anna: I will start", and a header is a title between them. Else the text is
    the file's, and the front matter is no part of any turn.
    """
    source, notes = decode(data, name=name)
    front = _FRONT_MATTER.match(source)
    body = front.end() if front else 0
    if front and _TRANSCRIPT.search(front["yaml"]):
        listed = _entries(front["yaml"], name=name)
        if any(entry.line for entry in listed):
            return _rendered(listed).noting(*notes, *_left_out(source[body:]))
    text = source[body:]
    bold = [match.span("bold") for match in _BOLD_AT_START.finditer(text)]
    turns = find_turns(text, speakers=speakers, bold=bold)
    moved = (replace(turn, start=turn.start + body, end=turn.end + body) for turn in turns)
    return Transcript(source, tuple(moved), tuple(notes))


class _Entry(NamedTuple):
    """An entry of the list: a header, or a line with who said it and when."""

    header: str
    line: str
    who: str | None
    time: str
    begin_ms: int | None


def _rendered(entries: list[_Entry]) -> Transcript:
    """The text of the transcript and its turns, a line of the list a turn."""
    paragraphs: list[str] = []
    turns: list[Turn] = []
    at = 0
    for entry in entries:
        if entry.line:
            time = f"[{entry.time}] " if entry.time else ""
            who = f"{entry.who.removesuffix(':')}: " if entry.who else ""
            start = at + len(time) + len(who)
            turns.append(Turn(start, start + len(entry.line), entry.who, entry.begin_ms))
            paragraphs.append(time + who + entry.line)
        else:
            paragraphs.append(f"## {entry.header}")
        at += len(paragraphs[-1]) + len("\n\n")
    return Transcript("\n\n".join(paragraphs), tuple(with_finishes(turns)), tuple(_doubts(turns)))


def _doubts(turns: list[Turn]) -> Iterator[str]:
    unnamed = sum(turn.speaker is None for turn in turns)
    if 0 < unnamed < len(turns):
        yield f"Lines that do not say who speaks: {unnamed} of {len(turns)}."
    sentences = [turn.speaker for turn in turns if turn.speaker and len(turn.speaker) > _LONGEST_NAME]
    if sentences:
        yield f'Lines with a sentence for a speaker\'s name: {len(sentences)}, such as "{excerpt(sentences[0])}".'


def _left_out(body: str) -> Iterator[str]:
    if words := len(WORD.findall(body)):
        yield f"The {words:,} words below the front matter are no part of the transcript and were left out."


def _entries(front_matter: str, *, name: str) -> list[_Entry]:
    """The entries of the list `transcript` that say anything."""
    found = _plain(front_matter, name=name)
    listed = found.get("transcript") if isinstance(found, dict) else None
    if not isinstance(listed, list):
        return []
    entries = [_entry(entry if isinstance(entry, dict) else {"line": entry}) for entry in listed]
    return [entry for entry in entries if entry.line or entry.header]


def _entry(fields: dict[str, Any]) -> _Entry:
    line = _text(fields.get("line")).replace("\r\n", "\n").replace("\r", "\n").strip()
    time = " ".join(_text(fields.get("time")).split())
    begin = _seconds(_text(fields.get("sec")))
    if begin is None:
        begin = milliseconds(time)
    if begin is not None and milliseconds(time) is None:
        time = _clock(begin)
    return _Entry(
        header=" ".join(_text(fields.get("header")).split()),
        line=line,
        who=" ".join(_text(fields.get("who")).split()) or None,
        time=time if begin is not None else "",
        begin_ms=begin,
    )


def _text(value: object) -> str:
    """A plain value of the YAML as written; nothing for a list, a mapping, or what is not there."""
    return value.replace("\0", "�") if isinstance(value, str) else ""


def _seconds(written: str) -> int | None:
    try:
        seconds = float(written)
    except ValueError:
        return None
    return round(seconds * 1000) if math.isfinite(seconds) and 0 <= seconds < _LATEST_SECOND else None


def _clock(begin_ms: int) -> str:
    minutes, seconds = divmod(begin_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _plain(front_matter: str, *, name: str) -> Any:
    """YAML as dicts, lists, strings, and None for null.

    Built from the parser's events, so that nothing is nested by recursion, no value becomes anything but what is
    written, and an alias, of which a few can stand for more text than a disk holds, is seen and refused.
    """
    import yaml

    if len(front_matter) > _LARGEST_FRONT_MATTER:
        raise _broken(name, 0, "it is too large; give the transcript as a text of its own")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    open_values: list[list[Any]] = [[]]
    try:
        for event in yaml.parse(front_matter, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                raise _broken(name, event.start_mark.line, "it has an alias, *name; write out what is meant")
            if isinstance(event, yaml.ScalarEvent):
                null = event.implicit[0] and event.value in ("", "~", "null", "Null", "NULL")
                null = null or (event.tag or "").endswith(":null")
                open_values[-1].append(None if null else event.value)
            elif isinstance(event, yaml.CollectionStartEvent):
                if len(open_values) > _DEEPEST:
                    raise _broken(name, event.start_mark.line, f"its lists are nested more than {_DEEPEST} deep")
                open_values.append([])
            elif isinstance(event, yaml.CollectionEndEvent):
                values = open_values.pop()
                mapping = isinstance(event, yaml.MappingEndEvent)
                open_values[-1].append(_mapping(values) if mapping else values)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise _broken(name, line, f"it is no valid YAML ({error.problem})") from None
    except yaml.YAMLError:
        raise _broken(name, 0, "it is no valid YAML") from None
    return open_values[0][0] if open_values[0] else None


def _mapping(keys_and_values: list[Any]) -> dict[str, Any]:
    keys, values = keys_and_values[::2], keys_and_values[1::2]
    return {key: value for key, value in zip(keys, values, strict=False) if isinstance(key, str)}


def _broken(name: str, line: int, what: str) -> UnreadableFile:
    # One line for the opening "---", one since people count from one.
    return UnreadableFile(f"{name}, line {line + 2}: the front matter cannot be read: {what}.")
