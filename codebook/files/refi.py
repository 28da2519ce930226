"""Codebooks as REFI-QDA .qdc files, which other programs for qualitative analysis read and write.

The format has a name, a colour and one description for a code. So `include`, `exclude` and `examples` stand in the
description, in paragraphs that begin with their names, and are found there again; kinds and patterns have no place.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codebook.codes import Code, Codebook
from codebook.errors import CodebookError
from codebook.files.entries import GUID, Contents, Entry
from codebook.names import SEPARATOR, clean_name, excerpt, name_key

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "urn:QDA-XML:codebook:1.0"
HELD = frozenset({"colour", "definition", "include", "exclude", "examples"})


def read(data: bytes, *, name: str) -> Contents:
    """Entries of a codebook file, or of a project's, whatever its namespace (programs differ).

    Raises:
        CodebookError: it is no such XML.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = f", line {error.lineno}" if isinstance(error, etree.XMLSyntaxError) and error.lineno else ""
        raise CodebookError(
            f"{name}{line}: this is no whole XML file; export the codebook again from the program that made it."
        ) from None
    if root.getroottree().docinfo.doctype:
        raise CodebookError(f"{name} declares a document type, which no codebook needs and which is not read.")
    codes = root.find("{*}CodeBook/{*}Codes" if _tag(root) == "Project" else "{*}Codes")
    if _tag(root) not in {"CodeBook", "Project"} or codes is None:
        raise CodebookError(f"{name} has no <CodeBook> with <Codes>; export a codebook (.qdc), not another file.")
    notes: list[str] = []
    if (sets := root.find(".//{*}Sets")) is not None and len(sets):
        notes.append(f"{len(sets)} sets of codes were left out.")
    return Contents(list(_entries(codes, notes)), HELD, notes)


def render(codebook: Codebook) -> bytes:
    """The codebook in the standard's namespace, valid by its schema.

    Raises:
        CodebookError: there is no code, which the schema does not allow.
    """
    from lxml import etree

    if not len(codebook):
        raise CodebookError("A .qdc file needs at least one code; add a code first.")
    root = etree.Element(f"{{{NAMESPACE}}}CodeBook", nsmap={None: NAMESPACE}, attrib={"origin": "Vivavoce"})
    elements: dict[str | None, _Element] = {None: etree.SubElement(root, f"{{{NAMESPACE}}}Codes")}
    for code in codebook:
        element = etree.SubElement(elements[code.parent], f"{{{NAMESPACE}}}Code")
        elements[code.id] = element
        # An id of another form than the standard's gets one that is always the same for it.
        element.set("guid", code.id if GUID.fullmatch(code.id) else str(uuid.uuid5(uuid.NAMESPACE_OID, code.id)))
        element.set("name", code.name)
        element.set("isCodable", "true")
        if code.colour:
            element.set("color", code.colour)
        if text := description(code):
            etree.SubElement(element, f"{{{NAMESPACE}}}Description").text = text
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def description(code: Code) -> str:
    """All that a code says in one text: its definition, then paragraphs "Include: ...", "Exclude: ...", "Examples:"."""
    parts = [code.definition]
    parts += [f"Include: {code.include}"] if code.include else []
    parts += [f"Exclude: {code.exclude}"] if code.exclude else []
    parts += ["Examples:\n" + "\n".join(f"- {example}" for example in code.examples)] if code.examples else []
    return "\n\n".join(filter(None, parts))


def said_in(text: str) -> dict[str, str | list[str]]:
    """A description taken apart again: definition, include, exclude, examples."""
    text = text.replace("\r\n", "\n").strip()
    rest, examples = _cut(text, "Examples:\n")
    lines = examples.split("\n")
    if not all(line.startswith("- ") for line in lines):
        rest, lines = text, []
    rest, exclude = _cut(rest, "Exclude: ")
    definition, include = _cut(rest, "Include: ")
    return {
        "definition": definition,
        "include": include,
        "exclude": exclude,
        "examples": [line.removeprefix("- ") for line in lines],
    }


def _cut(text: str, heading: str) -> tuple[str, str]:
    """What stands before the last paragraph with this heading, and what it says."""
    if text.startswith(heading) and f"\n\n{heading}" not in text:
        return "", text.removeprefix(heading)
    before, found, after = text.rpartition(f"\n\n{heading}")
    return (before, after) if found else (text, "")


def _entries(codes: _Element, notes: list[str]) -> Iterator[Entry]:
    stack = [(element, "") for element in reversed(codes.findall("{*}Code"))]
    called: dict[str, int] = {}
    while stack:
        element, above = stack.pop()
        place = f"line {element.sourceline}"
        name = _name(element.get("name", ""), place, notes)
        path = above + name
        while (key := name_key(path)) in called:  # programs allow twins; here they get a number
            called[key] += 1
            path = f"{above}{name} ({called[key]})"
        called[key] = 1
        if path != above + name:
            notes.append(f"{place}: a second code {excerpt(above + name)} is now called {excerpt(path)}.")
        said = said_in(element.findtext("{*}Description") or "")
        guid = element.get("guid", "").strip()
        yield Entry(path, place, colour=element.get("color", ""), id=guid, **said)  # type: ignore[arg-type]
        stack += [(below, path + SEPARATOR) for below in reversed(element.findall("{*}Code"))]


def _name(name: str, place: str, notes: list[str]) -> str:
    """The name as it can be here; other programs allow empty ones, and any sign in them."""
    try:
        return clean_name(name)
    except CodebookError:
        mended = " ".join(name.replace(SEPARATOR, "/").split()).strip("/ ") or "(no name)"
        while SEPARATOR in mended:
            mended = mended.replace(SEPARATOR, "/")
        notes.append(f"{place}: the name {excerpt(name)} was written as {excerpt(mended)}.")
        return mended


def _tag(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]
