"""Text for LaTeX: everything in it is shown as it is, nothing is obeyed, and pdflatex finds every character.

What is kept as UTF-8 is what the encodings T1 and TS1 of Latin Modern have (`\\usepackage[T1]{fontenc}` and
`\\usepackage{textcomp,lmodern}`); the lists follow t1enc.dfu and ts1enc.dfu of LaTeX, 2022.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = (
    "¡¿«»ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
    "ĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭĮįİıĲĳĴĵĶķĹĺĻļĽľŁłŃńŅņŇňŊŋŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷ"
    "ŸŹźŻżŽžǍǎǏǐǑǒǓǔǢǣǦǧǨǩǪǫǰǴǵȘșȚțȲȳẞ‘’“”"
)
_SIGNS = "¢£¤¥¦§¨©ª¬®¯°±²³´µ¶·¹º¼½¾×÷ƒˇ˘˝฿†‡•…‰‱※‽₡₦₩₫€₱℃№℗℞℠™℧℮←↑→↓◦♪⟨⟩"
_KEPT = frozenset(
    [chr(code) for code in range(0x20, 0x7F) if chr(code) not in '#$%&*[]\\^_`{|}~<>"'] + list(_LETTERS + _SIGNS)
)

_MACROS = {
    "#": r"\#",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    "|": r"\textbar{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    '"': r"\textquotedbl{}",  # with babel a bare one is a command in several languages
    "[": "{[}",  # after \\ a bare one begins an option, and so does a star
    "]": "{]}",
    "*": "{*}",
    "\t": " ",
    "\N{NO-BREAK SPACE}": "~",
    "\N{NARROW NO-BREAK SPACE}": r"\,",
    "\N{FIGURE SPACE}": "~",
    "\N{SOFT HYPHEN}": r"\-",
    "\N{ZERO WIDTH SPACE}": r"\allowbreak{}",
    "\N{ZERO WIDTH NON-JOINER}": r"\textcompwordmark{}",
    "\N{WORD JOINER}": r"\nobreak{}",
    "\N{ZERO WIDTH NO-BREAK SPACE}": r"\nobreak{}",
    # The marks of quotation and the dashes that make a ligature with their like.
    "‚": r"\quotesinglbase{}",
    "„": r"\quotedblbase{}",
    "‹": r"\guilsinglleft{}",
    "›": r"\guilsinglright{}",
    "‐": "-{}",
    "‑": r"\mbox{-}",
    "‒": r"\textendash{}",
    "–": r"\textendash{}",
    "—": r"\textemdash{}",
    "―": r"\textemdash{}",
    "¸": r"\c{}",
    "˛": r"\k{}",
    "˙": r"\.{}",
    "ˆ": r"\textasciicircum{}",
    "˜": r"\textasciitilde{}",
    "ŉ": "'n",
    "Ŀ": r"L\textperiodcentered{}",
    "ŀ": r"l\textperiodcentered{}",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "€": r"\texteuro{}",
    "′": r"\ensuremath{{}^{\prime}}",
    "″": r"\ensuremath{{}^{\prime\prime}}",
    "⁄": r"\textfractionsolidus{}",
}
_MATHEMATICS = """
    α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho
    σ sigma τ tau υ upsilon φ varphi χ chi ψ psi ω omega ϑ vartheta ϕ phi ϵ epsilon ς varsigma
    Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega
    ≤ leq ≥ geq ≠ neq ≈ approx ≡ equiv ∼ sim ≅ cong ∝ propto ∞ infty ∂ partial ∇ nabla ∑ sum ∏ prod ∫ int √ surd
    ∈ in ∉ notin ∋ ni ∪ cup ∩ cap ⊂ subset ⊃ supset ⊆ subseteq ⊇ supseteq ∅ emptyset ∀ forall ∃ exists ∧ wedge ∨ vee
    ⊥ perp ⋅ cdot ∘ circ ⊕ oplus ⊗ otimes ∣ mid ∥ parallel
    ⇐ Leftarrow ⇑ Uparrow ⇒ Rightarrow ⇓ Downarrow ⇔ Leftrightarrow ↔ leftrightarrow ↦ mapsto
    ♠ spadesuit ♡ heartsuit ♢ diamondsuit ♣ clubsuit △ triangle ▽ bigtriangledown ◁ triangleleft ▷ triangleright
""".split()
_MACROS |= {
    character: rf"\ensuremath{{\{name}}}" for character, name in zip(_MATHEMATICS[::2], _MATHEMATICS[1::2], strict=True)
}
_MACROS["\N{MINUS SIGN}"] = r"\ensuremath{-}"
# Greek letters that look like Latin ones have no command of their own.
_MACROS |= dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True))
_MACROS |= {character: rf"\textsuperscript{{{digit}}}" for character, digit in zip("⁰⁴⁵⁶⁷⁸⁹ⁿ", "0456789n", strict=True)}
_MACROS |= {
    character: rf"\textsubscript{{{digit}}}" for character, digit in zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)
}

_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
_BELOW = frozenset("\u0323\u0327\u0328\u0331")
_LONG_WORD, _LONG_NAME, _STEP = 30, 12, 8  # characters from which a word may be broken, after every _STEP
_INNER = frozenset("-'’.,;:!?…()\"“”„")  # in or beside words that TeX knows how to hyphenate
_LIGATURES = frozenset("-,'")  # T1 makes one sign of two of them: a dash, quotation marks
_NEWLINE = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SPACE = re.compile("[ \t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+")


@lru_cache(maxsize=4096)  # names come again and again
def escape(text: str, *, newline: str = " ") -> tuple[str, frozenset[str]]:
    """`text` as LaTeX that shows it, and the characters that pdflatex has no glyph for.

    Such a character becomes its number, [U+1F600]. A line break becomes `newline`: `\\newline{}` is for columns that
    break lines. An address, a path or another very long word may be broken.

    >>> escape("50 % of R&D")[0]
    '50 \\\\% of R\\\\&D'
    >>> escape("gut 👍") == ("gut {[}U+1F44D{]}", frozenset("👍"))
    True
    """
    replaced: set[str] = set()
    lines = [
        " ".join(_word(word, replaced) for word in _SPACE.split(line))
        for line in _NEWLINE.split(unicodedata.normalize("NFC", text))
    ]
    return newline.join(lines), frozenset(replaced)


def replaced_note(replaced: frozenset[str] | set[str]) -> str:
    """The sentence that tells which characters are shown by their numbers."""
    shown = sorted(replaced)
    names = [f"U+{ord(c):04X} {unicodedata.name(c, '')}".rstrip() for c in shown[:5]]
    more = f" and {len(shown) - 5} more" if len(shown) > 5 else ""
    return f"pdflatex has no glyph for {', '.join(names)}{more}: shown as [U+...]."


def _word(word: str, replaced: set[str]) -> str:
    pieces: list[str] = []
    base, marks = "", ""  # the letter last seen, and the accents of it
    for character in word:
        accented = _accented(base, marks + character) if base else None
        if accented:
            marks += character
            pieces[-1] = accented
            continue
        base, marks = character, ""
        piece = _character(character, replaced)
        if piece in _LIGATURES and pieces and pieces[-1].endswith(piece):
            piece = "{}" + piece
        pieces.append(piece)
    hyphenated = all(character.isalpha() or character in _INNER for character in word)
    if sum(map(_width, pieces)) > (_LONG_WORD if hyphenated else _LONG_NAME):
        return _breakable(pieces)
    return "".join(pieces)


def _character(character: str, replaced: set[str]) -> str:
    if character in _KEPT:
        return character
    if character in _MACROS:
        return _MACROS[character]
    parts = unicodedata.normalize("NFD", character)
    accented = _accented(parts[0], parts[1:])
    if accented:
        return accented
    replaced.add(character)
    return f"{{[}}U+{ord(character):04X}{{]}}"


def _accented(letter: str, marks: str) -> str | None:
    """A letter under and over its accents; None where T1 cannot stack them.

    TeX puts an accent over a single glyph: over a letter, or over one that has its first accent already.
    """
    over = [mark for mark in marks if mark not in _BELOW]
    under = [mark for mark in marks if mark in _BELOW]
    if not (marks and letter.isalpha() and letter in _KEPT and all(mark in _ACCENTS for mark in marks)):
        return None
    if (
        len(under) > 1
        or len(over) > 2
        or (len(over) == 2 and unicodedata.normalize("NFC", letter + over[0]) not in _KEPT)
    ):
        return None
    for mark in over + under:
        letter = f"\\{_ACCENTS[mark]}{{{letter}}}"
    return letter


def _breakable(pieces: list[str]) -> str:
    """The pieces of a word with places to break it, no hyphen shown: it may be an address or a path."""
    parts, run = [], 0
    for piece in pieces:
        if run >= _STEP:
            parts.append(r"\allowbreak{}")
            run = 0
        parts.append(piece)
        run += _width(piece)
    return "".join(parts)


def _width(piece: str) -> int:
    """How many characters a piece shows: one, or all of a number such as [U+1F600]."""
    return len(piece) - 4 if piece.startswith("{[}U+") else 1
