"""The table of agreement, against loops over units, coders and codes."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.agreement import agreement, cohen_kappa, krippendorff_alpha, percent_agreement, unitising_alpha
from codebook.errors import OptionError
from tests.analysis.strategies import KINDS, Study, as_kind, studies, study, unhurried

UNITS = ["turn", "sentence", "character", "span"]
COLUMNS = "path coder_a coder_b units percent kappa alpha alpha_low alpha_high prevalence masi note".split()
NUMBERS = ["percent", "kappa", "alpha", "alpha_low", "alpha_high", "prevalence", "masi"]


def halves(made: Study) -> pd.DataFrame:
    """Each turn cut in two, for sentences."""
    rows = []
    for turn in made.turns.itertuples():
        middle = (turn.start + turn.end) // 2
        for start, end in ((turn.start, middle), (middle, turn.end)):
            text = made.texts[turn.document][start:end]
            start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
            if start < end:
                rows.append((turn.document, start, end, turn.participant, turn.role))
    return pd.DataFrame(rows, columns=["document", "start", "end", "participant", "role"])


def counted(made: Study, *, unit="turn", **options) -> pd.DataFrame:
    options = {"texts": made.texts, "sentences": halves(made)} | options
    return agreement(made.codings, made.codes, made.documents, made.turns, made.coders, unit=unit, **options)


def row(table: pd.DataFrame, path: str, a: str = "ADA", b: str = "BO") -> pd.Series:
    (found,) = table[(table["path"] == path) & (table["coder_a"] == a) & (table["coder_b"] == b)].index
    return table.loc[found]


@pytest.fixture
def trust() -> Study:
    """A question and four answers of ten characters; Ada and Bo give trust (C0) and doctors (C1), nobody time (C2)."""
    text = "why? \n0123456789\nabcdefghij\nklmnopqrst\nABCDEFGHIJ"
    answers = [(0, start, start + 10, "p0") for start in (6, 17, 28, 39)]
    codings = [
        (0, 6, 12, 0, "ada"),
        (0, 17, 20, 0, "ada"),
        (0, 0, 4, 1, "ada"),
        (0, 40, 42, 1, "ada"),
        (0, 8, 16, 0, "bo"),
        (0, 40, 42, 1, "bo"),
    ]
    return study([text], [(0, 0, 4, "i"), *answers], [None, None, None], codings)


def test_turns_by_hand(trust):
    table = counted(trust)
    assert table.columns.tolist() == COLUMNS
    assert table[["path", "coder_a", "coder_b"]].values.tolist() == [
        ["C0", "ADA", "BO"],
        ["C1", "ADA", "BO"],
        ["all", "ADA", "BO"],
        ["all", "all", "all"],
    ]
    trusting = row(table, "C0")
    assert (trusting["units"], trusting["percent"], trusting["prevalence"]) == (4, 75, 3 / 8)
    # Ada has it in 2 of 4 turns, Bo in 1: by chance they agree on half.
    assert trusting["kappa"] == pytest.approx((3 / 4 - 1 / 2) / (1 / 2))
    assert trusting["alpha"] == pytest.approx(1 - 7 * 1 / (3 * 5))
    assert (row(table, "C1")["kappa"], row(table, "C1")["alpha"]) == (1, 1)


def test_all_codes_are_pooled_over_units_and_codes(trust):
    pooled = row(counted(trust), "all")
    assert (pooled["units"], pooled["percent"], pooled["prevalence"]) == (8, 100 * 7 / 8, 5 / 16)
    assert pooled["alpha"] == pytest.approx(1 - 15 * 1 / (5 * 11))


def test_the_last_row_has_alpha_of_all_coders_alone(trust):
    last = counted(trust).iloc[-1]
    assert last[["path", "coder_a", "coder_b"]].tolist() == ["all", "all", "all"]
    assert last["alpha"] == row(counted(trust), "all")["alpha"]
    assert last[["percent", "kappa"]].isna().all()


def test_characters_by_hand(trust):
    trusting = row(counted(trust, unit="character"), "C0")
    # Ada covers 9 of 40 characters, Bo 8, both 4.
    assert (trusting["units"], trusting["prevalence"]) == (40, 17 / 80)
    assert trusting["percent"] == pytest.approx(100 * 31 / 40)
    assert trusting["alpha"] == pytest.approx(1 - 79 * 9 / (17 * 63))


def test_spans_have_the_binary_unitising_alpha_and_neither_percent_nor_kappa(trust):
    trusting = row(counted(trust, unit="span"), "C0")
    ranges = [("ada", 0, 6), ("ada", 10, 13), ("bo", 2, 10)]  # where they are in what the participant says
    spans = pd.DataFrame(ranges, columns=["coder", "start", "end"]).assign(code="trust")
    assert trusting["alpha"] == pytest.approx(unitising_alpha(spans, length=40, kind="binary").value)
    assert np.isnan(trusting["percent"])
    assert np.isnan(trusting["kappa"])
    assert trusting["units"] == 3


def test_the_interviewers_turns_count_when_asked(trust):
    assert row(counted(trust, with_interviewer=True), "C1")["percent"] == 80
    assert row(counted(trust), "C1")["percent"] == 100


def test_a_code_that_neither_gave_in_a_unit_has_no_row(trust):
    asked = trust.with_codings(trust.codings[trust.codings["end"] <= 16])
    table = counted(asked)
    assert table["path"].tolist() == ["C0", "all", "all"]
    assert counted(asked, with_interviewer=True)["path"].tolist() == ["C0", "C1", "all", "all"]


def test_only_documents_that_both_coded_count():
    turns = [(0, 0, 2, "p0"), (1, 0, 2, "p0"), (2, 0, 2, "p0")]
    codings = [(0, 0, 2, 0, "ada"), (0, 0, 2, 1, "bo"), (1, 0, 2, 0, "ada"), (2, 0, 2, 1, "bo")]
    made = study(["ab", "cd", "ef"], turns, [None, None], codings)
    assert counted(made)["units"].tolist() == [1, 1, 2, 2]
    found_nothing = pd.DataFrame({"document": ["d1", "d9"], "coder": ["bo", "zoe"]})
    assert counted(made, assigned=found_nothing)["units"].tolist() == [2, 2, 4, 4]


def test_a_document_in_which_a_coder_found_nothing_is_disagreement():
    turns = [(document, 0, 2, "p0") for document in range(2)]
    made = study(["ab", "cd"], turns, [None], [(0, 0, 2, 0, "ada"), (0, 0, 2, 0, "bo"), (1, 0, 2, 0, "ada")])
    assert row(counted(made), "C0")["percent"] == 100
    found_nothing = pd.DataFrame({"document": ["d1"], "coder": ["bo"]})
    assert row(counted(made, assigned=found_nothing), "C0")["percent"] == 50


def test_a_blank_that_a_coding_shares_with_a_turn_is_no_presence():
    turns = [(0, 0, 3, "p0"), (0, 4, 5, "p0")]
    made = study(["a b\nc"], turns, [None], [(0, 1, 2, 0, "ada"), (0, 4, 5, 0, "bo")])
    assert row(counted(made), "C0")["percent"] == 50
    assert row(counted(made, texts=None), "C0")["percent"] == 0


def test_sets_of_codes_are_compared_in_the_rows_of_all():
    turns = [(0, start, start + 2, "p0") for start in (0, 3, 6)]
    codings = [(0, 0, 2, 0, "ada"), (0, 3, 5, 1, "ada"), (0, 0, 2, 0, "bo"), (0, 0, 2, 1, "bo")]
    table = counted(study(["ab\ncd\nef"], turns, [None, None], codings))
    sets = pd.DataFrame(
        {
            "ada": [frozenset("0"), frozenset("1"), frozenset()],
            "bo": [frozenset("01"), frozenset(), frozenset()],
        }
    )
    expected = krippendorff_alpha(sets, level="masi").value
    assert table["masi"].tolist() == pytest.approx([np.nan, np.nan, expected, expected], nan_ok=True)


def test_too_many_different_sets_are_said_to_be_left_out(trust, monkeypatch):
    monkeypatch.setattr("analysis.agreement.sets.MOST_SETS", 2)
    last = counted(trust).iloc[-1]
    assert np.isnan(last["masi"])
    assert "no masi: there are more than" in last["note"]


# Where there is nothing to say.


def test_one_coder_gets_a_sentence(trust):
    alone = trust.with_codings(trust.codings[trust.codings["coder"] == "ada"])
    for made in (alone, trust.with_codings(trust.codings.iloc[:0])):
        (last,) = counted(made).itertuples()
        assert (last.path, last.coder_a, last.note) == ("all", "all", "one coder or none: agreement is between two")
        assert np.isnan(last.alpha)


def test_coders_without_a_document_in_common_get_a_sentence():
    turns = [(0, 0, 2, "p0"), (1, 0, 2, "p0")]
    made = study(["ab", "cd"], turns, [None], [(0, 0, 2, 0, "ada"), (1, 0, 2, 0, "bo")])
    table = counted(made)
    assert table["note"].tolist() == ["they coded no document in common"] * 2
    assert table["units"].tolist() == [0, 0]
    assert table[NUMBERS].isna().all(axis=None)


def test_codings_outside_what_counts_get_a_sentence():
    made = study(["ab"], [(0, 0, 2, "i")], [None], [(0, 0, 2, 0, "ada"), (0, 0, 2, 0, "bo")])
    assert counted(made)["note"].tolist() == ["they coded no document in common"] * 2
    made = study(["ab\ncd"], [(0, 0, 2, "i"), (0, 3, 5, "p0")], [None], [(0, 0, 2, 0, "ada"), (0, 0, 2, 0, "bo")])
    assert counted(made)["note"].tolist() == ["no code in any unit that counts"] * 2


def test_a_code_in_every_unit_has_no_kappa_and_a_reason():
    made = study(["ab"], [(0, 0, 2, "p0")], [None], [(0, 0, 2, 0, "ada"), (0, 0, 2, 0, "bo")])
    found = row(counted(made), "C0")
    assert (found["percent"], found["prevalence"]) == (100, 1)
    assert found[["kappa", "alpha", "alpha_low"]].isna().all()
    assert found["note"] == "the code is in every unit: no telling agreement from chance"


def test_limits_that_cannot_be_told_have_a_reason():
    turns = [(document, start, start + 1, "p0") for document in range(3) for start in range(6)]
    alike = [(document, 0, 1, 0, coder) for document in range(3) for coder in "ab"]
    never = [(document, place, place + 1, 1, coder) for document in range(3) for place, coder in enumerate("ab")]
    once = [(0, 0, 1, 2, "a"), (0, 0, 1, 2, "b"), (0, 1, 2, 2, "b")]
    table = counted(study(["x" * 6] * 3, turns, [None] * 3, alike + never + once)).set_index("path")
    assert table["note"].tolist() == [
        "no limits: nobody differs",
        "no limits: no unit has it from two coders",
        "no limits: it rests on one document",
        *["limits rough: 3 documents"] * 2,
    ]
    assert table["alpha"].notna().all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("unit", UNITS)
def test_without_codings_or_turns_the_table_is_well_typed(trust, kind, unit):
    for made in (trust.with_codings(as_kind(trust.codings.iloc[:0], kind)), trust.with_codings(trust.codings)):
        for turns in (made.turns, made.turns.iloc[:0]):
            table = agreement(made.codings, made.codes, made.documents, turns, made.coders, unit=unit, sentences=turns)
            assert table.columns.tolist() == COLUMNS
            assert table["units"].dtype == np.int64
            assert (table.dtypes[NUMBERS] == np.float64).all()


def test_an_empty_study_has_one_row():
    made = study([], [], [], [])
    assert len(counted(made)) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "overlap"}, "no unit “overlap” of agreement: give one of turn, sentence, character, span"),
        ({"draws": 20}, "20 draws: take 100 to 100,000"),
        ({"draws": 10**9}, "take 100 to 100,000"),
        ({"seed": -1}, "Draws cannot begin with -1"),
    ],
)
def test_options_that_make_no_sense_are_refused(trust, options, message):
    with pytest.raises(OptionError, match=message):
        counted(trust, **options)


# The same by loops.


def presences(made: Study, unit: str, *, with_interviewer: bool = False) -> pd.DataFrame:
    """A row a unit and a code, a column a coder: 1 or 0, missing where the coder did not code the document."""
    columns = ["document", "coder", "code", "start", "end"]
    codings = made.codings.astype(dict.fromkeys(columns[:3], "object"))[columns].values.tolist()
    worked = {(document, coder) for document, coder, *_ in codings}
    rows = []
    for place in (halves(made) if unit == "sentence" else made.turns).itertuples():
        asked = place.role == "interviewer" or (pd.isna(place.role) and pd.isna(place.participant))
        if asked and not with_interviewer:
            continue
        text = made.texts[place.document]
        spans = [(place.start, place.end)]
        if unit == "character":
            spans = [(at, at + 1) for at in range(place.start, place.end)]
        for start, end in spans:
            there = set()
            for document, coder, code, first, last in codings:
                shared = text[max(start, first) : min(end, last)] if document == place.document else ""
                if shared if unit == "character" else shared.strip():
                    there.add((coder, code))
            for code in made.codes["code"]:
                given = [
                    float((c, code) in there) if (place.document, c) in worked else None for c in made.coders["coder"]
                ]
                rows.append((code, *given))
    return pd.DataFrame(rows, columns=["code", *made.coders["coder"]]).astype(
        dict.fromkeys(made.coders["coder"], "float64")
    )


@pytest.mark.parametrize("unit", ["turn", "sentence", "character"])
@unhurried
@given(made=studies(), with_interviewer=st.booleans())
def test_every_row_is_what_loops_over_units_say(unit, made, with_interviewer):
    table = counted(made, unit=unit, with_interviewer=with_interviewer)
    given = presences(made, unit, with_interviewer=with_interviewer)
    path_of = dict(zip(made.codes["code"], made.codes["path"], strict=True))
    name_of = dict(zip(made.coders["coder"], made.coders["name"], strict=True))
    expected = {}
    for a, b in combinations(made.coders["coder"], 2):
        both = given.dropna(subset=[a, b])
        used = [code for code in made.codes["code"] if both.loc[both["code"] == code, [a, b]].any(axis=None)]
        for code in used:
            expected[path_of[code], name_of[a], name_of[b]] = both.loc[both["code"] == code, [a, b]]
        expected["all", name_of[a], name_of[b]] = both.loc[both["code"].isin(used), [a, b]]
    assert set(zip(table["path"][:-1], table["coder_a"][:-1], table["coder_b"][:-1], strict=True)) == set(expected)
    for found in table[:-1].itertuples():
        ratings = expected[found.path, found.coder_a, found.coder_b]
        assert found.units == len(ratings)
        assert found.prevalence == pytest.approx(ratings.mean(axis=None) if len(ratings) else np.nan, nan_ok=True)
        assert found.percent == pytest.approx(100 * percent_agreement(ratings).value, nan_ok=True)
        assert found.kappa == pytest.approx(cohen_kappa(ratings).value, nan_ok=True)
        assert found.alpha == pytest.approx(krippendorff_alpha(ratings).value, nan_ok=True)
        assert (found.note != "") >= np.isnan(found.alpha)
    several = given[given.iloc[:, 1:].notna().sum(axis=1) > 1]
    used = [code for code in made.codes["code"] if several.loc[several["code"] == code].iloc[:, 1:].any(axis=None)]
    pooled = several[several["code"].isin(used)].iloc[:, 1:]
    last = table.iloc[-1]
    assert last["units"] == len(pooled)
    assert last["alpha"] == pytest.approx(krippendorff_alpha(pooled).value, nan_ok=True)


@unhurried
@given(studies())
def test_alpha_by_span_is_that_by_character(made):
    by_span, by_character = counted(made, unit="span"), counted(made, unit="character")
    same = ["path", "coder_a", "coder_b", "alpha", "alpha_low", "alpha_high", "prevalence"]
    pd.testing.assert_frame_equal(by_span[same], by_character[same])


@unhurried
@given(studies())
def test_masi_is_alpha_of_the_sets_of_codes(made):
    given = presences(made, "turn")
    coders = made.coders["coder"].tolist()
    units = len(given) // max(len(made.codes), 1)
    sets = pd.DataFrame(index=range(units), columns=coders, dtype=object)
    for unit in range(units):
        part = given.iloc[unit * len(made.codes) : (unit + 1) * len(made.codes)]
        for coder in coders:
            if part[coder].notna().all():
                sets.at[unit, coder] = frozenset(part.loc[part[coder] == 1, "code"])
    last = counted(made).iloc[-1]
    assert last["masi"] == pytest.approx(krippendorff_alpha(sets, level="masi").value, nan_ok=True)


# What must hold.


@unhurried
@given(made=studies(), unit=st.sampled_from(UNITS), random=st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_names_matter(unit, made, random):
    before = made.codings.copy(deep=True)
    table = counted(made, unit=unit)
    shuffled = made.codings.iloc[random.sample(range(len(made.codings)), len(made.codings))]
    again = agreement(
        shuffled,
        made.codes[::-1],
        made.documents[::-1],
        made.turns[::-1],
        made.coders[::-1],
        unit=unit,
        texts=made.texts[::-1],
        sentences=halves(made)[::-1],
    )
    pd.testing.assert_frame_equal(again, table)
    pd.testing.assert_frame_equal(made.codings, before)

    ids = {"a": "z", "b": "m", "c": "a"}
    renamed = made.codings.assign(coder=made.codings["coder"].astype(str).map(ids))
    coders = made.coders.assign(coder=made.coders["coder"].map(ids))
    options = {"unit": unit, "texts": made.texts, "sentences": halves(made)}
    again = agreement(renamed, made.codes, made.documents, made.turns, coders, **options)
    pd.testing.assert_frame_equal(again, table)


@unhurried
@given(made=studies(), unit=st.sampled_from(UNITS))
def test_a_coder_who_copies_another_agrees_with_that_one_and_with_others_as_that_one_does(unit, made):
    copies = made.codings[made.codings["coder"].astype(str) == "a"].assign(coder="y", coding="copy")
    everyone = pd.concat([made.codings.astype({"coder": "object", "coding": "object"}), copies], ignore_index=True)
    coders = pd.DataFrame({"coder": ["a", "b", "c", "y"], "name": ["A", "B", "C", "COPY"]})
    table = agreement(
        everyone,
        made.codes,
        made.documents,
        made.turns,
        coders,
        unit=unit,
        texts=made.texts,
        sentences=halves(made),
    )
    copied = table[(table["coder_a"] == "A") & (table["coder_b"] == "COPY")]
    assert set(copied["alpha"].dropna()) <= {1.0}
    assert set(copied["kappa"].dropna()) <= {1.0}
    assert set(copied["percent"].dropna()) <= {100.0}
    for other in "BC":
        with_a = table[(table["coder_a"] == "A") & (table["coder_b"] == other)]
        with_copy = table[(table["coder_a"] == other) & (table["coder_b"] == "COPY")]
        same = ["path", "units", "percent", "kappa", "alpha", "alpha_low", "alpha_high", "prevalence", "note"]
        pd.testing.assert_frame_equal(
            with_a[same].reset_index(drop=True), with_copy[same].reset_index(drop=True), check_exact=False
        )


@unhurried
@given(made=studies(), unit=st.sampled_from(UNITS))
def test_limits_contain_the_value_and_what_is_missing_has_a_reason(unit, made):
    for found in counted(made, unit=unit).itertuples():
        if np.isnan(found.alpha_low):
            assert found.note
            assert np.isnan(found.alpha_high)
        else:
            assert -1 <= found.alpha_low <= found.alpha <= found.alpha_high <= 1


def test_the_same_seed_gives_the_same_limits_and_another_nearly_those():
    chance = np.random.default_rng(3)
    texts, turns, codings = ["x" * 400] * 25, [], []
    for document in range(25):
        turns += [(document, start, start + 19, "p0") for start in range(0, 400, 20)]
        for start in chance.choice(np.arange(0, 400, 20), 6, replace=False):
            codings += [(document, start, start + 9, 0, coder) for coder in "ab" if chance.random() < 0.8]
    made = study(texts, turns, [None], codings)
    table = counted(made)
    pd.testing.assert_frame_equal(counted(made), table)
    other = counted(made, seed=1)
    limits = ["alpha_low", "alpha_high"]
    assert (other[limits] != table[limits]).any(axis=None)
    assert other[limits].to_numpy() == pytest.approx(table[limits].to_numpy(), abs=0.03)
    assert counted(made, draws=100)["note"].tolist() == [""] * 3


def test_limits_are_said_to_be_rough_where_documents_are_few_or_the_code_is_rare():
    turns = [(document, start, start + 1, "p0") for document in range(3) for start in range(12)]
    codings = [(document, 0, 1, code, coder) for document in range(3) for code in range(2) for coder in "ab"]
    codings += [(document, at, at + 1, 1, "a") for document in range(3) for at in range(1, 6)]
    codings += [(document, 11, 12, 0, "b") for document in (0, 1)]
    notes = counted(study(["x" * 12] * 3, turns, [None, None], codings)).set_index("path")["note"]
    assert notes["C0"] == "limits rough: 3 documents"
    rare = [coding for coding in codings if coding[3] == 0 and coding[2] != 12] + [(0, 11, 12, 0, "b")]
    notes = counted(study(["x" * 12] * 3, turns, [None], rare)).set_index("path")["note"]
    assert notes["C0"] == "limits rough: 3 documents, rare"
