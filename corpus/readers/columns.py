"""Which column of a table holds the speaker, the words, the times: by their names or, without names, by their look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import mean

from corpus.timestamps import stamp_at

# What people and programs call the columns, in the languages in which transcripts are met most.
_SPEAKER = """
    speaker|speakers|who|participant|name|person|talker|voice|interlocutor|respondent|interviewee|speaker name|
    speaker id|speaker label|participant name|participant id|user|username|user name|sprecher|sprecherin|
    sprecher in|wer|teilnehmer|teilnehmerin|redner|locuteur|locutrice|intervenant|intervenante|qui|nom|hablante|
    orador|oradora|participante|quién|quien|persona|nombre|falante|quem|nome|parlante|oratore|partecipante|chi|
    spreker|deelnemer|wie|naam|talare|taler|mówca|rozmówca|osoba|говорящий|спикер|участник|имя|说话人|發言人|发言人|講者|話者|
    発言者|화자
"""
_TEXT = """
    text|utterance|utterances|content|contents|transcript|transcription|speech|said|statement|dialogue|dialog|words|
    message|sentence|what was said|spoken text|äußerung|äusserung|inhalt|transkript|transkription|aussage|gesagt|
    texte|énoncé|contenu|propos|paroles|texto|enunciado|contenido|transcripción|intervención|fala|conteúdo|
    transcrição|testo|enunciato|contenuto|trascrizione|tekst|uiting|inhoud|transcriptie|yttrande|ytring|wypowiedź|
    treść|текст|реплика|内容|文本|文字|內容|発話|テキスト|대사|내용
"""
_BEGIN = """
    start|begin|time|start time|begin time|timestamp|time stamp|timecode|time code|timepoint|from|onset|in|
    beginning|started|zeit|beginn|anfang|start zeit|startzeit|zeitstempel|zeitmarke|von|temps|début|debut|
    horodatage|tiempo|inicio|comienzo|início|tempo|inizio|tijd|starttijd|tid|czas|początek|время|начало|时间|開始|开始|
    開始時間|時間|시작|시간
"""
_END = """
    end|finish|stop|to|end time|finish time|stop time|out|ending|ende|endzeit|bis|fin|fin du temps|final|fim|fine|
    einde|eindtijd|slut|koniec|конец|结束|終了|終了時間|끝|종료
"""


def _names(listed: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in listed.split("|"))


_ROLES = {"text": _names(_TEXT), "speaker": _names(_SPEAKER), "begin": _names(_BEGIN), "end": _names(_END)}
WANTED = 'one for the words ("text") and one for the speaker or the time ("speaker", "start")'

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MARKS = re.compile(r"[\W_]+")
_UNIT = re.compile(r" (?:ms|msec|milliseconds?|millis|s|sec|secs|seconds?|hh mm ss|mm ss|h m s)$")
_IN_MS = re.compile(r"(?i)(?:^|[^a-z])(?:ms|msec|milliseconds?|millis)(?:$|[^a-z])|[a-z]Ms$")


@dataclass(frozen=True, slots=True)
class Columns:
    """The numbers of the columns."""

    text: int
    speaker: int | None = None
    begin: int | None = None
    end: int | None = None
    in_ms: bool = False
    """Numbers in the time columns are milliseconds, as their name says."""


def named_columns(header: Sequence[str]) -> Columns | None:
    """The columns as their names tell; None unless one is for the words and another for the speaker or the time."""
    names = [_plain(name) for name in header]
    found: dict[str, int] = {}

    def look(fits: Callable[[str, frozenset[str]], bool]) -> None:
        for role in ("end", "begin", "speaker", "text"):
            if role not in found:
                free = (number for number, name in enumerate(names) if number not in found.values())
                number = next((number for number in free if fits(names[number], _ROLES[role])), None)
                if number is not None:
                    found[role] = number

    look(lambda name, listed: name in listed)
    look(_begins_or_ends_with)
    if "text" not in found or not {"speaker", "begin"} & found.keys():
        return None
    times = [header[found[role]] for role in ("begin", "end") if role in found]
    return Columns(**found, in_ms=any(_IN_MS.search(name) for name in times))


def _begins_or_ends_with(name: str, listed: frozenset[str]) -> bool:
    """Whether a short name such as "original text" has a listed one in it. A cell of speech is no name."""
    words = name.split()
    return 1 < len(words) <= 3 and name.replace(" ", "").isalpha() and not listed.isdisjoint((words[0], words[-1]))


def _plain(name: str) -> str:
    """ "Start_Time (ms)" and "startTimeMs" as "start time"."""
    return _UNIT.sub("", _MARKS.sub(" ", _CAMEL.sub(" ", name)).strip().casefold())


def looking_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table without a header, as they look: names that recur beside longer text, perhaps times.

    None where a table does not look like a transcript.
    """
    width = max((len(row) for row in rows), default=0)
    if len(rows) < 3 or width < 2:
        return None
    columns = [[row[number].strip() for row in rows if number < len(row)] for number in range(width)]
    text = max(range(width), key=lambda number: mean(map(len, columns[number])))
    others = [number for number in range(width) if number != text]
    begin = next((number for number in others if _are_times(columns[number])), None)
    speaker = next((number for number in others if number != begin and _are_names(columns[number])), None)
    if speaker is None or mean(map(len, columns[text])) < 2 * mean(map(len, columns[speaker])):
        return None
    return Columns(text, speaker, begin)


def _are_times(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(times_in(cell)[0] is not None for cell in filled) >= 0.8 * len(filled)


def _are_names(cells: list[str]) -> bool:
    """A few short names, each of them again and again."""
    names = Counter(cell for cell in cells if cell)
    short = all(len(name) <= 40 and any(letter.isalpha() for letter in name) for name in names)
    return short and 0 < len(names) <= max(2, names.total() / 2)


def times_in(cell: str) -> tuple[int | None, int | None]:
    """Begin and finish in milliseconds of a cell such as "00:01:02" or "[0:12 - 0:15]"; None where it says nothing."""
    cell = cell.strip()
    stamp = stamp_at(cell, 0, len(cell))
    return (stamp.begin_ms, stamp.finish_ms) if stamp and stamp.end == len(cell) else (None, None)


def speakers_of(cells: Sequence[str]) -> Iterator[str | None]:
    """The speaker of each row: a name without its colon; an empty cell means the one above."""
    speaker = None
    for cell in cells:
        speaker = " ".join(cell.split()).rstrip(": ") or speaker
        yield speaker
