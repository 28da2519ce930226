"""How often each participant spoke of each code."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.passages import by_position, coded_in_order, count, documents_in, ids_by, parents_of, positions


def matrix(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    participants: pd.DataFrame,
    *,
    binary: bool = False,
    roll_up: bool = False,
    each: bool = False,
    ids: bool = False,
) -> pd.DataFrame:
    """Codes by participants.

    One row a code of `codes`, in the order of the codebook, those never used included. What no participant said (an
    interviewer's words) is not here.

    Args:
        binary: 1 where the participant has the code, 0 where not, in place of counts.
        roll_up: a code counts its descendants' passages too, each once.
        each: count each coding, also where several coders coded the same passage.
        ids: add a column of the ids of the codings counted.

    Columns: path, then a column of counts of passages for each participant, by name; with `ids` last ids (lists, in
        reading order).
    """
    codes = by_position(codes)
    coded = coded_in_order(codings, codes=codes["code"], documents=documents_in(codings), exactly=ids)
    counted = count(coded, parents_of(codes) if roll_up else None, each=each)
    standing = counted.standing
    code, row = counted.code[standing], coded.row[counted.at[standing]]
    participant = positions(codings["participant"], participants["participant"])[row]
    listed = participant >= 0
    code, row, participant = code[listed], row[listed], participant[listed]

    shape = (len(codes), len(participants))
    counts = np.bincount(code * shape[1] + participant, minlength=shape[0] * shape[1]).reshape(shape)
    if binary:
        counts = np.minimum(counts, 1)
    table = pd.concat(
        [
            codes[["path"]].reset_index(drop=True),
            pd.DataFrame(counts, columns=participants["name"].to_numpy()),
        ],
        axis=1,
    )
    if ids:
        table.insert(
            table.shape[1], "ids", ids_by(code, codings["coding"].iloc[row], len(codes)), allow_duplicates=True
        )
    return table
