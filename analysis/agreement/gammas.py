"""The table of gamma: a row for each document that several people coded, then for all of these."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from analysis.agreement.gamma import gamma
from analysis.passages import by_position
from codebook.errors import OptionError

COLUMNS = ["document", "coders", "spans", "observed", "expected", "gamma", "draws", "note"]
ALL = "all"
FEWEST = 2  # coders


def gammas(codings: pd.DataFrame, documents: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """Gamma of each document that two people or more coded, all codes together.

    Columns: document (name), coders, spans (counts), observed, expected (disorder per span of a coder), gamma, draws
        (chance texts), note (why there is none). The last row, "all", weighs each document's disorders by its spans:
        Mathet et al. (2015) define gamma for one text. No row where nobody shares a document.
    """
    documents = by_position(documents)
    names = dict(zip(documents["document"], documents["name"], strict=True))
    by_document = dict(list(codings.groupby(codings["document"].astype("str"))))
    rows = []
    for document, name in names.items():
        spans = by_document.get(document)
        if spans is None or spans["coder"].nunique() < FEWEST:
            continue
        who, note = spans["coder"].nunique(), ""
        try:
            found = gamma(spans.sort_values(["coder", "start", "end", "code"]), seed=seed)
            numbers = (found.observed, found.expected, float(found), found.samples)
            note = found.undefined
        except OptionError as error:
            numbers, note = (math.nan, math.nan, math.nan, 0), str(error)
        rows.append((name, who, len(spans), *numbers, note))
    table = pd.DataFrame(rows, columns=COLUMNS)
    if table.empty:
        return table
    known = table.dropna(subset="expected")
    weights = known["spans"] / max(known["spans"].sum(), 1)
    observed, expected = (float((known[column] * weights).sum()) for column in ("observed", "expected"))
    value = 1 - observed / expected if expected else np.nan
    coders = codings["coder"].nunique()
    table.loc[len(table)] = [ALL, coders, table["spans"].sum(), observed, expected, value, table["draws"].sum(), ""]
    return table
