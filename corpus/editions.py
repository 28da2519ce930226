"""The codebook as it was: after each change that touched it, put together from what was there before."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from codebook import Codebook
from corpus import frames
from corpus.history import Row
from corpus.schema import change_rows, codes


def codebook_after(connection: Connection, change: int) -> Codebook:
    """The codebook as it was when change number `change` had been made; 0: before the first."""
    rows: dict[str, Row] = {row["code"]: dict(row) for row in connection.execute(select(codes)).mappings()}
    r = change_rows.c
    since = select(r.row, r.did, r.before).where(r.table == codes.name, r.change > change)
    for key, did, before in connection.execute(since.order_by(r.change.desc(), r.seq.desc())):
        if did == "insert":
            del rows[key]
        elif did == "delete":
            rows[key] = json.loads(before)
        else:
            rows[key] |= json.loads(before)
    return Codebook(frames.code_of(row) for row in sorted(rows.values(), key=_position))


def codebook_history(connection: Connection) -> pd.DataFrame:
    """The changes that touched the codebook, the oldest first: as `frames.history`, and codes (how many)."""
    query = select(change_rows.c.change).where(change_rows.c.table == codes.name)
    touched = pd.Series(connection.scalars(query).all(), dtype="int64").value_counts()
    history = frames.history(connection)
    history = history[history["change"].isin(touched.index)].reset_index(drop=True)
    return history.assign(codes=history["change"].map(touched).astype("int64"))


def _position(row: Any) -> int:
    return int(row["position"])
