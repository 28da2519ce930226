"""Words and phrases that mark a theme, or a kind of participant: said more often there than elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.passages import by_position, positions
from analysis.spans import Flags, Numbers, united
from analysis.terms import LONGEST_PHRASE, Terms, Words, terms, words_of
from analysis.units import spoken
from codebook.errors import OptionError

LEAST = 5  # times that a term is said on both sides together: below it, neither statistic is of use
MARKED = 1.96  # of z, from where on a term is listed

COLUMNS = ["theme", "term", "count", "expected", "log_odds", "z", "g2", "participants"]


def compare(a: pd.Series, b: pd.Series, *, prior_size: float = 500) -> pd.DataFrame:
    """How much more often each word is said in one body of text than in another.

    Args:
        a, b: counts by word; a word that one of them lacks was not said there.
        prior_size: words that the prior weighs as much as: the pooled counts are scaled to it. The larger, the more
            frequent must a word be to stand out.

    Returns:
        Indexed by word, those of `a` first. log_odds: the log-odds ratio with an informative Dirichlet prior; z: it
        divided by its standard error (Monroe, Colaresi and Quinn 2008, equations 15, 16, 20 to 22); both NaN where
        nothing was said. g2: the log-likelihood (Rayson and Garside 2000), never negative, whichever side has more.
    """
    words = a.index.append(b.index.difference(a.index, sort=False))
    said_a, said_b = (side.reindex(words, fill_value=0).to_numpy(float) for side in (a, b))
    size_a, size_b = said_a.sum(), said_b.sum()
    pooled = said_a + said_b
    with np.errstate(divide="ignore", invalid="ignore"):
        prior = pooled * (prior_size / pooled.sum())
        in_a, in_b = said_a + prior, said_b + prior
        log_odds = np.log(in_a / (size_a + prior_size - in_a)) - np.log(in_b / (size_b + prior_size - in_b))
        z = log_odds / np.sqrt(1 / in_a + 1 / in_b)
        g2 = 2 * sum(
            np.where(said > 0, said * np.log(said / (pooled * (size / pooled.sum()))), 0.0)
            for said, size in ((said_a, size_a), (said_b, size_b))
        )
    finite = np.isfinite(log_odds) & (pooled > 0)
    table = {"log_odds": np.where(finite, log_odds, np.nan), "z": np.where(finite, z, np.nan)}
    return pd.DataFrame(table | {"g2": np.maximum(np.nan_to_num(g2), 0)}, index=words)


def keyness(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    participants: pd.DataFrame,
    texts: pd.Series,
    *,
    by: str | None = None,
    with_interviewer: bool = False,
) -> pd.DataFrame:
    """The words and phrases of two or three words that mark each theme, compared with all else that participants said.

    Lemmas are counted; words under several codes of a theme once. Phrases are compared with phrases of as many words.
    Listed are terms said `LEAST` times or more with a z of `MARKED` or more, which ranks them: with so many terms
    looked at it is no test. A term that few participants said may be theirs and not the theme's.

    Args:
        by: an attribute of participants: its values take the place of themes, in a column named value.
        with_interviewer: words of the interviewer's turns count, too.

    Columns: theme, term, count (in the theme), expected (there, were it said as often everywhere), log_odds, z, g2 (as
        `compare` has them), participants (who said it in the theme); by theme in the order of the codebook, z falling.

    Raises:
        OptionError: participants have no such attribute.
    """
    heard = spoken(turns, with_interviewer=with_interviewer)
    heard = heard.assign(participant=turns["participant"].loc[heard.index]).reset_index(drop=True)
    words = words_of(heard, texts, documents.set_index("document")["language"])
    speaker = positions(heard["participant"], participants["participant"])[words.turn]
    if by is None:
        groups = list(_of_themes(words, heard, codings, codes))
    else:
        groups = list(_of_values(speaker, participants, by))
    parts = [
        _marking(name, within[said.first], said, speaker)
        for said in (terms(words, size) for size in range(1, LONGEST_PHRASE + 1))
        for name, within in groups
    ]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    order = {name: number for number, (name, _) in enumerate(groups)}
    table = table.sort_values(
        ["theme", "z", "term"],
        ascending=[True, False, True],
        key=lambda column: column.map(order) if column.name == "theme" else column,
        ignore_index=True,
    )
    return table if by is None else table.rename(columns={"theme": "value"})


def _of_themes(
    words: Words, heard: pd.DataFrame, codings: pd.DataFrame, codes: pd.DataFrame
) -> Iterator[tuple[str, Flags]]:
    """Each theme that was coded, and which words are under a code of it."""
    theme_of = pd.factorize(by_position(codes)["theme"])
    theme = theme_of[0][positions(codings["code"], by_position(codes)["code"])]
    listed = heard["document"].drop_duplicates()
    document = positions(codings["document"], listed)
    stride = 1 + int(max(codings["end"].max() if len(codings) else 0, words.end.max(initial=0)))
    start = document * stride + codings["start"].to_numpy(np.int64)
    end = document * stride + codings["end"].to_numpy(np.int64)
    at = positions(heard["document"], listed)[words.turn] * stride + words.start
    for number, name in enumerate(theme_of[1]):
        rows = np.flatnonzero((theme == number) & (document >= 0))
        rows = rows[np.argsort(start[rows], kind="stable")]
        if len(rows):
            yield name, _within(at, *united(start[rows], end[rows]))


def _of_values(speaker: Numbers, participants: pd.DataFrame, by: str) -> Iterator[tuple[str, Flags]]:
    """Each value of an attribute, and which words are of participants who have it."""
    if by not in participants.columns[1:]:
        known = ", ".join(map(str, participants.columns[2:])) or "none"
        raise OptionError(f"Participants have no attribute “{by[:60]}”; they have: {known}.")
    values = participants[by].astype(object)
    for value in values.dropna().drop_duplicates():
        yield str(value), np.append(values.eq(value).to_numpy(), False)[speaker]


def _within(at: Numbers, start: Numbers, end: Numbers) -> Flags:
    """Whether each place lies in one of the spans, which neither overlap nor touch."""
    span = np.searchsorted(start, at, side="right") - 1
    return (span >= 0) & (at < end[span])


def _marking(name: str, here: Flags, said: Terms, speaker: Numbers) -> pd.DataFrame:
    """The terms of one size that mark what is `here`, against all else."""
    size = len(said.names)
    count, whole = (np.bincount(term, minlength=size) for term in (said.term[here], said.term))
    compared = compare(pd.Series(count), pd.Series(whole - count))
    table = pd.DataFrame(
        {
            "theme": name,
            "term": np.array(said.names, dtype=object),
            "count": count,
            "expected": whole * (here.sum() / max(len(here), 1)),
            "log_odds": compared["log_odds"].to_numpy(),
            "z": compared["z"].to_numpy(),
            "g2": compared["g2"].to_numpy(),
            "participants": _people(said.term[here], speaker[said.first[here]], size),
        },
        columns=COLUMNS,
    )
    return table[(whole >= LEAST) & (table["z"] >= MARKED)]


def _people(term: Numbers, speaker: Numbers, size: int) -> Numbers:
    """By term, how many participants said it."""
    known = speaker >= 0
    pairs = np.unique(np.stack([term[known], speaker[known]]), axis=1)
    return np.bincount(pairs[0], minlength=size)
