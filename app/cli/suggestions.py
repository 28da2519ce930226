"""The commands suggest, accept and reject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.session import Json, Session, plural, progress, tell, warn
from codebook.errors import OptionError

if TYPE_CHECKING:
    from app.suggesting import Outcome

Ids = Annotated[list[str], typer.Argument(metavar="SUGGESTION...", help="Its id, of which the beginning is enough.")]


def register(app: typer.Typer) -> None:
    """Hang the commands into `app`."""
    for command in (suggest, accept, reject):
        app.command()(command)


def suggest(
    context: typer.Context,
    method: Annotated[str, typer.Option(help="patterns: by the spaCy Matcher patterns of the codebook.")] = "patterns",
    document: Annotated[list[str] | None, typer.Option("--document", help="Only this document; repeatable.")] = None,
    as_json: Json = False,
) -> None:
    """Propose codes for what participants said. Nothing counts until someone accepts it."""
    from app.suggesting import METHODS, suggest_by_patterns

    if method not in METHODS:
        raise OptionError(f"There is no method {method[:60]!r}: choose {' or '.join(METHODS)}.")
    session: Session = context.obj
    outcome = suggest_by_patterns(
        session.study,
        coder=session.coder,
        documents=document or (),
        watch=lambda pieces, total: progress(pieces, "Reading", total),
    )
    for warning in outcome.warnings:
        warn(warning)
    if not any(code.patterns for code in session.study.codebook()):
        warn("No code has patterns: write some into the codebook, and import it.")
    tell(as_json, outcome.as_json(), *_summary(outcome))


def accept(context: typer.Context, suggestions: Ids, as_json: Json = False) -> None:
    """Make codings of suggestions; you are their coder."""
    from corpus.suggesting import accept_suggestions

    session: Session = context.obj
    ids = _whole(session, suggestions)
    with session.change("accept suggestions") as change:
        codings = accept_suggestions(change, ids)
    tell(as_json, {"accepted": ids, "codings": codings}, f"Accepted {plural(len(ids), 'suggestion')}.")


def reject(context: typer.Context, suggestions: Ids, as_json: Json = False) -> None:
    """Reject suggestions; they are not proposed again."""
    from corpus.suggesting import reject_suggestions

    session: Session = context.obj
    ids = _whole(session, suggestions)
    with session.change("reject suggestions") as change:
        reject_suggestions(change, ids)
    tell(as_json, {"rejected": ids}, f"Rejected {plural(len(ids), 'suggestion')}.")


def _whole(session: Session, said: list[str]) -> list[str]:
    from app.naming import whole_ids

    ids = whole_ids(session.study.suggestions()["suggestion"], said, what="suggestion")
    return list(dict.fromkeys(ids))


def _summary(outcome: Outcome) -> list[str]:
    """How much was proposed, of which codes, and where to look."""
    table = outcome.table
    read = f"{plural(outcome.words, 'word')} read in {outcome.seconds:.1f} s"
    if table.empty:
        return [f"Nothing to propose ({read})."]
    counts = table.groupby("path", sort=False).agg(number=("path", "size"), documents=("document", "nunique"))
    counts = counts.sort_values("number", ascending=False, kind="stable")
    wide = max(map(len, counts.index))
    return [
        f"Open: {plural(len(table), 'suggestion')} of {plural(len(counts), 'code')} "
        f"in {plural(table['document'].nunique(), 'document')} ({read}).",
        *(
            f"  {row.Index:<{wide}}  {row.number:>5} in {plural(row.documents, 'document')}"
            for row in counts.itertuples()
        ),
        "Look at them: vivavoce table suggestions. Nothing counts until it is accepted (vivavoce accept ID).",
    ]
