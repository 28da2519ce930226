"""Bringing the tables of a study to the form that this version of the program knows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, table
from sqlalchemy.sql import column

from codebook.errors import StudyError

HEAD = "0002"  # the newest revision in migrations/versions; a test compares the two


def revision_of(connection: Connection) -> str | None:
    """The revision of the tables, or None where the file holds no study."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(select(column("version_num")).select_from(table("alembic_version")))


def upgrade(engine: Engine) -> None:
    """Make the tables, or change those of an older version; a newer version's study is refused.

    Raises StudyError where the study was made by a later version of the program.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StudyError(
                f"{engine.url.database} was made by a later version of vivavoce ({error}). Open it with that version."
            ) from error
