"""Opening the database of a study so that a transaction is one, and a second writer waits or is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from codebook.errors import Busy, StudyError

PATIENCE_MS = 10_000  # how long a writer waits for another


def engine_for(path: Path) -> Engine:
    """An engine on the SQLite file at `path`: WAL, foreign keys, every commit on disk before it returns."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        # sqlite3 would open transactions by itself, late and not before DDL: SQLAlchemy's BEGIN below is the only one.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={PATIENCE_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "cache_size=-65536",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the study from its first query to its last."""
    with in_plain_words(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction of its own, committed where the block ends well, else as if it had not begun."""
    with in_plain_words(engine), engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """As `writing`, while no other program has the study open; what is deleted is then gone from the file as well.

    The file is written anew, without free pages, and no log of writing stays beside it. Raises Busy, with nothing
    changed, where another program has the study open.
    """
    engine.dispose()
    with in_plain_words(engine), engine.connect().execution_options(writing=True) as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        try:
            raw.execute("PRAGMA busy_timeout=500")
            raw.execute("PRAGMA journal_mode=DELETE")  # refused while anyone else is there
        except sqlite3.OperationalError as error:
            raise Busy(
                f"Another program has {engine.url.database} open. Close it (the app too) and try again; nothing was "
                "changed."
            ) from error
        try:
            raw.execute("PRAGMA secure_delete=ON")
            with connection.begin():
                yield connection
            raw.execute("VACUUM")
        finally:
            connection.invalidate()  # the next connection goes back to WAL


@contextmanager
def in_plain_words(engine: Engine) -> Iterator[None]:
    """Errors of the database as sentences that a researcher can act on."""
    try:
        yield
    except OperationalError as error:
        raise _explained(error, engine) from error
    except DatabaseError as error:
        if isinstance(error.orig, sqlite3.DatabaseError) and not isinstance(error.orig, sqlite3.IntegrityError):
            raise _explained(error, engine) from error
        raise


def _explained(error: DatabaseError, engine: Engine) -> StudyError:
    where, said = engine.url.database, str(error.orig)
    if "locked" in said or "busy" in said:
        return Busy(
            f"{where} is busy: another process has been writing to it for a while. Nothing was changed; try again."
        )
    if "full" in said or "disk I/O" in said:
        return StudyError(f"{where}: the disk is full or fails. Nothing was changed; free some space and try again.")
    if "readonly" in said or "unable to open" in said:
        return StudyError(f"{where} cannot be written. See to the permissions of the file and its folder.")
    return StudyError(f"{where} is damaged or no study ({said}). Restore the folder from a backup.")
