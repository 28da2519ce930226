"""The implications of the reference study."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from analysis.branches import branches
from analysis.findings import Implications
from analysis.meetings import meetings, place
from app.demonstration import make
from app.material import implications
from corpus.study import Study
from corpus.words import count_words


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    study = make(tmp_path_factory.mktemp("reference") / "study")
    yield study
    study.close()


@pytest.fixture(scope="module")
def found(study: Study) -> Implications:
    return implications(study)


@pytest.mark.parametrize("theme", ["Velocity", "Validation", "Versioning"])
def test_each_of_the_three_vs_has_some_with_quotes_of_three_people_and_a_verdict(
    found: Implications, theme: str
) -> None:
    items = [item for item in found.listed if item.theme.name == theme]
    assert items
    for item in items:
        assert len({quote.participant for quote in item.quotes}) >= 3
        assert item.holds is not None
    assert any(item.counter_evidence for item in items)
    assert all(item.template for item in items if " / " in item.pain_point.path)  # none for a heading's own codings


def test_quotes_stand_in_the_interviews_and_can_be_read_by_themselves(study: Study, found: Implications) -> None:
    texts, documents = study.texts(), study.documents().set_index("name")["document"]
    for item in found.listed:
        for quote in item.quotes:
            assert texts[documents[quote.document]][quote.start : quote.end] == quote.text
            assert 4 <= count_words(quote.text) <= 60


def test_shuffling_codes_within_interviews_makes_at_most_1_in_20_of_200_studies_report_anything(study: Study) -> None:
    book, people = study.codebook(), study.participants()
    paired, codes = branches(book), [code.id for code in book]
    placed = place(study.codings(), codes, study.documents(), study.turns(), people, study.texts())
    random = np.random.default_rng(18)
    reported = 0
    for _ in range(200):
        code = placed.coded.code.copy()
        for document in range(18):
            there = placed.coded.document == document
            code[there] = random.permutation(code[there])
        shuffled = replace(placed, coded=replace(placed.coded, code=code))
        pairs = meetings(shuffled, codes, paired.themes, paired.pain_points, participants=len(people)).pairs
        reported += bool((pairs["q"] < 0.05).any())
    assert reported <= 10
