"""Commands about a study as a whole: new, add, remove, load, check, undo, redo, history."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.session import Json, Session, plural, progress, tell, waiting, warn

remove = typer.Typer(no_args_is_help=True, help="Remove documents, codings or memos (undo brings them back).")


def register(app: typer.Typer) -> None:
    """Hang the commands of this file into `app`."""
    for command in (new, add, load, check, undo, redo, history):
        app.command()(command)
    app.add_typer(remove, name="remove")


def new(
    context: typer.Context,
    title: Annotated[str, typer.Option(help="What the study is called; else as its folder.")] = "",
    language: Annotated[str, typer.Option(help='The language of its transcripts ("en"); else guessed from each.')] = "",
    as_json: Json = False,
) -> None:
    """Make an empty study in the folder given with --study, or the current one."""
    from corpus.study import Study

    session: Session = context.obj
    study = Study.create(session.where, title=title, language=language)
    here = session.where == Path()
    tell(
        as_json,
        {"study": str(study.folder), "title": study.title, "language": study.language},
        f'Made the study "{study.title}" in {"this folder" if here else study.folder}.',
        f"Next: vivavoce {'' if here else f'--study {study.folder} '}add FILES",
    )
    study.close()


def add(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Transcripts, or folders of them.")],
    interviewer: Annotated[
        list[str] | None, typer.Option(help="Who interviews, by the name in the transcript.")
    ] = None,
    speaker: Annotated[list[str] | None, typer.Option(help="A speaker's name that the transcript uses.")] = None,
    language: Annotated[str, typer.Option(help='The language of these transcripts ("en").')] = "",
    as_json: Json = False,
) -> None:
    """Take transcripts in: text, Markdown, Word, OpenDocument, RTF, PDF, captions, tables, recognised speech."""
    from corpus import readers
    from corpus.adding import add_files

    session: Session = context.obj
    wanted, passed_over = readers.transcripts_in(files)
    reports = add_files(
        session.study,
        progress(wanted, "Reading", len(wanted)),
        coder=session.coder,
        interviewers=interviewer or (),
        speakers=speaker or (),
        language=language,
    )
    refused = [report for report in reports if "error" in report]
    if as_json:
        tell(True, reports)
    else:
        for report in reports:
            if "error" in report:
                warn(f"refused: {report['error']}")
                continue
            speakers = ", ".join(report["speakers"]) or "no speakers named"
            typer.echo(
                f"{report['name']}: {plural(report['words'], 'word')}, {plural(report['turns'], 'turn')}, {speakers}"
            )
            for warning in report["warnings"]:
                typer.echo(f"  {warning}")
        done = len(reports) - len(refused)
        typer.echo(f"Added {plural(done, 'document')}" + (f", refused {len(refused)}." if refused else "."))
        if passed_over:
            typer.echo(
                f"Passed over {plural(len(passed_over), 'file')} of other kinds: "
                + ", ".join(path.name for path in passed_over[:5])
                + (" ..." if len(passed_over) > 5 else "")
            )
        if not wanted:
            warn(f"There was nothing to read. Supported: {', '.join(sorted(readers.supported()))}.")
    raise typer.Exit(1 if refused or not wanted else 0)


def load(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A project of Taguette (.sqlite3).")],
    as_json: Json = False,
) -> None:
    """Take in a project of another program: documents, codes, codings."""
    from dataclasses import asdict

    from corpus.exchange.loading import load_project

    session: Session = context.obj
    with waiting(f"Loading {file.name}"), session.change("load a project", file.name) as change:
        loaded = load_project(change, file, language=session.study.language)
    if not as_json:
        for warning in loaded.warnings:
            warn(f"warning: {warning}")
    tell(
        as_json,
        asdict(loaded),
        f"Loaded {plural(loaded.documents, 'document')}, {plural(loaded.codes, 'code')} and "
        f"{plural(loaded.codings, 'coding')} from {file.name}.",
    )


@remove.command("document")
def remove_document(
    context: typer.Context,
    documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT...", help="Their names.")],
    as_json: Json = False,
) -> None:
    """Remove documents with their codings and memos."""
    from app.naming import document_names
    from corpus import documents as stored

    session: Session = context.obj
    names = document_names(session.study)
    chosen = dict.fromkeys(names.find(said) for said in documents)
    with session.change("remove documents", ", ".join(chosen)) as change:
        for name in chosen:
            stored.remove_document(change, names.id_of(name))
    tell(as_json, {"removed": list(chosen)}, f"Removed {', '.join(chosen)}. (vivavoce undo brings it back.)")


@remove.command("coding")
def remove_coding(
    context: typer.Context,
    codings: Annotated[list[str], typer.Argument(metavar="ID...", help="Their ids, as `table codings` shows them.")],
    as_json: Json = False,
) -> None:
    """Remove codings, and memos on them."""
    from app.naming import whole_ids
    from corpus.coding import remove_codings

    session: Session = context.obj
    ids = whole_ids(session.study.codings(columns=["coding"])["coding"], codings, what="coding")
    with session.change("remove codings") as change:
        number = remove_codings(change, ids)
    tell(as_json, {"removed": number}, f"Removed {plural(number, 'coding')}. (vivavoce undo brings them back.)")


@remove.command("memo")
def remove_memo(
    context: typer.Context,
    memos: Annotated[list[str], typer.Argument(metavar="ID...", help="Their ids, as `table memos` shows them.")],
    as_json: Json = False,
) -> None:
    """Remove memos."""
    from app.naming import whole_ids
    from corpus.memos import remove_memos

    session: Session = context.obj
    ids = whole_ids(session.study.memos()["memo"], memos, what="memo")
    with session.change("remove memos") as change:
        remove_memos(change, ids)
    tell(as_json, {"removed": len(memos)}, f"Removed {plural(len(memos), 'memo')}. (vivavoce undo brings them back.)")


def check(context: typer.Context, as_json: Json = False) -> None:
    """Look whether everything in the study holds together; exit status 1 where something does not."""
    from corpus.checking import check as look

    with waiting("Looking at everything"):
        problems = look(context.obj.study)
    tell(as_json, {"problems": problems}, *(problems or ["Everything holds together."]))
    raise typer.Exit(1 if problems else 0)


Anyone = Annotated[bool, typer.Option("--any", help="Whoever made it; else your own.")]


def undo(context: typer.Context, anyone: Anyone = False, as_json: Json = False) -> None:
    """Take back the last change."""
    session: Session = context.obj
    done = session.study.undo(coder=session.coder, anyone=anyone)
    tell(as_json, {"undone": done}, f"Undone: {done}." if done else f"{_whose(session, anyone)} nothing to undo.")


def redo(context: typer.Context, anyone: Anyone = False, as_json: Json = False) -> None:
    """Make the last undone change again."""
    session: Session = context.obj
    done = session.study.redo(coder=session.coder, anyone=anyone)
    tell(as_json, {"redone": done}, f"Made again: {done}." if done else f"{_whose(session, anyone)} nothing to redo.")


def _whose(session: Session, anyone: bool) -> str:
    return "There is" if anyone else f"{session.coder} has"


def history(
    context: typer.Context,
    last: Annotated[int, typer.Option(help="How many changes, the newest ones.", min=1)] = 30,
    as_json: Json = False,
) -> None:
    """Who changed what, the newest last."""
    import json

    frame = context.obj.study.history().tail(last)
    lines = json.loads(frame.to_json(orient="records"))
    if as_json:
        tell(True, lines)
        return
    for line in lines:
        of = f" of {line['undoes']}" if line["undoes"] else ""
        note = f" ({line['note']})" if line["note"] else ""
        undone = "  [undone]" if line["undone"] else ""
        at = line["at"][:19].replace("T", " ")
        what = f"{line['operation']}{of}{note}, {plural(line['rows'], 'row')}"
        typer.echo(f"{line['change']:>5}  {at}  {line['coder']}: {what}{undone}")
    if not lines:
        typer.echo("Nothing has been changed yet.")
