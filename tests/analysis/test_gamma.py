"""Gamma: the least disorder is the least of all alignments there are, and chance is drawn until it is known well."""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.agreement import gamma
from analysis.agreement.alignment import disorder
from analysis.agreement.gammas import gammas
from codebook.errors import OptionError

COLUMNS = ["coder", "start", "end", "code"]
Span = tuple[int, int, int]

SPANS = st.tuples(st.integers(0, 12), st.integers(1, 8), st.integers(0, 1)).map(lambda s: (s[0], s[0] + s[1], s[2]))


def rows(*spans: tuple[str, int, int, str]) -> pd.DataFrame:
    return pd.DataFrame(spans, columns=COLUMNS)


def alignments(texts: Sequence[Sequence[Span]]) -> Iterator[list[list[Span | None]]]:
    """Every way to put all spans into groups with at most one span of each coder."""
    if not any(texts):
        yield []
        return
    coder = next(number for number, text in enumerate(texts) if text)
    here, *later = texts[coder]
    others = [[None, *(text if number > coder else [])] for number, text in enumerate(texts)]
    for group in _choices([[here] if number == coder else others[number] for number in range(len(texts))]):
        rest = [list(later) if number == coder else _without(text, group[number]) for number, text in enumerate(texts)]
        for further in alignments(rest):
            yield [group, *further]


def _choices(options: Sequence[Sequence[Span | None]]) -> Iterator[list[Span | None]]:
    if not options:
        yield []
        return
    for one in options[0]:
        for more in _choices(options[1:]):
            yield [one, *more]


def _without(text: Sequence[Span], span: Span | None) -> list[Span]:
    left = list(text)
    if span is not None:
        left.remove(span)
    return left


def cost(group: Sequence[Span | None], alpha: float, beta: float, delta: float) -> float:
    pairs = []
    for a, b in combinations(group, 2):
        if a is None or b is None:
            pairs.append(delta)
        else:
            ends = abs(a[0] - b[0]) + abs(a[1] - b[1])
            pairs.append(delta * (alpha * (ends / (a[1] - a[0] + b[1] - b[0])) ** 2 + beta * (a[2] != b[2])))
    return sum(pairs) / len(pairs)


@settings(deadline=None, max_examples=60)
@given(
    texts=st.one_of(
        st.tuples(st.lists(SPANS, max_size=4), st.lists(SPANS, max_size=4)),
        st.tuples(*[st.lists(SPANS, max_size=2)] * 3),
        st.tuples(*[st.lists(SPANS, max_size=1)] * 4),
    ),
    weights=st.tuples(st.sampled_from([0.0, 0.5, 1.0, 3.0]), st.sampled_from([0.0, 1.0]), st.sampled_from([0.5, 1.0])),
)
def test_the_least_disorder_is_the_least_of_all_alignments(texts, weights):
    spans = sum(map(len, texts))
    least = min(sum(cost(group, *weights) for group in one) for one in alignments([list(text) for text in texts]))

    found = disorder([np.array(text, dtype=np.int64).reshape(-1, 3) for text in texts], *weights)

    assert found == pytest.approx(least / (spans / len(texts)) if spans else 0)


def test_published_disorders():
    """Of the cases that pygamma-agreement 0.5.9 (Titeux and Riad 2021) is tested with."""
    moved = rows(*[(coder, start + late, start + late + 4, code) for coder, late in (("A", 0), ("B", 1))
                   for start, code in ((1, "a"), (6, "b"), (11, "a"))])  # fmt: skip
    three = rows(
        *[("A", 1, 5, "a"), ("A", 10, 14, "b"), ("B", 2, 6, "a")],
        *[("B", 11, 15, "b"), ("C", 1, 4, "a"), ("C", 9, 14, "c")],
    )
    assert gamma(moved, precision=0.2).observed == pytest.approx(0.0625)
    found = gamma(three, precision=0.2)
    assert found.observed == pytest.approx(0.40875643491744995)
    assert float(found) == 1 - found.observed / found.expected


def test_perfect_agreement_is_one():
    alike = [(start, start + 5, code) for start, code in ((0, "x"), (20, "y"), (21, "x"), (40, "x"))]
    found = gamma(rows(*[(coder, *span) for coder in "ABC" for span in alike]))
    assert float(found) == 1
    assert found.observed == 0


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.sampled_from("AB"), SPANS), min_size=2, max_size=8))
def test_names_of_coders_and_codes_change_nothing(spans):
    table = rows(*[(coder, start, end, str(code)) for coder, (start, end, code) in spans])
    renamed = table.assign(coder=table["coder"].map({"A": "Zoë", "B": "Ben"}), code=table["code"] + " renamed")
    assert str(gamma(renamed, precision=0.2)) == str(gamma(table, precision=0.2))


def test_the_same_seed_gives_the_same_gamma():
    table = rows(("A", 0, 5, "x"), ("A", 30, 38, "y"), ("B", 2, 5, "x"), ("B", 44, 60, "y"))
    once, again, other = (gamma(table, seed=seed, precision=0.1) for seed in (3, 3, 4))
    assert once == again
    assert once.expected != other.expected


def test_more_texts_are_drawn_where_more_precision_is_asked():
    table = rows(("A", 0, 5, "x"), ("A", 30, 38, "y"), ("B", 2, 5, "x"), ("B", 44, 60, "y"))
    rough, fine = gamma(table, precision=0.2), gamma(table, precision=0.05)
    assert fine.samples > rough.samples >= 30


def test_coders_who_code_at_random_score_about_nothing():
    draw = np.random.default_rng(1)
    start = draw.integers(0, 20_000, 300)
    table = pd.DataFrame(
        {"coder": np.where(np.arange(300) % 2, "A", "B"), "start": start, "end": start + draw.integers(20, 80, 300)}
    ).assign(code="x")
    assert abs(float(gamma(table))) < 0.1


@pytest.mark.parametrize(
    ("table", "coders", "reason"),
    [
        (rows(), (), "one coder or none"),
        (rows(), ("A", "B"), "nobody coded anything"),
        (rows(("A", 0, 3, "x")), (), "one coder or none"),
    ],
)
def test_where_there_is_no_gamma_the_reason_is_said(table, coders, reason):
    found = gamma(table, coders=coders)
    assert math.isnan(float(found))
    assert reason in str(found)


def test_a_coder_who_found_nothing_counts():
    table = rows(("A", 0, 5, "x"), ("A", 30, 38, "y"))
    assert gamma(table, coders=["A", "B"], precision=0.2).observed == 2


@pytest.mark.parametrize("row", [("A", 5, 5, "x"), ("A", 5, 4, "x"), (None, 1, 4, "x")])
def test_what_is_no_span_is_refused_by_its_row(row):
    with pytest.raises(OptionError, match=r"Row 2 of the spans"):
        gamma(rows(("B", 0, 4, "x"), row))


def test_weights_that_make_no_sense_are_refused():
    with pytest.raises(OptionError, match="delta"):
        gamma(rows(("A", 0, 4, "x"), ("B", 0, 4, "x")), delta=0)


def test_too_many_spans_about_one_place_are_refused_with_a_way_out():
    table = rows(*[(coder, 0, 10, "x") for coder in "ABCDE" for _ in range(25)])
    with pytest.raises(OptionError, match="two coders at a time"):
        gamma(table)


def test_the_table_has_a_row_a_shared_document_and_weighs_them_by_their_spans():
    spans = rows(("A", 0, 5, "x"), ("A", 30, 38, "y"), ("B", 2, 5, "x"), ("B", 44, 60, "y"))
    codings = pd.concat(
        [
            spans.assign(document="d0"),
            spans.assign(document="d1", end=spans["end"] + 3),
            spans[:1].assign(document="d2"),
        ]
    )
    documents = pd.DataFrame({"document": ["d2", "d1", "d0"], "position": range(3), "name": ["Eva", "Ann", "Bob"]})
    table = gammas(codings, documents).set_index("document")
    assert list(table.index) == ["Ann", "Bob", "all"]
    assert table.loc["Bob", "observed"] == pytest.approx(gamma(spans).observed)
    assert table.loc["all", "observed"] == pytest.approx(table["observed"].iloc[:2].mean())
    assert table.loc["all", "spans"] == 8


def test_where_nobody_shares_a_document_the_table_is_empty():
    documents = pd.DataFrame({"document": ["d"], "position": [0], "name": ["Ann"]})
    assert gammas(rows(("A", 0, 5, "x")).assign(document="d"), documents).empty
