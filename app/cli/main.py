"""The command `vivavoce`: its options, its commands by the file in which they stand, and how errors leave it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli import app as browser
from app.cli import codebook, codings, demo, implications, memos, people, results, study, suggestions
from app.cli.session import Session
from codebook.errors import OptionError, VivavoceError

WELCOME = """Code interviews, count and relate the codes, carry the evidence to the paper.

[bold]New here?[/bold] [cyan]vivavoce demo DIR[/cyan] makes a study to try, and everything a paper prints from it.

[bold]Your own study:[/bold]

1. [cyan]vivavoce --study DIR new[/cyan]    then give --study DIR with each command, or work in that folder

2. [cyan]vivavoce add interviews/[/cyan]    takes in a folder of transcripts

3. [cyan]vivavoce codebook import codes.yaml[/cyan]    and [cyan]vivavoce codings import quotes.csv[/cyan]

4. [cyan]vivavoce table frequencies[/cyan]    and [cyan]vivavoce export paper/[/cyan]
"""

app = typer.Typer(
    name="vivavoce",
    help=WELCOME,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for part in (demo, study, people, codebook, codings, suggestions, implications, memos, results, browser):
    part.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"vivavoce {version('vivavoce')}")
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    study: Annotated[
        Path | None,
        typer.Option(metavar="DIR", envvar="VIVAVOCE_STUDY", help="The study's folder; else the current one."),
    ] = None,
    coder: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="NAME", envvar="VIVAVOCE_CODER", help="Who codes and changes; else the login name."
        ),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    context.obj = session = Session(study or Path(), coder or "")
    context.call_on_close(session.close)


def main() -> None:
    """Run the command; an error is one sentence on standard error, and the exit status tells."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character shows its number
    try:
        app()
    except VivavoceError as error:
        typer.echo(f"vivavoce: {error}", err=True)
        sys.exit(2 if isinstance(error, OptionError) else 1)
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        typer.echo("vivavoce: stopped. What was not finished was not stored.", err=True)
        sys.exit(130)
