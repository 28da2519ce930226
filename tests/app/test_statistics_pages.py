"""The pages of statistics: what is counted there is shown, leads to its quotes and places, and says what it lacks."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from app.comparing import shares, successions
from app.material import table
from corpus.people import set_attributes
from corpus.study import Study
from tests.app.showing import labelled, page, said, select
from tests.studies import code, study_of

TEXT = "Ana: one two three four five.\nBob: why?\nAna: six seven eight nine ten.\nBob: so?\nAna: eleven twelve.\n"
HOSTILE = ("<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", r"$\input{etc}$", ":red[**b**] :sob: #h")


@pytest.fixture
def study(folder: Path) -> Study:
    long = "Cleo: " + "more and more of it " * 80 + ".\n"
    study = study_of(folder, {"one": TEXT, "two": TEXT.replace("Ana", "Dan"), "three": long}, ("A", "B", "C"))
    for document in ("one", "two"):
        code(study, document, 5, 18, "A", "Ada")
        code(study, document, 45, 54, "B", "Ada")
        code(study, document, 5, 12, "A", "Ben")
    return study


def describe(study: Study, attribute: str, *values: str) -> None:
    people = study.participants()["participant"]
    with study.change("describe", coder="Ada") as change:
        for person, value in zip(people, values, strict=False):
            set_attributes(change, person, {attribute: value})


def tab(name: str, title: str) -> AppTest:
    """The page with that tab open."""
    app = page(name)
    app.session_state[f"{name}_tabs"] = title
    app.run()
    assert not app.exception
    assert not app.error
    return app


def html(app: AppTest) -> str:
    return "".join(each.proto.body for each in app.get("html"))


# Saturation


def test_it_is_said_whether_more_interviews_are_needed(study: Study):
    assert "2 of at least 2" in said(page("saturation"))


def test_coverage_is_a_share_of_what_participants_said(study: Study):
    whole = table(study, "coverage").iloc[-1]
    assert f"**{100 * whole['share']:.0f} %** of the {whole['words']} words" in said(tab("saturation", "Coverage"))


def test_a_long_passage_without_a_coding_is_listed_with_its_place(study: Study, monkeypatch: pytest.MonkeyPatch):
    gone: list[tuple[str, int, int]] = []
    monkeypatch.setattr("app.pages.saturation.go_to_passage", lambda *place: gone.append(place))
    select(tab("saturation", "Coverage"), "uncoded_rows", 0)
    three = study.documents().set_index("name").loc["three", "document"]
    passage = table(study, "uncoded").iloc[0]
    assert gone == [(three, passage["start"], passage["end"])]


# Comparisons


def test_without_attributes_the_way_to_them_is_shown(study: Study):
    app = page("comparisons")
    assert "Describe the participants" in [link.label for link in app.get("page_link")]


def test_a_row_of_the_crosstab_opens_the_quotes_of_those_people(study: Study):
    describe(study, "role", "nurse", "doctor")
    crosstab = table(study, "crosstab", options={"by": "role"})
    assert crosstab[["path", "value"]].iloc[1].tolist() == ["A", "nurse"]
    app = select(page("comparisons"), "crosstab_rows", 1)
    assert "A, role: nurse" in [each.value for each in app.text]
    assert html(app).count("<mark>") == crosstab["codings"].iloc[1]


def test_an_attribute_of_many_values_keeps_those_of_most_people():
    many = pd.DataFrame(
        {
            "path": "A",
            "value": [f"v{number}" for number in range(12)],
            "participants": [*range(12, 0, -1)],
            "participants_with": 1,
            "share": 0.5,
            "p": 0.01,
            "q": [0.04, *[0.5] * 11],
        }
    )
    cells, omission = shares(many)
    assert cells["column"].tolist() == [f"v{number}" for number in range(8)]
    assert cells["text"].tolist()[:2] == ["1/12*", "1/11"]
    assert omission == "The 8 values of most participants, of 12. "


def test_a_word_that_is_typed_is_shown_where_it_is_said(study: Study):
    app = tab("comparisons", "Words")
    labelled(app.text_input, "Word or phrase").set_value("seven")
    app.run()
    assert "2 places" in said(app)
    assert html(app).count(">seven</mark>") == 2
    assert "Open in transcript" in [each.label for each in app.button]


def test_what_is_no_word_is_said_to_be_none(study: Study):
    app = tab("comparisons", "Words")
    labelled(app.text_input, "Word or phrase").set_value("1 + 1")
    app.run()
    assert not app.error
    assert "There is no word in this" in said(app)


def test_a_word_that_marks_a_theme_opens_its_places(folder: Path):
    money = "Eve: " + "my budget shrinks, a budget grows, " * 5
    study = study_of(folder, {"one": f"{money}\nEve: {'we walked home with some others for tea ' * 20}\n"}, ("A", "B"))
    code(study, "one", 5, len(money), "A", "Ada")
    found = table(study, "keyness")
    row = found["term"].tolist().index("budget")
    app = select(tab("comparisons", "Words"), "keyness_rows", row)
    assert "10 places where participants say it, in any form" in said(app)
    assert html(app).count(">budget</mark>") == 10


# Sequences


def test_what_follows_stands_in_the_table(study: Study):
    app = page("sequences")
    found = table(study, "sequences").set_index(["theme_a", "theme_b"])
    assert found.loc[("A", "B"), "n_ab"] == 2
    assert not app.info
    assert app.dataframe


def test_more_and_less_than_chance_have_signs_of_their_own():
    found = pd.DataFrame(
        {
            "theme_a": ["A", "A", "B", "B"],
            "theme_b": ["B", "C", "A", "C"],
            "n_ab": [8, 0, 2, 1],
            "expected": [2.0, 5.0, 2.0, 0.0],
            "lift": [4.0, 0.0, 1.0, float("nan")],
            "q": [0.01, 1.0, 0.7, 1.0],
            "q_less": [1.0, 0.02, 0.7, 1.0],
        }
    )
    cells = successions(found)
    assert cells["text"].tolist() == ["4.0▲", "0.0▼", "1.0"]
    assert cells["weight"].tolist() == [1.0, 1.0, 0.0]
    assert cells["less"].tolist() == [False, True, False]


def test_without_times_the_page_says_where_they_come_from(study: Study):
    assert "No coded turn has times" in said(tab("sequences", "Minutes"))


# Agreement


def test_other_programs_numbers_are_there_when_they_are_asked_for(study: Study):
    app = page("agreement")
    before = len(app.dataframe)
    app.session_state["agreement_programs"] = True
    app.run()
    assert not app.exception
    assert len(app.dataframe) == before + 2
    assert "**Gamma**" in said(app)


# Every page of them


TABS = [
    *(("saturation", title) for title in ("New codes", "Coverage")),
    *(("comparisons", title) for title in ("Codes", "Words")),
    *(("sequences", title) for title in ("What follows what", "Minutes")),
]


@pytest.mark.parametrize(("name", "title"), TABS)
def test_a_study_without_codings_says_what_to_do_first(folder: Path, name: str, title: str):
    study_of(folder, {"one": TEXT})
    app = tab(name, title)
    assert [each.value for each in app.info] == ["Nothing is coded yet."]
    assert "Code a passage" in [link.label for link in app.get("page_link")]


@pytest.mark.parametrize(("name", "title"), TABS)
def test_names_are_text_and_nothing_else(folder: Path, name: str, title: str):
    study = study_of(folder, dict.fromkeys(HOSTILE, TEXT), HOSTILE)
    describe(study, HOSTILE[1], *HOSTILE)
    for hostile in HOSTILE:
        code(study, hostile, 5, 18, hostile, coder=hostile)
        code(study, hostile, 45, 54, HOSTILE[0], coder=hostile)
    app = tab(name, title)
    assert not [hostile for hostile in HOSTILE if hostile in said(app).replace("\\", "") and hostile in said(app)]
    assert "<img" not in html(app)
