"""The places where two codes meet are as many as co-occurrence counts, for every unit."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from app.material import Filters, encounters, table
from corpus.coding import NewCoding, add_codings
from corpus.study import Study
from tests.studies import study_of

TEXT = "Ana: one two. Three four!\nBob: why?\nAna: five six. Seven?\nBob: oh.\nAna: eight nine ten.\n"
UNITS = ["turn", "sentence", "document", "window:0", "window:1", "window:4"]


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Study:
    """Two transcripts in which two people gave three codes to whatever passages."""
    study = study_of(tmp_path_factory.mktemp("met"), {"one": TEXT, "two": TEXT}, ("A", "B", "C"))
    documents, book, random = study.documents()["document"], study.codebook(), Random(7)
    new = []
    with study.change("code", coder="Ada") as change:
        who = [change.coder_named(name) for name in ("Ada", "Ben")]
        for _ in range(24):
            start = random.randrange(5, len(TEXT) - 2)
            end = min(start + random.randrange(1, 30), len(TEXT))
            code = book.at(random.choice("ABC")).id
            new.append(NewCoding(random.choice(documents), start, end, code, coder=random.choice(who)))
        add_codings(change, new)
    return study


@pytest.mark.parametrize("unit", UNITS)
def test_each_number_has_its_places(study: Study, unit: str):
    counted = table(study, "cooccurrence", options={"unit": unit})
    n_ab = {(row.code_a, row.code_b): row.n_ab for row in counted.itertuples(index=False)}
    for pair in combinations("ABC", 2):
        met = encounters(study, pair, unit)
        assert met["encounter"].nunique() == n_ab.get(pair, 0) > 0
        assert set(met.groupby("encounter")["path"].agg(frozenset)) == {frozenset(pair)}


def test_a_filter_of_transcripts_holds_for_the_places_too(study: Study):
    met = encounters(study, ("A", "B"), "turn", filters=Filters(documents=["two"], codes=["C"]))
    assert set(met["document_name"]) == {"two"}
