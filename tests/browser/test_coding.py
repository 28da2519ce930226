"""Text is selected and coded in the page, and the study has exactly what was selected."""

from __future__ import annotations

import signal

import pytest
from playwright.sync_api import expect

from tests.browser.transcripts import HARD


def test_text_selected_with_the_mouse_is_painted_at_once_and_stored_exactly(desk):
    desk.open("mouse").drag("rolled it back at once")
    desk.tag("fallb")
    assert desk.painted == ["rolled it back at once"]
    desk.saved()
    assert desk.codings() == [("rolled it back at once", "Versioning / Fallback")]


def test_a_part_of_what_is_selected_is_selected_with_the_mouse(desk):
    desk.open("hotkeys").drag("then we looked at the data")
    desk.drag("we looked")
    assert desk.page.evaluate("getSelection().toString()") == "we looked"


def test_everything_goes_by_keyboard(desk):
    desk.open("keyboard")
    desk.transcript.focus()
    desk.press("ArrowRight", *["Control+ArrowRight"] * 2, *["Shift+Control+ArrowRight"] * 2)
    selected = desk.page.evaluate("getSelection().toString()")
    assert len(selected) > 4
    desk.tag("trust")
    desk.saved()
    assert desk.codings() == [(selected, "Trust")]
    expect(desk.transcript).to_be_focused()


def test_a_selection_across_turns_is_one_coding(desk):
    desk.open("across").select((0, 50), (2, 8))
    desk.tag("velo")
    desk.saved()
    assert desk.codings() == [("he data.\nBob: How long did that take?\nAna: An hour.", "Velocity")]
    assert desk.painted == ["he data.", "How long did that take?", "An hour."]


@pytest.mark.parametrize(
    "piece",
    [
        "\U0001f680\U0001f680 now",
        "\U0001f469\u200d\U0001f4bb says",
        "nai\u0308ve cafe\u0301",
        "עולם, אמרה",
        "\U0001f1e9\U0001f1ea",
    ],
)
def test_emoji_combining_marks_and_right_to_left_text_are_stored_as_selected(desk, piece):
    desk.open("hard")
    before = len(desk.codings())
    lines = [line.split(": ", 1)[1] for line in HARD.strip().split("\n")]
    turn = next(number for number, line in enumerate(lines) if piece in line)
    start = len(lines[turn][: lines[turn].index(piece)].encode("utf-16-le")) // 2
    end = start + len(piece.encode("utf-16-le")) // 2
    assert desk.select((turn, start), (turn, end)) == piece
    desk.tag("trust")
    desk.saved()
    assert (piece, "Trust") in desk.codings()
    assert len(desk.codings()) == before + 1


def test_half_a_character_is_never_coded(desk):
    desk.open("hard").select((0, 9), (0, 10))  # the second half of a rocket
    desk.tag("velocity")
    desk.saved()
    assert ("\U0001f680", "Velocity") in desk.codings()


def test_a_place_in_a_very_long_turn(desk):
    desk.open("long").drag("word11234 word11235")
    desk.tag("trust")
    desk.saved()
    assert desk.codings() == [("word11234 word11235", "Trust")]


def test_a_triple_click_selects_the_turn_and_no_more(desk):
    desk.open("triple")
    desk.page.locator(".vv-text").nth(2).click(click_count=3)
    desk.tag("trust")
    desk.saved()
    assert desk.codings() == [("An hour. The tracker keeps everything but the reasons.", "Trust")]


def test_what_was_undone_can_be_done_again_at_any_depth(desk):
    desk.open("undo")
    for word in ("rolled", "back", "once"):
        desk.drag(word)
        desk.tag("trust")
    desk.saved()
    desk.press("Control+z", "Control+z", "Control+z")
    expect(desk.stripes).to_have_count(0)
    desk.saved()
    assert desk.codings() == []
    desk.press("Control+Shift+z", "Control+Shift+z")
    expect(desk.stripes).to_have_count(2)
    desk.saved()
    assert desk.codings() == [("rolled", "Trust"), ("back", "Trust")]


def test_after_a_reload_it_is_all_there(desk):
    desk.open("reload").drag("then we looked")
    desk.tag("rapid")
    desk.saved()
    desk.page.reload()
    expect(desk.stripes).to_have_count(1, timeout=20_000)
    assert desk.painted == ["then we looked"]
    desk.transcript.focus()
    desk.press("Control+z")
    expect(desk.stripes).to_have_count(0)


def test_every_coding_that_was_said_to_be_saved_survives_a_killed_server(desk, server):
    desk.open("killed").drag("rolled")
    desk.tag("trust")
    desk.saved()
    server.stop(signal.SIGKILL)
    desk.drag("looked")
    desk.tag("velo")
    expect(desk.page.locator(".vv-saved")).to_have_attribute("data-state", "waiting")
    server.start()
    desk.saved()
    assert desk.codings() == [("rolled", "Trust"), ("looked", "Velocity")]


def test_forty_codings_in_little_over_a_second_all_arrive(desk):
    desk.open("burst")
    desk.drag("rolled")
    desk.tag("trust")
    desk.saved()
    sent = desk.page.evaluate(
        """async () => {
          const nodes = [...document.querySelectorAll(".vv-text")].map((element) => element.firstChild);
          const scroller = document.querySelector(".vv-scroller");
          for (let number = 0; number < 40; number++) {
            getSelection().setBaseAndExtent(nodes[2], number, nodes[2], number + 3);
            scroller.dispatchEvent(new KeyboardEvent("keydown", { key: "q", bubbles: true }));
            await new Promise((done) => setTimeout(done, 30));
          }
          return 40;
        }"""
    )
    desk.saved()
    assert len(desk.codings()) == sent + 1


def test_streamlit_s_own_keys_do_nothing_while_someone_codes(desk):
    desk.open("hotkeys")
    desk.transcript.focus()
    desk.press("c", "r")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
