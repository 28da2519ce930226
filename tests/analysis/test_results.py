"""A result knows its options, what to take care of, and how to report it."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import TABLES
from analysis.results import result
from analysis.results.cautions import EMPTY
from analysis.results.methods import _SAID
from analysis.results.sources import SOURCES, cited

COUNTED = [name for name, row in TABLES.items() if not row.is_kept]

PAIRS = pd.DataFrame(
    {
        "code_a": ["A", "A"],
        "code_b": ["B", "C"],
        "n_ab": [9, 2],
        "q": [0.01, 1.0],
        "lift": [2.0, 1.0],
        "npmi": [0.2, np.nan],
        "expected": [6.0, 2.0],
        "test": ["exact", "drawn"],
    }
)
AGREEMENT = pd.DataFrame(
    {
        "path": ["A", "B", "all", "all"],
        "coder_a": ["Ada", "Ada", "Ada", "all"],
        "coder_b": ["Ben", "Ben", "Ben", "all"],
        "units": [1000, 1000, 2000, 2000],
        "percent": [99.0, 100.0, 99.5, np.nan],
        "kappa": [0.8, 1.0, 0.85, np.nan],
        "alpha": [0.8, 1.0, 0.85, 0.85],
        "alpha_low": [0.7, np.nan, 0.75, 0.75],
        "alpha_high": [0.9, np.nan, 0.92, 0.92],
        "prevalence": [0.02, 0.03, 0.025, 0.025],
        "masi": np.nan,
        "note": [
            "limits rough: 8 documents, rare",
            "no limits: nobody differs",
            "limits rough: 8 documents",
            "limits rough: 8 documents",
        ],
    }
)
WORDS = pd.DataFrame(
    {"theme": ["A", "A", "B"], "term": ["x", "y", "z"], "z": [3.0, 3.0, 3.0], "participants": [1, 4, 3]}
)


def test_every_table_that_is_counted_says_how_it_was_made():
    assert set(COUNTED) == set(_SAID)


def test_options_are_all_that_the_table_has_and_those_of_other_tables_are_left_out():
    found = result("cooccurrence", PAIRS, options={"test": True, "term": "x"})
    assert set(found.options) == set(TABLES["cooccurrence"].params)
    assert (found.options["unit"], found.options["test"], found.options["draws"]) == ("overlap", True, 2000)


def test_numbers_that_are_undefined_or_rest_on_little_are_told():
    warnings = result("cooccurrence", PAIRS, options={"test": True}).warnings
    assert warnings == (
        "npmi is undefined in 1 of 2 rows.",
        "By chance 1 of 2 pairs would meet fewer than five times: a large p tells little.",
    )


def test_notes_of_rows_are_told_once_with_how_many_rows_bear_them():
    warnings = result("agreement", AGREEMENT).warnings
    assert warnings[0] == "Limits rough: fewer than 20 documents, or a rare code (3 of 4 rows)."
    assert "No limits: nobody differs (1 of 4 rows)." in warnings


def test_ties_are_told_within_a_theme():
    warnings = result("keyness", WORDS).warnings
    assert "2 of 3 terms are tied with another: their order tells nothing." in warnings
    assert "1 of 3 terms were said by one participant alone." in warnings


def test_findings_are_no_warnings():
    rows = pd.DataFrame(
        {
            "note": [
                "new information 0.0 % (base 4, run 2): the first time",
                "9 of 9 codes seen: none needed for 95 %",
            ],
            "rarefied": np.nan,
        }
    )
    assert result("saturation", rows).warnings == ()


def test_rough_limits_reach_the_sentence_to_paste():
    said = result("agreement", AGREEMENT).method
    assert "Ada and Ben agreed in 99.5 % of 2,000 decisions whether a turn has a code" in said
    assert "Krippendorff's alpha .85, 95 % limits .75 to .92 (Krippendorff 2011)" in said
    assert said.endswith("they are rough, since fewer than 20 documents were coded by both.")
    limits = AGREEMENT.assign(note="")
    assert "bootstrap-t, 500 draws" in result("agreement", limits, options={"draws": 500}).method


def test_sources_are_those_that_the_sentence_names():
    found = result("agreement", AGREEMENT)
    assert [source.split(",")[0] for source in found.sources] == ["Cohen", "Efron", "Krippendorff"]


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_is_found_by_its_authors_and_year(name: str):
    (reference,) = cited(f"As usual ({name}).")
    assert name.split()[0].strip(",") in reference
    assert name.split()[-1] in reference


@pytest.mark.parametrize("name", COUNTED)
def test_a_table_without_rows_says_why_or_is_an_answer(name: str):
    columns = ["path", "q", "alpha", "codings", "test", "note"]
    found = result(name, pd.DataFrame(columns=columns))
    assert bool(found.warnings) == bool(EMPTY.get(name, "nothing"))
    assert str(found).endswith((*found.warnings, found.method, *found.sources))


@pytest.mark.parametrize("name", ["documents", "codings", "memos"])
def test_what_the_study_keeps_has_no_method_and_no_warnings(name: str):
    found = result(name, pd.DataFrame({"document": ["a"]}))
    assert (found.warnings, found.method, found.sources, found.note) == ((), "", (), "")


def test_it_prints_its_table_warnings_method_and_sources():
    found = result("agreement", AGREEMENT)
    shown = str(found)
    for part in ("Agreement between coders", "unit 'turn'", *found.warnings, found.method, *found.sources):
        assert part in shown


def test_text_is_text_in_a_notebook():
    hostile = "<img src=x onerror=alert(1)>"
    shown = result("agreement", AGREEMENT.replace("Ada", hostile).assign(path=hostile))._repr_html_()
    assert "<img" not in shown


def test_it_is_pickled_and_copied_whole():
    found = result("agreement", AGREEMENT)
    for other in (pickle.loads(pickle.dumps(found)), copy.deepcopy(found)):
        assert (other.name, other.warnings, other.method, other.note) == (
            found.name,
            found.warnings,
            found.method,
            found.note,
        )
        pd.testing.assert_frame_equal(other.table, found.table)
