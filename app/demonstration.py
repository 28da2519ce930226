"""The reference study: eighteen invented interviews, coded by two people against the codebook of the three Vs."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from natsort import natsorted

from codebook import Codebook, read, with_colours
from codebook.errors import StudyError
from codebook.sheets import Sheet, read_sheet
from corpus.adding import add_files
from corpus.codebooks import set_codebook
from corpus.coding_tables import import_codings
from corpus.deciding import set_templates
from corpus.memo_tables import import_memos
from corpus.people import import_participants
from corpus.settlements import sentence
from corpus.study import FILE, Study

TITLE = "Operating machine learning: eighteen invented interviews"
CODER = "Ada"
CODEBOOK, TEMPLATES = "mlops.yaml", "implications.yaml"


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
        named = natsorted(path for path in interviews.iterdir() if path.suffix != ".csv")
        reports = add_files(study, named, coder=CODER)
        if refused := [report["error"] for report in reports if "error" in report]:
            raise StudyError(f"The demonstration's own files do not read: {refused[0]}")
        with study.change("import codebook", coder=CODER) as change:
            set_codebook(change, reference_codebook())
        with study.change("import participants", coder=CODER) as change:
            import_participants(change, _sheet(interviews / "participants.csv"))
        with study.change("import codings", coder=CODER) as change:
            import_codings(change, _sheet(interviews / "codings.csv"))
        with study.change("import memos", coder=CODER) as change:
            import_memos(change, _sheet(interviews / "memos.csv"))
            import_memos(change, settled(_sheet(interviews / "settled.csv")))
    with study.change("set templates", coder=CODER) as change:
        set_templates(change, (files("codebook") / TEMPLATES).read_bytes(), name=TEMPLATES)
    return study


def reference_codebook() -> Codebook:
    """The codebook of the reference study, each code with a colour."""
    book, _ = read((files("codebook") / CODEBOOK).read_bytes(), name=CODEBOOK)
    return with_colours(book)


def settled(sheet: Sheet) -> Sheet:
    """How disagreements were settled, as a sheet of memos about the passages.

    `sheet` has columns document, quote, code, coded_by, decision, reason.
    """
    rows = tuple(
        (
            number,
            {
                "document": row["document"],
                "quote": row["quote"],
                "coder": CODER,
                "text": sentence(row["code"], row["coded_by"], row["decision"], row["reason"]),
            },
        )
        for number, row in sheet.rows
    )
    return Sheet(sheet.name, ("document", "quote", "coder", "text"), rows)


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
