"""A part of a study: the frames as they are for some codes, coders, participants or documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.passages import parents_of
from codebook.errors import OptionError


def select(
    frames: Mapping[str, pd.DataFrame],
    *,
    codes: Collection[str] = (),
    themes: Collection[str] = (),
    coders: Collection[str] = (),
    participants: Collection[str] = (),
    documents: Collection[str] = (),
    where: Iterable[tuple[str, str]] = (),
    roll_up: bool = False,
) -> dict[str, pd.DataFrame]:
    """The part of a study that is asked for; an option that is not given leaves all.

    Any of the values of an option will do; where several options are given, all of them must hold.

    - codes, themes: these codes, and the codings of them.
    - coders: codings of these coders.
    - participants, where: these participants, what they said and where it was coded; documents in which they speak.
      What is nobody's (the interviewer's) stays in the turns of these documents, but not among the codings.
    - documents: these documents, with all that is in them, and the participants who speak there.

    Args:
        frames: any of documents, turns, participants, codes, codings, coders; others are handed on as they are.
        codes: exact paths. themes, coders, participants, documents: exact names.
        where: attributes of participants and their values, as text; of one attribute any value will do.
        roll_up: a code brings its descendants with it.

    Raises:
        OptionError: participants have no such attribute.
    """
    chosen = dict(frames)

    def keep(name: str, column: str, ids: Collection[str], *, nobodys: bool = False) -> None:
        if name in chosen:
            values = chosen[name][column]
            chosen[name] = chosen[name][values.isin(ids) | (values.isna() if nobodys else False)]

    if codes or themes:
        listed = _codes(frames["codes"], codes, themes, roll_up=roll_up)
        chosen["codes"] = listed
        keep("codings", "code", set(listed["code"]))
    if coders:
        known = frames["coders"]
        keep("codings", "coder", set(known.loc[known["name"].isin(coders), "coder"]))

    where = list(where)
    if participants or where:
        people = set(_participants(frames["participants"], participants, where))
        places = _who_is_where(frames)
        keep("participants", "participant", people)
        keep("codings", "participant", people)
        keep("turns", "participant", people, nobodys=True)
        _keep_documents(keep, set(places.loc[places["participant"].isin(people), "document"]))
    if documents:
        known = frames["documents"]
        named = set(known.loc[known["name"].isin(documents), "document"])
        places = _who_is_where(frames)
        _keep_documents(keep, named)
        keep("participants", "participant", set(places.loc[places["document"].isin(named), "participant"]))
    return chosen


def value_text(value: Any) -> str | None:
    """An attribute's value as a person writes it: a column of whole numbers with gaps holds floats."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if pd.isna(value) else str(value)


def _keep_documents(keep: Callable[[str, str, Collection[str]], None], ids: Collection[str]) -> None:
    for name in ("documents", "turns", "codings"):
        keep(name, "document", ids)


def _codes(codes: pd.DataFrame, paths: Collection[str], themes: Collection[str], *, roll_up: bool) -> pd.DataFrame:
    """The codes with these paths and of these themes."""
    listed = np.ones(len(codes), dtype=bool)
    if paths:
        listed = codes["path"].isin(paths).to_numpy()
        parents = parents_of(codes)
        # A level further down at each step, until nothing is added.
        while roll_up and (grown := listed | np.append(listed, False)[parents]).sum() > listed.sum():
            listed = grown
    if themes:
        listed = listed & codes["theme"].isin(themes).to_numpy()
    return codes[listed]


def _participants(participants: pd.DataFrame, names: Collection[str], where: list[tuple[str, str]]) -> pd.Series:
    """The ids of the participants with one of the names, and one of the values of each attribute."""
    listed = pd.Series(True, index=participants.index)
    if names:
        listed = participants["name"].isin(names)
    for attribute in dict.fromkeys(attribute for attribute, _ in where):
        if attribute not in participants.columns[1:]:
            known = ", ".join(map(str, participants.columns[2:])) or "none"
            raise OptionError(f"Participants have no attribute “{attribute[:60]}”; they have: {known}.")
        values = {value for name, value in where if name == attribute}
        listed &= participants[attribute].map(value_text).isin(values)
    return participants.loc[listed, "participant"]


def _who_is_where(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The documents and participants that belong together, by what the documents, turns and codings say."""
    present = [frames[name] for name in ("documents", "turns", "codings") if name in frames]
    pairs = [frame[["document", "participant"]].drop_duplicates().astype(object) for frame in present]
    return pd.concat(pairs, ignore_index=True).dropna()
