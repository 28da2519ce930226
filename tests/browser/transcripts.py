"""The study that is coded in the browser: a transcript for each test, so that none meets what another did."""

from __future__ import annotations

from pathlib import Path

from codebook import with_colours
from corpus.codebooks import set_codebook
from corpus.suggesting import NewSuggestion, propose
from tests.studies import study_of

CODES = ("Velocity", "Velocity / Rapid prototyping", "Versioning", "Versioning / Fallback", "Trust", "Évaluation")

PLAIN = """Ana: We rolled it back at once, and then we looked at the data.
Bob: How long did that take?
Ana: An hour. The tracker keeps everything but the reasons.
Bob: And the reasons?
Ana: Nobody writes reasons down on a Friday.
"""
SUGGESTED = ("rolled it back", "looked at the data", "writes reasons")
HARD = """Ana: Ship it \U0001f680\U0001f680 now \U0001f469\u200d\U0001f4bb says the nai\u0308ve cafe\u0301.
Bob: שלום עולם, אמרה המהנדסת.
Ana: Done \U0001f1e9\U0001f1ea today.
"""
LONG = "Ana: " + " ".join(f"word{number}" for number in range(12_000)) + "\nBob: That was long.\n"
HOSTILE = """<img src=x onerror=alert(1)>: [x](javascript:alert(1)) and $\\input{/etc/passwd}$ <script>alert(2)</script>
Bob: =cmd|' /C calc'!A0 **bold** :smile: `code`
"""

_EACH = """mouse keyboard across undo reload killed burst stripe palette several new pinned walk memo resize others
deleted hotkeys triple vivo suggested narrow compared filtered searched noted phone""".split()
TEXTS = {
    **dict.fromkeys(_EACH, PLAIN),
    "hard": HARD,
    "long": LONG,
    "<b>hostile</b> $x$": HOSTILE,
}


def make_study(folder: Path) -> None:
    """The study, with colours for its codes."""
    study = study_of(folder, TEXTS, CODES)
    with study.change("set up", coder="Ada") as change:
        set_codebook(change, with_colours(study.codebook()))
    document = study.documents().set_index("name")["document"]["suggested"]
    with study.change("suggest", coder="Ada") as change:
        trust = study.codebook().at("Trust").id
        spans = [(PLAIN.index(quote), PLAIN.index(quote) + len(quote)) for quote in SUGGESTED]
        propose(change, "patterns", [NewSuggestion(document, *span, trust, 0.9, "it says so") for span in spans])
    study.close()
