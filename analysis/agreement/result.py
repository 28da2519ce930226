"""What a coefficient of agreement comes back as: a number that knows what it rests on, or why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass

NO_PAIR = "no unit has values by two coders"
ONE_VALUE = "only one value was given, so that agreement beyond chance cannot be told"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A coefficient: `float(agreement)` is its value, NaN where it is undefined.

    `units` are those that it rests on, `dropped` those left out because too few coders gave a value.
    """

    measure: str
    value: float
    units: int
    dropped: int
    coders: int
    undefined: str = ""  # the reason; "" where there is a value

    def __float__(self) -> float:
        return self.value

    def __str__(self) -> str:
        said = f"undefined: {self.undefined}" if self.undefined else f"{self.value:.3f}"
        left_out = f", {self.dropped} dropped" if self.dropped else ""
        return f"{self.measure}: {said} ({self.coders} coders, {self.units} units{left_out})"


def agreement_of(
    measure: str, value: float, *, units: int, dropped: int, coders: int, undefined: str = ""
) -> Agreement:
    """The result of a measure; no value where there is a reason why it is undefined."""
    return Agreement(measure, math.nan if undefined else float(value), units, dropped, coders, undefined)
