"""What all commands share: the study that is meant, who is at work, and how a result is printed."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from codebook.errors import UnreadableFile

if TYPE_CHECKING:
    from corpus.study import Study, StudyChange

T = TypeVar("T")
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@dataclass
class Session:
    """The study of this call and who is at work."""

    where: Path
    said: str

    @cached_property
    def study(self) -> Study:
        """The study, opened when first needed."""
        from corpus.study import Study

        return Study.open(self.where)

    def close(self) -> None:
        """Let go of the study, so that its one file holds everything."""
        if "study" in self.__dict__:
            self.study.close()

    @property
    def coder(self) -> str:
        """Who codes and changes: as said, else the login name."""
        return self.said.strip() or getpass.getuser()

    @contextmanager
    def change(self, operation: str, note: str = "") -> Iterator[StudyChange]:
        """A change of the study by whoever is at work."""
        with self.study.change(operation, coder=self.coder, note=note) as change:
            yield change


def tell(as_json: bool, document: Any, *sentences: str) -> None:
    """Print a result: the JSON document where that was asked for, else the sentences."""
    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for sentence in sentences:
            typer.echo(sentence)


def warn(sentence: str) -> None:
    """A sentence on standard error."""
    typer.echo(sentence, err=True)


def progress(items: Iterable[T], what: str, total: int) -> Iterable[T]:
    """`items`, with a bar on standard error while a person watches and there is something to wait for."""
    from rich.console import Console

    console = Console(stderr=True)
    if total < 2 or not console.is_terminal:
        return items
    from rich.progress import track

    return track(items, description=what, total=total, console=console, transient=True)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A sign on standard error that something is being done, while a person watches."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(f"{what} ..."):
        yield


def read_bytes(path: Path) -> bytes:
    """A file's bytes. Raises UnreadableFile with the remedy where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}. See to its name and permissions.") from error


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file, its folder too where that is missing. Raises UnreadableFile where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be written: {error.strerror}. Choose another place.") from error


def plural(number: int, one: str, many: str = "") -> str:
    """ "1 coding", "2 codings"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
