"""Passages with where they stand and what stands around them: what a page shows of a table of quotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.material import Filters, frames_of, table

if TYPE_CHECKING:
    import pandas as pd

    from corpus.study import Study

PLACED = ("coding", "document", "start", "end", "code")
AROUND = 160
"""Characters of context on either side: two lines or so."""


def passages(study: Study, *, options: Mapping[str, Any] | None = None, filters: Filters | None = None) -> pd.DataFrame:
    """The table quotes, by the same options and filters, with the place of each row and the words around it.

    Further columns: colour (of the code, "" where several meet), document_id, start, end (code points, half-open),
    before, after (at most 160 characters of the same text, cut between words).
    """
    quotes = table(study, "quotes", options={**(options or {}), "ids": True}, filters=filters)
    spans = study.codings(columns=["coding", "document", "start", "end"]).set_index("coding")
    first = spans.loc[[ids[0] for ids in quotes["ids"]]]
    quotes["document_id"] = first["document"].astype("str").to_numpy()
    # Where codes meet, the quote is what their codings share.
    quotes["start"] = _of_each(quotes["ids"], spans["start"]).groupby(level=0).max()
    quotes["end"] = _of_each(quotes["ids"], spans["end"]).groupby(level=0).min()
    texts = study.texts(quotes["document_id"].unique().tolist()).to_dict()
    rows = list(zip(quotes["document_id"], quotes["start"], quotes["end"], strict=True))
    colours = study.codes().set_index("path")["colour"]
    return quotes.assign(
        colour=quotes["path"].map(colours).fillna(""),
        before=[before(texts[document], start) for document, start, _ in rows],
        after=[after(texts[document], end) for document, _, end in rows],
    )


def placed(study: Study, filters: Filters) -> pd.DataFrame:
    """Where in its transcript each coding of a choice stands.

    Columns: coding (id), document (name), document_id, from (its first character), start, end (shares of the
    transcript, 0..1), path, theme.
    """
    frames = frames_of(study, {"codings", "documents", "codes"}, codings=PLACED, filters=filters)
    codings = frames["codings"].astype({"document": "str", "code": "str"})
    documents = frames["documents"].set_index("document")
    codes = study.codes().set_index("code")
    length = codings["document"].map(documents["characters"])
    made: pd.DataFrame = codings.assign(
        document_id=codings["document"],
        document=codings["document"].map(documents["name"]),
        **{"from": codings["start"]},
        start=codings["start"] / length,
        end=codings["end"] / length,
        path=codings["code"].map(codes["path"]),
        theme=codings["code"].map(codes["theme"]),
    )
    return made.drop(columns="code")


def tally(study: Study, filters: Filters) -> pd.DataFrame:
    """Who says it and who does not: a row a participant of the choice, the most talkative first.

    Columns: name, codings (passages, each once, those of descendant codes included), then the attributes.
    """
    counts = table(study, "quotes", options={"roll_up": True}, filters=filters)["participant"].value_counts()
    people = frames_of(study, {"participants"}, filters=Filters(participants=filters.participants, where=filters.where))
    said: pd.DataFrame = people["participants"].drop(columns="participant")
    said.insert(1, "codings", said["name"].map(counts).fillna(0).astype("int64"))
    return said.sort_values("codings", ascending=False, kind="stable", ignore_index=True)


def before(text: str, start: int) -> str:
    """The words that stand before a place."""
    context = text[max(0, start - AROUND) : start]
    return context if start <= AROUND else context.partition(" ")[2]


def after(text: str, end: int) -> str:
    """The words that stand after a place."""
    context = text[end : end + AROUND]
    return context if end + AROUND >= len(text) else context.rpartition(" ")[0]


def _of_each(ids: pd.Series, values: pd.Series) -> pd.Series:
    """The value of each id of each row, indexed by row."""
    exploded = ids.explode()
    return exploded.map(values).astype("int64")
