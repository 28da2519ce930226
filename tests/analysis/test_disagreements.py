"""Where two coders differ: each coding that the other does not have, once, with what the other gave there."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.agreement.disagreements import disagreements
from analysis.agreement.wording import in_words
from corpus.settlements import sentence
from corpus.study import Study
from tests.studies import code, study_of

TEXT = "Ana: one two three four five.\nBob: why?\nAna: six seven eight nine ten.\n"
PLACES = [(5, 8), (5, 18), (9, 18), (14, 28), (45, 54), (49, 60)]


def frames(study: Study) -> list:
    return [
        *(study.codings(), study.codes(), study.documents(), study.turns()),
        *(study.participants(), study.coders(), study.texts(), study.memos()),
    ]


def found(study: Study, **options: object) -> pd.DataFrame:
    return disagreements(*frames(study), **options)


def told(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(table[["kind", "coder", "path"]].itertuples(index=False, name=None))


@pytest.fixture
def study(tmp_path) -> Study:
    study = study_of(tmp_path, {"one": TEXT, "two": TEXT}, ("A", "B", "C"))
    code(study, "one", 45, 48, "C", "Ada")
    code(study, "one", 45, 48, "C", "Ben")  # both worked here
    return study


def test_what_one_alone_coded_is_missed_or_extra(study: Study):
    code(study, "one", 5, 8, "A", "Ada")
    code(study, "one", 19, 23, "B", "Ben")
    assert told(found(study)) == [("missed", "Ada", "A"), ("extra", "Ben", "B")]


def test_two_codes_on_one_passage_are_each_the_others_other_code(study: Study):
    code(study, "one", 5, 18, "A", "Ada")
    code(study, "one", 9, 23, "B", "Ben")
    table = found(study)
    assert told(table) == [("other code", "Ada", "A"), ("other code", "Ben", "B")]
    assert table["other_path"].tolist() == ["B", "A"]
    assert table["other_quote"].tolist() == ["two three four", "one two three"]


def test_a_code_that_both_gave_is_no_other_code(study: Study):
    for coder in ("Ada", "Ben"):
        code(study, "one", 5, 18, "B", coder)
    code(study, "one", 5, 18, "A", "Ada")
    assert told(found(study)) == [("missed", "Ada", "A")]


def test_other_ends_are_told_once_and_white_space_makes_none(study: Study):
    code(study, "one", 5, 18, "A", "Ada")
    code(study, "one", 9, 18, "A", "Ben")
    code(study, "one", 19, 24, "B", "Ada")
    code(study, "one", 19, 23, "B", "Ben")
    assert told(found(study)) == [("other extent", "Ada", "A")]


def test_a_transcript_that_one_coded_is_left_out_unless_it_was_the_others_too(study: Study):
    code(study, "two", 5, 8, "A", "Ada")
    assert found(study).empty
    documents, coders = study.documents()["document"], study.coders().set_index("name")["coder"]
    assigned = pd.DataFrame({"document": [documents[1]], "coder": [coders["Ben"]]})
    assert told(found(study, assigned=assigned)) == [("missed", "Ada", "A")]


def test_what_was_settled_is_told(study: Study):
    coding = code(study, "one", 5, 8, "A", "Ada")
    row = study.codings().set_index("coding").loc[coding]
    frame = [*frames(study)]
    said = {
        "memo": "m",
        "about": "passage",
        "target": row["document"],
        "start": 5,
        "end": 8,
        "coder": "",
        "created_at": "",
    }
    frame[-1] = pd.DataFrame([said | {"text": sentence("A", "Ada", "dropped", "Nobody says so.")}])
    assert disagreements(*frame)["settled"].tolist() == ["dropped"]
    frame[-1] = pd.DataFrame([said | {"text": sentence("B", "Ada", "dropped")}])
    assert disagreements(*frame)["settled"].tolist() == [""]


CODED = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from("ABC"), st.sampled_from(["Ada", "Ben", "Cyd"])))


@given(rows=CODED, order=st.randoms())
@settings(max_examples=20, deadline=None)
def test_as_many_as_one_counts_by_hand_in_any_order(rows, order):
    codes = pd.DataFrame(
        {"code": list("abc"), "path": list("ABC"), "parent": None, "position": range(3), "theme": list("ABC")}
    )
    people = pd.DataFrame({"participant": ["p"], "name": ["Ana"]})
    coders = pd.DataFrame({"coder": ["1", "2", "3"], "name": ["Ada", "Ben", "Cyd"], "kind": "person"})
    documents = pd.DataFrame({"document": ["d"], "name": ["one"], "position": [0], "participant": ["p"]})
    turns = pd.DataFrame(
        {"document": "d", "turn": [0, 1], "start": [5, 45], "end": [29, 70], "participant": "p", "role": "participant"}
    ).assign(speaker="Ana", begin_ms=pd.array([None, None], dtype="Int64"))
    codings = pd.DataFrame(
        [
            {
                "coding": str(number),
                "document": "d",
                "participant": "p",
                "start": start,
                "end": end,
                "code": path.lower(),
                "coder": str(["Ada", "Ben", "Cyd"].index(coder) + 1),
            }
            for number, ((start, end), path, coder) in enumerate(rows)
        ],
        columns=["coding", "document", "participant", "start", "end", "code", "coder"],
    )
    texts = pd.Series({"d": TEXT}, dtype=object)
    memos = pd.DataFrame(columns=["memo", "about", "target", "coder", "text", "created_at", "start", "end"])
    shuffled = codings.sample(frac=1, random_state=order.randrange(2**30)).reset_index(drop=True)
    frame = (codes, documents, turns, people, coders, texts, memos)
    table = disagreements(codings, *frame, ids=True)
    pd.testing.assert_frame_equal(table, disagreements(shuffled, *frame, ids=True))

    at_work = set(codings["coder"])
    alone = []
    for one in codings.itertuples():
        for other in at_work - {one.coder}:
            theirs = codings[(codings["coder"] == other) & (codings["code"] == one.code)]
            if not ((theirs["start"] < one.end) & (theirs["end"] > one.start)).any():
                alone.append((one.coding, coders.set_index("coder")["name"][other]))
    listed = table[table["kind"] != "other extent"]
    assert sorted(alone) == sorted((ids[0], who) for ids, who in zip(listed["ids"], listed["other_coder"], strict=True))


def test_agreement_is_told_in_words():
    row = {"path": "all", "coder_a": "Ada", "coder_b": "Ben", "alpha": 0.85, "alpha_low": 0.7, "alpha_high": 0.9}
    code_row = row | {"path": "A", "alpha": 0.5}
    said = in_words(pd.DataFrame([code_row | {"note": ""}, row | {"note": "limits rough: 8 documents"}]))
    assert said[0].startswith("Ada and Ben: alpha 0.85 (95 % limits 0.70 to 0.90)")
    assert "limits that reach below 0.80" in said[0]
    assert said[1] == "Take care, limits rough: 8 documents."
    assert said[2].startswith("1 code of 1 below 0.667")
