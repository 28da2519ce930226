"""What was said: the text of codings, and the text where codings of several codes overlap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import units as lines
from analysis.passages import Coded, by_position, coded_in_order, count, parents_of, positions, standing_for
from analysis.spans import Numbers, overlaps
from analysis.units import Units
from codebook.errors import OptionError


def quotes(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    participants: pd.DataFrame,
    coders: pd.DataFrame,
    texts: pd.Series,
    *,
    meeting: Sequence[str] = (),
    roll_up: bool = False,
    each: bool = False,
    ids: bool = False,
) -> pd.DataFrame:
    """The passages of the codes with their text.

    One row a passage: the coding that stands for it, as `frequencies` counts it. In the order of the documents, then
    of the text, then of the codebook.

    Args:
        texts: by document id.
        meeting: ids of codes; given, the rows are those of the function `meeting`.
        roll_up: the passages of the uppermost of `codes`, with their descendants', each once: what `frequencies` counts
            for them with `roll_up`.
        each: each coding, also where several coders coded the same passage.
        ids: add a column of the coding's id, in a list.

    Columns: participant (name, None for an interviewer's words), document (name), turn (number of the turn of the
        first character, or of the next where that is in none), begin (milliseconds from the start of the recording to
        that of the turn), path, quote, coder (name); with `ids` also ids.
    """
    if meeting:
        frames = (codings, codes, documents, turns, participants, coders, texts)
        return _meeting(*frames, codes_met=meeting, each=each, ids=ids)
    codes, documents = by_position(codes), by_position(documents)
    coded, units = _laid_out(codings, codes, documents, turns)
    if roll_up:
        parents = parents_of(codes)
        counted = count(coded, parents, each=each)
        standing = counted.standing
        at = counted.at[standing[parents[counted.code[standing]] < 0]]
    else:
        at = np.flatnonzero(standing_for(coded, each=each) == np.arange(len(coded)))
    at = at[np.lexsort((coded.code[at], coded.start[at]))]
    row, start, end = coded.row[at], coded.start[at], coded.end[at]
    turn, begin = _turns(start, end, units, turns)
    table = pd.DataFrame(
        {
            "participant": _names(participants, positions(codings["participant"], participants["participant"])[row]),
            "document": _names(documents, coded.document[at]),
            "turn": turn,
            "begin": begin,
            "path": codes["path"].to_numpy(object)[coded.code[at]],
            "quote": _texts(start, end, coded.stride, documents, texts),
            "coder": _names(coders, positions(codings["coder"], coders["coder"])[row]),
        }
    )
    if ids:
        table["ids"] = _lists(codings["coding"].to_numpy(object)[row[:, None]])
    return table


def meeting(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    participants: pd.DataFrame,
    coders: pd.DataFrame,
    texts: pd.Series,
    *,
    codes_met: Sequence[str],
    each: bool = False,
    ids: bool = False,
) -> pd.DataFrame:
    """Where codings of two or more codes overlap, all at once, with the text that they share.

    One row a combination of passages, one of each code, in which codings of one coder share at least one character:
    for two codes as many as the n_ab of `cooccurrence` by overlap. Where two coders, or one coder twice, give the
    same combination, the first in reading order is shown. In the order of the documents, then of the text.

    Args:
        texts: by document id.
        codes_met: ids of the codes.
        each: each coding is a passage of its own.
        ids: add a column of the ids of the codings, in lists.

    Columns: as those of `quotes`; participant is that of the turn in which most of the shared text lies, path the
        codes' paths in the order of the codebook, joined by " & ".

    Raises:
        OptionError: fewer than two different codes, or one that is not in `codes`.
    """
    codes, documents = by_position(codes), by_position(documents)
    together = codes["code"].isin(list(codes_met)).to_numpy()
    if together.sum() < max(2, len(set(codes_met))):
        raise OptionError("Codings meet where there are two or more codes: name as many, all of them in the codebook.")
    codings = codings[codings["code"].isin(list(codes_met))]
    coded, units = _laid_out(codings, codes, documents, turns)
    members = _meetings(coded, np.flatnonzero(together))
    passages = standing_for(coded, each=each)[members]
    # Rows are in reading order, and of equal ones the first is taken.
    members = members[np.sort(np.unique(passages, axis=0, return_index=True)[1])]
    start, end = coded.start[members].max(axis=1), coded.end[members].min(axis=1)
    in_text = np.argsort(start, kind="stable")
    members, start, end = members[in_text], start[in_text], end[in_text]
    turn, begin = _turns(start, end, units, turns)
    table = pd.DataFrame(
        {
            "participant": _names(participants, _speakers(start, end, units, turns, participants)),
            "document": _names(documents, coded.document[members[:, 0]]),
            "turn": turn,
            "begin": begin,
            "path": " & ".join(codes["path"][together]),
            "quote": _texts(start, end, coded.stride, documents, texts),
            "coder": _names(coders, positions(codings["coder"], coders["coder"])[coded.row[members[:, 0]]]),
        }
    )
    if ids:
        table["ids"] = _lists(codings["coding"].to_numpy(object)[coded.row[members]])
    return table


_meeting = meeting  # `quotes` has an option of this name


def _laid_out(
    codings: pd.DataFrame, codes: pd.DataFrame, documents: pd.DataFrame, turns: pd.DataFrame
) -> tuple[Coded, Units]:
    """Codings in reading order, and all turns on the same line."""
    ids, reach = documents["document"], int(turns["end"].max()) if len(turns) else 0
    coded = coded_in_order(codings, codes=codes["code"], documents=ids, reach=reach, exactly=True)
    return coded, lines.placed(turns, documents=ids, stride=coded.stride)


def _meetings(coded: Coded, codes: Numbers) -> Numbers:
    """All combinations of codings of one coder, one of each code, that share a character, in reading order.

    A row is a combination, a column a code.
    """
    members = np.flatnonzero(coded.code == codes[0])[:, None]
    for code in codes[1:]:
        added = np.flatnonzero(coded.code == code)
        # What so far meets, and the codings of the next code: of one coder, that is on one line.
        first = np.append(members[:, 0], added)
        apart = coded.coder[first] * coded.length
        start = np.append(coded.start[members].max(axis=1), coded.start[added]) + apart
        end = np.append(coded.end[members].min(axis=1), coded.end[added]) + apart
        order = np.argsort(start, kind="stable")
        found = [np.empty((0, members.shape[1] + 1), dtype=np.int64)]
        for one, other in overlaps(start[order], end[order]):
            one, other = np.sort([order[one], order[other]], axis=0)
            between = (one < len(members)) & (other >= len(members))
            found.append(np.column_stack([members[one[between]], added[other[between] - len(members)]]))
        members = np.concatenate(found)
    return members[np.lexsort(members.T[::-1])]


def _turns(start: Numbers, end: Numbers, units: Units, turns: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The number of the first turn that each span touches, and when it begins; missing where it touches none."""
    unit = np.searchsorted(units.end, start, side="right")
    touched = np.append(units.start, np.iinfo(np.int64).max)[unit] < end
    row = np.append(units.row, 0)[unit]
    if not len(turns):
        nothing = pd.Series(pd.NA, index=range(len(start)), dtype="Int64")
        return nothing, nothing
    number, begin = turns["turn"].astype("Int64").iloc[row], turns["begin_ms"].astype("Int64").iloc[row]
    return number.reset_index(drop=True).where(touched), begin.reset_index(drop=True).where(touched)


def _speakers(start: Numbers, end: Numbers, units: Units, turns: pd.DataFrame, participants: pd.DataFrame) -> Numbers:
    """The number of the participant of the turn in which most of each span lies (the first such), -1 for none."""
    first, last = np.searchsorted(units.end, start, side="right"), np.searchsorted(units.start, end)
    counts = last - first
    span = np.repeat(np.arange(len(start)), counts)
    unit = np.arange(len(span)) - np.repeat(np.cumsum(counts) - counts, counts) + first[span]
    share = np.minimum(end[span], units.end[unit]) - np.maximum(start[span], units.start[unit])
    order = np.lexsort((unit, -share, span))
    span, unit = span[order], unit[order]
    most = np.flatnonzero(np.diff(span, prepend=-1))
    speaker = np.full(len(start), -1)
    speaker[span[most]] = positions(turns["participant"], participants["participant"])[units.row[unit[most]]]
    return speaker


def _texts(start: Numbers, end: Numbers, stride: int, documents: pd.DataFrame, texts: pd.Series) -> list[str]:
    """The text of each span."""
    document, begin = np.divmod(start, stride)
    text_of = {number: texts[documents["document"].iloc[number]] for number in np.unique(document).tolist()}
    spans = zip(document.tolist(), begin.tolist(), (begin + end - start).tolist(), strict=True)
    return [text_of[document][begin:finish] for document, begin, finish in spans]


def _names(frame: pd.DataFrame, numbers: Numbers) -> pd.Series:
    """The names in these rows, None for -1."""
    return pd.Series(np.array([*frame["name"], None], dtype=object)[numbers], dtype=object)


def _lists(ids: np.ndarray) -> pd.Series:
    """Each row as a list."""
    return pd.Series(ids.tolist(), dtype=object)
