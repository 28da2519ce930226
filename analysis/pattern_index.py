"""spaCy Matcher patterns over much text: each is tried only on sentences that hold what it needs, in its order.

A Matcher looks at every pattern at every token, in Python where a pattern has a set of words. But most sentences lack a
word that a pattern cannot do without, or have its words in another order or too far apart; and where which words are is
known from one look at the distinct words of all sentences.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from analysis.spans import Numbers, distinct
from analysis.speech import LONGEST, Reader, Speech, levelled

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

Pattern = Sequence[dict[str, Any]]

WRITTEN = ("LEMMA", "LOWER", "ORTH", "TEXT")
"""Attributes whose value is a word: what a sentence has to hold is looked up by it."""
OF_A_WORD = {
    *WRITTEN,
    *"LENGTH SHAPE IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER IS_TITLE IS_PUNCT IS_SPACE IS_STOP".split(),
    *"LIKE_NUM LIKE_URL LIKE_EMAIL".split(),
}
"""Attributes that a word has wherever it stands."""
TRAINED = {"POS", "TAG", "MORPH", "DEP", "ENT_TYPE", "ENT_IOB", "ENT_ID", "ENT_KB_ID"}
"""Attributes that only a trained pipeline gives."""

SIMPLE = {"1": (1, 1), "?": (0, 1), "!": (0, 1), "*": (0, LONGEST), "+": (1, LONGEST)}
"""Operators of one sign: how many tokens they ask for, at least and at most. "!" is one that is not so."""

_FAULT = re.compile(r"- \[pattern -> (\d+) -> (\w+)[^\]]*\] (.*)")


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found in a sentence; places in code points of the text.

    Attributes:
        text, sentence, pattern: Their numbers; sentences are numbered through all texts that were read together.
        start, end: Where the sentence stands.
        places: Where in it the pattern was found, longest first where it was found several ways.
    """

    text: int
    sentence: int
    start: int
    end: int
    pattern: int
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Need:
    """What some token of a sentence must be: one of some words (by their `WRITTEN` form), or like `token`."""

    attribute: str = ""
    forms: frozenset[str] = frozenset()
    token: str = ""  # the JSON of a description


class Step(NamedTuple):
    """What is needed next, at most so many tokens after what was needed before."""

    need: Need
    reach: int


class PatternIndex:
    """Patterns ready to be found in speech of the reader's language.

    Attributes:
        refused: Why a pattern, by its number, cannot be used; the others can.
    """

    def __init__(self, reader: Reader, patterns: Sequence[Pattern]) -> None:
        self.reader = reader
        self.refused: dict[int, str] = {}
        self._matchers: dict[int, Matcher] = {}
        self._needs: dict[int, list[Step]] = {}
        trial = reader.read(["What for?"]).sentence_of(0)
        for number, pattern in enumerate(patterns):
            try:
                prepared = prepare(pattern, reader)
                matcher = matcher_of(prepared, reader)
                matcher(trial)  # some of what cannot be used fails only now
            except Exception as error:  # spaCy refuses in many ways: a dozen kinds of errors were seen
                self.refused[number] = _reason(error)
            else:
                self._matchers[number], self._needs[number] = matcher, needs_of(prepared)

    def find(self, speech: Speech) -> Iterator[Hit]:
        """Where the patterns are, sentence by sentence."""
        sentences, patterns = self._candidates(speech)
        tried = zip(sentences.tolist(), patterns.tolist(), strict=True)
        for sentence, group in groupby(tried, key=itemgetter(0)):
            doc = speech.sentence_of(sentence)
            for _, pattern in group:
                if found := self._matchers[pattern](doc):
                    places = tuple(speech.place_of(sentence, start, end) for _, start, end in found)
                    whole = speech.place_of(sentence, 0, len(doc))
                    yield Hit(int(speech.text[sentence]), sentence, *whole, pattern, places)

    def _candidates(self, speech: Speech) -> tuple[Numbers, Numbers]:
        """Sentences and the patterns to be tried on them, by sentence."""
        words = _Words(speech)
        at = {need: words.at(need) for need in {need for needs in self._needs.values() for need, _ in needs}}
        last = speech.start[speech.sentence + 1] - 1
        sentences, patterns = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for number, needs in self._needs.items():
            reached = np.arange(len(speech.word)) if not needs else at[needs[0].need]
            for need, reach in needs[1:]:
                if not len(reached):
                    break
                reached = _following(at[need], reached, np.minimum(reached + reach, last[reached]))
            found = distinct(speech.sentence[reached])
            sentences.append(found)
            patterns.append(np.full(len(found), number))
        sentence, pattern = np.concatenate(sentences), np.concatenate(patterns)
        order = np.lexsort((pattern, sentence))
        return sentence[order], pattern[order]


def prepare(pattern: Pattern, reader: Reader) -> list[dict[str, Any]]:
    """The pattern as it is matched: names in upper case, apostrophes straight, a LEMMA in any of its forms.

    A lemma need not be known: "models" is as good as "model", and "data" is "datum" to the table of lemmas.
    Raises ValueError for what nothing can be found by.
    """
    prepared = []
    for token in pattern:
        token = _plain(token)
        if missing := sorted(TRAINED & token.keys()):
            raise ValueError(f"{missing[0]} is known only to a trained pipeline; use LEMMA, LOWER or TEXT")
        if "_" in token:
            raise ValueError('an attribute of one\'s own ("_") is not known here; use LEMMA, LOWER or TEXT')
        if any(int(times) > LONGEST for times in re.findall(r"\d+", str(token.get("OP", "")))):
            raise ValueError(f"OP {token['OP']} asks for more than {LONGEST} tokens, which no sentence has")
        if "LEMMA" in token:
            token["LEMMA"] = _any_form(token["LEMMA"], reader)
        prepared.append(token)
    return prepared


def matcher_of(prepared: Pattern, reader: Reader) -> Matcher:
    """A Matcher of one pattern; of matches that overlap it tells the longest."""
    from spacy.matcher import Matcher

    made = Matcher(reader.vocab, validate=True)
    made.add("pattern", [list(prepared)], greedy="LONGEST")
    return made


def needs_of(prepared: Pattern) -> list[Step]:
    """What a sentence must hold for the pattern to be in it, in this order: nothing that is optional or negated.

    Words are asked for where the pattern names some, since they are quickly looked up; else what its tokens are like.
    """
    return _steps(prepared, _named) or _steps(prepared, _described)


def _steps(prepared: Pattern, need_of: Callable[[dict[str, Any]], Need | None]) -> list[Step]:
    steps: list[Step] = []
    reach = 1
    for token in prepared:
        least, most = _times(token.get("OP", "1"))
        need = need_of(token) if least else None
        if need is None:
            reach += most
        else:
            steps.append(Step(need, reach))
            reach = 1 if most == 1 else LONGEST
    return steps


def _named(token: dict[str, Any]) -> Need | None:
    """The words of which a token must be one, if its description names some."""
    for attribute in WRITTEN:
        value = token.get(attribute)
        if isinstance(value, str):
            return Need(attribute, frozenset([value]))
        if isinstance(value, dict) and "IN" in value:
            return Need(attribute, frozenset(value["IN"]))
    return None


def _described(token: dict[str, Any]) -> Need | None:
    """What a token is like, as far as that can be said of a word by itself."""
    described = {name: value for name, value in token.items() if name in OF_A_WORD}
    return Need(token=json.dumps(described, sort_keys=True)) if described else None


def _times(operator: str) -> tuple[int, int]:
    """How many tokens an operator asks for, at least and at most."""
    if operator in SIMPLE:
        return SIMPLE[operator]
    least, comma, most = operator.strip("{}").partition(",")
    return int(least or 0), int(most or LONGEST) if comma else int(least)


class _Words:
    """Where which words are said."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._tokens = np.argsort(speech.word, kind="stable")
        self._first = np.searchsorted(speech.word[self._tokens], np.arange(len(speech.words) + 1))
        ids = {"LEMMA": speech.lemmas, "LOWER": speech.lowers, "ORTH": speech.words, "TEXT": speech.words}
        self._ids = {attribute: (np.sort(each), np.argsort(each, kind="stable")) for attribute, each in ids.items()}

    def at(self, need: Need) -> Numbers:
        """The tokens that are as needed, in their order."""
        words = self._like(need.token) if need.token else self._named(need)
        pieces = [self._tokens[self._first[word] : self._first[word + 1]] for word in words]
        return np.sort(np.concatenate(pieces)) if pieces else self._tokens[:0]

    def _named(self, need: Need) -> list[int]:
        ids, word = self._ids[need.attribute]
        forms = np.array([self._speech.vocab.strings[form] for form in need.forms], np.uint64)
        spans = zip(np.searchsorted(ids, forms), np.searchsorted(ids, forms, side="right"), strict=True)
        return [each for first, beyond in spans for each in word[first:beyond].tolist()]

    def _like(self, token: str) -> list[int]:
        """The words that a token's description fits; a Matcher tells."""
        from spacy.matcher import Matcher

        made = Matcher(self._speech.vocab)
        made.add("token", [[json.loads(token)]])
        return [start for _, start, _ in made(self._all_words)]

    @cached_property
    def _all_words(self) -> Doc:
        """A text of all words, each once."""
        from spacy.attrs import LEMMA
        from spacy.tokens import Doc

        strings, lemmas = self._speech.vocab.strings, cast(Any, self._speech.lemmas)
        doc = Doc(self._speech.vocab, words=[strings[word] for word in self._speech.words.tolist()])
        return doc.from_array([LEMMA], lemmas)


def _following(tokens: Numbers, after: Numbers, until: Numbers) -> Numbers:
    """Those of `tokens` that come after some token of `after`, and not beyond the `until` of the same."""
    first, beyond = np.searchsorted(tokens, after, side="right"), np.searchsorted(tokens, until, side="right")
    size = len(tokens) + 1
    open_here = np.cumsum(np.bincount(first, minlength=size) - np.bincount(beyond, minlength=size))
    return tokens[open_here[:-1] > 0]


def _plain(value: Any) -> Any:
    """Part of a pattern with names in upper case and texts levelled."""
    if isinstance(value, dict):
        named = {name.upper(): _plain(part) for name, part in value.items()}
        if len(named) < len(value):
            raise ValueError(f"one of {', '.join(named)} is there twice")
        return named
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return levelled(value) if isinstance(value, str) else value


def _any_form(wanted: Any, reader: Reader) -> Any:
    """The lemmas that are meant, as the reader has them."""
    if isinstance(wanted, str):
        forms = _lemmas([wanted], reader)
        return forms[0] if len(forms) == 1 else {"IN": forms}
    if isinstance(wanted, dict):
        return {
            name: _lemmas(value, reader) if name in ("IN", "NOT_IN") and isinstance(value, list) else value
            for name, value in wanted.items()
        }
    return wanted


def _lemmas(words: Sequence[Any], reader: Reader) -> list[Any]:
    """Each word in lower case and its lemma: "found" may be meant as that of founding."""
    both = ((word.lower(), reader.lemma(word)) if isinstance(word, str) else (word,) for word in words)
    return list(dict.fromkeys(form for forms in both for form in forms))


def _reason(error: Exception) -> str:
    """What is wrong with a pattern, on one line."""
    said = str(error)
    if fault := _FAULT.search(said):
        return f"{fault[2]} of token {int(fault[1]) + 1}: {fault[3].rstrip('.')}"
    return re.sub(r"^\[\w+\] ", "", " ".join(said.split())).rstrip(".")[:200]
