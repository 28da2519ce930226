"""Projects of Taguette (.sqlite3): read, never written to, and never trusted.

A document's contents are HTML; the offsets of a highlight count UTF-8 bytes of the text without its tags, and its
snippet tells whether they do (taguette/extract.py).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from codebook.errors import UnreadableFile
from codebook.sheets import LARGEST
from corpus.placing import levelled

_NEEDED = {
    "documents": {"id", "name", "contents"},
    "tags": {"id", "path", "description"},
    "highlights": {"id", "document_id", "start_offset", "end_offset", "snippet"},
    "highlight_tags": {"highlight_id", "tag_id"},
}


@dataclass(frozen=True, slots=True)
class TaguetteDocument:
    """A document: its text without tags."""

    id: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class TaguetteCoding:
    """A tag on a highlight, placed in code points."""

    document: int
    tag: int
    start: int
    end: int
    coder: str  # "" where the project does not tell


@dataclass(slots=True)
class TaguetteProject:
    """What a project holds. `tags`: (id, path, description); `warnings`: what could not be taken over, item by item."""

    documents: list[TaguetteDocument] = field(default_factory=list)
    tags: list[tuple[int, str, str]] = field(default_factory=list)
    codings: list[TaguetteCoding] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read(path: Path) -> TaguetteProject:
    """Read a Taguette project.

    Raises UnreadableFile where the file is none, or holds several projects.
    """
    try:
        with path.open("rb") as file:
            if file.read(16) != b"SQLite format 3\0":
                raise UnreadableFile(f"{path.name} is no SQLite file, which a project of Taguette is. Export it again.")
        if path.stat().st_size > 5 * LARGEST:
            raise UnreadableFile(f"{path.name} is larger than any project of Taguette. Is it the right file?")
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA query_only=ON")
            return _project(connection, path.name)
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be opened: {error.strerror}.") from error
    except sqlite3.Error as error:
        raise UnreadableFile(f"{path.name} is damaged ({error}). Export the project from Taguette again.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{path.name} holds text that is not UTF-8. Export the project from Taguette again."
        ) from error


def _project(connection: sqlite3.Connection, name: str) -> TaguetteProject:
    tables = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    for table, columns in _NEEDED.items():
        present = {row[1] for row in connection.execute(f"pragma table_info({table})")} if table in tables else set()
        if missing := columns - present:
            raise UnreadableFile(
                f"{name} is no project of Taguette: its table {table} lacks {', '.join(sorted(missing))}. "
                "Export the project from Taguette again."
            )
    if "projects" in tables and (count := connection.execute("select count(*) from projects").fetchone()[0]) > 1:
        raise UnreadableFile(f"{name} holds {count} projects. Open it in Taguette and export the one that is wanted.")
    project = TaguetteProject(
        tags=[tuple(row) for row in connection.execute("select id, path, description from tags order by id")],
    )
    if "users" in tables:
        project.users = [row[0] for row in connection.execute("select login from users order by login")]
    for document, title, contents in connection.execute("select id, name, contents from documents order by id"):
        project.documents.append(TaguetteDocument(document, title, text_of(contents)))
    _place(connection, project)
    return project


def _place(connection: sqlite3.Connection, project: TaguetteProject) -> None:
    tags_of: dict[int, list[int]] = {}
    known = {tag for tag, _, _ in project.tags}
    for highlight, tag in connection.execute("select highlight_id, tag_id from highlight_tags order by tag_id"):
        if tag in known:
            tags_of.setdefault(highlight, []).append(tag)
        else:
            project.warnings.append(f"highlight {highlight} bears a tag that the project does not have")
    texts = {document.id: document for document in project.documents}
    code_points = {document.id: _code_points(document.text) for document in project.documents}
    coders = _coders(connection, project.users)
    for highlight, document, start, end, snippet in connection.execute(
        "select id, document_id, start_offset, end_offset, snippet from highlights "
        "order by document_id, start_offset, id"
    ):
        if document not in texts:
            project.warnings.append(f"highlight {highlight} is in a document that the project does not have")
            continue
        if not tags_of.get(highlight):
            project.warnings.append(f"{texts[document].name}: highlight {highlight} bears no tag and was left out")
            continue
        text, points = texts[document].text, code_points[document]
        if not 0 <= start < end < len(points):
            project.warnings.append(f"{texts[document].name}: highlight {highlight} lies beyond the text")
            continue
        span = points[start], points[end]
        if levelled(text[slice(*span)]) != levelled(text_of(snippet)):
            project.warnings.append(
                f"{texts[document].name}: highlight {highlight} ({start} to {end}) does not hold what was highlighted"
            )
        coder = coders.get(highlight, "")
        project.codings += [TaguetteCoding(document, tag, *span, coder) for tag in tags_of[highlight]]


def _coders(connection: sqlite3.Connection, users: list[str]) -> dict[int, str]:
    """Who made or last changed each highlight, as far as the log of commands tells."""
    coders: dict[int, str] = {}
    if users and connection.execute("select 1 from sqlite_master where type='table' and name='commands'").fetchone():
        for user, payload in connection.execute("select user_login, payload from commands order by id"):
            try:
                command = json.loads(payload)
            except ValueError:
                continue
            if isinstance(command, dict) and command.get("type") == "highlight_add":
                coders[command.get("highlight_id", -1)] = user
    return coders


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def text_of(html: str) -> str:
    """HTML without its tags, entities as the characters that they stand for."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return "".join(parser.pieces)


def _code_points(text: str) -> list[int]:
    """For each offset in UTF-8 bytes the code point in which it lies, the end of the text included."""
    return [*_offsets(text), len(text)]


def _offsets(text: str) -> Iterator[int]:
    if text.isascii():
        yield from range(len(text))
        return
    for number, width in enumerate(map(len, (character.encode("utf-8", "surrogatepass") for character in text))):
        yield from (number,) * width
