"""Studies of any size, made from a seed: what is said means nothing, but its lengths are those of real interviews."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np

from app.demonstration import TEMPLATES, reference_codebook
from codebook import Codebook, with_colours
from corpus.codebooks import set_codebook
from corpus.coding import NewCoding, add_codings
from corpus.deciding import set_templates
from corpus.documents import add_document
from corpus.people import set_attributes
from corpus.study import Study
from corpus.transcripts import Transcript, Turn

CODERS = ("Ada", "Ben", "Cyd")
LONG = "interview-long"


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything: words in all, codings in all."""

    name: str
    documents: int
    words: int
    codings: int
    themes: int = 10
    codes: int = 100

    @property
    def words_each(self) -> int:
        """Words of one document."""
        return self.words // self.documents


SIZES = {
    size.name: size
    for size in (
        Size("S", 18, 162_000, 2_000),
        Size("M", 200, 1_800_000, 40_000),
        Size("L", 2_000, 18_000_000, 1_000_000),
    )
}


def make(folder: Path, size: Size, *, seed: int = 0, coders: int = 3, book: Codebook | None = None) -> Study:
    """A study of that size in `folder`: interviewer and participant by turns, codings of one to five sentences.

    Codes, those of `book` where it is given, are used unevenly (as 1 / rank), as they are in real studies.
    """
    random = np.random.default_rng(seed)
    study = Study.create(folder, title=f"Generated, size {size.name}", language="en")
    vocabulary = vocabulary_of(random)
    with study.change("set up", coder=CODERS[0]) as change:
        book = book or codebook(size)
        set_codebook(change, book)
        names = [change.coder_named(name) for name in CODERS[:coders]]
    codes = np.array([code.id for code in book])
    shares = 1 / np.arange(1, len(codes) + 1)
    shares = random.permutation(shares / shares.sum())
    per_document = np.bincount(np.sort(random.integers(0, size.documents, size.codings)), minlength=size.documents)
    for group in np.array_split(np.arange(size.documents), max(1, size.documents // 50)):
        with study.change("add documents", coder=CODERS[0]) as change:
            new: list[NewCoding] = []
            for number in group:
                transcript, sentences = interview(random, vocabulary, size.words_each)
                document, _ = add_document(change, transcript, name=f"interview-{number + 1:04d}")
                chosen = random.choice(codes, int(per_document[number]), p=shares)
                new += list(_codings(random, document, sentences, chosen, names))
            add_codings(change, new)
    return study


def make_for_app(folder: Path) -> Study:
    """What the app is measured on: 100 interviews with 20,000 codings; the last has 12,000 words and 500 of these.

    Its codes are those of the reference study, whose themes and pain points make implications; an attribute of the
    participants divides them in four.
    """
    study = make(folder, Size("app", 99, 891_000, 19_500), book=reference_codebook())
    random = np.random.default_rng(1)
    transcript, sentences = interview(random, vocabulary_of(random), 12_000)
    codes = random.choice([code.id for code in study.codebook()], 500)
    with study.change("add the long interview", coder=CODERS[0]) as change:
        set_templates(change, (files("codebook") / TEMPLATES).read_bytes(), name=TEMPLATES)
        names = [change.coder_named(name) for name in CODERS]
        document, _ = add_document(change, transcript, name=LONG)
        add_codings(change, list(_codings(random, document, sentences, codes, names)))
    with study.change("describe participants", coder=CODERS[0]) as change:
        for number, participant in enumerate(study.participants()["participant"]):
            set_attributes(change, participant, {"site": f"Site {number % 4 + 1}"})
    return study


def codebook(size: Size) -> Codebook:
    """Themes with codes below them."""
    book = Codebook()
    for number in range(size.codes):
        theme = number % size.themes
        book = book.add(f"Theme {theme + 1} / Code {number + 1}", definition=f"What code {number + 1} means.")
    return with_colours(book)


def interview(random: np.random.Generator, vocabulary: list[str], words: int) -> tuple[Transcript, np.ndarray]:
    """A transcript of about so many words, and the spans of the participant's sentences."""
    pieces: list[str] = []
    turns: list[Turn] = []
    sentences: list[tuple[int, int]] = []
    at = said = 0
    asking = True
    while said < words:
        name = "Interviewer: " if asking else "Participant: "
        pieces.append(name)
        at += len(name)
        start = at
        for _ in range(1 if asking else int(random.integers(2, 9))):
            length = int(random.integers(6, 22))
            sentence = " ".join(vocabulary[i] for i in random.zipf(1.3, length) % len(vocabulary))
            sentence = sentence[0].upper() + sentence[1:] + ("? " if asking else ". ")
            if not asking:
                sentences.append((at, at + len(sentence) - 1))
            pieces.append(sentence)
            at += len(sentence)
            said += length
        turns.append(
            Turn(start, at - 1, name[:-2], role="interviewer" if asking else "participant", begin_ms=said * 400)
        )
        pieces.append("\n")
        at += 1
        asking = not asking
    return Transcript("".join(pieces), tuple(turns), language="en", format="generated"), np.array(sentences)


def _codings(
    random: np.random.Generator, document: str, sentences: np.ndarray, codes: np.ndarray, coders: list[str]
) -> Iterator[NewCoding]:
    first = random.integers(0, len(sentences), len(codes))
    last = np.minimum(first + random.integers(0, 5, len(codes)), len(sentences) - 1)
    by = random.integers(0, len(coders), len(codes))
    for code, a, b, coder in zip(codes, first, last, by, strict=True):
        yield NewCoding(document, int(sentences[a, 0]), int(sentences[b, 1]), str(code), coder=coders[coder])


def vocabulary_of(random: np.random.Generator) -> list[str]:
    """Invented words."""
    letters = np.array(list("aaabcdeeeefghiiijklmnooopqrstuuvwxyz"))
    return ["".join(random.choice(letters, random.integers(2, 10))) for _ in range(5_000)]


def write_quotes(study: Path, folder: Path) -> None:
    """All codings of a study as quotes, and a copy of the study without them."""
    from app.material import exported_codings
    from corpus.coding import remove_codings
    from corpus.study import FILE

    exported = exported_codings(Study.open(study))[["document", "code", "quote", "coder"]]
    exported.to_csv(folder / "quotes.csv", index=False)
    shutil.copy(study / FILE, folder)
    bare = Study.open(folder)
    with bare.change("remove codings", coder=CODERS[0]) as change:
        remove_codings(change, bare.codings(columns=["coding"])["coding"])
    bare.close()


def write_texts(folder: Path) -> None:
    """A hundred transcripts of 7,500 words."""
    random = np.random.default_rng(0)
    vocabulary = vocabulary_of(random)
    for number in range(100):
        (folder / f"{number:03d}.txt").write_text(interview(random, vocabulary, 7_500)[0].text, encoding="utf-8")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["study", size, folder]:
            make(Path(folder), SIZES[size]).close()
        case ["app", folder]:
            make_for_app(Path(folder)).close()
        case ["quotes", study, folder]:
            write_quotes(Path(study), Path(folder))
        case ["texts", folder]:
            write_texts(Path(folder))
