"""How coders settled a coding on which they differed: a sentence, kept as a memo on its passage.

Settled: Validation / Early checks, coded by Ben, is kept. Both readings hold.
"""

from __future__ import annotations

KEPT, DROPPED = "kept", "dropped"


def recoded_as(path: str) -> str:
    """The decision that the passage bears another code."""
    return f"recoded as {path}"


def opening(path: str, coder: str) -> str:
    """What the sentence on a coding begins with: code (path) and coder by their names."""
    return f"Settled: {path}, coded by {coder}, is "


def sentence(path: str, coder: str, decision: str, reason: str = "") -> str:
    """The whole memo."""
    return f"{opening(path, coder)}{decision}. {reason}".rstrip()


def decision_in(text: str, path: str, coder: str) -> str | None:
    """What the memo `text` says became of a coding: "kept", "dropped" ...; None where it is of another one."""
    begun = opening(path, coder)
    if not text.startswith(begun):
        return None
    return text[len(begun) :].partition(". ")[0].removesuffix(".")
