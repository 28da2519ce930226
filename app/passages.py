"""Passages with where they stand and what stands around them: what a page shows of a table of quotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.passages import passages as numbers_of_passages
from app.material import Filters, frames_of, table

if TYPE_CHECKING:
    import pandas as pd

    from corpus.study import Study

PLACED = ("coding", "document", "start", "end", "code")
ADDED = ["ids", "document_id", "start", "end", "colour"]
"""Columns that `passages` has beside those of the table of quotes."""
AROUND = 160
"""Characters of context on either side: two lines or so."""


def passages(study: Study, *, options: Mapping[str, Any] | None = None, filters: Filters | None = None) -> pd.DataFrame:
    """The table quotes with its ids, by the same options and filters, with the place of each row.

    Further columns: colour (of the code, "" where several meet), document_id, start, end (code points, half-open).
    """
    quotes = table(study, "quotes", options={**(options or {}), "ids": True}, filters=filters)
    spans = study.codings(columns=["coding", "document", "start", "end"]).set_index("coding")
    first = spans.loc[[ids[0] for ids in quotes["ids"]]]
    quotes["document_id"] = first["document"].astype("str").to_numpy()
    # Where codes meet, the quote is what their codings share.
    quotes["start"] = _of_each(quotes["ids"], spans["start"]).groupby(level=0).max()
    quotes["end"] = _of_each(quotes["ids"], spans["end"]).groupby(level=0).min()
    colours = study.codes().set_index("path")["colour"]
    return quotes.assign(colour=quotes["path"].map(colours).fillna(""))


def in_context(study: Study, quotes: pd.DataFrame) -> pd.DataFrame:
    """Some passages with the words around them: columns before, after (some 160 characters, cut between words)"""
    texts = study.texts(quotes["document_id"].unique().tolist()).to_dict()
    rows = list(zip(quotes["document_id"], quotes["start"], quotes["end"], strict=True))
    return quotes.assign(
        before=[before(texts[document], start) for document, start, _ in rows],
        after=[after(texts[document], end) for document, _, end in rows],
    )


def with_words(quotes: pd.DataFrame, words: str) -> pd.DataFrame:
    """The passages in which these words stand, whatever their case."""
    if not words.strip():
        return quotes
    return quotes[quotes["quote"].str.casefold().str.contains(words.strip().casefold(), regex=False)]


def same_passage(study: Study, coding: str) -> list[str]:
    """The codings of the passage that this coding (id) stands for, itself first: what several people coded alike."""
    codings = study.codings(columns=["coding", "document", "start", "end", "code", "coder"])
    row = codings[codings["coding"].eq(coding)]
    if row.empty:
        return []
    alike = codings[codings["document"].eq(row["document"].iloc[0]) & codings["code"].eq(row["code"].iloc[0])]
    alike = alike.reset_index(drop=True)
    stands = numbers_of_passages(alike)
    same = alike.loc[stands == stands[alike["coding"].eq(coding).to_numpy()][0], "coding"]
    return [coding, *(each for each in same if each != coding)]


def placed(study: Study, filters: Filters) -> pd.DataFrame:
    """Where in its transcript each coding of a choice stands.

    Columns: coding (id), document (name), document_id, from, to (code points), start, end (shares of the
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
        **{"from": codings["start"], "to": codings["end"]},
        start=codings["start"] / length,
        end=codings["end"] / length,
        path=codings["code"].map(codes["path"]),
        theme=codings["code"].map(codes["theme"]),
    )
    return made.drop(columns="code")


def tally(study: Study, quotes: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Who says it and who does not: a row a participant of the choice, the most talkative first.

    Columns: name, codings (how many of `quotes`), then the attributes.
    """
    counts = quotes["participant"].value_counts()
    people = frames_of(study, {"participants"}, filters=replace(filters, codes=(), themes=(), coders=()))
    said: pd.DataFrame = people["participants"].drop(columns="participant")
    said.insert(1, "codings", said["name"].map(counts).fillna(0).astype("int64"))
    return said.sort_values("codings", ascending=False, kind="stable", ignore_index=True)


def by_attribute(said: pd.DataFrame, attribute: str) -> pd.DataFrame:
    """A tally by the values of an attribute: a row a value, in the order of the values.

    Columns: value, participants (with a quote), of (participants of that value), share (0..1), codings.
    """
    grouped = said.assign(participants=said["codings"].gt(0)).groupby(attribute, sort=True)
    made = grouped.agg(participants=("participants", "sum"), of=("name", "size"), codings=("codings", "sum"))
    made.insert(2, "share", made["participants"] / made["of"])
    return made.rename_axis("value").reset_index()


def before(text: str, start: int) -> str:
    """The words that stand before a place, "…" where there are more."""
    context = text[max(0, start - AROUND) : start]
    return context if start <= AROUND else f"… {context.partition(' ')[2]}"


def after(text: str, end: int) -> str:
    """The words that stand after a place, "…" where there are more."""
    context = text[end : end + AROUND]
    return context if end + AROUND >= len(text) else f"{context.rpartition(' ')[0]} …"


def _of_each(ids: pd.Series, values: pd.Series) -> pd.Series:
    """The value of each id of each row, indexed by row."""
    exploded = ids.explode()
    return exploded.map(values).astype("int64")
