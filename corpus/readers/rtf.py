"""Rich text (.rtf): paragraphs and tables in any code page; no headers, footnotes, pictures, deletions.

Read here and not by a library: striprtf, the one that is kept up, fails on bytes that a code page lacks, leaves emoji
in halves, keeps deleted text, says nothing of bold, and takes 20 s for 20 MB.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from codebook.errors import UnreadableFile
from corpus.readers.archives import not_a
from corpus.readers.office import Pages, Passage
from corpus.readers.rendering import check_length
from corpus.transcripts import Transcript


def read(data: bytes, *, name: str, speakers: Collection[str] = ()) -> Transcript:
    """An .rtf with each paragraph as a line and each row of a table as a line with tabs.

    Tracked changes are read as if accepted. Raises UnreadableFile.
    """
    if not data.startswith(b"{\\rtf"):
        raise not_a("rich text", data, name=name)
    if len(data) > _MOST_BYTES:
        raise _too_long(name)
    reader = _Reader(data, name=name)
    reader.read()
    return reader.pages.transcript(speakers=speakers, notes=_notes(reader.met))


def _notes(met: Counter[str]) -> list[str]:
    notes = []
    if met["footnote"]:
        notes.append(f"Footnotes were left out ({met['footnote']}).")
    if met["annotation"]:
        notes.append(f"Comments were left out ({met['annotation']}).")
    if met["deleted"]:
        notes.append("The document has tracked changes: insertions were read, deletions left out.")
    return notes


# Some 10 s of work. Interviews of an hour have 10,000 to 100,000 tokens; it is pictures that make files large.
_MOST_TOKENS = 2_000_000
_MOST_BYTES = 50_000_000

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+"
)

# Groups that hold no text of the document. A group that starts with \* and a word not known here is left out too.
_LEFT_OUT = frozenset(
    """annotation atnauthor atndate atnid atnref author bkmkend bkmkstart colorschememapping colortbl comment company
    creatim datafield datastore docvar doccomm fldinst filetbl fonttbl footer footerf footerl footerr footnote ftncn
    ftnsep ftnsepc generator header headerf headerl headerr info keywords latentstyles listoverridetable listpicture
    listtable listtext nonshppict nonesttables objdata operator pict pntext pnseclvl printim revtbl revtim rsidtbl
    shpgrp shprslt sn sp stylesheet subject sv tc themedata title txe userprops xe xmlnstbl""".split()
)
_READ_WITH_STAR = frozenset(["shpinst", "shptxt"])
_SIGNS = {
    "tab": "\t",
    "nestcell": "\t",
    "nestrow": "\n",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "~": "\xa0",
    "-": "\xad",
    "_": "\u2011",
    "{": "{",
    "}": "}",
    "\\": "\\",
    "\t": "\t",
}
# Windows charset numbers of fonts; 0 and 1 mean the document's own.
_CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_CODECS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


@dataclass(frozen=True, slots=True)
class _Look:
    """How text is to be read: what a group inherits and, at its end, gives back."""

    font: int | None = None
    bold: bool = False
    deleted: bool = False
    after_unicode: int = 1
    """How many characters after a \\u stand for it, for programs that know no Unicode."""


class _Reader:
    def __init__(self, data: bytes, *, name: str) -> None:
        self.data = data
        self.name = name
        self.position = 0
        self.pages = Pages(name=name)
        self.met: Counter[str] = Counter()
        self.codec = "cp1252"
        self.fonts: dict[int, str] = {}
        self.default_font = 0
        self.look = _Look()
        self.groups: list[_Look] = []
        self.paragraph = Passage()
        self.characters = 0
        self.in_table = False
        # Bytes and UTF-16 units wait until all of a character is there. `skip` bytes stand for a unit that was read.
        self.bytes: list[bytes] = []
        self.units: list[str] = []
        self.skip = 0
        self.star = False

    def read(self) -> None:
        """Read to the end of the outermost group."""
        for _ in range(_MOST_TOKENS):
            match = _TOKEN.match(self.data, self.position)
            if not match:
                break
            self.position = match.end()
            kind = match.lastgroup
            if kind == "text":
                self._bytes(match["text"])
            elif kind == "hex":
                self._bytes(bytes.fromhex(match["hex"].decode()))
            elif kind == "sign":
                self._sign(match["sign"].decode("latin-1"))
            elif kind == "brace":
                self._brace(match["brace"])
                if not self.groups:
                    break
            elif kind is not None:
                self._word(match["word"].decode(), match["number"])
        else:
            raise _too_long(self.name)
        if self.groups:
            raise UnreadableFile(
                f"{self.name} ends in the middle of its text: it was cut short. Copy or export it again from where it "
                "came."
            )
        if self.paragraph:
            self._end_paragraph()

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.skip = 0
        self.star = False
        if brace == b"{":
            self.groups.append(self.look)
        else:
            self.look = self.groups.pop()

    def _bytes(self, text: bytes) -> None:
        skipped = min(self.skip, len(text))
        self.skip -= skipped
        text = text[skipped:]
        if text:
            if self.units:
                self._flush()
            self.bytes.append(text)

    def _sign(self, sign: str) -> None:
        if self.skip:
            self.skip -= 1
        elif sign == "*":
            self.star = True
        elif sign in "\r\n":
            self._end_paragraph()
        else:
            self._write(_SIGNS.get(sign, ""))

    def _word(self, word: str, number: bytes | None) -> None:
        star, self.star = self.star, False
        value = int(number) if number is not None else None
        if word == "u":
            if self.bytes:
                self._flush()
            self.units.append(chr((value or 0) % 0x10000))
            self.skip = self.look.after_unicode
        elif word in _SIGNS:
            self._write(_SIGNS[word])
        elif word in ("par", "sect", "page"):
            self._end_paragraph()
        elif word in ("f", "b", "deleted", "uc", "plain"):
            self._change_look(word, value)
        elif word in ("intbl", "trowd", "itap", "pard"):
            self.in_table = word != "pard" and value != 0
        elif word == "cell":
            self._end_cell()
        elif word == "row":
            self.pages.close_row()
        elif word in _CODECS:
            self.codec = _CODECS[word]
        elif word == "ansicpg":
            self.codec = _known(f"cp{value}", otherwise=self.codec)
        elif word == "deff":
            self.default_font = value or 0
        elif word == "bin":
            self.position += max(0, value or 0)
        elif word in _LEFT_OUT or (star and word not in _READ_WITH_STAR):
            self.met[word] += 1
            start = self.position
            self._leave_group()
            if word == "fonttbl":
                self._take_fonts(self.data[start : self.position])

    def _change_look(self, word: str, value: int | None) -> None:
        self._flush()
        if word == "f":
            self.look = replace(self.look, font=value)
        elif word == "b":
            self.look = replace(self.look, bold=value != 0)
        elif word == "deleted":
            self.look = replace(self.look, deleted=value != 0)
            self.met[word] += 1
        elif word == "uc":
            self.look = replace(self.look, after_unicode=max(0, value or 0))
        else:
            self.look = _Look(after_unicode=self.look.after_unicode)

    def _flush(self) -> None:
        """Write the bytes or units that wait."""
        if self.bytes:
            font = self.default_font if self.look.font is None else self.look.font
            text, self.bytes = b"".join(self.bytes), []
            self._add(text.decode(self.fonts.get(font, self.codec), "replace"))
        elif self.units:
            units, self.units = "".join(self.units), []
            self._add(units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))

    def _write(self, sign: str) -> None:
        self._flush()
        self._add(sign)

    def _add(self, text: str) -> None:
        if not self.look.deleted:
            self.paragraph.add(text, bold=self.look.bold)
            self.characters += len(text)
            check_length(self.characters, name=self.name)

    def _end_paragraph(self) -> None:
        self._flush()
        if self.look.deleted:
            return
        # A table has no begin and no end of its own: it lasts while paragraphs say that they are in one.
        if self.in_table and not self.pages.in_table:
            self.pages.open_table()
        elif self.pages.in_table and not self.in_table:
            self.pages.close_table()
        self.pages.paragraph(self.paragraph)
        self.paragraph = Passage()

    def _end_cell(self) -> None:
        self.in_table = True
        self._end_paragraph()
        self.pages.close_cell()

    def _take_fonts(self, table: bytes) -> None:
        """Which font has a code page of its own."""
        for number, charset in _FONT.findall(table):
            if codec := _CHARSETS.get(int(charset)):
                self.fonts[int(number)] = codec

    def _leave_group(self) -> None:
        """Go on at the brace that closes this group."""
        depth = 1
        start = self.position
        for match in _SKIPPED.finditer(self.data, start):
            if match.start() < self.position:  # within binary data
                continue
            brace = match["brace"]
            if brace == b"{":
                depth += 1
            elif brace == b"}":
                depth -= 1
            elif match["bin"]:
                self.position = match.end() + int(match["bin"])
            if not depth:
                self.position = match.start()
                return
        self.position = len(self.data)


_SKIPPED = re.compile(rb"\\bin(?P<bin>\d{1,10})[ ]?|\\[^a-zA-Z]|(?P<brace>[{}])")
_FONT = re.compile(rb"\\f(\d{1,5})(?!\d)[^{};]{0,200}?\\fcharset(\d{1,3})")


def _too_long(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} is far larger than an interview. Remove its pictures, or split it, in a word processor, and save it "
        "as .docx."
    )


def _known(codec: str, *, otherwise: str) -> str:
    try:
        return codecs.lookup(codec).name
    except LookupError:
        return otherwise
