"""The pages Start and Transcripts and participants: what is done on them is in the study, and what goes is said."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from app.widgets.documents import CHOSEN
from corpus import checking
from corpus.memos import add_memo
from corpus.people import set_attributes
from corpus.study import Study
from tests.app.showing import button, labelled, page, said
from tests.studies import HARD, study_of


def on(tab: str) -> AppTest:
    return page("transcripts", transcripts_tabs=tab)


def chosen(study: Study, name: str) -> AppTest:
    """The page with that transcript chosen."""
    return page("transcripts", **{CHOSEN: study.documents().set_index("name").at[name, "document"]})


def names(study: Study) -> list[str]:
    return study.documents()["name"].tolist()


def roles(study: Study, document: str) -> dict[str, tuple[str | None, str | None]]:
    """By speaker: role, and the participant's name."""
    people = study.participants().set_index("participant")["name"]
    ids = study.documents().set_index("name")["document"]
    turns = study.turns(of=[ids[document]])
    turns["person"] = turns["participant"].map(people)
    rows = turns[["speaker", "role", "person"]].astype(object).where(turns[["speaker", "role", "person"]].notna(), None)
    return {row.speaker: (row.role, row.person) for row in rows.itertuples()}


# Start


def test_a_study_without_transcripts_says_to_add_some(folder: Path):
    Study.create(folder)
    app = page("start")
    assert "Add transcripts" in [link.label for link in app.get("page_link")]
    assert "Nothing was changed yet." in said(app)


def test_a_study_without_codes_says_to_write_a_codebook(folder: Path):
    study_of(folder, {"one": HARD}, ())
    assert "Write a codebook" in [link.label for link in page("start").get("page_link")]


def test_what_is_undone_from_the_side_is_said_before_and_can_be_redone(study: Study):
    app = page("transcripts")
    button(app, "Undo: add a coding").click()
    assert not app.run().exception
    assert len(study.codings()) == 3
    app = page("start")
    assert not button(app, "Redo").disabled
    button(app, "Redo").click().run()
    assert len(study.codings()) == 4


def test_what_someone_built_upon_is_not_undone_and_the_page_says_who(study: Study):
    with study.change("rename", coder="Ben") as change:
        change.set(title="One")
    with study.change("rename", coder="Ada") as change:
        change.set(title="Two")
    app = page("start")
    with study.change("rename", coder="Ben") as change:
        change.set(title="Three")
    button(app, "Undo: rename").click()
    assert not app.run().exception
    assert "Ben" in app.toast[0].value
    assert study.title == "Three"


# Adding


def test_dropped_files_are_looked_at_then_added(study: Study):
    app = on("Add transcripts")
    app.file_uploader[0].upload("three.txt", b"Eve: How was it?\nDan: Slow.\nEve: Why?\nDan: Nobody tests.\n")
    app.file_uploader[0].upload("broken.docx", b"PK\x03\x04 nothing")
    app.run()
    assert len(study.documents()) == 2
    app.multiselect[0].set_value(["Dan"])
    button(app.run(), "Add 1 transcript").click()
    app.run()
    assert not app.exception
    assert names(study) == ["one", "two", "three"]
    turns = study.turns()
    assert set(turns.loc[turns["speaker"].eq("Dan"), "role"]) == {"interviewer"}


def test_a_bad_file_is_refused_in_words_and_the_page_goes_on(study: Study):
    app = on("Add transcripts")
    app.file_uploader[0].upload("broken.docx", b"PK\x03\x04 nothing")
    app.run()
    assert not app.exception
    assert "is damaged or cut short" in app.warning[0].value
    assert button(app, "Add 0 transcripts").disabled


def test_a_file_keeps_its_name_and_writes_nowhere_else(study: Study, tmp_path: Path):
    app = on("Add transcripts")
    app.file_uploader[0].upload("../../escaped.txt", b"Ana: We trust it.\n")
    button(app.run(), "Add 1 transcript").click()
    app.run()
    assert study.documents()["source"].tolist()[-1] == "escaped.txt"
    assert not list(tmp_path.parent.rglob("escaped.txt"))


# Transcripts


def test_a_transcript_is_renamed_and_its_participant_with_it(study: Study):
    app = chosen(study, "one")
    labelled(app.text_input, "Name").set_value("The first")
    button(app, "Save").click()
    assert not app.run().exception
    assert names(study) == ["The first", "two"]
    assert study.participants()["name"].tolist() == ["The first", "two"]


def test_a_name_that_is_taken_is_refused_in_words(study: Study):
    app = chosen(study, "one")
    labelled(app.text_input, "Name").set_value("TWO")
    button(app, "Save").click()
    assert "Choose another name" in app.run().error[0].value
    assert names(study) == ["one", "two"]


def test_a_transcript_goes_to_another_place_and_stays_chosen(study: Study):
    app = chosen(study, "one")
    app.number_input[0].set_value(2)
    button(app, "Save").click()
    app.run()
    assert names(study) == ["two", "one"]
    assert "one" in [each.value for each in app.subheader]


def test_removing_says_what_goes_and_undo_brings_it_back(study: Study):
    one = study.documents()["document"].iloc[0]
    with study.change("write a memo", coder="Ada") as change:
        add_memo(change, "Loud room.", about="document", target=one)
    app = chosen(study, "one")
    button(app, "Remove ...").click()
    app.run()
    assert "3 codings by Ada, Ben, with memos and suggestions on them" in said(app)
    assert "1 memos on the transcript and its passages" in said(app)
    button(app, "Remove ...").click()  # without a browser the dialog is open only as long as this is pressed
    button(app, "Remove").click()
    assert not app.run().exception
    assert names(study) == ["two"]
    study.undo(coder="Ada")
    assert (len(study.codings()), len(study.memos())) == (4, 1)
    assert checking.check(study) == []


# Who speaks


def test_the_interviewer_is_changed_and_codings_follow(study: Study):
    app = chosen(study, "one")
    labelled(app.selectbox, "Ana is").set_value("Interviewer")
    labelled(app.selectbox, "Bob is").set_value("Participant")
    labelled(app.run().selectbox, "Participant").set_value("two")
    button(app.run(), "Save who speaks").click()
    assert not app.run().exception
    assert roles(study, "one") == {"Ana": ("interviewer", None), "Bob": ("participant", "two")}
    assert study.participants()["name"].tolist() == ["two"]
    assert study.codings()["participant"].isna().sum() == 3
    assert checking.check(study) == []


def test_a_speaker_may_be_nobody_in_particular_in_all_transcripts(study: Study):
    app = chosen(study, "one")
    labelled(app.selectbox, "Bob is").set_value("Nobody in particular")
    app.checkbox[0].check()
    button(app.run(), "Save who speaks").click()
    assert not app.run().exception
    assert roles(study, "one") == {"Ana": ("participant", "one"), "Bob": (None, None)}
    assert roles(study, "two") == {"Ana": ("participant", "two"), "Bob": (None, None)}


def test_a_participant_without_a_name_changes_nothing(study: Study):
    app = chosen(study, "one")
    labelled(app.selectbox, "Bob is").set_value("Participant")
    assert button(app.run(), "Save who speaks").disabled


# Participants


def edited(app: AppTest, row: int, cells: dict[str, str]) -> AppTest:
    app.session_state[app.data_editor[0].key] = {"edited_rows": {row: cells}, "added_rows": [], "deleted_rows": []}
    return app.run()


def test_attributes_are_edited_in_their_table(study: Study):
    person = study.participants()["participant"].iloc[0]
    with study.change("describe", coder="Ada") as change:
        set_attributes(change, person, {"role": "nurse", "site": "Oslo"})
    button(edited(on("Participants"), 0, {"role": "doctor", "site": ""}), "Save").click().run()
    people = study.participants()
    assert people["role"].iloc[0] == "doctor"
    assert "site" not in people


def test_a_participant_is_renamed_in_the_table(study: Study):
    button(edited(on("Participants"), 0, {"name": "Anastasia"}), "Save").click().run()
    assert study.participants()["name"].tolist() == ["Anastasia", "two"]


def test_a_new_attribute_is_a_new_column_of_any_text(study: Study):
    app = on("Participants")
    labelled(app.text_input, "Attribute").set_value("=years $x$")
    button(app.run(), "Add").click()
    app.run()
    button(edited(app, 1, {"=years $x$": "ten or so"}), "Save").click()
    assert not app.run().exception
    assert study.participants()["=years $x$"].fillna("").tolist() == ["", "ten or so"]


def test_an_attribute_that_is_there_is_not_added_twice(study: Study):
    app = on("Participants")
    labelled(app.text_input, "Attribute").set_value("Name")
    button(app.run(), "Add").click()
    assert "Choose another name" in app.run().error[0].value
