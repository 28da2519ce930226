"""Names and texts made to do harm are text: on every page with all its tabs, and in every file that is taken away."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from docx import Document
from lxml import etree, html
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from playwright.sync_api import Page

from analysis import report
from analysis.catalogue import TABLES
from analysis.figures import FIGURES
from analysis.tables import FORMATS, render
from app.main import PAGES
from app.material import figure, implications, table
from codebook import WRITTEN
from codebook import render as codebook_file
from corpus.codebooks import set_codebook
from corpus.deciding import add_own
from corpus.memos import add_memo
from corpus.people import set_attributes
from corpus.study import Study
from docs.make_screenshots import everything
from tests.browser.conftest import Server, open_page, settled
from tests.browser.test_pages import HOSTILE, watched
from tests.studies import code, study_of

NAMES = [page.name for pages in PAGES.values() for page in pages]
ALIVE = "img[src=x], img[src*='x.example'], [href^=javascript], .katex"
ACTIVE = {"script", "iframe", "img", "a", "foreignobject", "object", "embed"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A study in which whatever can bear a name or a text bears a hostile one."""
    folder = tmp_path_factory.mktemp("hostile") / "study"
    names = [name.replace(" / ", " ") for name in HOSTILE]
    study = study_of(folder, {name: f"Ana: {name} and {name}.\nBob: {name}?\nAna: Nothing.\n" for name in names}, names)
    book = study.codebook()
    with study.change("dress up", coder="Ada") as change:
        change.set(title=HOSTILE[0])
        kinds = ["theme", "pain point"] * len(names)
        new = [
            replace(each, definition=name, include=name, exclude=name, examples=(name,), kind=kind)
            for each, name, kind in zip(book, names, kinds, strict=False)
        ]
        set_codebook(change, type(book)(new))
        for person, name in zip(study.participants()["participant"], names, strict=False):
            set_attributes(change, person, {names[0]: name, names[3]: name})
        for each, name in zip(book, names, strict=True):
            add_memo(change, name, about="code", target=each.id)
        add_own(change, f"{names[0]} {names[2]}", theme=new[0].id, pain_point=new[1].id)
    for name in names:
        code(study, name, 5, 5 + len(name), name, coder=name)
        code(study, name, 5, 5 + len(name), names[1], coder=names[0])
        code(study, name, 5, 5 + len(name), names[0], coder=names[0])
    study.close()
    server = Server(folder, coder=HOSTILE[0])
    yield server
    server.stop()


@pytest.fixture
def study(server: Server) -> Iterator[Study]:
    with closing(Study.open(server.folder)) as study:
        yield study


@pytest.mark.parametrize("name", NAMES)
def test_nothing_comes_alive_on_any_tab_of_a_page(page: Page, server: Server, name: str):
    seen = watched(page, server)
    open_page(page, server, name)
    for tab in page.get_by_test_id("stMain").get_by_role("tab").all():
        tab.click()
        settled(page)
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator(ALIVE).count() == 0
    assert seen == []


# Every file: `text` gives what a reader of it sees, and asserts that nothing in it does anything.


def of_csv(data: bytes) -> str:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
    return "\n".join(cell for row in rows for cell in row)


def of_xlsx(data: bytes) -> str:
    cells = [cell for sheet in load_workbook(io.BytesIO(data)) for row in sheet for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
    return "\n".join(str(cell.value) for cell in cells)


def of_docx(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        body = parts.read("word/document.xml")
    assert not re.search(rb"w:hyperlink|w:fldSimple|w:instrText|w:object|w:pict", body)
    document = Document(io.BytesIO(data))
    cells = [cell.text for each in document.tables for row in each.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def of_tex(data: bytes) -> str:
    text = data.decode()
    assert "\\input{etc}" not in text
    assert "\\write18" not in text
    return text


def of_md(data: bytes) -> str:
    text = data.decode()
    shown = MarkdownIt("commonmark").enable("table").render(text)
    inert(html.fragment_fromstring(shown, create_parent="div"))
    return shown


def of_json(data: bytes) -> str:
    return json.dumps(json.loads(data), ensure_ascii=False)


def of_svg(data: bytes) -> str:
    inert(etree.fromstring(data))
    return data.decode()


def inert(root: etree._Element) -> None:
    """Nothing in a page or a picture is loaded, run or followed."""
    for element in root.iter(etree.Element):
        assert etree.QName(element).localname.lower() not in ACTIVE, etree.tostring(element)
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), etree.tostring(element)
            assert not name.endswith("href") or value.startswith(("#", "data:image/png")), etree.tostring(element)


def as_it_is(data: bytes) -> str:
    return data.decode("utf-8", "replace")


READ: dict[str, Callable[[bytes], str]] = {
    "csv": of_csv,
    "xlsx": of_xlsx,
    "docx": of_docx,
    "tex": of_tex,
    "md": of_md,
    "json": of_json,
    "svg": of_svg,
}


def opened(page: Page, data: bytes) -> str:
    """What a web page shows; nothing in it may come alive."""
    page.set_content(data.decode())
    assert page.locator("img, script, a[href], iframe").count() == 0
    return page.locator("body").inner_text()


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix != "parquet"])
def test_every_table_in_every_format_is_text(page: Page, server: Server, study: Study, suffix: str):
    seen = watched(page, server)
    shown = []
    for name, row in TABLES.items():
        options = {row.asks: HOSTILE[0]} if row.asks else {}
        data = render(
            table(study, name, options=options), suffix, title=f"{study.title}: {row.title}", note=row.note
        ).data
        shown.append(opened(page, data) if suffix == "html" else READ[suffix](data))
    assert any("onerror" in text for text in shown)
    assert seen == []


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_text(study: Study, name: str):
    of_svg(figure(study, name, "svg"))


@pytest.mark.parametrize("suffix", report.FORMATS)
def test_implications_are_text(study: Study, suffix: str):
    READ[suffix](report.render(implications(study), suffix, title=study.title).data)


@pytest.mark.parametrize("suffix", WRITTEN)
def test_the_codebook_is_text(study: Study, suffix: str):
    READ.get(suffix, as_it_is)(codebook_file(study.codebook(), suffix))


def test_all_files_of_everything_are_text(page: Page, server: Server):
    open_page(page, server, "export")
    with zipfile.ZipFile(everything(page).path()) as packed:
        for name in packed.namelist():
            READ.get(name.rpartition(".")[2], as_it_is)(packed.read(name))
