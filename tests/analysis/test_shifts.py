"""What chance would bring, by sliding: against every shift made and counted, one by one."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import rings, shifts
from analysis.cooccurrence import apart, cooccurrence
from codebook.errors import OptionError
from tests.analysis import references
from tests.analysis.strategies import Study, studies, study, unhurried
from tests.analysis.test_cooccurrence import halves

SLIDES = ["turn", "sentence", "character"]


def chanced(made: Study, **options) -> pd.DataFrame:
    return cooccurrence(made.codings, made.codes, made.turns, test=True, **options)


def places(made: Study, slide: str, units: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Where each coding lies on its document's ring: in steps from its beginning. None where it is not on it."""
    found = {}
    for coding in made.codings.itertuples():
        spoken = references.spoken(units, coding.document, with_interviewer=False)
        line = [(number, at, len(unit)) for number, unit in enumerate(spoken) for at in unit]
        mine = [k for k, (_, at, _) in enumerate(line) if coding.start <= at < coding.end]
        if mine and slide == "character":
            found[coding.coding] = mine[0], mine[-1] + 1
        elif mine:
            (first, a, one), (last, b, other) = line[mine[0]], line[mine[-1]]
            found[coding.coding] = (
                first + (a - spoken[first].start) / one,
                last + (b + 1 - spoken[last].start) / other,
            )
    return found


def steps_of(slide: str, units: pd.DataFrame, document: str) -> int:
    spoken = references.spoken(units, document, with_interviewer=False)
    return sum(map(len, spoken)) if slide == "character" else len(spoken)


def slow(made: Study, on: dict, steps: dict[str, int], *, each: bool, near: dict | None = None) -> dict[tuple, tuple]:
    """Of each two codes that share a document in a coder's work: expected, p, p_less, by trying every shift."""
    result = {}
    for a, b in combinations(made.codes.itertuples(), 2):
        whole, now, shared = np.ones(1), 0, False
        for document, around in steps.items():
            pairs = [
                (number, other, x, y)
                for number, p in enumerate(references.passages(made, a.code, each=each))
                for other, q in enumerate(references.passages(made, b.code, each=each))
                for x in p
                for y in q
                if x.coder == y.coder and x.document == y.document == document
                if x.coding in on and y.coding in on
            ]
            shared |= bool(pairs)
            if not around:
                continue
            met = []
            for shift in range(around):
                found = set()
                for number, other, x, y in pairs:
                    (a0, a1), (b0, b1) = on[x.coding], (near or on)[y.coding]
                    for turn in (-around, 0, around):
                        tiny = 1e-5  # parts of steps are whole numbers of small parts there
                        low, high = a0 + shift + turn, a1 + shift + turn
                        if low < b1 - tiny and b0 < high - tiny:
                            found.add((number, other))
                met.append(len(found))
            now += met[0]
            whole = np.convolve(whole, np.bincount(met) / around)
        if shared:
            expected = whole @ np.arange(len(whole))
            result[a.path, b.path] = now, expected, whole[now:].sum(), whole[: now + 1].sum()
    return result


@unhurried
@given(studies(), st.sampled_from(SLIDES), st.booleans())
def test_every_shift_is_counted(made, slide, each):
    units = halves(made) if slide == "sentence" else made.turns
    steps = {document: steps_of(slide, units, document) for document in made.documents["document"]}
    expected = slow(made, places(made, slide, units), steps, each=each)
    check(chanced(made, slide=slide, sentences=halves(made), each=each), expected)


@unhurried
@given(studies(), st.integers(0, 2), st.sampled_from(["turn", "character"]), st.booleans())
def test_in_windows_codings_slide_past_the_turns_around_others(made, size, slide, each):
    on, near = places(made, slide, made.turns), {}
    steps = {document: steps_of(slide, made.turns, document) for document in made.documents["document"]}
    for coding in made.codings.itertuples():
        spoken = references.spoken(made.turns, coding.document, with_interviewer=False)
        touched = [n for n, turn in enumerate(spoken) if references.shares(coding, turn, None)]
        if touched:
            first, last = max(touched[0] - size, 0), min(touched[-1] + size + 1, len(spoken))
            length = [len(turn) for turn in spoken] if slide == "character" else [1] * len(spoken)
            near[coding.coding] = sum(length[:first]), sum(length[:last])
    expected = slow(made, on, steps, each=each, near=near)
    table = chanced(made, unit=f"window:{size}", slide=slide, each=each)
    check(table, expected)
    # Nothing lies near by going round the end of a document: what is observed is what was counted.
    for row in table.itertuples():
        assert expected[row.code_a, row.code_b][0] == row.n_ab


def moved(made: Study, on: dict, *, each: bool) -> dict[tuple, tuple]:
    """As `slow`, from place to place."""
    result = {}
    known = {
        code.code: [p for p in references.passages(made, code.code, each=each) if any(x.coding in on for x in p)]
        for code in made.codes.itertuples()
    }

    def begin(passage) -> float:
        return min(on[x.coding][0] for x in passage if x.coding in on)

    def meet(passage, other, to: float) -> bool:
        off = to - begin(passage)
        return any(
            x.coder == y.coder
            and on[x.coding][0] + off < on[y.coding][1] - 1e-5
            and on[y.coding][0] < on[x.coding][1] + off - 1e-5
            for x in passage
            for y in other
            if x.coding in on and y.coding in on
        )

    for a, b in combinations(made.codes.itertuples(), 2):
        whole, now = np.ones(1), 0
        for document in made.documents["document"]:
            here = {code: [p for p in found if p[0].document == document] for code, found in known.items()}
            ring = [(code, p) for code in here if code != b.code for p in here[code]]
            ring.sort(key=lambda place: (begin(place[1]), *min((x.start, -x.end, x.Index) for x in place[1])))
            own = [(rank, p) for rank, (code, p) in enumerate(ring) if code == a.code]
            met = [
                sum(meet(p, q, begin(ring[(rank + shift) % len(ring)][1])) for rank, p in own for q in here[b.code])
                for shift in range(len(ring))
            ] or [0]
            now += met[0]
            whole = np.convolve(whole, np.bincount(met) / len(met))
        result[a.path, b.path] = now, whole @ np.arange(len(whole)), whole[now:].sum(), whole[: now + 1].sum()
    return result


@unhurried
@given(studies(), st.sampled_from(["turn", "character"]), st.booleans())
def test_from_place_to_place_every_shift_is_counted(made, cut, each):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rings, "_at_edges", lambda *_: float(cut == "turn"))
        table = chanced(made, slide="place", each=each)
    check(table, moved(made, places(made, cut, made.turns), each=each))


def check(table: pd.DataFrame, expected: dict[tuple, tuple]) -> None:
    for row in table.itertuples():
        _, mean, p, p_less = expected.get((row.code_a, row.code_b), (0, 0, 1, 1))
        assert (row.expected, row.p, row.p_less) == pytest.approx((mean, p, p_less), abs=1e-9)
    assert (table["q"] >= table["p"] - 1e-12).all()
    assert (table["q_less"] >= table["p_less"] - 1e-12).all()


@unhurried
@given(studies(), st.booleans())
def test_drawing_counts_what_now_is_as_counting_does(made, each):
    exact = chanced(made, slide="character", each=each)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shifts, "EXACT", 0)
        drawn = chanced(made, slide="character", each=each, draws=4, seed=1)
    assert drawn["code_a"].equals(exact["code_a"])
    assert (drawn["test"].eq("drawn") | drawn["expected"].eq(0)).all()
    # What never happens by chance is drawn never, and what always happens always.
    assert (drawn.loc[exact["p"] == 1, "p"] == 1).all()
    assert (drawn.loc[exact["p_less"] == 1, "p_less"] == 1).all()


def one_document(codings: list[tuple[int, int, int, str]], turns: list[tuple[int, int]] | None = None) -> Study:
    said = [(0, start, end, "p0") for start, end in turns or [(0, 100)]]
    return study(["x" * 100], said, [None, None, None], [(0, *coding) for coding in codings])


def test_by_hand():
    # Of the 100 places where the one may begin, 19 let the ten characters of each share one or more.
    (row,) = chanced(one_document([(0, 10, 0, "ada"), (5, 15, 1, "ada")])).itertuples()
    assert (row.n_ab, row.expected, row.p, row.p_less, row.test) == (1, 0.19, 0.19, 1, "exact")
    assert row.q == row.p


def test_what_two_coders_coded_alike_slides_as_one():
    alone = chanced(one_document([(0, 10, 0, "ada"), (5, 15, 1, "ada")]))
    both = [(*span, coder) for span in ((0, 10, 0), (5, 15, 1)) for coder in ("ada", "bo")]
    pd.testing.assert_frame_equal(chanced(one_document(both)), alone)


def test_whole_turns_slide_by_whole_turns():
    turns = [(at, at + 10) for at in range(0, 100, 10)]
    made = one_document([(0, 10, 0, "ada"), (0, 10, 1, "ada")], turns)
    assert chanced(made)["p"].tolist() == [0.1]
    assert chanced(made, slide="character")["p"].tolist() == [0.19]


def test_by_place_codes_slide_to_where_others_begin():
    # Nobody codes anything in the second half: that both codes keep away from it brings them no closer.
    spans = [(at, at + 5, code, "ada") for at, code in ((0, 0), (0, 1), (10, 2), (20, 2), (30, 2))]
    (row,) = chanced(one_document(spans), slide="place").itertuples()
    assert (row.n_ab, row.expected, row.p, row.p_less) == (1, 0.25, 0.25, 1)
    (row,) = chanced(one_document(spans[:2]), slide="place").itertuples()
    assert row.p == 1  # where else could it have been?


def test_q_is_over_all_pairs_of_codes_used():
    made = one_document([(0, 10, 0, "ada"), (5, 15, 1, "ada"), (80, 90, 2, "ada")])
    (row,) = chanced(made).itertuples()
    assert row.q == pytest.approx(0.19 * 3)


def test_codes_that_never_meet_though_chance_would_have_them_are_listed_as_apart():
    # Each code fills half of twenty interviews: only one place of a hundred keeps the two from overlapping.
    spans = [(document, *span, "ada") for document in range(20) for span in ((0, 50, 0), (50, 100, 1))]
    made = study(["x" * 100] * 20, [(document, 0, 100, "p0") for document in range(20)], [None] * 3, spans)
    table = apart(made.codings, made.codes, made.turns, slide="character")
    assert table[["code_a", "code_b", "n_ab"]].values.tolist() == [["C0", "C1", 0]]
    assert table["expected"].tolist() == pytest.approx([20 * 0.99])
    assert table["p_less"].tolist() == pytest.approx([0.01**20])
    assert chanced(made, slide="character").empty


def test_in_units_it_is_the_hypergeometric_test():
    made = one_document([(0, 10, 0, "ada"), (0, 10, 1, "ada")], [(at, at + 10) for at in range(0, 50, 10)])
    (row,) = chanced(made, unit="turn").itertuples()
    assert (row.expected, row.p, row.p_less, row.test) == (pytest.approx(0.2), pytest.approx(0.2), 1, "exact")


def test_drawing_comes_near_to_counting_and_is_the_same_each_time(monkeypatch):
    codings = [(at, at + 8, code, "ada") for code in (0, 1) for at in range(3 * code, 90, 15 + code)]
    exact = chanced(one_document(codings))
    monkeypatch.setattr(shifts, "EXACT", 0)
    drawn = chanced(one_document(codings), draws=40, seed=3)
    assert drawn["test"].tolist() == ["drawn"]
    assert drawn["p"][0] == pytest.approx(exact["p"][0], abs=0.2)
    pd.testing.assert_frame_equal(drawn, chanced(one_document(codings), draws=40, seed=3))


@pytest.mark.parametrize("unit", ["overlap", "window:1", "turn", "sentence", "document"])
def test_nothing_coded_is_nothing_tested(unit):
    made = one_document([])
    for table in (
        chanced(made, unit=unit, sentences=made.turns),
        apart(made.codings, made.codes, made.turns, unit=unit, sentences=made.turns),
    ):
        assert table.empty
        assert table["q_less"].dtype == float


@pytest.mark.parametrize("unit", ["overlap", "window:1", "turn"])
def test_ten_thousand_codes_of_which_few_are_used(unit):
    made = one_document([(0, 10, 0, "ada"), (5, 15, 1, "ada")])
    many = pd.DataFrame({"code": [f"c{number}" for number in range(10_000)], "position": range(10_000)})
    codes = many.assign(path=[f"C{number}" for number in range(10_000)])
    table = cooccurrence(made.codings, codes, made.turns, unit=unit, test=True)
    assert table[["code_a", "code_b"]].values.tolist() == [["C0", "C1"]]
    assert table["q"].equals(table["p"].rename("q"))


def test_a_slide_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(OptionError, match="give one of turn, sentence, character, place"):
        chanced(one_document([(0, 10, 0, "ada")]), slide="word")
