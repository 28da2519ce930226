"""A first-time user's path: an empty folder, three files, five codes, ten passages, what they show, and the export."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Page

from corpus.checking import check
from corpus.study import Study
from docs.make_screenshots import CODES, IMAGES, PASSAGES, first_hour
from tests.browser.conftest import Server

APP = IMAGES.parent / "app.md"


@pytest.fixture
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("first"), coder="")
    yield server
    server.stop()


def test_the_first_hour(page: Page, nothing: Server):
    steps: list[str] = []

    def seen(step: str) -> None:
        assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
        steps.append(step)

    export = first_hour(page, nothing, seen)
    with zipfile.ZipFile(export.path()) as packed:
        assert {"tables/frequencies.csv", "figures/cooccurrence-graph.png", "manifest.json"} <= set(packed.namelist())
    with closing(Study.open(nothing.folder)) as study:
        assert study.documents()["name"].tolist() == [*PASSAGES]
        assert [*study.codebook().paths] == [*CODES]
        texts = study.texts()
        quotes = [texts[row.document][row.start : row.end] for row in study.codings().itertuples()]
        assert sorted(quotes) == sorted(text for passages in PASSAGES.values() for text, _ in passages)
        assert check(study) == []
    shown = APP.read_text(encoding="utf-8")
    assert [step for step in steps if f"images/app-{step}.png" not in shown] == []
    assert [step for step in steps if not (IMAGES / f"app-{step}.png").is_file()] == []
