"""The backbone of the graph of codes that meet."""

from __future__ import annotations

import numpy as np
import pandas as pd


def disparity(edges: pd.DataFrame) -> pd.DataFrame:
    """Which edges of a weighted graph are the backbone: the smaller their alpha, the more they stand out.

    alpha = (1 - weight / strength) ^ (degree - 1), at the end where it is smaller; 1 at an end that has no other edge
    (Serrano, Boguna, Vespignani 2009, eq. 2).

    Args:
        edges: columns code_a, code_b, weight (positive), each pair once.

    Returns:
        `edges` with a column alpha (0..1).
    """
    nodes, _ = pd.factorize(pd.concat([edges["code_a"], edges["code_b"]]))
    weight = np.tile(edges["weight"].to_numpy(float), 2)
    degree, strength = np.bincount(nodes), np.bincount(nodes, weights=weight)
    alpha = (1 - weight / strength[nodes]) ** (degree[nodes] - 1)
    return edges.assign(alpha=np.minimum(*alpha.reshape(2, -1)))
