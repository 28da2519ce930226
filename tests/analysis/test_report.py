"""Implications as texts: what they hold, in what order, and that nothing in them comes alive."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from markdown_it import MarkdownIt

from analysis.findings import Implications
from analysis.report import FORMATS, render
from codebook.errors import OptionError
from tests.analysis.conversations import conversations
from tests.analysis.test_implications import DO, STRONG, decided, found
from tests.analysis.typesetting import typeset


def text(made: Implications, **options: bool) -> str:
    return render(made, "md", **options).data.decode()


def test_what_is_beyond_chance_comes_before_what_chance_may_bring_under_a_heading_of_its_own() -> None:
    lines = STRONG | {"Q1": "K AYB K K", "Q2": "AY K K", "Q3": "AY K AXB"}
    shown = text(found(conversations(lines), [DO]))
    places = [
        shown.index(said)
        for said in ("Keep the machines quiet.", "# No more than chance may bring", "“Speed” and “Waiting”")
    ]
    assert places == sorted(places)


def test_each_quote_bears_its_speaker_and_counter_evidence_its_reason() -> None:
    shown = text(found(conversations(STRONG | {"Q": "A n K"})))
    assert "> “P0 says sentence 0 of turn 4, and means it. P0 says sentence 1 of turn 4, and means it.” (P0)" in shown
    assert (
        "Against: “Slow is right”, which is against “Speed”.\n\n> “Q says sentence 0 of turn 1, and means it.” (Q)"
        in shown
    )


def test_what_researchers_rejected_is_left_out_and_counted() -> None:
    study = conversations(STRONG)
    rejected = decided(study, ("Proof", "Pains / Waiting", "rejected", ""))
    shown = text(found(study, decisions=rejected))
    assert "1 implication that the researchers rejected is left out." in shown
    assert "“Waiting”" not in shown


def test_what_too_few_carry_is_shown_when_everything_is_asked_for() -> None:
    made = found(conversations({f"P{n}": "AX K" for n in range(3)} | {"P3": "BY K"}))
    assert "“Proof”" not in text(made)
    assert text(made, everything=True).index("# Carried by too few") < text(made, everything=True).index("“Proof”")


HOSTILE = r"\input{/etc/passwd} $x_1$ & 100 % <b>#~^</b> =SUM(A1) [x](y) * _ `" + " “quoted” — naïve 👍"


@pytest.fixture
def hostile() -> Implications:
    study = conversations({name: line.replace("AX", "AXn") for name, line in STRONG.items()})
    book = study.book
    for code in [study.book.at(path) for path in ("Speed", "Pains / Noise", "Speed / Slow is right")]:
        book = book.rename(code, f"{HOSTILE} {code.name}")
    people = study.participants.assign(name=[f"P{n} {HOSTILE}" for n in range(len(study.participants))])
    template = replace(DO, theme=f"{HOSTILE} Speed", pain_point=f"{HOSTILE} Noise", statement=HOSTILE)
    return found(replace(study, book=book, participants=people), [template])


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_study_gives_the_same_bytes(format: str, hostile: Implications) -> None:
    first, again = (render(hostile, format, title=HOSTILE, everything=True).data for _ in range(2))
    assert first == again
    assert first


def test_nothing_in_a_name_or_a_text_comes_alive_in_latex(tmp_path, hostile: Implications) -> None:
    rendered = render(hostile, "tex", title=HOSTILE, everything=True)
    assert any("U+1F44D" in note for note in rendered.notes)
    typeset(tmp_path, rendered.data.decode())


def test_nothing_in_a_name_comes_alive_in_markdown_or_word(hostile: Implications) -> None:
    html = MarkdownIt().render(render(hostile, "md", title="T").data.decode())
    assert "<b>" not in html
    assert "<a " not in html
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(render(hostile, "docx").data)).paragraphs)
    assert HOSTILE in text


def test_a_study_of_which_nothing_can_be_said_says_so_in_every_format(tmp_path) -> None:
    nothing = found(conversations({"P1": "."}))
    assert "nothing can be said" in render(nothing, "md").data.decode()
    assert "nothing can be said" in render(nothing, "tex").data.decode()
    typeset(tmp_path, render(nothing, "tex").data.decode())
    assert json.loads(render(nothing, "json").data) == []


def test_another_format_is_refused() -> None:
    with pytest.raises(OptionError, match="choose one of md, tex, docx, json"):
        render(found(conversations({})), "html")
