"""Codebooks from and to files: .yaml, .csv, .xlsx, .qdc (REFI-QDA), and .docx to read; a module for each form.

What the forms can hold: .yaml everything; .csv and .xlsx everything but ids; .qdc no kinds and patterns; .docx is
for people and is not read back.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from codebook.changes import adopt
from codebook.codes import Codebook
from codebook.errors import CodebookError
from codebook.names import name_key

if TYPE_CHECKING:
    from codebook.files.entries import Contents

READ = (".yaml", ".yml", ".csv", ".xlsx", ".qdc")
WRITTEN = (*READ, ".docx")
LARGEST = 10_000_000
"""Bytes: no codebook is that large, and one that is would keep a person waiting."""


def read(
    source: str | os.PathLike[str] | bytes, *, name: str | None = None, onto: Codebook | None = None
) -> tuple[Codebook, list[str]]:
    """A codebook from a file, and what was mended or left out of it, in sentences.

    Args:
        source: A path, or the bytes of a file.
        name: The file's name, whose suffix says what it is; needed with bytes.
        onto: The codebook that this one is to replace. Its ids come with codes that are the same, as `diff` finds
            them, and so does what the file says of no code (a table has no column for it): it is not lost.

    Raises:
        CodebookError: the file cannot be opened, is not what its name says, or has a code that cannot be; the
            message names the place and the remedy.
    """
    if isinstance(source, bytes):
        data, name = source, name or "codebook"
    else:
        name = name or Path(source).name
        data = _bytes(Path(source), name)
    if len(data) > LARGEST:
        raise CodebookError(f"{name} has more than {LARGEST // 1_000_000} MB; a codebook is smaller. Split it.")
    if not data.strip():
        raise CodebookError(f"{name} is empty; give a file with codes.")
    from codebook.files.entries import FIELDS, assemble

    contents = _reader(name)(data, name=name)
    codebook, notes = assemble(contents, name=name)
    if onto is not None:
        said = {name_key(entry.path) for entry in contents.entries}
        codebook = adopt(
            onto,
            codebook,
            keep=[field for field in FIELDS if field not in contents.fields],
            unsaid={code.id for code in codebook if name_key(codebook.path(code)) not in said},
        )
    return codebook, notes


def write(codebook: Codebook, path: str | os.PathLike[str]) -> list[str]:
    """Write a codebook to a file of the kind that its suffix says; returns what the file does not hold, in sentences.

    A .yaml file that is there is changed in place: its comments and the order of its keys stay. The file appears
    whole or not at all.

    Raises:
        CodebookError: the suffix is none of ours, the file cannot be written, or a .yaml file there is no codebook.
    """
    path = Path(path)
    suffix = _suffix(path.name, WRITTEN)
    existing = None
    if suffix in {".yaml", ".yml"} and path.exists() and path.stat().st_size:
        existing = _bytes(path, path.name)
    data, notes = _rendered(codebook, suffix, existing, path.name)
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CodebookError(f"{path.name} cannot be written ({error.strerror}); choose another place.") from None
    return notes


def render(codebook: Codebook, suffix: str) -> bytes:
    """The bytes of a file: `suffix` is "yaml", "csv", "xlsx", "qdc" or "docx". The same codebook, the same bytes."""
    return _rendered(codebook, _suffix(f"x.{suffix.removeprefix('.')}", WRITTEN), None, "codebook")[0]


def _rendered(codebook: Codebook, suffix: str, existing: bytes | None, name: str) -> tuple[bytes, list[str]]:
    if suffix in {".yaml", ".yml"}:
        from codebook.files.yaml_writing import render_yaml

        return render_yaml(codebook, existing=existing, name=name)
    if suffix == ".qdc":
        from codebook.files import refi

        return refi.render(codebook), _lost(codebook)
    if suffix == ".docx":
        from codebook.files import document

        return document.render(codebook), []
    from codebook.files import tables

    return (tables.render_csv if suffix == ".csv" else tables.render_xlsx)(codebook), []


def _lost(codebook: Codebook) -> list[str]:
    counts = {
        "kinds": sum(code.kind is not None for code in codebook),
        "patterns": sum(bool(code.patterns) for code in codebook),
    }
    told = " and ".join(f"{what} ({count} code{'s' * (count > 1)})" for what, count in counts.items() if count)
    return [f"A .qdc file has no place for {told}: left out."] if told else []


def _reader(name: str) -> Callable[..., Contents]:
    suffix = _suffix(name, READ)
    if suffix == ".qdc":
        from codebook.files import refi

        return refi.read
    if suffix in {".yaml", ".yml"}:
        from codebook.files import yaml

        return yaml.read
    from codebook.files import tables

    return tables.read


def _suffix(name: str, allowed: tuple[str, ...]) -> str:
    suffix = PurePath(name).suffix.casefold()
    if suffix not in allowed:
        raise CodebookError(f"{name} is none of the files that a codebook can be: {', '.join(allowed)}. Name it so.")
    return suffix


def _bytes(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise CodebookError(f"{name} cannot be opened ({error.strerror}); check its name and place.") from None
