"""Coded interviews written down as a line a person: what was coded in each turn."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from codebook import Codebook

CODES = {
    "A": ("Speed", {"kind": "theme"}),
    "a": ("Speed / Haste", {}),
    "n": ("Speed / Slow is right", {"kind": "counter"}),
    "B": ("Proof", {"kind": "theme"}),
    "X": ("Pains / Noise", {}),
    "Y": ("Pains / Waiting", {}),
    "y": ("Pains / Waiting / For a machine", {}),
    "K": ("Setting", {"kind": "context"}),
    "L": ("Stack / Run", {}),
    "M": ("Stack / Pipeline", {}),
    "o": ("Dissent", {"kind": "counter"}),
}
"""Codes by their letters in a conversation."""


def codebook() -> Codebook:
    """Two themes, two pain points, two layers, counter codes and a context."""
    book = Codebook()
    for path, fields in CODES.values():
        top = path.split(" / ")[0]
        if top in ("Pains", "Stack") and top not in book.paths:
            book = book.add(top, kind="pain point" if top == "Pains" else "layer")
        book = book.add(path, **fields)
    return book


@dataclass(frozen=True)
class Conversations:
    """The frames of a study, as `analysis.implications` takes them."""

    turns: pd.DataFrame
    documents: pd.DataFrame
    participants: pd.DataFrame
    codings: pd.DataFrame
    coders: pd.DataFrame
    texts: pd.Series
    book: Codebook

    def frames(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in asdict(self)}

    def without(self, participant: str) -> Conversations:
        """The same study without a participant."""
        gone = set(self.participants.loc[self.participants["name"] == participant, "participant"])
        lost = set(self.turns.loc[self.turns["participant"].isin(gone), "document"])
        keep = {name: frame[~frame["document"].isin(lost)] for name, frame in self._by_document().items()}
        return replace(self, participants=self.participants[~self.participants["participant"].isin(gone)], **keep)

    def _by_document(self) -> dict[str, pd.DataFrame]:
        return {name: getattr(self, name) for name in ("turns", "documents", "codings")}


def conversations(people: dict[str, str], book: Codebook | None = None, *, each: bool = False) -> Conversations:
    """Interviews in which an interviewer speaks before every turn.

    Args:
        people: for each participant the turns, parted by blanks: the letters of the codes that cover the turn, or "."
            for none; "|" begins another interview. A letter is Ada's; after ":" are Ben's ("AK:A").
        each: a coding covers a sentence of its own, one after another, in place of the whole turn.
    """
    book = codebook() if book is None else book
    ids = {letter: book.at(path).id for letter, (path, _) in CODES.items() if path in book.paths}
    documents, turns, codings, texts = [], [], [], {}
    for number, (name, line) in enumerate(people.items()):
        for part, interview in enumerate(line.split("|")):
            document = f"d{len(documents):03}"
            text = ""
            for place, letters in enumerate(interview.split()):
                text += f"Interviewer: And what of number {place}?\n"
                turns.append((document, 2 * place, text.rindex("And"), len(text) - 1, "i", None, "interviewer"))
                text += f"{name}: "
                start = len(text)
                said = [(letter, f"c{n}") for n, side in enumerate(letters.split(":")) for letter in side.strip(".")]
                count = max(len(said), 1)
                sentences = [f"{name} says sentence {n} of turn {place}, and means it." for n in range(count)]
                text += " ".join(sentences)
                turns.append((document, 2 * place + 1, start, len(text), name, f"p{number:03}", "participant"))
                for n, (letter, coder) in enumerate(said):
                    begin = start + sum(len(sentence) + 1 for sentence in sentences[:n]) if each else start
                    finish = begin + len(sentences[n]) if each else len(text)
                    coding = f"k{len(codings):04}"
                    codings.append((coding, document, f"p{number:03}", begin, finish, ids[letter], coder))
                text += "\n"
            title = name if part == 0 else f"{name} again"
            documents.append((document, len(documents), title, f"p{number:03}", "en"))
            texts[document] = text
    return Conversations(
        turns=pd.DataFrame(turns, columns="document turn start end speaker participant role".split()),
        documents=pd.DataFrame(documents, columns="document position name participant language".split()),
        participants=pd.DataFrame(
            [(f"p{number:03}", name) for number, name in enumerate(people)], columns=["participant", "name"]
        ),
        codings=pd.DataFrame(codings, columns="coding document participant start end code coder".split()).astype(
            {"start": "int64", "end": "int64"}
        ),
        coders=pd.DataFrame([("c0", "Ada", "person"), ("c1", "Ben", "person")], columns=["coder", "name", "kind"]),
        texts=pd.Series(texts, dtype=object),
        book=book,
    )
