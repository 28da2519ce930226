"""How names and texts of codes are written, compared and taken apart into levels."""

from __future__ import annotations

import re
import unicodedata

from codebook.errors import CodebookError

SEPARATOR = " / "
"""Stands between the levels of a path, and so in no name."""

MAX_DEPTH = 100
"""Levels of a path; more come from a broken file, and no page could show them."""

_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters, lone surrogates and non-characters: one or another of the file formats cannot hold them.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")


def clean_name(name: str) -> str:
    """The name with single spaces and none at its ends.

    Raises:
        CodebookError: nothing to be seen in it, " / " in it, a line break or a control character.
    """
    if _LINE_BREAK.search(name.strip()):
        raise CodebookError(f"The name {excerpt(name)} has a line break; a name is one line.")
    clean = " ".join(name.split())
    if _UNWRITABLE.search(clean):
        raise CodebookError(f"The name {excerpt(name)} has a control character; type the name anew.")
    if all(unicodedata.category(character) in {"Zs", "Cf", "Mn"} for character in clean):
        raise CodebookError("A code has an empty name; give it one.")
    if SEPARATOR in f"{clean} " or f" {clean}".startswith(SEPARATOR):
        raise CodebookError(
            f'The name {excerpt(clean)} has " / " in it, which stands between the levels of a path; write "/" or "or".'
        )
    return clean


def clean_text(text: str) -> str:
    """The text, newlines as "\\n", without white space at the ends of its lines or characters that no file can hold."""
    text = text.strip()
    if text.isprintable():
        return text
    lines = _UNWRITABLE.sub("", _LINE_BREAK.sub("\n", text)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def split_path(path: str) -> list[str]:
    """The clean names of a path's levels, the top one first.

    Raises:
        CodebookError: a level is no name, or there are more than 100.
    """
    levels = re.split(r"[^\S\r\n]+/[^\S\r\n]+", path.strip())
    if len(levels) > MAX_DEPTH:
        raise CodebookError(f"{excerpt(levels[-1])} is more than {MAX_DEPTH} levels deep; move it up.")
    return [clean_name(level) for level in levels]


def name_key(name: str) -> str:
    """What two names or paths have in common that differ in case or white space alone."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def without_accents(name: str) -> str:
    """`name_key` with accents left out, for likeness and search."""
    decomposed = unicodedata.normalize("NFKD", name_key(name))
    return "".join(character for character in decomposed if unicodedata.category(character) != "Mn")


def excerpt(text: str, *, length: int = 60) -> str:
    """The text in quotation marks on one line, cut to `length`, for messages."""
    line = " ".join(_UNWRITABLE.sub("", text).split())
    return f'"{line if len(line) <= length else line[: length - 3] + "..."}"'
