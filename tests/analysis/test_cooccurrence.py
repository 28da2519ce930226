"""Which codes go together, in every unit, against loops over characters, turns and pairs of codings."""

import json
from math import log

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cooccurrence import associations, cooccurrence, disparity
from analysis.quotes import meeting
from codebook.errors import OptionError
from tests.analysis import references
from tests.analysis.strategies import KINDS, Study, as_kind, studies, study, unhurried

UNITS = ["overlap", "turn", "sentence", "document", "window:0", "window:1", "window:3"]


def counted(made: Study, **options) -> pd.DataFrame:
    return cooccurrence(made.codings, made.codes, made.turns, **options)


@pytest.fixture
def trust() -> Study:
    """A question and two answers of ten characters each; "trust" (C0), "doctors" (C1), and "time" (C2)."""
    return study(
        ["why? \n0123456789\nabcdefghij"],
        [(0, 0, 4, "i"), (0, 6, 16, "p0"), (0, 17, 27, "p0")],
        [None, None, None],
        [
            (0, 6, 12, 0, "ada"),
            (0, 10, 16, 1, "ada"),
            (0, 11, 15, 1, "bo"),
            (0, 20, 22, 2, "ada"),
            (0, 0, 4, 2, "ada"),
        ],
    )


def test_overlap_counts_passages_and_measures_characters(trust):
    # Trust covers 6 characters of 20, doctors 6, both 2. Bo's doctors are on Ada's: one passage.
    table = counted(trust)
    assert table[["code_a", "code_b", "n_a", "n_b", "n_ab"]].values.tolist() == [["C0", "C1", 1, 1, 1]]
    assert table["jaccard"][0] == 2 / 10
    assert table["lift"][0] == pytest.approx(2 * 20 / (6 * 6))
    assert table["npmi"][0] == pytest.approx(log(2 * 20 / 36) / log(20 / 2))
    assert table[["p", "q"]].isna().all(axis=None)


def test_codings_of_different_coders_do_not_meet(trust):
    apart = trust.codings[(trust.codings["code"] == "c0") | (trust.codings["coder"] == "bo")]
    assert counted(trust.with_codings(apart)).empty


def test_turns_count_where_both_codes_are_present_in_the_units_of_participants(trust):
    table = counted(trust, unit="turn")
    assert table[["n_a", "n_b", "n_ab"]].values.tolist() == [[1, 1, 1]]
    assert table["lift"][0] == 2


def test_the_interviewers_turns_count_when_asked(trust):
    table = counted(trust, unit="turn", with_interviewer=True)
    assert table["lift"][0] == 3


def test_a_window_reaches_so_many_turns(trust):
    assert counted(trust, unit="window:0")["code_b"].tolist() == ["C1"]
    table = counted(trust, unit="window:1")
    assert table["code_b"].tolist() == ["C1", "C2", "C2"]
    # Two codings of time: only the one in a participant's turn is near trust.
    assert table[["n_a", "n_b", "n_ab"]].values.tolist()[1] == [1, 2, 1]


def test_a_blank_that_a_coding_shares_with_a_unit_is_no_presence():
    made = study(
        ["a b\nc"], [(0, 0, 3, "p0"), (0, 4, 5, "p0")], [None, None], [(0, 1, 2, 0, "ada"), (0, 0, 1, 1, "ada")]
    )
    assert counted(made, unit="turn", texts=made.texts).empty
    assert counted(made, unit="turn")["n_ab"].tolist() == [1]


@pytest.mark.parametrize("unit", ["turn", "window:0"])
def test_a_coding_that_touches_but_a_blank_of_a_turn_is_not_present_there(unit):
    turns = [(0, 0, 1, "p0"), (0, 2, 5, "p0")]
    made = study(["a\nb c"], turns, [None, None], [(0, 0, 1, 0, "ada"), (0, 3, 4, 0, "ada"), (0, 0, 1, 1, "ada")])
    assert counted(made, unit=unit, texts=made.texts)["jaccard"].tolist() == [1.0]
    assert counted(made, unit=unit)["jaccard"].tolist() == [0.5]


def test_a_blank_that_two_coders_share_makes_their_codings_one_passage():
    # Ada's "a " and Bo's " b" share a blank: one passage, though blanks are no presence in a turn.
    turns = [(0, 0, 3, "p0"), (0, 4, 5, "p0")]
    codings = [(0, 0, 2, 0, "ada"), (0, 1, 3, 0, "bo"), (0, 4, 5, 1, "ada"), (0, 4, 5, 1, "bo")]
    made = study(["a b\nc"], turns, [None, None], codings)
    assert counted(made, unit="window:1", texts=made.texts)[["n_a", "n_b", "n_ab"]].values.tolist() == [[1, 1, 1]]


def test_a_window_larger_than_any_document_is_the_whole_document(trust):
    table, document = counted(trust, unit="window:999999999"), counted(trust, unit="document")
    assert table[["code_a", "code_b"]].equals(document[["code_a", "code_b"]])
    assert table["jaccard"].tolist() == [1.0, 1.0, 1.0]


def test_documents_without_a_coding_do_not_count_unless_named():
    made = study(["ab", "cd"], [(0, 0, 2, "p0"), (1, 0, 2, "p0")], [None, None], [(0, 0, 1, 0, "a"), (0, 0, 2, 1, "a")])
    assert counted(made)["lift"].tolist() == [1.0]
    assert counted(made, documents=made.documents["document"])["lift"].tolist() == [2.0]


def test_codes_that_met_only_in_the_interviewers_words_have_no_coefficients():
    made = study(["ab"], [(0, 0, 2, "i")], [None, None], [(0, 0, 1, 0, "a"), (0, 0, 2, 1, "a")])
    table = counted(made)
    assert table["n_ab"].tolist() == [1]
    assert table[["jaccard", "lift", "npmi"]].isna().all(axis=None)


@unhurried
@given(
    studies(),
    st.sampled_from(UNITS),
    st.fixed_dictionaries({"with_interviewer": st.booleans(), "each": st.booleans()}),
    st.booleans(),
)
def test_it_counts_as_the_reference_does(made, unit, options, blanks_count):
    # Any spans within turns will do for sentences: here, the halves of each turn, stripped as sentences are.
    sentences = halves(made)
    expected = references.cooccurrence(made, unit, blanks_count=blanks_count, sentences=sentences, **options)
    texts = None if blanks_count else made.texts
    table = counted(made, unit=unit, texts=texts, sentences=sentences, ids=True, **options)
    pd.testing.assert_frame_equal(table, expected, check_dtype=False)
    without_ids = counted(made, unit=unit, texts=texts, sentences=sentences, **options)
    pd.testing.assert_frame_equal(without_ids, table.drop(columns="ids"))


def halves(made: Study) -> pd.DataFrame:
    rows = []
    for turn in made.turns.itertuples():
        middle = (turn.start + turn.end) // 2
        for start, end in ((turn.start, middle), (middle, turn.end)):
            text = made.texts[turn.document][start:end]
            start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
            if start < end:
                rows.append((turn.document, start, end, turn.participant, turn.role))
    return pd.DataFrame(rows, columns=["document", "start", "end", "participant", "role"])


@unhurried
@given(studies(), st.sampled_from(UNITS), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_names_of_coders_matter(made, unit, random):
    before = made.codings.copy(deep=True)
    expected = counted(made, unit=unit, sentences=halves(made))
    shuffled = made.codings.iloc[random.sample(range(len(made.codings)), len(made.codings))]
    renamed = shuffled.assign(coder=shuffled["coder"].astype(str).map({"a": "z", "b": "a", "c": "m"}))
    again = cooccurrence(renamed, made.codes[::-1], made.turns[::-1], unit=unit, sentences=halves(made)[::-1])
    pd.testing.assert_frame_equal(again, expected)
    pd.testing.assert_frame_equal(made.codings, before)


@unhurried
@given(studies(), st.booleans())
def test_the_meetings_of_a_pair_are_as_many_as_it_counts_and_the_same_codings(made, each):
    code_of = dict(zip(made.codes["path"], made.codes["code"], strict=True))
    for row in counted(made, each=each, ids=True).itertuples():
        found = meeting(
            made.codings,
            made.codes,
            made.documents,
            made.turns,
            made.participants,
            made.coders,
            made.texts,
            codes_met=[code_of[row.code_a], code_of[row.code_b]],
            each=each,
            ids=True,
        )
        assert len(found) == row.n_ab
        assert {coding for pair in found["ids"] for coding in pair} == set(row.ids)


def test_of_two_coders_who_coded_the_same_meeting_the_first_in_reading_order_speaks():
    spans = [(2, 12, 0, "ada"), (6, 16, 1, "ada"), (0, 10, 0, "bo"), (5, 15, 1, "bo")]
    made = study(["x" * 20], [(0, 0, 20, "p0")], [None, None], [(0, *span) for span in spans])
    table = counted(made, ids=True)
    assert table["n_ab"].tolist() == [1]
    assert table["ids"].tolist() == [["k002", "k003"]]


def test_three_thousand_codings_over_one_place_meet_in_every_pair():
    text = "x" * 6000
    codings = [(0, number, number + 3000, number % 2, "ada") for number in range(3000)]
    table = counted(study([text], [(0, 0, 6000, "p0")], [None, None], codings))
    assert table["n_ab"].tolist() == [1500 * 1500]


def test_passages_that_meet_in_a_million_pairs_of_codings_meet_once():
    text = "x" * 3000
    codings = [(0, at, at + 1500, number % 2, coder) for number, at in enumerate(range(1500)) for coder in "ab"]
    table = counted(study([text], [(0, 0, 3000, "p0")], [None, None], codings))
    assert table[["n_a", "n_b", "n_ab"]].values.tolist() == [[1, 1, 1]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("unit", UNITS)
def test_without_codings_the_table_is_empty_and_well_typed(trust, kind, unit):
    nothing = as_kind(trust.codings.iloc[:0], kind)
    for turns in (trust.turns, trust.turns.iloc[:0]):
        table = cooccurrence(
            nothing, trust.codes, turns, unit=unit, texts=trust.texts, sentences=trust.turns.iloc[:0], ids=True
        )
        assert table.empty
        assert (table.dtypes[["n_a", "n_b", "n_ab"]] == np.int64).all()
        assert (table.dtypes[["jaccard", "lift", "npmi", "p", "q"]] == np.float64).all()


@pytest.mark.parametrize(
    "unit",
    ["paragraph", "window", "window:", "window:-1", "window:x", "window:K", "window:9999999999", "turn:2", "turn:"],
)
def test_a_unit_that_does_not_exist_is_refused_with_those_that_do(trust, unit):
    with pytest.raises(OptionError, match=r"give one of overlap, turn, sentence, document, window:K"):
        counted(trust, unit=unit)


# Associations and the backbone.


@unhurried
@given(st.lists(st.sets(st.sampled_from("abcd")), max_size=12))
def test_associations_follow_the_counts(units):
    rows = pd.DataFrame([(n, c) for n, unit in enumerate(units) for c in unit] * 2, columns=["unit", "code"])
    table = associations(rows, units=len(units), codes=["a", "b", "c"])
    assert table[["code_a", "code_b"]].values.tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    for row in table.itertuples():
        a = sum(row.code_a in unit for unit in units)
        b = sum(row.code_b in unit for unit in units)
        ab = sum({row.code_a, row.code_b} <= unit for unit in units)
        assert (row.n_a, row.n_b, row.n_ab) == (a, b, ab)
        expected = references.coefficients(a, b, ab, len(units))
        assert (row.jaccard, row.lift, row.npmi) == pytest.approx(expected, nan_ok=True)
    assert (table["q"] >= table["p"]).all() if units else table[["p", "q"]].isna().all(axis=None)


def test_two_of_three_units_shared_by_hand():
    # Of the 3 ways to lay b's two units beside a's two of three, one shares both: p = 1 / 3.
    rows = pd.DataFrame({"unit": [1, 1, 2, 2], "code": ["a", "b", "a", "b"]})
    (row,) = associations(rows, units=3, codes=["a", "b"]).itertuples()
    assert (row.n_a, row.n_b, row.n_ab, row.jaccard, row.lift) == (2, 2, 2, 1, 1.5)
    assert row.npmi == pytest.approx(1)
    assert row.p == row.q == pytest.approx(1 / 3)


def test_a_code_that_never_occurs_has_no_lift_and_never_meets():
    (row,) = associations(pd.DataFrame({"unit": [1], "code": ["a"]}), units=2, codes=["a", "b"]).itertuples()
    assert np.isnan(row.lift)
    assert (row.jaccard, row.npmi, row.p) == (0, -1, 1)


def test_where_both_codes_are_in_every_unit_npmi_is_undefined():
    rows = pd.DataFrame({"unit": [1, 1], "code": ["a", "b"]})
    (row,) = associations(rows, units=1, codes=["a", "b"]).itertuples()
    assert (row.jaccard, row.lift) == (1, 1)
    assert np.isnan(row.npmi)


def test_fewer_than_two_codes_make_no_pairs():
    table = associations(pd.DataFrame({"unit": [1], "code": ["a"]}), units=1, codes=["a"])
    assert table.empty
    assert table.columns.tolist() == ["code_a", "code_b", "n_a", "n_b", "n_ab", "jaccard", "lift", "npmi", "p", "q"]


def test_disparity_of_published_form_by_hand():
    # At the hub (strength 10, degree 3) the edge of 8 has (1 - .8)^2 = .04, its leaves have degree 1: alpha 1.
    edges = pd.DataFrame({"code_a": ["hub"] * 3, "code_b": ["x", "y", "z"], "weight": [8, 1, 1]})
    assert disparity(edges)["alpha"].tolist() == pytest.approx([0.04, 0.81, 0.81])


def test_an_edge_that_stands_alone_is_not_remarkable():
    edges = pd.DataFrame({"code_a": ["a"], "code_b": ["b"], "weight": [3]})
    assert disparity(edges)["alpha"].tolist() == [1]


def test_no_edges_have_no_backbone():
    assert disparity(pd.DataFrame({"code_a": [], "code_b": [], "weight": []})).columns.tolist()[-1] == "alpha"


def test_disparity_agrees_with_known_answers():
    # A part of the case backbone-61: edges at random, answers by another implementation.
    edges = [
        [0, 1, 6], [0, 2, 4], [0, 3, 2], [0, 4, 19], [0, 5, 3], [0, 6, 3], [0, 7, 1], [0, 9, 1],
        [1, 5, 2], [1, 7, 16], [1, 8, 1], [1, 9, 16], [2, 3, 7], [2, 4, 15], [2, 5, 1], [2, 6, 22],
        [2, 7, 4], [2, 8, 7], [2, 9, 7], [3, 5, 22], [3, 6, 1], [3, 8, 2], [3, 9, 15], [4, 6, 3],
        [4, 7, 2], [4, 9, 21], [5, 7, 1], [5, 8, 1], [5, 9, 8], [7, 8, 14], [8, 9, 3],
    ]  # fmt: skip
    alpha = disparity(pd.DataFrame(edges, columns=["code_a", "code_b", "weight"]))["alpha"]
    assert alpha[[0, 3, 9, 19, 29]].tolist() == pytest.approx(
        [0.31055987, 0.00932734, 0.06504223, 0.00557209, 0.03125], abs=1e-6
    )


def test_associations_agree_with_known_answers(shared):
    (case,) = json.loads((shared / "golden" / "pairs.json").read_text())
    rows = pd.DataFrame([(n, code) for n, unit in enumerate(case["units"]) for code in unit], columns=["unit", "code"])
    table = associations(rows, units=len(case["units"]), codes=list(range(12)))
    expected = np.array(case["expected"]["rows"])
    assert table.to_numpy(float) == pytest.approx(expected, rel=case["tolerance"], abs=case["tolerance"])
