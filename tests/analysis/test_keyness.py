"""Words that mark a theme: as published, as counted by hand, and found again in their context."""

import json
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.keyness import compare, keyness
from analysis.keywords import keywords_in_context
from analysis.terms import terms, words_of
from app.material import frames_of
from codebook.errors import OptionError
from tests.analysis.strategies import unhurried
from tests.studies import code, study_of

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60), max_size=8).map(
    lambda counts: pd.Series(counts, dtype=np.int64)
)


def speech(study):
    frames = frames_of(study, ("documents", "turns", "participants", "texts"))
    return [frames[name] for name in ("documents", "turns", "participants", "texts")]


def marked(study, **options):
    needs = ("codings", "codes", "documents", "turns", "participants", "texts")
    frames = frames_of(study, needs)
    return keyness(*(frames[need] for need in needs), **options)


def test_published_numbers(shared):
    """Monroe, Colaresi and Quinn 2008, equations 15 to 22; Rayson and Garside 2000."""
    for case in json.loads((shared / "golden" / "words.json").read_text()):
        found = compare(
            pd.Series(case["a"], case["words"]), pd.Series(case["b"], case["words"]), prior_size=case["prior_size"]
        )
        for name, values in case["expected"].items():
            assert found[name].to_numpy() == pytest.approx(values, abs=1e-4)


def test_the_log_likelihood_of_a_worked_example():
    """Rayson and Garside 2000, table 1, filled: 10 of 1,000 words here and 2 of 1,000 there."""
    found = compare(pd.Series({"w": 10, "rest": 990}), pd.Series({"w": 2, "rest": 998}))
    assert found.loc["w", "g2"] == pytest.approx(2 * (10 * np.log(10 / 6) + 2 * np.log(2 / 6) + 990 * np.log(990 / 994)
                                                      + 998 * np.log(998 / 994)) - 2 * (990 * np.log(990 / 994)
                                                      + 998 * np.log(998 / 994)))  # fmt: skip


@unhurried
@given(a=COUNTS, b=COUNTS)
def test_turned_about_the_odds_change_their_sign_and_nothing_else(a, b):
    here, there = compare(a, b), compare(b, a).reindex(compare(a, b).index)
    assert here["log_odds"].to_numpy() == pytest.approx(-there["log_odds"].to_numpy(), nan_ok=True)
    assert here["z"].to_numpy() == pytest.approx(-there["z"].to_numpy(), nan_ok=True)
    assert here["g2"].to_numpy() == pytest.approx(there["g2"].to_numpy())
    assert (here["g2"] >= 0).all()


def test_where_nothing_was_said_there_is_no_number():
    found = compare(pd.Series({"a": 0}), pd.Series({"a": 0}))
    assert found[["log_odds", "z"]].isna().all(axis=None)
    assert compare(pd.Series(dtype=int), pd.Series(dtype=int)).empty


SAID = "The budget budgets were cut, budgeted badly."
MONEY, RAIN = [f"Ann: {SAID}"] * 60, ["Ann: Rain and rain."] * 60
TEXT = "\n".join(["Bob: And the budget?", *MONEY, *RAIN])


@pytest.fixture
def budget(tmp_path):
    """Two people speak of budgets, where they are coded, and of rain, where they are not; Bob asks."""
    study = study_of(tmp_path, {"one": TEXT, "two": TEXT}, codes=("Money", "Money / Cuts", "Sky"))
    for document in ("one", "two"):
        code(study, document, TEXT.index("The budget b"), TEXT.index("Ann: Rain"), "Money")
        code(study, document, TEXT.index(SAID), TEXT.index(SAID) + len(SAID), "Money / Cuts")
    return study


def test_words_that_mark_a_theme_are_listed_with_how_often_and_by_how_many(budget):
    found = marked(budget).set_index(["theme", "term"])

    row = found.loc[("Money", "budget")]
    # budget, budgets and budgeted: of one lemma, under two codes of one theme, in two interviews
    assert row["count"] == 3 * 60 * 2
    assert row["participants"] == 2
    words = Counter({"the": 1, "budget": 3, "be": 1, "cut": 1, "badly": 1, "rain": 2, "and": 1})
    assert row["expected"] == pytest.approx(row["count"] * 7 / words.total())
    assert ("Money", "budget be cut") in found.index
    assert "rain" not in found.index.get_level_values("term")
    assert (found["z"] >= 1.96).all()
    assert set(found.index.get_level_values("theme")) == {"Money"}


def test_phrases_are_of_neighbours_and_do_not_begin_or_end_with_a_common_word(budget):
    documents, turns, _, texts = speech(budget)
    words = words_of(turns[turns["role"] == "participant"], texts, documents.set_index("document")["language"])

    assert set(terms(words, 2).names) == {"budget budget", "budget badly"}
    assert set(terms(words, 3).names) == {"budget be cut", "rain and rain"}


@unhurried
@given(st.lists(st.text(st.sampled_from("ab ,."), max_size=12), max_size=5))
def test_every_word_is_found_at_its_place(said):
    texts = pd.Series({f"d{number}": text for number, text in enumerate(said)}, dtype=object)
    turns = pd.DataFrame({"document": texts.index, "start": 0, "end": texts.map(len).astype(int)})
    words = words_of(turns, texts, pd.Series("en", index=texts.index))

    spelt = [texts.iloc[turn][start:end] for turn, start, end in zip(words.turn, words.start, words.end, strict=True)]
    assert [any(map(str.isalpha, word)) for word in spelt] == [True] * len(words)
    assert sum(map(len, spelt)) >= sum(character in "ab" for text in said for character in text)


def test_what_the_interviewer_says_is_left_out_unless_asked_for(budget):
    quiet, whole = (len(keywords_in_context(*speech(budget), term="budget", with_interviewer=who)) for who in (0, 1))
    assert (quiet, whole) == (360, 362)


def test_key_words_stand_in_their_context(budget):
    first = keywords_in_context(*speech(budget), term="budget badly").iloc[0]
    assert (first["participant"], first["document"], first["turn"]) == ("one", "one", 1)
    assert (first["left"], first["keyword"], first["right"]) == ("The budget budgets were cut, ", "budgeted badly", ".")


def test_groups_of_participants_are_compared_by_an_attribute(budget):
    documents, turns, participants, texts = speech(budget)
    codings, codes = (frames_of(budget, (name,))[name] for name in ("codings", "codes"))
    participants = participants.assign(role=["boss", "staff"])
    turns.loc[turns["start"] > TEXT.index("Ann: Rain"), "participant"] = participants["participant"].iloc[0]

    found = keyness(codings, codes, documents, turns, participants, texts, by="role")
    assert found.columns[0] == "value"
    assert set(found.loc[found["term"].eq("rain"), "value"]) == {"boss"}
    with pytest.raises(OptionError, match="they have: role"):
        keyness(codings, codes, documents, turns, participants, texts, by="age")


def test_nothing_coded_and_nothing_said_give_an_empty_table(tmp_path):
    study = study_of(tmp_path, {"one": "Ann: Yes."})
    assert marked(study).empty
    assert keywords_in_context(*speech(study), term="no").empty
    with pytest.raises(OptionError, match="no word in --term"):
        keywords_in_context(*speech(study), term="!!")
