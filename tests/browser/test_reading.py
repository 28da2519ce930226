"""What is shown of a transcript: two coders side by side, some codes, hits, memos; and keys of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus.coding import NewCoding, add_codings
from corpus.study import Study
from tests.browser.conftest import Server
from tests.browser.desk import Desk
from tests.browser.transcripts import PLAIN


def code(server: Server, document: str, coder: str, **codes: str) -> None:
    """Code quotes of a transcript, by path, in the name of someone."""
    with closing(Study.open(server.folder)) as study:
        identity = str(study.documents().set_index("name")["document"][document])
        book = study.codebook()
        with study.change("add codings", coder=coder) as change:
            add_codings(
                change,
                [
                    NewCoding(identity, PLAIN.index(quote), PLAIN.index(quote) + len(quote), book.at(path).id)
                    for path, quote in codes.items()
                ],
            )


# Two coders


@pytest.fixture
def compared(desk: Desk, server: Server) -> Desk:
    """A transcript on which Ada and Ben agree once; Ada alone, Ben alone and both otherwise code once each."""
    desk.open("compared")
    if not desk.codings():
        code(server, "compared", "Ada", Trust="rolled it back", Velocity="How long", Versioning="The tracker")
        code(server, "compared", "Ben", Trust="rolled it back", Velocity="An hour", Évaluation="The tracker")
        desk.open("compared")
    desk.page.get_by_label("Codings shown").select_option("Two coders, side by side")
    expect(desk.page.get_by_label("First coder")).to_have_value(desk.coder("Ada"))
    return desk


def test_two_coders_stand_side_by_side_under_their_names(compared):
    assert compared.page.locator(".vv-head").all_inner_texts() == ["Ada", "Ben"]
    for name in ("Trust, Ada", "Trust, Ben"):
        expect(compared.page.get_by_role("button", name=name)).to_be_visible()
    of_ada = compared.page.get_by_role("button", name="Trust, Ada").bounding_box()
    of_ben = compared.page.get_by_role("button", name="Trust, Ben").bounding_box()
    assert of_ada["x"] + of_ada["width"] < of_ben["x"]
    assert of_ada["y"] == of_ben["y"]


def test_where_two_coders_read_alike_and_where_not_is_told_by_colour_and_by_line(compared):
    assert compared.lit("alike") == ["rolled it back"]
    assert compared.lit("first") == ["How long"]
    assert compared.lit("second") == ["An hour"]
    assert compared.lit("other") == ["The tracker"]
    legend = compared.page.get_by_role("group", name="What the colours mean")
    assert legend.inner_text().split("\n") == ["both alike", "only Ada", "only Ben", "both, otherwise"]
    lines = legend.locator("span").evaluate_all(
        "(all) => all.map((each) => getComputedStyle(each).textDecorationStyle)"
    )
    assert lines[1:] == ["solid", "dotted", "wavy"]


def test_a_key_walks_through_the_differences(compared):
    difference = compared.page.get_by_role("region", name="Difference")
    count = compared.page.locator(".vv-compare .vv-count")
    expect(count).to_have_text("3 differences")
    compared.transcript.focus()
    compared.press("n")
    expect(difference).to_contain_text("Ada: Velocity")
    expect(difference).to_contain_text("Ben: nothing")
    expect(count).to_have_text("1 of 3 differences")
    assert compared.lit("lit") == ["How long"]
    compared.press("n", "n")
    expect(difference).to_contain_text("Ben: Évaluation")
    compared.press("N")
    expect(difference).to_contain_text("An hour")
    compared.page.get_by_role("button", name="Previous difference").click()
    expect(difference).to_contain_text("How long")


def test_other_coders_are_chosen_and_one_goes_back_to_all_codings(compared):
    page = compared.page
    page.get_by_label("First coder").select_option("Ben")
    assert page.locator(".vv-head").all_inner_texts() == ["Ben", "Ada"]
    page.get_by_label("Codings shown").select_option("Codings of everyone")
    expect(page.locator(".vv-head")).to_have_count(0)
    assert compared.lit("alike") == []
    assert len(compared.painted) == 4


# Some codes


def test_only_some_codes_are_shown_a_theme_with_those_below_it(desk, server):
    code(
        server,
        "filtered",
        "Ada",
        Versioning="The tracker",
        Trust="Nobody",
        **{"Versioning / Fallback": "rolled it back"},
    )
    desk.open("filtered").transcript.focus()
    expect(desk.stripes).to_have_count(3)
    desk.press("f")
    desk.page.keyboard.type("versioning")
    desk.page.get_by_role("checkbox", name="Versioning").check()
    desk.press("Escape")
    expect(desk.transcript).to_be_focused()
    expect(desk.page.get_by_title("Codes shown")).to_contain_text("Only Versioning")
    assert desk.painted == ["rolled it back", "The tracker"]
    desk.drag("on a Friday")
    desk.tag("trust")
    expect(desk.page.get_by_text("Coded, but not shown")).to_be_visible()
    desk.page.get_by_title("Codes shown").click()
    desk.page.get_by_role("button", name="Show all codes").click()
    expect(desk.stripes).to_have_count(4)
    desk.saved()


# Search


def test_words_are_found_whatever_their_case_and_the_key_walks_the_hits(desk):
    desk.open("searched").transcript.focus()
    desk.press("s")
    field = desk.page.get_by_label("Search in this transcript")
    expect(field).to_be_focused()
    desk.page.keyboard.type("REASONS")
    assert desk.lit("hit") == ["reasons", "reasons", "reasons"]
    desk.press("Enter")
    expect(desk.transcript).to_be_focused()
    assert desk.page.evaluate("getSelection().toString()") == "reasons"
    count = desk.page.locator(".vv-searching .vv-count")
    expect(count).to_have_text("1 of 3")
    desk.press("n", "n")
    expect(count).to_have_text("3 of 3")
    desk.press("N")
    expect(count).to_have_text("2 of 3")
    desk.tag("trust")  # a hit is selected: it can be coded at once
    desk.saved()
    assert desk.codings() == [("reasons", "Trust")]
    desk.press("s", "Escape")
    expect(desk.transcript).to_be_focused()
    assert desk.lit("hit") == []


def test_accents_and_ligatures_are_found_as_they_are_written_and_without(desk):
    desk.open("hard").transcript.focus()
    desk.press("s")
    desk.page.keyboard.type("naive cafe")
    assert desk.lit("hit") == ["nai\u0308ve cafe\u0301"]
    desk.page.get_by_label("Search in this transcript").fill("no such words")
    expect(desk.page.locator(".vv-searching .vv-count")).to_have_text("not found")


# Memos


def test_memos_on_a_turn_the_transcript_and_a_code_are_marked_listed_and_found_again(desk):
    desk.open("noted").drag("rolled")
    desk.tag("trust")
    for keys, text in ((["C"], "Of the code."), (["M"], "Of the whole."), (["Escape", "ArrowDown", "m"], "Of a turn.")):
        desk.press(*keys)
        desk.page.keyboard.type(text)
        desk.press("Control+Enter")
    desk.saved()
    with closing(Study.open(desk.folder)) as study:
        memos = study.memos()
    written = memos[memos["text"].str.startswith("Of ")].set_index("about")["text"].to_dict()
    assert written == {"code": "Of the code.", "document": "Of the whole.", "passage": "Of a turn."}
    expect(desk.page.get_by_role("button", name="Memo: Of a turn.")).to_be_visible()
    desk.page.get_by_text("All memos (3)").click()
    expect(desk.page.locator(".vv-list li")).to_have_count(3)
    desk.press("Escape")
    desk.page.get_by_role("button", name="Memo: Of a turn.").click()
    note = desk.page.get_by_role("region", name="Memo", exact=True)
    expect(note).to_contain_text("Of a turn.")
    note.get_by_role("button", name="Remove memo").click()
    expect(desk.page.get_by_role("button", name="Memo: Of a turn.")).to_have_count(0)
    desk.saved()


# Keys


def test_a_key_is_changed_on_the_card_kept_and_set_back(desk):
    desk.open("narrow").drag("rolled")
    desk.tag("trust")
    desk.press("Escape", "?")
    card = desk.page.get_by_role("dialog", name="Keys")
    card.get_by_role("button", name="Previous coding: k").click()
    desk.press("j")
    expect(card.get_by_role("status")).to_contain_text("j is the key of “Next coding”")
    card.get_by_role("button", name="Previous coding: k").click()
    desk.press("w")
    expect(card.get_by_role("button", name="Previous coding: w")).to_be_visible()
    desk.saved()
    desk.page.reload()
    expect(desk.stripes).to_have_count(1, timeout=20_000)
    desk.transcript.focus()
    active = desk.page.get_by_role("region", name="Active coding")
    desk.press("End", "End", "k")
    expect(active).to_have_count(0)
    desk.press("w")
    expect(active).to_be_visible()
    desk.press("?")
    card.get_by_role("button", name="As they were").click()
    expect(card.get_by_role("button", name="Previous coding: k")).to_be_visible()


# A phone


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as context:
        yield context.new_page()


def test_on_a_phone_what_is_selected_is_coded_by_touch(phone, server):
    desk = Desk(phone, server.address, server.folder).open("phone")
    desk.select((0, 3), (0, 14))
    phone.get_by_role("button", name="Code", exact=True).tap()
    expect(desk.palette).to_be_visible()
    assert desk.palette.bounding_box()["width"] > 300
    desk.options.filter(has_text="Trust").tap()
    desk.saved()
    assert desk.codings() == [("rolled it b", "Trust")]
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
