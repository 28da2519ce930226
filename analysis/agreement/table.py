"""The table of agreement: a row for each code and pair of coders, then for each pair, then for all coders."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analysis import units as lines
from analysis.agreement.binary import FEW, Floats, alpha_limits, binary_alpha
from analysis.agreement.presence import Decisions, Presence, decisions, presence
from analysis.agreement.sets import TOO_MANY_SETS, Sets, code_sets, masi_alpha
from analysis.passages import by_position, coded_in_order, positions
from analysis.spans import Flags
from analysis.units import Line
from codebook.errors import OptionError

UNITS = ("turn", "sentence", "character", "span")
WHOLE = ("turn", "sentence")  # units to which one gives a set of codes
COLUMNS = "path coder_a coder_b units percent kappa alpha alpha_low alpha_high prevalence masi note".split()
TEXT = ("path", "coder_a", "coder_b", "note")
ALL = "all"
RARE = 0.1
"""Limits of codes that are in fewer of the units were seen to miss alpha too often."""
FEWEST_DRAWS, MOST_DRAWS = 100, 100_000

ONE_CODER = "one coder or none: agreement is between two"
NOTHING_SHARED = "they coded no document in common"
NO_CODE = "no code in any unit that counts"
EVERYWHERE = "the code is in every unit: no telling agreement from chance"
ONE_DOCUMENT = "no limits: it rests on one document"
NO_DIFFERENCE = "no limits: nobody differs"
NEVER_BOTH = "no limits: no unit has it from two coders"


def agreement(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    coders: pd.DataFrame,
    *,
    unit: str = "turn",
    with_interviewer: bool = False,
    draws: int = 2000,
    seed: int = 0,
    texts: pd.Series | None = None,
    sentences: pd.DataFrame | None = None,
    assigned: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """How far coders agree on where each code is, in the documents that two of them coded.

    At each unit each code is there or not for each coder: there where a coding of theirs shares a non-blank character
    with it (of a single character: covers it). So codes may overlap as they like.

    A row a code and pair of coders (by name), in the order of the codebook, for codes that one of the two gave in a
    unit; then a row a pair, its path "all", over every unit and each of these codes; last a row "all" for all coders,
    alpha alone.

    Args:
        unit: turn, sentence, character or span. For span, the spans of a code by one coder are united, and alpha is
            the binary alpha of `unitising_alpha`.
        with_interviewer: count all units, not those of participants alone.
        draws, seed: of the bootstrap (see `alpha_limits`).
        texts: by document id; without them a blank character is as good as any other.
        sentences: for that unit, as `units.sentences` makes them.
        assigned: columns document, coder: who coded which document, beside those that `codings` tell. Give it where
            `codings` are not all: a document in which a coder found nothing was coded, too.

    Columns: path, coder_a, coder_b (names), units (that both coded, in rows "all" times codes; for span the spans of
        both), percent (0 to 100, of the units on which they agree), kappa (Cohen 1960), alpha (Krippendorff 2011),
        alpha_low, alpha_high (limits of 95 %, documents being what varies), prevalence (0..1, of the units with the
        code, mean of the coders), masi (in rows "all": alpha of the sets of codes of a turn or sentence, see
        `masi_alpha`), note (why a number is missing, and what limits are worth). For span percent and kappa are empty.

    Raises:
        OptionError: there is no such unit, draws are too few or too many, or the seed is below 0.
    """
    if unit not in UNITS:
        raise OptionError(f"There is no unit “{unit[:40]}” of agreement: give one of {', '.join(UNITS)}.")
    if not FEWEST_DRAWS <= draws <= MOST_DRAWS:
        raise OptionError(f"{draws} draws: take {FEWEST_DRAWS} to {MOST_DRAWS:,}; 2,000 are usual.")
    if seed < 0:
        raise OptionError(f"Draws cannot begin with {seed}: a seed is 0 or more.")
    if unit == "sentence" and sentences is None:
        raise ValueError("the unit sentence needs sentences")
    codes, coders = by_position(codes), coders.sort_values(["name", "coder"])
    ids = by_position(documents)["document"]
    spoken = lines.spoken(sentences if unit == "sentence" else turns, with_interviewer=with_interviewer)
    counted = _counted(codings, codes["code"], ids, spoken, coders["coder"], unit, texts, assigned)
    given = code_sets(counted) if unit in WHOLE else None

    parts = []
    named = coders["name"].to_numpy(object)
    how: dict[str, Any] = {"unit": unit, "draws": draws, "seed": seed}
    for pair in combinations(counted.coders, 2):
        decided = decisions(counted, pair)
        who = {"coder_a": named[pair[0]], "coder_b": named[pair[1]]}
        parts.append(pd.DataFrame({"code": decided.codes, **who, **_numbers(decided, **how)}))
        parts.append(pd.DataFrame({"code": len(codes), **who, **_numbers_of_all(decided, given, pair, **how)}))
    everyone = _numbers_of_all(decisions(counted, counted.coders), given, counted.coders, **how)
    last = everyone | {"percent": np.nan, "kappa": np.nan}
    if len(counted.coders) < 2:
        last["note"] = ONE_CODER
    parts.append(pd.DataFrame({"code": len(codes), "coder_a": ALL, "coder_b": ALL, **last}))

    table = pd.concat(parts).sort_values("code", kind="stable", ignore_index=True)
    paths = np.append(codes["path"].to_numpy(object), ALL)
    return table.assign(path=paths[table["code"]]).astype(dict.fromkeys(TEXT, "str"))[COLUMNS]


def _counted(
    codings: pd.DataFrame,
    codes: pd.Series,
    documents: pd.Series,
    spoken: pd.DataFrame,
    coders: pd.Series,
    unit: str,
    texts: pd.Series | None,
    assigned: pd.DataFrame | None,
) -> Presence:
    """Who gave which code in how many units of which document."""
    reach = int(spoken["end"].max()) if len(spoken) else 0
    coded = coded_in_order(codings, codes=codes, documents=documents, reach=reach)
    units = lines.placed(spoken, documents=documents, stride=coded.stride)
    by_character = unit in ("character", "span")
    if by_character:
        line, sizes = lines.characters(coded, units), units.end - units.start
    else:
        bare = coded if texts is None else lines.without_blanks(coded, texts.loc[documents].tolist())
        line, sizes = lines.touched(bare, units), np.ones_like(units.start)
    worked = np.zeros((len(coders), len(documents)), dtype=bool)
    for frame in (codings, *(() if assigned is None else (assigned,))):
        coder, document = positions(frame["coder"], coders), positions(frame["document"], documents)
        known = (coder >= 0) & (document >= 0)
        worked[coder[known], document[known]] = True
    coder = positions(codings["coder"], coders)[coded.row]
    known = coder >= 0
    return presence(
        Line(line.start[known], line.end[known], line.length),
        coded.document[known],
        coder[known],
        coded.code[known],
        units=np.bincount(units.document, weights=sizes, minlength=len(documents)).astype(np.int64),
        worked=worked,
        codes=len(codes),
    )


def _numbers_of_all(decided: Decisions, given: Sets | None, coders: Iterable[int], **how: Any) -> dict[str, Any]:
    """The columns with numbers of all codes together."""
    numbers = _numbers(decided.pooled, **how, pooled=True)
    masi = None if given is None else masi_alpha(given, coders)
    if masi and masi.undefined == TOO_MANY_SETS:
        numbers["note"] = ["; ".join(filter(None, (note, TOO_MANY_SETS))) for note in numbers["note"]]
    return numbers | {"masi": masi.value if masi else np.nan}


def _numbers(decided: Decisions, *, unit: str, draws: int, seed: int, pooled: bool = False) -> dict[str, Any]:
    """The columns with numbers, an entry a code that was decided on."""
    units, values = int(decided.units.sum()), decided.values.sum()
    ones, differing = decided.ones.sum(axis=1), decided.differing.sum(axis=1)
    alpha = binary_alpha(values, ones, differing)
    low, high = alpha_limits(decided.values, decided.ones, decided.differing, draws=draws, seed=seed)
    with np.errstate(invalid="ignore"):
        prevalence = ones / values
    percent = kappa = np.full(len(alpha), np.nan)
    if unit != "span" and len(decided.by_coder) == 2:
        percent, kappa = _percent_and_kappa(units, decided.by_coder, differing)
    rare = np.zeros(len(alpha), dtype=bool) if pooled else prevalence < RARE
    return {
        "units": decided.stretches if unit == "span" else np.full(len(alpha), units),
        "percent": percent,
        "kappa": kappa,
        "alpha": alpha,
        "alpha_low": low,
        "alpha_high": high,
        "prevalence": prevalence,
        "masi": np.nan,
        "note": _notes(alpha, low, ones, differing, rare, documents=len(decided.units), units=units),
    }


def _percent_and_kappa(units: int, by_coder: Floats, differing: Floats) -> tuple[Floats, Floats]:
    """Of two coders, from how many units have the code with either, and on how many they differ."""
    a, b = by_coder
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = 1 - differing / units
        expected = (a * b + (units - a) * (units - b)) / units**2
        return 100 * observed, np.where(expected < 1, (observed - expected) / (1 - expected), np.nan)


def _notes(
    alpha: Floats, low: Floats, ones: Floats, differing: Floats, rare: Flags, *, documents: int, units: int
) -> list[str]:
    """Why numbers are missing, or what the limits are worth; "" where all is well."""
    undefined = EVERYWHERE if units else NO_CODE if documents else NOTHING_SHARED
    rough = [f"{documents} documents"] if documents < FEW else []
    notes = []
    for number in range(len(alpha)):
        reasons = rough + ["rare"] * bool(rare[number])
        if np.isnan(alpha[number]):
            notes.append(undefined)
        elif not np.isnan(low[number]):
            notes.append(f"limits rough: {', '.join(reasons)}" if reasons else "")
        elif differing[number] == 0:
            notes.append(NO_DIFFERENCE)
        else:
            notes.append(NEVER_BOTH if differing[number] == ones[number] else ONE_DOCUMENT)
    return notes
