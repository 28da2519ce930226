"""Codes that go together as a graph, and as files that other programs read."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from lxml import etree

from analysis.cooccurrence import cooccurrence
from analysis.frequencies import frequencies
from analysis.graph import graph, to_gexf, to_graphml
from tests.analysis.strategies import study

ROOT = Path(__file__).resolve().parents[2]


def example() -> nx.Graph:
    """Two codes that met, one that is alone, one unused."""
    made = study(
        ["0123456789 abcdefghij"],
        [(0, 0, 10, "p0"), (0, 11, 21, "p0")],
        [None, None, None, None],
        [(0, 0, 6, 0, "ada"), (0, 4, 10, 1, "ada"), (0, 12, 15, 2, "ada")],
    )
    tables = (
        cooccurrence(made.codings, made.codes, made.turns),
        frequencies(made.codings, made.codes, made.documents, made.participants),
    )
    return graph(*tables, made.codes)


def test_a_node_is_a_code_that_was_used_and_an_edge_two_that_met():
    met = example()
    assert list(met) == ["C0", "C1", "C2"]
    assert met.nodes["C1"] == {"path": "C1", "theme": "C1", "colour": "#000001", "codings": 1, "participants": 1}
    ((one, other, attributes),) = met.edges(data=True)
    assert (one, other) == ("C0", "C1")
    assert attributes == pytest.approx({"n_ab": 1, "jaccard": 2 / 10, "lift": 2 * 20 / 36, "npmi": 0.0457574906})


def test_what_is_undefined_is_left_out():
    codes = pd.DataFrame({"path": ["A", "B"], "colour": ["#112233", None]})
    counts = pd.DataFrame({"path": ["A", "B"], "theme": ["A", "B"], "codings": [1, 1], "participants": [0, 0]})
    nan = float("nan")
    pairs = pd.DataFrame(
        {"code_a": ["A"], "code_b": ["B"], "n_ab": [1], "jaccard": [nan], "lift": [nan], "npmi": [nan]}
    )
    met = graph(pairs, counts, codes)
    assert met.edges["A", "B"] == {"n_ab": 1}
    assert "colour" not in met.nodes["B"]
    to_gexf(met)


def test_graphml_is_read_back_the_same():
    met = nx.read_graphml(BytesIO(to_graphml(example())))
    assert [values["path"] for _, values in met.nodes(data=True)] == ["C0", "C1", "C2"]
    assert list(met.edges(data=True)) == [("1", "2", example().edges["C0", "C1"])]


def test_gexf_is_read_back_the_same_with_labels_and_colours():
    met = nx.read_gexf(BytesIO(to_gexf(example())))
    assert [values["label"] for _, values in met.nodes(data=True)] == ["C0", "C1", "C2"]
    assert met.nodes["2"]["viz"]["color"] == {"r": 0, "g": 0, "b": 1, "a": 1.0}
    assert met.edges["1", "2"]["lift"] == example().edges["C0", "C1"]["lift"]


@pytest.mark.parametrize("write", [to_graphml, to_gexf])
def test_what_xml_cannot_hold_is_left_out_and_the_rest_is_text(write):
    name = "a\x00\x08<b>&\"'\uffff😀 é ]]>"
    met = nx.Graph()
    met.add_node(name, path=name, colour="#zzzzzz")
    met.add_node("a", path="a")
    root = etree.fromstring(write(met))
    told = {*root.itertext(), *(value for element in root.iter() for value in element.attrib.values())}
    assert "a<b>&\"'😀 é ]]>" in told
    assert len(root.findall(".//{*}node")) == 2


@pytest.mark.parametrize("write", [to_graphml, to_gexf])
def test_no_nodes_are_a_graph_too(write):
    assert etree.fromstring(write(nx.Graph())).tag.endswith(("graphml", "gexf"))


def test_the_bytes_know_neither_the_day_nor_the_order_of_hashes():
    files = to_graphml(example()) + to_gexf(example())
    say = "import sys; from tests.analysis.test_graph import *; "
    say += "sys.stdout.buffer.write(to_graphml(example()) + to_gexf(example()))"
    command = [sys.executable, "-c", say]
    for seed in ("1", "2"):
        told = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True)
        assert told.stdout == files
    assert b"lastmodifieddate" not in files
