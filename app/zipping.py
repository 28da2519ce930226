"""Everything of a study as one file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.exporting import export

if TYPE_CHECKING:
    from corpus.study import Study

DAY = (1980, 1, 1, 0, 0, 0)  # the first that a .zip file can name: the same study gives the same bytes


def zipped(study: Study, *, told: Callable[[str], None] = lambda name: None) -> bytes:
    """What `export` writes into a folder, as the bytes of a .zip file; `told` hears of each file as it is made."""
    packed = BytesIO()
    with TemporaryDirectory() as made, zipfile.ZipFile(packed, "w") as archive:
        folder = Path(made)
        export(study, folder, told=told)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        for file in files:
            _add(archive, file.relative_to(folder).as_posix(), file.read_bytes())
    return packed.getvalue()


def zipped_files(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files, each with its name, as the bytes of a .zip file."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files:
            _add(archive, name, data)
    return packed.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)
