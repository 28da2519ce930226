"""Templates of implications: read from YAML, looked up in a codebook, the most specific one taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codebook import Codebook, CodebookError
from codebook.templates import Template, fitting, read, resolve
from tests.conftest import ROOT

GOOD = b"""\
# a comment
implications:
  - theme: Velocity
    pain_point: Alert fatigue
    statement: >
      Few alerts,
      each for someone.
  - {theme: velocity, Pain point: alert fatigue, layer: Run, statement: Log it.}
"""


@pytest.fixture
def book() -> Codebook:
    made = Codebook()
    for path in ("Velocity", "Pain points / Alert fatigue", "Stack / Run", "Stack / Pipeline", "Other / Velocity"):
        made = made.add(path)
    return made


def test_templates_are_read_in_order_with_their_places() -> None:
    assert read(GOOD, name="t.yaml") == [
        Template("Velocity", "Alert fatigue", "Few alerts, each for someone.", place="entry 1 (line 3)"),
        Template("velocity", "alert fatigue", "Log it.", layer="Run", place="entry 2 (line 8)"),
    ]


def test_a_bare_list_will_do_and_a_path_is_read(tmp_path) -> None:
    (tmp_path / "t.yaml").write_bytes(b"- {theme: A, pain_point: B, statement: C}\n")
    assert [template.statement for template in read(tmp_path / "t.yaml")] == ["C"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", 't.yaml has no list of templates; begin it with "implications:"'),
        (b"codes: []\n", "has no list of templates"),
        (b"implications: none\n", "has no list of templates"),
        (b"implications:\n  - text\n", r"t.yaml, entry 1 \(line 2\): this is no template"),
        (b"- {theme: A, statement: C}\n", r'entry 1 \(line 1\): it has no pain_point; add a line "pain_point: ..."'),
        (b"- {theme: A, pain_point: B, statement: ' '}\n", "it has no statement"),
        (b"- {theme: A, pain_point: B, statement: C, who: D}\n", '"who" says nothing here; it has theme'),
        (b"- {theme: [A], pain_point: B, statement: C}\n", "the theme is a list or a mapping; write it as one text"),
        (b"- {theme: A, theme: B, pain_point: B, statement: C}\n", '"theme" is there twice; remove one'),
        (
            b"- {theme: A, pain_point: B, statement: C}\n- {theme: a, pain_point: ' b', statement: D}\n",
            r"entry 2 \(line 2\): entry 1 \(line 1\) is for the same codes; remove one",
        ),
        (b"- {theme: A, pain_point: B, statement: C", "this is no YAML"),
        (b"- &a [*a]\n", "an alias"),
        (b"\xff\xff\xff", "no UTF-8"),
        (b"#" * 1_000_001, "more than 1 MB"),
    ],
)
def test_what_does_not_read_is_told_with_its_place_and_the_remedy(data: bytes, says: str) -> None:
    with pytest.raises(CodebookError, match=says):
        read(data, name="t.yaml")


def test_a_file_that_is_not_there_is_told(tmp_path) -> None:
    with pytest.raises(CodebookError, match=r"t\.yaml cannot be read"):
        read(tmp_path / "t.yaml")


def test_names_may_be_short_as_long_as_one_code_only_is_meant(book: Codebook) -> None:
    resolved, notes = resolve(read(GOOD), book)
    assert notes == []
    assert [(book.path(each.theme), book.path(each.pain_point)) for each in resolved] == [
        ("Velocity", "Pain points / Alert fatigue")
    ] * 2
    assert [each.layer and book.path(each.layer) for each in resolved] == ["", "Stack / Run"]


def test_what_names_no_code_is_left_out_and_told_and_so_is_a_second_for_the_same_codes(book: Codebook) -> None:
    first = Template("Velocity", "Alert fatigue", "A.", place="entry 1 (line 2)")
    same = replace(first, pain_point="Pain points / Alert fatigue", place="entry 2 (line 5)")
    unknown = replace(first, theme="Velocities", place="entry 3 (line 8)")
    resolved, notes = resolve([first, same, unknown], book)
    assert [each.place for each in resolved] == ["entry 1 (line 2)"]
    assert notes[0] == "Left out the template of entry 2 (line 5): that of entry 1 (line 2) is for the same codes."
    assert "entry 3 (line 8)" in notes[1]
    assert "Velocity" in notes[1]


def test_the_template_of_the_layer_is_taken_before_that_of_any_layer() -> None:
    anywhere, run = Template("t", "p", "Anywhere."), Template("t", "p", "In runs.", layer="run")
    assert fitting([anywhere, run], "t", "p", "run") is run
    assert fitting([anywhere, run], "t", "p", "pipeline") is anywhere
    assert fitting([run], "t", "p", "pipeline") is None
    assert fitting([anywhere], "t", "other", "") is None


def test_those_of_the_reference_study_fit_its_codebook() -> None:
    from codebook import read as read_codebook

    book, _ = read_codebook(ROOT / "codebook" / "mlops.yaml")
    templates = read(ROOT / "codebook" / "implications.yaml")
    resolved, notes = resolve(templates, book)
    assert notes == []
    kinds = {(book.kind(each.theme), book.kind(each.pain_point)) for each in resolved}
    assert kinds == {("theme", "pain point")}
    assert {book.kind(each.layer) for each in resolved if each.layer} == {"layer"}
    vs = {book.path(each.theme) for each in resolved}
    assert {"Velocity", "Validation", "Versioning"} <= vs
