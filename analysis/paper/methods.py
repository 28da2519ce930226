"""The methods paragraph of a paper, with the study's own numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.agreement.binary import FEW
from analysis.wording import coefficient
from corpus.words import count_words

ALL = "all"  # how the table `agreement` names all codes, and all coders


def methods(
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    participants: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    coders: pd.DataFrame,
    texts: pd.Series,
    agreement: pd.DataFrame,
    *,
    version: str,
    invented: bool = False,
) -> str:
    """What was collected, how it was coded, and how far coders agreed, in sentences to take over.

    Args:
        texts: by document id.
        agreement: the table of that name, by turn.
        version: of Vivavoce.
        invented: the interviews are not real, and the paragraph says so first.
    """
    sentences = [
        *(["All interviews of this study are invented: it shows what a paper would print."] if invented else []),
        *_collected(documents, turns, participants, texts),
        *_coded(documents, codes, codings, coders),
        *_agreed(agreement, codings, coders),
        f"Counts, tables and figures were made with Vivavoce {version}.",
    ]
    return " ".join(sentences)


def _collected(
    documents: pd.DataFrame, turns: pd.DataFrame, participants: pd.DataFrame, texts: pd.Series
) -> Iterator[str]:
    if not len(documents):
        yield "No interview has been added to the study yet."
        return
    words = documents["words"]
    spread = f", {words.min():,} to {words.max():,} each" if len(words) > 1 else ""
    speech = turns[turns["role"].eq("participant").fillna(False).astype(bool)]
    spoken = sum(
        count_words(texts[document][start:end])
        for document, start, end in zip(speech["document"], speech["start"], speech["end"], strict=True)
    )
    share = f"; {spoken:,} of the words are the participants'" if spoken else ""
    yield (
        f"The study rests on {_many(len(documents), 'interview')} with {_many(len(participants), 'participant')}, "
        f"{words.sum():,} words in all{spread}{share}."
    )


def _coded(documents: pd.DataFrame, codes: pd.DataFrame, codings: pd.DataFrame, coders: pd.DataFrame) -> Iterator[str]:
    if not len(codes):
        yield "There is no codebook yet."
        return
    tops = int(codes["parent"].isna().sum())
    book = f"a codebook of {_many(len(codes), 'code')} under {_many(tops, 'heading')}"
    if not len(codings):
        yield f"The transcripts are to be coded against {book}; nothing has been coded yet."
        return
    used = codings["code"].astype("str").nunique()
    yield f"The transcripts were coded against {book}; {used if used < len(codes) else 'all'} of them were used."
    coded = codings["document"].astype("str").nunique()
    where = "all of them" if coded == len(documents) else f"{coded} of the {len(documents)}"
    by_coder = _by_coder(codings, coders)
    work = _listed([f"{name} made {number:,} in {_many(within, 'interview')}" for name, number, within in by_coder])
    made = f"{work}" if len(by_coder) > 1 else f"all by {by_coder[0][0]}"
    yield f"There are {_many(len(codings), 'coding')} in {where}: {made}."


def _agreed(agreement: pd.DataFrame, codings: pd.DataFrame, coders: pd.DataFrame) -> Iterator[str]:
    pooled = agreement[agreement["path"].eq(ALL)] if len(agreement) else agreement
    pairs = pooled[pooled["coder_a"].ne(ALL)] if len(pooled) else pooled
    if not len(pairs):
        yield "No interview was coded by two coders, so nothing can be said of their agreement."
        return
    both = _documents_of_pairs(codings, coders)
    for row in pairs.itertuples(index=False):
        within = both.get((row.coder_a, row.coder_b), 0)
        yield (
            f"{_many(within, 'interview').capitalize()} {'was' if within == 1 else 'were'} coded by both {row.coder_a} "
            f"and {row.coder_b}: taking each code that either of them used as present or absent in each "
            f"turn of a participant, they agreed in {row.percent:.1f} % of {row.units:,} decisions, Krippendorff's "
            f"alpha {_alpha(row)}."
        )
    whole = pooled[pooled["coder_a"].eq(ALL)]
    if len(pairs) > 1 and len(whole):
        yield f"Over all coders alpha is {_alpha(next(whole.itertuples(index=False)))}."
    if pairs["note"].str.contains("limits rough").any():
        yield f"With fewer than {FEW} interviews coded by both, limits are rough."
    yield "Since most codes are absent from most turns, percentages are high whatever coders do; alpha allows for that."


def _alpha(row) -> str:  # type: ignore[no-untyped-def]  # a row of the table
    if np.isnan(row.alpha):
        return "cannot be computed"
    limits = (
        ""
        if np.isnan(row.alpha_low)
        else f" (95 % limits {coefficient(row.alpha_low)} to {coefficient(row.alpha_high)})"
    )
    return coefficient(row.alpha) + limits


def _by_coder(codings: pd.DataFrame, coders: pd.DataFrame) -> list[tuple[str, int, int]]:
    """Of each coder with codings: the name, how many, in how many documents; the busiest first."""
    names = coders.set_index("coder")["name"]
    work = codings.astype({"coder": "str", "document": "str"}).groupby("coder")["document"].agg(["size", "nunique"])
    rows = [(names[coder], int(row["size"]), int(row["nunique"])) for coder, row in work.iterrows()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _documents_of_pairs(codings: pd.DataFrame, coders: pd.DataFrame) -> dict[tuple[str, str], int]:
    """How many documents each two coders both have codings in."""
    names = coders.set_index("coder")["name"]
    documents = codings.astype({"coder": "str", "document": "str"}).groupby("coder")["document"].agg(set)
    sets = {names[coder]: found for coder, found in documents.items()}
    return {(a, b): len(sets[a] & sets[b]) for a in sets for b in sets if a != b}


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _listed(things: Sequence[str]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"
