"""Agreement as other programs count it, under their names, so that numbers can be set beside theirs."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from analysis.agreement.ratings import Floats
from analysis.passages import Coded, by_position, coded_in_order, positions
from analysis.spans import Flags, Numbers, newly_covered, overlaps
from codebook.errors import OptionError

COLUMNS = [
    *("path", "coder_a", "coder_b", "segments", "maxqda_percent", "maxqda_kappa"),
    *("nvivo_percent", "nvivo_kappa", "nvivo_kappa_weighted", "atlas_percent", "atlas_holsti"),
]
ALL = "all"


def as_other_programs(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    documents: pd.DataFrame,
    coders: pd.DataFrame,
    *,
    overlap: int = 90,
) -> pd.DataFrame:
    """Agreement of each two coders by what MAXQDA, NVivo and ATLAS.ti document of their ways to count it.

    Looked at are documents in which both coded something, whole, interviewer and all, as these programs do.

    - MAXQDA: a coded segment agrees where the other coder gave the code to a segment that covers `overlap` percent of
      it or more; percent is of all segments of both; kappa is Brennan and Prediger's (1981), chance being one by the
      number of codes either gave.
    - NVivo: Cohen's kappa (1960) of a code in a document over its characters, 1 where both have all or nothing alike;
      then the mean over documents, each as heavy as another, or as its characters (weighted). Percent is the plain
      mean, too.
    - ATLAS.ti: percent of all characters on which the two agree; Holsti's index (1969), twice the characters that both
      gave the code by the sum of those that each did.

    Args:
        codings: columns document, start, end, code, coder.
        documents: columns document, position, characters.
        overlap: 1 to 100.

    Columns: path, coder_a, coder_b (names), segments (of both coders), then percentages (0 to 100), kappas and Holsti's
        index (0 to 1) as above. A row a code that either of two coders gave; then a row "all" for the two: for MAXQDA
        over all segments, else the mean over codes. Empty where fewer than two coders coded one document.

    Raises:
        OptionError: overlap is not from 1 to 100.
    """
    if not 1 <= overlap <= 100:
        raise OptionError(f"--overlap {overlap}: segments overlap by 1 to 100 percent; MAXQDA takes 90 unless told.")
    codes, documents = by_position(codes), by_position(documents)
    coders = coders.sort_values(["name", "coder"])
    coded = coded_in_order(codings, codes=codes["code"], documents=documents["document"])
    coder = positions(codings["coder"], coders["coder"])[coded.row]
    worked = np.zeros((len(coders), len(documents)), dtype=bool)
    worked[coder, coded.document] = True
    length = documents["characters"].to_numpy(float)
    paths, names = np.append(codes["path"].to_numpy(object), ALL), coders["name"].to_numpy(object)
    parts = []
    for a, b in combinations(np.flatnonzero(worked.any(axis=1)), 2):
        both = np.flatnonzero(worked[a] & worked[b])
        rows = np.flatnonzero(np.isin(coder, (a, b)) & np.isin(coded.document, both))
        if not len(rows):
            continue
        used = np.unique(coded.code[rows])
        pair = _segments(coded, coder, rows, used, overlap) | _characters(coded, coder == a, rows, used, both, length)
        table = pd.DataFrame({"path": paths[np.append(used, len(codes))]} | pair)
        parts.append(table.assign(coder_a=names[a], coder_b=names[b]))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _segments(coded: Coded, coder: Numbers, rows: Numbers, used: Numbers, overlap: int) -> dict[str, Numbers | Floats]:
    """By code, and last over all, as MAXQDA counts segments."""
    code = np.searchsorted(used, coded.code[rows])
    order = np.argsort(code, kind="stable")
    rows, code = rows[order], code[order]
    start, end = coded.start[rows] + code * coded.length, coded.end[rows] + code * coded.length
    agrees = np.zeros(len(rows), dtype=bool)
    for one, other in overlaps(start, end):
        shared = np.minimum(end[one], end[other]) - start[other]
        for mine, theirs in ((one, other), (other, one)):
            enough = shared * 100 >= overlap * (end[mine] - start[mine])
            agrees[mine[enough & (coder[rows[mine]] != coder[rows[theirs]])]] = True
    segments, agreeing = _with_sum(code, len(used)), _with_sum(code[agrees], len(used))
    observed, chance = agreeing / segments, 1 / len(used)
    # With one code in all, chance agrees always: there is no kappa.
    kappa = (observed - chance) / (1 - chance) if chance < 1 else np.full(len(observed), np.nan)
    return {"segments": segments, "maxqda_percent": 100 * observed, "maxqda_kappa": kappa}


def _characters(
    coded: Coded, of_a: Flags, rows: Numbers, used: Numbers, both: Numbers, length: Floats
) -> dict[str, Numbers | Floats]:
    """By code, and last the mean over codes, as NVivo and ATLAS.ti count characters."""
    shape = (len(used), len(both))
    lane = np.searchsorted(used, coded.code[rows]) * len(both) + np.searchsorted(both, coded.document[rows])

    def covered(which: Flags) -> Floats:
        order = np.flatnonzero(which)
        order = order[np.argsort(lane[order], kind="stable")]
        offset = lane[order] * coded.length
        characters = newly_covered(coded.start[rows[order]] + offset, coded.end[rows[order]] + offset)
        return np.bincount(lane[order], weights=characters, minlength=shape[0] * shape[1]).reshape(shape).astype(float)

    a, b, either = covered(of_a[rows]), covered(~of_a[rows]), covered(np.ones(len(rows), dtype=bool))
    size = length[both]
    alike = (size - 2 * either + a + b) / size
    expected = (a * b + (size - a) * (size - b)) / size**2
    kappa = np.where(expected < 1, (alike - expected) / np.where(expected < 1, 1 - expected, 1), 1.0)
    numbers = {
        "nvivo_percent": 100 * alike.mean(axis=1),
        "nvivo_kappa": kappa.mean(axis=1),
        "nvivo_kappa_weighted": kappa @ size / size.sum(),
        "atlas_percent": 100 * (alike @ size) / size.sum(),
        "atlas_holsti": 2 * (a + b - either).sum(axis=1) / (a + b).sum(axis=1),
    }
    return {name: np.append(values, values.mean()) for name, values in numbers.items()}


def _with_sum(code: Numbers, size: int) -> Numbers:
    counts = np.bincount(code, minlength=size)
    return np.append(counts, counts.sum())
