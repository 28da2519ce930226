"""Which words at the start of a line name its speaker, and which only look as if they did."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.roles import is_unknown, role_by_word, speaker_key
from corpus.timestamps import STAMP, Stamp, stamp_at

Manner = Literal["colon", "time", "bold", "bracket", "tab", "dash", "point", "alone"]

TITLE = re.compile(r"#{1,6}[ \t]")
"""The beginning of a title in Markdown."""

_STRONG = ("colon", "time", "bold")

_LONGEST_NAME = 60
_LONGEST = 160
"""Characters of a line in which its label must end, white space and time stamps included."""

_FEW = 30
"""Lines of a text so short that a speaker may speak in it once and need not recur."""

_LEAD = re.compile(r"[\s\ufeff\u200b>]*(?:#{1,6}\s+)?[*_]{0,3}")
# In German "Interviewer:in" is an interviewer of any gender, and the colon no end of the name.
_ANY_GENDER = r"in(?:nen)?[\s\d]*[:：]"
_NAME = rf"(?P<name>\(?[^\W_](?:[^\n:：?!;\t\"“”„«»…<>{{}}\[\]|=#]|:(?={_ANY_GENDER})){{0,59}}?)"
_BRACKETED = rf"[\[<]?{_NAME}[\]>]?\s*[*_]{{0,3}}"
_COLON = re.compile(
    rf"{_BRACKETED}[\s,]*(?P<stamp>{STAMP})?\s*[*_]{{0,3}}(?:(?<!\d)[:：]|[:：](?!\d))(?![/\\()]|{_ANY_GENDER})[*_]{{0,3}}"
)
_TIME = re.compile(
    rf"{_BRACKETED}(?:\s*(?=[\[(<{{#])|(?<=[\s*_])|,\s*|\s+[-–—|]\s*)(?P<stamp>{STAMP})[*_]{{0,3}}(?:\s+[-–—]\s|\s|\Z)"
)
# What each of these needs to be found at all comes first: most lines are speech, and looked at in vain.
_WEAKER: tuple[tuple[Manner, re.Pattern[str], re.Pattern[str]], ...] = (
    ("bracket", re.compile(r"\["), re.compile(rf"\[{_NAME}\]\s+(?=\S)")),
    ("tab", re.compile(r".*\t"), re.compile(rf"{_BRACKETED}\t\s*(?=\S)")),
    ("dash", re.compile(r".*\s[-–—]\s"), re.compile(rf"{_BRACKETED}(?<=\s)[-–—]\s+(?=\S)")),
    ("point", re.compile(r"[QA]\."), re.compile(r"(?P<name>[QA])\.\s+(?=\S)")),
)
_ALONE = re.compile(rf"{_BRACKETED}\s*\Z")
_AFTER_STAMP = re.compile(r"\s*[-–—|:,]?\s*[*_]{0,3}")
_AFTER_BOLD = re.compile(r"\s*(?:[-–—:]\s+)?")
_DASHED = re.compile(r"\s[-–—]\s")
_IN_PARENTHESES = re.compile(r"\([^)]*\)")
_SPACE = re.compile(r"\s*")

# Words that stand before a colon, or alone on a line, in speech and in the head of a transcript.
_NEVER = frozenset(
    """
    note notes nb ps eg ie example examples url http https mailto www date time title topic subject re place location
    duration interview transcript transcription transcribed recording recorded version file project keywords summary
    warning important attention step part section chapter figure fig table source sources link links page line item
    option task first second third firstly secondly finally also however because so and but or if when while
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
_ALSO_ORDINARY_WORDS = frozenset("question answer frage antwort pregunta respuesta vraag antwoord domanda".split())

_Lines = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Label:
    """What names the speaker of a line, how, where the speech after it starts, and the time stamp beside it."""

    line: int
    name: str
    key: str
    manner: Manner
    speech: int
    stamp: Stamp | None


def labels_of(
    text: str, lines: _Lines, *, speakers: Collection[str] = (), bold: Sequence[tuple[int, int]] = ()
) -> list[Label]:
    """The speakers' labels among `lines`, which are the ranges of the lines that are not blank, a label a line at most.

    Words with which a line begins are a label where they are among `speakers`, say a role ("Interviewer 2"), recur as a
    name that enough lines bear, or look as those labels do.
    """
    known = {speaker_key(name) for name in speakers} - {""}
    bold = sorted(bold)
    candidates = [label for number in range(len(lines)) if (label := _candidate(text, number, lines, bold))]
    strong = [label for label in candidates if label.manner in _STRONG]
    spoken = sum(TITLE.match(text, *line) is None for line in lines)
    keys = _recurring(strong, known, spoken)
    keys |= _like_those(strong, keys, spoken)
    keys -= _in_the_head(text, lines, strong, keys - known)
    labels = [label for label in strong if label.key in keys]
    labels += _weaker(text, lines, candidates, {label.line for label in labels}, keys | known, nobody_yet=not keys)
    return sorted(labels, key=lambda label: label.line)


def spellings(labels: Sequence[Label]) -> dict[str, str]:
    """For each key the spelling met most often, the first of them where several are."""
    met: dict[str, Counter[str]] = {}
    for label in labels:
        met.setdefault(label.key, Counter())[label.name] += 1
    return {key: names.most_common(1)[0][0] for key, names in met.items()}


def _candidate(text: str, number: int, lines: _Lines, bold: Sequence[tuple[int, int]]) -> Label | None:
    """What could be the label of a line, the surest reading of it."""
    start, end = lines[number]
    limit = min(end, start + _LONGEST)
    at = _end(_LEAD, text, start, limit)
    stamp = stamp_at(text, at, limit)
    if stamp is not None:
        at = _end(_AFTER_STAMP, text, stamp.end, limit)
    found = _colon_or_time(text, at, limit)
    if found is None or not _could_be_name(found[1]["name"]):
        found = _bold_name(text, at, end, bold) or _weak(text, at, limit, end) or found
    if found is None:
        return None
    manner, match, speech = found
    name = _cleaned(match["name"])
    key = speaker_key(name)
    if not key:
        return None
    if stamp is None and manner in ("colon", "time") and match["stamp"]:
        stamp = stamp_at(text, match.start("stamp"), limit)
    speech = _end(_SPACE, text, speech, end)
    if stamp is None and speech < end and text[speech] in "[(<{#":
        stamp = stamp_at(text, speech, end)
        if stamp is not None:
            speech = _end(_SPACE, text, stamp.end, end)
    return Label(number, name, key, manner, speech, stamp)


def _colon_or_time(text: str, at: int, limit: int) -> tuple[Manner, re.Match[str], int] | None:
    head = text[at : min(limit, at + 100)]
    if ":" not in head and "：" not in head:
        return None
    if (match := _COLON.match(text, at, limit)) is not None:
        return "colon", match, match.end()
    if (match := _TIME.match(text, at, limit)) is not None:
        return "time", match, match.end()
    return None


def _bold_name(
    text: str, at: int, end: int, bold: Sequence[tuple[int, int]]
) -> tuple[Manner, re.Match[str], int] | None:
    """The bold words at the start of a line, where they are followed by words that are not bold, or by nothing."""
    index = bisect_right(bold, at, key=lambda span: span[0]) - 1
    if index < 0:
        return None
    begin, finish = bold[index]
    match = _ALONE.match(text, at, min(finish, end)) if at < finish else None
    # What is bold before the name may be brackets or marks, not the end of the line before.
    if match is None or finish > end + 1 or "\n" in text[begin:at] or text[finish : finish + 1].isalnum():
        return None
    return "bold", match, _end(_AFTER_BOLD, text, min(finish, end), end)


def _weak(text: str, at: int, limit: int, end: int) -> tuple[Manner, re.Match[str], int] | None:
    for manner, sign, pattern in _WEAKER:
        if sign.match(text, at, limit) and (match := pattern.match(text, at, limit)) is not None:
            return manner, match, match.end()
    if end - at <= _LONGEST_NAME + 8 and (match := _ALONE.match(text, at, end)) is not None:
        return "alone", match, match.end()
    return None


def _recurring(strong: Sequence[Label], known: set[str], lines: int) -> set[str]:
    """Keys of those who speak for sure: known, called by their role, or met often enough."""
    counts = Counter(label.key for label in strong)
    names = spellings(strong)
    certain = {key for key, name in names.items() if key in known or is_unknown(name) or _says_role(name)}
    # What is written in small letters is a name only where very many lines begin with it.
    often = {
        key
        for key, name in names.items()
        if key not in certain
        and (
            (counts[key] > 1 and is_name(name))
            or (counts[key] > 2 and counts[key] * 10 >= lines and _is_small_name(name))
        )
    }
    labelled = sum(counts[key] for key in certain | often)
    # Where both roles are labels already, a third kind of label is rare.
    both = {role_by_word(names[key]) for key in certain} >= {"interviewer", "participant"}
    least = max(3, labelled * 0.02) if both else max(2, labelled * 0.01)
    often = {key for key in often if counts[key] >= least}
    if sum(counts[key] for key in certain | often) * 20 < lines:
        return certain
    return certain | often


def _in_the_head(text: str, lines: _Lines, strong: Sequence[Label], keys: set[str]) -> set[str]:
    """Roles met only above the first turn, as in "Interviewer: Anna Schmidt", where at least two others speak below."""
    counts = Counter(label.key for label in strong if label.key in keys)
    first = next((label.line for label in strong if counts[label.key] > 1), 0)
    if sum(count > 1 for count in counts.values()) < 2:
        return set()
    return {
        label.key
        for label in strong
        if counts[label.key] == 1
        and label.line < first
        and _says_role(label.name)
        and lines[label.line][1] - label.speech <= _LONGEST_NAME
        and text[lines[label.line][1] - 1] not in ".?!…"
    }


def _like_those(strong: Sequence[Label], keys: set[str], lines: int) -> set[str]:
    """Keys met too rarely to be sure, but written as the labels of those who speak are."""
    labels = [label for label in strong if label.key in keys]
    rare = [label for label in strong if label.key not in keys and label.manner != "bold" and is_name(label.name)]
    roles = {role_by_word(label.name) for label in labels} - {None}
    if lines <= _FEW and len(roles) < 2 and len(labels) + len(rare) > 1 and (len(labels) + len(rare)) * 2 >= lines:
        return {label.key for label in rare}
    if not labels:
        return set()
    rare = [label for label in rare if label.line > labels[0].line]
    stems = {_stem(label.name) for label in labels if label.name[-1:].isdigit()}
    stamped = sum(label.stamp is not None for label in labels) >= 0.8 * len(labels)
    shouted = all(label.name.isupper() and len(label.name) > 1 for label in labels)
    throughout = len(labels) >= 0.95 * (lines - labels[0].line - len(rare))
    return {
        label.key
        for label in rare
        if (label.name[-1:].isdigit() and _stem(label.name) in stems)
        or (stamped and label.stamp is not None)
        or (shouted and label.name.isupper() and len(label.name) > 1)
        or throughout
    }


def _weaker(
    text: str, lines: _Lines, candidates: Sequence[Label], taken: set[int], keys: set[str], *, nobody_yet: bool
) -> list[Label]:
    """Labels without a colon or a time: of those who speak anyhow; of others only where the text is built of them."""
    weak = [label for label in candidates if label.manner not in _STRONG]
    counts = Counter((label.manner, label.key) for label in weak)
    found: list[Label] = []
    for manner in ("bracket", "tab", "dash", "point", "alone"):
        these = [label for label in weak if label.manner == manner]
        labels = [
            label
            for label in these
            if label.key in keys
            or is_unknown(label.name)
            or (_says_role(label.name) and (counts[manner, label.key] > 1 or not nobody_yet))
        ]
        names = [label for label in these if counts[manner, label.key] > 1 and is_name(label.name)]
        if manner == "alone":
            labels, names = _above_speech(text, lines, labels, taken), _above_speech(text, lines, names, taken)
        if not found and (nobody_yet or manner not in ("point", "alone")) and _built_of(manner, text, lines, names):
            labels = list({label.line: label for label in labels + names}.values())
        found += labels
    return found


def _above_speech(text: str, lines: _Lines, labels: Sequence[Label], taken: set[int]) -> list[Label]:
    """Those of the labels, which stand alone on their lines, below which something is said."""
    found: list[Label] = []
    for label in labels:
        below = label.line + 1
        # A name below a name is what that speaker said.
        if below == len(lines) or below in taken or (found and found[-1].line == label.line - 1):
            continue
        if not (label.stamp and stamp_at(text, *lines[below])):
            found.append(label)
    return found


def _built_of(manner: str, text: str, lines: _Lines, labels: Sequence[Label]) -> bool:
    """Whether a text's structure is that of labels written in `manner`."""
    keys = {label.key for label in labels}
    if manner == "point":
        return keys == {"q", "a"}
    if manner != "alone":
        return len(labels) > 1 and len(labels) * 2 >= len(lines)
    if len(labels) < 4 or len(labels) * 10 < len(lines) or labels[0].line > max(20, len(lines) // 4):
        return False
    words = sum(len(text[slice(*lines[label.line + 1])].split()) for label in labels)
    changes = sum(one.key != other.key for one, other in pairwise(labels))
    alternating = changes * 4 >= len(labels) - 1 if len(keys) > 1 else len(labels) * 5 >= 2 * len(lines)
    return words >= 2 * len(labels) and alternating


def is_name(words: str) -> bool:
    """Whether words look as a speaker's name does: few, capital letters at their beginning, none of everyday speech."""
    words = _IN_PARENTHESES.sub(" ", words)
    parts = words.replace("/", " ").replace("&", " ").split()
    if (
        not 1 <= sum(part not in _PARTICLES for part in parts) <= 4
        or len(words) > 40
        or (words.endswith(".") and len(parts[-1]) > 4)
    ):
        return False
    if len(words.strip()) > 1 and parts[0].casefold().strip(".,'’-()") in _NEVER:
        return False
    return all(not part[0].islower() or part in _PARTICLES for part in parts) and not words[0].isdigit()


def _is_small_name(name: str) -> bool:
    return name.islower() and len(name.split()) <= 3 and (len(name) == 1 or not _NEVER & set(name.split()))


def _could_be_name(words: str) -> bool:
    """Whether words before a colon are worth a look; in "Jeff – Well, I said: no" they are not."""
    return not _DASHED.search(words) and (is_name(words) or _says_role(words) or len(words.split()) <= 3)


def _says_role(name: str) -> bool:
    """Whether a label is the word for a role, with nothing beside it but a number or a name."""
    words = [word for word in name.split() if word[0].isalpha()]
    small = [word for word in words if word[0].islower()]
    if role_by_word(name) is None or len(words) > 4 or any(word.casefold() in _ALSO_ORDINARY_WORDS for word in words):
        return False
    return not small or (small == words and all(map(role_by_word, small)))


def _cleaned(name: str) -> str:
    """A name without the white space and marks round it."""
    name = " ".join(name.split()).strip("*_ ,-–—")
    return name[1:-1].strip() if name[:1] == "(" and name[-1:] == ")" else name


def _stem(name: str) -> str:
    return speaker_key(name).rstrip("0123456789")


def _end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where `pattern`, which may match nothing at all, ends when matched at `start`."""
    match = pattern.match(text, start, end)
    return match.end() if match else start
