"""Captions, WebVTT and SubRip (.srt): cues of one speaker merged to turns.

Parsed here: webvtt-py stops at the first slip of an .srt and gives a cue with two voices to the first; pysubs2 drops
the voices; both leave "&amp;" as it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator

from codebook.errors import UnreadableFile
from corpus.readers.decoding import decode
from corpus.readers.rendering import Utterance, gathered, render
from corpus.speakers import find_turns
from corpus.transcripts import Transcript


def read_vtt(data: bytes, *, name: str, speakers: Collection[str] = ()) -> Transcript:
    """WebVTT, as Teams, Zoom, Whisper and YouTube write it. Raises UnreadableFile."""
    return _read(data, name=name, speakers=speakers, vtt=True)


def read_srt(data: bytes, *, name: str, speakers: Collection[str] = ()) -> Transcript:
    """SubRip, with commas or points in its times, numbers or none. Raises UnreadableFile."""
    return _read(data, name=name, speakers=speakers, vtt=False)


def _read(data: bytes, *, name: str, speakers: Collection[str], vtt: bool) -> Transcript:
    text, notes = decode(data, name=name)
    cues = [utterance for cue in _cues(text, vtt=vtt) for utterance in _voices(cue)]
    if not cues:
        raise UnreadableFile(
            f'{name} holds no caption: there is no line such as "00:00:01.000 --> 00:00:04.000" with text below it. '
            "Give it the suffix of what it is (.txt for plain text)."
        )
    if not any(cue.speaker for cue in cues):
        cues = list(_labelled(cues, speakers))
    return render(gathered(cues), name=name, notes=notes)


_TIME = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"^[ \t]*{_TIME}[ \t]*-{{1,2}}>[ \t]*{_TIME}(?![:\d])[^\n]*\n?", re.MULTILINE)
_NO_CUE = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)\b")

_NUMBER = re.compile(r"[ \t]*\d+[ \t]*")


def _cues(text: str, *, vtt: bool) -> Iterator[Utterance]:
    """The cues with their markup. What stands between two timing lines is the first one's text and the second one's
    number or name.
    """
    timings = list(_TIMING.finditer(text))
    rolling = "<c>" in text  # YouTube repeats the line before in each cue
    last_line = ""
    for number, timing in enumerate(timings):
        end = timings[number + 1].start() if number + 1 < len(timings) else len(text)
        lines = _lines(text[timing.end() : end], vtt=vtt, is_last=number + 1 == len(timings))
        if rolling:
            lines = [line for line in lines if _plain(line) != last_line]
            last_line = _plain(lines[-1]) if lines else last_line
        times = timing.groups(default="0")
        yield Utterance("\n".join(lines), None, _ms(*times[:4]), _ms(*times[4:]))


def _lines(between: str, *, vtt: bool, is_last: bool) -> list[str]:
    """The lines of a cue's text, from all that stands before the next timing line.

    A blank line ends the text in WebVTT; in SubRip it may be a slip.
    """
    first, *others = (block.strip("\n").split("\n") for block in re.split(r"\n[ \t]*\n", between))
    if not is_last and others and len(others[-1]) == 1 and (vtt or _NUMBER.fullmatch(others[-1][0])):
        others.pop()
    elif not is_last and _NUMBER.fullmatch((others or [first])[-1][-1]):
        (others or [first])[-1].pop()
    if vtt:
        others = [block for block in others if not _NO_CUE.match(block[0])]
    return [line for block in [first, *others] for line in block if line.strip()]


def _ms(hours: str, minutes: str, seconds: str, fraction: str) -> int:
    return (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int(f"{fraction:0<3}")


_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>\n]*)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|<\d[\d:.]*>|\{\\[^{}\n]*\}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")


def _voices(cue: Utterance) -> Iterator[Utterance]:
    """What each voice of a cue says, without markup."""
    first, *voiced = _VOICE.split(cue.text)
    pieces = [(None, first), *zip(voiced[::2], voiced[1::2], strict=True)]
    for voice, text in pieces:
        if plain := _plain(text):
            yield Utterance(plain, _plain(voice or "") or None, cue.begin_ms, cue.finish_ms)


def _plain(text: str) -> str:
    """`text` without tags, in one line, entities as the characters that they mean."""
    text = _ENTITY.sub(lambda entity: html.unescape(entity.group()), _TAG.sub("", text))
    return " ".join(text.split())


def _labelled(cues: list[Utterance], speakers: Collection[str]) -> Iterator[Utterance]:
    """The cues with the speakers that stand before their words ("Ana: ..."), as the cues would be read one a line."""
    text = "\n".join(cue.text for cue in cues)
    turns = find_turns(text, speakers=speakers)
    if not any(turn.speaker for turn in turns):
        yield from cues
        return
    position = number = 0
    for cue in cues:
        end = position + len(cue.text)
        while number < len(turns) and turns[number].end <= position:
            number += 1
        turn = turns[number] if number < len(turns) and turns[number].start < end else None
        start = max(position, turn.start) if turn else position
        yield Utterance(text[start:end], turn.speaker if turn else None, cue.begin_ms, cue.finish_ms)
        position = end + 1
