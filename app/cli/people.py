"""The commands participants and forget."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.session import Json, Session, plural, read_bytes, tell, warn

if TYPE_CHECKING:
    from corpus.forgetting import Forgotten


def register(app: typer.Typer) -> None:
    """Hang the commands of this file into `app`."""
    for command in (participants, forget):
        app.command()(command)


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


def forget(
    context: typer.Context,
    participants: Annotated[list[str], typer.Argument(metavar="PARTICIPANT...", help="Who withdraws.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be erased, and erase nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask, at a terminal, whether it is meant.")] = False,
    as_json: Json = False,
) -> None:
    """Erase participants for good: what they said, its codings and memos, and what the history kept. No undo."""
    from app.naming import participant_names
    from corpus import forgetting

    session: Session = context.obj
    names = participant_names(session.study)
    people = {names.id_of(said): names.find(said) for said in participants}
    who = ", ".join(people.values())
    if dry_run or (sys.stdin.isatty() and not yes and not as_json):
        found = forgetting.whose(session.study, people)
        tell(as_json, asdict(found), f"To be erased with {who}, and memos on it:", *_erased(found))
        if dry_run:
            return
        typer.confirm("Nothing brings this back. Erase it?", abort=True)
    done = forgetting.forget(session.study, people, coder=session.coder)
    tell(
        as_json,
        asdict(done),
        f"Erased {plural(len(people), 'participant')} for good:",
        *_erased(done),
        "Exports, backups, other copies of the study, recordings and the files imported are not touched: see to them.",
    )
    if done.mentions and not as_json:
        warn("What may still tell of them, for you to look at:")
        for mention in done.mentions:
            warn(f"  {mention}")


def _erased(found: Forgotten) -> list[str]:
    """What is erased, a line each."""
    lines = [f"  {plural(found.codings, 'coding')}" + (f", {plural(found.memos, 'memo')}" if found.memos else "")]
    if found.documents:
        lines.insert(0, f"  {plural(len(found.documents), 'transcript')}: {', '.join(found.documents)}")
    if found.blotted:
        lines.append(f"  their words in what others say too (blotted out): {', '.join(found.blotted)}")
    return lines
