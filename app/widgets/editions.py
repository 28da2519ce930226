"""The codebook over time on a page: who changed what and when, how it was then, and what a file would change."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from app.plain import markdown
from app.widgets.storing import propose, tell
from codebook import READ, Codebook, read
from codebook.errors import VivavoceError
from corpus.codebooks import counts_of, keeping
from corpus.editions import codebook_after, codebook_history
from corpus.study import Study

COLUMNS: dict[str, Any] = {
    "at": st.column_config.DatetimeColumn("When", format="YYYY-MM-DD HH:mm", width=150),
    "coder": st.column_config.TextColumn("Who", width="small"),
    "operation": st.column_config.TextColumn("What", width="small"),
    "note": st.column_config.TextColumn("Which", width="large"),
    "codes": st.column_config.NumberColumn("Codes", width="small"),
    "undone": st.column_config.TextColumn("Since", width="small"),
}


def show_history(study: Study, coder: str, book: Codebook) -> None:
    """Every change of the codebook, the newest first; of the one that is chosen, what it did and what came since."""
    with study.reading() as connection:
        changes = codebook_history(connection).iloc[::-1].reset_index(drop=True)
    if changes.empty:
        st.info("The codebook was not changed yet.")
        return
    changes["at"] = pd.to_datetime(changes["at"])
    changes["undone"] = changes["undone"].map({True: "undone", False: ""})
    event: Any = st.dataframe(
        changes[[*COLUMNS]],
        hide_index=True,
        column_config=COLUMNS,
        on_select="rerun",
        selection_mode="single-row",
        key=f"codebook_changes_{study.revision}",
        height=min(8, len(changes)) * 35 + 38,
    )
    row = next(iter(event.selection.rows), None)
    if row is None:
        st.caption("Choose a change to see what it did, and what has become of the codebook since.")
        return
    number = int(changes.at[row, "change"])
    with study.reading() as connection:
        before, then = codebook_after(connection, number - 1), codebook_after(connection, number)
        back, staying = keeping(then, book, counts_of(connection))
    did, since = st.columns(2, gap="large")
    with did:
        st.subheader("What this change did", anchor=False)
        tell(study, before, then)
    with since:
        st.subheader("To go back to the codebook as it was then", anchor=False)
        if back == book:
            st.text("It is as it was then." if then == book else "Nothing can go back: the codes since bear codings.")
            return
        for path in staying:
            st.text(f"stays, since it bears codings: {path}")
        propose(study, coder, "restore the codebook", book, back, f"as it was after change {number}")
        st.caption("Codings keep the codes that they have now. To take a change back with its codings, undo it.")


def take_in(study: Study, coder: str, book: Codebook) -> None:
    """A codebook file: what differs, and the codebook becomes like it."""
    file = st.file_uploader(f"A codebook file ({', '.join(READ)})")
    if not file:
        st.caption("What differs from the codebook is shown first. Codings follow codes that were renamed or moved.")
        return
    try:
        new, notes = read(file.getvalue(), name=file.name, onto=book)
    except VivavoceError as error:
        st.error(markdown(str(error)))
        return
    with study.reading() as connection:
        new, staying = keeping(new, book, counts_of(connection))
    for sentence in [*notes, *(f"stays, though the file lacks it: {path}" for path in staying)]:
        st.text(sentence)
    propose(study, coder, "import codebook", book, new, file.name)
