"""The commands codebook import, export, diff, rename, move, merge, split and delete."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.session import Json, Session, plural, tell, warn

if TYPE_CHECKING:
    from codebook import Codebook

group = typer.Typer(no_args_is_help=True, help="The codebook: from and to files, and changes that carry codings along.")
CodeName = Annotated[str, typer.Argument(metavar="CODE", help="Its path, or as much of its name as is unambiguous.")]


def register(app: typer.Typer) -> None:
    """Hang the commands into `app`."""
    app.add_typer(group, name="codebook")


@group.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=".yaml, .csv, .xlsx or .qdc")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    as_json: Json = False,
) -> None:
    """Make the codebook like the file. Codings follow renamed and moved codes; codes that bear some stay."""
    from codebook import describe, read, with_colours
    from codebook import diff as compare
    from corpus.codebooks import counts_of, keeping, set_codebook

    session: Session = context.obj
    old = session.study.codebook()
    new, notes = read(file, onto=old)
    for note in notes:
        warn(f"{file.name}: {note}")
    with session.study.reading() as connection:
        bearing = counts_of(connection)
    new, staying = keeping(new, old, bearing)
    difference = compare(old, new)
    if not dry_run:
        with session.change("import codebook", file.name) as change:
            set_codebook(change, with_colours(new))
    tell(
        as_json,
        difference.as_json() | {"staying": staying, "codes": len(new), "done": not dry_run},
        *describe(difference, bearing),
        *(f"stays, though the file lacks it: {path}" for path in staying),
        f"The codebook {'would have' if dry_run else 'has'} {plural(len(new), 'code')}.",
    )


@group.command("export")
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=".yaml, .csv, .xlsx, .qdc or .docx")],
    as_json: Json = False,
) -> None:
    """Write the codebook. A YAML file that is there already keeps its comments."""
    from codebook import write

    book = context.obj.study.codebook()
    for note in write(book, file):
        warn(f"{file.name}: {note}")
    tell(as_json, {"codes": len(book), "file": str(file)}, f"Wrote {plural(len(book), 'code')} to {file}.")


@group.command("diff")
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A codebook file.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A later one.")],
    as_json: Json = False,
) -> None:
    """Say what changed from one codebook file to another."""
    from codebook import describe, read
    from codebook import diff as compare

    before, notes_before = read(old)
    after, notes_after = read(new)
    for file, notes in ((old, notes_before), (new, notes_after)):
        for note in notes:
            warn(f"{file.name}: {note}")
    difference = compare(before, after)
    tell(as_json, difference.as_json(), *describe(difference))


@group.command("rename")
def rename(context: typer.Context, code: CodeName, name: str, as_json: Json = False) -> None:
    """Give a code another name."""
    session: Session = context.obj
    book = session.study.codebook()
    chosen = book.find(code)
    renamed = book.rename(chosen, name)
    _store(session, "rename a code", renamed, as_json, f"{book.path(chosen)} -> {renamed.path(chosen.id)}")


@group.command("move")
def move(
    context: typer.Context,
    code: CodeName,
    under: Annotated[str, typer.Argument(metavar="PARENT", help='The code above it; "" for the top.')],
    as_json: Json = False,
) -> None:
    """Put a code, with those below it, under another."""
    session: Session = context.obj
    book = session.study.codebook()
    chosen = book.find(code)
    moved = book.move(chosen, book.find(under) if under else None)
    _store(session, "move a code", moved, as_json, f"{book.path(chosen)} -> {moved.path(chosen.id)}")


@group.command("merge")
def merge(
    context: typer.Context,
    code: CodeName,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The code that takes its codings over.")],
    as_json: Json = False,
) -> None:
    """Merge a code into another, which takes over its codings and the codes below it."""
    session: Session = context.obj
    book = session.study.codebook()
    source, target = book.find(code), book.find(into)
    said = f"{book.path(source)} -> {book.path(target)}"
    _store(session, "merge codes", book.merge(source, target), as_json, said, follow={source.id: target.id})


@group.command("split")
def split(
    context: typer.Context,
    code: CodeName,
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="The codes to be made below it.")],
    as_json: Json = False,
) -> None:
    """Make codes below a code, to sort its codings into; these stay with it until they are recoded."""
    session: Session = context.obj
    book = session.study.codebook()
    chosen = book.find(code)
    _store(session, "split a code", book.split(chosen, names), as_json, f"{book.path(chosen)}: {', '.join(names)}")


@group.command("delete")
def delete(
    context: typer.Context,
    code: CodeName,
    with_descendants: Annotated[bool, typer.Option("--with-descendants", help="Those below it, too.")] = False,
    as_json: Json = False,
) -> None:
    """Delete a code that bears no codings."""
    session: Session = context.obj
    book = session.study.codebook()
    chosen = book.find(code)
    without = book.delete(chosen, with_descendants=with_descendants)
    _store(session, "delete a code", without, as_json, book.path(chosen))


def _store(
    session: Session, operation: str, book: Codebook, as_json: bool, said: str, *, follow: dict[str, str] | None = None
) -> None:
    """Make `book` the study's codebook and say what happened."""
    from codebook import with_colours
    from corpus.codebooks import set_codebook

    with session.change(operation, said) as change:
        set_codebook(change, with_colours(book), follow=follow)
    sentence = f"{operation.capitalize()}: {said}. (vivavoce undo takes it back.)"
    tell(as_json, {"operation": operation, "codes": said}, sentence)
