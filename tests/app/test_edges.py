"""Studies at the edge: every table, figure and page answers or says why not, and no warning of a library comes out.

That no warning comes out is pytest's to see, which takes each for an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.catalogue import TABLES
from analysis.figures import FIGURES
from app.main import PAGES
from app.material import figure, result, table
from codebook.errors import VivavoceError
from corpus.people import set_attributes
from corpus.study import Study
from tests.app.showing import page
from tests.studies import code, study_of

TALK = "Ana: one two three four five.\nBob: why?\nAna: six seven eight nine ten.\nBob: so?\nAna: eleven twelve.\n"
TALKS = {"one": TALK, "two": TALK.replace("Ana", "Dan"), "three": TALK.replace("Ana", "Eva")}
CODES = ("A", "A / B", "C", "D")

MEETING_UNITS = ("overlap", "turn", "sentence", "document", "window:1")
WAYS: dict[str, tuple[dict[str, Any], ...]] = {
    "frequencies": ({"roll_up": True}, {"each": True}, {"ids": True}),
    "matrix": ({"binary": True}, {"roll_up": True}, {"each": True}),
    "cooccurrence": (
        *({"unit": unit, "test": True} for unit in MEETING_UNITS),
        *({"slide": slide, "test": True, "draws": 99} for slide in ("turn", "sentence", "character", "place")),
        {"with_interviewer": True, "ids": True},
        {"each": True},
    ),
    "apart": tuple({"unit": unit} for unit in MEETING_UNITS),
    "backbone": tuple({"unit": unit} for unit in MEETING_UNITS),
    "communities": tuple({"unit": unit} for unit in MEETING_UNITS),
    "agreement": (
        *({"unit": unit} for unit in ("sentence", "character", "span")),
        {"with_interviewer": True},
        {"draws": 10, "seed": 1},
    ),
    "saturation": ({"base": 1, "run": 1}, {"threshold": 0.0}, {"draws": 10}),
    "crosstab": ({"by": "role"}, {"by": "role", "roll_up": True, "ids": True}),
    "coverage": ({"by": "code"}, {"by": "coder"}),
    "disagreements": ({"ids": True},),
    "keyness": ({"by": "role"}, {"with_interviewer": True}),
    "keywords": ({"term": "seven"}, {"term": "nowhere"}),
    "programs": ({"overlap": 1},),
    "quotes": ({"meeting": ("A", "C")}, {"roll_up": True}, {"each": True}),
}
"""Of each table the options that lead another way than the usual ones."""


def one_coder(study: Study) -> None:
    for name in TALKS:
        code(study, name, 5, 18, "A", "Ada")
        code(study, name, 10, 24, "C", "Ada")


def coders_apart(study: Study) -> None:
    """Two coders who share no document; D is used by nobody."""
    code(study, "one", 5, 18, "A", "Ada")
    code(study, "one", 8, 18, "C", "Ada")
    code(study, "two", 5, 18, "A", "Ben")


def nothing_coded(study: Study) -> None:
    """Codes and no codings."""


def all_alike(study: Study) -> None:
    """Everything is of one code, by two coders alike."""
    for name, text in TALKS.items():
        for coder in ("Ada", "Ben"):
            code(study, name, 0, len(text), "A", coder)


def interviewer_alone(study: Study) -> None:
    """What two coders coded lies in the interviewer's turns."""
    for coder in ("Ada", "Ben"):
        for path in ("A", "C"):
            code(study, "one", TALK.index("why"), TALK.index("why") + 4, path, coder)


def one_place(study: Study) -> None:
    """Two coders, a character and every code."""
    for coder in ("Ada", "Ben"):
        for path in CODES:
            code(study, "one", 5, 6, path, coder)


def made(folder: Path, fill: Callable[[Study], None], texts: dict[str, str] = TALKS) -> Study:
    study = study_of(folder, texts, CODES)
    fill(study)
    return study


EDGES: dict[str, Callable[[Path], Study]] = {
    "one coder": lambda folder: made(folder, one_coder),
    "coders apart": lambda folder: made(folder, coders_apart),
    "nothing coded": lambda folder: made(folder, nothing_coded),
    "all alike": lambda folder: made(folder, all_alike),
    "interviewer alone": lambda folder: made(folder, interviewer_alone),
    "one place": lambda folder: made(folder, one_place),
    "one document": lambda folder: made(folder, one_place, {"one": TALK}),
    "no participants": lambda folder: made(
        folder, lambda study: code(study, "notes", 0, 5, "A"), {"notes": "Field notes that nobody said.\n"}
    ),
    "no documents": lambda folder: made(folder, nothing_coded, {}),
    "nothing at all": Study.create,
}


def with_roles(study: Study) -> Study:
    """The first participant has a role of their own, so that an attribute can be asked for."""
    people = list(study.participants()["participant"])
    if people:
        with study.change("describe", coder="Ada") as change:
            for number, person in enumerate(people):
                set_attributes(change, person, {"role": f"role {min(number, 1)}"})
    return study


@pytest.fixture(scope="module", params=EDGES)
def edge(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    study = EDGES[request.param](tmp_path_factory.mktemp("edge"))
    yield with_roles(study)
    study.close()


@pytest.mark.parametrize("name", TABLES)
def test_every_table_answers_or_says_why_not(edge: Study, name: str) -> None:
    for options in ({}, *WAYS.get(name, ())):
        answers(lambda options=options: result(edge, name, options=options).table)


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_answers_or_says_why_not(edge: Study, name: str) -> None:
    for options in ({}, {"test": True, "by": "role"}):
        answers(lambda options=options: figure(edge, name, "svg", options=options))


def answers(ask: Callable[[], Any]) -> None:
    """A table has columns and a figure bytes; what cannot be answered is said in a sentence."""
    try:
        found = ask()
    except VivavoceError as why:
        given = str(why).endswith(".")
    else:
        given = bool(len(found.columns)) if isinstance(found, pd.DataFrame) else bool(found)
    assert given


@pytest.mark.parametrize("name", ["coders apart", "interviewer alone", "no participants", "nothing at all"])
def test_every_page_of_the_app_opens(folder: Path, name: str) -> None:
    EDGES[name](folder).close()
    for each in (each for group in PAGES.values() for each in group):
        shown = page(each.name)
        assert not shown.exception, each.name
        assert not shown.error, each.name


def test_a_code_that_nobody_used_is_counted_as_such_and_meets_nothing(tmp_path: Path) -> None:
    study = made(tmp_path, coders_apart)
    counted = table(study, "frequencies").set_index("path")
    assert counted.loc["D", "codings"] == 0
    pairs = table(study, "cooccurrence")
    assert not pairs[["code_a", "code_b"]].isin(["D"]).any(axis=None)
