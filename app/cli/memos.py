"""The commands memo, memos import and memos export."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli.session import Json, Session, plural, read_bytes, tell, warn, write_bytes
from codebook.errors import OptionError

group = typer.Typer(no_args_is_help=True, help="Memos from and to tables.")


def register(app: typer.Typer) -> None:
    """Hang the commands into `app`."""
    app.command()(memo)
    app.add_typer(group, name="memos")


def memo(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="What you want to remember.")],
    document: Annotated[str, typer.Option(help="The document that it is about.")] = "",
    quote: Annotated[str, typer.Option(help="With --document: the passage that it is about.")] = "",
    code: Annotated[str, typer.Option(help="The code that it is about.")] = "",
    coding: Annotated[str, typer.Option(help="The coding that it is about, by its id.")] = "",
    as_json: Json = False,
) -> None:
    """Write a memo about a document, a passage, a code, a coding; about the study where none is named."""
    from corpus.memo_tables import Subject, write_memo

    if sum(map(bool, (document, code, coding))) > 1:
        raise OptionError("A memo is about one thing: give one of --document, --code and --coding.")
    if quote and not document:
        raise OptionError("Say with --document in which document the passage stands.")
    session: Session = context.obj
    with session.change("write a memo") as change:
        identity = write_memo(change, text, Subject(document=document, quote=quote, code=code, coding=coding))
    tell(as_json, {"memo": identity}, "Written.")


@group.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=".csv or .xlsx: text, and document, quote, code or coding; coder.")],
    as_json: Json = False,
) -> None:
    """Take memos in, a row each."""
    from codebook.sheets import read_sheet
    from corpus.memo_tables import import_memos

    session: Session = context.obj
    sheet = read_sheet(read_bytes(file), name=file.name)
    with session.change("import memos", file.name) as change:
        result = import_memos(change, sheet)
    if not as_json:
        for row in result.refused:
            warn(f"{file.name}, row {row['row']}: {row['reason']}")
    tell(as_json, asdict(result), f"Took in {plural(result.memos, 'memo')}.")
    raise typer.Exit(1 if result.refused else 0)


@group.command("export")
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=".csv or .xlsx")],
    as_json: Json = False,
) -> None:
    """Write all memos: text, about, document, start, end, quote, code, coding, coder. `memos import` reads it again."""
    from analysis.tables import render
    from app.material import exported_memos

    frame = exported_memos(context.obj.study)
    rendered = render(frame, file.suffix.lower().removeprefix("."))
    write_bytes(file, rendered.data)
    tell(as_json, {"memos": len(frame), "file": str(file)}, f"Wrote {plural(len(frame), 'memo')} to {file}.")
