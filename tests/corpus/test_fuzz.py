"""A small sample of what `python -m tests.fuzz` does, and that it would find a fault."""

import random

import pytest

from corpus.readers import READERS
from corpus.transcripts import Transcript
from tests import fuzz
from tests.corpus.samples import SAMPLES


def test_damaged_files_are_read_or_refused_and_nothing_else() -> None:
    for reader in READERS:
        each = 8 if reader.id == "pdf" else 40  # a PDF takes a process of its own
        (report,) = fuzz.fuzz([reader.id], each=each, seed=1)
        assert (report.reader, report.faults, report.read + report.refused) == (reader.id, 0, each)


def test_the_same_seed_does_the_same_damage() -> None:
    for sample in SAMPLES:
        assert fuzz.damaged(sample.data, random.Random(7)) == fuzz.damaged(sample.data, random.Random(7))


def test_a_fault_is_found_and_told_how_to_repeat(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def careless(data: bytes, **_: object) -> Transcript:
        raise IndexError("list index out of range")

    monkeypatch.setattr("corpus.readers.rtf.read", careless)
    assert fuzz.main(["rtf", "--each", "2", "--first", "1"]) == 1
    assert "python -m tests.fuzz rtf --seed 0 --first 1 --each 1" in capsys.readouterr().err


def test_without_a_fault_the_command_reports_and_succeeds(capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzz.main(["srt", "--each", "5"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[0] == "srt"
