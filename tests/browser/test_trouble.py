"""Files that cannot be read, a study that another process holds, a full disk: said in words, and nothing is lost."""

from __future__ import annotations

import io
import resource
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from pypdf import PdfWriter

from corpus.checking import check
from corpus.study import FILE, Study
from tests.browser.conftest import Server, open_page, settled
from tests.browser.desk import Desk
from tests.browser.transcripts import PLAIN
from tests.studies import study_of

GOOD = PLAIN.encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("trouble") / "study"
    study_of(folder, dict.fromkeys(("held", "full"), PLAIN), ("Trust",)).close()
    server = Server(folder)
    yield server
    server.stop()


def cut_off() -> bytes:
    """A Word file of which only the first half arrived."""
    file = io.BytesIO()
    Document().save(file)
    return file.getvalue()[: file.tell() // 2]


def pdf(*, password: str = "") -> bytes:
    """A PDF without a word in it, as a scanner makes them."""
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(file)
    return file.getvalue()


def packed() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a", bytes(range(256)) * 20)
    return file.getvalue()


BAD = {
    "cut-off.docx": cut_off(),
    "scanned.pdf": pdf(),
    "locked.pdf": pdf(password="secret"),
    "binary.txt": packed(),
    "empty.txt": b"",
}


def test_bad_files_are_named_and_the_good_ones_among_them_taken_in(page: Page, server: Server):
    open_page(page, server, "transcripts")
    page.get_by_role("tab", name="Add transcripts").click()
    settled(page)
    files = {"good.txt": GOOD} | BAD
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files.items()]
        + [{"name": "good.txt", "mimeType": "text/plain", "buffer": GOOD.replace(b"Ana", b"Eva")}]
    )
    warnings = page.get_by_test_id("stAlert")
    for name in BAD:
        expect(warnings.filter(has_text=name)).to_have_count(1, timeout=20_000)
    page.get_by_role("button", name="Add 2 transcripts").click()
    expect(page.get_by_test_id("stMain")).to_contain_text("refused 5.", timeout=20_000)
    with closing(Study.open(server.folder)) as study:
        assert sum(name.startswith("good") for name in study.documents()["name"]) == 2
        assert len(study.documents()) == 4
        assert check(study) == []
    assert page.get_by_test_id("stException").count() == 0


def test_a_coding_waits_while_another_process_writes(page: Page, server: Server):
    desk = Desk(page, server.address, server.folder).open("held")
    with closing(sqlite3.connect(server.folder / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.drag("rolled it back")
        desk.tag("Trust")
        expect(page.locator(".vv-saved[data-state=waiting]")).to_have_text("Saving 1 …")
        assert desk.codings() == []
        other.execute("ROLLBACK")
    desk.saved()
    assert desk.codings() == [("rolled it back", "Trust")]


def test_a_coding_that_a_full_disk_refuses_is_said_to_be_unsaved_and_stored_when_sent_again(page: Page, server: Server):
    desk = Desk(page, server.address, server.folder).open("full")
    process, (_, most) = server.process.pid, resource.getrlimit(resource.RLIMIT_FSIZE)
    desk.drag("looked at the data")
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, most))
    try:
        desk.tag("Trust")
        expect(page.locator(".vv-saved[data-state=refused]")).to_have_text("Not saved: 1", timeout=15_000)
        expect(page.get_by_role("alert").first).to_contain_text("the disk is full or fails")
        assert desk.codings() == []
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (most, most))
    page.reload()
    page.get_by_role("button", name="Try again").click()
    desk.saved()
    assert desk.codings() == [("looked at the data", "Trust")]
    with closing(Study.open(server.folder)) as study:
        assert check(study) == []
