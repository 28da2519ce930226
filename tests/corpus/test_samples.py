"""Every kind of transcript gives the words, turns and times that it holds."""

import pytest

from corpus.readers import READERS, read, reader_for
from tests.corpus.samples import SAMPLES, Sample

pytestmark = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


def test_the_turns_are_those_of_the_talk(sample: Sample) -> None:
    transcript = read(sample.data, name=sample.name)
    assert [(turn.speaker, transcript.speech(turn)) for turn in transcript.turns] == list(sample.turns)


def test_the_times_are_those_of_the_recording(sample: Sample) -> None:
    if sample.begins is not None:
        transcript = read(sample.data, name=sample.name)
        assert tuple(turn.begin_ms for turn in transcript.turns) == sample.begins


def test_what_is_text_is_kept_and_what_is_not_is_left_out(sample: Sample) -> None:
    transcript = read(sample.data, name=sample.name)
    assert [part for part in sample.contains if part not in transcript.text] == []
    assert [part for part in sample.lacks if part in transcript.text] == []


def test_what_was_left_out_or_guessed_is_noted(sample: Sample) -> None:
    notes = "\n".join(read(sample.data, name=sample.name).notes)
    assert [part for part in sample.notes if part not in notes] == []


def test_reading_twice_gives_the_same(sample: Sample) -> None:
    assert read(sample.data, name=sample.name) == read(sample.data, name=sample.name)


def test_the_reader_is_found_whatever_the_case_of_the_suffix(sample: Sample) -> None:
    assert reader_for(sample.name.upper(), sample.data) in READERS
