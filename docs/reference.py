"""The reference of the command line, made from what the commands say of themselves.

.venv/bin/python -m docs.reference
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import typer
from typer.models import ArgumentInfo, OptionInfo

from app.cli.main import app

PAGE = Path(__file__).parent / "reference.md"
WIDTH = 92
INDENT = 24  # columns, before what an option does
_MARKUP = re.compile(r"\[/?[a-z]+\]")

HEAD = """\
# Reference

Every command with its arguments and options, made by `.venv/bin/python -m docs.reference` from what `--help` tells.

The exit status is 0 where all was done, 1 where something was refused, could not be placed or does not hold together,
2 for wrong usage.
"""


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it is typed ("vivavoce codebook import"), what it does, and its parameters or the commands below."""

    name: str
    does: str
    function: Callable[..., Any] | None = None
    below: tuple[tuple[str, str], ...] = ()


def reference() -> str:
    """The page as it should be."""
    parts = [HEAD, *(f"## {command.name}\n\n```text\n{told(command)}\n```\n" for command in commands())]
    return "\n".join(parts)


def commands() -> Iterator[Command]:
    """Every command, `vivavoce` itself first, each before those below it."""
    yield from _commands(app, "vivavoce", app.info.help, app.registered_callback)


def _commands(group: typer.Typer, name: str, does: Any, callback: Any = None) -> Iterator[Command]:
    made = [(each.name or each.callback.__name__, each.callback) for each in group.registered_commands]  # type: ignore[union-attr]
    groups = [(each.name or "", each.typer_instance) for each in group.registered_groups]
    below = [(word, _first(function.__doc__)) for word, function in made]
    below += [(word, _first(each.info.help)) for word, each in groups if each]
    yield Command(name, _plain(does), callback.callback if callback else None, tuple(below))
    for word, function in made:
        yield Command(f"{name} {word}", _plain(function.__doc__), function)
    for word, each in groups:
        if each:
            yield from _commands(each, f"{name} {word}", each.info.help, each.registered_callback)


def _plain(text: Any) -> str:
    return _MARKUP.sub("", inspect.cleandoc(text or ""))


def _first(text: Any) -> str:
    return _plain(text).split("\n\n")[0]


def told(command: Command) -> str:
    """What stands under the heading of a command."""
    arguments, options = _parameters(command.function) if command.function else ([], [])
    usage = " ".join(
        [
            command.name,
            *(["[OPTIONS]"] if options else []),
            *(term for term, _ in arguments),
            *(["COMMAND ..."] if command.below else []),
        ]
    )
    does = "\n".join(_wrapped(paragraph) for paragraph in command.does.split("\n"))
    parts = [usage, does, *("\n".join(_row(*row) for row in rows) for rows in (arguments, options, command.below))]
    return "\n\n".join(part for part in parts if part)


def _parameters(function: Callable[..., Any]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What stands for each argument and for each option, and what it does."""
    hints = get_type_hints(function, include_extras=True)
    arguments, options = [], []
    for name, parameter in inspect.signature(function).parameters.items():
        kind, *said = get_args(hints[name]) or (hints[name],)
        info = next((each for each in said if isinstance(each, ArgumentInfo | OptionInfo)), None)
        if isinstance(info, OptionInfo):
            options.append(_option(name, kind, info, parameter.default))
        elif name != "context":
            arguments.append(((info and info.metavar) or name.upper(), (info and info.help) or ""))
    return arguments, options


def _option(name: str, kind: Any, info: OptionInfo, default: Any) -> tuple[str, str]:
    # In Annotated[...], typer keeps the first spelling where a default used to stand.
    said = (info.default, *(info.param_decls or ())) if isinstance(info.default, str) else info.param_decls
    spelled = ", ".join(said or (f"--{name.replace('_', '-')}",))
    several = "list" in str(kind)
    value = "" if kind is bool else f" {info.metavar or _value(kind)}" + " ..." * several
    told = [info.help or ""]
    if info.envvar:
        told.append(f"(Or {info.envvar}.)")
    if default is inspect.Parameter.empty:
        told.append("(Needed.)")
    elif default:
        told.append(f"({default} where absent.)")
    return spelled + value, " ".join(told)


def _value(kind: Any) -> str:
    return "FILE" if "Path" in str(kind) else "NUMBER" if kind is int else "TEXT"


def _row(term: str, told: str) -> str:
    text = _wrapped(told, " " * INDENT)
    return f"  {term}\n{text}" if len(term) > INDENT - 4 else f"  {term}".ljust(INDENT) + text.lstrip()


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
