"""Which theme comes up after which: counted turn by turn, and every slide of every interview tried."""

from itertools import pairwise, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.durations import durations
from analysis.sequences import sequences
from codebook import Codebook
from tests.analysis.conversations import CODES, conversations
from tests.analysis.strategies import unhurried

TURN = st.lists(st.sampled_from("ABXK"), unique=True, max_size=3).map(lambda letters: "".join(letters) or ".")
INTERVIEW = st.lists(TURN, min_size=1, max_size=6).map(" ".join)


def codes_of(book: Codebook) -> pd.DataFrame:
    rows = [(book.at(path).id, number, path, book.theme(book.at(path).id)) for number, path in enumerate(book.paths)]
    return pd.DataFrame(rows, columns=["code", "position", "path", "theme"])


def table_of(people: dict[str, str]) -> pd.DataFrame:
    said = conversations(people)
    table = sequences(said.codings, codes_of(said.book), said.documents, said.turns, said.texts)
    return table.set_index(["theme_a", "theme_b"])


def comes_up(run: list[set[str]], a: str, b: str) -> int:
    return sum(a in turn and b in after and b not in turn for turn, after in pairwise(run))


def slid(ring: list[tuple[set[str], bool]], slide: int, a: str) -> int:
    """How many turns after which B comes up bear A when that has moved so many turns on."""
    return sum(up and a in ring[at - slide][0] for at, (_, up) in enumerate(ring))


def test_a_theme_comes_up_where_the_turn_before_bears_the_other_and_not_yet_this_one():
    table = table_of({"Ann": "A B . AB B", "Eva": "A . . B"})
    row = table.loc[("Speed", "Proof")]
    assert (row["n_a"], row["n_b"], row["n_ab"], row["participants"]) == (3, 2, 2, 2)
    assert table.loc[("Proof", "Speed"), "n_ab"] == 1


@unhurried
@given(st.lists(INTERVIEW, min_size=1, max_size=3))
def test_chance_is_every_slide_of_the_one_theme_round_turns_without_the_other(interviews):
    table = table_of({f"P{number}": turns for number, turns in enumerate(interviews)})
    theme = {letter: CODES[letter][0].split(" / ")[0] for letter in "ABXK"}
    runs = [[{theme[letter] for letter in turn} for turn in turns.split() if turn != "."] for turns in interviews]
    runs = [run for run in runs if run]

    for (a, b), row in table.iterrows():
        rings = [[(turn, b in after) for turn, after in pairwise(run) if b not in turn] for run in runs]
        sums = np.array(
            [
                sum(slid(ring, slide, a) for ring, slide in zip(rings, slides, strict=True))
                for slides in product(*(range(max(len(ring), 1)) for ring in rings))
            ]
        )
        observed = sum(comes_up(run, a, b) for run in runs)
        assert row["n_ab"] == observed
        assert row["expected"] == pytest.approx(sums.mean())
        assert row["p"] == pytest.approx((sums >= observed).mean())
        assert row["p_less"] == pytest.approx((sums <= observed).mean())


def test_what_always_follows_stands_out_and_what_never_does_stands_out_below():
    table = table_of({f"P{number}": "A B K X K A B K K X A B X K" for number in range(8)})
    assert table.loc[("Speed", "Proof"), "q"] < 0.01
    assert table.loc[("Proof", "Speed"), "q"] > 0.5
    assert table["q"].idxmin() == ("Speed", "Proof")


def test_of_two_themes_alone_nothing_can_be_told():
    """Who speaks of nothing else cannot but go from the one to the other."""
    table = table_of({f"P{number}": "A B A A B B A B" for number in range(8)})
    assert (table["n_ab"] > 0).all()
    assert table["p"].eq(1).all()
    assert table["p_less"].eq(1).all()


@pytest.mark.parametrize("people", [{}, {"Ann": ". ."}, {"Ann": "A"}, {"Ann": "A A"}])
def test_where_nothing_follows_the_table_is_empty(people):
    assert table_of(people).empty


def timed(people: dict[str, str], times: list[tuple[float | None, float | None]]) -> pd.DataFrame:
    said = conversations(people)
    turns = said.turns.assign(
        begin_ms=pd.array([begin for begin, _ in times], dtype="Int64"),
        finish_ms=pd.array([finish for _, finish in times], dtype="Int64"),
    )
    return durations(said.codings, codes_of(said.book), said.documents, turns).set_index("theme")


def test_time_of_a_theme_is_that_of_the_turns_it_covers():
    """Ann speaks from 10 to 70 s of speed, from 80 on, till the next question at 90 s, of speed and proof."""
    found = timed({"Ann": "A AB ."}, [(0, 10_000), (10_000, 70_000), (70_000, 80_000), (80_000, None), (90_000, 95_000),
                                      (95_000, None)])  # fmt: skip
    assert found.loc["Speed", "minutes"] == pytest.approx(70 / 60)
    assert found.loc["Speed", "share"] == 1
    assert found.loc["Proof", "minutes"] == pytest.approx(10 / 60)
    assert tuple(found.loc["all"]) == pytest.approx((70 / 60, 1, 1, 1))


def test_part_of_a_turn_takes_that_part_of_its_time_and_once_what_two_codes_of_a_theme_cover():
    said = conversations({"Ann": "A"})
    begin, end = said.codings.loc[0, ["start", "end"]]
    half = said.codings.assign(end=begin + (end - begin) // 2)
    codings = pd.concat([half, half.assign(code=said.book.at("Speed / Haste").id)])
    turns = said.turns.assign(begin_ms=[0, 1000], finish_ms=[1000, 1000 + 1000 * (end - begin)])
    found = durations(codings, codes_of(said.book), said.documents, turns).set_index("theme")
    assert found.loc["Speed", "minutes"] == pytest.approx(((end - begin) // 2) / 60)


def test_without_times_there_is_nothing_to_tell():
    assert timed({"Ann": "A B"}, [(None, None)] * 4).empty
