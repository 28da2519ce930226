"""The real app, started as people start it, in the Chromium that the system has."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app.main import START, page_named
from tests.browser.desk import Desk
from tests.browser.transcripts import make_study

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Server:
    """`vivavoce app` on a study, on a port that stays the same when it is started again."""

    def __init__(self, folder: Path, *, coder: str = "Ada") -> None:
        self.folder = folder
        self.coder = coder
        self.port = 0
        self.start()

    def start(self) -> None:
        command = Path(sys.executable).parent / "vivavoce"
        self.process = subprocess.Popen(
            [command, "--study", self.folder, "--as", self.coder, "app", "--port", str(self.port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        said = ""
        assert self.process.stdout
        for line in self.process.stdout:  # Streamlit says where it is once it answers
            said += line
            if "URL:" in line:
                self.port = int(line.rsplit(":", 1)[1])
                return
        raise AssertionError(f"the app did not start:\n{said}")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def settled(page: Page) -> None:
    """Wait until the page has run to its end."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def open_page(page: Page, server: Server, name: str) -> None:
    """Open the app's page of that name, and wait until all of it is there. Within the app it is one click away."""
    wanted = page_named(name)
    if wanted is START or not page.url.startswith(server.address):
        page.goto(server.address)
        settled(page)
    if wanted is not START:
        page.get_by_test_id("stSidebar").get_by_role("link", name=wanted.title, exact=True).click()
        title = page.get_by_role("heading", level=1, name=wanted.title, exact=True)
        expect(title.or_(page.get_by_role("region", name="Transcript of")).first).to_be_visible(timeout=20_000)
    settled(page)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("app") / "study"
    make_study(folder)
    server = Server(folder)
    yield server
    server.stop()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(viewport={"width": 1280, "height": 720}) as context:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
        assert errors == []


@pytest.fixture
def desk(page: Page, server: Server) -> Desk:
    """The page Code on a transcript of its own."""
    return Desk(page, server.address, server.folder)
