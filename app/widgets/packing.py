"""Several files as one: everything of a study with progress, or tables of one's choice."""

from __future__ import annotations

import streamlit as st

from analysis.catalogue import TABLES, Table
from analysis.figures import FIGURES
from analysis.results import result
from analysis.tables import render
from app.caching import as_of, table
from app.widgets.downloads import choose_format
from app.zipping import zipped, zipped_files
from corpus.study import Study

PACKED = "export_packed"
OTHERS = 45  # files of an export beside tables and figures, about: how far it is shows in between
FIRST = ["frequencies"]


def offer_everything(study: Study) -> None:
    """A button that makes everything, saying how far it is; then one that downloads it, until the study changes."""
    state, packed = st.session_state.get(PACKED, (None, b""))
    if state != as_of(study):
        if not st.button("Make everything", type="primary", icon=":material/folder_zip:"):
            st.caption("It takes up to a minute.")
            return
        bar = st.progress(0.0, text="Beginning")
        expected, names = 2 * len(TABLES) + len(FIGURES) + OTHERS, []

        def told(name: str) -> None:
            names.append(name)
            bar.progress(min(len(names) / expected, 1.0), text=f"{len(names)} files: {name}")

        packed = zipped(study, told=told)
        bar.empty()
        st.session_state[PACKED] = (as_of(study), packed)
    st.download_button(
        f"Download everything ({len(packed) / 1e6:.1f} MB)",
        packed,
        file_name="vivavoce-export.zip",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
    )


def offer_tables(study: Study) -> dict[str, Table]:
    """Tables to choose and a button that downloads them: one as it is, several as a .zip file. Those chosen."""
    listed = {name: row for name, row in TABLES.items() if not row.asks}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect("Tables", [*listed], FIRST, format_func=lambda name: listed[name].title)
        with st.container(width=220):
            suffix = choose_format("export_format")

        def files() -> list[tuple[str, bytes]]:
            tables = [result(name, table(study, name)) for name in chosen]
            return [
                (f"{of.name}.{suffix}", render(of.table, suffix, title=f"{study.title}: {of.title}", note=of.note).data)
                for of in tables
            ]

        one = len(chosen) == 1
        st.download_button(
            "Download table" if one else f"Download {len(chosen)} tables",
            (lambda: files()[0][1]) if one else (lambda: zipped_files(files())),
            file_name=f"{chosen[0]}.{suffix}" if one else "vivavoce-tables.zip",
            disabled=not chosen,
            on_click="ignore",
        )
    return {name: listed[name] for name in chosen}
