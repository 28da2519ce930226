"""Who speaks is found by the conventions of real transcripts, and what only looks like a speaker is not."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.labels import is_name
from corpus.roles import speaker_key
from corpus.speakers import find_turns
from corpus.timestamps import milliseconds

Said = list[tuple[str | None, str]]
TALK: Said = [("Maria", "How was it?"), ("Tom", "It was fine."), ("Maria", "And then?"), ("Tom", "Then we left.")]


def said(text: str, **options: object) -> Said:
    return [(turn.speaker, text[turn.start : turn.end]) for turn in find_turns(text, **options)]  # type: ignore[arg-type]


def begun(text: str) -> list[int | None]:
    return [turn.begin_ms for turn in find_turns(text)]


def written(form: str, talk: Said = TALK) -> str:
    """The talk in a form with {name}, {said} and {time}."""
    return "".join(
        form.format(name=name, said=speech, NAME=str(name).upper(), time=f"{minute}:0{minute}", long=f"00:0{minute}:00")
        for minute, (name, speech) in enumerate(talk)
    )


@pytest.mark.parametrize(
    "form",
    [
        "{name}: {said}\n",
        "{name}: {said}\n\n",
        "{name} : {said}\n",
        "{name}:\n{said}\n\n",
        "{name}:\t{said}\n",
        "\t{name}: {said}\n",
        "[{name}]: {said}\n",
        "**{name}:** {said}\n\n",
        "**{name}**: {said}\n\n",
        "### {name}\n\n{said}\n\n",
        "{name}\n{said}\n\n",
        "{name}\n{said}\n",
        "{name}\t{said}\n",
        "{name} – {said}\n",
        "[{name}] {said}\n",
        "{name} {long}\n{said}\n\n",
        "{name}  {time}\n{said}\n\n",
        "{name} ({time})\n{said}\n",
        "{name} ({time}): {said}\n",
        "{name} [{long}]: {said}\n",
        "{name}, {long}: {said}\n",
        "[{time}] {name}\n{said}\n",
        "[{long}] {name}: {said}\n",
        "{long} {name}: {said}\n",
        "({time}) {name}: {said}\n",
        "{long}\n{name}: {said}\n",
        "{name}: [{long}] {said}\n",
        "{long}.000 --> {long}.900\n{name}\n{said}\n\n",
        "{name}: {said} [{long}]\n",
        "{name}: {said} #{long}-5#\n",
    ],
)
def test_every_convention_gives_the_same_turns(form: str) -> None:
    assert said(written(form)) == TALK


@pytest.mark.parametrize("form", ["{NAME}: {said}\n", "{NAME}\n{said}\n\n"])
def test_names_in_capital_letters_are_kept_so(form: str) -> None:
    assert said(written(form)) == [(str(name).upper(), speech) for name, speech in TALK]


@pytest.mark.parametrize(
    "names",
    [
        ("Interviewer", "Interviewee"),
        ("interviewer", "interviewee"),
        ("Interviewer1 ", "Interviewee1 "),
        ("INTERVIEWER", "P1"),
        ("I", "P1"),
        ("I", "B"),
        ("Q", "A"),
        ("Interviewerin", "Befragter"),
        ("Interviewer:in", "Teilnehmer*in"),
        ("Intervieweuse", "Enquêté"),
        ("Entrevistadora", "Entrevistado"),
        ("Onderzoeker", "Deelnemer"),
        ("Moderator (Anna)", "Participant 3"),
        ("SPEAKER_00", "SPEAKER_01"),
        ("Dr. Ana de la Cruz", "Jean-Luc O'Neil"),
        ("采访者", "受访者"),
        ("Интервьюер", "Респондент"),
        ("المحاور", "الضيف"),
    ],
)
def test_names_and_roles_of_many_kinds_are_speakers(names: tuple[str, str]) -> None:
    talk = [(names[number % 2], speech) for number, (_, speech) in enumerate(TALK)]
    assert said(written("{name}: {said}\n\n", talk)) == [(name.strip(), speech) for name, speech in talk]


def test_questions_and_answers_may_be_marked_by_a_point() -> None:
    assert said("Q. Why?\nA. Because.\nQ. And?\nA. So.\n") == [
        ("Q", "Why?"),
        ("A", "Because."),
        ("Q", "And?"),
        ("A", "So."),
    ]


def test_spellings_of_one_speaker_are_one() -> None:
    text = (
        "Interviewer 1: a\nInterviewee: b\nInterviewer1: c\nInterviewer 1 : d\nINTERVIEWER 1: e\n Interviewer1 1: f\n"
    )
    assert [speaker for speaker, _ in said(text)] == ["Interviewer 1", "Interviewee", *["Interviewer 1"] * 4]


def test_speakers_who_differ_in_a_number_or_a_sign_are_two() -> None:
    assert len({speaker_key(name) for name in ("Interviewer 1", "Interviewer 11", "P1", "P2", "का", "की")}) == 6


def test_a_label_repeated_begins_a_turn_each_time() -> None:
    assert said("Ana: one\nAna: two\nBen: three\nAna: four\n") == [
        ("Ana", "one"),
        ("Ana", "two"),
        ("Ben", "three"),
        ("Ana", "four"),
    ]


def test_paragraphs_without_a_label_go_on_with_the_turn() -> None:
    assert said("Ana: one\n\n[laughs]\n\ntwo\nBen: three\nAna: four\n")[0] == ("Ana", "one\n\n[laughs]\n\ntwo")


def test_a_second_interviewer_may_speak_once() -> None:
    text = "Interviewer 1: a\nInterviewee: b\n" * 40 + "Interviewer 2: only this\nInterviewee: yes\n"
    assert ("Interviewer 2", "only this") in said(text)


def test_a_speaker_alone_on_a_line_is_understood_among_labels_with_a_colon() -> None:
    text = "Interviewer: a\n\nInterviewee: b\n\n" * 5 + "Unknown Speaker\nare you?\n\nInterviewee \nno\n"
    assert said(text)[-2:] == [("Unknown Speaker", "are you?"), ("Interviewee", "no")]


@pytest.mark.parametrize(
    "line",
    [
        "Note: this was quiet.",
        "So I said: never.",
        "http://example.org/a",
        "Another question: which one?",
        "Python: it is quick.",
        "At 10:30 we left.",
        "C:\\data was the folder.",
        "Thanks :)",
        "Step 2: deploy it.",
        "Last question: why?",
    ],
)
def test_what_only_looks_like_a_label_is_speech(line: str) -> None:
    text = "".join(f"Ana: one {number}\n\nBen: two\n\nand more of it\n\n" for number in range(20)) + line + "\n"
    turns = said(text)
    assert {speaker for speaker, _ in turns} == {"Ana", "Ben"}
    assert turns[-1][1].endswith(line)


def test_a_label_in_the_middle_of_a_line_is_speech() -> None:
    assert said("Interviewer: a\nInterviewee: b. Interviewer: c\n")[1] == ("Interviewee", "b. Interviewer: c")


def test_titles_before_the_first_label_belong_to_no_turn() -> None:
    text = "Interview 3\nDate: 2021-03-02\nInterviewer: Anna Schmidt\n\n" + written("{name}: {said}\n")
    assert said(text) == TALK


def test_a_sentence_before_the_first_label_is_somebody_s() -> None:
    assert said("All right, we are recording.\n" + written("{name}: {said}\n"))[0] == (
        None,
        "All right, we are recording.",
    )


def test_a_sentence_cut_by_the_first_label_is_whole() -> None:
    assert said("All \n\nInterviewee: right.\n\nInterviewer: So?\n")[:2] == [(None, "All"), ("Interviewee", "right.")]


def test_titles_with_a_hash_belong_to_no_turn() -> None:
    assert said("# Talk\n\nAna: one\n\n## Next part\n\ntwo\n\nBen: three\n") == [
        ("Ana", "one"),
        ("Ana", "two"),
        ("Ben", "three"),
    ]


def test_where_only_the_interviewer_is_labelled_each_other_paragraph_is_a_turn() -> None:
    text = "1 Read the tab.\n\tOkay.\n\t\tMODERATOR: Go on.\n\tI am reading.\n\tDone.\n"
    assert said(text) == [
        (None, "1 Read the tab."),
        (None, "Okay."),
        ("MODERATOR", "Go on."),
        (None, "I am reading."),
        (None, "Done."),
    ]


def test_where_one_of_two_is_labelled_the_paragraphs_between_are_the_other_s() -> None:
    assert said("What is it?\nMaria: This.\nAnd why?\nMaria: So.\nReally?\nMaria: Yes.\nWell.\n")[::2] == [
        (None, "What is it?"),
        (None, "And why?"),
        (None, "Really?"),
        (None, "Well."),
    ]


def test_without_labels_each_paragraph_is_a_turn() -> None:
    assert said("I came from physics.\n\nThen I moved.\nIt was fun: really.\n") == [
        (None, "I came from physics."),
        (None, "Then I moved."),
        (None, "It was fun: really."),
    ]


def test_the_paragraphs_of_a_text_wrapped_to_a_width_are_whole() -> None:
    paragraph = (
        "This is a long line of speech that was wrapped\nby a program to some fifty characters a line, as\nold do.\n"
    )
    assert len(said((paragraph + "\n") * 5)) == 5


def test_words_often_alone_on_a_line_are_no_names() -> None:
    assert {
        speaker for speaker, _ in said("I went there because of it.\nYeah\nThen we saw it was so.\nYeah\n" * 9)
    } == {None}


def test_a_name_that_the_researcher_says_is_a_label_however_rare() -> None:
    text = "".join(f"Ana: one {number}\n\nBen: two\n\nand more\n\n" for number in range(30)) + "the boss: no\n"
    assert said(text)[-1][0] == "Ben"
    assert said(text, speakers=["The Boss"])[-1] == ("the boss", "no")


def test_a_bold_name_that_recurs_is_a_label_without_a_colon() -> None:
    text, bold = "", []
    for name, speech in TALK:
        bold.append((len(text), len(text) + len(str(name))))
        text += f"{name} {speech}\n"
    assert said(text, bold=bold) == TALK
    assert {speaker for speaker, _ in said(text)} == {None}


def test_bold_words_that_do_not_recur_are_speech() -> None:
    text = "Ana: Well.\nBen: So.\nVelocity matters most.\nAna: Yes.\nBen: No.\n"
    assert said(text, bold=[(text.index("Vel"), text.index(" matters"))])[1] == ("Ben", "So.\nVelocity matters most.")


def test_times_stand_before_or_after_the_speaker() -> None:
    assert begun("[0:12] Ana: a\n[1:02:03] Ben: b\n[62:04] Ana: c\n") == [12_000, 3_723_000, 3_724_000]
    assert begun("Ana 00:00:12,500\na\n\nBen 00:01:02.25\nb\n\nAna 00:02:00\nc\n") == [12_500, 62_250, 120_000]


def test_a_turn_ends_when_the_next_begins() -> None:
    turns = find_turns("[0:12] Ana: a\n[0:30] Ben: b\n[0:20] Ana: c\n")
    assert [turn.finish_ms for turn in turns] == [30_000, None, None]


def test_a_time_at_a_paragraph_s_end_ends_the_turn_and_begins_the_next() -> None:
    turns = find_turns("I: Why? #00:00:05-2#\nB1: So. #00:00:09-0#\nI: Ah.\nB1: Yes.\n")
    assert [(turn.begin_ms, turn.finish_ms) for turn in turns[:3]] == [(None, 5_200), (5_200, 9_000), (9_000, None)]


def test_paragraphs_that_begin_with_a_time_have_it() -> None:
    text = "0:00 hello there\n0:05 how is it\n0:09 Yeah\n"
    assert said(text) == [(None, "hello there"), (None, "how is it"), (None, "Yeah")]
    assert begun(text) == [0, 5_000, 9_000]


@pytest.mark.parametrize(
    ("time", "expected"),
    [("0:12", 12_000), ("01:02:03.450", 3_723_450), ("0:0:1.2", 1_200), ("1:75", None), ("1:61:00", None), ("x", None)],
)
def test_a_time_is_read_or_it_is_none(time: str, expected: int | None) -> None:
    assert milliseconds(time) == expected


@pytest.mark.parametrize(
    "words", ["Maria", "Jimmy Page", "P1", "SPEAKER_00", "Dr. Ana de la Cruz", "Speaker 1", "李伟"]
)
def test_what_a_name_looks_like(words: str) -> None:
    assert is_name(words)


@pytest.mark.parametrize(
    "words", ["Note", "So I said", "Yes", "the model", "One two three four five", "That was it.", "Okay"]
)
def test_what_no_name_looks_like(words: str) -> None:
    assert not is_name(words)


PIECES = st.sampled_from(
    "Ana|Ben|Interviewer|I|P1|:|: |\n|\n\n|\t| |[|]|0:12|00:01:02|(1:02)|**|# |-| – |Yes|word|so it was.|?|🙂|é|\u0301"
    "|ש|\ufeff|\u2028|\x0c|#0:12-3#|…".split("|")
)


@given(st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text()), st.data())
@example("Ana:\n\n0:12\n", None)
def test_turns_are_in_order_apart_within_the_text_and_without_white_space_around(
    text: str, data: st.DataObject
) -> None:
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    bold = data.draw(st.lists(places, max_size=4)) if data else []
    turns = find_turns(text, speakers=["Ben"], bold=[(min(pair), max(pair)) for pair in bold])
    assert all(one.end <= other.start for one, other in pairwise(turns))
    for turn in turns:
        speech = text[turn.start : turn.end]
        assert speech
        assert speech == speech.strip()
        assert turn.end <= len(text)
        assert turn.speaker is None or turn.speaker.strip()
