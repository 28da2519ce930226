"""Codes that meet as a network: two groups that meet within, and what is found of them."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from analysis.cooccurrence import cooccurrence, disparity
from analysis.network import backbone, communities
from tests.analysis.strategies import Study, study

EVERYTHING = ["overlap", "window:1", "turn", "sentence", "document"]


def options(made: Study, unit: str) -> dict:
    return {"unit": unit, "sentences": made.turns if unit == "sentence" else None}


@pytest.fixture
def two_groups() -> Study:
    """Ten interviews; in each, three codes meet in the one turn and two in the other; in the last, a bridge."""
    spans = [
        (document, first, first + 8, code, "ada")
        for document in range(10)
        for first, codes in ((0, (0, 1, 2)), (20, (3, 4)))
        for code in codes
    ]
    spans.append((9, 20, 28, 0, "ada"))
    turns = [(document, start, start + 10, "p0") for document in range(10) for start in (0, 20)]
    return study(["x" * 40] * 10, turns, [None] * 6, spans)


def test_groups_that_meet_within_are_communities_that_come_back(two_groups):
    table = communities(two_groups.codings, two_groups.codes, two_groups.turns)
    assert table["path"].tolist() == ["C0", "C1", "C2", "C3", "C4"]  # the sixth was never used
    assert table["community"].tolist() == [1, 1, 1, 2, 2]
    assert (table["stability"] == 1).all()


def test_centralities_are_those_of_the_graph(two_groups):
    table = communities(two_groups.codings, two_groups.codes, two_groups.turns).set_index("path")
    assert table["degree"].tolist() == [4, 2, 2, 2, 2]
    assert table["strength"].tolist() == [22, 20, 20, 11, 11]
    # C0 lies on each way between the groups: 4 of the 6 pairs of others.
    assert table["betweenness"].tolist() == pytest.approx([4 / 6, 0, 0, 0, 0])


@pytest.mark.parametrize("unit", EVERYTHING)
def test_meetings_of_all_documents_are_those_of_each(two_groups, unit):
    pairs = cooccurrence(two_groups.codings, two_groups.codes, two_groups.turns, **options(two_groups, unit))
    graph = nx.Graph()
    graph.add_weighted_edges_from(pairs[["code_a", "code_b", "n_ab"]].itertuples(index=False))
    table = communities(two_groups.codings, two_groups.codes, two_groups.turns, **options(two_groups, unit))
    assert dict(zip(table["path"], table["strength"], strict=True)) == dict(graph.degree(weight="weight"))


def test_the_same_seed_gives_the_same_and_neither_order_nor_kind_of_ids_matters(two_groups):
    first = communities(two_groups.codings, two_groups.codes, two_groups.turns, seed=3)
    turned = two_groups.codings[::-1].astype({"document": "category", "code": "category"})
    again = communities(turned, two_groups.codes[::-1], two_groups.turns[::-1], seed=3)
    pd.testing.assert_frame_equal(again, first)


def test_one_document_says_nothing_of_stability(two_groups):
    alone = two_groups.codings[two_groups.codings["document"].astype(str) == "d0"]
    table = communities(alone, two_groups.codes, two_groups.turns)
    assert table["community"].tolist() == [1, 1, 1, 2, 2]
    assert table["stability"].isna().all()


@pytest.mark.parametrize("unit", EVERYTHING)
@pytest.mark.parametrize("made_by", [backbone, communities])
def test_where_nothing_meets_the_table_is_empty(two_groups, made_by, unit):
    table = made_by(two_groups.codings[:0], two_groups.codes, two_groups.turns, **options(two_groups, unit))
    assert table.empty


def test_the_backbone_weighs_pairs_by_how_often_they_met(two_groups):
    table = backbone(two_groups.codings, two_groups.codes, two_groups.turns)
    pairs = cooccurrence(two_groups.codings, two_groups.codes, two_groups.turns)
    assert table["n_ab"].tolist() == pairs["n_ab"].tolist()
    expected = disparity(pairs[["code_a", "code_b"]].assign(weight=pairs["n_ab"]))["alpha"]
    assert np.array_equal(table["alpha"], expected)
