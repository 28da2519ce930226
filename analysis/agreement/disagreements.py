"""Where two coders read differently: codings of one that the other does not have, to be walked through and settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from analysis import units as lines
from analysis.passages import Coded, by_position, coded_in_order, positions
from analysis.quotes import quotes
from analysis.spans import Flags, Numbers, overlaps
from corpus.settlements import decision_in

MISSED, EXTRA, OTHER_CODE, OTHER_EXTENT = "missed", "extra", "other code", "other extent"
KINDS = (MISSED, EXTRA, OTHER_CODE, OTHER_EXTENT)
COLUMNS = (
    *("document", "participant", "turn", "kind", "path", "coder", "quote"),
    *("other_path", "other_coder", "other_quote", "settled"),
)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Two codings of different coders that share a character, `shared` how many; each pair in both directions."""

    one: Numbers
    other: Numbers
    shared: Numbers

    def only(self, rows: Flags) -> _Pairs:
        return _Pairs(self.one[rows], self.other[rows], self.shared[rows])


def disagreements(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    participants: pd.DataFrame,
    coders: pd.DataFrame,
    texts: pd.Series,
    memos: pd.DataFrame,
    *,
    ids: bool = False,
    assigned: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The codings on which two coders differ, in the documents that both coded.

    A row a coding that the other coder does not have, that is, of which no coding of the same code by the other shares
    a character; and a row for each coding of the first coder (by name) that the other has with other ends, white space
    aside. Pair of coders by pair, then in the order of the documents and of the text.

    Args:
        texts: by document id.
        memos: on passages, of which those that `corpus.settlements` words say what became of a coding.
        ids: add a column of the ids of the coding and, where there is one, of the other's.
        assigned: columns document, coder: who coded which document, beside those that `codings` tell.

    Columns: document, participant (names), turn, kind ("missed": the first coder gave the code, the second did not;
        "extra": the second gave it, the first did not; "other code": the other gave that passage a code that this coder
        did not give it; "other extent": both gave the code, from or to another place), path, coder, quote (of this
        coding), other_path, other_coder, other_quote (of the other's coding, of several that with which it shares most;
        path and quote are missing where there is none), settled ("kept", "dropped", "recoded as ...", "" as long as
        it is not); with `ids` also ids (lists).
    """
    codes, documents = by_position(codes), by_position(documents)
    coders = coders.sort_values(["name", "coder"], kind="stable", ignore_index=True)
    coded = coded_in_order(codings, codes=codes["code"], documents=documents["document"], exactly=True)
    who = positions(codings["coder"], coders["coder"])[coded.row]
    bare = lines.without_blanks(coded, texts.loc[documents["document"]].tolist())
    met = _overlapping(coded, who)
    worked = _worked(codings, assigned, coders["coder"], documents["document"])
    parts = [np.empty((0, 4), dtype=np.int64)]
    for a, b in combinations(np.flatnonzero(worked.any(axis=1)).tolist(), 2):
        shared = (worked[a] & worked[b])[coded.document]
        parts.append(_between(coded, bare, met, who, (a, b), shared))
    one, other, kind, against = np.concatenate(parts).T
    said = quotes(codings, codes, documents, turns, participants, coders, texts, each=True, ids=True)
    said.index = pd.Index([coding for (coding,) in said["ids"]])
    id_of = codings["coding"].to_numpy(object)[coded.row]
    mine = said.loc[id_of[one]].reset_index(drop=True)
    theirs = said.reindex(np.append(id_of, np.array([None]))[other]).reset_index(drop=True)
    table = mine[["document", "participant", "turn"]].assign(
        kind=np.array(KINDS, dtype=object)[kind],
        path=mine["path"],
        coder=mine["coder"],
        quote=mine["quote"],
        other_path=theirs["path"],
        other_coder=coders["name"].to_numpy(object)[against],
        other_quote=theirs["quote"],
    )
    places = codings[["document", "start", "end"]].iloc[coded.row[one]]
    table["settled"] = [*_settled(table, places, memos)]
    if ids:
        pairs = zip(id_of[one], one, other, strict=True)
        table["ids"] = pd.Series([[key] if b < 0 else [key, id_of[b]] for key, _, b in pairs], dtype=object)
    return table[[*COLUMNS, *(["ids"] if ids else [])]]


def _overlapping(coded: Coded, who: Numbers) -> _Pairs:
    found = [np.empty((0, 2), dtype=np.int64)]
    for a, b in overlaps(coded.start, coded.end):
        differ = who[a] != who[b]
        found.append(np.column_stack([a[differ], b[differ]]))
    a, b = np.concatenate(found).T
    one, other = np.append(a, b), np.append(b, a)
    shared = np.minimum(coded.end[one], coded.end[other]) - np.maximum(coded.start[one], coded.start[other])
    return _Pairs(one, other, shared)


def _worked(codings: pd.DataFrame, assigned: pd.DataFrame | None, coders: pd.Series, documents: pd.Series) -> Flags:
    """Which coder (row) coded which document (column)."""
    worked = np.zeros((len(coders), len(documents)), dtype=bool)
    for frame in (codings, *(() if assigned is None else (assigned,))):
        coder, document = positions(frame["coder"], coders), positions(frame["document"], documents)
        known = (coder >= 0) & (document >= 0)
        worked[coder[known], document[known]] = True
    return worked


def _between(coded: Coded, bare: Coded, met: _Pairs, who: Numbers, pair: tuple[int, int], shared: Flags) -> np.ndarray:
    """Rows of coding, the other's coding or -1, kind, and who the other is."""
    a, b = pair
    theirs = np.where(who == a, b, a)
    met = met.only(np.isin(who[met.one], pair) & (who[met.other] == theirs[met.one]))
    alike = coded.code[met.one] == coded.code[met.other]
    alone = shared & np.isin(who, pair)
    alone[met.one[alike]] = False

    one = np.flatnonzero(alone)
    another = _closest(met.only(alone[met.one] & alone[met.other]), len(coded))[one]
    kind = np.where(another >= 0, KINDS.index(OTHER_CODE), KINDS.index(MISSED))
    kind[(another < 0) & (who[one] == b)] = KINDS.index(EXTRA)

    closest = _closest(met.only(alike & (who[met.one] == a)), len(coded))
    both = np.flatnonzero((closest >= 0) & shared)
    match = closest[both]
    both = both[(bare.start[both] != bare.start[match]) | (bare.end[both] != bare.end[match])]
    rows = np.concatenate(
        [
            np.column_stack([one, another, kind, theirs[one]]),
            np.column_stack([both, closest[both], np.full(len(both), KINDS.index(OTHER_EXTENT)), theirs[both]]),
        ]
    )
    return rows[np.argsort(rows[:, 0], kind="stable")]


def _closest(met: _Pairs, size: int) -> Numbers:
    """For each coding the one with which it shares most, of equals the first; -1 where it meets none."""
    order = np.lexsort((-met.other, met.shared))
    closest = np.full(size, -1)
    closest[met.one[order]] = met.other[order]  # the last that is written stays
    return closest


def _settled(table: pd.DataFrame, places: pd.DataFrame, memos: pd.DataFrame) -> Iterator[str]:
    """What became of each row's coding, by the last memo that says so."""
    on_passages = memos[memos["about"].eq("passage")]
    at: dict[tuple[str, int, int], list[str]] = {}
    for memo in on_passages.itertuples(index=False):
        at.setdefault((str(memo.target), int(memo.start), int(memo.end)), []).append(memo.text)
    keys = zip(places["document"].astype("str"), places["start"], places["end"], strict=True)
    for key, path, coder in zip(keys, table["path"], table["coder"], strict=True):
        said = (decision_in(text, path, coder) for text in reversed(at.get(key, [])))
        yield next((decision for decision in said if decision), "")
