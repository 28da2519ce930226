"""The commands codings import and codings export."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli.session import Json, Session, plural, read_bytes, tell, waiting, warn, write_bytes

SHOWN = 20  # rows told one by one before the rest is only counted
group = typer.Typer(no_args_is_help=True, help="Codings from and to tables of quotes or offsets.")


def register(app: typer.Typer) -> None:
    """Hang the commands into `app`."""
    app.add_typer(group, name="codings")


@group.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=".csv or .xlsx: document, code, and quote or start,end; coder, note.")],
    as_json: Json = False,
) -> None:
    """Take codings in. A quote is found whatever its white space, quotation marks and dashes."""
    from codebook.sheets import read_sheet
    from corpus.coding_tables import import_codings

    session: Session = context.obj
    sheet = read_sheet(read_bytes(file), name=file.name)
    with waiting("Placing codings"), session.change("import codings", file.name) as change:
        result = import_codings(change, sheet)
    if not as_json:
        for what, rows in (("not placed", result.unplaced), ("doubtful", result.doubtful)):
            for row in rows[:SHOWN]:
                warn(f"{file.name}, row {row['row']}, {what}: {row['reason']}")
            if len(rows) > SHOWN:
                warn(f"... and {len(rows) - SHOWN} more {what}; --json lists them all.")
    said = f"Placed {plural(result.placed, 'coding')}"
    if result.present:
        said += f", {result.present:,} of which the study had already"
    said += f"; {len(result.doubtful):,} doubtful, {len(result.unplaced):,} not placed."
    tell(as_json, asdict(result), said)
    raise typer.Exit(1 if result.unplaced else 0)


@group.command("export")
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=".csv or .xlsx")],
    as_json: Json = False,
) -> None:
    """Write all codings: document, code, start, end, quote, coder, note. `codings import` reads it again."""
    from analysis.tables import render
    from app.material import exported_codings

    frame = exported_codings(context.obj.study)
    rendered = render(frame, file.suffix.lower().removeprefix("."))
    for note in rendered.notes:
        warn(f"warning: {note}")
    write_bytes(file, rendered.data)
    tell(as_json, {"codings": len(frame), "file": str(file)}, f"Wrote {plural(len(frame), 'coding')} to {file}.")
