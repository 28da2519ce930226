"""Parquet, by pyarrow, which comes with the extra `parquet`."""

from __future__ import annotations

from io import BytesIO

import pandas as pd

from analysis.tables import Rendered
from analysis.tables.cells import encodable, flat, values
from codebook.errors import OptionError


def write(frame: pd.DataFrame, *, title: str, note: str) -> Rendered:
    """The table as Parquet, compressed by zstd; lists stay lists, `title` and `note` are left out.

    A column that mixes kinds, such as numbers and text, is written as text.
    """
    del title, note
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise OptionError('Parquet needs pyarrow: pip install "vivavoce[parquet]", or choose csv or json.') from None

    arrays, notes = [], []
    for place, name in enumerate(frame.columns):
        column = frame.iloc[:, place]
        if column.dtype != object and not isinstance(column.dtype, pd.CategoricalDtype):
            arrays.append(pa.Array.from_pandas(column))
            continue
        cells = values(column)
        try:
            arrays.append(pa.array(cells))
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            arrays.append(pa.array([None if cell is None else str(flat(cell)) for cell in cells], pa.string()))
            notes.append(f"The column {str(name)[:60]!r} holds values of several kinds and was written as text.")
    buffer = BytesIO()
    table = pa.Table.from_arrays(arrays, names=[encodable(str(name)) for name in frame.columns])
    pq.write_table(table, buffer, compression="zstd")
    return Rendered(buffer.getvalue(), tuple(notes))
