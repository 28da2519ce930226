"""The transcripts of a study on a page: their table, and the name, the place and the end of one."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from app.caching import table
from app.plain import markdown
from app.widgets.places import go_to_passage
from corpus.documents import move_document, remove_document, rename_document
from corpus.study import Study

CHOSEN = "transcripts_chosen"
ROWS = 7  # of the table that are seen at once
COLUMNS: dict[str, Any] = {
    "place": st.column_config.NumberColumn("Place", width="small"),
    "name": st.column_config.TextColumn("Transcript"),
    "participants": st.column_config.TextColumn("Participants"),
    "interviewers": st.column_config.TextColumn("Interviewers"),
    "words": st.column_config.NumberColumn("Words", format="localized", width="small"),
    "codings": st.column_config.NumberColumn("Codings", format="localized", width="small"),
    "language": st.column_config.TextColumn("Language", width="small"),
    "source": st.column_config.TextColumn("File"),
}


def overview(study: Study) -> pd.DataFrame:
    """One row a document, in order: document (id), then what `COLUMNS` names."""
    documents, turns = table(study, "documents"), table(study, "turns")
    names = table(study, "participants").set_index("participant")["name"]
    speaking = _listed(turns.assign(person=turns["participant"].map(names)), "person")
    asking = _listed(turns[turns["role"].eq("interviewer")], "speaker")
    codings = study.codings(columns=["document"])["document"].astype("str").value_counts().to_dict()
    ids = documents["document"]
    return documents.assign(
        place=range(1, len(documents) + 1),
        participants=[speaking.get(document, "") for document in ids],
        interviewers=[asking.get(document, "") for document in ids],
        codings=[codings.get(document, 0) for document in ids],
    )[["document", *COLUMNS]]


def choose_document(shown: pd.DataFrame, *, revision: int) -> str | None:
    """The table of transcripts; the id of the one that is chosen, which stays so when it moves. None where none is."""
    ids = shown["document"].tolist()
    before = st.session_state.get(CHOSEN)
    event: Any = st.dataframe(
        shown[[*COLUMNS]],
        hide_index=True,
        column_config=COLUMNS,
        on_select="rerun",
        selection_mode="single-row",
        selection_default={"selection": {"rows": [ids.index(before)] if before in ids else []}},
        key=f"transcripts_rows_{revision}",
        height=min(ROWS, len(shown)) * 35 + 38,
    )
    rows = event.selection.rows
    st.session_state[CHOSEN] = ids[rows[0]] if rows and rows[0] < len(ids) else None
    return st.session_state[CHOSEN]


def change_document(study: Study, coder: str, row: pd.Series, *, of: int) -> None:
    """Another name or place for a transcript, and the ways to open and to remove it."""
    form = st.form(f"document_{row['document']}_{study.revision}", border=False)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name", row["name"])
        place = st.number_input(f"Place, of {of}", 1, of, int(row["place"]), width=160)
        saved = st.form_submit_button("Save")
    if saved:
        with study.change("rename or move a document", coder=coder, note=row["name"]) as change:
            rename_document(change, row["document"], name)
            move_document(change, row["document"], place - 1)
        st.rerun()
    with st.container(horizontal=True):
        if st.button("Open", icon=":material/open_in_new:", type="primary"):
            go_to_passage(row["document"])
        if st.button("Remove ...", icon=":material/delete:"):
            _remove(study, coder, row)


@st.dialog("Remove a transcript")
def _remove(study: Study, coder: str, row: pd.Series) -> None:
    coders = study.coders().set_index("coder")["name"]
    by = study.codings(columns=["document", "coder"], of=[row["document"]])["coder"].astype("str").map(coders).unique()
    memos = study.memos()
    about = int((memos["about"].isin(["document", "passage"]) & memos["target"].eq(row["document"])).sum())
    st.markdown(f"**{markdown(row['name'])}** goes, and with it:")
    whose = f" by {', '.join(sorted(by))}" if len(by) else ""
    st.text(
        f"its {row['words']:,} words\n{row['codings']:,} codings{whose}, with memos and suggestions on them\n"
        f"{about:,} memos on the transcript and its passages"
    )
    st.caption("Undo, on the left, brings all of it back.")
    if st.button("Remove", type="primary"):
        with study.change("remove documents", coder=coder, note=row["name"]) as change:
            remove_document(change, row["document"])
        st.rerun()


def _listed(turns: pd.DataFrame, column: str) -> dict[str, str]:
    """The names in a column, each once, by document."""
    said = turns.dropna(subset=[column]).drop_duplicates(["document", column])
    return {str(document): ", ".join(names) for document, names in said.groupby("document", sort=False)[column]}
