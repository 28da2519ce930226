"""Study: the one door to storage. DataFrames come out, recorded changes go in."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import Connection, func, select

from codebook.errors import NotFound, StudyError
from corpus import database, frames, history, migrate
from corpus.positions import Positions
from corpus.schema import changes, coders, documents, settings, texts, turns

if TYPE_CHECKING:
    import pandas as pd

    from codebook import Codebook

FILE = "study.vivavoce"
KEPT = 64  # positions of documents kept in memory


class Study:
    """A study in a folder.

    Frames (`documents()`, `codings()` ...) have the columns that DESIGN calls the data model, ids as strings, rows in
    the study's order. Changes are made in a block:

        with study.change("add a coding", coder="Ada") as change:
            add_codings(change, [...])

    which is one transaction and one line of history; where the block raises, nothing has happened.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / FILE
        self._engine = database.engine_for(self.file)
        self._positions: OrderedDict[tuple[str, int], Positions] = OrderedDict()
        self._coders: dict[str, str] = {}

    @classmethod
    def create(cls, where: str | Path, *, title: str = "", language: str = "") -> Study:
        """Make an empty study in the folder `where`, which is made too.

        Raises StudyError where there is a study already, or no place for one.
        """
        folder = Path(where)
        if (folder / FILE).exists():
            raise StudyError(f"{folder} holds a study already. Choose another folder, or go on with this one.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / FILE).open("xb"):
                pass
        except OSError as error:
            raise StudyError(f"No study can be made in {folder}: {error.strerror}. Choose another folder.") from error
        study = cls(folder)
        with database.in_plain_words(study._engine):
            migrate.upgrade(study._engine)
        with database.writing(study._engine) as connection:
            values = {"study": str(uuid4()), "title": title or folder.resolve().name, "language": language}
            connection.execute(settings.insert(), [{"setting": k, "value": v} for k, v in values.items()])
        return study

    @classmethod
    def open(cls, where: str | Path) -> Study:
        """Open the study in the folder `where`; one of an earlier version is brought up to date.

        Raises StudyError where there is none, or the file is damaged or of a later version.
        """
        folder = Path(where)
        if folder.name == FILE and folder.is_file():
            folder = folder.parent
        if not (folder / FILE).is_file():
            raise StudyError(
                f'There is no study in {folder}. Make one with "vivavoce --study {folder} new", '
                "or name the folder of an existing one with --study."
            )
        study = cls(folder)
        with database.reading(study._engine) as connection:
            revision = migrate.revision_of(connection)
        if revision is None:
            raise StudyError(f"{folder / FILE} is not a study of vivavoce. Restore the file from a backup.")
        if revision != migrate.HEAD:
            with database.in_plain_words(study._engine):
                migrate.upgrade(study._engine)
        return study

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    # What a study knows of itself

    @property
    def revision(self) -> int:
        """The number of the last change, 0 before the first: what caches and exports go by."""
        with self.reading() as connection:
            return connection.scalar(select(func.max(changes.c.change))) or 0

    @property
    def title(self) -> str:
        """The study's title."""
        return self.setting("title")

    @property
    def language(self) -> str:
        """The language of documents that say none ("en"); "" where it is guessed from each text."""
        return self.setting("language")

    def setting(self, name: str) -> str:
        """A setting's value, "" where it was never set."""
        with self.reading() as connection:
            return connection.scalar(select(settings.c.value).where(settings.c.setting == name)) or ""

    # DataFrames out

    def documents(self) -> pd.DataFrame:
        """One row a document: see `corpus.frames.documents`."""
        return self._frame(frames.documents)

    def turns(self, *, text: bool = False, of: Collection[str] | None = None) -> pd.DataFrame:
        """One row a turn, with a column text where asked; `of`: ids of documents."""
        return self._frame(frames.turns, text=text, of=of)

    def participants(self) -> pd.DataFrame:
        """One row a participant: participant, name, then an attribute a column."""
        return self._frame(frames.participants)

    def codes(self) -> pd.DataFrame:
        """One row a code, in the order of the codebook."""
        return self.codebook().to_frame()

    def codings(self, *, columns: Collection[str] | None = None, of: Collection[str] | None = None) -> pd.DataFrame:
        """One row a coding, by document and place; `columns` names those wanted; ids of other tables are categories."""
        return self._frame(frames.codings, columns=columns, of=of)

    def suggestions(self) -> pd.DataFrame:
        """One row a suggestion: as codings, with method, why and status."""
        return self._frame(frames.suggestions)

    def coders(self) -> pd.DataFrame:
        """One row a coder, by name: coder, name, kind."""
        return self._frame(frames.coders)

    def memos(self) -> pd.DataFrame:
        """One row a memo: memo, about, target, coder, text, created_at, start, end."""
        return self._frame(frames.memos)

    def decisions(self) -> pd.DataFrame:
        """One row a decision on an implication: implication, theme, pain_point (codes), decision, statement, note,
        coder, created_at."""
        return self._frame(frames.implications)

    def history(self) -> pd.DataFrame:
        """One row a change, the oldest first: change, at, coder (name), operation, note, undoes, rows."""
        return self._frame(frames.history)

    def texts(self, of: Collection[str] | None = None) -> pd.Series:
        """The texts by document id, those of `of` or all, as they are now."""
        return self._frame(frames.texts, of=of)

    def codebook(self) -> Codebook:
        """The codebook as it is now."""
        with self.reading() as connection:
            return frames.codebook(connection)

    def positions(self, document: str, connection: Connection | None = None) -> Positions:
        """Words and turns of a document's text. Raises NotFound where there is no such document."""
        if connection is None:
            with self.reading() as connection:
                return self.positions(document, connection)
        revision = connection.scalar(select(documents.c.revision).where(documents.c.document == document))
        if revision is None:
            raise NotFound("The document is not in the study any more. Look at the study anew.")
        key = (document, revision)
        if key not in self._positions:
            text = connection.scalar(
                select(texts.c.text).where(texts.c.document == document, texts.c.revision == revision)
            )
            spans = select(turns.c.start, turns.c.end).where(turns.c.document == document).order_by(turns.c.turn)
            self._positions[key] = Positions(text or "", [tuple(row) for row in connection.execute(spans)])
            if len(self._positions) > KEPT:
                self._positions.popitem(last=False)
        return self._positions[key]

    # Changes in

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the study."""
        with database.reading(self._engine) as connection:
            yield connection

    @contextmanager
    def change(self, operation: str, *, coder: str, note: str = "") -> Iterator[StudyChange]:
        """A change by `coder` (a person's name): all of the block, or nothing of it."""
        with database.writing(self._engine) as connection:
            identity = self._coders.get(coder) or coder_id(connection, coder)
            yield StudyChange(self, connection, coder=identity, operation=operation, note=note)
        self._coders[coder] = identity  # now that it is on disk

    @contextmanager
    def alone(self, operation: str, *, coder: str) -> Iterator[StudyChange]:
        """A change after which what it deletes cannot be found in the file any more.

        Raises Busy, with nothing changed, where another program has the study open.
        """
        self._positions.clear()
        with database.alone(self._engine) as connection:
            yield StudyChange(self, connection, coder=coder_id(connection, coder), operation=operation)
        self._positions.clear()

    def undo(self, *, coder: str, anyone: bool = False) -> str | None:
        """Take back the last change of `coder` (of anyone), and say what it was; None where there is nothing left."""
        return self._reverse(history.last_undoable, coder, anyone=anyone, redo=False)

    def redo(self, *, coder: str, anyone: bool = False) -> str | None:
        """Make the last undone change again, and say what it was; None where there is none."""
        return self._reverse(history.last_redoable, coder, anyone=anyone, redo=True)

    def _reverse(self, find: Any, coder: str, *, anyone: bool, redo: bool) -> str | None:
        with database.writing(self._engine) as connection:
            identity = coder_id(connection, coder)
            target = find(connection, None if anyone else identity)
            if target is None:
                return None
            history.undo(connection, target, coder=identity, redo=redo)
            return history.described(connection, target)

    def _frame(self, load: Any, **options: Any) -> Any:
        with self.reading() as connection:
            return load(connection, **options)


class StudyChange(history.Change):
    """An open change that knows its study."""

    def __init__(self, study: Study, connection: Connection, **line: Any) -> None:
        super().__init__(connection, **line)
        self.study = study

    def positions(self, document: str) -> Positions:
        """Words and turns of a document's text."""
        return self.study.positions(document, self.connection)

    def coder_named(self, name: str) -> str:
        """The id of the person of that name, who becomes a coder where new."""
        return coder_id(self.connection, name)

    def set(self, **values: str) -> None:
        """Change settings of the study."""
        present = set(self.connection.scalars(select(settings.c.setting)))
        rows = [{"setting": name, "value": value} for name, value in values.items()]
        self.update(settings, [row for row in rows if row["setting"] in present])
        self.insert(settings, [row for row in rows if row["setting"] not in present])


def coder_id(connection: Connection, name: str, *, kind: str = "person") -> str:
    """The id of the coder of that name, made where there was none.

    Raises StudyError where a coder of the other kind has the name.
    """
    name = name.strip()
    if not name:
        raise StudyError("A change needs the name of who makes it: say --as NAME.")
    query = select(coders.c.coder, coders.c.kind).where(func.lower(coders.c.name) == name.lower())
    found = connection.execute(query).one_or_none()
    if found is None:
        new = str(uuid4())
        connection.execute(coders.insert(), {"coder": new, "name": name, "kind": kind})
        return new
    if found.kind != kind:
        raise StudyError(f'"{name}" is the name of a {found.kind} in this study, not of a {kind}. Take another name.')
    return found.coder


def written(value: Any) -> str:
    """A list or an object as the JSON text in which it is kept."""
    return json.dumps(value, ensure_ascii=False)
