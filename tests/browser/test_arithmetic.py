"""The plain functions of the page's script: lanes, pieces, ranking and edges, against slow and obvious references."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from app.tagger import script


@pytest.fixture(scope="module")
def call(chromium):
    """Calls a function of the script, with arguments as JSON."""
    with chromium.new_page() as page:
        page.evaluate(
            """(script) => new Promise((done) => {
              const element = document.createElement("script");
              element.type = "module";
              element.textContent = `${script.replace("export default ", "")}
                window.ours = { segments, lanes, ranked, wordEdge, wholeCharacters, applied, clock, placed,
                  hits, differences, standingOut, contrast, memosNow };
                window.ready();`;
              window.ready = done;
              document.head.append(element);
            })""",
            script(),
        )
        yield lambda name, *values: page.evaluate(
            """([name, values]) => {
              const made = window.ours[name](...values);
              return made instanceof Map ? [...made] : made;
            }""",
            [name, list(values)],
        )


def spans(seed: int, number: int = 40) -> list[dict]:
    chance = random.Random(seed)
    starts = [chance.randrange(60) for _ in range(number)]
    return [
        {"coding": f"c{at}", "start": start, "end": start + chance.randrange(1, 12)} for at, start in enumerate(starts)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_pieces_have_at_each_character_the_codings_that_are_there(call, seed):
    codings = spans(seed)
    pieces = call("segments", codings, 0, 80)
    for character in range(80):
        there = [each["coding"] for each in codings if each["start"] <= character < each["end"]]
        told = [piece for piece in pieces if piece["start"] <= character < piece["end"]]
        assert [each["coding"] for piece in told for each in piece["of"]] == there


@pytest.mark.parametrize("seed", range(5))
def test_no_two_stripes_of_a_lane_touch_and_no_lane_is_wasted(call, seed):
    codings = spans(seed)
    intervals = [{"id": each["coding"], "from": each["start"], "to": each["end"]} for each in codings]
    lane = dict(call("lanes", intervals))
    for a in codings:
        for b in codings:
            if a is not b and a["start"] < b["end"] and b["start"] < a["end"]:
                assert lane[a["coding"]] != lane[b["coding"]]
    deepest = max(sum(each["start"] <= at < each["end"] for each in codings) for at in range(80))
    assert max(lane.values()) + 1 == deepest


CODES = [
    {"code": "1", "path": "Velocity", "name": "Velocity"},
    {"code": "2", "path": "Velocity / Rapid prototyping", "name": "Rapid prototyping"},
    {"code": "3", "path": "Évaluation", "name": "Évaluation"},
    {"code": "4", "path": "Versioning / Velocity of change", "name": "Velocity of change"},
]


@pytest.mark.parametrize(
    ("typed", "recent", "found"),
    [
        ("", [], "1234"),
        ("", ["3", "2"], "3214"),
        ("velocity", ["4"], "142"),
        ("rapid velo", [], "2"),
        ("EVALUATION", [], "3"),
        ("change velocity", [], "4"),
        ("nothing", [], ""),
    ],
)
def test_codes_are_found_by_words_of_their_path_the_name_first_and_recent_ones_before(call, typed, recent, found):
    assert "".join(code["code"] for code in call("ranked", CODES, typed, recent)) == found


@pytest.mark.parametrize(
    ("offset", "edge", "step", "moved"),
    [
        (3, "end", 1, 7),
        (7, "end", 1, 12),
        (12, "end", 1, 12),
        (7, "end", -1, 3),
        (4, "start", 1, 9),
        (4, "start", -1, 0),
    ],
)
def test_an_end_moves_by_words(call, offset, edge, step, moved):
    assert call("wordEdge", "one two, don't"[:12], offset, edge, step) == moved


def test_a_span_takes_in_whole_characters(call):
    text = "a\U0001f469\u200d\U0001f4bbe\u0301z"
    assert call("wholeCharacters", text, 2, 7) == {"start": 1, "end": 8}
    assert call("wholeCharacters", text, 0, 9) == {"start": 0, "end": 9}


def test_what_waits_is_shown_over_what_is_stored(call):
    stored = [{"coding": "a", "start": 5, "end": 9, "code": "x"}, {"coding": "b", "start": 0, "end": 2, "code": "x"}]
    waiting = [{"shows": [["b", None]]}, {"shows": [["c", {"coding": "c", "start": 1, "end": 2, "code": "y"}]]}]
    assert [each["coding"] for each in call("applied", stored, waiting)] == ["c", "a"]


def test_times_are_read_as_on_a_recorder(call):
    assert [call("clock", at) for at in (0, 61_000, 3_723_000)] == ["00:00", "01:01", "1:02:03"]


def test_names_of_stripes_are_never_on_each_other(call):
    intervals = [{"id": str(at), "from": at * 5, "to": at * 5 + 30} for at in range(30)]
    places = sorted(at for _, at in call("placed", intervals))
    assert len(places) > 5
    assert all(after - before >= 17 for before, after in pairwise(places))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("fish", ["Fish", "\ufb01sh", "fish"]),
        ("FISH  soup", ["\ufb01sh\n soup"]),
        ("cafe\u0301", ["caf\u00e9", "Cafe\u0301"]),
        ("a+b", ["a+b"]),
        ("\U0001f680", ["\U0001f680"]),
        (" ", []),
    ],
)
def test_words_are_found_in_any_case_with_and_without_accents_at_their_places(call, typed, found):
    text = "Fish \U0001f680 \ufb01sh\n soup caf\u00e9 Cafe\u0301 a+b fish"
    units = text.encode("utf-16-le")
    spans = call("hits", [{"start": 0, "text": text}], typed)
    assert [units[2 * span["start"] : 2 * span["end"]].decode("utf-16-le") for span in spans] == found


@pytest.mark.parametrize("seed", range(5))
def test_differences_are_where_two_coders_codes_are_not_the_same(call, seed):
    codings = [
        {**each, "code": str(number % 3), "coder": "ab"[number % 2]} for number, each in enumerate(spans(seed, 14))
    ]
    found = call("differences", "x" * 80, codings, ["a", "b"])
    for character in range(80):
        there = [each for each in codings if each["start"] <= character < each["end"]]
        of_a, of_b = ({each["code"] for each in there if each["coder"] == coder} for coder in "ab")
        told = [each["reads"] for each in found if each["start"] <= character < each["end"]]
        assert told == ([] if of_a == of_b else ["second" if not of_a else "first" if not of_b else "other"])


def test_a_difference_without_a_word_is_none(call):
    codings = [{"coding": "c", "start": 0, "end": 6, "code": "x", "coder": "a"}]
    codings.append({"coding": "d", "start": 0, "end": 5, "code": "x", "coder": "b"})
    assert call("differences", "Sure.  Yes", codings, ["a", "b"]) == []


@pytest.mark.parametrize("background", ["#161616", "#ffffff"])
@pytest.mark.parametrize("colour", ["#4b0bb5", "#fdfd96", "#808080"])
def test_a_code_s_colour_stands_out_from_the_background(call, colour, background):
    text = "#ffffff" if background == "#161616" else "#222222"
    shown = call("standingOut", colour, {"background": background, "text": text})
    assert call("contrast", shown, background) >= 3


def test_a_memo_is_there_before_the_study_has_answered(call):
    stored = [{"memo": "a", "text": "old"}, {"memo": "b", "text": "gone"}]
    waiting = [
        {"do": "remove memo", "memo": "b"},
        {"do": "memo", "id": "c", "about": "document", "target": "d", "text": "new"},
    ]
    assert [each["text"] for each in call("memosNow", stored, waiting, {"id": "ada"})] == ["old", "new"]
