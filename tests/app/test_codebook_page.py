"""The page Codebook: what is done on it is in the study, and what it does to codings is said before."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from app.widgets.arranging import CHOSEN, arrange
from codebook import write
from corpus import checking
from corpus.memos import add_memo
from corpus.study import Study
from tests.app.showing import button, labelled, page, said, select
from tests.studies import HARD, code, study_of


def chosen(study: Study, path: str, act: str = "Edit") -> AppTest:
    """The page with that code chosen and that tab open."""
    return page("codebook", **{CHOSEN: {"id": "wish", "code": study.codebook().at(path).id}, "codebook_acts": act})


def paths(study: Study) -> list[str]:
    return [*study.codebook().paths]


def coded(study: Study, path: str) -> int:
    return int(study.codings()["code"].astype(str).eq(study.codebook().at(path).id).sum())


def test_codes_are_added_one_a_line(study: Study):
    app = page("codebook")
    app.text_area[0].set_value("E\nE / F\n")
    button(app, "Add").click()
    assert not app.run().exception
    assert paths(study) == ["A", "A / B", "C", "D", "E", "E / F"]


def test_a_code_much_like_another_is_asked_about(folder):
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


def test_what_a_code_bears_is_said(study: Study):
    assert "It bears 2 codings by Ada and Ben in 1 transcript." in said(chosen(study, "A"))


def test_a_code_is_edited(study: Study):
    app = chosen(study, "C")
    labelled(app.text_input, "Name").set_value("Trust")
    labelled(app.text_area, "Definition").set_value("Relying on it.")
    button(app, "Save").click()
    assert not app.run().exception
    assert study.codebook().at("Trust").definition == "Relying on it."
    assert coded(study, "Trust") == 1


def test_a_name_that_cannot_be_is_refused_in_words_and_the_page_goes_on(study: Study):
    app = chosen(study, "C")
    labelled(app.text_input, "Name").set_value("D")
    button(app, "Save").click()
    assert "two codes" in app.run().error[0].value
    assert "C" in paths(study)
    assert button(app, "Close")


def test_a_code_is_moved_to_a_place_among_its_siblings(study: Study):
    app = chosen(study, "D", "Move")
    labelled(app.selectbox, "Put it under").set_value("A")
    labelled(app.run().selectbox, "After").set_value(0)
    button(app.run(), "Move a code").click()
    assert not app.run().exception
    assert paths(study) == ["A", "A / D", "A / B", "C"]


def test_merging_says_what_it_does_and_carries_codings(study: Study):
    app = chosen(study, "A / B", "Merge")
    labelled(app.selectbox, "Merge it into").set_value("D")
    assert "1 coding by Ada in 1 transcript go to D, which has no codings" in said(app.run())
    button(app, "Merge codes").click()
    assert not app.run().exception
    assert paths(study) == ["A", "C", "D"]
    assert coded(study, "D") == 1


def test_a_code_with_codings_is_deleted_only_when_that_is_said(study: Study):
    with study.change("write a memo", coder="Ada") as change:
        add_memo(change, "Why?", about="coding", target=study.codings()["coding"].iloc[0])
    app = chosen(study, "A", "Delete")
    assert "A and the 1 below it would go, with 3 codings by Ada and Ben in 2 transcripts" in said(app)
    assert button(app, "Delete a code").disabled
    app.checkbox[0].check()
    button(app.run(), "Delete a code").click()
    assert not app.run().exception
    assert paths(study) == ["C", "D"]
    assert len(study.codings()) == 1
    study.undo(coder="Ada")
    assert len(study.codings()) == 4
    assert len(study.memos()) == 1
    assert checking.check(study) == []


def test_a_code_without_codings_is_deleted_at_once(study: Study):
    button(chosen(study, "D", "Delete"), "Delete a code").click().run()
    assert paths(study) == ["A", "A / B", "C"]


@pytest.mark.parametrize(("place", "after"), [("below this code", "A / New"), ("beside this code", "New")])
def test_splitting_gives_picked_codings_a_code_of_their_own(study: Study, place: str, after: str):
    a = study.codebook().at("A").id
    app = select(chosen(study, "A", "Split"), f"split_{a}_{study.revision}", 1)
    labelled(app.text_input, "Name of the new code").set_value("New")
    app.radio[0].set_value(place)
    assert "1 of 2 codings would go to it: by " in said(app.run())
    button(app, "Split off").click()
    assert not app.run().exception
    assert (coded(study, "A"), coded(study, after)) == (1, 1)
    assert checking.check(study) == []
    assert app.subheader[0].value == "New"


def test_a_name_much_like_another_is_shown_when_splitting(study: Study):
    app = chosen(study, "A", "Split")
    labelled(app.text_input, "Name of the new code").set_value("c")
    assert "Much like it: C" in said(app.run())


# The tree


def test_the_tree_s_operations_are_done_once_and_answered(study: Study):
    ids = {path: each.id for path, each in study.codebook().paths.items()}
    answers: dict = {}
    operations = [
        {"id": "1", "do": "move", "code": ids["C"], "parent": ids["A"], "position": 0},
        {"id": "2", "do": "rename", "code": ids["C"], "name": "B"},
        {"id": "3", "do": "rename", "code": ids["C"], "name": "Care"},
        {"id": "4", "do": "nonsense"},
    ]
    arrange(study, "Ada", operations, answers=answers)
    revision = study.revision
    arrange(study, "Ada", operations, answers=answers)
    assert study.revision == revision
    assert paths(study) == ["A", "A / Care", "A / B", "D"]
    assert [bool(answers[key]) for key in "1234"] == [False, True, False, True]


# From a file, and over time


def test_a_codebook_file_shows_what_differs_before_it_is_taken_in(study: Study, tmp_path):
    file = tmp_path / "codes.yaml"
    write(study.codebook().add("New").rename(study.codebook().at("C"), "Care"), file)
    app = page("codebook", codebook_tabs="From a file")
    app.file_uploader[0].upload("codes.yaml", file.read_bytes())
    assert "new: New" in said(app.run())
    assert "New" not in paths(study)
    button(app, "Import codebook").click()
    app.run()
    assert "New" in paths(study)


def test_a_bad_codebook_file_is_refused_in_words(study: Study):
    app = page("codebook", codebook_tabs="From a file")
    app.file_uploader[0].upload("codes.yaml", b"codes: [")
    assert "this is no YAML" in app.run().error[0].value
    assert not app.exception


def test_the_history_says_what_a_change_did_and_goes_back_to_what_was(study: Study):
    book = study.codebook()
    arrange(study, "Ben", [{"id": "1", "do": "rename", "code": book.at("C").id, "name": "Care"}], answers={})
    arrange(study, "Ben", [{"id": "2", "do": "rename", "code": book.at("D").id, "name": "Debt"}], answers={})
    app = page("codebook", codebook_tabs="History")
    changes = app.dataframe[0].value
    assert changes["operation"].tolist() == ["rename a code", "rename a code", "set up"]
    app = select(app, f"codebook_changes_{study.revision}", 2)
    assert {"renamed: Care -> C (1 coding follows)", "renamed: Debt -> D"} <= {each.value for each in app.text}
    button(app, "Restore the codebook").click()
    assert not app.run().exception
    assert paths(study) == ["A", "A / B", "C", "D"]
    assert coded(study, "C") == 1


def test_a_code_that_bears_codings_by_now_stays_when_the_codebook_goes_back(study: Study):
    app = page("codebook")
    app.text_area[0].set_value("E")
    button(app, "Add").click()
    app.run()
    code(study, "one", 5, 10, "E")
    app = page("codebook", codebook_tabs="History")
    assert "stays, since it bears codings: E" in said(select(app, f"codebook_changes_{study.revision}", 1))


def test_a_page_of_a_hundred_codes_shows(folder):
    study = study_of(folder, {"one": HARD}, [f"Theme {number // 10} / Code {number}" for number in range(100)])
    assert not chosen(study, "Theme 1 / Code 11").exception
