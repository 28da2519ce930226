"""What a reader makes of a file: a transcript, its turns, and what the reader noticed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Role = Literal["interviewer", "participant"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said until the next one spoke.

    `start` and `end` are code points in the transcript's text, half-open, and hold the speech alone: no speaker's
    name, no time stamp, no white space at either end. Times are milliseconds from the start of the recording.
    """

    start: int
    end: int
    speaker: str | None = None
    begin_ms: int | None = None
    finish_ms: int | None = None
    role: Role | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a turn from {self.start} to {self.end} holds nothing")


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript exactly as read, newlines as "\\n".

    Turns are in the order of the text and do not overlap. `notes` are sentences for the researcher: what was left
    out, guessed or doubtful.
    """

    text: str
    turns: tuple[Turn, ...] = ()
    notes: tuple[str, ...] = ()
    language: str | None = None
    format: str = ""

    @property
    def speakers(self) -> tuple[str, ...]:
        """Names of the speakers, in the order in which they first speak."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))

    def speech(self, turn: Turn) -> str:
        """What was said in `turn`."""
        return self.text[turn.start : turn.end]

    def noting(self, *notes: str) -> Transcript:
        """The same transcript with further notes."""
        return replace(self, notes=self.notes + notes)
