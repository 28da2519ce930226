"""How often each code was used, by how many people, in how many documents and words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.passages import Coded, Counted, by_position, coded_in_order, count, ids_by, parents_of, positions
from analysis.spans import Flags, Numbers, newly_covered


def frequencies(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    documents: pd.DataFrame,
    participants: pd.DataFrame,
    *,
    roll_up: bool = False,
    each: bool = False,
    ids: bool = False,
) -> pd.DataFrame:
    """How often each code was used.

    One row a code of `codes`, in the order of the codebook, those never used included.

    Args:
        roll_up: a code counts its descendants' passages too, each once.
        each: count each coding, also where several coders coded the same passage.
        ids: add a column of the ids of the codings counted.

    Columns: path, theme, codings (count of passages), documents (count), participants (count; what the interviewer
        said has none), participants_share (0..1, of all `participants`; NaN where there are none), words (words
        covered, each once), first_said (name of the first document by position, None if never); with `ids` also ids
        (lists, in reading order).
    """
    codes, documents = by_position(codes), by_position(documents)
    coded = coded_in_order(codings, codes=codes["code"], documents=documents["document"], exactly=ids)
    counted = count(coded, parents_of(codes) if roll_up else None, each=each)
    size = len(codes)

    standing = counted.standing
    code, at = counted.code[standing], counted.at[standing]
    participant = positions(codings["participant"], participants["participant"])[coded.row[at]]
    said_by = _met(code, participant, shape=(size, len(participants)))
    said_in = _met(code, coded.document[at], shape=(size, len(documents)))
    names = documents["name"].to_numpy(object)
    table = pd.DataFrame(
        {
            "path": codes["path"].to_numpy(),
            "theme": codes["theme"].to_numpy(),
            "codings": np.bincount(code, minlength=size),
            "documents": said_in.sum(axis=1),
            "participants": said_by.sum(axis=1),
            "participants_share": said_by.sum(axis=1) / (len(participants) or np.nan),
            "words": _words(codings, coded, counted, size),
            "first_said": pd.Series([names[row.argmax()] if row.any() else None for row in said_in], dtype=object),
        }
    )
    if ids:
        table["ids"] = ids_by(code, codings["coding"].iloc[coded.row[at]], size)
    return table


def _met(rows: Numbers, columns: Numbers, *, shape: tuple[int, int]) -> Flags:
    """A table of whether each row and column met; a column of -1 is none."""
    # One column more than asked for: -1 is the last of them.
    table = np.zeros((shape[0], shape[1] + 1), dtype=bool)
    table.reshape(-1)[rows * table.shape[1] + columns] = True
    return table[:, :-1]


def _words(codings: pd.DataFrame, coded: Coded, counted: Counted, size: int) -> Numbers:
    """The number of words that each code covers, each once."""
    offset = coded.document * coded.stride
    start = codings["word_start"].to_numpy(np.int64)[coded.row] + offset
    end = codings["word_end"].to_numpy(np.int64)[coded.row] + offset
    # Words follow the characters: what is in order of its start is in order of its first word.
    apart = counted.code * coded.length
    covered = newly_covered(start[counted.at] + apart, end[counted.at] + apart)
    return np.bincount(counted.code, weights=covered, minlength=size).astype(np.int64)
