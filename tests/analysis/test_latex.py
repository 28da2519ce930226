"""Text in LaTeX is shown as it is, obeyed never, and pdflatex has a glyph for all that is left of it."""

import random
import sys
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from analysis.latex import escape, replaced_note
from tests.analysis.typesetting import PLAIN, typeset

LATIN = [
    chr(code) for code in (*range(0xA0, 0x180), *range(0x1CD, 0x1F6), *range(0x218, 0x21C), *range(0x1E00, 0x1F00))
]
NASTY = [
    "_ & % # $ ~ ^ \\ { }",
    "< > | \" ' ` `` '' ,, << >> -- --- ?` !`",
    "[an option?]",
    "*starred",
    "\\input{/etc/passwd} \\write18{rm} \\end{document} \\par \\newline",
    "^^M ^^41 %comment",
    "$x^2$ $$ \\( \\)",
    "😀 👩‍👩‍👧 🇩🇪 ☃️",
    "e\u0301 q\u0303 a\u0323\u0302 x\u0301\u0302\u0303\u0304 \u0301alone",
    "שלום עולם مرحبا नमस्ते 漢字 한국어",
    "zero\u200bwidth\u200cnon\u200djoiner\u2060\ufeff\u202eoverride\u202c",
    "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "Ελληνικά αβγ ≤ ≥ ≠ → ∞ ∑ ∫ ½ ² ₂ € ™ № … ‘a’ “b” „c“ «d» ‹e›",
    "Кириллица Tiếng Việt ộ ơ Ħ ſ ŉ Ŀ ﬁ",
    "W" * 300,
    "https://example.org/" + "a_b/" * 40,
    "{",
    "}",
    "\\",
    "",
]


def shown(pdf: bytes) -> str:
    return unicodedata.normalize("NFC", "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("plain words, as said.", "plain words, as said."),
        ("50 % of R&D", r"50 \% of R\&D"),
        ("a_b#c$d", r"a\_b\#c\$d"),
        ("{x}", r"\{x\}"),
        ("~^\\", r"\textasciitilde{}\textasciicircum{}\textbackslash{}"),
        ('<"|">', r"\textless{}\textquotedbl{}\textbar{}\textquotedbl{}\textgreater{}"),
        ("a -- b --- c", "a -{}- b -{}-{}- c"),
        ("Größe, naïve, Łódź", "Größe, naïve, Łódź"),
        ("e\u0301", "é"),
        ("q\u0303", r"\~{q}"),
        ("\u1ed9", r"\d{\^{o}}"),
        ("[1]*", "{[}1{]}{*}"),
        ("α ≤ β", r"\ensuremath{\alpha} \ensuremath{\leq} \ensuremath{\beta}"),
        ("a\tb  c", "a b c"),
        ("a\u00a0b", "a~b"),
    ],
)
def test_what_latex_would_obey_is_shown(text: str, latex: str) -> None:
    assert escape(text) == (latex, frozenset())


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\v", "\u2028"])
def test_a_line_break_becomes_what_the_place_allows(newline: str) -> None:
    assert escape(f"a{newline}b")[0] == "a b"
    assert escape(f"a{newline}b", newline=r"\newline{}")[0] == r"a\newline{}b"


def test_what_the_font_lacks_becomes_its_number_and_is_told() -> None:
    latex, replaced = escape("gut 👍 שָׁ")
    assert latex.startswith("gut {[}U+1F44D{]}")
    assert "👍" in replaced
    assert replaced_note({"👍"}) == "pdflatex has no glyph for U+1F44D THUMBS UP SIGN: shown as [U+...]."


def test_more_accents_than_can_be_stacked_become_numbers() -> None:
    latex, replaced = escape("x\u0301\u0302\u0303")
    assert latex.startswith(r"\'{x}{[}U+0302{]}")
    assert replaced == {"\u0302", "\u0303"}


def test_a_long_address_may_be_broken_and_a_long_word_is_left_to_hyphenation() -> None:
    assert r"\allowbreak{}" in escape("https://example.org/a/very/long/path")[0]
    assert escape("incomprehensibilities")[0] == "incomprehensibilities"


@settings(deadline=None)
@given(st.text())
def test_all_that_remains_is_ascii_or_a_letter_or_sign_of_the_font(text: str) -> None:
    latex, replaced = escape(text)
    remaining = set(latex) - set(map(chr, range(32, 127)))
    assert all(unicodedata.category(character)[0] in "LSPN" for character in remaining)
    assert not remaining & replaced
    assert latex.count("{") - latex.count(r"\{") == latex.count("}") - latex.count(r"\}")


def test_every_latin_letter_is_typeset(tmp_path: Path) -> None:
    escaped = {letter: escape(f"x{letter}x") for letter in LATIN}
    text = shown(typeset(tmp_path, PLAIN + "\n\n".join(latex for latex, _ in escaped.values())))
    kept = [letter for letter, (_, replaced) in escaped.items() if not replaced]
    assert len(kept) > 400
    assert set("ÄÖÜäöüßéèñçøåæŁłŐőŠšŽžĞğİıŞş") <= set(kept) & set(text)


def test_every_character_compiles(tmp_path: Path) -> None:
    """One character of each hundred of Unicode, and every one below U+3000, alone and amid letters."""
    chance = random.Random(1)
    codes = [*range(0x3000), *(chance.randrange(start, start + 100) for start in range(0x3000, sys.maxunicode, 20_000))]
    texts = [" ".join(f"{chr(c)} x{chr(c)}x" for c in codes[at : at + 64]) for at in range(0, len(codes), 64)]
    typeset(tmp_path, PLAIN + "\n\n".join(escape(text)[0] for text in texts))


def test_nasty_text_compiles_and_nothing_of_it_is_obeyed(tmp_path: Path) -> None:
    text = shown(typeset(tmp_path, PLAIN + "\n\n".join(escape(text)[0] for text in NASTY)))
    assert "\\input{/etc/passwd}" in text.replace("\n", "").replace(" ", "")
    assert "root:" not in text
    assert "Text after." in text


def test_any_text_compiles(tmp_path: Path) -> None:
    chance = random.Random(2)
    alphabet = [*map(chr, range(32, 127)), *"äß–—“”…\n\t", "\u0301", "\u0323", "😀", "א"]
    texts = ["".join(chance.choices(alphabet, k=chance.randrange(1, 80))) for _ in range(400)]
    typeset(tmp_path, PLAIN + "\n\n".join(r"\mbox{}" + escape(text, newline=r"\newline{}")[0] for text in texts))
