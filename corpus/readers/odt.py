"""OpenDocument texts (.odt): paragraphs, headings, lists, tables; no headers, footnotes, comments, deletions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from lxml import etree

from codebook.errors import UnreadableFile
from corpus.readers.archives import Archive, forget
from corpus.readers.office import Pages, Passage
from corpus.transcripts import Transcript

_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT = f"{{{_OPEN}text:1.0}}"
_TABLE = f"{{{_OPEN}table:1.0}}"
_STYLE = f"{{{_OPEN}style:1.0}}"
_OFFICE = f"{{{_OPEN}office:1.0}}"
_FRAME = f"{{{_OPEN}drawing:1.0}}frame"
_WEIGHT = f"{{{_OPEN}xsl-fo-compatible:1.0}}font-weight"

_PARAGRAPH, _HEADING = _TEXT + "p", _TEXT + "h"
_NOTE, _COMMENT, _DELETED = _TEXT + "note", _OFFICE + "annotation", _TEXT + "tracked-changes"
_ROW, _CELL, _COVERED = _TABLE + "table-row", _TABLE + "table-cell", _TABLE + "covered-table-cell"
_OUTSIDE = {_NOTE: "notes", _COMMENT: "comments", _DELETED: "deletions"}
_MOST_SPACES = 1_000
"""That one text:s may stand for."""


def read(data: bytes, *, name: str, speakers: Collection[str] = ()) -> Transcript:
    """An .odt with each paragraph as a line and each row of a table as a line with tabs.

    Tracked changes are read as if accepted. Raises UnreadableFile.
    """
    archive = Archive(data, name=name, what="OpenDocument text")
    _refuse_password(archive)
    styles = _Styles()
    for part in ("styles.xml", "content.xml"):
        styles.read(archive, part)
    pages = Pages(name=name)
    left_out: Counter[str] = Counter()
    outside = 0
    tags = [_PARAGRAPH, _HEADING, _TABLE + "table", _ROW, _CELL, _COVERED, *_OUTSIDE]
    for event, element in archive.elements("content.xml", tags=tags):
        tag = element.tag
        if tag in _OUTSIDE:
            outside += 1 if event == "start" else -1
            left_out[_OUTSIDE[tag]] += event == "start"
        elif outside:
            continue
        elif event == "start":
            if tag == _TABLE + "table":
                pages.open_table()
        elif tag in (_PARAGRAPH, _HEADING):
            pages.paragraph(_paragraph(element, styles))
            forget(element)
        elif tag in (_CELL, _COVERED):
            pages.close_cell()
        elif tag == _ROW:
            pages.close_row()
            forget(element)
        else:
            pages.close_table()
            forget(element)
    return pages.transcript(speakers=speakers, notes=_notes(left_out))


def _notes(left_out: Counter[str]) -> list[str]:
    notes = []
    if left_out["notes"]:
        notes.append(f"Footnotes were left out ({left_out['notes']}).")
    if left_out["comments"]:
        notes.append(f"Comments were left out ({left_out['comments']}).")
    if left_out["deletions"]:
        notes.append("The document has tracked changes: insertions were read, deletions left out.")
    return notes


class _Styles:
    """Which styles make text bold, by themselves or by their parent."""

    def __init__(self) -> None:
        self._bold: dict[str, bool] = {}
        self._parent: dict[str, str] = {}

    def read(self, archive: Archive, part: str) -> None:
        """Take up the styles of content.xml or styles.xml."""
        if part not in archive:
            return
        for event, style in archive.elements(part, tags=[_STYLE + "style", _OFFICE + "body"]):
            if style.tag == _OFFICE + "body":
                return
            if event == "start":
                continue
            name = style.get(_STYLE + "name", "")
            properties = style.find(_STYLE + "text-properties")
            weight = properties.get(_WEIGHT) if properties is not None else None
            if weight is not None:
                self._bold[name] = weight in ("bold", "600", "700", "800", "900")
            self._parent[name] = style.get(_STYLE + "parent-style-name", "")

    def are_bold(self, name: str, *, otherwise: bool = False) -> bool:
        """Whether text in the style `name` is bold; `otherwise`, where the style says nothing of it."""
        seen = set()
        while name not in self._bold and name in self._parent and name not in seen:
            seen.add(name)
            name = self._parent[name]
        return self._bold.get(name, otherwise)


def _paragraph(element: etree._Element, styles: _Styles) -> Passage:
    passage = Passage()
    writer = _Writer(passage, styles)
    writer.write(element, bold=styles.are_bold(element.get(_TEXT + "style-name", "")))
    return passage


_SPACE = re.compile("[ \t\r\n]+")


class _Writer:
    """Writes a paragraph with its white space as OpenDocument 1.2, 6.1.2 has it: runs of it are one space, and none
    stands at the beginning; text:s and text:tab are what they say.
    """

    def __init__(self, passage: Passage, styles: _Styles) -> None:
        self.passage = passage
        self.styles = styles
        self._after_space = True

    def write(self, element: etree._Element, *, bold: bool) -> None:
        """Write what an element says, and what its children say."""
        self._text(element.text, bold=bold)
        for child in element:
            tag = child.tag
            if tag == _TEXT + "s":
                count = child.get(_TEXT + "c", "1")
                self._sign(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
            elif tag == _TEXT + "tab":
                self._sign("\t")
            elif tag == _TEXT + "line-break":
                self._sign("\n")
                self._after_space = True
            elif tag == _TEXT + "span":
                self.write(child, bold=self.styles.are_bold(child.get(_TEXT + "style-name", ""), otherwise=bold))
            elif isinstance(tag, str) and tag not in _NOT_IN_LINE:
                self.write(child, bold=bold)
            self._text(child.tail, bold=bold)

    def _text(self, text: str | None, *, bold: bool) -> None:
        if not text:
            return
        text = _SPACE.sub(" ", text)
        if self._after_space:
            text = text.removeprefix(" ")
        self.passage.add(text, bold=bold)
        if text:
            self._after_space = text.endswith(" ")

    def _sign(self, sign: str) -> None:
        self.passage.add(sign)
        self._after_space = False


# Footnotes and comments are left out; the paragraphs of a text box (in a frame) come as paragraphs.
_NOT_IN_LINE = {_NOTE, _COMMENT, _COMMENT + "-end", _FRAME, _TEXT + "ruby-text", _PARAGRAPH, _HEADING}


def _refuse_password(archive: Archive) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest not in archive:
        return
    encrypted = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}encryption-data"
    for _ in archive.elements(manifest, tags=[encrypted]):
        raise UnreadableFile(
            f"{archive.name} is protected by a password. Open it, remove the password, and save it again."
        )
