"""Agreement in the numbers of other programs, to set beside theirs."""

from __future__ import annotations

import streamlit as st

from app.caching import table
from app.material import Filters
from app.widgets.downloads import offer_table
from app.widgets.tables import show_table
from corpus.study import Study


def show_other_programs(study: Study, filters: Filters) -> None:
    """The tables programs and gamma, counted when they are opened."""
    with st.expander("As other programs count", key="agreement_programs", on_change="rerun") as opened:
        if not opened.open:
            return
        overlap = st.number_input("MAXQDA: segments overlap by at least (%)", 1, 100, 90, width=300)
        programs = table(study, "programs", options={"overlap": int(overlap)}, filters=filters)
        show_table(programs)
        offer_table(study, programs, "programs", options={"overlap": int(overlap)})
        st.caption(
            "MAXQDA: segments of both coders, kappa by Brennan and Prediger. NVivo: characters, the mean over "
            "transcripts. ATLAS.ti: characters, percent and Holsti's index."
        )
        st.markdown("**Gamma**")
        gammas = table(study, "gamma", filters=filters)
        show_table(gammas)
        offer_table(study, gammas, "gamma")
        st.caption(
            "How far coders agree on where passages are and what they are coded, aligned at their best, against texts "
            "that chance made (Mathet, Widlöcher and Métivier 2015); 1 is full agreement, 0 is chance."
        )
