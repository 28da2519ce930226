"""Quotes that stand for a code in a paper: a few of each, by different people, readable by themselves."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from analysis.passages import by_position
from analysis.quotes import quotes

SHORTEST, LONGEST = 8, 60
"""Words of a quote that a reader takes in at a glance, and that still says something."""

_ENDS = (".", "?", "!", "…", '"', "”", "'", "’", ")")


def exemplars(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    participants: pd.DataFrame,
    coders: pd.DataFrame,
    texts: pd.Series,
    *,
    per_code: int = 3,
) -> pd.DataFrame:
    """Up to `per_code` quotes of each code, each by another participant.

    Whole sentences of 8 to 60 words come first, then what is nearest to that length. Of the participants that speak
    of a code, those quoted least so far come first, so that a paper does not speak with few voices; then the order
    of the study decides. What no participant said is not quoted.

    Args:
        texts: by document id.

    Columns: theme, path, participant (name), document (name), turn, quote (white space made single spaces); in the
        order of the codebook.
    """
    found = quotes(codings, codes, documents, turns, participants, coders, texts)
    found = found[found["participant"].notna()].copy()
    found["quote"] = [" ".join(quote.split()) for quote in found["quote"]]
    found["strain"] = [_strain(quote) for quote in found["quote"]]
    by_code = dict(list(found.groupby("path", sort=False)))
    voices: Counter[str] = Counter()
    rows = []
    for code in by_position(codes).itertuples(index=False):
        if code.path not in by_code:
            continue
        best = by_code[code.path].sort_values("strain", kind="stable").drop_duplicates("participant")
        heard = best["participant"].map(voices).fillna(0)
        best = best.assign(heard=heard).sort_values(["heard", "strain"], kind="stable").head(per_code)
        voices.update(best["participant"])
        rows += [
            (code.theme, code.path, row.participant, row.document, row.turn, row.quote)
            for row in best.itertuples(index=False)
        ]
    return pd.DataFrame(rows, columns=["theme", "path", "participant", "document", "turn", "quote"])


def _strain(quote: str) -> int:
    """How much a quote asks of a reader: 0 for a whole sentence of a good length."""
    words = len(quote.split())
    away = max(SHORTEST - words, words - LONGEST, 0)
    begins = next((letter for letter in quote if letter.isalnum()), "a")
    cut = begins.islower() + (not quote.endswith(_ENDS))
    return away + 10 * cut
