"""What the table of agreement says, in sentences."""

from __future__ import annotations

import pandas as pd

from analysis.wording import count

RELIED_ON, TENTATIVE = 0.8, 0.667
"""Krippendorff (2004, p. 241): what one may rely on, and the least from which to conclude tentatively."""
ALL = "all"


def in_words(found: pd.DataFrame) -> list[str]:
    """The table `agreement` in sentences: each pair over all codes, then the codes to look at.

    Columns read: path, coder_a, coder_b, alpha, alpha_low, alpha_high, note.
    """
    sentences = []
    pairs = found[found["path"].eq(ALL) & found["coder_a"].ne(ALL)]
    for row in pairs.itertuples(index=False):
        who = f"{row.coder_a} and {row.coder_b}"
        if pd.isna(row.alpha):
            sentences.append(f"{who}: no alpha ({row.note}).")
            continue
        limits = "" if pd.isna(row.alpha_low) else f" (95 % limits {row.alpha_low:.2f} to {row.alpha_high:.2f})"
        worst = row.alpha if pd.isna(row.alpha_low) else row.alpha_low
        sentences.append(f"{who}: alpha {row.alpha:.2f}{limits} over all codes. {_verdict(row.alpha, worst)}")
        if row.note:
            sentences.append(f"Take care, {row.note}.")
    codes = found[found["path"].ne(ALL)]
    low = codes.loc[codes["alpha"].lt(TENTATIVE), "path"].nunique()
    if low:
        sentences.append(
            f"{count(low, 'code')} of {codes['path'].nunique()} below {TENTATIVE}: read what was coded, and see "
            "whether the definition says what is not meant."
        )
    return sentences


def _verdict(alpha: float, worst: float) -> str:
    """What Krippendorff's thresholds allow to say."""
    if worst >= RELIED_ON:
        return "One may rely on it."
    if alpha >= RELIED_ON:
        return f"One may rely on it, but for limits that reach below {RELIED_ON:.2f}."
    if alpha >= TENTATIVE:
        return "Enough for tentative conclusions."
    return "Too little to conclude from."
