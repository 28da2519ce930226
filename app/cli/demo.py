"""The command demo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.session import Json, plural, tell, waiting


def register(app: typer.Typer) -> None:
    """Hang the command into `app`."""
    app.command()(demo)


def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the study is made.")],
    as_json: Json = False,
) -> None:
    """Make a small study of invented interviews, and every table and figure of it."""
    from app.demonstration import make
    from app.exporting import export

    with waiting("Making the study, its tables and figures"):
        study = make(folder)
        manifest = export(study, folder)
    codings = len(study.codings(columns=["code"]))
    tell(
        as_json,
        {"study": str(folder), "documents": len(study.documents()), "codings": codings, "files": manifest["files"]},
        f"Made a study of {plural(len(study.documents()), 'invented interview')} with {plural(codings, 'coding')}.",
        f"Look at {folder / 'paper'}: the tables and figures of a paper.",
        f"Try:     vivavoce --study {folder} table frequencies",
        f"         vivavoce --study {folder} table quotes --code 'Tribal knowledge'",
    )
