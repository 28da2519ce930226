"""In a real browser: what is clicked shows its quotes, again and again, and a quote leads to its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from corpus.study import Study
from tests.browser.conftest import Server
from tests.browser.test_pages import settled
from tests.studies import code, study_of

TEXT = "Ana: one two three four five.\nBob: why?\nAna: six seven eight nine ten.\n"


@pytest.fixture(scope="module")
def explored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("explored") / "study"
    with closing(study_of(folder, {"one": TEXT}, ("A", "B", "C"))) as study:
        code(study, "one", 5, 18, "A", "Ada")
        code(study, "one", 14, 23, "B", "Ada")
        code(study, "one", 45, 54, "B", "Ben")
        code(study, "one", 49, 60, "C", "Ada")
    server = Server(folder)
    yield server
    server.stop()


def test_a_bar_opens_its_quotes_as_often_as_it_is_clicked(page: Page, explored: Server):
    page.goto(f"{explored.address}/frequencies")
    settled(page)
    for chart in ("frequencies_chart", "frequencies_chart_1"):
        page.locator(f".st-key-{chart} .mark-rect path").first.click(timeout=20_000)
        expect(page.get_by_role("dialog")).to_contain_text("one two three", timeout=20_000)
        page.get_by_role("dialog").get_by_label("Close").click()
        expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_line_of_the_graph_shows_where_two_codes_meet(page: Page, explored: Server):
    page.goto(f"{explored.address}/cooccurrence")
    settled(page)
    page.locator("[data-testid=stVegaLiteChart] .mark-rule line").last.click(force=True)
    expect(page.get_by_role("dialog")).to_contain_text("A & B")
    expect(page.get_by_role("dialog").locator("mark")).to_have_text("hree")


def test_a_quote_leads_to_its_place(page: Page, explored: Server):
    page.goto(f"{explored.address}/themes")
    settled(page)
    page.get_by_role("button", name="Open in transcript").first.click()
    expect(page.get_by_role("region", name="Transcript of one")).to_be_visible(timeout=20_000)
    expect(page).to_have_url(re.compile(r".*/code\?document=.*"))


def test_disagreements_are_walked_by_keys_and_settled(page: Page, explored: Server):
    page.goto(f"{explored.address}/agreement")
    page.get_by_role("tab", name="Disagreements").click()
    expect(page.get_by_text("1 of 4", exact=True)).to_be_visible(timeout=20_000)
    page.locator("body").press("j")
    expect(page.get_by_text("2 of 4", exact=True)).to_be_visible()
    page.locator("body").press("k")
    expect(page.get_by_text("1 of 4", exact=True)).to_be_visible()
    page.get_by_role("button", name="Ada's").click()
    expect(page.get_by_text("1 of 4 settled")).to_be_visible()
    with closing(Study.open(explored.folder)) as study:
        assert study.memos()["text"].tolist() == ["Settled: A, coded by Ada, is kept."]
