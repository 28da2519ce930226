"""Codebooks written as YAML for people; a file that is there already keeps its comments and its order of keys.

A code's lines are moved and changed as lines, so that what did not change stays to the letter, and a comment above a
code or a key goes where that goes. (A round trip through a YAML library ties such a comment to the code before it, and
loses it with that.)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

import yaml

from codebook.changes import diff
from codebook.codes import Code, Codebook
from codebook.errors import CodebookError
from codebook.files.entries import assemble
from codebook.files.yaml import KEYS, compose, decoded, field_of, read
from codebook.names import SEPARATOR, name_key

_WIDTH = 100
_NOT_PLAIN = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}  # what some programs do not take for text


def render_yaml(
    codebook: Codebook, *, existing: bytes | None = None, name: str = "codes.yaml"
) -> tuple[bytes, list[str]]:
    """The codebook as YAML, ids included, made from an earlier file's bytes where they are given.

    Raises:
        CodebookError: the earlier file is no codebook.
    """
    if existing is None:
        return _text(["codes:", *_codes(codebook, {}, None, 2)]).encode(), []
    text = decoded(existing, name=name)
    old, _ = assemble(read(existing, name=name), name=name)
    try:
        page = _page(text, name)
        paths = {new: old.path(before) for new, before in diff(old, codebook).matched.items()}
        known = {new: (page.items[name_key(path)], old.at(path)) for new, path in paths.items()}
        kept = _text([*page.before, *_codes(codebook, known, None, page.indent), *page.after])
        if assemble(read(kept.encode(), name=name), name=name)[0] == codebook:
            return (kept.replace("\n", "\r\n") if b"\r\n" in existing else kept).encode(), []
    except (_Unusual, CodebookError):
        pass
    head = takewhile(lambda line: not line.strip() or line.startswith("#"), text.split("\n"))
    note = f"{name} was written anew, without its comments between codes: its layout is not one block of lines a code."
    return _text([*head, "codes:", *_codes(codebook, {}, None, 2)]).encode(), [note]


class _Unusual(Exception):
    """A layout that is YAML, but not a block of lines for each code."""


@dataclass(slots=True)
class _Field:
    """The lines of one key of a code: comments above it, then its own, with the white space before the key cut off."""

    key: str
    above: list[str]
    lines: list[str]
    remark: str = ""
    """A comment after a value of one line."""


@dataclass(slots=True)
class _Item:
    """A code as the file has it."""

    path: str
    above: list[str]
    gap: int  # from the hyphen to the first key
    step: int = 2  # from the key `codes` to the hyphens below it
    fields: list[_Field] = field(default_factory=list)


@dataclass(slots=True)
class _Page:
    before: list[str]
    after: list[str]
    indent: int
    items: dict[str, _Item]
    """By the keys of their paths."""


# Writing


def _codes(
    codebook: Codebook, known: Mapping[str, tuple[_Item, Code]], parent: Code | None, indent: int
) -> Iterator[str]:
    """The lines of the codes below `parent`, hyphens at column `indent`."""
    for code in codebook.children(parent):
        item, before = known.get(code.id) or (_Item("", [], gap=2), None)
        yield from _indented(item.above, indent)
        hyphen = " " * indent + "-" + " " * (item.gap - 1)
        for each in _fields(code, item, before, has_codes=bool(codebook.children(code))):
            if hyphen:
                yield from _indented(each.above, indent)
                yield hyphen + each.lines[0]
                yield from _indented(each.lines[1:], indent + item.gap)
                hyphen = ""
            else:
                yield from _indented([*each.above, *each.lines], indent + item.gap)
            if each.key == "codes":
                yield from _codes(codebook, known, code, indent + item.gap + item.step)


def _fields(code: Code, item: _Item, before: Code | None, *, has_codes: bool) -> list[_Field]:
    """What to write of a code: unchanged fields as they stand, changed ones anew, in the order of the file."""
    values: dict[str, Any] = {key: getattr(code, key) for key in KEYS if key != "codes"}
    fields: list[_Field] = []
    for there in item.fields:
        value = values.pop(there.key, None)
        if there.key == "codes":
            fields += [there] if has_codes else []
        elif there.key not in KEYS or value == getattr(before, there.key):
            fields.append(there)
        elif value:
            lines = _lines(there.key, value)
            if there.remark and len(lines) == 1:
                lines = [f"{lines[0]}  {there.remark}"]
            fields.append(_Field(there.key, there.above, lines))
    for key, value in values.items():
        if value:
            earlier = KEYS[: KEYS.index(key)]
            place = max((i + 1 for i, there in enumerate(fields) if there.key in earlier), default=0)
            fields.insert(place, _Field(key, [], _lines(key, value)))
    if has_codes and not any(there.key == "codes" for there in fields):
        fields.append(_Field("codes", [], ["codes:"]))
    return fields


def _lines(key: str, value: Any) -> list[str]:
    """A key and its value, those of its lines that follow the first indented by two."""
    if key == "examples":
        return ["examples:", *(f"  - {_inline(example)}" for example in value)]
    if key == "patterns":
        return ["patterns:", *(f"  - {json.dumps(pattern, ensure_ascii=False)}" for pattern in value)]
    return _scalar(key, value)


def _scalar(key: str, text: str) -> list[str]:
    """Short texts on the line, those of several lines as a block, long ones folded at spaces."""
    if "\n" in text:
        return [f"{key}: |", *(f"  {line}" if line else "" for line in text.split("\n"))]
    if len(key) + len(text) <= _WIDTH or text.split() != text.split(" "):
        return [f"{key}: {_inline(text)}"]
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) > _WIDTH:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return [f"{key}: >", *(f"  {line}" for line in lines if line)]


def _inline(text: str) -> str:
    plain = (
        text[:1].isalpha()
        and text.isprintable()
        and ": " not in text
        and " #" not in text
        and not text.endswith(":")
        and text.casefold() not in _NOT_PLAIN
    )
    return text if plain else json.dumps(text, ensure_ascii=False)


def _indented(lines: Iterable[str], indent: int) -> Iterator[str]:
    return (" " * indent + line if line.strip() else "" for line in lines)


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"


# Reading the lines of an earlier file


def _page(text: str, name: str) -> _Page:
    """The lines of a file, taken apart by codes and keys.

    Raises:
        _Unusual: a code does not have lines of its own.
    """
    lines = text.split("\n")
    codes = compose(text, name=name)
    end = len(lines)
    if isinstance(codes, yaml.MappingNode):
        starts = [key.start_mark.line for key, _ in codes.value] + [end]
        at = next(i for i, (key, _) in enumerate(codes.value) if field_of(key.value) == "codes")
        codes, end = codes.value[at][1], starts[at + 1]
    if not isinstance(codes, yaml.SequenceNode) or codes.flow_style or not codes.value:
        raise _Unusual
    if any(sign in text for sign in "\x85\u2028\u2029"):  # line breaks to YAML, and not to us
        raise _Unusual
    indent = codes.start_mark.column
    begin, end = _before(lines, codes.value[0].start_mark.line, indent), _before(lines, end, 0)
    page = _Page(lines[:begin], lines[end:], indent, {})
    _take_codes(codes, lines, begin, end, "", page)
    return page


def _take_codes(codes: yaml.SequenceNode, lines: list[str], begin: int, end: int, above: str, page: _Page) -> None:
    """Take in a list of codes, in the lines from `begin` to `end`, under the path `above`."""
    indent = codes.start_mark.column
    starts = [node.start_mark.line for node in codes.value] + [end]
    for node, start, after in zip(codes.value, starts, starts[1:], strict=False):
        if not isinstance(node, yaml.MappingNode) or node.flow_style or not node.value:
            raise _Unusual
        column = node.start_mark.column
        if lines[start][:column].strip() != "-" or lines[start].index("-") != indent:
            raise _Unusual
        stop = end if after == end else _before(lines, after, indent)
        named = next((value.value for key, value in node.value if field_of(key.value) == "name"), "")
        item = _Item(above + named, _cut(lines[begin:start], indent), column - indent)
        page.items.setdefault(name_key(item.path), item)
        _take_fields(node, lines, stop, item, page)
        begin = stop


def _take_fields(node: yaml.MappingNode, lines: list[str], end: int, item: _Item, page: _Page) -> None:
    """Take in the keys of a code, in the lines from its own to `end`."""
    column = node.start_mark.column
    starts = [key.start_mark.line for key, _ in node.value] + [end]
    begin = starts[0]
    for (key, value), start, after in zip(node.value, starts, starts[1:], strict=False):
        if start == after:
            raise _Unusual
        stop = last = end if after == end else _before(lines, after, column)
        said = field_of(key.value)
        if said == "codes" and isinstance(value, yaml.SequenceNode):
            if value.flow_style or not value.value:
                raise _Unusual
            item.step = value.start_mark.column - column
            last = _before(lines, value.value[0].start_mark.line, value.start_mark.column)
            _take_codes(value, lines, last, stop, item.path + SEPARATOR, page)
        own = [" " * column + lines[start][column:], *lines[start + 1 : last]]  # blanks where a hyphen may stand
        remark = lines[start][value.end_mark.column :].strip() if value.end_mark.line == start else ""
        above = _cut(lines[begin:start], column)
        item.fields.append(_Field(said, above, _cut(own, column), remark if remark.startswith("#") else ""))
        begin = stop


def _before(lines: list[str], stop: int, column: int) -> int:
    """Where the blank lines, and the comments up to `column`, begin that end at `stop`."""
    while stop and (not (bare := lines[stop - 1].lstrip(" ")) or _is_comment(lines[stop - 1], bare, column)):
        stop -= 1
    return stop


def _is_comment(line: str, bare: str, column: int) -> bool:
    return bare.startswith("#") and len(line) - len(bare) <= column


def _cut(lines: list[str], indent: int) -> list[str]:
    """The lines without up to `indent` spaces at their start."""
    return [line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in lines]
