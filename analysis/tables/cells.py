"""What stands in the cells of a table: plain Python values, and text that XML can hold."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pandas as pd

# What XML 1.0 (section 2.2) does not allow: control characters, lone surrogates, U+FFFE and U+FFFF.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_EXACT = 2**53  # whole numbers up to here are exact as floats


def values(column: pd.Series) -> list[Any]:
    """The cells of a column as None, bool, int, float, str, list or dict; what is missing is None.

    Whole numbers that pandas keeps as floats, because one of them is missing, are whole numbers again. A date or a
    time is ISO 8601 text; a set becomes a sorted list.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        categories = [*values(pd.Series(column.cat.categories)), None]
        return [categories[code] for code in column.cat.codes]
    if pd.api.types.is_bool_dtype(column.dtype) or pd.api.types.is_integer_dtype(column.dtype):
        return column.astype(object).where(column.notna(), None).tolist()
    cells = [_plain(cell) for cell in column.tolist()]
    if pd.api.types.is_float_dtype(column.dtype):
        numbers = [cell for cell in cells if cell is not None]
        if all(abs(number) < _EXACT and number == int(number) for number in numbers):
            return [None if cell is None else int(cell) for cell in cells]
    return cells


def is_numeric(cells: Iterable[Any]) -> bool:
    """Whether there are numbers among the cells, and beside them nothing but missing values."""
    present = [cell for cell in cells if cell is not None]
    return bool(present) and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in present)


def flat(cell: Any) -> str | int | float | bool | None:
    """A cell for a format that knows no lists: a list or dict becomes JSON text, so that nothing in it is lost."""
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, list | dict) else cell


def encodable(text: str) -> str:
    """Text that UTF-8 can hold: a lone surrogate becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def visible(text: str) -> str:
    """Text that XML can hold: a control character becomes its picture (␀, ␇, ...), what has none becomes U+FFFD."""
    return _ILLEGAL.sub(lambda found: chr(0x2400 + ord(found[0])) if found[0] < " " else "\ufffd", text)


def _plain(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell if cell.isascii() else encodable(cell)
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return None
    if isinstance(cell, np.ndarray | np.generic):
        return _plain(cell.tolist())
    if isinstance(cell, bool | int):
        return cell
    if isinstance(cell, float):
        return None if math.isnan(cell) else cell
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, Mapping):
        return {str(key): _plain(value) for key, value in cell.items()}
    if isinstance(cell, set | frozenset):
        return sorted((_plain(value) for value in cell), key=lambda value: (str(type(value)), str(value)))
    if isinstance(cell, list | tuple):
        return [_plain(value) for value in cell]
    return encodable(str(cell))
