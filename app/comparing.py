"""Statistics as the cells of a grid: what `app.widgets.statistics.grid` draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ALPHA = 0.05
MOST_VALUES = 8  # columns whose numbers can be read
FOUR_TIMES = 2.0  # a lift of 4, or of 1/4, as a power of 2: the strongest colour
MORE, LESS = "▲", "▼"


def shares(crosstab: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The table crosstab as cells, a row a code and a column a value of the attribute, and what was left out.

    Columns: row, column, weight (the share), less, text ("3/5", with a star where q < .05), mark, people, share, p, q.
    """
    people = crosstab.drop_duplicates("value").set_index("value")["participants"]
    kept = people.sort_values(ascending=False, kind="stable").index[:MOST_VALUES]
    omission = f"The {MOST_VALUES} values of most participants, of {len(people)}. " if len(people) > MOST_VALUES else ""
    shown = crosstab[crosstab["value"].isin(kept)]
    counts = shown["participants_with"].astype("str") + "/" + shown["participants"].astype("str")
    star = shown["q"].lt(ALPHA).map({True: "*", False: ""})
    cells = shown[["share", "p", "q"]].assign(
        row=shown["path"],
        column=shown["value"],
        weight=shown["share"],
        less=False,
        text=counts + star,
        mark=star,
        people=counts.str.replace("/", " of "),
    )
    return cells, omission


def successions(sequences: pd.DataFrame) -> pd.DataFrame:
    """The table sequences as cells, a row a theme and a column the theme that comes up after it.

    Columns: row, column, weight (how far the lift is from 1, either way), less (whether it is below), text (the lift,
    with a sign where it stands out by q < .05), mark (that sign), n_ab, expected, lift, q, q_less.
    """
    import numpy as np

    shown = sequences.dropna(subset="lift")
    sign = np.where(shown["q"] < ALPHA, MORE, np.where(shown["q_less"] < ALPHA, LESS, ""))
    with np.errstate(divide="ignore"):
        away = np.abs(np.log2(shown["lift"].to_numpy(float))) / FOUR_TIMES
    return shown[["n_ab", "expected", "lift", "q", "q_less"]].assign(
        row=shown["theme_a"],
        column=shown["theme_b"],
        weight=np.minimum(away, 1.0),
        less=shown["lift"] < 1,
        text=[f"{lift:.1f}{said}" for lift, said in zip(shown["lift"], sign, strict=True)],
        mark=sign,
    )
