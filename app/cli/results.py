"""The commands table, figure and export."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from analysis.catalogue import TABLES
from app.cli.session import Json, Session, plural, tell, waiting, warn, write_bytes
from codebook.errors import OptionError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.results import Result
    from app.material import Filters

ON_SCREEN = 500  # rows that a person may want to read on a terminal
TEXT_NEEDS = 10  # characters that a column of text can do with
LONG_HEADING = 12  # characters of a heading that is kept whole above numbers
NUMBER_NEEDS = 6  # characters that a longer one can do with
OFF_SCREEN = {"sha256", "imported_at", "created_at", "word_start", "word_end", "origin", "score", "patterns"}
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def register(app: typer.Typer) -> None:
    """Hang the commands into `app`."""
    for command in (table, figure, export):
        app.command()(command)


Code = Annotated[list[str] | None, typer.Option("--code", help="Only this code; repeat for any of several.")]
Theme = Annotated[list[str] | None, typer.Option("--theme", help="Only the codes of this theme.")]
Coder = Annotated[
    list[str] | None, typer.Option("--coder", help='Only what this coder coded; "all" counts each coder.')
]
Participant = Annotated[list[str] | None, typer.Option("--participant", help="Only this participant.")]
Document = Annotated[list[str] | None, typer.Option("--document", help="Only this document.")]
Where = Annotated[
    list[str] | None, typer.Option("--where", metavar="ATTRIBUTE=VALUE", help="Only participants of whom this is so.")
]
RollUp = Annotated[bool, typer.Option("--roll-up", help="A code counts its descendants' codings too.")]


def table(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="frequencies, matrix, cooccurrence, quotes, documents ...")
    ],
    output: Annotated[
        Path | None, typer.Option(help=".csv .xlsx .docx .tex .md .html .json .parquet; else standard output.")
    ] = None,
    format: Annotated[str, typer.Option(help="The format, where the suffix does not tell.")] = "",
    code: Code = None,
    theme: Theme = None,
    coder: Coder = None,
    participant: Participant = None,
    document: Document = None,
    where: Where = None,
    roll_up: RollUp = False,
    binary: Annotated[bool, typer.Option("--binary", help="matrix: 1 where there is a coding, 0 where none.")] = False,
    unit: Annotated[
        str | None,
        typer.Option(
            help="cooccurrence: where codes meet: overlap (where absent), turn, sentence, window:K, document; "
            "agreement: on what coders agree: turn (where absent), sentence, character, span."
        ),
    ] = None,
    with_interviewer: Annotated[
        bool, typer.Option("--with-interviewer", help="cooccurrence, agreement: the interviewer's turns are units too.")
    ] = False,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="ATTRIBUTE",
            help="crosstab: values of this attribute; keyness: the same, in place of themes; "
            "coverage: document (where absent), code or coder.",
        ),
    ] = None,
    term: Annotated[str, typer.Option(help="keywords: the word or phrase to look for, in any of its forms.")] = "",
    base: Annotated[int | None, typer.Option(help="saturation: documents at the start (4).")] = None,
    run: Annotated[int | None, typer.Option(help="saturation: documents at the end, against those (2).")] = None,
    threshold: Annotated[
        float | None, typer.Option(help="saturation: the share of new codes that counts as none (0.05).")
    ] = None,
    overlap: Annotated[
        int | None, typer.Option(help="programs: how much of a segment must be covered, in percent (90).")
    ] = None,
    test: Annotated[bool, typer.Option("--test", help="cooccurrence: fill p and q.")] = False,
    slide: Annotated[
        str | None,
        typer.Option(
            help="cooccurrence --test, apart: by what codings slide round an interview (overlap, window:K): "
            "turn, sentence or character; as they were cut where absent. place: to where others begin."
        ),
    ] = None,
    draws: Annotated[
        int | None, typer.Option(help="agreement: how often documents are drawn for limits (2000).")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="agreement: what the draws begin with (0).")] = None,
    meeting: Annotated[
        list[str] | None, typer.Option(help="quotes: what codings of this code and the next --meeting share.")
    ] = None,
    ids: Annotated[bool, typer.Option("--ids", help="Add the ids of the codings counted (.json, .parquet).")] = False,
    method: Annotated[
        bool, typer.Option("--method", help="How the table was made, in its place: a sentence to paste, and sources.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Print or write a table. On a terminal for reading, else as CSV; --output and --format say otherwise."""
    from analysis.tables import FORMATS, render
    from app.material import result

    filters, each = _filters(code, theme, coder, participant, document, where)
    options = {
        "roll_up": roll_up,
        "each": each,
        "ids": ids,
        "binary": binary,
        "unit": unit,
        "with_interviewer": with_interviewer,
        "meeting": tuple(meeting or ()),
        "by": by,
        "term": term or None,
        "overlap": overlap,
        "base": base,
        "run": run,
        "threshold": threshold,
        "test": test or None,
        "slide": slide,
        "draws": draws,
        "seed": seed,
    }
    options = {name: value for name, value in options.items() if value is not None}
    kind = "json" if as_json else format or (output.suffix.lower().removeprefix(".") if output else "")
    if ids and kind not in ("json", "parquet"):
        raise OptionError("--ids gives lists of ids, which .json and .parquet hold. Say --format json, for one.")
    session: Session = context.obj
    found = result(session.study, name, options=options, filters=filters)
    if method:
        _tell_method(found, as_json)
        return
    frame = found.table
    if output is None and not kind and sys.stdout.isatty():
        _show(frame, name)
        for sentence in found.warnings:
            typer.echo(f"Take care: {sentence}")
        return
    kind = kind.lower().removeprefix(".") or "csv"
    rendered = render(frame, kind, title=_title(session, name), note=found.note)
    for note in rendered.notes if FORMATS[kind].has_note else (*rendered.notes, *found.warnings):
        warn(f"warning: {note}")
    if output is None:
        sys.stdout.buffer.write(rendered.data)
        sys.stdout.buffer.flush()
    else:
        write_bytes(output, rendered.data)
        tell(as_json, {"file": str(output), "rows": len(frame)}, f"Wrote {plural(len(frame), 'row')} to {output}.")


def figure(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="frequencies, matrix, cooccurrence-graph, cooccurrence-matrix, overview"),
    ],
    output: Annotated[Path, typer.Option(help=".pdf, .svg or .png")],
    columns: Annotated[int, typer.Option(min=1, max=2, help="How many columns of a page it is to fill.")] = 2,
    title: Annotated[str | None, typer.Option(help='The title; "" for none.')] = None,
    order: Annotated[str | None, typer.Option(help="frequencies: the order of the codes: codebook or count.")] = None,
    measure: Annotated[
        str | None, typer.Option(help="cooccurrence-matrix: what cells show: n_ab, jaccard, lift, npmi.")
    ] = None,
    minimum: Annotated[int | None, typer.Option(help="cooccurrence-graph: the smallest n_ab that is drawn.")] = None,
    absolute: Annotated[
        bool, typer.Option("--absolute", help="overview: interviews as long as they have words.")
    ] = False,
    unit: Annotated[str, typer.Option(help="cooccurrence-graph and -matrix: where codes meet.")] = "overlap",
    test: Annotated[
        bool, typer.Option("--test", help="cooccurrence-graph: draw only pairs that meet more than by chance.")
    ] = False,
    threshold: Annotated[
        float | None, typer.Option(help="cooccurrence-graph --test: draw pairs of less q (0.05).")
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="ATTRIBUTE", help="crosstab: values of this attribute.")] = None,
    code: Code = None,
    theme: Theme = None,
    coder: Coder = None,
    participant: Participant = None,
    document: Document = None,
    where: Where = None,
    roll_up: RollUp = False,
    as_json: Json = False,
) -> None:
    """Draw a figure, fit to print."""
    from app.material import figure as drawn

    filters, each = _filters(code, theme, coder, participant, document, where)
    suffix = output.suffix.lower().removeprefix(".")
    options = {"roll_up": roll_up, "each": each, "unit": unit, "test": test, "by": by}
    said = {
        "title": title,
        "order": order,
        "measure": measure,
        "minimum": minimum,
        "absolute": absolute or None,
        "threshold": threshold,
    }
    look = {option: value for option, value in said.items() if value is not None}
    data = drawn(context.obj.study, name, suffix, options=options, filters=filters, columns=columns, **look)
    write_bytes(output, data)
    tell(as_json, {"figure": name, "file": str(output)}, f"Drew {name} to {output}.")


def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where it goes; made if need be.")],
    as_json: Json = False,
) -> None:
    """Write everything: tables, figures, codebook, graph, what a paper includes, and a manifest."""
    from app.exporting import export as write

    with waiting("Writing tables and figures"):
        manifest = write(context.obj.study, folder)
    number = len(manifest["files"])
    tell(as_json, manifest, f"Wrote {plural(number, 'file')} to {folder}.", f"{folder / 'paper'} is for the paper.")


def _filters(
    code: list[str] | None,
    theme: list[str] | None,
    coder: list[str] | None,
    participant: list[str] | None,
    document: list[str] | None,
    where: list[str] | None,
) -> tuple[Filters, bool]:
    """The filters that were said, and whether each coder's coding counts."""
    from app.material import EACH, Filters

    pairs = []
    for said in where or ():
        attribute, equals, value = said.partition("=")
        if not equals:
            raise OptionError(f'--where {said}: write it as ATTRIBUTE=VALUE, "role=engineer" for one.')
        pairs.append((attribute.strip(), value.strip()))
    coders = [name for name in coder or () if name != EACH]
    filters = Filters(
        codes=code or (),
        themes=theme or (),
        coders=coders,
        participants=participant or (),
        documents=document or (),
        where=pairs,
    )
    return filters, EACH in (coder or ())


def _tell_method(found: Result, as_json: bool) -> None:
    """How a table was made, its warnings and sources; on a terminal in lines of its width."""
    known = {
        "table": found.name,
        "options": dict(found.options),
        "warnings": found.warnings,
        "method": found.method,
        "sources": found.sources,
    }
    said = found.method or "Nothing was counted, so that there is nothing to report."
    sentences = [said, *(f"Take care: {sentence}" for sentence in found.warnings), *found.sources]
    if sys.stdout.isatty():
        width = get_terminal_size().columns
        sentences = [fill(sentence, width, break_long_words=False, break_on_hyphens=False) for sentence in sentences]
    tell(as_json, known, *sentences)


def _title(session: Session, name: str) -> str:
    return f"{session.study.title}: {TABLES[name].title}"


def _show(frame: pd.DataFrame, name: str) -> None:
    """A table on a terminal, for reading."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from analysis.tables.cells import values

    frame = frame.drop(columns=[column for column in frame.columns if column in OFF_SCREEN])
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    columns = [values(frame[column].head(ON_SCREEN)) for column in frame.columns]
    texts = [[_cell(cell) for cell in cells] for cells in columns]
    numeric = [all(isinstance(cell, int | float) or cell is None for cell in cells) for cells in columns]
    widths = [max(map(len, (str(name), *cells))) + 2 for name, cells in zip(frame.columns, texts, strict=True)]
    needed = sum(width if is_number else TEXT_NEEDS for width, is_number in zip(widths, numeric, strict=True))
    console = Console()
    for name, cells, is_number in zip(frame.columns, texts, numeric, strict=True):
        whole = is_number and needed <= console.width  # else numbers break across lines as text does
        # Where room is short, long names above narrow numbers break sooner than the text beside them.
        breaks = is_number and not whole and len(str(name)) > LONG_HEADING
        widest = max((NUMBER_NEEDS, *map(len, cells))) if breaks else None
        justify: Literal["left", "right"] = "right" if is_number else "left"
        shown.add_column(Text(str(name)), justify=justify, overflow="fold", no_wrap=whole, max_width=widest)
    for row in zip(*texts, strict=True):
        shown.add_row(*map(Text, row))
    console.print(shown)
    if len(frame) > ON_SCREEN:
        typer.echo(f"... and {len(frame) - ON_SCREEN:,} more rows: vivavoce table {name} --output {name}.csv")
    if frame.empty:
        typer.echo("No rows.")


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str) and UUID.fullmatch(cell):
        return cell[:8]  # enough to tell it from others; commands understand it
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)
