"""Spans on a line: their overlaps, what they cover, and their passages, each against loops over positions or pairs."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.spans import distinct, joined, newly_covered, overlaps, united
from tests.analysis.strategies import unhurried

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12), st.integers(0, 3)).map(lambda s: (s[0], s[0] + s[1], s[2])),
    max_size=25,
).map(lambda spans: np.array(sorted(spans, key=lambda span: span[0]), dtype=np.int64).reshape(-1, 3).T)


def overlapping(start, end) -> list[tuple[int, int]]:
    return [(a, b) for a, b in combinations(range(len(start)), 2) if start[a] < end[b] and start[b] < end[a]]


@unhurried
@given(SPANS, st.integers(1, 40))
def test_overlaps_are_all_pairs_that_share_a_position_once_in_pieces_of_any_size(spans, piece):
    start, end, _ = spans
    found = [(int(a), int(b)) for pieces in overlaps(start, end, piece=piece) for a, b in zip(*pieces, strict=True)]
    assert found == overlapping(start, end)


def test_a_piece_is_bounded_however_many_spans_overlap():
    start = np.zeros(300, dtype=np.int64)
    sizes = [len(a) for a, _ in overlaps(start, start + 1, piece=1000)]
    assert sum(sizes) == 300 * 299 / 2
    assert max(sizes) <= 1000


@unhurried
@given(SPANS)
def test_newly_covered_adds_up_to_what_all_cover(spans):
    start, end, _ = spans
    seen: set[int] = set()
    for covered, a, b in zip(newly_covered(start, end), start, end, strict=True):
        assert covered == len(set(range(a, b)) - seen)
        seen |= set(range(a, b))


@unhurried
@given(SPANS)
def test_united_spans_cover_the_same_with_gaps_between(spans):
    start, end, _ = spans
    begin, finish = united(start, end)
    assert {at for a, b in zip(begin, finish, strict=True) for at in range(a, b)} == {
        at for a, b in zip(start, end, strict=True) for at in range(a, b)
    }
    assert (begin[1:] > finish[:-1]).all()


@unhurried
@given(st.lists(st.integers(-5, 5)))
def test_distinct_values_come_in_order(values):
    assert distinct(np.array(values, dtype=np.int64)).tolist() == sorted(set(values))


@unhurried
@given(SPANS)
def test_spans_that_overlap_and_differ_in_colour_are_joined_directly_or_in_a_chain(spans):
    start, end, colour = spans
    graph = nx.Graph([(a, b) for a, b in overlapping(start, end) if colour[a] != colour[b]])
    graph.add_nodes_from(range(len(start)))
    first = {span: min(part) for part in nx.connected_components(graph) for span in part}
    assert joined(start, end, colour).tolist() == [first[span] for span in range(len(start))]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        # Two of one colour that overlap are two passages,
        ([(0, 10, 1), (5, 15, 1)], [0, 1]),
        # unless another colour is on both.
        ([(0, 10, 1), (5, 15, 1), (7, 8, 2)], [0, 0, 0]),
        # It joins only what it is on.
        ([(0, 10, 1), (5, 15, 1), (12, 13, 2)], [0, 1, 1]),
        # Spans that touch do not overlap.
        ([(0, 5, 1), (5, 9, 2)], [0, 1]),
        # A long span joins what lies far apart.
        ([(0, 100, 1), (3, 5, 2), (90, 95, 2)], [0, 0, 0]),
        ([(0, 10, 1), (1, 2, 2), (3, 20, 1), (15, 16, 2)], [0, 0, 2, 2]),
    ],
)
def test_worked_examples_of_passages(spans, expected):
    start, end, colour = np.array(spans, dtype=np.int64).T
    assert joined(start, end, colour).tolist() == expected


def test_three_thousand_spans_over_one_place_are_one_passage():
    numbers = np.arange(3000)
    assert (joined(numbers, numbers + 3000, numbers % 3) == 0).all()
