"""Implications: what is stated, of how many, with what for it and against, and what cannot be said."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.findings import Implication, Implications
from analysis.implications import COLUMNS, implications, implications_table
from analysis.report import as_json
from codebook import Code, Codebook
from codebook.templates import Template
from corpus.words import count_words
from tests.analysis.conversations import Conversations, codebook, conversations
from tests.analysis.strategies import studies, unhurried
from tests.analysis.test_meetings import chance_of_meeting, interviews

DO = Template("Speed", "Noise", "Keep the machines quiet.")
STRONG = {f"P{n}": "K . K K AX K K . K K BY K" for n in range(9)}
"""Nine people in whom speed meets noise once, where chance would bring it in few."""


def found(study: Conversations, templates: list[Template] | None = None, **more: object) -> Implications:
    return implications(**study.frames(), templates=templates or [], **more)


def named(made: Implications, name: str = "speed--noise") -> Implication:
    return next(item for item in made.items if item.implication == name)


def decided(study: Conversations, *rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Decisions: theme, pain point, what was decided, the statement."""
    return pd.DataFrame(
        [
            (f"i{n}", study.book.at(theme).id, study.book.at(pain).id, decision, said, "", "c0", f"2022-09-{n + 10}")
            for n, (theme, pain, decision, said) in enumerate(rows)
        ],
        columns="implication theme pain_point decision statement note coder created_at".split(),
    )


# What is found


def test_an_implication_by_hand() -> None:
    lines = {
        "P1": "K AX K K",
        "P2": "A X K . K | K . K",
        "P3": "K A K X K",
        "P4": "X K K K a K",
        "P5": "AK . K | aX K K",
    }
    study = conversations(lines)
    item = named(found(study))
    met, chances = zip(*(chance_of_meeting(line, "Speed", "Noise") for line in lines.values()), strict=True)
    assert item.participants == ("P1", "P2", "P5")
    assert met == (True, True, False, False, True)
    assert item.expected == pytest.approx(sum(chances))
    assert item.lift == pytest.approx(3 / sum(chances))
    assert item.p == pytest.approx(
        sum(
            np.prod([c if happens else 1 - c for c, happens in zip(chances, outcome, strict=True)])
            for outcome in product((False, True), repeat=5)
            if sum(outcome) >= 3
        )
    )
    assert item.q == item.p  # it is the only pair
    assert item.meetings == 3
    assert len(item.codings) == 6
    assert set(item.codings) <= set(study.codings["coding"])


def test_a_verdict_of_robustness_is_that_of_really_leaving_each_one_out() -> None:
    lines = STRONG | {"P9": "AX K K K K", "P10": "AK K X K BY K", "P11": "K K AX Y K K B K"}
    study = conversations(lines)
    whole = named(found(study))
    assert whole.q < 0.05
    fails = [name for name in lines if not named(found(study.without(name))).q < 0.05]
    assert (whole.holds, list(whole.without)) == (not fails, fails)


def test_what_does_not_hold_without_one_or_another_is_not_robust_and_they_are_named() -> None:
    even = "AKKKKX . K . K . K . K"  # in 5 of 9 steps they meet
    lines = {f"P{n}": even for n in range(5)} | {"P5": "AX . K K K K K K", "P6": "AX . X . AX . K"}
    study = conversations(lines)
    item = named(found(study))
    fails = [name for name in lines if not named(found(study.without(name))).q < 0.05]
    assert item.q < 0.05
    assert fails == ["P5"]
    assert (item.holds, item.without) == (False, ("P5",))
    assert "It does not hold without P5." in item.why


def test_by_coder_is_each_coders_work_alone_and_unknown_below_ten_interviews() -> None:
    lines = {f"P{n}": "K:K K AX:A K K K:K K K" for n in range(10)}
    assert named(found(conversations(lines))).by_coder == {"Ada": True, "Ben": False}
    lines = {f"P{n}": "K AX K K K" + (" K:K" if n else "") for n in range(10)}
    assert named(found(conversations(lines))).by_coder == {"Ada": True, "Ben": None}


def test_the_layer_is_the_one_that_most_people_speak_of_where_the_two_meet() -> None:
    item = named(found(conversations({"P1": "AXL K MMM", "P2": "AX M", "P3": "A XL", "P4": "LLA X K"})))
    assert item.layer is not None
    assert item.layer.path == "Stack / Run"
    assert named(found(conversations({"P1": "AX . L"}))).layer is None


# Quotes


@unhurried
@given(st.lists(interviews, min_size=1, max_size=5), st.booleans())
def test_quotes_are_slices_of_one_turn_each_by_another_of_those_who_carry_it(lines: list[str], each: bool) -> None:
    study = conversations({f"P{n}": line for n, line in enumerate(lines)}, each=each)
    names = study.documents.set_index("name")["document"]
    for item in found(study).items:
        assert [quote.participant for quote in item.quotes] == list(dict.fromkeys(q.participant for q in item.quotes))
        assert {quote.participant for quote in item.quotes} <= set(item.participants)
        assert len(item.quotes) == min(5, len(item.participants))
        for quote in (*item.quotes, *(each.quote for each in item.counter_evidence)):
            document = names[quote.document]
            assert study.texts[document][quote.start : quote.end] == quote.text
            turns = study.turns[(study.turns["document"] == document) & study.turns["participant"].notna()]
            within = turns[(turns["start"] <= quote.start) & (quote.end <= turns["end"])]
            person = study.participants.set_index("participant")["name"]
            assert person[within["participant"].iloc[0]] == quote.participant


def test_where_two_codings_overlap_that_sentence_is_quoted() -> None:
    study = conversations({"P1": "A K", "P2": "AKX K"}, each=True)
    own = study.turns[study.turns["participant"] == "p000"].iloc[0]
    over = study.codings.iloc[[0]].assign(coding="k9", code=study.book.at("Pains / Noise").id)
    item = named(found(replace(study, codings=pd.concat([study.codings, over]))))
    assert own["start"] == item.quotes[0].start
    assert [quote.text for quote in item.quotes] == [
        "P1 says sentence 0 of turn 0, and means it.",
        "P2 says sentence 0 of turn 0, and means it. P2 says sentence 1 of turn 0, and means it. "
        "P2 says sentence 2 of turn 0, and means it.",
    ]


def test_a_scrap_is_widened_to_its_sentence_and_to_eight_words() -> None:
    study = conversations({"P1": "AX K", "P2": "K", "P3": "K"})
    text = "P1: No. Well, that one broke in March, and then again. Nobody looked.\n"
    turns = study.turns[study.turns["document"] == "d000"].iloc[[1]].assign(turn=0, start=4, end=len(text) - 1)
    here = study.codings[study.codings["document"] == "d000"].iloc[:2].assign(start=14, end=18)
    study = replace(study, turns=turns, codings=here, texts=study.texts.where(study.texts.index != "d000", text))
    (quote,) = named(found(study)).quotes
    assert quote.text == "Well, that one broke in March, and then again."
    (quote,) = named(found(replace(study, codings=here.assign(start=4, end=6)))).quotes
    assert quote.text == "No. Well, that one broke in March, and then again."


def test_a_sentence_without_end_is_cut_between_words() -> None:
    study = conversations({"P1": "AX K"})
    speech = "and " * 200
    text = f"P1: {speech.strip()}\n"
    turns = study.turns.iloc[[1]].assign(turn=0, start=4, end=len(text) - 1)
    study = replace(study, turns=turns, texts=pd.Series({"d000": text}, dtype=object))
    for start, end in ((5, 300), (4, 8), (700, 804), (790, 800)):
        here = study.codings.iloc[:2].assign(start=start, end=min(end, len(text) - 1))
        (quote,) = named(found(replace(study, codings=here))).quotes
        assert 8 <= count_words(quote.text) <= 60
        assert quote.text == quote.text.strip()
        assert set(quote.text.split()) == {"and"}


# Counter-evidence


def test_a_counter_code_speaks_against_its_own_branch_anywhere_and_against_others_where_they_meet() -> None:
    lines = {"P1": "AX K K n", "P2": "AX K", "P3": "AX o K", "P4": "AX K o", "P5": "K K o A K . n", "P6": "BX o K"}
    item = named(found(conversations(lines)))
    assert item.opposed == ("P1", "P3", "P5")
    assert [(each.quote.participant, each.reason) for each in item.counter_evidence[:3]] == [
        ("P1", "“Slow is right”, which is against “Speed”"),
        ("P5", "“Slow is right”, which is against “Speed”"),
        ("P3", "“Dissent”, where the two meet"),
    ]
    assert named(found(conversations(lines)), "proof--noise").opposed == ("P6",)


def test_those_who_have_the_one_and_never_the_other_are_counted_with_a_quote_each() -> None:
    item = named(found(conversations({"P1": "AX", "P2": "A K", "P3": "K A", "P4": "X", "P5": "A . X"})))
    assert (item.theme_only, item.pain_point_only) == (2, 1)
    assert [(each.quote.participant, each.reason) for each in item.counter_evidence] == [
        ("P2", "“Speed” and never “Noise”, as 2 of 5 participants: P2, P3"),
        ("P4", "“Noise” and never “Speed”, as 1 of 5 participants: P4"),
    ]
    assert "2 of 5 participants spoke of “Speed” and never of “Noise”, 1 the other way round." in item.why


# What is stated


def test_what_is_beyond_chance_is_recommended_with_how_many_of_how_many() -> None:
    item = named(found(conversations(STRONG), [DO]))
    assert item.q < 0.05
    assert item.statement.startswith("Keep the machines quiet. (“Speed” and “Noise” meet in 9 of 9 participants;")


def test_what_chance_may_bring_is_a_conjecture_and_no_recommendation() -> None:
    item = named(found(conversations({f"P{n}": "AX" for n in range(9)}), [DO]))
    assert item.q == 1
    assert item.statement == (
        "“Speed” and “Noise” meet in 9 of 9 participants, no more than chance may bring (9.0 expected). "
        "A conjecture that this does not carry: Keep the machines quiet."
    )


def test_without_a_template_it_says_what_was_found_and_recommends_nothing() -> None:
    item = named(found(conversations(STRONG)))
    assert item.statement.startswith("“Speed” and “Noise” meet in 9 of 9 participants, more than the ")
    assert item.statement.endswith(" that chance would bring.")


def test_the_template_of_the_layer_comes_before_that_of_any_layer() -> None:
    lines = {name: line.replace("AX", "AXL") for name, line in STRONG.items()}
    templates = [
        DO,
        Template("Speed", "Noise", "Log it.", layer="Run"),
        Template("Speed", "Noise", "No.", layer="Pipeline"),
    ]
    assert named(found(conversations(lines), templates)).statement.startswith("Log it.")
    assert named(found(conversations(STRONG), templates)).statement.startswith("Keep the machines quiet.")


def test_a_template_for_codes_that_are_not_there_is_told() -> None:
    told = found(conversations(STRONG), [Template("Sped", "Noise", "No.", place="entry 1 (line 2)")]).cautions
    assert any("entry 1 (line 2)" in caution and "Speed" in caution for caution in told)


def test_fewer_than_three_are_not_listed_and_the_rest_says_what_is_missing() -> None:
    made = found(conversations({"P1": "AX K", "P2": "A X K", "P3": "BX", "P4": "BX", "P5": "BX K"}))
    assert [item.implication for item in made.listed] == ["proof--noise"]
    assert "Missing: 3 participants carry an implication." in named(made).why
    assert [item["implication"] for item in as_json(made, everything=True)] == ["proof--noise", "speed--noise"]


def test_the_robust_come_first_then_what_is_beyond_chance_then_the_rest_by_reach() -> None:
    made = found(conversations(STRONG | {"Q1": "BX BX", "Q2": "BX A", "Q3": "B X", "Q4": "A K X B"}))
    ranked = [(not item.holds, not item.is_beyond_chance, -len(item.participants)) for item in made.items]
    assert ranked == sorted(ranked)


def test_names_stay_as_they_are_when_more_is_coded() -> None:
    few, more = conversations({"P1": "AX"}), conversations({"P1": "BY AX", "P2": "AY"})
    assert {item.implication for item in found(few).items} <= {item.implication for item in found(more).items}


def test_names_of_codes_that_are_spelled_alike_are_numbered() -> None:
    book = codebook().add("Pains / noise!")
    study = conversations({"P1": "AX"}, book)
    other = study.codings.iloc[[1]].assign(coding="k9", code=book.at("Pains / noise!").id)
    made = found(replace(study, codings=pd.concat([study.codings, other])))
    assert {item.implication: item.pain_point.name for item in made.items} == {
        "speed--noise": "Noise",
        "speed--noise-2": "noise!",
    }


# What cannot be said


def said(study: Conversations) -> str:
    return "\n".join(found(study).cautions)


def test_of_four_participants_no_robustness_is_told() -> None:
    study = conversations({f"P{n}": "K K AX K K:K K" for n in range(4)})
    item = named(found(study))
    assert item.holds is None
    assert "cannot be said" in item.why
    assert "With codings of 4 participants it cannot be said whether anything holds without one of them" in said(study)


def test_of_no_codings_nothing_is_said() -> None:
    study = conversations({"P1": ". .", "P2": "."})
    assert found(study).items == ()
    assert "No participant's words have codings yet, so that nothing can be said" in said(study)
    assert as_json(found(study)) == []
    assert len(implications_table(**study.frames())) == 0


def test_one_coder_is_told() -> None:
    assert "All codings are by one coder, Ada: whether another reader" in said(conversations(STRONG))


def test_a_codebook_without_pain_points_is_told() -> None:
    book = Codebook().add("Speed")
    study = conversations({"P1": "A A"}, book)
    assert "The codebook has no code of kind pain point" in said(study)
    assert "The codebook has no code of kind theme" in said(conversations({"P1": "."}, Codebook()))


def test_pain_points_that_nobody_spoke_of_are_told() -> None:
    assert "No pain point has a coding" in said(conversations({"P1": "A B", "P2": "A"}))


def test_participants_without_codings_are_left_out_and_told() -> None:
    study = conversations({"P1": "AX", "P2": "A", "P3": ". ."})
    assert "1 participant of 3 has no codings" in said(study)
    assert "1 of 2 participants" in named(found(study)).statement


# What researchers decided


def test_a_rewording_is_stated_as_it_is_and_a_rejection_comes_last() -> None:
    study = conversations(STRONG)
    rows = decided(study, ("Speed", "Pains / Noise", "reworded", "Hush."), ("Proof", "Pains / Waiting", "rejected", ""))
    made = found(study, [DO], decisions=rows)
    assert named(made).statement == "Hush."
    assert named(made).as_json()["decision"] == {
        "decision": "reworded",
        "statement": "Hush.",
        "coder": "Ada",
        "note": "",
    }
    table = implications_table(**study.frames(), decisions=rows)
    assert table["decision"].tolist() == ["reworded", "rejected"]


def test_what_was_accepted_says_how_it_read_then() -> None:
    study = conversations(STRONG)
    item = named(found(study, [DO], decisions=decided(study, ("Speed", "Pains / Noise", "accepted", "Be quiet."))))
    assert item.statement.startswith("Keep the machines quiet.")
    assert item.why.endswith("Accepted by Ada, when it read “Be quiet.”.")


def test_ones_own_is_listed_with_the_evidence_there_is_and_not_tested_where_it_was_not_paired() -> None:
    study = conversations(STRONG | {"Q": "AY K aX"})
    rows = decided(
        study, ("Speed", "Pains / Noise", "own", "Mine."), ("Speed / Haste", "Pains / Waiting", "own", "Two.")
    )
    made = found(study, decisions=rows)
    mine = named(made, "speed--noise-2")
    assert (mine.statement, mine.participants, mine.q) == ("Mine.", named(made).participants, named(made).q)
    other = named(made, "haste--waiting")
    assert (other.participants, other.is_listed) == ((), True)
    assert np.isnan(other.q)
    assert other.as_json()["q"] is None
    assert "not among those that are tested" in other.why


def test_a_decision_on_codes_of_which_one_now_stands_below_the_other_is_passed_over() -> None:
    study = conversations({"P1": "AX"})
    rows = decided(study, ("Speed", "Speed / Haste", "own", "Mine."))
    assert [item.implication for item in found(study, decisions=rows).items] == ["speed--noise"]


# What leaves the house


def test_json_has_what_scripts_rely_on() -> None:
    item = named(found(conversations(STRONG | {"Q": "A n X"}), [DO])).as_json()
    assert (
        list(item)
        == (
            "implication statement theme pain_point layer participants codings quotes counter_evidence "
            "lift p q robust why"
        ).split()
    )
    assert set(item["robust"]) == {"holds", "without", "by_coder"}
    assert set(item["quotes"][0]) == {"participant", "document", "start", "end", "text"}
    assert set(item["counter_evidence"][0]) == {"participant", "document", "start", "end", "text", "reason"}
    json.dumps(item, allow_nan=False)


def test_the_table_has_its_columns_and_one_row_an_implication() -> None:
    study = conversations(STRONG)
    table = implications_table(**study.frames())
    assert tuple(table.columns) == COLUMNS
    row = table.set_index("implication").loc["speed--noise"]
    assert (row["theme"], row["pain_point"], row["participants"]) == ("Speed", "Pains / Noise", 9)
    assert row["codings"] == len(named(found(study)).codings)
    assert tuple(implications_table(**conversations({}).frames()).columns) == COLUMNS


# Whatever the study


@unhurried
@given(studies(), st.permutations(["theme", "pain point", "theme", "counter", "pain point"]))
def test_any_study_gives_implications_that_keep_to_its_texts_and_turns(study, kinds) -> None:
    book = Codebook(
        Code(row.path.split(" / ")[-1], None if pd.isna(row.parent) else row.parent, kind=kind, id=row.code)
        for row, kind in zip(study.codes.itertuples(), kinds, strict=False)
    )
    documents = study.documents.assign(language="en")
    frames = (study.turns, documents, study.participants, study.codings, study.coders, study.texts, book)
    names = documents.set_index("name")["document"]
    for item in implications(*frames).items:
        assert 1 <= len(item.participants) <= item.of <= len(study.participants)
        assert item.expected > 0
        assert 0 < item.p <= item.q <= 1
        assert set(item.codings) <= set(study.codings["coding"])
        for quote in (*item.quotes, *(each.quote for each in item.counter_evidence)):
            assert quote.text.strip()
            assert study.texts[names[quote.document]][quote.start : quote.end] == quote.text
    assert len(implications_table(*frames)) <= len(implications(*frames).items)
