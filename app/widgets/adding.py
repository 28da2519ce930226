"""Transcripts dropped on a page: looked at first, then taken in, with a report a file."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from app.caching import looked_at
from app.plain import markdown
from app.uploads import take_in
from app.widgets.tables import show_table
from corpus.study import Study

REPORT, ROUND = "transcripts_report", "transcripts_round"
KINDS = "Text, Markdown, Word, OpenDocument, RTF, PDF, captions (.vtt, .srt), tables, recognised speech (.json)."
# A field that is easy to hit: what is dropped beside it, the browser opens in place of the page.
STYLE = "<style>[data-testid=stFileUploaderDropzone] { min-height: 7rem; }</style>"
COLUMNS: dict[str, Any] = {
    "file": "File",
    "words": st.column_config.NumberColumn("Words", format="localized"),
    "turns": st.column_config.NumberColumn("Turns", format="localized"),
    "speakers": st.column_config.ListColumn("Speakers"),
    "interviewers": st.column_config.ListColumn("Interviewers"),
    "remarks": "Remarks",
}


def add_transcripts(study: Study, coder: str) -> None:
    """A field for files; what was found in them; who interviews; and the button that takes them in."""
    round_ = st.session_state.setdefault(ROUND, 0)  # another key empties the field once its files are taken in
    st.html(STYLE)
    files = st.file_uploader("Drop transcripts here", accept_multiple_files=True, key=f"transcripts_{round_}")
    if not files:
        st.caption(KINDS)
        _report()
        return
    found = looked_at(files)
    st.dataframe(found.drop(columns="readable"), hide_index=True, column_config=COLUMNS, placeholder="")
    for remark in found.loc[~found["readable"], "remarks"]:
        st.warning(markdown(remark), icon=":material/error:")
    speakers = list(dict.fromkeys(name for names in found["speakers"] for name in names))
    guessed = list(dict.fromkeys(name for names in found["interviewers"] for name in names))
    chosen = st.multiselect(
        "Who interviews?", speakers, default=guessed, help="What interviewers say is nobody's answer."
    )
    readable = int(found["readable"].sum())
    label = f"Add {readable} transcript{'s' * (readable != 1)}"
    if st.button(label, type="primary", disabled=not readable, icon=":material/add:"):
        bar = st.progress(0.0, "Reading ...")
        interviewers = chosen if set(chosen) != set(guessed) else ()
        st.session_state[REPORT] = take_in(study, files, coder=coder, interviewers=interviewers, watch=bar.progress)
        st.session_state[ROUND] = round_ + 1
        st.rerun()


def _report() -> None:
    """What became of the files that were dropped last."""
    report: pd.DataFrame | None = st.session_state.get(REPORT)
    if report is None:
        return
    added, refused = int(report["added"].sum()), int((~report["added"]).sum())
    sentence = f"Added {added} transcript{'s' * (added != 1)}" + (f", refused {refused}." if refused else ".")
    (st.warning if refused else st.success)(sentence)
    show_table(report.drop(columns="added").rename(columns={"file": "File", "result": "Result", "remarks": "Remarks"}))
    for remark in [*report.loc[~report["added"], "result"], *report.loc[report["remarks"].ne(""), "remarks"]]:
        st.text(remark)
