"""What the readers of captions make of cues, voices, labels and slips of the format."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook.errors import UnreadableFile
from corpus.readers.captions import read_srt, read_vtt
from corpus.transcripts import Transcript


def vtt(body: str) -> Transcript:
    return read_vtt(f"WEBVTT\n\n{body}".encode(), name="meeting.vtt")


def srt(body: str) -> Transcript:
    return read_srt(body.encode(), name="film.srt")


def turns(transcript: Transcript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, transcript.speech(turn)) for turn in transcript.turns]


def cues(*said: str, every: int = 3, lasting: int = 3) -> str:
    """Cues one after the other, each `lasting` seconds, one `every` so many."""
    return "\n\n".join(
        f"00:{at // 60:02}:{at % 60:02}.000 --> 00:{(at + lasting) // 60:02}:{(at + lasting) % 60:02}.000\n{text}"
        for at, text in zip(range(0, 10_000, every), said, strict=False)
    )


def test_cues_of_one_voice_are_one_turn_with_its_times() -> None:
    transcript = vtt(cues("<v Ana>How did", "<v Ana>it go?", "<v Ben>It broke."))
    assert turns(transcript) == [("Ana", "How did it go?"), ("Ben", "It broke.")]
    assert [(turn.begin_ms, turn.finish_ms) for turn in transcript.turns] == [(0, 6000), (6000, 9000)]
    assert transcript.text == "[00:00:00] Ana: How did it go?\n\n[00:00:06] Ben: It broke."


def test_a_pause_does_not_end_the_turn_of_a_voice() -> None:
    assert turns(vtt(cues("<v Ana>Well", "<v Ana>...", every=40))) == [("Ana", "Well ...")]


def test_two_voices_in_a_cue_are_two_turns() -> None:
    assert turns(vtt(cues("<v Ana>Really?</v>\n<v Ben>Yes."))) == [("Ana", "Really?"), ("Ben", "Yes.")]


def test_a_voice_may_have_classes_and_entities() -> None:
    assert turns(vtt(cues("<v.first.loud Bell &amp; Co>Hi &lt;all&gt;</v>"))) == [("Bell & Co", "Hi <all>")]


@pytest.mark.parametrize(
    ("cue", "speech"),
    [
        ("<i>so</i> <b>it</b> <c.yellow>goes</c>", "so it goes"),
        ("so <00:00:01.500>it <ruby>goes<rt>x</rt></ruby>", "so it goesx"),
        ('<font color="#fff">so</font> it {\\an8}goes', "so it goes"),
        ("x &lt; 3 &amp; y > 2", "x < 3 & y > 2"),
        ("if x < 3 then", "if x < 3 then"),
        ("caf&eacute; &#233; &#x1F642; AT&T &nosuch;", "café é 🙂 AT&T &nosuch;"),
        ("two\nlines", "two lines"),
    ],
)
def test_markup_is_removed_and_words_are_not(cue: str, speech: str) -> None:
    assert turns(vtt(cues(cue))) == [(None, speech)]


def test_names_before_a_colon_are_speakers_and_cues_without_go_on() -> None:
    transcript = vtt(cues("Ana Lopez: How did", "it go?", "Ben: It broke.", "Ana Lopez: And then?", "Ben: Again."))
    assert turns(transcript) == [
        ("Ana Lopez", "How did it go?"),
        ("Ben", "It broke."),
        ("Ana Lopez", "And then?"),
        ("Ben", "Again."),
    ]


def test_known_speakers_are_found_however_often_they_speak() -> None:
    data = f"WEBVTT\n\n{cues('Ana: How did it go?', 'Ben: It broke.')}".encode()
    transcript = read_vtt(data, name="a.vtt", speakers=["Ana", "Ben"])
    assert turns(transcript) == [("Ana", "How did it go?"), ("Ben", "It broke.")]


def test_without_speakers_a_pause_begins_a_paragraph() -> None:
    transcript = vtt(cues("We had", "a model.", every=3) + "\n\n00:01:00.000 --> 00:01:03.000\nIt broke.")
    assert turns(transcript) == [(None, "We had a model."), (None, "It broke.")]


def test_without_speakers_or_pauses_a_minute_ends_at_the_next_sentence() -> None:
    said = [f"word {number}," for number in range(25)]
    said[10], said[22] = "One.", "Two."
    assert [speech[-4:] for _, speech in turns(vtt(cues(*said)))] == ["Two.", " 24,"]


def test_notes_styles_regions_and_identifiers_are_no_speech() -> None:
    before = "STYLE\n::cue { color: red }\n\nNOTE a remark\nin two lines\n\nREGION\nid:x\n\nintro\n"
    assert turns(vtt(f"{before}{cues('One.')}\n\nNOTE end")) == [(None, "One.")]


@pytest.mark.parametrize("read", [read_vtt, read_srt])
def test_words_that_are_keywords_elsewhere_are_speech(read: Callable[..., Transcript]) -> None:
    body = f"WEBVTT\n\n{cues('NOTE THAT WE', 'STYLE')}"
    assert turns(read(body.encode(), name="capitals")) == [(None, "NOTE THAT WE STYLE")]


def test_chinese_cues_are_joined_without_a_space() -> None:
    assert turns(vtt(cues("我们部署了", "这个模型。"))) == [(None, "我们部署了这个模型。")]


def test_what_youtube_repeats_is_read_once() -> None:
    body = cues(
        " \nwe<00:00:01.000><c> had</c><00:00:02.000><c> it</c>",
        "we had it",
        "we had it\nand<00:00:07.000><c> it</c><00:00:08.000><c> broke</c>",
        "and it broke",
        every=1,
        lasting=1,
    )
    assert turns(vtt(body)) == [(None, "we had it and it broke")]


@pytest.mark.parametrize(
    "body",
    [
        "1\n00:00:01,000 --> 00:00:02,500\nOne.\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo.\n",
        "1\r\n00:00:01,000 --> 00:00:02,500\r\nOne.\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nTwo.",
        "\ufeff1\n00:00:01.000 --> 00:00:02.500\nOne.\n2\n00:00:03.000 --> 00:00:04.000\nTwo.",
        "00:01 --> 00:02,5\nOne.\n\n00:03 -> 00:04\nTwo.",
        "1\n0:0:1,0 --> 0:0:2,5 X1:40 X2:600\n\nOne.\n\n\n2\n0:0:3,0 --> 0:0:4,0\nTwo.",
    ],
    ids=["as it should be", "windows", "no blank line", "no numbers, hours or fractions", "blank lines too many"],
)
def test_slips_of_the_format_are_borne(body: str) -> None:
    transcript = srt(body)
    assert " ".join(speech for _, speech in turns(transcript)) == "One. Two."
    assert transcript.turns[0].begin_ms == 1000
    assert transcript.turns[-1].finish_ms == 4000


def test_text_behind_a_blank_line_is_read() -> None:
    body = "1\n00:00:01,000 --> 00:00:02,000\nOne.\n\nTwo.\n\n2\n00:00:02,000 --> 00:00:03,000\nThree."
    assert turns(srt(body)) == [(None, "One. Two. Three.")]


def test_a_number_that_was_said_stays() -> None:
    assert turns(srt("1\n00:00:01,000 --> 00:00:02,000\nHow many?\n12\n\n2\n00:00:02,000 --> 00:00:03,000\n7"))[0][
        1
    ] == ("How many? 12 7")


@given(
    st.lists(
        st.tuples(st.sampled_from(["Ana", "Ben", "Lea"]), st.sampled_from(["Yes.", "No, 12", "So\nwhat?"]))
    ).filter(bool)
)
def test_every_word_of_every_cue_is_in_one_turn_in_order(said: list[tuple[str, str]]) -> None:
    transcript = vtt(cues(*(f"<v {name}>{text}" for name, text in said)))
    assert " ".join(speech for _, speech in turns(transcript)).split() == " ".join(text for _, text in said).split()
    speakers = [name for name, _ in turns(transcript)]
    assert all(one != other for one, other in pairwise(speakers))


def test_a_file_without_cues_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"^notes\.vtt holds no caption.*-->"):
        read_vtt(b"WEBVTT\n\nAna: We had a model.", name="notes.vtt")


def test_cues_without_a_word_are_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"^silence\.srt holds no"):
        read_srt(b"1\n00:00:01,000 --> 00:00:02,000\n<i></i>\n", name="silence.srt")
