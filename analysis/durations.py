"""How long each theme was spoken of, where transcripts have times."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.passages import by_position, positions
from analysis.spans import Numbers, united
from analysis.units import spoken

COLUMNS = ["theme", "minutes", "share", "documents", "participants"]


def durations(codings: pd.DataFrame, codes: pd.DataFrame, documents: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """For how long participants spoke of each theme, in the turns of which begin and end are known.

    Within a turn time passes evenly with its characters. A turn without an end lasts until the next one of its document
    begins. What several codes of a theme or several coders cover counts once.

    Columns: theme, minutes, share (0..1, of the time that participants spoke), documents, participants (in whose timed
        turns it was coded); last a row with the theme "all": what any theme covers, of all that could be. Empty where
        no turn has times.
    """
    heard = _timed(turns).loc[lambda timed: timed.index.isin(spoken(turns).index)]
    codes = by_position(codes)
    theme, names = pd.factorize(codes["theme"])
    listed = documents["document"]
    stride = 1 + int(max(frame["end"].max() if len(frame) else 0 for frame in (turns, codings)))
    number = theme[positions(codings["code"], codes["code"])]
    begin = positions(codings["document"], listed) * stride + codings["start"].to_numpy(np.int64)
    finish = begin + codings["end"].to_numpy(np.int64) - codings["start"].to_numpy(np.int64)
    spoken_ms = float((heard["finish_ms"] - heard["begin_ms"]).sum())
    rows = []
    for name, which in [*((name, number == at) for at, name in enumerate(names)), ("all", number >= 0)]:
        order = np.flatnonzero(which)[np.argsort(begin[which], kind="stable")]
        covered = _covered(heard, listed, stride, *united(begin[order], finish[order]))
        told = heard[covered > 0]
        lasted = float((covered * (heard["finish_ms"] - heard["begin_ms"])).sum())
        if spoken_ms and (which.any() or name == "all"):
            rows.append(
                (name, lasted / 60_000, lasted / spoken_ms, told["document"].nunique(), told["participant"].nunique())
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def _timed(turns: pd.DataFrame) -> pd.DataFrame:
    """The turns that have a begin, and an end or a turn after them that has a begin."""
    timed = turns.assign(begin_ms=turns["begin_ms"].astype("Float64"), finish_ms=turns["finish_ms"].astype("Float64"))
    after = timed.groupby("document", observed=True)["begin_ms"].shift(-1)
    timed["finish_ms"] = timed["finish_ms"].fillna(after)
    return timed[timed["begin_ms"].notna() & (timed["finish_ms"] > timed["begin_ms"]).fillna(False)]


def _covered(heard: pd.DataFrame, documents: pd.Series, stride: int, start: Numbers, end: Numbers) -> Numbers:
    """The share of each turn's characters that the spans cover, which neither overlap nor touch."""
    offset = positions(heard["document"], documents) * stride
    begin, finish = (heard[side].to_numpy(np.int64) + offset for side in ("start", "end"))
    before = np.append(0, np.cumsum(end - start))

    def covered_before(place: Numbers) -> Numbers:
        span = np.searchsorted(end, place, side="right")
        return before[span] + np.maximum(place - np.append(start, np.iinfo(np.int64).max)[span], 0)

    return (covered_before(finish) - covered_before(begin)) / np.maximum(finish - begin, 1)
