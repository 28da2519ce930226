"""Codebooks as YAML, the form for people: codes nested under `codes`, read with the lines at which things stand.

Every value is text, so that a code may be called No or 1.10; only patterns hold numbers and truth values, spelled as
in JSON. Anchors' aliases are not read: a short file could stand for an endless one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml

from codebook.errors import CodebookError
from codebook.files.entries import FIELDS, SYNONYMS, Contents, Entry
from codebook.names import MAX_DEPTH, SEPARATOR, clean_name, excerpt

KEYS = ("name", "kind", "colour", "definition", "include", "exclude", "examples", "patterns", "id", "codes")
"""Of a code, in the order in which they are written."""

# libyaml; its parser is a hundred times as fast as the one in Python, but its composer overflows the stack where
# thousands of brackets are nested, so that events are counted first.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_NESTED = 2 * MAX_DEPTH + 20

_OURS = {other: ours for ours, others in SYNONYMS.items() for other in others if ours != "path"}
_NOTHING = {"", "~", "null", "Null", "NULL"}


def read(data: bytes, *, name: str) -> Contents:
    """Entries in the order of the file.

    Raises:
        CodebookError: it is no YAML, or has no list of codes.
    """
    codes = compose(decoded(data, name=name), name=name)
    notes: list[str] = []
    if isinstance(codes, yaml.MappingNode):
        keys = _keys(codes, name)
        other = [key for key in keys if key != "codes"]
        if "codes" in keys:
            codes = keys["codes"][1]
            if other:
                notes.append(f"Left out, since it is outside of codes: {', '.join(map(excerpt, other))}.")
            if _is_nothing(codes):
                return Contents([], frozenset(), notes)
    if not isinstance(codes, yaml.SequenceNode):
        raise CodebookError(f'{name} has no list of codes; begin it with "codes:" and a line "  - name: ..." below.')
    entries = list(_entries(codes, "", name, notes))
    said = {field for field in FIELDS for entry in entries if getattr(entry, field)}
    return Contents(entries, frozenset(said), notes)


def decoded(data: bytes, *, name: str) -> str:
    """The text of a YAML file, newlines as "\\n"."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise CodebookError(f"{name} is no UTF-8 text; save it again in UTF-8.") from None


def compose(text: str, *, name: str) -> Any:
    """The tree of YAML nodes, each with its place in the text; None for an empty file."""
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_LOADER):
            line = event.start_mark.line + 1
            if isinstance(event, yaml.AliasEvent):
                raise CodebookError(f"{name}, line {line}: an alias (*{event.anchor}); write out what it stands for.")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MOST_NESTED:
                raise CodebookError(f"{name}, line {line}: nested too deeply; a codebook has up to {MAX_DEPTH} levels.")
        return yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f", line {mark.line + 1}" if mark else ""
        raise CodebookError(f"{name}{place}: this is no YAML ({error.problem}); mend or remove it.") from None
    except yaml.reader.ReaderError as error:
        sign = error.character if isinstance(error.character, int) else ord(error.character)
        raise CodebookError(f"{name}: the character U+{sign:04X} cannot stand in YAML; remove it.") from None


def field_of(key: str) -> str:
    """Our name of a key: "color" is colour."""
    key = " ".join(key.split()).casefold()
    return _OURS.get(key, key)


def _entries(codes: yaml.SequenceNode, above: str, name: str, notes: list[str]) -> Iterator[Entry]:
    for node in codes.value:
        place = f"line {node.start_mark.line + 1}"
        if isinstance(node, yaml.ScalarNode):  # "- Velocity" for a code that is a name and nothing more
            yield Entry(_level(above, node, name), place)
            continue
        if not isinstance(node, yaml.MappingNode):
            raise CodebookError(f'{name}, {place}: a list where a code should be; begin it with "- name: ...".')
        keys = _keys(node, name)
        if "name" not in keys:
            raise CodebookError(f'{name}, {place}: a code without a name; give it one ("name: ...").')
        path = _level(above, keys["name"][1], name)
        values: dict[str, Any] = {}
        for key, (key_node, value) in keys.items():
            if key in {"kind", "colour", "definition", "include", "exclude", "id"}:
                values[key] = _text(value, key, name)
            elif key == "examples":
                values[key] = _examples(value, name)
            elif key == "patterns":
                values[key] = value.value if isinstance(value, yaml.ScalarNode) else _plain(value)
            elif key not in KEYS:
                notes.append(f"line {key_node.start_mark.line + 1}: {excerpt(key)} says nothing of a code: left out.")
        yield Entry(path, place, **values)
        below = keys["codes"][1] if "codes" in keys else None
        if isinstance(below, yaml.SequenceNode):
            yield from _entries(below, path + SEPARATOR, name, notes)
        elif below is not None and not _is_nothing(below):
            line = below.start_mark.line + 1
            raise CodebookError(f'{name}, line {line}: "codes" is no list; begin each code with "- name: ...".')


def _keys(node: yaml.MappingNode, name: str) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    keys: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    for key, value in node.value:
        said = field_of(_text(key, "key", name))
        if said in keys:
            line = key.start_mark.line + 1
            raise CodebookError(f"{name}, line {line}: {excerpt(said)} is there twice for one code; remove one.")
        keys[said] = key, value
    return keys


def _level(above: str, node: yaml.Node, name: str) -> str:
    """A path, once the name is one level of it."""
    try:
        return above + clean_name(_text(node, "name", name))
    except CodebookError as error:
        raise CodebookError(f"{name}, line {node.start_mark.line + 1}: {error}") from None


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NOTHING


def _text(node: yaml.Node, key: str, name: str) -> str:
    if isinstance(node, yaml.ScalarNode):
        return "" if _is_nothing(node) else str(node.value)
    line = node.start_mark.line + 1
    raise CodebookError(f"{name}, line {line}: the {key} is a list or a mapping; write it as one text.")


def _examples(node: yaml.Node, name: str) -> list[str]:
    if isinstance(node, yaml.SequenceNode):
        return [_text(example, "example", name) for example in node.value]
    return _text(node, "examples", name).splitlines()


def _plain(node: yaml.Node) -> Any:
    """A node as JSON has it: what is not in quotation marks may be a number, true, false or null."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(_plain(key)): _plain(value) for key, value in node.value}
    if not node.style:
        try:
            return json.loads(node.value)
        except ValueError:
            pass
    return node.value
