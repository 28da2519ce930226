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
    """Make the reference study, eighteen invented interviews, and everything that a paper prints of it."""
    from app.demonstration import CODER, make
    from app.exporting import export
    from app.suggesting import suggest_by_patterns

    with waiting("Adding interviews, codebook and codings"):
        study = make(folder)
    with waiting("Proposing codes for what is not coded yet"):
        suggested = suggest_by_patterns(study, coder=CODER)
    with waiting("Making the tables, the figures and the paper"):
        manifest = export(study, folder)
    documents, codings = len(study.documents()), len(study.codings(columns=["code"]))
    listed = manifest["implications"]
    tell(
        as_json,
        {
            "study": str(folder),
            "documents": documents,
            "codings": codings,
            "suggestions": len(suggested.table),
            "implications": listed,
            "files": manifest["files"],
        },
        f"Made a study of {plural(documents, 'invented interview')} with {plural(codings, 'coding')}, "
        f"{plural(len(suggested.table), 'suggestion')} and {plural(listed, 'implication')}.",
        f"Look at {folder / 'paper'}: the tables, figures, quotes and implications of a paper. paper.tex has them all.",
        f"Try:     vivavoce --study {folder} implications",
        f"         vivavoce --study {folder} table frequencies --theme Velocity",
        f"         vivavoce --study {folder} table quotes --code 'Undocumented tribal knowledge'",
    )
