"""The command implications, and those by which a researcher decides: accept, reword, reject, add."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.session import Json, Session, plural, read_bytes, tell, waiting, warn, write_bytes
from codebook.errors import NotFound, StudyError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from analysis.findings import Implication, Implications

QUOTED, AGAINST = 3, 2  # quotes and counterparts of an implication on a terminal; files have all
group = typer.Typer(help="Design implications: where themes meet pain points, with their evidence.")
Name = Annotated[str, typer.Argument(metavar="IMPLICATION", help="Its name, or a part of it that no other has.")]
Note = Annotated[str, typer.Option(help="Why, for those who read it later.")]


def register(app: typer.Typer) -> None:
    """Hang the commands into `app`."""
    app.add_typer(group, name="implications")


@group.callback(invoke_without_command=True)
def implications(
    context: typer.Context,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what too few participants carry, with what is missing.")
    ] = False,
    templates: Annotated[
        Path | None,
        typer.Option(help="What tools should do: theme, pain_point, layer, statement. Kept with the study."),
    ] = None,
    output: Annotated[Path | None, typer.Option(help=".md .tex .docx .json; else standard output.")] = None,
    as_json: Json = False,
) -> None:
    """Where themes meet pain points, in how many people, with what speaks for it and against; the best first."""
    if context.invoked_subcommand:
        return
    from analysis.report import as_json as listed
    from analysis.report import render
    from app.material import implications as found_in

    session: Session = context.obj
    if templates is not None:
        from corpus.deciding import set_templates

        data = read_bytes(templates)
        with session.change("set templates", templates.name) as change:
            set_templates(change, data, name=templates.name)
    with waiting("Looking at every theme and pain point"):
        found = found_in(session.study)
    number = len(found.items if everything else found.listed)
    if output is not None:
        title = f"{session.study.title}: implications"
        rendered = render(found, output.suffix, title=title, everything=everything)
        write_bytes(output, rendered.data)
        for note in (*found.cautions, *rendered.notes):
            warn(f"note: {note}")
        said = f"Wrote {plural(number, 'implication')} to {output}."
        tell(as_json, {"file": str(output), "implications": number}, said)
    elif as_json:
        for caution in found.cautions:
            warn(f"note: {caution}")
        tell(True, listed(found, everything=everything))
    else:
        _show(found, everything)


@group.command("accept")
def accept(context: typer.Context, implication: Name, note: Note = "", as_json: Json = False) -> None:
    """Accept an implication as it is stated."""
    _decide(context.obj, "accepted", implication, note, as_json)


@group.command("reword")
def reword(
    context: typer.Context,
    implication: Name,
    statement: Annotated[str, typer.Argument(help="What it is to say.")],
    note: Note = "",
    as_json: Json = False,
) -> None:
    """State an implication in words of your own."""
    _decide(context.obj, "reworded", implication, note, as_json, statement=statement)


@group.command("reject")
def reject(context: typer.Context, implication: Name, note: Note = "", as_json: Json = False) -> None:
    """Reject an implication: papers leave it out. One that somebody added is removed."""
    _decide(context.obj, "rejected", implication, note, as_json)


@group.command("add")
def add(
    context: typer.Context,
    theme: Annotated[str, typer.Argument(metavar="THEME", help="The code of the theme, or any other.")],
    pain_point: Annotated[str, typer.Argument(metavar="PAIN_POINT", help="The code of the pain point, or any other.")],
    statement: Annotated[str, typer.Argument(help="What a tool should do.")],
    note: Note = "",
    as_json: Json = False,
) -> None:
    """Add an implication of your own on two codes. What is known of where they meet is shown with it."""
    from corpus.deciding import add_own

    session: Session = context.obj
    book = session.study.codebook()
    one, other = book.find(theme), book.find(pain_point)
    with session.change("add an implication", f"{one.name}, {other.name}") as change:
        identity = add_own(change, statement, theme=one.id, pain_point=other.id, note=note)
    name = next(item.implication for item in _items(session) if item.decision and item.decision.id == identity)
    tell(as_json, {"implication": name, "decision": "own"}, f"Added {name}. (vivavoce undo takes it back.)")


def _decide(
    session: Session, decision: str, said: str, note: str, as_json: bool, *, statement: str | None = None
) -> None:
    from corpus import deciding

    item = _meant(_items(session), said)
    verb = {"accepted": "accept", "reworded": "reword", "rejected": "reject"}[decision]
    own = item.decision if item.decision and item.decision.decision == "own" else None
    if own and decision == "accepted":
        raise StudyError(f"{item.implication} was added by {own.coder} and needs no acceptance. Reword or reject it.")
    with session.change(f"{verb} an implication", item.implication) as change:
        if own and decision == "rejected":
            deciding.remove_own(change, own.id)
        elif own:
            deciding.reword_own(change, own.id, statement or "", note=note)
        else:
            words = item.statement if statement is None else statement
            codes = {"theme": item.theme.code, "pain_point": item.pain_point.code}
            deciding.decide(change, decision, **codes, statement=words, note=note)
    done = "Removed" if own and decision == "rejected" else decision.capitalize()
    document = {"implication": item.implication, "decision": decision}
    tell(as_json, document, f"{done} {item.implication}. (vivavoce undo takes it back.)")


def _items(session: Session) -> tuple[Implication, ...]:
    from app.material import implications as found_in

    return found_in(session.study).items


def _meant(items: Iterable[Implication], said: str) -> Implication:
    """The implication that is meant by its name or a part of it. Raises NotFound where none or several are."""
    by_name = {item.implication: item for item in items}
    wanted = said.strip().casefold()
    if wanted in by_name:
        return by_name[wanted]
    fitting = [name for name in by_name if wanted and wanted in name]
    if len(fitting) == 1:
        return by_name[fitting[0]]
    if fitting:
        shown = ", ".join(fitting[:6]) + (f" and {len(fitting) - 6} more" if len(fitting) > 6 else "")
        raise NotFound(f'"{said}" may be any of {shown}. Write more of the name.')
    raise NotFound(f'There is no implication "{said}". "vivavoce implications --all" lists them.')


def _show(found: Implications, everything: bool) -> None:
    """The implications on a terminal, for reading."""
    from rich.console import Console

    console = Console()
    for caution in found.cautions:
        console.print(_text(caution))
    shown = [item for item in found.listed if not item.is_rejected]
    for number, item in enumerate(shown, start=1):
        console.print(*_told(number, item), sep="\n")
    if rejected := [item.implication for item in found.listed if item.is_rejected]:
        console.print(_text(f"\nRejected: {', '.join(rejected)}."))
    if not shown:
        console.print(_text("There is no implication that enough participants carry."))
    rest = [item for item in found.items if not item.is_listed]
    if everything:
        for number, item in enumerate(rest, start=len(shown) + 1):
            console.print(*_told(number, item), sep="\n")
    elif rest:
        console.print(_text(f"\n{plural(len(rest), 'more')} carried by too few: vivavoce implications --all"))


def _told(number: int, item: Implication) -> list[RenderableType]:
    from rich.padding import Padding

    more = len(item.counter_evidence) - AGAINST
    lines = [
        _text(item.why),
        *(_text(f"“{' '.join(quote.text.split())}” ({quote.participant})", "italic") for quote in item.quotes[:QUOTED]),
        *(
            _text(f"Against: {each.reason}: “{' '.join(each.quote.text.split())}” ({each.quote.participant})")
            for each in item.counter_evidence[:AGAINST]
        ),
        *([_text(f"... and {more} more against it.")] if more > 0 else []),
    ]
    head = _text(f"\n{number}. {item.statement}", "bold"), _text(f"   {item.implication}", "cyan")
    return [*head, *(Padding(line, (0, 0, 0, 3), expand=False) for line in lines)]


def _text(said: str, style: str = "") -> RenderableType:
    from rich.text import Text

    return Text(said, style=style)
