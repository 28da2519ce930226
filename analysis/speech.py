"""What was said as spaCy sees it: words with their lemmas, in sentences; many turns read at once.

spaCy takes apart what stands between two spaces, by rules that look at nothing else. So each such piece is given to it
once, however often it is said; what that comes to in all texts, and where sentences begin, are sums over arrays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from analysis.spans import Flags, Numbers
from analysis.units import ANY_LANGUAGE, splitter

if TYPE_CHECKING:
    from spacy.pipeline import Sentencizer
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

Ids = NDArray[np.uint64]

LONGEST = 100
"""Tokens of a sentence. Hardly anyone says a longer one; where nobody put full stops, a turn is cut at this length."""
KEPT = 500_000
"""Pieces remembered: more than a language's usual words with the punctuation that stands at them."""

_UNDECIDED = "'s"
"""It stands for is, for has or for neither; tables of lemmas name one of them."""
_BLANKS = re.compile("  +")
_ODD = re.compile(r"[^\S ]|[\u2018\u2019\u02bc\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Speech:
    """Texts that were read together. Tokens are numbered through all of them, and so are sentences.

    Attributes:
        vocab: What spaCy knows of words.
        words, lowers, lemmas: The distinct words, the same in lower case, their lemmas: ids in the vocabulary.
        word: For each token the place of its word in `words`.
        sentence: For each token the sentence that it is in.
        start: For each sentence its first token, and then the number of all tokens.
        text: For each sentence the text that it is in.
    """

    vocab: Vocab
    words: Ids
    lowers: Ids
    lemmas: Ids
    word: Numbers
    sentence: Numbers
    start: Numbers
    text: Numbers
    _norms: Ids  # by token
    _spaced: Flags  # whether a space follows the token
    _begins: Flags  # whether the token begins a sentence, the parts of a long one aside
    _at: Numbers  # where the token stands in its text
    _length: Numbers
    _origins: Sequence[Numbers | None]

    def sentence_of(self, number: int) -> Doc:
        """A sentence for a Matcher."""
        from spacy.attrs import LEMMA, NORM, SENT_START
        from spacy.tokens import Doc

        here = slice(self.start[number], self.start[number + 1])
        word, strings = self.word[here], self.vocab.strings
        words = [strings[each] for each in self.words[word].tolist()]
        doc = Doc(self.vocab, words=words, spaces=self._spaced[here].tolist())
        begins = np.where(self._begins[here], 1, -1).astype(np.uint64)
        known: Any = np.stack([self.lemmas[word], self._norms[here], begins], axis=1)
        return doc.from_array([LEMMA, NORM, SENT_START], known)

    def place_of(self, number: int, start: int, end: int) -> tuple[int, int]:
        """Where tokens of a sentence, counted from its first, stand in its text: code points."""
        first, last = self.start[number] + start, self.start[number] + end - 1
        begin, finish = int(self._at[first]), int(self._at[last] + self._length[last])
        origins = self._origins[self.text[number]]
        return (begin, finish) if origins is None else (int(origins[begin]), int(origins[finish - 1]) + 1)

    def places(self) -> tuple[Numbers, Numbers]:
        """Where each token starts and ends in its text: code points."""
        start, end = self._at.copy(), self._at + self._length
        text = self.text[self.sentence]
        for number, origins in enumerate(self._origins):
            if origins is not None:
                here = slice(*np.searchsorted(text, [number, number + 1]))
                start[here], end[here] = origins[start[here]], origins[end[here] - 1] + 1
        return start, end


class Reader:
    """Reads speech of one language by spaCy's rules for it and the table of its lemmas, where there is one."""

    def __init__(self, language: str) -> None:
        from spacy.lookups import load_lookups

        pipeline = splitter(language)
        lookups = load_lookups(pipeline.lang or ANY_LANGUAGE, ["lemma_lookup"], strict=False)
        self.vocab: Vocab = pipeline.vocab
        self.has_lemmas = lookups.has_table("lemma_lookup")
        self._table = lookups.get_table("lemma_lookup") if self.has_lemmas else {}
        self._lemmas: dict[int, int] = {}
        self._tokenizer = pipeline.tokenizer
        strings = self.vocab.strings
        marks = cast("Sentencizer", pipeline.get_pipe("sentencizer")).punct_chars
        self._ends = np.array([strings.add(mark) for mark in marks], np.uint64)
        self._pieces: dict[str, int]
        self._first: Numbers  # token of each piece, and then the number of all tokens
        self._tokens: Ids  # word, in lower case, norm; and whether it is punctuation
        self._forget()

    def lemma(self, word: str) -> str:
        """The lemma of a word, in lower case: a word that begins a sentence has the same as any other.

        A word that the table lacks is its own; so is "'s", which may be of several.
        """
        if word.lower() == _UNDECIDED:
            return _UNDECIDED
        found = self._table.get(word) or self._table.get(word.lower()) or word
        return (found if isinstance(found, str) else found[0]).lower()

    def lemmas(self, text: str) -> list[str]:
        """The lemmas of the words of a text, in order; punctuation and numbers left out."""
        speech = self.read([text])
        words = (self.vocab.strings[word] for word in speech.words[speech.word].tolist())
        return [self.lemma(word) for word in words if any(map(str.isalpha, word))]

    def is_common(self, word: str) -> bool:
        """Whether a word is one that is said whatever one speaks of: spaCy's list of stop words has it."""
        return bool(self.vocab[word].is_stop)

    def read(self, texts: Sequence[str]) -> Speech:
        """Texts as tokens with lemmas, in sentences of at most `LONGEST` tokens.

        White space is what stands between two tokens, never a token; apostrophes are straight.
        """
        plain = [_with_single_spaces(text) for text in texts]
        tokens, piece = self._taken_apart(" ".join(text for text, _ in plain).split(" ") if plain else [])
        words, first, word = np.unique(tokens[:, 0], return_index=True, return_inverse=True)
        strings = self.vocab.strings
        length = np.fromiter((len(strings[each]) for each in words.tolist()), np.int64, len(words))[word]
        # All texts are one line, with a space between two pieces.
        at = np.cumsum(length) - length + piece
        after = np.cumsum([len(text) + 1 for text, _ in plain], dtype=np.int64)
        text = np.searchsorted(after, at, side="right")
        new_text = np.diff(text, prepend=-1) > 0
        begins = self._sentence_begins(words, word, tokens[:, 3] == 1, new_text)
        sentence = np.flatnonzero(begins)
        within = np.arange(len(word)) - np.repeat(sentence, np.diff(sentence, append=len(word)))
        cut = within % LONGEST == 0
        start = np.append(np.flatnonzero(cut), len(word))
        return Speech(
            vocab=self.vocab,
            words=words,
            lowers=tokens[first, 1],
            lemmas=np.fromiter((self._lemma(each) for each in words.tolist()), np.uint64, len(words)),
            word=word,
            sentence=np.cumsum(cut) - 1,
            start=start,
            text=text[start[:-1]],
            _norms=tokens[:, 2],
            _spaced=(np.diff(piece, append=-1) != 0) & ~np.append(new_text[1:], True),
            _begins=begins,
            _at=at - np.append(0, after)[text],
            _length=length,
            _origins=[origins for _, origins in plain],
        )

    def _taken_apart(self, pieces: Sequence[str]) -> tuple[Ids, Numbers]:
        """The tokens of pieces in a row, as they are in `_tokens`, and for each the place of its piece."""
        if len(self._pieces) > KEPT:
            self._forget()
        new = dict.fromkeys(pieces).keys() - self._pieces.keys()
        if new:
            self._learn(sorted(new))
        number = np.fromiter((self._pieces[piece] for piece in pieces), np.int64, len(pieces))
        size = np.diff(self._first)[number]
        piece = np.repeat(np.arange(len(pieces)), size)
        return self._tokens[np.arange(len(piece)) + (self._first[number] - np.cumsum(size) + size)[piece]], piece

    def _learn(self, pieces: Sequence[str]) -> None:
        from spacy.attrs import IS_PUNCT, LOWER, NORM, ORTH

        # A line feed is a token by itself, and keeps words of neighbours from being taken together.
        table = self._tokenizer("\n".join(pieces)).to_array([ORTH, LOWER, NORM, IS_PUNCT])
        between = table[:, 0] == self.vocab.strings["\n"]
        known = len(self._pieces)
        self._pieces |= {piece: known + number for number, piece in enumerate(pieces)}
        size = np.bincount(np.cumsum(between)[~between], minlength=len(pieces))
        self._first = np.append(self._first, self._first[-1] + np.cumsum(size))
        self._tokens = np.concatenate([self._tokens, table[~between]])

    def _forget(self) -> None:
        """Know no pieces but the empty one."""
        self._pieces = {"": 0}
        self._first = np.zeros(2, np.int64)
        self._tokens = np.zeros((0, 4), np.uint64)

    def _sentence_begins(self, words: Ids, word: Numbers, punctuation: Flags, new_text: Flags) -> Flags:
        """Whether a token begins a sentence, as spaCy's sentencizer has it.

        That is the first token of a text and, after a mark that ends sentences, the first that is neither such a mark
        nor other punctuation.
        """
        ends = np.isin(words, self._ends)[word]
        ended = np.cumsum(ends)
        of_words = np.flatnonzero(~punctuation & ~ends)
        before = np.maximum.accumulate(np.where(new_text, ended - ends, 0))  # marks in the texts before
        begins = new_text.copy()
        begins[of_words] |= ended[of_words] > np.maximum(np.append(0, ended[of_words][:-1]), before[of_words])
        return begins

    def _lemma(self, word: int) -> int:
        """The id of the lemma of the word of that id."""
        if word not in self._lemmas:
            strings = self.vocab.strings
            self._lemmas[word] = strings.add(self.lemma(strings[word]))
        return self._lemmas[word]


@cache
def reader(language: str) -> Reader:
    """The reader of a language ("en", "pt-BR"); for "" one of any language."""
    return Reader(language or ANY_LANGUAGE)


def levelled(text: str) -> str:
    """A text with white space as spaces and apostrophes straight, each character in its place."""
    return _ODD.sub(_plain, text)


def _with_single_spaces(text: str) -> tuple[str, Numbers | None]:
    """The text levelled and with single spaces only, and where each of its characters was; None where in its place."""
    text = levelled(text)
    kept = np.ones(len(text), dtype=bool)
    for run in _BLANKS.finditer(text):
        kept[run.start() + 1 : run.end()] = False
    if kept.all():
        return text, None
    origins = np.flatnonzero(kept)
    return "".join(text[place] for place in origins), origins


def _plain(odd: re.Match[str]) -> str:
    character = odd.group()
    if character.isspace():
        return " "
    return "'" if character in "\u2018\u2019\u02bc" else "\ufffd"
