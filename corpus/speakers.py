"""Who is speaking, and when: turns found in running text by the conventions of real transcripts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from corpus.labels import TITLE, Label, labels_of, spellings
from corpus.roles import role_of
from corpus.timestamps import Stamp, stamp_at, stamp_ending, with_finishes
from corpus.transcripts import Turn
from corpus.words import WORD

_LINE = re.compile(r"\S[^\n]*")
_RULE = re.compile(r"[-*_=~•·\s]+")
_NARROWEST_WRAPPED, _WIDEST_WRAPPED = 40, 100


def find_turns(text: str, *, speakers: Collection[str] = (), bold: Sequence[tuple[int, int]] = ()) -> list[Turn]:
    """The turns of a text whose paragraphs are lines.

    A turn begins with a speaker's label: "Name:", "NAME", "P1 00:12:03", "[00:12] Name" and the like, at the start of a
    line or alone on one. Lines without a label continue the turn, or, where nobody or only an interviewer is ever
    labelled, are turns of an unnamed speaker, a paragraph each. Titles, before the first label or with a "#", belong to
    no turn.

    `speakers` are names known to be labels. `bold` are the ranges of bold text: a bold name at a line's start that
    recurs is a label, with or without a colon.
    """
    lines = [(match.start(), match.start() + len(match.group().rstrip())) for match in _LINE.finditer(text)]
    labels = labels_of(text, lines, speakers=speakers, bold=bold)
    return with_finishes(_Reading(text, lines, labels).turns())


class _Reading:
    """One pass over the lines of a text, a turn open at a time."""

    def __init__(self, text: str, lines: list[tuple[int, int]], labels: list[Label]) -> None:
        self.text = text
        self.lines = lines
        self.labels = {label.line: label for label in labels}
        self.names = spellings(labels)
        self.begins_paragraph = _paragraphs(text, lines)
        self.unlabelled_are_turns = self._unlabelled_are_turns(labels)
        self.bare_stamps = sum(self._stamp(start, end, bare=True) is not None for start, end in lines) > 1
        self.found: list[Turn] = []
        self.speaker: str | None = None
        self.awaited = False  # a label has been read and its speech not yet begun
        self.open: tuple[int, int] | None = None
        self.stamp: Stamp | None = None

    def turns(self) -> list[Turn]:
        for number, (start, end) in enumerate(self.lines):
            label = self.labels.get(number)
            if label is not None:
                self._close()
                self.speaker, self.awaited = self.names[label.key], True
                self.stamp = label.stamp or self.stamp
                if label.speech < end:
                    self._begin(label.speech, end)
            else:
                self._unlabelled(number, start, end)
        self._close()
        return self.found

    def _unlabelled(self, number: int, start: int, end: int) -> None:
        if _RULE.fullmatch(self.text, start, end):
            return
        if TITLE.match(self.text, start, end):
            self._close()
            return
        stamp = self._stamp(start, end, bare=self.bare_stamps)
        if stamp is not None:
            self._close()
            self.stamp = stamp
            start = end - len(self.text[stamp.end : end].lstrip())
            if start < end:
                self._begin_unlabelled(number, start, end)
        elif self.awaited:
            self._begin(start, end)
        elif self.open and not (self.unlabelled_are_turns and self.begins_paragraph[number]):
            self.open = (self.open[0], end)
        else:
            self._begin_unlabelled(number, start, end)

    def _begin_unlabelled(self, number: int, start: int, end: int) -> None:
        self._close()
        if self.unlabelled_are_turns and not self.awaited:
            self.speaker = None
            self._begin(start, end)
        elif self.speaker is not None or self.stamp is not None or self._is_speech(number, start, end):
            self._begin(start, end)

    def _begin(self, start: int, end: int) -> None:
        self.open, self.awaited = (start, end), False

    def _close(self) -> None:
        if self.open is None:
            return
        start, end = self.open
        last = stamp_ending(self.text, start, end)
        if last is not None:
            end = start + len(self.text[start : last.start].rstrip())
        if start < end:
            begin = self.stamp.begin_ms if self.stamp else None
            finish = self.stamp.finish_ms if self.stamp else None
            if finish is None and last is not None and last.begin_ms >= (begin or 0):
                finish = last.begin_ms
            self.found.append(Turn(start, end, self.speaker, begin, finish))
        self.open = self.stamp = None

    def _stamp(self, start: int, end: int, *, bare: bool) -> Stamp | None:
        """The time stamp with which a line begins; a bare one is believed only where `bare`."""
        stamp = stamp_at(self.text, start, end)
        return None if stamp is None or (not bare and self.text[start].isdigit()) else stamp

    def _is_speech(self, number: int, start: int, end: int) -> bool:
        """Whether a line before the first label was spoken: a sentence, or the beginning of what the label cut off."""
        last = self.text[max(start, end - 8) : end].rstrip("\"'”’»)]*_ ")[-1:]
        if last and last in ".?!…" and len(WORD.findall(self.text, start, min(end, start + 200))) > 2:
            return True
        label = self.labels.get(number + 1)
        return label is not None and self.text[label.speech : label.speech + 1].islower()

    def _unlabelled_are_turns(self, labels: list[Label]) -> bool:
        """Whether lines without a label are someone else's: only interviewers, or one of two, or nobody has any."""
        names = list(self.names.values())
        if all(role_of(name, names) == "interviewer" for name in names):
            return True
        if len(names) > 1 or len(labels) < 3:
            return False
        return 2 * sum(self._is_followed(label) for label in labels) >= len(labels)

    def _is_followed(self, label: Label) -> bool:
        """Whether a paragraph without a label comes after that of `label`, in which something is said."""
        after = label.line + 1
        said = label.speech < self.lines[label.line][1]
        return said and after < len(self.lines) and after not in self.labels and self.begins_paragraph[after]


def _paragraphs(text: str, lines: list[tuple[int, int]]) -> list[bool]:
    """For each line, whether it begins a paragraph: every line does, unless the text is wrapped to a narrow width."""
    apart = [True] + [text.count("\n", before, start) > 1 for (_, before), (start, _) in pairwise(lines)]
    inner = sorted(end - start for (start, end), after in zip(lines, apart[1:], strict=False) if not after)
    widest = max((end - start for start, end in lines), default=0)
    # Lines broken at a width are nearly as long as it; only the last of a paragraph is shorter.
    wrapped = (
        _NARROWEST_WRAPPED <= widest <= _WIDEST_WRAPPED
        and 1 < sum(apart) < len(lines) <= 30 * sum(apart)
        and inner[len(inner) // 2] >= 0.7 * widest
    )
    return apart[: len(lines)] if wrapped else [True] * len(lines)
