"""Templates of implications: what a tool should do where a theme meets a pain point; from a YAML file.

    implications:
      - theme: Velocity
        pain_point: Alert fatigue
        layer: Run
        statement: A tool that ... should ...

`layer` may be left out. Codes are named as short as is unambiguous in the codebook with which the file is used.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from codebook.codes import Codebook
from codebook.errors import CodebookError
from codebook.files.yaml import compose, decoded
from codebook.names import clean_text, excerpt, name_key

LARGEST = 1_000_000
"""Bytes: a template for each pair of a hundred codes is smaller."""
_KEYS = ("theme", "pain_point", "layer", "statement")


@dataclass(frozen=True, slots=True)
class Template:
    """What a tool should do where a theme meets a pain point, and where `layer` is given, in that layer of the stack.

    The codes are names as a person wrote them; once resolved, ids. `place` tells where it stands: "entry 3 (line 12)".
    """

    theme: str
    pain_point: str
    statement: str
    layer: str = ""
    place: str = ""


def read(source: str | os.PathLike[str] | bytes, *, name: str | None = None) -> list[Template]:
    """The templates of a file, in its order.

    Args:
        source: A path, or the bytes of a file.
        name: The file's name for messages; needed with bytes.

    Raises:
        CodebookError: the file cannot be opened, is no YAML, has no list of templates, or one of them lacks something
            or stands there twice; the message names the entry and the remedy.
    """
    if isinstance(source, bytes):
        data, name = source, name or "templates"
    else:
        name = name or Path(source).name
        try:
            with Path(source).open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            raise CodebookError(f"{name} cannot be read ({error.strerror}); see to its name and permissions.") from None
    if len(data) > LARGEST:
        raise CodebookError(f"{name} has more than {LARGEST // 1_000_000} MB; templates are smaller. Split it.")
    listed = compose(decoded(data, name=name), name=name)
    if isinstance(listed, yaml.MappingNode):
        listed = next((value for key, value in listed.value if key.value == "implications"), None)
    if not isinstance(listed, yaml.SequenceNode):
        raise CodebookError(
            f'{name} has no list of templates; begin it with "implications:" and a line "  - theme: ..." below.'
        )
    templates: list[Template] = []
    places: dict[tuple[str, ...], str] = {}
    for number, node in enumerate(listed.value, start=1):
        template = _template(node, f"entry {number} (line {node.start_mark.line + 1})", name)
        key = tuple(map(name_key, (template.theme, template.pain_point, template.layer)))
        if key in places:
            raise CodebookError(f"{name}, {template.place}: {places[key]} is for the same codes; remove one.")
        places[key] = template.place
        templates.append(template)
    return templates


def resolve(templates: Iterable[Template], book: Codebook) -> tuple[list[Template], list[str]]:
    """The templates with the ids of their codes, and in sentences why others were left out."""
    resolved: dict[tuple[str, str, str], Template] = {}
    notes: list[str] = []
    for template in templates:
        try:
            theme, pain_point = book.find(template.theme).id, book.find(template.pain_point).id
            layer = book.find(template.layer).id if template.layer else ""
        except CodebookError as error:
            notes.append(f"Left out the template of {template.place}: {error}")
            continue
        first = resolved.setdefault(
            (theme, pain_point, layer), replace(template, theme=theme, pain_point=pain_point, layer=layer)
        )
        if first.place != template.place:
            notes.append(f"Left out the template of {template.place}: that of {first.place} is for the same codes.")
    return list(resolved.values()), notes


def fitting(templates: Iterable[Template], theme: str, pain_point: str, layer: str) -> Template | None:
    """Of resolved templates the most specific one for these codes: that of the layer, else that of any layer."""
    fits = {
        template.layer: template
        for template in templates
        if (template.theme, template.pain_point) == (theme, pain_point) and template.layer in ("", layer)
    }
    return fits.get(layer) or fits.get("")


def _template(node: yaml.Node, place: str, name: str) -> Template:
    if not isinstance(node, yaml.MappingNode):
        raise CodebookError(f'{name}, {place}: this is no template; write "- theme: ..." and what follows.')
    values: dict[str, str] = {}
    for key_node, value in node.value:
        key = _text(key_node, "key", place, name).strip().casefold().replace(" ", "_").replace("-", "_")
        if key not in _KEYS:
            raise CodebookError(f"{name}, {place}: {excerpt(key)} says nothing here; it has {', '.join(_KEYS)}.")
        if key in values:
            raise CodebookError(f"{name}, {place}: {excerpt(key)} is there twice; remove one.")
        values[key] = " ".join(clean_text(_text(value, key, place, name)).split())
    for key in ("theme", "pain_point", "statement"):
        if not values.get(key):
            raise CodebookError(f'{name}, {place}: it has no {key}; add a line "{key}: ...".')
    return Template(**values, place=place)


def _text(node: Any, key: str, place: str, name: str) -> str:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    raise CodebookError(f"{name}, {place}: the {key} is a list or a mapping; write it as one text.")
