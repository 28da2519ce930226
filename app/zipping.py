"""Everything of a study as one file."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.exporting import export

if TYPE_CHECKING:
    from corpus.study import Study

DAY = (1980, 1, 1, 0, 0, 0)  # the first that a .zip file can name: the same study gives the same bytes


def zipped(study: Study) -> bytes:
    """What `export` writes into a folder, as the bytes of a .zip file."""
    packed = BytesIO()
    with TemporaryDirectory() as made, zipfile.ZipFile(packed, "w") as archive:
        folder = Path(made)
        export(study, folder)
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(folder).as_posix(), date_time=DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
    return packed.getvalue()
