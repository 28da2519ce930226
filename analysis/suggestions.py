"""Codes proposed for what participants said, by the patterns of the codebook.

A proposal is no coding: it counts nowhere until a person has accepted it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pandas as pd

from analysis.passages import positions
from analysis.pattern_index import Hit, Pattern, PatternIndex
from analysis.pattern_search import batches, index, search
from analysis.spans import Flags, united
from analysis.speech import reader
from analysis.units import spoken
from codebook.errors import CodebookError
from corpus.words import count_words

Watch = Callable[[Iterable[list[Hit]], int], Iterable[list[Hit]]]
Place = tuple[int, int]

COLUMNS = ["document", "participant", "start", "end", "code", "score", "why"]
MATCHES = 3  # told in `why`
ENDS = 3  # words told at either end of a long match


@dataclass(frozen=True, slots=True)
class Suggested:
    """Codes proposed for passages.

    Attributes:
        table: A row a proposal, as `suggest_by_patterns` says.
        words: How many words were read.
        warnings: What could not be used, each a sentence.
    """

    table: pd.DataFrame
    words: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence in which patterns of a code were found: the turn by its row, and places in it."""

    turn: int
    code: int
    number: int
    start: int
    end: int
    patterns: frozenset[int]
    places: tuple[Place, ...]


def suggest_by_patterns(
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    texts: pd.Series,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    processes: int = 1,
    watch: Watch | None = None,
) -> Suggested:
    """Passages of participants in which patterns of a code are found, with the code.

    A passage is a sentence, or sentences that follow each other in a turn, if each has such a pattern. Sentences that
    share a character with a coding of that code are left out; those of more than 100 tokens are taken in parts.

    Args:
        documents: Columns read: document, language.
        turns: Columns read: document, start, end, participant, role; only participants' turns are looked at.
        texts: By document id.
        codes: Columns read: code, path, patterns.
        codings: Columns read: document, start, end, code.
        processes: How many share the work; what is found is the same.
        watch: Given what is found, piece by piece, and the number of pieces, gives it on: a progress bar.

    Columns of the table: document, participant, start, end (code points), code, score (n / (n + 1) where n of the
        code's patterns are found in the passage: .5, .67, .75 ...; no probability), why (what they matched, a few
        words); in the order of the documents, then places, then codes.
    """
    said = turns.loc[spoken(turns).index, ["document", "participant", "start", "end"]]
    said = said[said["document"].isin(documents["document"])].reset_index(drop=True)
    text_of = texts.to_dict()
    places = zip(said["document"], said["start"], said["end"], strict=True)
    speeches = [text_of[document][start:end] for document, start, end in places]
    languages = said["document"].map(documents.set_index("document")["language"]).fillna("").tolist()
    code_of, patterns = _patterns(codes)
    work = batches(speeches, languages) if code_of else []
    results = search(patterns, work, processes=processes)
    hits = [hit for piece in (watch(results, len(work)) if watch else results) for hit in piece]
    sentences = list(_by_code(hits, code_of))
    uncoded = ~_coded(sentences, said, documents, codes, codings)
    passages = _joined([sentence for sentence, free in zip(sentences, uncoded, strict=True) if free])
    table = _table(passages, said, speeches, codes)
    warnings = (*_refused(patterns, codes, code_of, languages), *_without_lemmas(patterns, said, languages))
    return Suggested(table, sum(map(count_words, speeches)), warnings)


def matches(patterns: Sequence[Pattern], text: str, language: str = "en") -> list[tuple[int, str]]:
    """What in `text` each of the patterns matches, sentence by sentence.

    Returns:
        (number of the pattern, matched text), in the order of the text; of matches of one pattern that overlap the
        longest. Raises CodebookError for a pattern that cannot be used.
    """
    text = text.strip()
    ready = PatternIndex(reader(language), patterns)
    for number, reason in ready.refused.items():
        raise CodebookError(f"Pattern {number + 1} cannot be used: {reason}.")
    found = [
        (start, hit.pattern, text[start:end])
        for hit in ready.find(ready.reader.read([text]))
        for start, end in hit.places
    ]
    return [(pattern, matched) for _, pattern, matched in sorted(found)]


def load(codes: pd.DataFrame, languages: Iterable[str]) -> None:
    """Make the patterns ready for these languages, which otherwise the first search does.

    Columns of codes read: patterns.
    """
    _, patterns = _patterns(codes)
    for language in languages:
        index(patterns, language)


def _patterns(codes: pd.DataFrame) -> tuple[list[int], str]:
    """For each pattern the row of its code, and all patterns as a JSON list."""
    kept = [(row, pattern) for row, text in enumerate(codes["patterns"]) if text for pattern in json.loads(text)]
    return [row for row, _ in kept], json.dumps([pattern for _, pattern in kept])


def _by_code(hits: Iterable[Hit], code_of: Sequence[int]) -> Iterator[_Sentence]:
    """What is found of each code in each sentence, by turn, code and sentence."""

    def key(hit: Hit) -> tuple[int, int, int]:
        return hit.text, code_of[hit.pattern], hit.sentence

    for (turn, code, number), group in groupby(sorted(hits, key=key), key):
        found = list(group)
        yield _Sentence(
            turn=turn,
            code=code,
            number=number,
            start=found[0].start,
            end=found[0].end,
            patterns=frozenset(hit.pattern for hit in found),
            places=tuple(place for hit in found for place in hit.places),
        )


def _joined(sentences: Iterable[_Sentence]) -> list[list[_Sentence]]:
    """Sentences of a code that follow each other in a turn, together."""
    passages: list[list[_Sentence]] = []
    for sentence in sentences:
        last = passages[-1][-1] if passages else None
        here = (sentence.turn, sentence.code, sentence.number)
        if last is not None and here == (last.turn, last.code, last.number + 1):
            passages[-1].append(sentence)
        else:
            passages.append([sentence])
    return passages


def _coded(
    sentences: Sequence[_Sentence],
    turns: pd.DataFrame,
    documents: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
) -> Flags:
    """Whether a sentence shares a character with a coding of its code."""
    turn = np.array([sentence.turn for sentence in sentences], dtype=np.int64)
    code = np.array([sentence.code for sentence in sentences], dtype=np.int64)
    offset = turns["start"].to_numpy(np.int64)[turn]
    start = np.array([sentence.start for sentence in sentences], dtype=np.int64) + offset
    end = np.array([sentence.end for sentence in sentences], dtype=np.int64) + offset
    coded = pd.DataFrame(
        {
            "document": positions(codings["document"], documents["document"]),
            "code": positions(codings["code"], codes["code"]),
            "start": codings["start"].to_numpy(np.int64),
            "end": codings["end"].to_numpy(np.int64),
        }
    )
    coded = coded[(coded["document"] >= 0) & (coded["code"] >= 0)]
    # Documents lie end to end on one line, once for each code.
    stride = max(int(end.max(initial=0)), int(coded["end"].max()) if len(coded) else 0) + 1
    line = (coded["code"] * len(documents) + coded["document"]) * stride
    begin, finish = (line + coded["start"]).to_numpy(), (line + coded["end"]).to_numpy()
    order = np.argsort(begin, kind="stable")
    begin, finish = united(begin[order], finish[order])
    here = (code * len(documents) + positions(turns["document"], documents["document"])[turn]) * stride
    return np.searchsorted(finish, here + start, side="right") < np.searchsorted(begin, here + end, side="left")


def _table(
    passages: Sequence[Sequence[_Sentence]], turns: pd.DataFrame, speeches: Sequence[str], codes: pd.DataFrame
) -> pd.DataFrame:
    turn = [passage[0].turn for passage in passages]
    code = [passage[0].code for passage in passages]
    found = [len(frozenset.union(*(sentence.patterns for sentence in passage))) for passage in passages]
    table = turns[["document", "participant", "start"]].iloc[turn].reset_index(drop=True)
    offset = table["start"].to_numpy(np.int64)
    table["start"] = offset + np.array([passage[0].start for passage in passages], dtype=np.int64)
    table["end"] = offset + np.array([passage[-1].end for passage in passages], dtype=np.int64)
    table["code"] = codes["code"].iloc[code].to_numpy()
    table["score"] = np.array([n / (n + 1) for n in found], dtype=np.float64)
    table["why"] = pd.Series([_why(passage, speeches[passage[0].turn]) for passage in passages], dtype="str")
    order = np.lexsort((code, table["end"], table["start"], turn))
    return table[COLUMNS].iloc[order].reset_index(drop=True)


def _why(passage: Iterable[_Sentence], speech: str) -> str:
    """What was matched, in the order said, the longer of two that overlap."""
    words = [speech[start:end].split() for sentence in passage for start, end in _apart(sentence.places)]
    short = [[*said[:ENDS], "…", *said[-ENDS:]] if len(said) > 2 * ENDS + 1 else said for said in words]
    matched = list(dict.fromkeys(" ".join(said) for said in short))
    more = [f"{len(matched) - MATCHES} more"] if len(matched) > MATCHES else []
    return "; ".join(matched[:MATCHES] + more)


def _apart(places: Iterable[Place]) -> list[Place]:
    """Places in their order, of those that overlap the longest."""
    kept: list[Place] = []
    for start, end in sorted(places, key=lambda place: (place[0] - place[1], place)):
        if all(end <= other_start or other_end <= start for other_start, other_end in kept):
            kept.append((start, end))
    return sorted(kept)


def _refused(patterns: str, codes: pd.DataFrame, code_of: Sequence[int], languages: Iterable[str]) -> Iterator[str]:
    """The patterns that cannot be used, numbered within their code."""
    reasons: dict[int, str] = {}
    for language in dict.fromkeys(languages):
        reasons |= index(patterns, language).refused
    for pattern, reason in sorted(reasons.items()):
        code = code_of[pattern]
        number = pattern - code_of.index(code) + 1
        yield f"{codes['path'].iloc[code]}: pattern {number} cannot be used: {reason}. The others can."


def _without_lemmas(patterns: str, turns: pd.DataFrame, languages: Sequence[str]) -> Iterator[str]:
    """The languages whose words are taken as they are, though patterns ask for lemmas."""
    if '"LEMMA"' not in patterns.upper():
        return
    documents = turns["document"].groupby(np.array(languages, dtype=object)).nunique()
    for language, number in documents.items():
        if not reader(language).has_lemmas:
            name = f'of the language "{language}"' if language else "whose language is not known"
            yield (
                f"There is no table of lemmas for {number} document{'' if number == 1 else 's'} {name}: "
                "there a LEMMA in a pattern matches a word only as the pattern has it."
            )
