"""Where themes meet pain points, in whom, and whether in more people than chance would bring."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.branches import branches
from analysis.meetings import Meetings, Placed, meetings, place
from codebook import Codebook
from tests.analysis.conversations import CODES, Conversations, conversations
from tests.analysis.strategies import unhurried


@dataclass(frozen=True)
class Found:
    placed: Placed
    meetings: Meetings
    themes: list[str]
    pains: list[str]

    def pair(self, theme: str, pain: str) -> pd.Series:
        return self.meetings.pairs.iloc[self.number(theme, pain)]

    def number(self, theme: str, pain: str) -> int:
        return self.themes.index(theme) * len(self.pains) + self.pains.index(pain)


def found(study: Conversations) -> Found:
    paired, codes = branches(study.book), [code.id for code in study.book]
    placed = place(study.codings, codes, study.documents, study.turns, study.participants, study.texts)
    made = meetings(placed, codes, paired.themes, paired.pain_points, participants=len(study.participants))
    names = [[branch.name for branch in side] for side in (paired.themes, paired.pain_points)]
    return Found(placed, made, *names)


def people(line: str) -> int:
    """In how many of one participant, whose turns these are, speed meets noise."""
    return int(found(conversations({"P1": line})).pair("Speed", "Noise")["participants"])


@pytest.mark.parametrize(
    ("line", "met"),
    [
        ("AX . .", 1),
        ("A X .", 1),
        ("X A .", 1),
        ("A . X", 0),
        ("A | X", 0),  # no turns are neighbours across interviews
        (". A | X .", 0),
        ("a X", 1),  # what stands below counts for its theme
        ("n X", 0),  # but nothing of another kind
        ("A:X .", 1),  # by whomever
    ],
)
def test_codings_meet_in_one_turn_or_in_neighbouring_turns_of_a_participant(line: str, met: int) -> None:
    assert people(line) == met


def test_what_the_interviewer_says_neither_meets_nor_parts() -> None:
    study = conversations({"P1": "A X . ."})
    asked = study.turns[study.turns["role"] == "interviewer"]
    moved = study.codings.assign(start=asked["start"].iloc[0], end=asked["end"].iloc[0])
    assert found(study).pair("Speed", "Noise")["participants"] == 1
    assert len(found(replace(study, codings=moved)).placed) == 0


def test_a_coding_that_touches_a_turn_by_white_space_alone_is_not_in_it() -> None:
    study = conversations({"P1": "A . X ."})
    own = study.turns[study.turns["role"] == "participant"]
    to_the_blank = study.codings.assign(
        end=np.where(study.codings.index == 0, own["start"].iloc[1], study.codings["end"])
    )
    text = study.texts["d000"]
    blank = (
        text[: own["end"].iloc[0]] + " " * (own["start"].iloc[1] - own["end"].iloc[0]) + text[own["start"].iloc[1] :]
    )
    study = replace(study, codings=to_the_blank, texts=pd.Series({"d000": blank}, dtype=object))
    assert found(study).pair("Speed", "Noise")["participants"] == 0


def test_a_coding_over_the_turns_of_several_people_is_each_ones() -> None:
    study = conversations({"P1": "A X"})
    turns = study.turns.assign(participant=["p000" if n == 1 else "p001" if n == 3 else None for n in range(4)])
    group = pd.DataFrame({"participant": ["p000", "p001"], "name": ["P1", "P2"]})
    wide = study.codings.assign(start=study.codings["start"].min(), end=study.codings["end"].max())
    assert found(replace(study, turns=turns, participants=group)).pair("Speed", "Noise")["participants"] == 0
    together = found(replace(study, turns=turns, participants=group, codings=wide))
    assert together.pair("Speed", "Noise")["participants"] == 2


def test_meetings_are_pairs_of_passages_and_codings_the_passages_in_them() -> None:
    row = found(conversations({"P1": "AX X . A", "P2": "A:A X:X"})).pair("Speed", "Noise")
    assert (row["meetings"], row["codings"]) == (2 + 1, 3 + 2)


def test_pairs_that_are_not_used_are_not_tested() -> None:
    q = found(conversations({"P1": "AX AK K", "P2": "A . X K"})).meetings.pairs.set_index(["theme", "pain_point"])["q"]
    assert q.notna().sum() == 1


# The same once more, slowly and obviously.

letters = st.sampled_from(["A", "a", "B", "X", "Y", "K", "n", "o"])
turn = st.lists(letters, max_size=3).map(lambda said: "".join(said) or ".")
lines = st.lists(turn, min_size=1, max_size=7).map(" ".join)
interviews = st.lists(lines, min_size=1, max_size=2).map(" | ".join)
BRANCH = {"A": "Speed", "a": "Speed", "B": "Proof", "X": "Noise", "Y": "Waiting"}


def chance_of_meeting(line: str, theme: str, pain: str) -> tuple[bool, float]:
    """Whether one person's codings meet, and in what share of all steps of the theme's round the others' places."""
    order = {code: place for place, code in enumerate(_codes_in_order())}
    turns = [(part, place) for part, talk in enumerate(line.split("|")) for place, _ in enumerate(talk.split())]
    said = [sorted(said.replace(".", ""), key=order.__getitem__) for talk in line.split("|") for said in talk.split()]
    near = {
        turns[b]
        for a, codes in enumerate(said)
        for b in range(len(turns))
        if any(BRANCH.get(code) == pain for code in codes)
        and turns[a][0] == turns[b][0]
        and abs(turns[a][1] - turns[b][1]) <= 1
    }
    ring = [(turns[a], code) for a, codes in enumerate(said) for code in codes if BRANCH.get(code) != pain]
    own = [n for n, (_, code) in enumerate(ring) if BRANCH.get(code) == theme]
    meets = [any(ring[(n + step) % len(ring)][0] in near for n in own) for step in range(len(ring))]
    return bool(meets and meets[0]), float(np.mean(meets)) if meets else 0.0


def _codes_in_order() -> list[str]:
    positions = list(conversations({}).book.paths)
    return sorted(CODES, key=lambda letter: positions.index(CODES[letter][0]))


@unhurried
@given(st.lists(interviews, min_size=1, max_size=4))
def test_people_chance_and_p_are_those_of_every_step_and_every_outcome(lines: list[str]) -> None:
    here = found(conversations({f"P{n}": line for n, line in enumerate(lines)}))
    for theme, pain in product(("Speed", "Proof"), ("Noise", "Waiting")):
        met, chances = zip(*(chance_of_meeting(line, theme, pain) for line in lines), strict=True)
        row = here.pair(theme, pain)
        assert here.meetings.met[:, here.number(theme, pain)].tolist() == list(met)
        assert row["participants"] == sum(met)
        assert row["expected"] == pytest.approx(sum(chances))
        p = sum(
            np.prod([c if happens else 1 - c for c, happens in zip(chances, outcome, strict=True)])
            for outcome in product((False, True), repeat=len(lines))
            if sum(outcome) >= sum(met)
        )
        if not np.isnan(row["p"]):
            assert row["p"] == pytest.approx(p)


@unhurried
@given(st.lists(interviews, min_size=2, max_size=5))
def test_leaving_one_out_is_as_if_they_had_never_been_asked(lines: list[str]) -> None:
    study = conversations({f"P{n}": line for n, line in enumerate(lines)})
    here = found(study)
    for person in range(len(lines)):
        alone = found(study.without(f"P{person}"))
        assert here.meetings.holds[person].tolist() == (alone.meetings.pairs["q"] < 0.05).tolist()


@unhurried
@given(st.lists(interviews, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_rows_means_nothing(lines: list[str], random) -> None:
    study = conversations({f"P{n}": line for n, line in enumerate(lines)})
    rows = list(range(len(study.codings)))
    random.shuffle(rows)
    shuffled = replace(study, codings=study.codings.iloc[rows], turns=study.turns.iloc[::-1])
    pd.testing.assert_frame_equal(found(shuffled).meetings.pairs, found(study).meetings.pairs)


# How often chance alone is taken for more.

PAIRED = Codebook()
for number in range(6):
    PAIRED = PAIRED.add(f"Theme {number}", kind="theme").add(f"Pain {number}", kind="pain point")
PAIRED = PAIRED.add("Setting", kind="context")
EMPTY = conversations({f"P{number}": ". " * 40 for number in range(14)}, PAIRED)
OWN = EMPTY.turns[EMPTY.turns["role"] == "participant"]


def scattered(random: np.random.Generator, *, clumping: float) -> pd.DataFrame:
    """Fifty codings an interview in turns drawn for each; the larger `clumping`, the fewer turns have most of them."""
    weights = random.lognormal(0, clumping, (14, 40))
    drawn = [40 * n + random.choice(40, 50, p=of_one / of_one.sum()) for n, of_one in enumerate(weights)]
    placed = OWN[["document", "participant", "start", "end"]].iloc[np.concatenate(drawn)].reset_index(drop=True)
    codes = random.choice([code.id for code in PAIRED], len(placed), p=[0.06] * 12 + [0.28])
    return placed.assign(coding=[f"k{n:04}" for n in range(len(placed))], code=codes, coder="c0")


def reports_something(placed: Placed) -> bool:
    paired, codes = branches(PAIRED), [code.id for code in PAIRED]
    made = meetings(placed, codes, paired.themes, paired.pain_points, participants=14)
    return bool((made.pairs["q"] < 0.05).any())


def laid_out(codings: pd.DataFrame) -> Placed:
    codes = [code.id for code in PAIRED]
    return place(codings, codes, EMPTY.documents, EMPTY.turns, EMPTY.participants, EMPTY.texts)


def test_of_200_studies_whose_codings_lie_in_any_turn_at_most_1_in_20_reports_anything() -> None:
    random = np.random.default_rng(2022)
    assert sum(reports_something(laid_out(scattered(random, clumping=0))) for _ in range(200)) <= 10


def test_of_200_studies_whose_codes_are_shuffled_among_clumped_places_at_most_1_in_20_reports_anything() -> None:
    random = np.random.default_rng(2209)
    reported = 0
    for _ in range(10):
        placed = laid_out(scattered(random, clumping=1))
        for _ in range(20):
            code = placed.coded.code.copy()
            for document in range(14):
                there = placed.coded.document == document
                code[there] = random.permutation(code[there])
            reported += reports_something(replace(placed, coded=replace(placed.coded, code=code)))
    assert reported <= 10


def test_what_goes_together_in_most_people_is_found() -> None:
    random = np.random.default_rng(1)
    codings = scattered(random, clumping=0.7)
    theme, pain = PAIRED.at("Theme 1").id, PAIRED.at("Pain 1").id
    codings.loc[codings["code"].isin([theme, pain]), "code"] = PAIRED.at("Setting").id
    for _, of_one in codings.groupby("document"):
        at, beside = random.choice(of_one.index, 2, replace=False)
        codings.loc[[at, beside], ["start", "end"]] = codings.loc[at, ["start", "end"]].to_numpy()
        codings.loc[[at, beside], "code"] = theme, pain
    paired = branches(PAIRED)
    made = meetings(laid_out(codings), [code.id for code in PAIRED], paired.themes, paired.pain_points, participants=14)
    best = made.pairs.sort_values("p").iloc[0]
    assert (paired.themes[int(best["theme"])].name, paired.pain_points[int(best["pain_point"])].name) == (
        "Theme 1",
        "Pain 1",
    )
    assert best["q"] < 0.05
