"""The code system as a paper prints it: every code with its place in the tree, its sense, and its counts."""

from __future__ import annotations

import pandas as pd

from analysis.frequencies import frequencies
from analysis.passages import by_position

SEPARATOR = " / "


def codesystem(
    codings: pd.DataFrame, codes: pd.DataFrame, documents: pd.DataFrame, participants: pd.DataFrame
) -> pd.DataFrame:
    """The code system with counts.

    One row a code of `codes`, in the order of the codebook, those never used included.

    Columns: path, level (1 at the top), kind, codings (its own passages, as `frequencies` counts them),
        codings_below (with those of its descendants, each passage once), participants (who speak of it or of a
        descendant), definition.
    """
    codes = by_position(codes)
    own = frequencies(codings, codes, documents, participants)
    below = frequencies(codings, codes, documents, participants, roll_up=True)
    return pd.DataFrame(
        {
            "path": codes["path"].to_numpy(),
            "level": codes["path"].str.count(SEPARATOR).to_numpy() + 1,
            "kind": codes["kind"].to_numpy(),
            "codings": own["codings"],
            "codings_below": below["codings"],
            "participants": below["participants"],
            "definition": codes["definition"].to_numpy(),
        }
    )


def themes(
    codings: pd.DataFrame, codes: pd.DataFrame, documents: pd.DataFrame, participants: pd.DataFrame
) -> pd.DataFrame:
    """The themes: the codes at the top, each with all that stands below it.

    One row a code at the top, in the order of the codebook, those never used included.

    Columns: theme, codes (how many stand below it, itself included), codes_used (those of them with a coding),
        codings, documents, participants (counts, as `frequencies` rolls them up), participants_share (0..1), words
        (covered, each once).
    """
    codes = by_position(codes)
    used = frequencies(codings, codes, documents, participants)["codings"] > 0
    below = frequencies(codings, codes, documents, participants, roll_up=True)
    table = below[codes["parent"].isna().to_numpy()]
    of_theme = codes["theme"].to_numpy()
    sizes = pd.Series(1, index=of_theme).groupby(level=0).sum()
    uses = pd.Series(used.to_numpy(int), index=of_theme).groupby(level=0).sum()
    names = table["path"].to_numpy()
    counts = table[["codings", "documents", "participants", "participants_share", "words"]].reset_index(drop=True)
    first = {"theme": names, "codes": sizes.reindex(names).to_numpy(), "codes_used": uses.reindex(names).to_numpy()}
    return pd.concat([pd.DataFrame(first), counts], axis=1)
