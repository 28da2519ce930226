"""What is paired: highest codes of a kind with what stands below them, as far as the kind reaches."""

from __future__ import annotations

from analysis.branches import Branch, branch_of, branches
from codebook import Codebook


def book(*codes: tuple[str, str | None]) -> Codebook:
    made = Codebook()
    for path, kind in codes:
        made = made.add(path, kind=kind)
    return made


def told(made: Codebook, found: tuple[Branch, ...]) -> dict[str, set[str]]:
    return {branch.path: {made[member].name for member in branch.members} for branch in found}


def test_a_theme_is_a_highest_code_with_all_below_it() -> None:
    made = book(("T", None), ("T / a", None), ("T / a / b", None), ("U", "theme"))
    assert told(made, branches(made).themes) == {"T": {"T", "a", "b"}, "U": {"U"}}


def test_nothing_of_another_kind_is_rolled_up_nor_what_stands_below_it() -> None:
    made = book(("T", None), ("T / no", "counter"), ("T / no / but", "theme"), ("T / a", None))
    assert told(made, branches(made).themes) == {"T": {"T", "a"}, "T / no / but": {"but"}}


def test_below_a_heading_that_does_not_say_its_kind_those_that_say_theirs_are_the_themes() -> None:
    made = book(("H", None), ("H / S", "theme"), ("H / S / s", None), ("H / rest", None))
    assert told(made, branches(made).themes) == {"H": {"H", "rest"}, "H / S": {"S", "s"}}


def test_a_heading_that_says_its_kind_keeps_all_below_it() -> None:
    made = book(("H", "theme"), ("H / S", "theme"))
    assert told(made, branches(made).themes) == {"H": {"H", "S"}}


def test_pain_points_stand_right_below_their_heading_which_is_one_by_its_own_codings() -> None:
    made = book(("P", "pain point"), ("P / x", None), ("P / x / y", None), ("P / fine", "counter"), ("Q", "pain point"))
    assert told(made, branches(made).pain_points) == {"P": {"P"}, "P / x": {"x", "y"}, "Q": {"Q"}}


def test_layers_stand_right_below_their_heading_which_is_none() -> None:
    made = book(("L", "layer"), ("L / run", None), ("L / run / log", None), ("Cloud", "layer"))
    assert told(made, branches(made).layers) == {"L / run": {"run", "log"}, "Cloud": {"Cloud"}}


def test_a_counter_code_contradicts_the_branch_of_the_nearest_code_above_it_of_another_kind() -> None:
    made = book(
        ("T", None), ("T / a", None), ("T / a / no", "counter"), ("T / a / no / never", None), ("no", "counter")
    )
    against = {made.path(code): head for code, head in branches(made).against.items()}
    assert against == {"T / a / no": made.at("T").id, "T / a / no / never": made.at("T").id, "no": ""}


def test_any_code_heads_a_branch_when_it_is_asked_for() -> None:
    made = book(("T", None), ("T / a", None), ("T / a / b", None), ("T / a / no", "counter"))
    assert told(made, (branch_of(made, made.at("T / a")),)) == {"T / a": {"a", "b"}}


def test_an_empty_codebook_has_no_branches() -> None:
    found = branches(Codebook())
    assert (found.themes, found.pain_points, found.layers, found.against) == ((), (), (), {})
