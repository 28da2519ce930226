"""Key words in context: every place where a word or a phrase is said, with what stands about it."""

from __future__ import annotations

import pandas as pd

from analysis.terms import places_of, words_of
from analysis.units import spoken
from codebook.errors import OptionError

ASIDE = 60  # characters shown on either side

COLUMNS = ["participant", "document", "turn", "start", "end", "left", "keyword", "right"]


def keywords_in_context(
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    participants: pd.DataFrame,
    texts: pd.Series,
    *,
    term: str = "",
    with_interviewer: bool = False,
) -> pd.DataFrame:
    """Every place where a word or phrase is said, in any of its forms, between what stands before and after it.

    Columns: participant, document (names), turn, start, end (code points), left, keyword, right (of the same turn,
        `ASIDE` characters at most); in reading order.

    Raises:
        OptionError: there is no word in `term`.
    """
    if not any(map(str.isalpha, term)):
        raise OptionError(f"There is no word in --term {term[:40]!r}: say which word or phrase to look for.")
    rows = turns.index.get_indexer(spoken(turns, with_interviewer=with_interviewer).index)
    heard = turns.iloc[rows].reset_index(drop=True)
    languages = documents.set_index("document")["language"]
    words = words_of(heard, texts, languages)
    names, people = (
        frame.set_index(key)["name"] for frame, key in ((documents, "document"), (participants, "participant"))
    )
    found = []
    for first, last in sorted(places_of(words, term, languages)):
        turn = heard.iloc[words.turn[first]]
        text = texts[turn["document"]]
        start, end = int(words.start[first]), int(words.end[last])
        found.append(
            (
                people.get(turn["participant"]),
                names[turn["document"]],
                int(turn["turn"]),
                start,
                end,
                text[max(turn["start"], start - ASIDE) : start],
                text[start:end],
                text[end : min(turn["end"], end + ASIDE)],
            )
        )
    return pd.DataFrame(found, columns=COLUMNS)
