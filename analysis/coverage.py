"""How much of what participants said was coded, and where long passages were left uncoded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.passages import by_position, positions
from analysis.spans import Numbers, newly_covered, united
from analysis.units import spoken
from codebook.errors import OptionError
from corpus.words import Words

BY = {"document": "document", "code": "path", "coder": "coder"}
"""What a row can be, and the column that names it."""
LONG = 300
"""Words: a longer passage without a coding is listed."""
OPENING = 12
"""Words of it that are shown."""
ALL = "all"

NOTHING_SAID = "no words of participants"
NOTHING_CODED = "nothing coded"
NOTHING_OF_THEIRS = "nothing coded of what participants say"


@dataclass(frozen=True, slots=True)
class Said:
    """The words of participants, document after document in one row, and the codings as stretches of them.

    Args:
        first: number of the first word of each document, and at the end that of all words.
        start, end: where each word is in its document, in code points.
        turn: row of the turn that it is in.
        coding_document, coding_start, coding_end: of each coding, numbers; the end is not included, and is the start
            where a coding has no participant's word. -1 for a document that is not listed.
    """

    first: Numbers
    start: Numbers
    end: Numbers
    turn: Numbers
    coding_document: Numbers
    coding_start: Numbers
    coding_end: Numbers

    @property
    def by_document(self) -> Numbers:
        """How many words participants say in each document."""
        return np.diff(self.first)


def coverage(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    coders: pd.DataFrame,
    texts: pd.Series,
    *,
    by: str | None = None,
    coded: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The share of participants' words under at least one coding, each word once.

    One row a document, or a code, or a coder; last a row for all of them together, its name "all".

    Args:
        texts: by document id.
        by: document (where nothing is said), code or coder.
        coded: columns document, coder: who coded what, beside what `codings` tell. Give it where `codings` are not all.

    Columns: document, path or coder (by what `by` says: a name, of a code its path), documents (in which it has a
        coding; of a coder, which they coded), words (of participants: in the document; in all documents; in those that
        the coder coded), words_coded, share (0..1, the one over the other, NaN where nothing was said), note.

    Raises OptionError where `by` is something else.
    """
    by = by or "document"
    if by not in BY:
        raise OptionError(f"There is no coverage by “{by[:40]}”: give one of {', '.join(BY)}.")
    documents, codes = by_position(documents), by_position(codes)
    said = _said(codings, documents, turns, texts)
    number = {
        "document": said.coding_document,
        "code": positions(codings["code"], codes["code"]),
        "coder": positions(codings["coder"], coders["coder"]),
    }[by]
    names = {"document": documents["name"], "code": codes["path"], "coder": coders["name"]}[by]
    listed = (number >= 0) & (said.coding_document >= 0)
    size = len(names)
    found = np.zeros((size + 1, len(documents)), dtype=bool)
    found[number[listed], said.coding_document[listed]] = True
    found[size] = found[:size].any(axis=0)
    if by == "coder" and coded is not None:
        who, what = positions(coded["coder"], coders["coder"]), positions(coded["document"], documents["document"])
        found[who[(who >= 0) & (what >= 0)], what[(who >= 0) & (what >= 0)]] = True
    words = np.full(size + 1, said.first[-1])
    if by == "document":
        words[:size] = said.by_document
    elif by == "coder":
        words = found @ said.by_document
        words[size] = said.first[-1]
    under = np.append(_covered(said, np.where(listed, number, -1), size), _covered(said, listed - 1, 1))
    share = np.divide(under, words, out=np.full(size + 1, np.nan), where=words > 0)
    bare = np.where(found.any(axis=1), np.where(words == 0, NOTHING_SAID, NOTHING_OF_THEIRS), NOTHING_CODED)
    notes = np.where(under == 0, bare, "")
    return pd.DataFrame(
        {
            BY[by]: pd.Series([*names, ALL], dtype="str"),
            "documents": found.sum(axis=1),
            "words": words,
            "words_coded": under,
            "share": share,
            "note": pd.Series(notes, dtype="str"),
        }
    )


def uncoded(
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    participants: pd.DataFrame,
    texts: pd.Series,
    *,
    longer_than: int = LONG,
) -> pd.DataFrame:
    """Passages of more than `longer_than` words of participants that have no coding, in reading order.

    A passage runs on over what an interviewer says between, whose words do not count.

    Args:
        texts: by document id.

    Columns: document (name), participant (name of who begins it), turn (number of the turn in which it begins), begin
        (milliseconds from the start of the recording to that of the turn), words (of participants in it), share (0..1,
        of all they say in the document), start, end (code points), opening (its first words).
    """
    documents = by_position(documents)
    said = _said(codings, documents, turns, texts)
    order = np.argsort(said.coding_start, kind="stable")
    order = order[said.coding_end[order] > said.coding_start[order]]
    begin, finish = united(said.coding_start[order], said.coding_end[order])
    # What lies between two codings, cut where a document ends.
    edges = np.unique(np.concatenate([said.first, begin, finish]))
    first, last = edges[:-1], edges[1:]
    free = np.searchsorted(begin, first, side="right") == np.searchsorted(finish, first, side="right")
    long = free & (last - first > longer_than)
    first, last = first[long], last[long]
    document = np.searchsorted(said.first, first, side="right") - 1
    turn = said.turn[first]
    start, end = said.start[first], said.end[last - 1]
    opening_end = said.end[np.minimum(first + OPENING, last) - 1]
    people = np.array([*participants["name"], None], dtype=object)
    ids = documents["document"].to_numpy(object)
    return pd.DataFrame(
        {
            "document": documents["name"].to_numpy(object)[document],
            "participant": pd.Series(
                people[positions(turns["participant"], participants["participant"])[turn]], dtype=object
            ),
            "turn": turns["turn"].to_numpy(np.int64)[turn],
            "begin": turns["begin_ms"].astype("Int64").iloc[turn].reset_index(drop=True),
            "words": last - first,
            "share": (last - first) / said.by_document[document],
            "start": start,
            "end": end,
            "opening": pd.Series(
                [texts[ids[d]][a:b] for d, a, b in zip(document, start, opening_end, strict=True)], dtype="str"
            ),
        }
    ).astype({"document": "str"})


def _said(codings: pd.DataFrame, documents: pd.DataFrame, turns: pd.DataFrame, texts: pd.Series) -> Said:
    """Participants' words, and where codings lie among them."""
    own = spoken(turns).index
    place = np.flatnonzero(turns.index.isin(own))
    turn_document = positions(turns["document"], documents["document"])[place]
    turn_start, turn_end = (turns[side].to_numpy(np.int64)[place] for side in ("start", "end"))
    document = positions(codings["document"], documents["document"])
    coding_start, coding_end = (codings[side].to_numpy(np.int64).copy() for side in ("word_start", "word_end"))
    first, nothing = [0], np.empty(0, dtype=np.int64)
    starts, ends, in_turn = [nothing], [nothing], [nothing]
    for number, identity in enumerate(documents["document"]):
        words = Words(texts[identity])
        start, end = np.array(words.starts, dtype=np.int64), np.array(words.ends, dtype=np.int64)
        turn = np.full(len(start), -1)
        here = np.flatnonzero(turn_document == number)
        begin = np.searchsorted(end, turn_start[here], side="right")
        finish = np.searchsorted(start, turn_end[here], side="left")
        for row, a, b in zip(place[here].tolist(), begin.tolist(), finish.tolist(), strict=True):
            turn[a:b] = row
        mine = turn >= 0
        before = first[-1] + np.append(0, np.cumsum(mine))
        coded = document == number
        coding_start[coded], coding_end[coded] = before[coding_start[coded]], before[coding_end[coded]]
        first.append(int(before[-1]))
        for kept, values in ((starts, start), (ends, end), (in_turn, turn)):
            kept.append(values[mine])
    start, end, turn = (np.concatenate(parts) for parts in (starts, ends, in_turn))
    coding_start[document < 0] = coding_end[document < 0] = 0
    return Said(np.array(first), start, end, turn, document, coding_start, coding_end)


def _covered(said: Said, group: Numbers, size: int) -> Numbers:
    """How many words the codings of each group cover, each once; those of group -1 count for none."""
    order = np.lexsort((said.coding_start, group))
    order = order[group[order] >= 0]
    apart = group[order] * (said.first[-1] + 1)
    covered = newly_covered(said.coding_start[order] + apart, said.coding_end[order] + apart)
    return np.bincount(group[order], weights=covered, minlength=size).astype(np.int64)
