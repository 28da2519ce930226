"""JSON: a list with an object a row, a line each, in UTF-8."""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd

from analysis.tables import Rendered
from analysis.tables.cells import encodable, values

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_string = json.encoder.encode_basestring


def write(frame: pd.DataFrame, *, title: str, note: str) -> Rendered:
    """The table as JSON records; missing and infinite numbers are null, lists stay lists, no `title`, no `note`."""
    del title, note
    columns = [
        [f"{_string(encodable(str(name)))}: {_encoded(cell)}" for cell in values(frame.iloc[:, place])]
        for place, name in enumerate(frame.columns)
    ]
    lines = ["{" + ", ".join(row) + "}" for row in zip(*columns, strict=True)]
    return Rendered(("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n").encode())


def _encoded(cell: Any) -> str:
    if isinstance(cell, str):
        return _string(cell)
    return _ENCODER.encode(_finite(cell))


def _finite(cell: Any) -> Any:
    """JSON knows no infinity."""
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else None
    if isinstance(cell, list):
        return [_finite(part) for part in cell]
    if isinstance(cell, dict):
        return {key: _finite(part) for key, part in cell.items()}
    return cell
