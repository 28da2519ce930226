"""Who the participants are, what is known of them, and where they speak."""

from __future__ import annotations

from pathlib import Path

import pytest

from codebook.errors import NotFound, StudyError, UnreadableFile
from codebook.sheets import Sheet
from corpus import checking
from corpus.people import Described, assign_speaker, import_participants, rename_participant
from corpus.study import Study
from tests.studies import code, study_of

GROUP = "Ana: first thing.\nBob: and then?\nCyd: second thing.\nAna: third.\n"


def described(study: Study, *rows: dict[str, str]) -> Described:
    columns = tuple(rows[0])
    sheet = Sheet("people.csv", columns, tuple(enumerate(rows, 2)))
    with study.change("import participants", coder="Ada") as change:
        return import_participants(change, sheet)


def test_until_said_otherwise_a_document_s_participant_bears_its_name(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": GROUP, "two": GROUP})
    assert study.participants()["name"].tolist() == ["one", "two"]


def test_the_first_column_may_name_the_document(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": GROUP, "two": GROUP})
    result = described(study, {"document": "two.txt", "role": "engineer"}, {"document": "one", "role": ""})
    assert (result.participants, result.attributes, result.refused) == (2, ["role"], [])
    roles = study.participants().set_index("name")["role"]
    assert roles["two"] == "engineer"
    assert roles.isna()["one"]


def test_a_document_may_have_several_people_and_a_person_several_documents(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": GROUP, "two": GROUP})
    code(study, "one", 5, 10, "A")
    code(study, "one", GROUP.index("second"), GROUP.index("second") + 6, "A")
    described(
        study,
        {"participant": "Anastasia", "document": "one", "speaker": "Ana", "age": "40"},
        {"participant": "Cydney", "document": "one", "speaker": "cyd", "age": "41"},
        {"participant": "Anastasia", "document": "two", "speaker": "Ana", "age": "40"},
        {"participant": "Cydney", "document": "two", "speaker": "Cyd", "age": "41"},
    )
    assert study.participants()["name"].tolist() == ["Anastasia", "Cydney"]
    assert study.documents()["participant"].isna().all()
    names = study.participants().set_index("participant")["name"]
    turns = study.turns()
    speaking = turns["participant"].map(names).fillna("-").tolist()
    assert speaking == ["Anastasia", "-", "Cydney", "Anastasia"] * 2
    assert study.codings()["participant"].astype("str").map(names).tolist() == ["Anastasia", "Cydney"]
    assert checking.check(study) == []


def test_rows_that_name_nobody_are_listed_and_the_others_taken_in(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": GROUP})
    result = described(
        study,
        {"participant": "nobody", "role": "x"},
        {"participant": "one", "role": "engineer"},
        {"participant": "", "role": "x"},
    )
    assert [row["row"] for row in result.refused] == [2, 4]
    assert result.participants == 1


def test_a_name_that_is_not_the_first_column_is_refused(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": GROUP})
    with pytest.raises(UnreadableFile, match="first column"):
        described(study, {"role": "engineer", "participant": "one"})


# By hand, a speaker at a time


def test_a_speaker_becomes_a_participant_of_a_new_name_and_codings_follow(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": GROUP})
    code(study, "one", GROUP.index("second"), GROUP.index("second") + 6, "A")
    one = study.documents()["document"].iloc[0]
    with study.change("say who speaks", coder="Ada") as change:
        assign_speaker(change, one, "Cyd", role="participant", participant=" Cydney  X ")
    names = study.participants().set_index("participant")["name"]
    assert names.tolist() == ["one", "Cydney X"]
    assert study.codings()["participant"].astype("str").map(names).tolist() == ["Cydney X"]
    assert study.documents()["participant"].isna().all()
    with study.change("say who speaks", coder="Ada") as change:
        assign_speaker(change, one, "Ana", role="interviewer")
    assert study.participants()["name"].tolist() == ["Cydney X"]
    assert study.documents()["participant"].map(names).tolist() == ["Cydney X"]
    assert checking.check(study) == []


def test_a_speaker_who_is_nobody_in_particular_has_no_role(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": GROUP})
    with study.change("say who speaks", coder="Ada") as change:
        assign_speaker(change, study.documents()["document"].iloc[0], "Bob", role=None)
    assert study.turns().loc[study.turns()["speaker"].eq("Bob"), "role"].isna().all()


@pytest.mark.parametrize(
    ("speaker", "role", "kind"), [("Eve", "interviewer", NotFound), ("Ana", "participant", StudyError)]
)
def test_nobody_and_no_name_are_refused(tmp_path: Path, speaker: str, role, kind: type[Exception]) -> None:
    study = study_of(tmp_path / "s", {"one": GROUP})
    with pytest.raises(kind), study.change("say who speaks", coder="Ada") as change:
        assign_speaker(change, study.documents()["document"].iloc[0], speaker, role=role)


def test_two_participants_do_not_bear_one_name(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", {"one": GROUP, "two": GROUP})
    person = study.participants()["participant"].iloc[0]
    with pytest.raises(StudyError, match="Choose another"), study.change("rename", coder="Ada") as change:
        rename_participant(change, person, "TWO")
