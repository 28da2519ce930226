"""Each page shows what there is, says what to do where there is nothing, and what is done on it is in the study."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from app.main import PAGES
from corpus.study import Study
from tests.app.showing import button, page, select
from tests.studies import HARD, code, study_of

NAMES = [page.name for pages in PAGES.values() for page in pages]
READING = ["themes", "frequencies", "cooccurrence", "overview", "agreement", "implications", "export"]
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    r"$\input{etc}$",
    '=cmd|"/c calc"!A1',
    ":red[**b**] :sob: #h",
)


# Every page


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_a_study(study: Study, name: str):
    app = page(name)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("name", READING)
def test_a_page_of_findings_says_what_to_do_first(folder: Path, name: str):
    Study.create(folder)
    app = page(name)
    assert not app.exception
    assert [each.value for each in app.info] == ["There are no transcripts yet."]
    assert "Add transcripts" in [link.label for link in app.get("page_link")]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_an_empty_study_raises_nothing(folder: Path, name: str):
    Study.create(folder)
    assert not page(name).exception


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_text(folder: Path, name: str):
    study = study_of(folder, dict.fromkeys(HOSTILE, HARD), HOSTILE)
    for document, path in zip(HOSTILE, HOSTILE, strict=True):
        code(study, document, 5, 30, path, coder=path)
        code(study, document, 8, 25, HOSTILE[0], coder=path)
    app = page(name)
    assert not app.exception
    shown = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info]
    html = "".join(each.proto.body for each in app.get("html"))
    for hostile in HOSTILE:
        assert not [each.value for each in shown if hostile in str(each.value)]
    assert "<img" not in html


def test_a_study_that_does_not_open_is_said(folder: Path):
    (folder / "study.vivavoce").write_bytes(b"no database at all, but long enough to be taken for one" * 20)
    app = page("start")
    assert not app.exception
    assert "backup" in app.error[0].value


# Who is at work


def test_the_name_is_asked_once(study: Study, monkeypatch):
    monkeypatch.delenv("VIVAVOCE_CODER")
    app = page("frequencies")
    assert app.title[0].value == "Who is at work?"
    app.selectbox[-1].set_value("Ben")
    button(app, "Begin").click()
    assert app.run().title[0].value == "Frequencies"


# Start


def test_an_empty_folder_offers_a_study(folder: Path):
    app = page("start")
    app.text_input[0].set_value("Nurses")
    app.text_input[1].set_value("Ada")
    app.file_uploader[0].upload("one.txt", b"Ana: We trust it.\nBob: Why?\nAna: It works.\n")
    button(app, "Make the study").click()
    assert not app.run().exception
    study = Study.open(folder)
    assert study.title == "Nurses"
    assert study.documents()["name"].tolist() == ["one"]


def test_the_reference_study_is_made(folder: Path):
    app = page("start")
    button(app, "Make the reference study").click()
    assert not app.run().exception
    assert len(Study.open(folder).documents()) == 18


def test_the_last_change_is_taken_back_and_made_again(study: Study):
    app = page("start")
    button(app, "Undo my last change").click()
    app.run()
    assert len(study.codings()) == 3
    button(app, "Redo").click()
    app.run()
    assert len(study.codings()) == 4


# Findings


def test_a_chosen_code_shows_its_quotes(study: Study):
    app = page("frequencies")
    select(app, "frequencies_rows", 1)
    assert "<mark>alpha, beta</mark>" in "".join(each.proto.body for each in app.get("html"))


def test_a_filter_holds_for_what_is_shown(study: Study):
    app = page("frequencies")
    next(each for each in app.multiselect if each.label == "Transcripts").set_value(["two"])
    app.run()
    (rows,) = (frame.value for frame in app.dataframe if "first_said" in frame.value)
    assert rows["path"].tolist() == ["A / B"]


def test_a_pair_shows_where_the_two_meet(study: Study):
    app = select(page("cooccurrence"), "cooccurrence_rows", 0)
    assert "A & C" in [each.value for each in app.text]
    assert any(HARD[8:25].split()[0] in each.proto.body for each in app.get("html"))


def test_themes_find_words_and_say_who_is_silent(study: Study):
    app = page("themes")
    app.text_input[0].set_value("ALPHA")
    app.run()
    bodies = [each.proto.body for each in app.get("html")]
    assert len([body for body in bodies if "<mark>" in body]) == 1


def test_everything_comes_as_one_file_of_the_same_bytes(study: Study):
    from app.zipping import zipped

    packed = zipped(study)
    assert packed == zipped(study)
    assert "tables/frequencies.csv" in zipfile.ZipFile(io.BytesIO(packed)).namelist()


def test_an_implication_is_added_and_removed(study: Study):
    app = page("implications")
    next(each for each in app.selectbox if each.label.startswith("Theme")).set_value("C")
    next(each for each in app.selectbox if each.label.startswith("Pain point")).set_value("D")
    next(each for each in app.text_area if each.label == "What a tool should do").set_value("Show who changed what.")
    button(app, "Add").click()
    assert not app.run().exception
    assert any("Show who changed what" in each.value for each in app.markdown)
    button(app, "Remove").click()
    app.run()
    assert not any("Show who changed what" in each.value for each in app.markdown)
