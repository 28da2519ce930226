"""Patterns looked for in many texts, of several languages, by several processes where that is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import lru_cache, partial
from multiprocessing import get_context
from typing import NamedTuple

from analysis.pattern_index import Hit, PatternIndex
from analysis.speech import reader

AT_ONCE = 1_000_000
"""Characters read together: enough for words to recur, little enough for any memory and to see that it goes on."""


class Batch(NamedTuple):
    """Texts of one language to be read together, and their places among all texts."""

    language: str
    places: list[int]
    texts: list[str]


def batches(texts: Sequence[str], languages: Sequence[str]) -> list[Batch]:
    """All texts, those of a language together and in their order."""
    made: list[Batch] = []
    open_in: dict[str, Batch] = {}
    length: dict[str, int] = {}
    for place, (text, language) in enumerate(zip(texts, languages, strict=True)):
        if language not in open_in or length[language] > AT_ONCE:
            open_in[language] = Batch(language, [], [])
            length[language] = 0
            made.append(open_in[language])
        batch = open_in[language]
        batch.places.append(place)
        batch.texts.append(text)
        length[language] += len(text)
    return made


def search(patterns: str, work: Sequence[Batch], *, processes: int = 1) -> Iterator[list[Hit]]:
    """What is found of the patterns (a JSON list) in each batch, in order; the same by any number of processes."""
    processes = min(processes, len(work))
    if processes <= 1:
        yield from map(partial(found, patterns), work)
        return
    # A fresh interpreter each, since a fork of this one may hold locks of threads that it does not have.
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        yield from pool.map(partial(found, patterns), work)


def found(patterns: str, batch: Batch) -> list[Hit]:
    """What is found in a batch, by place of the text and sentence; `text` is that place."""
    ready = index(patterns, batch.language)
    return [replace(hit, text=batch.places[hit.text]) for hit in ready.find(ready.reader.read(batch.texts))]


@lru_cache(maxsize=8)
def index(patterns: str, language: str) -> PatternIndex:
    """Patterns (a JSON list) made ready for a language, and kept: the next search is with the same."""
    return PatternIndex(reader(language), json.loads(patterns))
