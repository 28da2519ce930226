"""The counting rule: which codings are one passage of a code, and which coding stands for each passage.

Two codings of one document are the same passage of a code where they overlap and differ in coder (or, where a code
stands for its descendants too, in code). A passage is a connected component of these. So what two coders coded
alike counts once, and two overlapping codings of one coder count twice, unless another coder's joins them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.spans import Numbers, joined


@dataclass(frozen=True, slots=True)
class Coded:
    """Codings as numbers, in reading order: by document, then start, the longer first.

    `start` and `end` are on one line on which the documents lie end to end, `stride` apart. `row` is the number of
    the coding's row in the frame that it comes from; `code` and `document` are rows of the frames of these.
    """

    row: Numbers
    document: Numbers
    code: Numbers
    coder: Numbers
    start: Numbers
    end: Numbers
    stride: int

    def __len__(self) -> int:
        return len(self.row)

    @property
    def length(self) -> int:
        """The length of the line."""
        return (int(self.document.max(initial=0)) + 1) * self.stride

    @property
    def one_coder(self) -> bool:
        """Whether all codings are by one coder (or there are none)."""
        return bool((self.coder == self.coder[:1]).all())


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted for each code: codings, by code, then in reading order.

    `at` is the number of a coding among the `Coded`, `code` the code that it counts for (its own, or an ancestor), and
    `first` the number in these arrays of the coding that stands for its passage.
    """

    at: Numbers
    code: Numbers
    first: Numbers

    @property
    def standing(self) -> Numbers:
        """The numbers in these arrays of the codings that stand for their passages."""
        return np.flatnonzero(self.first == np.arange(len(self.first)))


def passages(codings: pd.DataFrame, *, each: bool = False) -> Numbers:
    """For each row of `codings` the row number of the coding that stands for its passage.

    That is the passage's first coding: by start, then the longer, then coder and coding by id. The number of
    passages is the number of rows that stand for themselves. With `each`, every coding stands for itself.

    Columns read: coding, document, start, end, code, coder.
    """
    codes = codings["code"].drop_duplicates()
    coded = coded_in_order(codings, codes=codes, documents=documents_in(codings), exactly=True)
    result = np.empty(len(codings), dtype=np.int64)
    result[coded.row] = coded.row[standing_for(coded, each=each)]
    return result


def coded_in_order(
    codings: pd.DataFrame,
    *,
    codes: pd.Series,
    documents: pd.Series,
    reach: int = 0,
    exactly: bool = False,
) -> Coded:
    """The codings of these codes in these documents, as numbers and in reading order.

    Args:
        codes, documents: ids; their order gives the numbers.
        reach: the largest position of anything else that will lie on the same line.
        exactly: settle ties as well: by code, coder and coding id. Counts do not depend on them.
    """
    document, code = positions(codings["document"], documents), positions(codings["code"], codes)
    coder = ranks(codings["coder"])
    start, end = codings["start"].to_numpy(np.int64), codings["end"].to_numpy(np.int64)
    stride = 1 + max(reach, int(end.max(initial=0)))
    place = document * stride + start
    if len(documents) * stride**2 >= 2**63:  # rare: many documents, one of them of tens of millions of characters
        place = np.unique(place, return_inverse=True)[1]
    key = place * stride - end
    order: Numbers | slice = slice(None)
    if exactly:
        order = np.lexsort((ranks(codings["coding"]), coder, code, key))
    elif (key[1:] < key[:-1]).any():
        order = np.argsort(key, kind="stable")  # quick where nearly in order, as a study hands them over
    listed = (document >= 0) & (code >= 0)
    if not listed.all():
        order = np.arange(len(codings))[order]
        order = order[listed[order]]
    row, document = np.arange(len(codings))[order], document[order]
    offset = document * stride
    return Coded(row, document, code[order], coder[order], offset + start[order], offset + end[order], stride)


def count(coded: Coded, parents: Numbers | None = None, *, each: bool = False) -> Counted:
    """What is counted for each code.

    Args:
        parents: the number of each code's parent, -1 where it has none; given, a code counts what its descendants
            count, too. None: each code counts its own.
        each: every coding counts, however many people coded the passage.
    """
    at, code = np.arange(len(coded)), coded.code
    if parents is None:
        order = np.argsort(_narrow(code), kind="stable")
    else:
        at, code = _with_ancestors(code, parents)
        order = np.argsort(code * len(coded) + at)
    at, code = at[order], code[order]
    if each or (parents is None and coded.one_coder):
        return Counted(at, code, np.arange(len(at)))
    colour = coded.coder[at] if parents is None else coded.coder[at] * len(parents) + coded.code[at]
    offset = code * coded.length
    return Counted(at, code, joined(coded.start[at] + offset, coded.end[at] + offset, _narrow(colour)))


def standing_for(coded: Coded, *, each: bool = False) -> Numbers:
    """For each coding the number of the coding that stands for its passage."""
    if each or coded.one_coder:
        return np.arange(len(coded))
    counted = count(coded)
    stands = np.empty(len(coded), dtype=np.int64)
    stands[counted.at] = counted.at[counted.first]
    return stands


def positions(values: pd.Series, ids: pd.Series) -> Numbers:
    """The number of each value's row in `ids`; -1 where it is missing or not there. Categoricals are quickest."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        numbers, distinct = values.cat.codes.to_numpy(), values.cat.categories
    else:
        numbers, distinct = pd.factorize(values)
    return np.append(pd.Index(ids).get_indexer(pd.Index(distinct)), -1)[numbers]


def ranks(values: pd.Series) -> Numbers:
    """The rank of each value among those that occur, from 0; -1 where it is missing."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        categories = values.cat.categories
        return np.append(pd.factorize(categories, sort=True)[0], -1)[values.cat.codes.to_numpy()]
    return pd.factorize(values, sort=True)[0]


def documents_in(codings: pd.DataFrame) -> pd.Series:
    """The ids of documents where their frame is not at hand: as categories have them, else in order of the ids."""
    documents = codings["document"]
    if isinstance(documents.dtype, pd.CategoricalDtype):
        return pd.Series(documents.cat.categories)
    return documents.drop_duplicates().sort_values(ignore_index=True)


def by_position(frame: pd.DataFrame) -> pd.DataFrame:
    """Documents or codes in the order of the study."""
    return frame if frame["position"].is_monotonic_increasing else frame.sort_values("position", kind="stable")


def parents_of(codes: pd.DataFrame) -> Numbers:
    """The number of each code's parent, -1 where it has none."""
    return positions(codes["parent"], codes["code"])


def ids_by(number: Numbers, ids: pd.Series, size: int) -> pd.Series:
    """A list of ids for each number from 0 to `size` - 1, in the order given."""
    order = np.argsort(number, kind="stable")
    ends = np.cumsum(np.bincount(number, minlength=size))
    lists = np.split(ids.to_numpy(object)[order], ends[:-1]) if size else []
    return pd.Series([part.tolist() for part in lists], dtype=object)


def _with_ancestors(code: Numbers, parents: Numbers) -> tuple[Numbers, Numbers]:
    """Each coding with its own code and with each ancestor of it."""
    levels = []
    at = np.arange(len(code))
    while len(at):
        levels.append((at, code))
        above = parents[code]
        at, code = at[above >= 0], above[above >= 0]
    if not levels:
        return at, code
    return np.concatenate([at for at, _ in levels]), np.concatenate([code for _, code in levels])


def _narrow(numbers: Numbers) -> np.ndarray:
    """The same numbers in 16 bits where they fit: numpy sorts those by counting, in a tenth of the time."""
    return numbers.astype(np.int16) if len(numbers) == 0 or abs(numbers).max() < 2**15 else numbers
