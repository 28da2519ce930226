"""What codings are measured in: sentences are found, and blanks at the ends of codings count for nothing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from analysis.passages import coded_in_order
from analysis.units import sentences, without_blanks
from tests.analysis.strategies import studies, study, unhurried

LANGUAGES = pd.Series({"d0": "en", "d1": "fr"})


def split(text: str, language: str | None = "en") -> list[str]:
    """The sentences of a text that is one turn."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    made = study([text], [(0, start, end, "p0")], [], [])
    found = sentences(made.turns, made.texts, pd.Series({"d0": language}, dtype=object))
    return [text[start:end] for start, end in zip(found["start"], found["end"], strict=True)]


def test_sentences_are_found_within_turns_and_bear_their_participant_and_role():
    made = study(
        ["Why? Tell me.\nTrust. And time", "Oui. Non."],
        [(0, 0, 13, "i"), (0, 14, 29, "p0"), (1, 0, 9, None)],
        [],
        [],
    )
    table = sentences(made.turns, made.texts, LANGUAGES)
    assert table.columns.tolist() == ["document", "start", "end", "participant", "role"]
    quotes = [made.texts[row.document][row.start : row.end] for row in table.itertuples()]
    assert quotes == ["Why?", "Tell me.", "Trust.", "And time", "Oui.", "Non."]
    assert table["role"].fillna("").tolist() == ["interviewer"] * 2 + ["participant"] * 2 + ["", ""]
    assert table["participant"].fillna("").tolist() == ["", "", "p0", "p0", "", ""]


def test_no_sentence_begins_or_ends_with_white_space():
    assert split("One.  \n\n Two!\t Three?") == ["One.", "Two!", "Three?"]


def test_an_abbreviation_of_the_language_does_not_end_a_sentence():
    assert split("We met Dr. Who. He left.") == ["We met Dr. Who.", "He left."]


@pytest.mark.parametrize("language", [None, np.nan, "zz", "pt-BR", "th", "DE"])
def test_a_language_that_is_missing_unknown_or_not_installed_is_split_all_the_same(language):
    assert split("Um. Dois.", language) == ["Um.", "Dois."]


def test_without_turns_there_are_no_sentences():
    table = sentences(study([], [], [], []).turns, pd.Series(dtype=object), LANGUAGES)
    assert table.empty
    assert table["start"].dtype == table["end"].dtype == np.int64


@unhurried
@given(studies())
def test_codings_lose_the_blanks_at_their_ends_and_nothing_else(made):
    coded = coded_in_order(made.codings, codes=made.codes["code"], documents=made.documents["document"])
    bare = without_blanks(coded, made.texts.tolist())
    for before, after in zip(spans(coded), spans(bare), strict=True):
        document, start, end = before
        text = made.texts.iloc[document][start:end]
        if text.strip():
            assert made.texts.iloc[document][after[1] : after[2]] == text.strip()
            assert start <= after[1] < after[2] <= end
        else:
            assert after[1] >= after[2]


def spans(coded) -> list[tuple[int, int, int]]:
    offset = coded.document * coded.stride
    return list(
        zip(coded.document.tolist(), (coded.start - offset).tolist(), (coded.end - offset).tolist(), strict=True)
    )
