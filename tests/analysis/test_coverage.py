"""How much was coded: counted word by word, the interviewer's words left out, and long gaps found."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coverage import ALL, NOTHING_CODED, NOTHING_OF_THEIRS, NOTHING_SAID, coverage, uncoded
from codebook.errors import OptionError
from corpus.words import WORD
from tests.analysis.strategies import Study, studies, study, unhurried


def table(made: Study, **options) -> pd.DataFrame:
    frames = (made.codings, made.codes, made.documents, made.turns, made.coders, made.texts)
    return coverage(*frames, **options)


def gaps(made: Study, **options) -> pd.DataFrame:
    return uncoded(made.codings, made.documents, made.turns, made.participants, made.texts, **options)


def words_of(made: Study, document: str, codings: pd.DataFrame) -> list[tuple[int, int, bool]]:
    """Start, end and whether it is coded, of each word of participants; found word by word."""
    turns = made.turns[(made.turns["document"] == document) & (made.turns["role"] == "participant")]
    spans = codings[codings["document"].astype(str) == document]

    def within(frame: pd.DataFrame, start: int, end: int) -> bool:
        return any(row.start < end and start < row.end for row in frame.itertuples())

    found = [match.span() for match in WORD.finditer(made.texts[document])]
    return [(start, end, within(spans, start, end)) for start, end in found if within(turns, start, end)]


@pytest.fixture
def talk() -> Study:
    """Two interviews; the interviewer asks in the middle of the first, and nobody coded the second."""
    return study(
        ["one two three Why so? four five six", "seven eight"],
        [(0, 0, 13, "p0"), (0, 14, 21, "i"), (0, 22, 35, "p0"), (1, 0, 11, "p1")],
        [None, None, None],
        [(0, 0, 7, 0, "ada"), (0, 4, 17, 1, "bo"), (0, 32, 35, 0, "ada")],
    )


def test_each_word_of_participants_counts_once(talk):
    found = table(talk)
    assert found["document"].tolist() == ["Interview 0", "Interview 1", ALL]
    assert found["words"].tolist() == [6, 2, 8]
    assert found["words_coded"].tolist() == [4, 0, 4]
    assert found["share"].tolist() == pytest.approx([4 / 6, 0, 0.5])
    assert found["note"].tolist() == ["", NOTHING_CODED, ""]


def test_by_code_the_words_are_those_of_all_and_a_code_nobody_used_is_listed(talk):
    found = table(talk, by="code")
    assert found["path"].tolist() == ["C0", "C1", "C2", ALL]
    assert found["words"].tolist() == [8] * 4
    assert found["words_coded"].tolist() == [3, 2, 0, 4]
    assert found["documents"].tolist() == [1, 1, 0, 1]
    assert found["note"].tolist() == ["", "", NOTHING_CODED, ""]


def test_by_coder_the_words_are_those_of_documents_that_they_coded(talk):
    found = table(talk, by="coder")
    assert found["coder"].tolist() == ["ADA", "BO", ALL]
    assert found["words"].tolist() == [6, 6, 8]
    assert found["words_coded"].tolist() == [3, 2, 4]
    also = pd.DataFrame({"document": ["d1"], "coder": ["bo"]})
    assert table(talk, by="coder", coded=also)["words"].tolist() == [6, 8, 8]


def test_what_the_interviewer_says_is_not_coverage():
    made = study(["Why so?"], [(0, 0, 7, "i")], [None], [(0, 0, 7, 0, "ada")])
    found = table(made)
    assert found["words"].tolist() == [0, 0]
    assert found["share"].isna().all()
    assert found["note"].tolist() == [NOTHING_SAID, NOTHING_SAID]
    both = study(["Why so? Yes."], [(0, 0, 7, "i"), (0, 8, 12, "p0")], [None], [(0, 0, 7, 0, "ada")])
    assert table(both)["note"].tolist() == [NOTHING_OF_THEIRS, NOTHING_OF_THEIRS]


@pytest.mark.parametrize("by", ["document", "code", "coder"])
def test_a_study_without_anything_is_answered(by):
    found = table(study([], [], [], []), by=by)
    assert found["words_coded"].tolist() == [0]
    assert gaps(study([], [], [], [])).empty


def test_coverage_is_by_document_code_or_coder():
    with pytest.raises(OptionError, match="give one of document, code, coder"):
        table(study([], [], [], []), by="theme")


@unhurried
@given(studies(), st.sampled_from(["document", "code", "coder"]))
def test_it_counts_as_one_would_word_by_word(made, by):
    found = table(made, by=by)
    ids = {"document": made.documents["document"], "code": made.codes["code"], "coder": made.coders["coder"]}[by]
    groups = [made.codings[made.codings[by].astype(str) == identity] for identity in ids]
    for codings, count in zip([*groups, made.codings], found["words_coded"], strict=True):
        words = [word for document in made.documents["document"] for word in words_of(made, document, codings)]
        assert count == sum(coded for *_, coded in words)


def test_a_long_passage_without_a_coding_runs_over_the_question_between(talk):
    (row,) = gaps(talk, longer_than=1).query("document == 'Interview 0'").to_dict("records")
    assert (row["participant"], row["turn"], row["words"]) == ("P0", 2, 2)
    assert talk.texts["d0"][row["start"] : row["end"]] == "four five"
    assert row["opening"] == "four five"
    assert row["share"] == pytest.approx(2 / 6)


def test_a_passage_is_long_where_it_has_more_words_than_said(talk):
    assert gaps(talk, longer_than=2).empty
    assert len(gaps(talk, longer_than=1)) == 2
    assert gaps(talk).empty


def test_no_passage_reaches_into_another_document():
    made = study(["a b c", "d e f"], [(0, 0, 5, "p0"), (1, 0, 5, "p1")], [None], [(0, 0, 1, 0, "ada")])
    assert gaps(made, longer_than=1)[["document", "words", "opening"]].to_numpy().tolist() == [
        ["Interview 0", 2, "b c"],
        ["Interview 1", 3, "d e f"],
    ]


@unhurried
@given(studies(), st.integers(0, 3))
def test_passages_are_those_that_one_finds_word_by_word(made, longer_than):
    expected = []
    for name, document in zip(made.documents["name"], made.documents["document"], strict=True):
        run: list[tuple[int, int]] = []
        for start, end, coded in [*words_of(made, document, made.codings), (0, 0, True)]:
            if not coded:
                run.append((start, end))
                continue
            if len(run) > longer_than:
                expected.append((name, len(run), run[0][0], run[-1][1]))
            run = []
    found = gaps(made, longer_than=longer_than)
    assert list(found[["document", "words", "start", "end"]].itertuples(index=False, name=None)) == expected


@unhurried
@given(studies(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter_and_the_input_stays(made, random):
    before = made.codings.copy(deep=True)
    order = random.sample(range(len(made.codings)), len(made.codings))
    shuffled = made.with_codings(made.codings.iloc[order])
    for by in ("document", "code", "coder"):
        pd.testing.assert_frame_equal(table(shuffled, by=by), table(made, by=by))
    pd.testing.assert_frame_equal(gaps(shuffled, longer_than=0), gaps(made, longer_than=0))
    pd.testing.assert_frame_equal(made.codings, before)


def test_the_share_of_all_is_that_of_the_documents_together(talk):
    found = table(talk)
    assert found["share"].iloc[-1] == pytest.approx(np.average(found["share"][:-1], weights=found["words"][:-1]))
