"""A participant who withdraws is gone: from what the study shows, from its history, from every byte of its folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codebook.errors import Busy, StudyError
from corpus.checking import check
from corpus.codebooks import set_codebook
from corpus.coding import remove_codings
from corpus.documents import remove_document
from corpus.forgetting import BLOT, blotted, forget, whose
from corpus.memos import add_memo
from corpus.people import assign_speaker, rename_participant, set_attributes
from corpus.study import Study
from tests.studies import code, study_of

ALONE = (
    "Bob: Why did you leave?\nZoltan: The pager ruined my marriage.\n"
    "Bob: I see, Zoltan.\nZoltan: Nobody asked me twice.\n"
)
GROUP = (
    "Bob: Welcome Zoltan and Maja.\nMaja: We ship on Fridays.\nZoltan: I never ship on Fridays at all.\n"
    "Maja: Zoltan is careful.\nBob: Zoltans are rare.\n"
)
SECRETS = ("Zoltan", "marriage", "Nobody asked me", "never ship", "hates his boss", "wizard", "pager-memo")


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """Zoltan has an interview of his own and sits in a group with Maja; much was written about him, and removed."""
    study = study_of(tmp_path / "study", {"Zoltan": ALONE, "group": GROUP, "other": "Bob: So?\nEva: All is well.\n"})
    ids = study.documents().set_index("name")["document"]
    with study.change("say who speaks", coder="Ada") as change:
        assign_speaker(change, ids["group"], "Maja", role="participant", participant="Maja")
        assign_speaker(change, ids["group"], "Zoltan", role="participant", participant="Zoltan")
    people = study.participants().set_index("name")["participant"]
    with study.change("import participants", coder="Ada", note="Zoltan.csv") as change:
        set_attributes(change, people["Zoltan"], {"role": "wizard"})
    coding = code(study, "Zoltan", ALONE.index("The pager"), ALONE.index("The pager") + 20, "A / B")
    group = ids["group"]
    at = GROUP.index("I never")
    code(study, "group", at, at + 12, "A")
    code(study, "group", GROUP.index("We ship"), GROUP.index("We ship") + 7, "C")
    code(study, "group", GROUP.index("is careful"), GROUP.index("is careful") + 10, "C")
    with study.change("write memos", coder="Ada") as change:
        add_memo(change, "pager-memo: he hates his boss", about="coding", target=coding)
        add_memo(change, "he hates his boss", about="passage", target=group, span=(at, at + 5))
        add_memo(change, "Maja leads", about="passage", target=group, span=(GROUP.index("We"), GROUP.index("We") + 4))
    gone = code(study, "Zoltan", ALONE.index("Nobody"), ALONE.index("Nobody") + 12, "C")
    with study.change("remove a coding", coder="Ada") as change:
        remove_codings(change, [gone])
    yield study
    study.close()


def zoltan(study: Study) -> str:
    return study.participants().set_index("name")["participant"]["Zoltan"]


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_no_byte_of_the_study_tells_of_them(study: Study):
    assert all(secret.encode() in bytes_of(study.folder) for secret in SECRETS)
    forget(study, [zoltan(study)], coder="Ada")
    found = [secret for secret in SECRETS if secret.encode() in bytes_of(study.folder).replace(b"Zoltans", b"")]
    assert found == []
    assert check(study) == []


def test_what_others_said_stays_where_it_was(study: Study):
    before = study.codings()
    done = forget(study, [zoltan(study)], coder="Ada")
    assert (done.documents, done.blotted, done.codings, done.memos) == (["Zoltan"], ["group"], 2, 2)
    assert study.documents()["name"].tolist() == ["group", "other"]
    text = study.texts().loc[study.documents()["document"].iloc[0]]
    assert len(text) == len(GROUP)
    for said in ("We ship on Fridays.", "is careful.", "Welcome", "and Maja", "Zoltans are rare"):
        assert text.index(said) == GROUP.index(said)
    left = study.codings()
    assert set(left["coding"]) < set(before["coding"])
    kept = before[before["coding"].isin(left["coding"])]
    columns = ["coding", "start", "end", "participant"]
    assert left[columns].astype(str).values.tolist() == kept[columns].astype(str).values.tolist()
    assert study.memos()["text"].tolist() == ["Maja leads"]
    assert sorted(study.participants()["name"]) == ["Maja", "other"]


def test_that_somebody_was_forgotten_stays_on_record_and_is_not_undone(study: Study):
    forget(study, [zoltan(study)], coder="Ada")
    last = study.history().iloc[-1]
    assert (last["operation"], last["coder"], last["note"]) == ("forget a participant", "Ada", "")
    with pytest.raises(StudyError, match="erased for good"):
        study.undo(coder="Ada")  # the last change before it removed a coding of theirs
    assert check(study) == []


def test_what_is_left_to_look_at_is_listed(study: Study):
    book = study.codebook()
    with study.change("quote", coder="Ada") as change:
        set_codebook(
            change,
            type(book)([replace(e, examples=("The pager ruined my marriage.",)) if e.name == "C" else e for e in book]),
        )
        add_memo(change, "Ask Zoltan again.", about="study")
    done = forget(study, [zoltan(study)], coder="Ada")
    assert [line.partition(":")[0] for line in done.mentions] == ["a memo about a study", "an example of C"]


def test_looking_first_erases_nothing(study: Study):
    before = study.revision
    found = whose(study, [zoltan(study)])
    assert (found.documents, found.blotted, found.codings) == (["Zoltan"], ["group"], 2)
    assert (study.revision, len(study.documents())) == (before, 3)


def test_two_of_one_group_leave_nobody(study: Study):
    people = study.participants().set_index("name")["participant"]
    done = forget(study, [people["Zoltan"], people["Maja"]], coder="Ada")
    assert (sorted(done.documents), done.blotted) == (["Zoltan", "group"], [])
    assert study.participants()["name"].tolist() == ["other"]
    assert check(study) == []


def test_a_former_name_is_gone_too(study: Study):
    with study.change("rename", coder="Ada") as change:
        rename_participant(change, zoltan(study), "P1")
    forget(study, study.participants().set_index("name")["participant"][["P1"]], coder="Ada")
    assert b"marriage" not in bytes_of(study.folder)
    assert sorted(study.participants()["name"]) == ["Maja", "other"]


def test_a_transcript_removed_before_goes_from_the_history(study: Study):
    person = zoltan(study)
    with study.change("remove", coder="Ada", note="Zoltan") as change:
        remove_document(change, study.documents().set_index("name")["document"]["Zoltan"])
    forget(study, [person], coder="Ada")
    assert b"marriage" not in bytes_of(study.folder)
    assert check(study) == []


def test_a_study_that_is_open_elsewhere_is_left_as_it_is(study: Study):
    other = Study.open(study.folder)
    try:
        with other.reading() as connection:
            connection.exec_driver_sql("select count(*) from documents").all()
            with pytest.raises(Busy, match="Close it"):
                forget(study, [zoltan(study)], coder="Ada")
    finally:
        other.close()
    assert "Zoltan" in study.participants()["name"].tolist()
    forget(study, [zoltan(study)], coder="Ada")
    code(study, "other", 10, 14, "C")  # and the study goes on


@settings(deadline=None)
@given(st.text("ab \n\u0308é😀", max_size=40), st.data())
def test_blotting_moves_nothing(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new = blotted(text, [(start, end)], [])
    assert len(new) == len(text)
    assert new[:start] + text[start:end] + new[end:] == text
    assert all(
        was.isspace() if now != BLOT else not was.isspace()
        for was, now in zip(text[start:end], new[start:end], strict=True)
    )
