"""The words and phrases that people said, as lemmas, each with its place: what words are counted and looked up in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.passages import positions
from analysis.spans import Flags, Numbers
from analysis.speech import Reader, reader

LONGEST_PHRASE = 3


@dataclass(frozen=True, slots=True)
class Words:
    """Words in reading order; what is no word (a number, punctuation) is left out, but parts its neighbours.

    `lemma` is the number of its lemma in `lemmas`, `turn` the row of the turn it is in, `start` and `end` its place in
    the document's text; `run` is alike for words with nothing but space between them. `is_common` tells of each lemma
    whether it is among its language's commonest (spaCy's stop words).
    """

    lemmas: list[str]
    is_common: Flags
    lemma: Numbers
    turn: Numbers
    start: Numbers
    end: Numbers
    run: Numbers

    def __len__(self) -> int:
        return len(self.lemma)


@dataclass(frozen=True, slots=True)
class Terms:
    """Words, or phrases of as many words: `term` is the number of each in `names`, `first` its first word."""

    names: list[str]
    term: Numbers
    first: Numbers
    size: int


def words_of(turns: pd.DataFrame, texts: pd.Series, languages: pd.Series) -> Words:
    """The words of these turns, as spaCy's rules find them, with the lemma that its tables have for each.

    Args:
        turns: document, start, end.
        texts, languages: by document id; rules for any language do where spaCy lacks one.
    """
    text_of, rows_in = texts.to_dict(), _rows_by_language(turns, languages)
    documents, begins, ends = turns["document"].tolist(), turns["start"].to_numpy(), turns["end"].to_numpy()
    numbers: dict[str, int] = {}
    common: set[str] = set()
    parts = []
    for language, rows in rows_in.items():
        by = reader(language)
        speech = by.read([text_of[documents[row]][begins[row] : ends[row]] for row in rows])
        distinct = _lemmas(by, speech.words, speech.lemmas)
        common |= {lemma for lemma in distinct if lemma and by.is_common(lemma)}
        number = np.array([numbers.setdefault(lemma, len(numbers)) if lemma else -1 for lemma in distinct], np.int64)
        lemma = number[speech.word]
        start, end = speech.places()
        turn = np.array(rows)[speech.text[speech.sentence]]
        apart = np.cumsum((lemma < 0) | (np.diff(speech.sentence, prepend=-1) > 0))
        is_word = lemma >= 0
        parts.append(np.stack([lemma, turn, begins[turn] + start, begins[turn] + end, apart])[:, is_word])
    found = np.concatenate(parts, axis=1) if parts else np.zeros((5, 0), np.int64)
    # Turns of one language were read together: put all in the order of the turns, runs of languages kept apart.
    reading = np.repeat(np.arange(len(parts)), [part.shape[1] for part in parts])
    order = np.argsort(found[1], kind="stable")
    lemma, turn, start, end, apart = found[:, order]
    run = np.cumsum((np.diff(apart, prepend=-1) != 0) | (np.diff(reading[order], prepend=-1) != 0))
    names = list(numbers)
    return Words(names, np.array([name in common for name in names], bool), lemma, turn, start, end, run)


def terms(words: Words, size: int) -> Terms:
    """The words (`size` 1), or phrases of so many neighbours that neither begin nor end with a common one."""
    if size == 1:
        return Terms(words.lemmas, words.lemma, np.arange(len(words)), 1)
    last = np.arange(size - 1, len(words))
    first = last - size + 1
    kept = words.run[first] == words.run[last]
    kept &= ~words.is_common[words.lemma[first]] & ~words.is_common[words.lemma[last]]
    first = first[kept]
    key = np.zeros(len(first), np.int64)
    for step in range(size):  # numbers anew at each step: a product of three would not fit
        key = np.unique(key * len(words.lemmas) + words.lemma[first + step], return_inverse=True)[1]
    _, at, term = np.unique(key, return_index=True, return_inverse=True)
    names = [" ".join(words.lemmas[words.lemma[first[one] + step]] for step in range(size)) for one in at]
    return Terms(names, term, first, size)


def places_of(words: Words, term: str, languages: pd.Series) -> Iterator[tuple[int, int]]:
    """First and last word of every place where a word or phrase was said, in any of its forms.

    `term` is read by the rules of each of the `languages`, and its words' lemmas are sought side by side: "deployed
    models" is found by "deploy model" and finds "deploying the model" no more than that does.
    """
    numbers = {name: number for number, name in enumerate(words.lemmas)}
    wanted = {tuple(reader(_known(language)).lemmas(term)) for language in languages.unique()}
    for lemmas in sorted(wanted):
        sought = [numbers.get(lemma, -1) for lemma in lemmas]
        if not sought or -1 in sought:
            continue
        first = np.arange(len(words) - len(sought) + 1)
        same = words.run[first] == words.run[first + len(sought) - 1]
        for step, number in enumerate(sought):
            same &= words.lemma[first + step] == number
        yield from ((int(at), int(at) + len(sought) - 1) for at in np.flatnonzero(same))


def _rows_by_language(turns: pd.DataFrame, languages: pd.Series) -> dict[str, list[int]]:
    row_of = positions(turns["document"], languages.index.to_series())
    names = [*(_known(language) for language in languages), ""]
    rows: dict[str, list[int]] = {}
    for row, number in enumerate(row_of.tolist()):
        rows.setdefault(names[number], []).append(row)
    return rows


def _known(language: object) -> str:
    return language if isinstance(language, str) else ""


def _lemmas(by: Reader, words: np.ndarray, lemmas: np.ndarray) -> list[str]:
    """Of each distinct word its lemma; "" where it is no word."""
    strings = by.vocab.strings
    return [
        strings[lemma] if any(map(str.isalpha, strings[word])) else ""
        for word, lemma in zip(words.tolist(), lemmas.tolist(), strict=True)
    ]
