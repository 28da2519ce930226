"""Agreement as other programs count it: by the examples that they give, and position by position."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.agreement import as_other_programs, cohen_kappa
from codebook.errors import OptionError
from tests.analysis.strategies import unhurried

LENGTH = 40
SPANS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 1), st.integers(0, 30), st.integers(1, 10), st.sampled_from("xy")),
    max_size=10,
)


def table_of(codings, *, lengths=(LENGTH, LENGTH), **options) -> pd.DataFrame:
    """Codings: coder, document, start, end, code."""
    frame = pd.DataFrame(codings, columns=["coder", "document", "start", "end", "code"]).assign(
        document=lambda each: "d" + each["document"].astype("str")
    )
    codes = pd.DataFrame({"code": ["x", "y"], "position": [0, 1], "path": ["X", "Y"]})
    documents = pd.DataFrame(
        {"document": [f"d{n}" for n in range(len(lengths))], "position": range(len(lengths)), "characters": lengths}
    )
    coders = pd.DataFrame({"coder": ["a", "b"], "name": ["Ada", "Ben"]})
    return as_other_programs(frame, codes, documents, coders, **options).set_index("path")


def test_the_example_of_nvivo():
    """Of 1,000 characters 50 are coded by both and 150 by one: 85 % agreement (NVivo's help, coding comparison)."""
    row = table_of([("a", 0, 0, 100, "x"), ("b", 0, 50, 200, "x")], lengths=(1000,)).loc["X"]
    assert row["nvivo_percent"] == pytest.approx(85)
    assert row["nvivo_kappa"] == pytest.approx((0.85 - 0.78) / (1 - 0.78))
    assert row["atlas_holsti"] == pytest.approx(2 * 50 / 250)


def test_two_who_mark_half_with_a_quarter_in_common_agree_as_chance_would():
    row = table_of([("a", 0, 0, 500, "x"), ("b", 0, 250, 750, "x")], lengths=(1000,)).loc["X"]
    assert row["nvivo_kappa"] == pytest.approx(0)


def test_segments_agree_where_enough_of_them_is_covered():
    codings = [("a", 0, 0, 10, "x"), ("b", 0, 0, 9, "x"), ("a", 0, 20, 30, "y"), ("b", 0, 20, 28, "y")]
    found = table_of(codings)
    # Of X each covers nine tenths of the other; of Y Ada's is covered by eight tenths, Ben's wholly.
    assert found["maxqda_percent"].tolist() == [100, 50, 75]
    assert found["maxqda_kappa"].tolist() == [1, 0, 0.5]
    assert table_of(codings, overlap=80)["maxqda_percent"].tolist() == [100, 100, 100]


@unhurried
@given(SPANS)
def test_characters_are_counted_as_one_by_one(codings):
    codings = [(coder, document, start, start + size, code) for coder, document, start, size, code in codings]
    found = table_of(codings)
    shared = [document for document in (0, 1) if {coder for coder, in_, *_ in codings if in_ == document} == {"a", "b"}]
    assert found.empty == (not shared)
    for path in found.index.drop("all", errors="ignore"):
        kappas, alike, marked = [], [], {"a": 0, "b": 0, "both": 0}
        for document in shared:
            has = {
                who: np.array(
                    [
                        any(
                            (coder, in_, code) == (who, document, path.lower()) and start <= at < end
                            for coder, in_, start, end, code in codings
                        )
                        for at in range(LENGTH)
                    ]
                )
                for who in "ab"
            }
            kappa = cohen_kappa(pd.DataFrame(has, dtype=object))
            kappas.append(1.0 if kappa.undefined else kappa.value)
            alike.append((has["a"] == has["b"]).mean())
            marked |= {who: marked[who] + has[who].sum() for who in "ab"}
            marked["both"] += (has["a"] & has["b"]).sum()
        row = found.loc[path]
        assert row["nvivo_kappa"] == pytest.approx(np.mean(kappas))
        assert row["nvivo_percent"] == pytest.approx(100 * np.mean(alike))
        assert row["atlas_holsti"] == pytest.approx(2 * marked["both"] / (marked["a"] + marked["b"]))


def test_perfect_agreement_is_perfect_for_all_of_them():
    codings = [(coder, 0, start, start + 5, code) for coder in "ab" for start, code in ((0, "x"), (8, "y"), (9, "x"))]
    found = table_of(codings).drop(columns=["coder_a", "coder_b", "segments"])
    assert (found.loc[:, found.columns.str.endswith("percent")] == 100).all(axis=None)
    assert np.allclose(found.loc[:, ~found.columns.str.endswith("percent")], 1)


@pytest.mark.parametrize("codings", [[], [("a", 0, 0, 5, "x")], [("a", 0, 0, 5, "x"), ("b", 1, 0, 5, "x")]])
def test_where_no_document_is_shared_there_is_no_row(codings):
    assert table_of(codings).empty


def test_an_overlap_of_nothing_is_refused():
    with pytest.raises(OptionError, match="1 to 100"):
        table_of([], overlap=0)
