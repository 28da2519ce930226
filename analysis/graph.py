"""Codes that go together, as a graph for networkx, and for programs that read GraphML or GEXF."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import networkx as nx

# What XML 1.0 cannot hold, not even escaped (section 2.2).
NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def graph(cooccurrence: pd.DataFrame, frequencies: pd.DataFrame, codes: pd.DataFrame) -> nx.Graph:
    """The codes that were used, and an edge between each two that met.

    Args:
        cooccurrence, frequencies: tables of these names.
        codes: where the colours are.

    A node is a code's path, with attributes path, theme, colour, codings, participants; an edge has n_ab, jaccard,
    lift, npmi. What is undefined is left out. Nodes and edges are in the order of the codebook.
    """
    import networkx as nx

    result = nx.Graph()
    colours = dict(zip(codes["path"], codes["colour"], strict=True))
    used = frequencies[frequencies["codings"] > 0]
    used = used.assign(colour=used["path"].map(colours))
    for node in used[["path", "theme", "colour", "codings", "participants"]].to_dict("records"):
        result.add_node(node["path"], **_defined(node))
    for edge in cooccurrence.to_dict("records"):
        strengths = {name: edge[name] for name in ("n_ab", "jaccard", "lift", "npmi")}
        result.add_edge(edge["code_a"], edge["code_b"], **_defined(strengths))
    return result


def to_graphml(graph: nx.Graph) -> bytes:
    """The graph as GraphML (yEd, Gephi, igraph); a node's id is its number, its name the attribute path."""
    import networkx as nx

    file = BytesIO()
    nx.write_graphml_xml(_numbered(graph), file, named_key_ids=True)
    return file.getvalue()


def to_gexf(graph: nx.Graph) -> bytes:
    """The graph as GEXF (Gephi); a node's id is its number, its label the code's path, in the code's colour."""
    import networkx as nx

    file = BytesIO()
    nx.write_gexf(_numbered(graph, labelled=True), file)
    # networkx writes the day on which it runs; the first such attribute is the file's own.
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", file.getvalue(), count=1)


def _defined(values: dict[Any, Any]) -> dict[str, Any]:
    """The values that are there: neither None nor NaN."""
    return {name: value for name, value in values.items() if not pd.isna(value)}


def _numbered(graph: nx.Graph, *, labelled: bool = False) -> nx.Graph:
    """The same graph with nodes 1, 2, ... and nothing in its texts that XML cannot hold."""
    import networkx as nx

    result = nx.Graph()
    numbers = {node: str(number) for number, node in enumerate(graph, start=1)}
    for node, attributes in graph.nodes(data=True):
        values = {name: _clean(value) for name, value in attributes.items()}
        if labelled:
            values |= {"label": _clean(str(node)), **_painted(attributes.get("colour", ""))}
        result.add_node(numbers[node], **values)
    result.add_edges_from((numbers[a], numbers[b], attributes) for a, b, attributes in graph.edges(data=True))
    return result


def _clean(value: Any) -> Any:
    return NOT_XML.sub("", value) if isinstance(value, str) else value


def _painted(colour: str) -> dict[str, Any]:
    """How GEXF wants the colour "#rrggbb" of a node."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        return {}
    red, green, blue = bytes.fromhex(colour[1:])
    return {"viz": {"color": {"r": red, "g": green, "b": blue, "a": 1.0}}}
