"""Unitising alpha: of spans, it is what nominal alpha is of positions."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.agreement import krippendorff_alpha, unitising_alpha
from codebook.errors import OptionError
from tests.analysis.strategies import unhurried

KINDS = ["u", "binary", "cu"]


def spans(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["coder", "start", "end", "code"])


def by_position(said, length, kind) -> pd.DataFrame:
    """A row a position, a column a coder; what each gave to it."""
    given = pd.DataFrame("gap", index=range(length), columns=said["coder"].unique(), dtype=object)
    for row in said.itertuples():
        given.loc[row.start : row.end - 1, row.coder] = "coded" if kind == "binary" else row.code
    return given.where(given.ne("gap"), None) if kind == "cu" else given


@st.composite
def cut_up(draw):
    """Spans of two or three coders in a text of 30 positions, one code at a place, and two that touch now and then."""
    rows = []
    for coder in "abc"[: draw(st.integers(2, 3))]:
        at = 0
        rows.append((coder, 29, 30, "x"))
        for gap, size, code in draw(
            st.lists(st.tuples(st.integers(0, 5), st.integers(1, 6), st.sampled_from("xyz")), max_size=6)
        ):
            if at + gap + size < 30:
                rows.append((coder, at + gap, at + gap + size, code))
                at += gap + size
    return spans(*draw(st.permutations(rows)))


@pytest.mark.parametrize("kind", KINDS)
@unhurried
@given(said=cut_up())
def test_it_is_nominal_alpha_of_every_position(kind, said):
    result = unitising_alpha(said, length=30, kind=kind)
    expected = krippendorff_alpha(by_position(said, 30, kind))
    assert result.value == pytest.approx(expected.value, nan_ok=True)
    assert (result.units, result.dropped) == (expected.units, expected.dropped)
    assert math.isnan(result.value) == bool(result.undefined)


@pytest.mark.parametrize("kind", KINDS)
@unhurried
@given(said=cut_up())
def test_names_and_order_do_not_matter_nor_into_how_many_pieces_a_span_is_cut(kind, said):
    result = unitising_alpha(said, length=30, kind=kind)
    renamed = said.assign(
        coder=said["coder"].map({"a": "z", "b": "a", "c": "m"}), code=said["code"].map({"x": "y", "y": "q", "z": "a"})
    )
    assert unitising_alpha(renamed[::-1], length=30, kind=kind).value == pytest.approx(result.value, nan_ok=True)
    halves = [
        row
        for coder, start, end, code in said.itertuples(index=False)
        for row in ((coder, start, (start + end) // 2, code), (coder, (start + end) // 2, end, code))
        if row[1] < row[2]
    ]
    assert unitising_alpha(spans(*halves), length=30, kind=kind).value == pytest.approx(result.value, nan_ok=True)


def test_known_answers(shared):
    for case in json.loads((shared / "golden" / "spans.json").read_text()):
        for what, value in case["expected"].items():
            kind = what.partition(":")[2]
            result = unitising_alpha(spans(*case["spans"]), length=case["length"], kind=kind)
            # Theirs, too, is nominal alpha of every position.
            assert float(result) == pytest.approx(value, abs=1e-6), (case["id"], kind)


def test_by_hand():
    # Ten positions; both code 0 to 4 as x, Bo the 5th too, and where Ada has y at 6 and 7 Bo has z at 7.
    said = spans(("ada", 0, 4, "x"), ("bo", 0, 5, "x"), ("ada", 6, 8, "y"), ("bo", 7, 8, "z"))
    # Coded or not: of 20 values 8 are gaps and 12 are not; two positions differ.
    assert float(unitising_alpha(said, length=10, kind="binary")) == pytest.approx(1 - 19 * 2 * 2 / (2 * 8 * 12))
    # With codes three differ; there are 9 of x, 2 of y, one z and 8 gaps.
    unlike = 20**2 - 9**2 - 2**2 - 1 - 8**2
    assert float(unitising_alpha(said, length=10)) == pytest.approx(1 - 19 * 3 * 2 / unlike)
    # Both coded five positions, one of them differently: there are 8 of x, one y and one z.
    cu = unitising_alpha(said, length=10, kind="cu")
    assert float(cu) == pytest.approx(1 - 9 * 2 / (10**2 - 8**2 - 1 - 1))
    assert (cu.units, cu.dropped) == (5, 5)


@pytest.mark.parametrize("kind", KINDS)
def test_perfect_agreement_is_one(kind):
    both = [(coder, *rest) for coder in ("ada", "bo") for rest in ((0, 3, "x"), (3, 5, "y"))]
    assert float(unitising_alpha(spans(*both), length=9, kind=kind)) == 1


def test_a_coder_who_found_nothing_is_named():
    said = spans(("ada", 0, 3, "x"))
    assert unitising_alpha(said, length=9).undefined == "the spans are of one coder or none"
    result = unitising_alpha(said, length=9, coders=["ada", "bo"])
    assert result.coders == 2
    assert float(result) < 0
    assert unitising_alpha(said, length=9, kind="cu", coders=["bo"]).undefined == "no spans of two coders meet"


@pytest.mark.parametrize("kind", KINDS)
def test_no_value_without_a_reason(kind):
    nothing = spans().astype({"start": "int64", "end": "int64"})
    whole = spans(("ada", 0, 9, "x"), ("bo", 0, 9, "x"))
    for result in (
        unitising_alpha(nothing, length=9, kind=kind),
        unitising_alpha(nothing, length=9, kind=kind, coders=["ada", "bo"]),
        unitising_alpha(nothing, length=0, kind=kind, coders=["ada", "bo"]),
        unitising_alpha(whole, length=9, kind=kind),
    ):
        assert math.isnan(float(result))
        assert result.undefined


def test_codes_may_overlap_where_only_coded_or_not_is_asked():
    said = spans(("ada", 0, 6, "x"), ("ada", 2, 9, "y"), ("bo", 0, 9, "x"))
    assert float(unitising_alpha(said, length=12, kind="binary")) == 1


@pytest.mark.parametrize("kind", ["u", "cu"])
def test_two_codes_at_one_place_are_refused(kind):
    said = spans(("ada", 0, 6, "x"), ("ada", 5, 9, "y"), ("bo", 0, 9, "x"))
    with pytest.raises(OptionError, match=r"ada gave two codes to position 5.*kind binary"):
        unitising_alpha(said, length=12, kind=kind)


@pytest.mark.parametrize(
    "bad",
    [("bo", 3, 3, "x"), ("bo", -1, 2, "x"), ("bo", 8, 13, "x"), (None, 1, 2, "x"), ("bo", 1, 2, None)],
)
def test_what_is_no_span_of_the_text_is_refused(bad):
    with pytest.raises(OptionError, match=r"Row 2 of the spans is no span .* within a text of 12 positions"):
        unitising_alpha(spans(("ada", 0, 6, "x"), bad), length=12)


def test_a_kind_that_does_not_exist_is_refused():
    with pytest.raises(OptionError, match="no kind 'k' of unitising alpha: give one of u, binary, cu"):
        unitising_alpha(spans(("ada", 0, 6, "x")), length=12, kind="k")


def test_a_long_text_takes_no_longer_than_a_short_one():
    chance = np.random.default_rng(0)
    start = np.arange(0, 10**12, 10**7)
    rows = [
        pd.DataFrame(
            {"coder": coder, "start": start, "end": start + chance.integers(1, 10**7, len(start)), "code": "x"}
        )
        for coder in ("ada", "bo")
    ]
    assert 0 < float(unitising_alpha(pd.concat(rows), length=10**12)) < 1
