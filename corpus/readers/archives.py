"""Files that are zip archives of XML (.docx, .odt, .xlsx), opened with limits: no bomb, no entity, nothing fetched."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import IO

from lxml import etree

from codebook.errors import UnreadableFile
from corpus.readers.decoding import kind_of

MOST_BYTES = 200_000_000
"""Unpacked, all members together."""
MOST_XML = 100_000_000
"""Unpacked, of one member that is parsed: some 15 s of work."""
MOST_RATIO = 250
"""Unpacked to packed, of one member. Real transcripts reach 30, the most that deflate can do is 1,032."""
MOST_MEMBERS = 10_000
SMALL = 1_000_000
"""Up to this size a member may shrink as well as it likes."""

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
"""How old Office files begin, and new ones that a password protects."""
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    KeyError,
    ValueError,
    RuntimeError,  # also NotImplementedError, for a compression that Python does not know
    OverflowError,
)


class Archive:
    """A zip archive whose size has been checked. `what` is what the file should be: "Word document"."""

    def __init__(self, data: bytes, *, name: str, what: str) -> None:
        self.name = name
        self.what = what
        if not data.startswith(b"PK"):
            raise not_a(what, data, name=name)
        with self._faults():
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        self.members = frozenset(member.filename for member in members)
        self._check(members)

    def __contains__(self, member: str) -> bool:
        return member in self.members

    def open(self, member: str) -> IO[bytes]:
        """The unpacked bytes of a member, as a stream. Faults in them show only while they are read."""
        if member not in self.members:
            raise UnreadableFile(
                f"{self.name} is no {self.what}: it lacks the part {member}. Open it in the program that made it and "
                "save it again."
            )
        with self._faults():
            return self._zip.open(member)

    def elements(self, member: str, *, tags: Collection[str]) -> Iterator[tuple[str, etree._Element]]:
        """("start" or "end", element) for each element of a member whose tag is one of `tags`, while it is parsed.

        At "end" the element is whole. Who is done with it calls `forget`, so that a long text needs little memory.
        """
        if member in self.members and self._zip.getinfo(member).file_size > MOST_XML:
            raise self._too_large()
        with self._faults():
            events = etree.iterparse(
                self.open(member),
                events=("start", "end"),
                tag=tuple(tags),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            )
            first = True
            for event, element in events:
                if first and element.getroottree().docinfo.doctype:
                    raise UnreadableFile(
                        f"{self.name}, {member}: the XML declares a document type with entities of its own, which no "
                        f"{self.what} needs and which is not read. Open it where it was made and save it again."
                    )
                first = False
                yield event, element

    def check_entities(self) -> None:
        """Refuse the archive where any XML in it declares a document type. For libraries that parse it themselves."""
        for member in sorted(self.members):
            if member.endswith((".xml", ".rels")):
                next(self.elements(member, tags=["*"]), None)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """What zipfile and lxml raise at a damaged file, as one sentence."""
        try:
            yield
        except (*_ZIP_FAULTS, etree.LxmlError) as fault:
            raise UnreadableFile(
                f"{self.name} is damaged or cut short, and cannot be read as a {self.what}. Copy or export it again "
                "from where it came."
            ) from fault

    def _check(self, members: list[zipfile.ZipInfo]) -> None:
        if any(member.flag_bits & 1 for member in members):
            raise UnreadableFile(_locked(self.name))
        bomb = (
            len(members) > MOST_MEMBERS
            or sum(member.file_size for member in members) > MOST_BYTES
            or any(member.file_size > max(SMALL, MOST_RATIO * member.compress_size) for member in members)
        )
        if bomb:
            raise self._too_large()

    def _too_large(self) -> UnreadableFile:
        return UnreadableFile(
            f"{self.name} unpacks to far more than a transcript needs (at most {MOST_XML // 1_000_000} MB of text with "
            f"its markup, {MOST_BYTES // 1_000_000} MB in all). Remove its pictures or split it, and save it again."
        )


def forget(element: etree._Element) -> None:
    """Free an element that has been read, and its elder siblings."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    if parent is not None:
        while (elder := element.getprevious()) is not None:
            parent.remove(elder)


def not_a(what: str, data: bytes, *, name: str) -> UnreadableFile:
    """The error for a file that is no `what`, saying what it is where its first bytes tell."""
    if not data.strip():
        return UnreadableFile(f"{name} is empty. Copy or export it again from where it came.")
    if data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        return UnreadableFile(_locked(name))
    kind = kind_of(data)
    if kind is None:
        return UnreadableFile(
            f"{name} is no {what}, whatever its name says. Name it after what it is (.txt for plain text), or "
            "export it again."
        )
    remedy = f"name it {' or '.join(kind.suffixes)}" if kind.suffixes else "open it where it was made and save it anew"
    return UnreadableFile(f"{name} is no {what} but {kind.label}; {remedy}.")


def _locked(name: str) -> str:
    return f"{name} is protected by a password. Open it, remove the password, and save it again."
