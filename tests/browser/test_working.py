"""What coders do with codings once they are there, with the codebook at hand, and with each other."""

from __future__ import annotations

from contextlib import closing

import pytest
from playwright.sync_api import expect

from corpus.coding import NewCoding, add_codings, remove_codings
from corpus.study import Study
from tests.browser.desk import Desk
from tests.browser.transcripts import HARD, LONG


def test_a_stripe_tells_who_coded_what_and_removes_it(desk):
    desk.open("stripe").drag("rolled it")
    desk.tag("trust")
    desk.saved()
    desk.page.get_by_role("button", name="Trust, Ada: rolled it").click()
    card = desk.page.get_by_role("region", name="Active coding")
    expect(card).to_contain_text("Trust")
    expect(card).to_contain_text("Ada")
    card.get_by_role("button", name="Remove").click()
    expect(desk.stripes).to_have_count(0)
    desk.saved()
    assert desk.codings() == []


def test_the_palette_lists_recent_codes_first_and_goes_back_on_escape(desk):
    desk.open("palette").drag("rolled")
    desk.tag("evalu")
    desk.drag("looked")
    desk.press("Enter")
    expect(desk.options.first).to_contain_text("Évaluation")
    desk.press("Escape")
    expect(desk.palette).to_be_hidden()
    expect(desk.transcript).to_be_focused()
    assert desk.page.evaluate("getSelection().toString()") == "looked"
    desk.saved()
    assert [path for _, path in desk.codings()] == ["Évaluation"]


def test_several_codes_go_on_one_span_and_a_second_enter_takes_one_off(desk):
    desk.open("several").drag("the data")
    desk.press("Enter")
    for typed in ("trust", "velocity"):
        desk.page.keyboard.type(typed)
        desk.press("Shift+Enter")
    desk.press("Escape")
    desk.saved()
    assert sorted(desk.codings()) == [("the data", "Trust"), ("the data", "Velocity")]
    desk.tag("trust")
    desk.saved()
    assert desk.codings() == [("the data", "Velocity")]


def test_a_new_code_shows_those_much_like_it_first(desk):
    desk.open("new").drag("rolled")
    desk.press("Enter")
    desk.page.keyboard.type("Fall-back")
    desk.press("ArrowUp", "Enter")
    expect(desk.page.get_by_role("listbox")).to_contain_text("Much like codes that there are")
    expect(desk.options.first).to_contain_text("Fallback")
    desk.press("ArrowDown", "Enter")
    expect(desk.palette).to_be_hidden()
    desk.saved()
    assert desk.codings() == [("rolled", "Fall-back")]


def test_the_words_themselves_become_a_code(desk):
    desk.open("vivo").drag("on a Friday")
    desk.press("v")
    desk.saved()
    assert desk.codings() == [("on a Friday", "on a Friday")]


def test_number_keys_and_the_last_code_again(desk):
    desk.open("pinned").drag("rolled")
    desk.tag("fallback")
    desk.drag("looked")
    desk.press("1")
    desk.drag("hour")
    desk.press("q")
    desk.saved()
    assert desk.codings() == [(word, "Versioning / Fallback") for word in ("rolled", "looked", "hour")]


def test_codings_are_walked_recoded_and_removed_by_keys(desk):
    desk.open("walk")
    for word in ("rolled", "hour", "Friday"):
        desk.drag(word)
        desk.tag("trust")
    desk.press("Escape", "k", "k", "Enter")
    expect(desk.palette).to_be_focused()
    desk.page.keyboard.type("velocity")
    desk.press("Enter", "j", "Backspace")
    desk.saved()
    assert desk.codings() == [("rolled", "Trust"), ("hour", "Velocity")]


def test_the_end_of_a_coding_moves_by_words_and_by_dragging(desk):
    desk.open("resize").drag("rolled it")
    desk.tag("trust")
    desk.press("Escape", "k", "]", "]", "}")
    desk.saved()
    assert desk.codings() == [("it back at", "Trust")]
    handle = desk.page.locator(".vv-handle-end").bounding_box()
    assert handle
    desk.page.mouse.move(handle["x"] + 1, handle["y"] + 8)
    desk.page.mouse.down()
    desk.page.mouse.move(handle["x"] + 30, handle["y"] + 8, steps=3)
    desk.page.mouse.move(*desk.middle_of("once"))
    desk.page.mouse.up()
    desk.saved()
    ((quote, _),) = desk.codings()
    assert quote.startswith("it back at o")
    desk.press("Control+z")
    desk.saved()
    assert desk.codings() == [("it back at", "Trust")]


def test_a_memo_is_written_and_read(desk):
    desk.open("memo").drag("rolled")
    desk.tag("trust")
    desk.press("Escape", "k", "m")
    desk.page.keyboard.type("Ask <b>again</b>.")
    desk.press("Control+Enter")
    expect(desk.page.get_by_role("region", name="Memo", exact=True)).to_contain_text("Ask <b>again</b>.")
    desk.saved()
    with closing(Study.open(desk.folder)) as study:
        assert study.memos()["text"].tolist() == ["Ask <b>again</b>."]


def test_suggestions_are_accepted_and_rejected_by_a_key(desk):
    desk.open("suggested")
    expect(desk.page.locator(".vv-stripe.vv-proposed")).to_have_count(3)
    desk.transcript.focus()
    desk.press("n", "a", "n")
    expect(desk.page.get_by_role("region", name="Active coding")).to_contain_text("Because: it says so")
    desk.press("x")
    expect(desk.page.locator(".vv-stripe.vv-proposed")).to_have_count(1)
    desk.saved()
    assert desk.codings() == [("rolled it back", "Trust")]
    desk.press("Control+z", "Control+z")
    expect(desk.page.locator(".vv-stripe.vv-proposed")).to_have_count(3)
    assert desk.codings() == []


@pytest.fixture
def elsewhere(server):
    """The study, changed by someone else meanwhile."""
    with closing(Study.open(server.folder)) as study:
        yield study


def test_what_others_code_appears_by_itself_and_keeps_one_s_place(desk, elsewhere):
    desk.open("others").drag("looked")
    desk.press("Enter")
    with elsewhere.change("add a coding", coder="Ben") as change:
        add_codings(change, [NewCoding(desk.document, 5, 14, elsewhere.codebook().at("Trust").id)])
    expect(desk.page.get_by_text("Ben added a coding.")).to_be_visible(timeout=8000)
    expect(desk.page.get_by_role("button", name="Trust, Ben: We rolled")).to_be_visible()
    expect(desk.palette).to_be_focused()
    desk.page.keyboard.type("velo")
    desk.press("Enter")
    desk.saved()
    assert desk.codings() == [("We rolled", "Trust"), ("looked", "Velocity")]
    desk.page.get_by_label("Codings shown").select_option("My codings")
    expect(desk.stripes).to_have_count(1)


def test_changing_what_someone_has_just_removed_says_so(desk, elsewhere):
    desk.open("deleted").drag("looked")
    desk.tag("trust")
    desk.saved()
    desk.press("Escape", "k", "Enter")
    coding = elsewhere.codings(of=[desk.document])["coding"][0]
    with elsewhere.change("remove a coding", coder="Ben") as change:
        remove_codings(change, [coding])
    desk.page.keyboard.type("velocity")
    desk.press("Enter")
    expect(desk.page.get_by_role("alert")).to_contain_text("someone removed it")
    expect(desk.stripes).to_have_count(0)


def test_one_comes_back_to_the_place_that_one_left(desk):
    desk.open("long").transcript.focus()
    desk.page.evaluate(
        """async () => {
          for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
          document.querySelector(".vv-scroller").scrollTop = 3000;
        }"""
    )
    desk.page.wait_for_function("Object.keys(sessionStorage).some((key) => key.endsWith('place'))")
    desk.page.reload()
    expect(desk.transcript).to_be_visible(timeout=20_000)
    desk.page.wait_for_function("document.querySelector('.vv-scroller').scrollTop === 3000")


def test_an_address_leads_to_a_passage_and_lights_it_up(desk):
    at = LONG.index("word9000 word9001")
    desk.open("long", at=at, to=at + len("word9000 word9001"))
    desk.page.wait_for_function("CSS.highlights.get('vv-lit').size === 1")
    assert desk.lit("lit") == ["word9000 word9001"]
    assert desk.is_seen("word9000")
    expect(desk.transcript).to_be_focused()
    desk.page.wait_for_function("CSS.highlights.get('vv-lit').size === 0")


def test_an_address_without_an_end_leads_to_what_is_coded_there(desk):
    desk.open("hard").select((2, 0), (2, 4))
    desk.tag("trust")
    desk.saved()
    desk.open("hard", at=HARD.index("Done"))
    expect(desk.page.get_by_role("region", name="Active coding")).to_contain_text("Trust")
    assert desk.lit("active") == ["Done"]


def test_hostile_names_and_texts_are_shown_as_text(page, server):
    desk = Desk(page, server.address, server.folder)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    desk.open("<b>hostile</b> $x$")
    expect(desk.transcript).to_contain_text("$\\input{/etc/passwd}$ <script>alert(2)</script>")
    desk.drag("bold")
    desk.press("Enter")
    name = "<img src=x onerror=alert(3)> $y$ [a](b)"
    page.keyboard.type(name)
    desk.press("Enter")
    expect(desk.palette).to_be_hidden()
    desk.saved()
    assert desk.codings() == [("bold", name)]
    expect(page.get_by_role("button", name=f"{name}, Ada: bold")).to_be_visible()
    assert page.locator(".vv img, .vv script").count() == 0
