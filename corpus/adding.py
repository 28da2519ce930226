"""Transcript files taken into a study: each is read by itself, so that a bad one leaves the others their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from codebook.errors import UnreadableFile
from corpus import readers
from corpus.documents import add_document, words_spoken
from corpus.study import Study
from corpus.transcripts import Transcript


def add_files(
    study: Study,
    files: Iterable[Path],
    *,
    coder: str,
    interviewers: Sequence[str] = (),
    speakers: Sequence[str] = (),
    language: str = "",
) -> list[dict[str, Any]]:
    """Read files and add those that can be read, all in one change.

    A report a file, in their order: {file, document (id), name, format, turns, speakers (names), words, warnings}, or
    {file, error} for what was refused.
    """
    reports: list[dict[str, Any]] = []
    readable: list[tuple[dict[str, Any], Path, Transcript]] = []
    said = language or study.language or None
    for file in files:
        report: dict[str, Any] = {"file": str(file)}
        reports.append(report)
        try:
            transcript = readers.read_file(file, interviewers=interviewers, speakers=speakers, language=said)
        except UnreadableFile as error:
            report["error"] = str(error)
            continue
        readable.append((report, file, transcript))
    if not readable:
        return reports
    with study.change("add documents", coder=coder, note=", ".join(file.name for _, file, _ in readable[:5])) as change:
        for report, file, transcript in readable:
            document, name = add_document(change, transcript, name=file.stem, source=file.name)
            warnings = list(transcript.notes)
            if name != file.stem:
                warnings.append(f'Another document bears the name "{file.stem}": this one is "{name}".')
            report |= {
                "document": document,
                "name": name,
                "format": transcript.format,
                "turns": len(transcript.turns),
                "speakers": list(transcript.speakers),
                "words": words_spoken(transcript),
                "warnings": warnings,
            }
    return reports
