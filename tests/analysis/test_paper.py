"""What a paper says beside its tables: the methods paragraph, quotes by theme, and the document itself."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.paper.document import Picture, Section, document
from analysis.paper.methods import methods
from analysis.paper.quotations import quotations
from corpus.study import Study
from tests.analysis.typesetting import typeset
from tests.studies import code, study_of

TEXT = "Ana: one two three four five.\nBob: And?\nAna: six seven eight.\n"
AGREEMENT = "path coder_a coder_b units percent kappa alpha alpha_low alpha_high note".split()
HOSTILE = r"50 % of R&D_costs #1 {$x^2$} \input{evil} ~ ü"


def told(study: Study, agreement: list[tuple] = (), **options: bool) -> str:
    frames = (study.documents(), study.turns(), study.participants(), study.codes(), study.codings(), study.coders())
    return methods(*frames, study.texts(), pd.DataFrame(agreement, columns=AGREEMENT), version="1.0", **options)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    study = study_of(tmp_path / "s", {"d1": TEXT, "d2": TEXT}, codes=("A", "A / B", "D"))
    code(study, "d1", 5, 12, "A")
    code(study, "d1", 5, 12, "A", coder="Ben")
    code(study, "d2", 5, 12, "A / B")
    return study


def test_the_methods_paragraph_has_the_numbers_of_the_study(study: Study) -> None:
    text = told(
        study,
        [
            ("all", "Ada", "Ben", 6, 83.333, 0.6, 0.625, 0.4, 0.9, "limits rough: 1 document"),
            ("all", "all", "all", 6, None, None, 0.625, 0.4, 0.9, ""),
        ],
    )
    for part in (
        "2 interviews with 2 participants",
        "16 of the words are the participants'",
        "a codebook of 3 codes under 2 headings; 2 of them were used",
        "There are 3 codings in all of them: Ada made 2 in 2 interviews and Ben made 1 in 1 interview.",
        "1 interview was coded by both Ada and Ben",
        "they agreed in 83.3 % of 6 decisions, Krippendorff's alpha .62 (95 % limits .40 to .90)",
        "With fewer than 20 interviews coded by both, limits are rough.",
        "Vivavoce 1.0",
    ):
        assert part in text
    assert "invented" not in text
    assert told(study, invented=True).startswith("All interviews of this study are invented")


def test_what_cannot_be_said_is_not_said(study: Study, tmp_path: Path) -> None:
    assert "nothing can be said of their agreement" in told(study)
    undefined = [("all", "Ada", "Ben", 6, 100.0, *[float("nan")] * 4, "")]
    assert "alpha cannot be computed" in told(study, undefined)
    empty = Study.create(tmp_path / "empty")
    assert "No interview has been added" in told(empty)
    uncoded = study_of(tmp_path / "uncoded", {"d": TEXT})
    assert "nothing has been coded yet" in told(uncoded)


def test_quotes_stand_below_their_theme_and_code_with_who_said_them() -> None:
    exemplars = pd.DataFrame(
        [("A", "A", "P7", "d", 1, "I slept."), ("A", "A / B", "P2", "d", 1, "So did I.")],
        columns=["theme", "path", "participant", "document", "turn", "quote"],
    )
    codes = pd.DataFrame({"path": ["A", "A / B"], "definition": ["Rest.", "More rest."]})
    text = quotations(exemplars, codes)
    assert text.index(r"\subsection*{A}") < text.index("``I slept.'' (P7)") < text.index(r"\paragraph{B} More rest.")
    assert "Nothing has been coded" in quotations(exemplars[:0], codes)


def test_quotes_with_commands_in_them_compile_as_text(tmp_path: Path) -> None:
    exemplars = pd.DataFrame(
        [(HOSTILE, HOSTILE, HOSTILE, "d", 1, HOSTILE)],
        columns=["theme", "path", "participant", "document", "turn", "quote"],
    )
    typeset(tmp_path, quotations(exemplars, pd.DataFrame({"path": [HOSTILE], "definition": [HOSTILE]})))


def test_the_document_includes_every_part_in_its_section() -> None:
    sections = [Section("Method", "50 % more", ["methods", Picture("figures/a.pdf", "A & B")]), Section("End", "", [])]
    text = document(HOSTILE, sections)
    assert r"\input{methods}" in text
    assert r"\includegraphics" in text
    assert "{figures/a.pdf}" in text
    assert r"\caption{A \& B}" in text
    assert r"50 \% more" in text
    assert r"\input{evil}" not in text
