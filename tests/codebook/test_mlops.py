"""The codebook of the reference study: complete, its patterns find its own examples, and its two versions compare."""

from __future__ import annotations

from pathlib import Path

import pytest

import codebook
from analysis.suggestions import matches
from codebook import Code, Codebook, describe, diff, read

FOLDER = Path(codebook.__file__).parent
NAMES = ("mlops.yaml", "mlops-2024.yaml")
BOOKS: dict[str, Codebook] = {name: read(FOLDER / name)[0] for name in NAMES}
CODES = [pytest.param(code, id=f"{name}: {code.name}") for name, book in BOOKS.items() for code in book]


def test_the_three_vs_are_at_the_top_by_the_names_that_each_publication_gave_them() -> None:
    tops = {name: {code.name for code in book.children()} for name, book in BOOKS.items()}
    assert tops["mlops.yaml"] >= {"Velocity", "Validation", "Versioning"}
    assert tops["mlops-2024.yaml"] >= {"Velocity", "Visibility", "Versioning"}


@pytest.mark.parametrize("name", NAMES)
def test_there_are_sixty_codes_or_more(name: str) -> None:
    assert len(BOOKS[name]) >= 60


@pytest.mark.parametrize("code", CODES)
def test_every_code_says_what_it_is_when_to_use_it_and_when_not(code: Code) -> None:
    assert code.definition
    assert code.include
    assert code.exclude
    assert len(code.examples) == 2
    assert len(code.patterns) >= 2


@pytest.mark.parametrize("code", CODES)
def test_every_example_is_found_by_a_pattern_of_its_own_code(code: Code) -> None:
    missed = [example for example in code.examples if not matches(code.patterns, example)]
    assert missed == []


def test_conversation_about_anything_else_is_left_alone() -> None:
    said = """
        We could deploy two of us to the kitchen, if you like. I have the new version of Python on this machine.
        Let us not drift off the subject. That is a good model of how people think. The results came back from the lab.
        She tested the water before going in. Shall I track the parcel? I will monitor the oven, then.
        He wrote it in a notebook with a green cover.
    """
    found = {code.name for code in BOOKS["mlops.yaml"] if matches(code.patterns, said)}
    assert found <= {"Notebooks"}


def test_the_difference_of_the_two_versions_tells_the_renaming_of_a_v_in_one_line() -> None:
    lines = describe(diff(BOOKS["mlops.yaml"], BOOKS["mlops-2024.yaml"]))
    assert [line for line in lines if line.startswith("renamed:") and "Validation" in line] == [
        "renamed: Validation -> Visibility"
    ]
    assert not [line for line in lines if line.startswith("gone:")]


def test_all_codings_of_the_first_version_have_a_code_in_the_second() -> None:
    matched = diff(BOOKS["mlops.yaml"], BOOKS["mlops-2024.yaml"]).matched
    assert {code.id for code in BOOKS["mlops.yaml"]} == set(matched.values())
