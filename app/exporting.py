"""Everything of a study in files: tables, figures, codebook, graph, what a paper includes, and a manifest.

The same study gives the same bytes: nothing here knows the time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.catalogue import TABLES
from app.material import exported_codings, figure, implications, result, table
from app.paper import IN_A_TURN, paper
from codebook.errors import StudyError

if TYPE_CHECKING:
    from corpus.study import Study

TESTED: dict[str, dict[str, Any]] = {"cooccurrence": {"test": True}}
"""What is asked of tables besides the usual."""
LIBRARIES = ("vivavoce", "pandas", "numpy", "networkx", "matplotlib")


def export(study: Study, folder: Path, *, told: Callable[[str], None] = lambda name: None) -> dict[str, Any]:
    """Write everything into `folder`; the manifest comes back, as it is written to manifest.json.

    `told` hears the name of each file once it is written.

    The manifest names the study and its revision, the versions of what made the files, and each file's SHA-256.
    Raises StudyError where the folder cannot be written.
    """
    written: dict[str, str] = {}
    notes: list[str] = []
    made: dict[str, Any] = {}
    try:
        for name, data in _files(study, notes, made):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            written[name] = hashlib.sha256(data).hexdigest()
            told(name)
        manifest = {
            "study": study.setting("study"),
            "title": study.title,
            "revision": study.revision,
            "versions": {library: version(library) for library in LIBRARIES},
            "options": {name: of.pop("options") for name, of in made.items()},
            "tables": made,
            "implications": len(implications(study).listed),
            "notes": notes,
            "files": dict(sorted(written.items())),
        }
        (folder / "manifest.json").write_text(
            json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
    except OSError as error:
        raise StudyError(f"{folder} cannot be written: {error.strerror}. Choose another folder.") from error
    return manifest


def _files(study: Study, notes: list[str], made: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Each file's name and bytes; `notes` and `made` hear what the manifest is to say of them."""
    yield from _tables(study, notes, made)
    yield from _figures(study)
    yield from _codebook(study)
    yield from _graph(study)
    yield from ((f"paper/{name}", data) for name, data in paper(study, notes))


def _tables(study: Study, notes: list[str], made: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    from analysis.tables import render

    for name, row in TABLES.items():
        if row.asks:
            continue
        found = result(study, name, options=TESTED.get(name))
        if not row.is_kept:
            made[name] = {"options": dict(found.options), "warnings": found.warnings, "method": found.method}
        for suffix in ("csv", "xlsx"):
            rendered = render(found.table, suffix, title=f"{study.title}: {row.title}", note=found.note)
            notes += [f"{name}.{suffix}: {note}" for note in rendered.notes]
            yield f"tables/{name}.{suffix}", rendered.data
    yield "codings.csv", render(exported_codings(study), "csv").data


def _figures(study: Study) -> Iterator[tuple[str, bytes]]:
    from analysis.figures import FIGURES

    for name in FIGURES:
        yield f"figures/{name}.png", figure(study, name, "png", options=IN_A_TURN)


def _codebook(study: Study) -> Iterator[tuple[str, bytes]]:
    from codebook import render as codebook_file

    for suffix in ("yaml", "xlsx", "docx"):
        yield f"codebook.{suffix}", codebook_file(study.codebook(), suffix)


def _graph(study: Study) -> Iterator[tuple[str, bytes]]:
    from analysis.graph import graph, to_gexf, to_graphml

    met = graph(
        table(study, "cooccurrence", options=TESTED["cooccurrence"]), table(study, "frequencies"), study.codes()
    )
    yield "cooccurrence.graphml", to_graphml(met)
    yield "cooccurrence.gexf", to_gexf(met)
