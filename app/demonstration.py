"""The demonstration study: three invented interviews, coded by two people."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from codebook import Codebook, read, with_colours
from codebook.errors import StudyError
from codebook.sheets import Sheet, read_sheet
from corpus.adding import add_files
from corpus.codebooks import set_codebook
from corpus.coding_tables import import_codings
from corpus.people import import_participants
from corpus.study import FILE, Study

TITLE = "Three invented interviews"
CODER = "Ada"


def make(folder: Path) -> Study:
    """Make the study in `folder`; one made by an earlier call is replaced.

    Raises StudyError where the folder holds another study.
    """
    if (folder / FILE).exists():
        _remove_earlier(folder)
    study = Study.create(folder, title=TITLE, language="en")
    with study.change("set up", coder=CODER) as change:
        change.set(demonstration="yes")
    with as_file(files("corpus") / "interviews") as interviews:
        named = sorted(path for path in interviews.iterdir() if path.suffix != ".csv")
        reports = add_files(study, named, coder=CODER)
        if refused := [report["error"] for report in reports if "error" in report]:
            raise StudyError(f"The demonstration's own files do not read: {refused[0]}")
        with study.change("import codebook", coder=CODER) as change:
            set_codebook(change, _codebook())
        with study.change("import participants", coder=CODER) as change:
            import_participants(change, _sheet(interviews / "participants.csv"))
        with study.change("import codings", coder=CODER) as change:
            import_codings(change, _sheet(interviews / "codings.csv"))
    return study


def _codebook() -> Codebook:

    book, _ = read((files("codebook") / "demo.yaml").read_bytes(), name="demo.yaml")
    return with_colours(book)


def _sheet(path: Path) -> Sheet:
    return read_sheet(path.read_bytes(), name=path.name)


def _remove_earlier(folder: Path) -> None:
    earlier = Study.open(folder)
    made_here = earlier.setting("demonstration") == "yes"
    earlier.close()
    if not made_here:
        raise StudyError(f"{folder} holds a study that is not the demonstration. Name another folder.")
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
        (folder / name).unlink(missing_ok=True)
