"""The command participants."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli.session import Json, Session, plural, read_bytes, tell, warn


def register(app: typer.Typer) -> None:
    """Hang the command into `app`."""
    app.command()(participants)


def participants(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=".csv or .xlsx; the first column names the participant or document.")],
    as_json: Json = False,
) -> None:
    """Say who the participants are: an attribute a column; columns `document` and `speaker` tell who speaks where."""
    from codebook.sheets import read_sheet
    from corpus.people import import_participants

    session: Session = context.obj
    sheet = read_sheet(read_bytes(file), name=file.name)
    with session.change("import participants", file.name) as change:
        result = import_participants(change, sheet)
    if not as_json:
        for row in result.refused:
            warn(f"{file.name}, row {row['row']}: {row['reason']}")
    attributes = ", ".join(result.attributes) or "no attributes"
    tell(as_json, asdict(result), f"Described {plural(result.participants, 'participant')}: {attributes}.")
    raise typer.Exit(1 if result.refused else 0)
