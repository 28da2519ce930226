"""Colours given out: told apart by every eye, on any page, and never taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook import Codebook, with_colours
from codebook.colours import APART, SIBLINGS_APART, least_distance
from tests.codebook.strategies import codebooks, unhurried

OKABE_ITO = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7", "#000000")


def book(themes: int, below: int) -> Codebook:
    rows = [(f"T{i}", {}) for i in range(themes)]
    return Codebook().add_all([*rows, *((f"T{i} / C{j}", {}) for i in range(themes) for j in range(below))])


def luminance(colour: str) -> float:
    """Of WCAG 2.1."""
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def rgb(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def test_themes_are_as_far_apart_as_the_nearest_of_okabe_and_ito() -> None:
    assert min(least_distance(OKABE_ITO).values()) >= APART
    for themes in range(2, 13):
        colours = [code.colour for code in with_colours(book(themes, 0))]
        assert min(least_distance(colours).values()) >= APART, themes


def test_siblings_are_told_apart_by_every_eye() -> None:
    coloured = with_colours(book(12, 8))
    for theme in coloured.children():
        family = [theme.colour, *(code.colour for code in coloured.children(theme))]
        assert min(least_distance(family).values()) >= SIBLINGS_APART, theme.name


def test_siblings_below_any_theme_are_told_apart() -> None:
    for colour in ("#0000ff", "#ffff00", "#00ff00", "#777777", "#000000", "#ffffff", "#123456"):
        coloured = with_colours(Codebook().add("T", colour=colour).add_all([(f"T / C{j}", {}) for j in range(8)]))
        assert min(least_distance(code.colour for code in coloured.children(coloured.at("T"))).values()) >= 5, colour


def test_colours_show_on_white_and_on_dark() -> None:
    dark = luminance("#0e1117")
    for code in with_colours(book(12, 8)):
        light = luminance(code.colour)
        assert 1.05 / (light + 0.05) >= 2, code.colour
        assert (light + 0.05) / (dark + 0.05) >= 2, code.colour


def test_the_first_themes_differ_in_grey() -> None:
    greys = sorted(luminance(code.colour) for code in with_colours(book(3, 0)))
    assert greys[0] < greys[1] < greys[2]


@given(codebooks())
@unhurried
def test_given_colours_stay_and_absent_ones_are_filled(given_book: Codebook) -> None:
    coloured = with_colours(given_book)
    assert all(new.colour == old.colour for old, new in zip(given_book, coloured, strict=True) if old.colour)
    assert all(code.colour for code in coloured)
    assert with_colours(coloured) == coloured


@given(codebooks(), st.data())
@unhurried
def test_a_code_more_changes_no_other_colour(given_book: Codebook, data: st.DataObject) -> None:
    above = data.draw(st.sampled_from([None, *given_book]))
    more = given_book.add(f"{given_book.path(above)} / one more code" if above else "one more code")
    before, after = with_colours(given_book), with_colours(more)
    assert all(after[code.id].colour == code.colour for code in before)


def test_there_are_colours_for_any_number_of_codes() -> None:
    assert all(code.colour for code in with_colours(book(1200, 0)))


def test_the_distance_of_one_colour_is_endless() -> None:
    assert set(least_distance(["#000000"]).values()) == {float("inf")}
    assert least_distance(["#000000", "#ffffff"])["normal"] == pytest.approx(100)
