"""Quotes are found whatever became of their typography, and nothing is found that is not there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.placing import Finder, levelled

TEXT = "Ana: “Well — we’re   done…” she\u00adsaid.\nBob: Café, ﬁne.\nAna: Well, no. Well, no.\n"
TURNS = [match.span(1) for match in re.finditer(r"^\w+: (.+)$", TEXT, re.MULTILINE)]


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ('"Well - we\'re done..."', ["“Well — we’re   done…”"]),
        ("we’re\n done", ["we’re   done"]),
        ("shesaid.", ["she\u00adsaid."]),
        ("Cafe\u0301, fine.", ["Café, ﬁne."]),
        ("said.\nBob: Café", ["said.\nBob: Café"]),
        ("said. Café", ["said.\nBob: Café"]),
        ("Well, no.", ["Well, no.", "Well, no."]),
        ("nobody ever said this", []),
        ("   ", []),
    ],
)
def test_a_quote_is_found_whatever_its_typography(quote: str, found: list[str]) -> None:
    places = Finder(TEXT, TURNS).find(quote)
    assert [TEXT[place.start : place.end] for place in places] == found


def test_a_quote_with_small_differences_is_found_with_its_score() -> None:
    text = "We replay last Tuesday against every branch before anyone looks at it, and then we have lunch."
    (place,) = Finder(text, [(0, len(text))]).find(
        "we replay last tuesday against each branch before anyone looks at it"
    )
    assert text[place.start : place.end] == "We replay last Tuesday against every branch before anyone looks at it"
    assert 85 < place.score < 100


def test_what_stands_nowhere_is_not_found_because_it_is_a_little_like_something() -> None:
    text = "We replay last Tuesday against every branch before anyone looks at it."
    assert Finder(text, [(0, len(text))]).find("Nobody in this company has ever replayed a Tuesday, I believe.") == []


@given(st.text(min_size=1), st.data())
def test_any_slice_of_a_text_is_found_at_its_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    if not levelled(quote):
        return
    places = Finder(text, [(0, len(text))]).find(quote)
    assert any(levelled(text[place.start : place.end]) == levelled(quote) for place in places)
    assert all(place.score == 100 for place in places)
    assert any(place.start < end and start < place.end for place in places)
