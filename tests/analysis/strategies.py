"""Small studies as frames, for hypothesis: overlapping codings, several coders, a tree of codes, interviewers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from corpus.words import Words

# The first example pays for imports, and the machine may be shared: how long one takes says nothing. Sixty find what
# was broken on purpose.
unhurried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

IDS = ("document", "participant", "code", "coder")
KINDS = ("category", "str", "object")


@dataclass(frozen=True)
class Study:
    """The frames of a study, by the names that the analyses give them."""

    documents: pd.DataFrame
    turns: pd.DataFrame
    participants: pd.DataFrame
    codes: pd.DataFrame
    codings: pd.DataFrame
    coders: pd.DataFrame
    texts: pd.Series

    def with_codings(self, codings: pd.DataFrame) -> Study:
        return replace(self, codings=codings)


def as_kind(codings: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The same codings, ids being categoricals, pandas' strings or Python's."""
    return codings.astype(dict.fromkeys(IDS, kind))


def study(
    texts: list[str],
    turns: list[tuple[int, int, int, str | None]],
    parents: list[int | None],
    codings: list[tuple[int, int, int, int, str]],
    *,
    people: int = 2,
) -> Study:
    """A study from what matters.

    Args:
        turns: document, start, end, and who: "p0", "p1" ... a participant, "i" an interviewer, None nobody known.
        parents: for each code the number of its parent, which comes before it.
        codings: document, start, end, code, coder.
    """
    names = []
    for number, parent in enumerate(parents):
        names.append(f"C{number}" if parent is None else f"{names[parent]} / C{number}")
    speakers = [who if who and who.startswith("p") else None for *_, who in turns]
    coders = sorted({coder for *_, coder in codings})
    numbers = {}
    rows = []
    for (document, start, end, who), participant in zip(turns, speakers, strict=True):
        number = numbers[document] = numbers.get(document, -1) + 1
        role = {"i": "interviewer", None: None}.get(who, "participant")
        rows.append((f"d{document}", number, start, end, who, participant, role, 1000 * number, None))
    coded = []
    for number, (document, start, end, code, coder) in enumerate(codings):
        first_word, last_word = Words(texts[document]).touched(start, end)
        shares = [
            (min(end, turn_end) - max(start, turn_start), -turn_start, who)
            for (turn_document, turn_start, turn_end, _), who in zip(turns, speakers, strict=True)
            if turn_document == document and turn_start < end and start < turn_end
        ]
        who = max(shares, key=lambda share: share[:2])[2] if shares else None
        coded.append((f"k{number:03}", f"d{document}", who, start, end, first_word, last_word, f"c{code}", coder))
    return Study(
        documents=pd.DataFrame(
            [(f"d{number}", number, f"Interview {number}", None) for number in range(len(texts))],
            columns="document position name participant".split(),
        ),
        turns=pd.DataFrame(rows, columns="document turn start end speaker participant role begin_ms finish_ms".split()),
        participants=pd.DataFrame([(f"p{n}", f"P{n}") for n in range(people)], columns=["participant", "name"]),
        codes=pd.DataFrame(
            [
                (f"c{number}", number, name, None if parents[number] is None else f"c{parents[number]}")
                for number, name in enumerate(names)
            ],
            columns="code position path parent".split(),
        ).assign(
            theme=[name.split(" / ")[0] for name in names],
            colour=[f"#0000{number:02x}" for number in range(len(names))],
        ),
        codings=as_kind(
            pd.DataFrame(
                coded, columns="coding document participant start end word_start word_end code coder".split()
            ).astype(dict.fromkeys(("start", "end", "word_start", "word_end"), "int64")),
            "str",
        ),
        coders=pd.DataFrame([(coder, coder.upper()) for coder in coders], columns=["coder", "name"]),
        texts=pd.Series(texts, index=[f"d{number}" for number in range(len(texts))], dtype=object),
    )


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """Studies of up to 3 short documents, 3 participants, 5 codes, 3 coders and 14 codings, in any order of rows.

    Most have several of each, so that codings meet; one in eight may have none of something.
    """
    least = 0 if draw(st.integers(1, 8)) == 8 else 1
    texts = draw(st.lists(st.text("abcd. \n😀", min_size=1 + 14 * least, max_size=30), min_size=least, max_size=3))
    turns = []
    for document, text in enumerate(texts):
        cuts = draw(st.lists(st.integers(0, len(text)), min_size=4 * least, max_size=8))
        for start, end in pairwise(sorted(cuts)):
            speech = text[start:end]
            start, end = start + len(speech) - len(speech.lstrip()), start + len(speech.rstrip())
            who = draw(st.sampled_from(["p0", "p1", "i", None, "between turns"]))
            if start < end and who != "between turns":
                turns.append((document, start, end, who))
    count = draw(st.integers(2 * least, 5))
    parents = [draw(st.sampled_from([None, *range(number)])) for number in range(count)]
    coder = st.sampled_from("abc"[: draw(st.integers(1, 3))])
    codings = []
    for _ in range(draw(st.integers(4 * least, 14)) if texts and parents else 0):
        document = draw(st.integers(0, len(texts) - 1))
        start = draw(st.integers(0, len(texts[document]) - 1))
        end = draw(st.integers(start + 1, min(start + 12, len(texts[document]))))
        codings.append((document, start, end, draw(st.integers(0, count - 1)), draw(coder)))
    made = study(texts, turns, parents, codings, people=draw(st.integers(least, 3)))
    order = draw(st.permutations(range(len(codings))))
    return made.with_codings(as_kind(made.codings.iloc[order], draw(st.sampled_from(KINDS))))
