"""Files that were dropped on a page: put where readers find them, looked at, and taken into the study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from codebook.errors import UnreadableFile

if TYPE_CHECKING:
    from corpus.study import Study

LONGEST = 100  # characters of a name that every file system takes


class Upload(Protocol):
    """A file as a browser sends it."""

    name: str

    def getvalue(self) -> bytes: ...


def looked_at(uploads: Sequence[Upload]) -> pd.DataFrame:
    """What is in transcript files, before they are taken in.

    One row a file. Columns: file, words, turns (missing where it cannot be read), speakers, interviewers (lists of
    names), remarks (what the reader noticed, or why the file cannot be read), readable.
    """
    from corpus import readers
    from corpus.documents import words_spoken

    rows: list[dict[str, Any]] = []
    with on_disk(uploads) as files:
        for file in files:
            row: dict[str, Any] = {
                "file": file.name,
                "words": None,
                "turns": None,
                "speakers": [],
                "interviewers": [],
                "readable": False,
            }
            try:
                transcript = readers.read_file(file)
            except UnreadableFile as error:
                rows.append(row | {"remarks": str(error)})
                continue
            asking = dict.fromkeys(
                turn.speaker for turn in transcript.turns if turn.role == "interviewer" and turn.speaker
            )
            rows.append(
                row
                | {
                    "words": words_spoken(transcript),
                    "turns": len(transcript.turns),
                    "speakers": list(transcript.speakers),
                    "interviewers": [*asking],
                    "remarks": " ".join(transcript.notes),
                    "readable": True,
                }
            )
    columns = ["file", "words", "turns", "speakers", "interviewers", "remarks", "readable"]
    return pd.DataFrame(rows, columns=columns).astype({"words": "Int64", "turns": "Int64", "readable": bool})


def take_in(
    study: Study, uploads: Sequence[Upload], *, coder: str, interviewers: Sequence[str] = (), watch: Any = None
) -> pd.DataFrame:
    """Add transcript files to the study, all in one change. `watch` is called with the share that is done.

    One row a file. Columns: file, result (what was added, or why it was refused), remarks, added (whether it was).
    """
    from corpus.adding import add_files

    with on_disk(uploads) as files:
        reports = add_files(study, _watched(files, watch), coder=coder, interviewers=interviewers)
    rows = [
        (Path(report["file"]).name, report["error"], "", False)
        if "error" in report
        else (
            Path(report["file"]).name,
            f"{report['name']}: {report['words']:,} words, {report['turns']:,} turns",
            " ".join(report["warnings"]),
            True,
        )
        for report in reports
    ]
    return pd.DataFrame(rows, columns=["file", "result", "remarks", "added"])


@contextmanager
def on_disk(uploads: Sequence[Upload]) -> Iterator[list[Path]]:
    """The files under their own names, in a folder that is gone afterwards; each apart, since two may bear one name."""
    with TemporaryDirectory() as made:
        files = []
        for number, upload in enumerate(uploads):
            folder = Path(made) / str(number)
            folder.mkdir()
            file = folder / _plain_name(upload.name)
            file.write_bytes(upload.getvalue())
            files.append(file)
        yield files


def _plain_name(name: str) -> str:
    """The name without the folders that a browser may put before it, such that it can be a file's."""
    last = PurePosixPath(name.replace("\\", "/")).name.replace("\0", "")
    stem, dot, suffix = last.rpartition(".")
    return f"{stem[:LONGEST]}{dot}{suffix[:LONGEST]}" or "file"


def _watched(files: Sequence[Path], watch: Any) -> Iterator[Path]:
    for number, file in enumerate(files):
        if watch:
            watch(number / len(files))
        yield file
