"""The pages of findings: what is seen there is read in its place, changed, settled and taken away."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.helping import Picture, pages, parts
from app.passages import in_context, passages, same_passage
from app.plain import markdown
from app.widgets.editing import next_end, next_start, previous_end, previous_start
from app.widgets.marked import as_html
from app.zipping import zipped_files
from corpus.people import set_attributes
from corpus.positions import Positions
from corpus.study import Study
from tests.app.showing import button, page, said, select
from tests.studies import code, study_of

TEXT = "Ana: one two three four five.\nBob: why?\nAna: six seven eight nine ten.\n"


@pytest.fixture
def study(folder: Path) -> Study:
    study = study_of(folder, {"one": TEXT}, ("A", "B", "C"))
    code(study, "one", 5, 18, "A", "Ada")
    code(study, "one", 5, 12, "A", "Ben")
    code(study, "one", 45, 54, "B", "Ada")
    return study


def html(app: AppTest) -> str:
    return "".join(each.proto.body for each in app.get("html"))


def press(app: AppTest, label: str) -> AppTest:
    button(app, label).click()
    app.run()
    assert not app.exception
    return app


def spans(study: Study) -> list[tuple[str, int, int]]:
    paths = study.codes().set_index("code")["path"]
    return [(paths[row.code], row.start, row.end) for row in study.codings().itertuples()]


# A coding changed where its quote is read


def test_a_coding_is_recoded_in_the_list(study: Study):
    app = press(page("themes"), "Change")
    next(each for each in app.selectbox if each.label == "Code" and each.value == "A").set_value("C")
    press(app.run(), "Recode")
    assert sorted(spans(study)) == [("A", 5, 12), ("B", 45, 54), ("C", 5, 18)]
    press(app, "Undo")
    assert ("A", 5, 18) in spans(study)


def test_the_ends_are_seen_before_they_are_kept(study: Study):
    app = press(page("themes"), "Change")
    press(press(app, "End a word later"), "Begin a word later")
    assert "<mark>two three four</mark>" in html(app)
    assert ("A", 5, 18) in spans(study)
    press(app, "Keep these ends")
    assert ("A", 9, 23) in spans(study)


def test_a_memo_is_written_and_a_coding_removed(study: Study):
    app = press(page("themes"), "Change")
    next(each for each in app.text_input if each.label == "Memo").set_value("Strong words.")
    press(app.run(), "Write memo")
    assert study.memos()["text"].tolist() == ["Strong words."]
    assert "Ada: Strong words." in said(app)
    press(app, "Remove this coding")
    assert sorted(spans(study)) == [("A", 5, 12), ("B", 45, 54)]
    assert study.memos().empty


def test_those_who_coded_a_passage_alike_are_all_there(study: Study):
    first = passages(study)["ids"].iloc[0][0]
    assert set(same_passage(study, first)) == set(study.codings()["coding"].iloc[:2])


def test_a_word_is_added_or_dropped_at_either_end():
    positions = Positions("one two, three", [(0, 14)])
    assert (previous_start(positions, 4), previous_start(positions, 0)) == (0, 0)
    assert (next_start(positions, 0, 14), next_start(positions, 9, 14)) == (4, 9)
    assert (previous_end(positions, 0, 14), previous_end(positions, 9, 14)) == (7, 14)
    assert (next_end(positions, 3), next_end(positions, 14)) == (7, 14)


def test_a_quote_stands_between_the_words_around_it(study: Study):
    quote = in_context(study, passages(study)).iloc[1]
    assert quote["before"].endswith("Ana: ")
    assert quote["quote"] == "six seven"
    assert quote["after"] == " eight nine ten.\n"


# Who says it, and what comes with it


def test_a_participant_s_number_opens_the_quotes(study: Study):
    app = page("themes")
    app.session_state["themes_tabs"] = "Who says it"
    app = select(app.run(), "themes_people", 0)
    assert "one" in [each.value for each in app.text]
    assert html(app).count("<mark>") == 2


def test_a_value_of_an_attribute_opens_the_quotes(study: Study):
    person = study.participants()["participant"].iloc[0]
    with study.change("describe", coder="Ada") as change:
        set_attributes(change, person, {"role": "nurse"})
    app = page("themes")
    app.session_state["themes_tabs"] = "By attribute"
    app = select(app.run(), "themes_attribute", 0)
    assert "role: nurse" in [each.value for each in app.text]


def test_a_cell_of_the_overview_opens_its_quotes(study: Study):
    app = page("overview")
    app.session_state["overview_tabs"] = "Table"
    app.run()
    app.session_state["overview_cell"] = {"selection": {"rows": [], "columns": [], "cells": [(1, "one")]}}
    app.run()
    assert "B, one" in [each.value for each in app.text]
    assert "<mark>six seven</mark>" in html(app)


def test_codes_that_meet_by_turn_show_where(study: Study):
    code(study, "one", 24, 28, "C", "Ben")
    app = page("cooccurrence")
    next(each for each in app.selectbox if each.label == "Codes meet").set_value("turn")
    app = select(app.run(), "cooccurrence_rows", 0)
    assert "1 place" in said(app)
    assert '<mark class="one">' in html(app)
    assert '<mark class="two">five</mark>' in html(app)


def test_two_readings_are_marked_and_where_both_lie_too():
    marked = as_html("one <two> three four", [(0, 9, "one"), (4, 15, "two")])
    assert '<mark class="one">one </mark><mark class="one two">&lt;two&gt;</mark>' in marked
    assert marked.count("<p>") == 1
    assert as_html("a" + " " * 400 + "b", [(0, 1, "one"), (401, 402, "two")]).count("<p>") == 2


# Disagreements


def disagreements(app: AppTest) -> AppTest:
    app.session_state["agreement_tabs"] = "Disagreements"
    return app.run()


def test_a_disagreement_is_settled_and_taken_back(study: Study):
    code(study, "one", 55, 60, "C", "Ben")
    app = disagreements(page("agreement"))
    assert "▸ B" in said(app)
    next(each for each in app.text_input if each.label == "Why").set_value("It is what she means.")
    press(app.run(), markdown("Ada's"))
    assert study.memos()["text"].tolist() == ["Settled: B, coded by Ada, is kept. It is what she means."]
    assert "▸ C" in said(app)  # the next one
    press(app, "Undo")
    assert study.memos().empty
    assert len(study.codings()) == 4


def test_one_walks_through_disagreements(study: Study):
    code(study, "one", 55, 60, "C", "Ben")
    app = disagreements(page("agreement"))
    assert "1 of 2" in said(app)
    assert "2 of 2" in said(press(app, "Next"))
    assert "1 of 2" in said(press(app, "Previous"))


# Implications, help, export, and who is at work


def test_templates_are_edited_and_a_bad_one_is_refused_in_words(study: Study):
    app = page("implications")
    templates = "implications:\n  - theme: A\n    pain_point: B\n    statement: Show it.\n"
    next(each for each in app.text_area if each.label == "Templates").set_value(templates)
    press(app.run(), "Save templates")
    assert study.setting("templates") == templates
    next(each for each in app.text_area if each.label == "Templates").set_value("no list")
    press(app.run(), "Save templates")
    assert "has no list of templates" in said(app).replace("\\", "")
    assert study.setting("templates") == templates


@pytest.mark.parametrize("name", [*pages()])
def test_every_page_of_the_documentation_reads_in_the_app(name: str):
    text = "".join(part for part in parts(name) if not isinstance(part, Picture))
    assert ".md)" not in text
    assert "![" not in text
    assert text.strip()


def test_everything_is_made_then_downloaded(study: Study):
    app = page("export")
    button(app, "Make everything").click()
    app.run(timeout=180)
    assert not app.exception
    assert any(each.proto.label.startswith("Download everything (") for each in app.get("download_button"))


def test_several_tables_come_as_one_file():
    packed = zipped_files([("a.csv", b"1"), ("b.csv", b"2")])
    assert packed == zipped_files([("a.csv", b"1"), ("b.csv", b"2")])
    assert zipfile.ZipFile(io.BytesIO(packed)).namelist() == ["a.csv", "b.csv"]


def test_a_reload_does_not_ask_for_the_name_again(study: Study, monkeypatch):
    monkeypatch.delenv("VIVAVOCE_CODER")
    app = page("frequencies")
    app.selectbox[-1].set_value("Ben")
    press(app, "Begin")
    assert "Ben" in app.query_params["coder"]
    again = page("frequencies")
    again.query_params["coder"] = "Ben"
    assert again.run().title[0].value == "Frequencies"
