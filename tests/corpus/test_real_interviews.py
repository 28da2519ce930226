"""Real interviews lose no word, keep their speakers and times, and show who interviews."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.readers import read_file, transcripts_in
from corpus.transcripts import Transcript, Turn
from corpus.words import WORD

STAMP = re.compile(r"\[\d\d:\d\d:\d\d\]")
LABEL = re.compile(
    r"^\s*(?:interview(?:er|ee)[ \t]*\d?(?:[ \t]\d)?[ \t]*(?::|$)|unknown speaker$)", re.IGNORECASE | re.MULTILINE
)


@cache
def transcripts(folder: Path, pattern: str) -> dict[str, Transcript]:
    return {path.name: read_file(path) for path in transcripts_in(folder.glob(pattern))[0]}


@pytest.fixture(scope="module")
def interviews(shared: Path) -> dict[str, Transcript]:
    """The 18 interviews with practitioners, as plain text."""
    return transcripts(shared / "data" / "mlss", "*.txt")


@pytest.fixture(scope="module")
def podcasts(shared: Path) -> dict[str, Transcript]:
    """The 100 episodes of a podcast, as lists in the front matter of Markdown."""
    return transcripts(shared / "data" / "podcast", "*.md")


@pytest.fixture(scope="module")
def listed(shared: Path) -> dict[str, list[dict[str, Any]]]:
    """The lists themselves, read the plain way."""
    import yaml

    found = {}
    for path in (shared / "data" / "podcast").glob("*.md"):
        front_matter = path.read_text(encoding="utf-8").split("\n---\n")[0]
        found[path.name] = yaml.load(front_matter, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["transcript"]
    return found


def words(text: str) -> list[str]:
    """The words of a text; the time stamps that one interview has in its midst are none."""
    return WORD.findall(STAMP.sub(" ", text))


def speech(transcript: Transcript, turn: Turn) -> list[str]:
    return words(transcript.speech(turn))


def test_every_word_of_the_interviews_lies_in_a_turn(interviews: dict[str, Transcript]) -> None:
    assert len(interviews) == 18
    for name, transcript in interviews.items():
        inside = [word for turn in transcript.turns for word in speech(transcript, turn)]
        assert inside == words(LABEL.sub("", transcript.text)), name


def test_the_interviews_are_kept_as_they_stand(interviews: dict[str, Transcript], shared: Path) -> None:
    for name, transcript in interviews.items():
        data = (shared / "data" / "mlss" / name).read_bytes()
        assert transcript.text == data.decode("utf-8-sig").replace("\r\n", "\n")


def test_every_interview_has_both_roles_and_eight_have_several_interviewers(interviews: dict[str, Transcript]) -> None:
    interviewers = Counter()
    for name, transcript in interviews.items():
        roles = {turn.speaker: turn.role for turn in transcript.turns if turn.role}
        assert set(roles.values()) == {"interviewer", "participant"}, name
        assert list(roles.values()).count("participant") == 1, name
        interviewers[list(roles.values()).count("interviewer")] += 1
    assert interviewers == {1: 10, 2: 6, 3: 2}


def test_one_interview_is_french(interviews: dict[str, Transcript]) -> None:
    languages = {name: transcript.language for name, transcript in interviews.items()}
    assert [name for name, language in languages.items() if language == "fr"] == ["Interview 2.txt"]
    assert set(languages.values()) == {"en", "fr"}


def test_spellings_of_an_interviewer_are_one_person(interviews: dict[str, Transcript]) -> None:
    assert interviews["Interview 7.txt"].speakers == ("Interviewer1", "Interviewee", "Interviewer2", "Interviewer 3")
    assert set(interviews["Interview 2.txt"].speakers) == {"Interviewer1", "Interviewee1", "Interviewer2"}


def test_a_speaker_alone_on_a_line_is_found_among_others(interviews: dict[str, Transcript]) -> None:
    transcript = interviews["Interview 3.txt"]
    unknown = [transcript.speech(turn) for turn in transcript.turns if turn.speaker == "Unknown Speaker"]
    assert unknown == ["Are you interested in scaling?"]


def test_every_line_of_the_podcasts_is_a_turn(
    podcasts: dict[str, Transcript], listed: dict[str, list[dict[str, Any]]]
) -> None:
    assert len(podcasts) == 100
    for name, transcript in podcasts.items():
        lines = [entry["line"] for entry in listed[name] if "line" in entry]
        assert [speech(transcript, turn) for turn in transcript.turns] == [words(line) for line in lines], name


def test_the_podcasts_have_the_speakers_and_times_that_their_files_name(
    podcasts: dict[str, Transcript], listed: dict[str, list[dict[str, Any]]]
) -> None:
    for name, transcript in podcasts.items():
        lines = [entry for entry in listed[name] if "line" in entry]
        assert [turn.speaker for turn in transcript.turns] == [entry.get("who") for entry in lines], name
        begins = [entry["sec"] * 1000 if "sec" in entry else None for entry in lines]
        assert [turn.begin_ms for turn in transcript.turns] == begins, name


def test_the_headers_of_the_podcasts_are_lines_of_their_own_outside_the_turns(
    podcasts: dict[str, Transcript], listed: dict[str, list[dict[str, Any]]]
) -> None:
    for name, transcript in podcasts.items():
        headers = [f"## {entry['header'].strip()}" for entry in listed[name] if "header" in entry]
        assert [line for line in transcript.text.split("\n") if line.startswith("## ")] == headers, name
        assert not any("## " in transcript.speech(turn) for turn in transcript.turns), name


def test_the_host_interviews_unless_alone_or_interviewed_himself(podcasts: dict[str, Transcript]) -> None:
    hosts = {
        name: {turn.speaker for turn in transcript.turns if turn.role == "interviewer"}
        for name, transcript in podcasts.items()
    }
    assert {
        name: found for name, found in hosts.items() if not any(who.startswith("Alexey") for who in found if who)
    } == {
        "crisp-dm.md": set(),
        "data-team-roles.md": set(),
        "datatalksclub-building-scaling-data-community.md": {"Eugene"},
    }


def test_each_conversation_has_a_participant(podcasts: dict[str, Transcript]) -> None:
    for name, transcript in podcasts.items():
        assert any(turn.role == "participant" for turn in transcript.turns), name
        assert transcript.language == "en", name


@pytest.mark.parametrize(
    "form", ["{who}: {line}\n\n", "{who}\n{line}\n\n", "[{time}] {who}\n{line}\n\n", "{who}\t{line}\n"]
)
def test_the_same_talk_written_in_other_ways_has_the_same_turns(
    form: str, listed: dict[str, list[dict[str, Any]]]
) -> None:
    from corpus.speakers import find_turns

    for name in ("becoming-data-freelancer.md", "cloud-data-governance.md", "solopreneur-data-scientist.md"):
        lines = [entry for entry in listed[name] if "sec" in entry]
        text = "".join(form.format(**entry) for entry in lines)
        turns = [(turn.speaker, text[turn.start : turn.end]) for turn in find_turns(text)]
        assert turns == [(entry["who"], entry["line"]) for entry in lines], name


def test_the_same_talk_without_any_names_has_no_speakers(listed: dict[str, list[dict[str, Any]]]) -> None:
    from corpus.speakers import find_turns

    for name, entries in listed.items():
        text = "\n\n".join(entry["line"] for entry in entries if "line" in entry)
        assert {turn.speaker for turn in find_turns(text)} == {None}, name
