"""Taking another program's project into a study."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePath

from sqlalchemy import Table, func, select

from codebook import with_colours
from codebook.errors import CodebookError, UnreadableFile
from corpus import frames, readers
from corpus.codebooks import set_codebook
from corpus.coding import NewCoding, add_codings
from corpus.documents import add_document
from corpus.exchange import taguette
from corpus.schema import coders
from corpus.speakers import find_turns
from corpus.study import StudyChange
from corpus.transcripts import Transcript


@dataclass(slots=True)
class Loaded:
    """How much was taken over, and what could not be."""

    documents: int = 0
    codes: int = 0
    codings: int = 0
    participants: int = 0
    memos: int = 0
    coders: int = 0
    warnings: list[str] = field(default_factory=list)


def load_project(change: StudyChange, path: Path, *, language: str = "") -> Loaded:
    """Take a project in. Raises UnreadableFile where the file is none that is known."""
    if path.suffix.lower() in (".sqlite3", ".sqlite", ".db"):
        return load_taguette(change, path, language=language)
    raise UnreadableFile(f'{path.name} is no project that can be loaded; a project of Taguette ends in ".sqlite3".')


def load_taguette(change: StudyChange, path: Path, *, language: str = "") -> Loaded:
    """Take a project of Taguette in: its documents, tags and highlights.

    Documents are added beside those there are; a tag becomes the code of its path, made where there is none.
    """
    project = taguette.read(path)
    before = _count(change, coders)
    loaded = Loaded(warnings=list(project.warnings))
    documents: dict[int, str] = {}
    for document in project.documents:
        read = Transcript(document.text, tuple(find_turns(document.text)), format="taguette")
        transcript = readers.finished(read, language=language or None)
        file = PurePath(document.name)
        name = file.stem if file.suffix.lower() in readers.supported() else document.name
        documents[document.id], _ = add_document(change, transcript, name=name, source=document.name)
    codes = _codes(change, project, loaded)
    new = [
        NewCoding(
            documents[coding.document],
            coding.start,
            coding.end,
            codes[coding.tag],
            coder=change.coder_named(coding.coder) if coding.coder else "",
            origin="taguette",
        )
        for coding in project.codings
        if coding.tag in codes
    ]
    loaded.documents, loaded.codings = len(documents), len(add_codings(change, new))
    loaded.coders = max(_count(change, coders) - before, len({coding.coder for coding in new}))
    return loaded


def _codes(change: StudyChange, project: taguette.TaguetteProject, loaded: Loaded) -> dict[int, str]:
    """The ids of the codes that the tags become."""
    book = frames.codebook(change.connection)
    codes: dict[int, str] = {}
    for tag, path, description in project.tags:
        try:
            if path not in book.paths:
                book = book.add(path, definition=description)
                loaded.codes += 1
            codes[tag] = book.at(path).id
        except CodebookError as error:
            loaded.warnings.append(f'the tag "{path}" was left out with its codings: {error}')
    set_codebook(change, with_colours(book))
    return codes


def _count(change: StudyChange, table: Table) -> int:
    return change.connection.scalar(select(func.count()).select_from(table)) or 0
