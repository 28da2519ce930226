"""Tables and figures of the study, made once for each of its revisions and each choice of options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from app import graphs, material, uploads
from app import passages as app_passages
from app.material import Filters

if TYPE_CHECKING:
    import pandas as pd

    from analysis.findings import Implications
    from corpus.study import Study


def table(
    study: Study, name: str, *, options: Mapping[str, Any] | None = None, filters: Filters | None = None
) -> pd.DataFrame:
    """`app.material.table`, remembered until the study changes; the frame may be changed."""
    return _table(study, as_of(study), name, dict(options or {}), filters or Filters())


def figure(
    study: Study,
    name: str,
    suffix: str,
    *,
    options: Mapping[str, Any] | None = None,
    filters: Filters | None = None,
    **look: Any,
) -> bytes:
    """`app.material.figure`, remembered until the study changes."""
    return _figure(study, as_of(study), name, suffix, dict(options or {}), filters or Filters(), look)


def passages(study: Study, *, options: Mapping[str, Any] | None = None, filters: Filters | None = None) -> pd.DataFrame:
    """`app.passages.passages`, remembered until the study changes."""
    return _passages(study, as_of(study), dict(options or {}), filters or Filters())


def laid_out(
    study: Study, pairs: pd.DataFrame, *, strength: str, filters: Filters
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`app.graphs.laid_out` for some pairs of codes, remembered until the study changes."""
    return _laid_out(study, as_of(study), pairs, strength, filters)


def placed(study: Study, filters: Filters) -> pd.DataFrame:
    """`app.passages.placed`, remembered until the study changes."""
    return _placed(study, as_of(study), filters)


def encounters(study: Study, pair: tuple[str, str], unit: str, filters: Filters) -> pd.DataFrame:
    """`app.material.encounters`, remembered until the study changes."""
    return _encounters(study, as_of(study), pair, unit, filters)


def implications(study: Study) -> Implications:
    """`app.material.implications`, remembered until the study changes."""
    return _implications(study, as_of(study))


def looked_at(files: Sequence[Any]) -> pd.DataFrame:
    """`app.uploads.looked_at`, remembered while the same files lie on the page."""
    return _looked_at(files, tuple(file.file_id for file in files))


def sizes(study: Study) -> dict[str, int]:
    """How many documents, participants, codes, codings and coders there are."""
    return _sizes(study, as_of(study))


def as_of(study: Study) -> tuple[str, str, int]:
    """Which study, where, and as of which change: a study made anew in the same place counts from 0 again."""
    return str(study.file), study.setting("study"), study.revision


@st.cache_data(max_entries=200, show_spinner="Counting ...")
def _table(
    _study: Study, state: tuple[str, str, int], name: str, options: dict[str, Any], filters: Filters
) -> pd.DataFrame:
    return material.table(_study, name, options=options, filters=filters)


@st.cache_data(max_entries=50, show_spinner="Looking the quotes up ...")
def _passages(_study: Study, state: tuple[str, str, int], options: dict[str, Any], filters: Filters) -> pd.DataFrame:
    return app_passages.passages(_study, options=options, filters=filters)


@st.cache_data(max_entries=50, show_spinner="Drawing ...")
def _figure(
    _study: Study,
    state: tuple[str, str, int],
    name: str,
    suffix: str,
    options: dict[str, Any],
    filters: Filters,
    look: dict[str, Any],
) -> bytes:
    return material.figure(_study, name, suffix, options=options, filters=filters, **look)


@st.cache_data(max_entries=4, show_spinner=False)
def _sizes(_study: Study, state: tuple[str, str, int]) -> dict[str, int]:
    return {
        "documents": len(_study.documents()),
        "participants": len(_study.participants()),
        "codes": len(_study.codebook()),
        "codings": len(_study.codings(columns=["code"])),
        "coders": len(_study.coders()),
    }


@st.cache_data(max_entries=50, show_spinner="Laying the graph out ...")
def _laid_out(
    _study: Study, state: tuple[str, str, int], pairs: pd.DataFrame, strength: str, filters: Filters
) -> tuple[pd.DataFrame, pd.DataFrame]:
    counts = material.table(_study, "frequencies", filters=filters)
    return graphs.laid_out(pairs, counts, _study.codes(), strength=strength)


@st.cache_data(max_entries=20, show_spinner="Looking the codings up ...")
def _placed(_study: Study, state: tuple[str, str, int], filters: Filters) -> pd.DataFrame:
    return app_passages.placed(_study, filters)


@st.cache_data(max_entries=50, show_spinner="Looking the quotes up ...")
def _encounters(
    _study: Study, state: tuple[str, str, int], pair: tuple[str, str], unit: str, filters: Filters
) -> pd.DataFrame:
    return material.encounters(_study, pair, unit, filters=filters)


@st.cache_data(max_entries=2, show_spinner="Looking at every theme and pain point ...")
def _implications(_study: Study, state: tuple[str, str, int]) -> Implications:
    return material.implications(_study)


@st.cache_data(max_entries=4, show_spinner="Reading ...")
def _looked_at(_files: Sequence[Any], ids: tuple[str, ...]) -> pd.DataFrame:
    return uploads.looked_at(_files)
