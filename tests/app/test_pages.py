"""Each page shows what there is, says what to do where there is nothing, and what is done on it is in the study."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from app.main import PAGES, START
from corpus.people import set_attributes
from corpus.study import Study
from tests.studies import HARD, code, study_of

SCRIPT = Path(__file__).parents[2] / "app" / "script" / "vivavoce.py"
NAMES = [page.name for pages in PAGES.values() for page in pages]
READING = ["themes", "frequencies", "cooccurrence", "overview", "agreement", "implications", "export"]
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    r"$\input{etc}$",
    '=cmd|"/c calc"!A1',
    ":red[**b**] :sob: #h",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("VIVAVOCE_STUDY", str(tmp_path))
    monkeypatch.setenv("VIVAVOCE_CODER", "Ada")
    return tmp_path


@pytest.fixture
def study(folder: Path) -> Study:
    study = study_of(
        folder, {"one": HARD, "two": "Ana: alpha, beta.\nBob: gamma?\nAna: delta.\n"}, ("A", "A / B", "C", "D")
    )
    code(study, "one", 5, 30, "A", "Ada")
    code(study, "one", 5, 30, "A", "Ben")
    code(study, "one", 8, 25, "C", "Ada")
    code(study, "two", 5, 16, "A / B", "Ada")
    return study


def page(name: str) -> AppTest:
    """The app as it shows the page of that name."""
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app._page_hash = calc_hash("" if name == START.name else name)  # AppTest itself knows pages by files alone
    return app.run()


def button(app: AppTest, label: str):
    return next(each for each in app.button if each.label == label)


def said(app: AppTest) -> str:
    """All that a page says in words of its own."""
    kinds = ("title", "subheader", "markdown", "caption", "text", "info", "warning", "error", "success")
    return "\n".join(str(each.value) for kind in kinds for each in getattr(app, kind))


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


# Transcripts and participants


def test_dropped_files_are_looked_at_then_added(study: Study):
    app = page("transcripts")
    app.file_uploader[0].upload("three.txt", b"Eve: How was it?\nDan: Slow.\nEve: Why?\nDan: Nobody tests.\n")
    app.file_uploader[0].upload("broken.docx", b"PK\x03\x04 nothing")
    app.run()
    assert len(study.documents()) == 2
    app.multiselect[0].set_value(["Dan"])
    button(app.run(), "Add 1 transcript").click()
    app.run()
    assert not app.exception
    assert study.documents()["name"].tolist() == ["one", "two", "three"]
    turns = study.turns()
    assert set(turns.loc[turns["speaker"].eq("Dan"), "role"]) == {"interviewer"}


def test_a_bad_file_is_refused_in_words_and_the_page_goes_on(study: Study):
    app = page("transcripts")
    app.file_uploader[0].upload("broken.docx", b"PK\x03\x04 nothing")
    app.run()
    assert not app.exception
    (found,) = (frame.value for frame in app.dataframe if "remarks" in frame.value)
    assert "broken.docx" in found["remarks"].iloc[0]
    assert button(app, "Add 0 transcripts").disabled


def test_a_file_keeps_its_name_and_writes_nowhere_else(study: Study, tmp_path: Path):
    app = page("transcripts")
    app.file_uploader[0].upload("../../escaped.txt", b"Ana: We trust it.\n")
    button(app.run(), "Add 1 transcript").click()
    app.run()
    assert study.documents()["source"].tolist()[-1] == "escaped.txt"
    assert not list(tmp_path.parent.rglob("escaped.txt"))


def test_attributes_are_edited_in_their_table(study: Study):
    person = study.participants()["participant"].iloc[0]
    with study.change("describe", coder="Ada") as change:
        set_attributes(change, person, {"role": "nurse", "site": "Oslo"})
    app = page("transcripts")
    app.session_state[app.data_editor[0].key] = {
        "edited_rows": {0: {"role": "doctor", "site": ""}},
        "added_rows": [],
        "deleted_rows": [],
    }
    button(app.run(), "Save").click()
    assert not app.run().exception
    people = study.participants()
    assert people["role"].iloc[0] == "doctor"
    assert "site" not in people


# Codebook


def test_codes_are_added_one_a_line(study: Study):
    app = page("codebook")
    app.text_area[0].set_value("E\nE / F\n")
    button(app, "Add").click()
    assert not app.run().exception
    assert [*study.codebook().paths] == ["A", "A / B", "C", "D", "E", "E / F"]


def test_a_code_much_like_another_is_asked_about(folder: Path):
    study = study_of(folder, {}, ["Tribal knowledge"])
    app = page("codebook")
    app.text_area[0].set_value("Tribal knowledges")
    button(app, "Add").click()
    assert "Tribal knowledge" in app.run().warning[0].value
    assert len(study.codebook()) == 1
    app.checkbox[0].check()
    button(app, "Add").click()
    app.run()
    assert len(study.codebook()) == 2


def select(app: AppTest, key: str, row: int) -> AppTest:
    app.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return app.run()


def test_a_code_is_edited(study: Study):
    app = select(page("codebook"), f"codebook_{study.revision}", 2)
    next(each for each in app.text_input if each.label == "Name").set_value("Trust")
    next(each for each in app.text_area if each.label == "Definition").set_value("Relying on it.")
    button(app, "Save").click()
    assert not app.run().exception
    assert study.codebook().at("Trust").definition == "Relying on it."
    assert study.codings()["code"].astype(str).isin([study.codebook().at("Trust").id]).sum() == 1


def test_merging_says_what_it_does_and_carries_codings(study: Study):
    app = select(page("codebook"), f"codebook_{study.revision}", 2)
    next(each for each in app.selectbox if each.label == "Merge it into").set_value("D")
    app.run()
    assert "C goes into D; codings that follow: 1" in [each.value for each in app.text]
    button(app, "Merge codes").click()
    assert not app.run().exception
    assert [*study.codebook().paths] == ["A", "A / B", "D"]
    assert study.codings()["code"].astype(str).isin([study.codebook().at("D").id]).sum() == 1


def test_a_code_with_codings_is_not_deleted(study: Study):
    app = select(page("codebook"), f"codebook_{study.revision}", 0)
    assert {"A: 2 codings", "A / B: 1 coding"} <= {each.value for each in app.text}
    assert "Delete a code" not in [each.label for each in app.button]


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
