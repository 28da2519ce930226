"""Which words at the start of a line name its speaker, and which only look as if they did."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.roles import role_by_word, speaker_key
from corpus.timestamps import STAMP, Stamp, stamp_at

Manner = Literal["colon", "time", "bold", "alone", "tab", "dash", "point"]

_LONGEST = 160
"""Characters of a line in which its label must end, white space and time stamps included."""

_LEAD = re.compile(r"(?:[\s\ufeff\u200b>]|[-*+•]\s)*(?:#{1,6}\s+)?[*_]{0,3}")
_NAME = r"(?P<name>\(?[^\W_][^\n:：?!;\t\"“”„«»…<>{}\[\]|=*#]{0,59}?)"
_BRACKETED = rf"[\[<]?{_NAME}[\]>]?\s*[*_]{{0,3}}"
_COLON = re.compile(
    rf"{_BRACKETED}[\s,]*(?P<stamp>{STAMP})?\s*[*_]{{0,3}}(?:(?<!\d)[:：]|[:：](?!\d))(?![/\\()])[*_]{{0,3}}"
)
_TIME = re.compile(
    rf"{_BRACKETED}(?:\s*(?=[\[(<{{#])|(?<=[\s*_])|,\s*|\s+[-–—|]\s*)(?P<stamp>{STAMP})[*_]{{0,3}}(?:\s+[-–—]\s|\s|\Z)"
)
_ALONE = re.compile(rf"{_BRACKETED}\s*\Z")
_TAB = re.compile(rf"{_BRACKETED}\t\s*(?=\S)")
_DASH = re.compile(rf"{_BRACKETED}(?<=\s)[-–—]\s+(?=\S)")
_POINT = re.compile(r"(?P<name>[QA])\.\s+(?=\S)")

# Words that stand before a colon, or alone on a line, in speech and in the head of a transcript.
_NEVER = frozenset(
    """
    note notes nb ps eg ie example examples url http https mailto www date time title topic subject re place location
    duration interview transcript transcription transcribed recording recorded version file project keywords summary
    warning important attention step part section chapter figure fig table source sources link links page line item
    option task answer1 first second third firstly secondly finally also however because so and but or if when while
    then that this these those there it he she we you they i my our your his her their the a an in on at for from with
    to of as by is are was were what which who why how where yes yeah yep no nope okay ok well right sure thanks thank
    hmm mm mhm uh um oh ah exactly absolutely great good cool perfect true sorry please hello hi bye laughs laughter
    inaudible today tomorrow yesterday maybe actually basically definition problem solution goal result conclusion
    hinweis anmerkung beispiel datum uhrzeit ort thema titel ja nein gut genau also und aber oder weil wenn dann das
    remarque exemple lieu durée titre sujet oui non bon alors donc mais parce quand voilà
    nota ejemplo fecha lugar tema título sí bueno pero porque entonces cuando vale claro
    opmerking voorbeeld plaats onderwerp nee goed dus maar omdat
    """.split()
)
_PARTICLES = frozenset("von van de der den del della di da du la le el al bin ibn zu zur ter ten dos das y e".split())
_NOBODY_KNOWN = frozenset(
    "unknownspeaker unidentifiedspeaker unknown unbekannt unbekanntersprecher locuteurinconnu hablantedesconocido".split()
)
_ALSO_ORDINARY_WORDS = frozenset("question answer frage antwort pregunta respuesta vraag antwoord domanda".split())


@dataclass(frozen=True, slots=True)
class Label:
    """What may name the speaker of a line, how, where the speech after it starts, and the time stamp beside it."""

    line: int
    name: str
    key: str
    manner: Manner
    speech: int
    stamp: Stamp | None


def labels_of(
    text: str,
    lines: Sequence[tuple[int, int]],
    *,
    speakers: Collection[str] = (),
    bold: Sequence[tuple[int, int]] = (),
) -> list[Label]:
    """The speaker labels among `lines`, the ranges of the lines that are not blank.

    What could be a label is one where it is a known speaker's name, the word for a role, where it recurs, or where it
    looks like those that do.
    """
    known = {speaker_key(name) for name in speakers} - {""}
    bold = sorted(bold)
    candidates = [label for number in range(len(lines)) if (label := _candidate(text, number, lines, bold)) is not None]
    strong = [label for label in candidates if label.manner in ("colon", "time", "bold")]
    keys = _speaking(strong, known=known, lines=len(lines))
    keys |= _seen_once(strong, keys, lines=len(lines))
    return _chosen(text, lines, candidates, keys, known)


def spellings(labels: Sequence[Label]) -> dict[str, str]:
    """For each key the spelling met most often, the first of them where several are."""
    by_key: dict[str, Counter[str]] = {}
    for label in labels:
        by_key.setdefault(label.key, Counter())[label.name] += 1
    return {key: names.most_common(1)[0][0] for key, names in by_key.items()}


def _candidate(
    text: str, number: int, lines: Sequence[tuple[int, int]], bold: Sequence[tuple[int, int]]
) -> Label | None:
    start, end = lines[number]
    limit = min(end, start + _LONGEST)
    lead = _LEAD.match(text, start, limit)
    at = lead.end() if lead else start
    stamp = stamp_at(text, at, limit)
    if stamp is not None:
        gap = re.compile(r"\s*[-–—|:,]?\s*[*_]{0,3}").match(text, stamp.end, limit)
        at = gap.end() if gap else stamp.end
    ...
