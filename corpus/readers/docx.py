"""Word documents (.docx): paragraphs, tables, insertions; no headers, footnotes, comments, deletions."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Collection
from functools import cache

from lxml import etree

from corpus.readers.archives import Archive, forget
from corpus.readers.office import Pages, Passage
from corpus.transcripts import Transcript

# The two namespaces of the body: of what Word writes, and of its "strict" variant.
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def read(data: bytes, *, name: str, speakers: Collection[str] = ()) -> Transcript:
    """A .docx with each paragraph as a line and each row of a table as a line with tabs.

    Tracked changes are read as if accepted. Raises UnreadableFile.
    """
    archive = Archive(data, name=name, what="Word document")
    main = _main_part(archive)
    bold_styles = _bold_styles(archive, posixpath.join(posixpath.dirname(main), "styles.xml"))
    pages = Pages(name=name)
    met: Counter[str] = Counter()
    fallback = 0  # a text box is written twice: for new programs, and in a Fallback for old ones
    open_paragraph: Passage | None = None  # its end was deleted, so the next one goes on in it
    for event, element in archive.elements(main, tags=[_FALLBACK, *_tags("p", "tc", "tr", "tbl")]):
        kind = _local(element)
        if kind == "Fallback":
            fallback += 1 if event == "start" else -1
        elif fallback:
            continue
        elif event == "start":
            if kind == "tbl":
                pages.open_table()
        elif kind == "p":
            paragraph = open_paragraph or Passage()
            _Paragraph(paragraph, bold_styles, met).read(element)
            open_paragraph = paragraph if _end_is_deleted(element) else None
            if open_paragraph is None:
                pages.paragraph(paragraph)
            forget(element)
        elif kind == "tc":
            pages.close_cell()
        elif kind == "tr":
            pages.close_row()
            forget(element)
        else:
            pages.close_table()
            forget(element)
    if open_paragraph is not None:
        pages.paragraph(open_paragraph)
    return pages.transcript(speakers=speakers, notes=_notes(met))


class _Paragraph:
    """Writes the runs of a paragraph to a passage, and counts what is left out."""

    def __init__(self, passage: Passage, bold_styles: frozenset[str], met: Counter[str]) -> None:
        self.passage = passage
        self.bold_styles = bold_styles
        self.met = met

    def read(self, element: etree._Element) -> None:
        """Write what `element`, a w:p, says."""
        style = _child(_child(element, "pPr"), "pStyle")
        self._walk(element, bold=_value(style) in self.bold_styles)

    def _walk(self, element: etree._Element, *, bold: bool) -> None:
        for child in element.iterchildren("*"):
            kind = _local(child)
            if kind == "t":
                self.passage.add(child.text or "", bold=bold)
            elif kind == "r":
                self._walk(child, bold=self._is_bold(child, otherwise=bold))
            elif kind in _SIGNS:
                self.passage.add(_SIGNS[kind])
            elif kind == "sym":
                self.passage.add(_symbol(child))
            elif kind in _LEFT_OUT:
                self.met[kind] += 1
            elif kind not in _SKIPPED:
                self._walk(child, bold=bold)

    def _is_bold(self, run: etree._Element, *, otherwise: bool) -> bool:
        properties = _child(run, "rPr")
        if properties is None:
            return otherwise
        direct = _child(properties, "b")
        if direct is not None:
            return _is_on(direct)
        return otherwise or _value(_child(properties, "rStyle")) in self.bold_styles


_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_LEFT_OUT = {"footnoteReference", "endnoteReference", "commentReference", "del", "moveFrom"}
# Properties (their tabs are no text), text boxes (their paragraphs come as paragraphs), field codes, deletions.
_SKIPPED = {"pPr", "rPr", "sdtPr", "txbxContent", "instrText", "delText", "delInstrText", "Fallback", "p"}


def _notes(met: Counter[str]) -> list[str]:
    notes = []
    if footnotes := met["footnoteReference"] + met["endnoteReference"]:
        notes.append(f"Footnotes were left out ({footnotes}).")
    if met["commentReference"]:
        notes.append(f"Comments were left out ({met['commentReference']}).")
    if met["del"] + met["moveFrom"]:
        notes.append("The document has tracked changes: insertions were read, deletions left out.")
    return notes


@cache
def _tags(*names: str) -> tuple[str, ...]:
    return tuple(f"{{{namespace}}}{name}" for namespace in _WORD for name in names)


def _local(element: etree._Element) -> str:
    tag: str = element.tag
    return tag.rpartition("}")[2]


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    if element is None:
        return None
    return next(element.iterchildren(*_tags(name)), None)


def _value(element: etree._Element | None) -> str | None:
    """The attribute w:val."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if key.endswith("}val")), None)


def _is_on(element: etree._Element) -> bool:
    return _value(element) not in ("0", "false", "off")


def _symbol(element: etree._Element) -> str:
    """The character of a w:sym. Symbol fonts keep theirs in a private area, where it means nothing elsewhere."""
    code = next((value for key, value in element.attrib.items() if key.endswith("}char")), "")
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "\ufffd" if "\ue000" <= character <= "\uf8ff" else character


def _end_is_deleted(paragraph: etree._Element) -> bool:
    """Whether the paragraph's end is a tracked deletion, which joins it to the next one."""
    return _child(_child(_child(paragraph, "pPr"), "rPr"), "del") is not None


def _main_part(archive: Archive) -> str:
    """The name of the part with the text, as the package tells."""
    if "_rels/.rels" in archive:
        for event, relation in archive.elements("_rels/.rels", tags=[_RELATION]):
            target = relation.get("Target", "").lstrip("/")
            if event == "start" and relation.get("Type", "").endswith("/officeDocument") and target in archive:
                return target
    return "word/document.xml"


def _bold_styles(archive: Archive, part: str) -> frozenset[str]:
    """Ids of the styles that make text bold, by themselves or by the style that they are based on."""
    if part not in archive:
        return frozenset()
    bold: dict[str, bool] = {}
    based_on: dict[str, str] = {}
    for event, style in archive.elements(part, tags=_tags("style")):
        if event == "start":
            continue
        identifier = next((value for key, value in style.attrib.items() if key.endswith("}styleId")), "")
        switch = _child(_child(style, "rPr"), "b")
        if switch is not None:
            bold[identifier] = _is_on(switch)
        based_on[identifier] = _value(_child(style, "basedOn")) or ""
    return frozenset(style for style in based_on if _inherited(style, bold, based_on))


def _inherited(style: str, bold: dict[str, bool], based_on: dict[str, str]) -> bool:
    seen = set()
    while style not in bold and style in based_on and style not in seen:
        seen.add(style)
        style = based_on[style]
    return bold.get(style, False)
