"""Who interviews is told by name, by label or by who asks; the last with a note."""

import pytest

from corpus.readers import read
from corpus.roles import role_of, with_roles
from corpus.speakers import find_turns
from corpus.transcripts import Role, Transcript, Turn

ASKING = "{a}: How did you start?\n{b}: With physics, long ago.\n{a}: And why?\n{b}: For the data. It was fun.\n"


def roles(text: str, *, interviewers: tuple[str, ...] = ()) -> dict[str | None, Role | None]:
    transcript = with_roles(Transcript(text, tuple(find_turns(text))), interviewers=interviewers)
    return {turn.speaker: turn.role for turn in transcript.turns}


def notes(text: str, *, interviewers: tuple[str, ...] = ()) -> str:
    return " ".join(with_roles(Transcript(text, tuple(find_turns(text))), interviewers=interviewers).notes)


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("Interviewer", "Maria"),
        ("interviewer 2", "interviewee"),
        ("MODERATOR", "P1"),
        ("Host", "Guest"),
        ("Maria (Interviewer)", "Tom"),
        ("Researcher", "Participant 3"),
        ("I", "B1"),
        ("I", "P"),
        ("Q", "A"),
        ("F", "A"),
        ("Interviewerin", "Befragte"),
        ("Enquêtrice", "Enquêté"),
        ("Entrevistador", "Entrevistada"),
        ("Onderzoeker", "Geïnterviewde"),
    ],
)
def test_labels_say_who_interviews(asks: str, answers: str) -> None:
    text = ASKING.format(a=asks, b=answers)
    assert roles(text) == {asks: "interviewer", answers: "participant"}
    assert notes(text) == ""


@pytest.mark.parametrize("name", ["Maria", "A", "R", "M", "Speaker 1", "Unknown Speaker", "International"])
def test_other_labels_say_nothing(name: str) -> None:
    assert role_of(name, [name, "Tom"]) is None


def test_else_whoever_asks_interviews_and_a_note_says_so() -> None:
    text = ASKING.format(a="Maria", b="Tom")
    assert roles(text) == {"Maria": "interviewer", "Tom": "participant"}
    assert notes(text) == "Took Maria for the interviewer; say --interviewer NAME if that is wrong."


def test_who_asks_may_also_speak_most() -> None:
    text = ASKING.format(a="Maria", b="Tom").replace("start?", "start, " + "and so on " * 30 + "?")
    assert roles(text)["Maria"] == "interviewer"


def test_two_may_interview_together() -> None:
    text = (ASKING.format(a="Maria", b="Tom") + ASKING.format(a="Ana", b="Tom")) * 3
    assert roles(text) == {"Maria": "interviewer", "Ana": "interviewer", "Tom": "participant"}


def test_a_talk_in_which_nobody_asks_has_no_interviewer_and_says_so() -> None:
    text = "Maria: It rains.\nTom: So it does.\nMaria: Yes.\nTom: Well.\n"
    assert roles(text) == {"Maria": "participant", "Tom": "participant"}
    assert "--interviewer NAME" in notes(text)


def test_a_monologue_has_one_participant_and_no_note() -> None:
    text = "Maria: Why did I start?\nMaria: For fun?\nMaria: Who knows?\n"
    assert roles(text) == {"Maria": "participant"}
    assert notes(text) == ""


@pytest.mark.parametrize("name", ["Tom", "tom", "TOM KAISER", "Kaiser", "To"])
def test_a_name_given_wins_whatever_its_case_or_length(name: str) -> None:
    text = ASKING.format(a="Interviewer", b="Tom Kaiser")
    assert roles(text, interviewers=(name,)) == {"Interviewer": "participant", "Tom Kaiser": "interviewer"}
    assert notes(text, interviewers=(name,)) == ""


def test_a_name_that_nobody_or_several_bear_is_noted_with_those_who_speak() -> None:
    text = ASKING.format(a="Interviewer", b="Tom")
    assert notes(text, interviewers=("Zoe",)) == 'No speaker is called "Zoe"; those who speak are: Interviewer, Tom.'
    assert roles(text, interviewers=("Zoe",))["Interviewer"] == "interviewer"
    both = ASKING.format(a="Interviewer 1", b="Interviewer 2")
    assert "Several speakers" in notes(both, interviewers=("Interviewer",))


def test_an_unnamed_speaker_is_the_participant_where_nobody_else_is() -> None:
    assert roles("MODERATOR: Go on.\nI am reading.\n") == {"MODERATOR": "interviewer", None: "participant"}
    assert roles("I came from physics.\n\nThen I moved.\n") == {None: "participant"}


def test_an_unnamed_speaker_among_named_ones_has_no_role() -> None:
    text = "We are recording this now.\n" + ASKING.format(a="Interviewer", b="Tom") + "Unknown Speaker: What?\n"
    found = roles(text)
    assert (found[None], found["Unknown Speaker"]) == (None, None)


def test_an_unnamed_speaker_who_asks_the_only_named_one_interviews() -> None:
    assert roles("What is it?\nP1: This.\nAnd why?\nP1: So.\nReally?\nP1: Yes.\n") == {
        None: "interviewer",
        "P1": "participant",
    }


def test_two_spellings_of_a_name_have_one_role() -> None:
    turns = (Turn(0, 4, "Theo"), Turn(5, 8, "Ana"), Turn(9, 13, "Theo:"), Turn(14, 17, "Ana"))
    transcript = with_roles(Transcript("why? no. how? no.", turns))
    assert [turn.role for turn in transcript.turns] == ["interviewer", "participant"] * 2


def test_roles_that_the_file_itself_tells_stay() -> None:
    turns = (Turn(0, 4, "Ana", role="participant"), Turn(5, 8, "Ben", role="interviewer"))
    assert [turn.role for turn in with_roles(Transcript("why? no.", turns)).turns] == ["participant", "interviewer"]


def test_the_interviewer_can_be_said_when_a_file_is_read() -> None:
    transcript = read(ASKING.format(a="Maria", b="Tom").encode(), name="a.txt", interviewers=["tom"])
    assert [turn.role for turn in transcript.turns] == ["participant", "interviewer"] * 2
