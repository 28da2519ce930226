"""Markdown is read with or without front matter; a transcript listed in the front matter becomes text and turns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook.errors import UnreadableFile
from corpus.readers import read
from corpus.transcripts import Transcript

PODCAST = """---
title: 'Velocity: a talk'
guests:
- ben
transcript:
- header: Introduction
- line: I will start, "slowly",
    and go on.
  sec: 21
  time: '0:21'
  who: Ana
- line: Ana, thank you.
  sec: 25
  time: '0:25'
  who: Ben
- header: 'The: end'
- line: Bye?
  sec: 3725
  time: '1:02:05'
  who: Ana
---

Links: [one](https://example.org)
"""


def listed(*entries: str) -> Transcript:
    return read(("---\ntranscript:\n" + "".join(f"- {entry}\n" for entry in entries) + "---\n").encode(), name="a.md")


def said(transcript: Transcript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, transcript.speech(turn)) for turn in transcript.turns]


def test_a_listed_transcript_reads_as_an_interview() -> None:
    transcript = read(PODCAST.encode(), name="a.md")
    assert transcript.text == (
        "## Introduction\n\n"
        '[0:21] Ana: I will start, "slowly", and go on.\n\n'
        "[0:25] Ben: Ana, thank you.\n\n"
        "## The: end\n\n"
        "[1:02:05] Ana: Bye?"
    )
    assert said(transcript) == [
        ("Ana", 'I will start, "slowly", and go on.'),
        ("Ben", "Ana, thank you."),
        ("Ana", "Bye?"),
    ]
    assert transcript.format == "markdown"


def test_a_listed_transcript_has_the_times_of_its_lines() -> None:
    transcript = read(PODCAST.encode(), name="a.md")
    times = [(turn.begin_ms, turn.finish_ms) for turn in transcript.turns]
    assert times == [(21_000, 25_000), (25_000, 3_725_000), (3_725_000, None)]


def test_what_a_listed_transcript_leaves_out_is_noted() -> None:
    assert any("5 words below the front matter" in note for note in read(PODCAST.encode(), name="a.md").notes)


@pytest.mark.parametrize(
    ("who", "speaker"),
    [
        ("Ana", "Ana"),
        ("7", "7"),
        ("No", "No"),
        ("'Ana:'", "Ana:"),
        ("null", None),
        ("~", None),
        ("''", None),
        ("[a]", None),
    ],
)
def test_a_speaker_is_named_as_the_file_does(who: str, speaker: str | None) -> None:
    transcript = listed(f"{{line: hello there, who: {who}}}", "{line: and you, who: Ben}")
    assert said(transcript) == [(speaker, "hello there"), ("Ben", "and you")]


def test_a_line_that_does_not_say_who_speaks_is_kept_and_counted() -> None:
    transcript = listed("line: hello", "{line: hi, who: Ben}", "just words", "{line: ''}", "{other: x}", "[1, 2]")
    assert said(transcript) == [(None, "hello"), ("Ben", "hi"), (None, "just words")]
    assert "Lines that do not say who speaks: 2 of 3." in transcript.notes


def test_a_sentence_where_a_name_should_be_is_noted() -> None:
    sentence = "I always think of these as what you want to look at from above, and so on."
    transcript = listed(f"{{line: hello, who: '{sentence}'}}", "{line: hi, who: Ben}")
    assert transcript.speakers == (sentence, "Ben")
    assert any("a sentence for a speaker's name" in note for note in transcript.notes)


@pytest.mark.parametrize(
    ("fields", "begin", "text"),
    [
        ("sec: 21, time: '0:21'", 21_000, "[0:21] hello"),
        ("sec: 21", 21_000, "[0:21] hello"),
        ("sec: 3621.5", 3_621_500, "[1:00:21] hello"),
        ("time: 0:21", 21_000, "[0:21] hello"),
        ("sec: soon, time: later", None, "hello"),
        ("sec: -1", None, "hello"),
        ("sec: .inf", None, "hello"),
        ("sec: 1e300", None, "hello"),
        ("sec: [1]", None, "hello"),
    ],
)
def test_a_time_that_is_none_is_left_out(fields: str, begin: int | None, text: str) -> None:
    transcript = listed(f"{{line: hello, {fields}}}")
    assert (transcript.turns[0].begin_ms, transcript.text) == (begin, text)


def test_a_time_that_runs_backwards_ends_nothing() -> None:
    transcript = listed("{line: a, sec: 9}", "{line: b, sec: 5}", "{line: c, sec: 5}")
    assert [turn.finish_ms for turn in transcript.turns] == [None, 5_000, None]


def test_newlines_and_odd_signs_within_a_line_stay_text() -> None:
    transcript = listed(r'{line: "one\r\ntwo 🙂 \0 =A1 <b>", who: "Ana\nB"}')
    assert said(transcript) == [("Ana B", "one\ntwo 🙂 � =A1 <b>")]


@pytest.mark.parametrize(
    ("front_matter", "says"),
    [
        ("a: &a [x, x]\ntranscript: [*a, *a]\n", "line 3: the front matter cannot be read: it has an alias"),
        ("transcript:\n- line: 'cut sho\n", "it is no valid YAML"),
        ("transcript: " + "[" * 100_000 + "\n", "nested more than"),
        ("transcript:\n" + "".join(" " * depth + "-\n" for depth in range(500)), "nested more than"),
        ('transcript: [{line: "\\ud800"}]\n', "it is no valid YAML"),
        ("transcript:\n" + f"- {{line: {'hello ' * 100}}}\n" * 8_000, "too large"),
    ],
)
def test_front_matter_that_cannot_be_read_is_refused(front_matter: str, says: str) -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.md, line \d+: ") as refusal:
        read(f"---\n{front_matter}---\n".encode(), name="a.md")
    assert says in str(refusal.value)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system ['true']", "!x y", "!!binary aGk="])
def test_tags_bring_nothing_to_life(tag: str) -> None:
    assert said(listed(f"{{line: hello, other: {tag}}}")) == [(None, "hello")]


@pytest.mark.parametrize("front_matter", ["title: A talk", "transcript: none", "transcript: []", "", "a: b: c"])
def test_other_front_matter_is_text_but_no_turn(front_matter: str) -> None:
    if front_matter == "a: b: c":
        text = f"---\n{front_matter}\n---\n# A talk\n\nAna: hello\n\nBen: hi\n"
    else:
        text = f"---\n{front_matter}\n---\nAna: hello\n\nBen: hi\n"
    transcript = read(text.encode(), name="a.md")
    assert transcript.text == text
    assert said(transcript) == [("Ana", "hello"), ("Ben", "hi")]


def test_markdown_without_front_matter_is_text_with_bold_names() -> None:
    text = (
        "# Interview 3\n\n**Ana** Why?\n\n**Ben** So.\n\n## Later\n\n**Ana** And?\n\n---\n\n**Ben** *Then* we left.\n"
    )
    transcript = read(text.encode(), name="a.md")
    assert transcript.text == text
    assert said(transcript) == [("Ana", "Why?"), ("Ben", "So."), ("Ana", "And?"), ("Ben", "*Then* we left.")]


def test_questions_in_bold_are_the_interviewer_s() -> None:
    text = (
        "We talk.\n\n**Q: How did it start?**\n\nWith physics.\n\nThen data.\n\n**Q: And then?**\n\nThen we left.\n" * 2
    )
    transcript = read(text.encode(), name="a.md")
    assert {turn.speaker: turn.role for turn in transcript.turns} == {"Q": "interviewer", None: "participant"}


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip),
            st.sampled_from(["Ana", "Ben", "Dr. Ö: x", None]),
            st.none() | st.integers(0, 10_000),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_line_of_a_list_is_a_turn_word_for_word(lines: list[tuple[str, str | None, int | None]]) -> None:
    import yaml

    entries = [{"line": line, "who": who, "sec": sec} for line, who, sec in lines]
    front_matter = yaml.safe_dump({"transcript": entries}, allow_unicode=True, default_style='"')
    transcript = read(f"---\n{front_matter}---\n".encode(), name="a.md")
    assert [transcript.speech(turn) for turn in transcript.turns] == [line.strip() for line, _, _ in lines]
    assert [turn.begin_ms for turn in transcript.turns] == [None if sec is None else sec * 1000 for _, _, sec in lines]
