"""Themes against pain points, and themes against the layers of the stack: two tables of a paper, people counted."""

from __future__ import annotations

import pandas as pd

from analysis.branches import branches
from analysis.meetings import meetings, place
from analysis.spans import overlaps
from codebook import Codebook


def theme_meetings(
    book: Codebook,
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    participants: pd.DataFrame,
    texts: pd.Series,
) -> pd.DataFrame:
    """Which themes meet which pain points, in how many people, and in how many by chance; see `analysis.meetings`.

    One row a theme and a pain point that both have codings, in the order of the codebook.

    Args:
        texts: by document id.

    Columns: theme, pain_point (paths), participants, expected (participants, by chance), lift (participants /
        expected; NaN where none is expected), p, q, meetings (pairs of passages), codings (passages in these).
    """
    found, codes = branches(book), [code.id for code in book]
    placed = place(codings, codes, documents, turns, participants, texts)
    pairs = meetings(placed, codes, found.themes, found.pain_points, participants=len(participants)).pairs
    pairs = pairs.dropna(subset="p", ignore_index=True)  # those that were tested
    for side, heads in (("theme", found.themes), ("pain_point", found.pain_points)):
        pairs[side] = [heads[number].path for number in pairs[side]]
    return pairs[["theme", "pain_point", "participants", "expected", "lift", "p", "q", "meetings", "codings"]]


def theme_layers(
    book: Codebook,
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    participants: pd.DataFrame,
    texts: pd.Series,
) -> pd.DataFrame:
    """Themes by layers: participants in one of whose turns codings of both lie.

    One row a theme, in the order of the codebook.

    Args:
        texts: by document id.

    Columns: theme (path), then for each layer, by name, the number of participants, then participants (who speak of
        the theme at all).
    """
    found, codes = branches(book), [code.id for code in book]
    placed = place(codings, codes, documents, turns, participants, texts)
    which = {member: branch.path for branch in (*found.themes, *found.layers) for member in branch.members}
    coded = pd.DataFrame({"path": [which.get(codes[code]) for code in placed.code], "who": placed.participant})
    together = [coded.iloc[:0].rename(columns={"path": "theme"}).assign(layer=None)]
    for a, b in overlaps(placed.first, placed.last):
        for one, other in ((a, b), (b, a)):
            together.append(
                pd.DataFrame(
                    {
                        "theme": coded["path"].array[one],
                        "layer": coded["path"].array[other],
                        "who": placed.participant[one],
                    }
                )
            )
    counts = pd.concat(together).groupby(["theme", "layer"])["who"].nunique()
    speaking = coded.groupby("path")["who"].nunique()
    rows = [
        {
            "theme": theme.path,
            **{layer.name: int(counts.get((theme.path, layer.path), 0)) for layer in found.layers},
            "participants": int(speaking.get(theme.path, 0)),
        }
        for theme in found.themes
    ]
    return pd.DataFrame(rows, columns=["theme", *(layer.name for layer in found.layers), "participants"])
