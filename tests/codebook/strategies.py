"""Codebooks as people and programs could make them: nasty names, any tree, every field."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from codebook import KINDS, Code, Codebook
from codebook.errors import CodebookError
from codebook.patterns import checked_patterns

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

NASTY = (
    "_ & % # $ ~ ^ \\ { }",
    "=cmd|' /C calc'!A0",
    "+1",
    "-",
    "@SUM(A1)",
    "'quoted'",
    "'=1",
    '"double"',
    "👩‍💻 emoji",
    "שלום עולם",
    "naïve café",
    "na\u0308ive",
    "a/b",
    "/",
    "# not a comment",
    "- not a list",
    "key: value",
    "yes",
    "null",
    "~",
    "1.10",
    "2022-02-23",
    "[x, y]",
    "*alias",
    "<b>&amp;</b>",
    "a,b;c\td",
    "\u200fRTL mark",
)

characters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])


def _is_name(text: str) -> bool:
    try:
        Code(text)
    except CodebookError:
        return False
    return True


names = st.one_of(st.sampled_from(NASTY), st.text(characters, min_size=1, max_size=20)).filter(_is_name)
lines = st.one_of(st.sampled_from(NASTY), st.text(characters, max_size=40))
texts = st.one_of(
    st.just(""), lines, st.lists(lines, max_size=4).map("\n".join), st.lists(st.just("word"), max_size=60).map(" ".join)
)
tokens = st.dictionaries(
    st.sampled_from(["LOWER", "LEMMA", "IS_PUNCT", "OP", "LENGTH", "TEXT"]),
    st.one_of(
        st.text(characters, max_size=8),
        st.booleans(),
        st.integers(-9, 9),
        st.dictionaries(
            st.sampled_from(["IN", ">="]),
            st.one_of(st.integers(0, 9), st.lists(st.text(characters, max_size=5), max_size=3)),
            max_size=2,
        ),
    ),
    max_size=3,
)


def _are_patterns(patterns: list) -> bool:
    try:
        checked_patterns(patterns)
    except CodebookError:  # a character that no file can hold
        return False
    return True


patterns = st.lists(st.lists(tokens, min_size=1, max_size=3), max_size=2).filter(_are_patterns).map(tuple)
colours = st.one_of(st.just(""), st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}"))


@st.composite
def codebooks(draw: st.DrawFn, *, most: int = 8) -> Codebook:
    """A codebook of up to `most` codes with any fields."""
    codes: list[Code] = []
    for name in draw(st.lists(names, max_size=most)):
        code = Code(
            name,
            parent=draw(st.sampled_from([None, *(code.id for code in codes)])),
            definition=draw(texts),
            include=draw(texts),
            exclude=draw(texts),
            examples=tuple(draw(st.lists(lines, max_size=3))),
            colour=draw(colours),
            kind=draw(st.sampled_from([None, *KINDS])),
            patterns=draw(patterns),
            id=str(draw(st.uuids(version=4))),
        )
        try:
            Codebook([*codes, code])
        except CodebookError:  # a sibling of that name
            continue
        codes.append(code)
    return Codebook(codes)


def as_held(codebook: Codebook, *fields: str) -> list[tuple[object, ...]]:
    """Of each code its path and these fields: what is left to compare where ids do not travel."""
    return [(codebook.path(code), *(getattr(code, field) for field in fields)) for code in codebook]


def anew(codebook: Codebook) -> Codebook:
    """The same codes with other ids, as from a file that has none."""
    ids = {code.id: Code("x").id for code in codebook}
    return Codebook(replace(code, id=ids[code.id], parent=code.parent and ids[code.parent]) for code in codebook)
