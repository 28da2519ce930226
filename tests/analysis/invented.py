"""An invented study of any size, from a seed: the frames that tables and figures are made of.

People talk about the gardens they share; nothing in it was ever said.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.crosstabs import crosstab
from analysis.saturation import saturation

THEMES = {
    "Soil": ("#4477aa", ["Compost", "Raised beds", "Digging or not digging", "Stones", "Worms", "Mulch"]),
    "Water": ("#ee6677", ["Rain barrels", "Who waters in August", "Hoses", "Drought", "Leaking tap"]),
    "Neighbours": (
        "#228833",
        ["Sharing a harvest", "Quarrels over the fence", "Keys", "Children", "Newcomers", "Noise"],
    ),
    "Tools": ("#ccbb44", ["Lent and never returned", "Shed", "Sharpening", "What is missing"]),
    "Seasons": ("#aa3377", ["First frost", "Waiting for spring", "Too much at once", "Winter meetings", "Seeds kept"]),
}


@dataclass(frozen=True)
class Invented:
    """The frames of a study, with the columns of the tables."""

    documents: pd.DataFrame
    turns: pd.DataFrame
    codes: pd.DataFrame
    codings: pd.DataFrame
    frequencies: pd.DataFrame
    matrix: pd.DataFrame
    cooccurrence: pd.DataFrame
    meetings: pd.DataFrame
    saturation: pd.DataFrame
    crosstab: pd.DataFrame


def codebook(themes: dict[str, tuple[str, list[str]]]) -> pd.DataFrame:
    """The codes of a codebook of two levels."""
    rows = []
    for theme, (colour, names) in themes.items():
        parent = f"c{len(rows)}"
        rows.append((parent, theme, theme, None, theme, colour))
        for name in names:
            rows.append((f"c{len(rows)}", f"{theme} / {name}", name, parent, theme, colour))
    frame = pd.DataFrame(rows, columns=["code", "path", "name", "parent", "theme", "colour"])
    frame.insert(1, "position", range(len(frame)))
    return frame


def study(*, interviews: int = 18, codings: int = 900, codes: pd.DataFrame | None = None, seed: int = 1) -> Invented:
    """A study whose codings lie where a seeded generator put them."""
    chance = random.Random(seed)
    codes = codebook(THEMES) if codes is None else codes
    ids, paths = list(codes["code"]), dict(zip(codes["code"], codes["path"], strict=True))
    weights = [chance.paretovariate(1.2) * (0.3 if parent is None else 1) for parent in codes["parent"]]
    documents, turns, rows = [], [], []
    for place in range(interviews):
        characters = chance.randrange(20_000, 60_000)
        document = f"d{place}"
        documents.append((document, place, f"interview-{place + 1:02}", f"p{place}", "en", characters // 6, characters))
        at, number = 0, 0
        while at < characters:
            length = chance.randrange(60, 200) if number % 2 == 0 else chance.randrange(200, 1500)
            end = min(at + length, characters)
            role = "interviewer" if number % 2 == 0 else "participant"
            turns.append((document, number, at, end, role, None if role == "interviewer" else f"p{place}", role))
            at, number = end + 2, number + 1
        for code in chance.choices(ids, weights, k=chance.randrange(codings // interviews * 2 + 1)):
            start = chance.randrange(characters - 400)
            end = start + chance.randrange(40, 400)
            rows.append((f"x{len(rows)}", document, f"p{place}", start, end, start // 6, end // 6 + 1, code, "ada"))
    frames = {
        "documents": pd.DataFrame(
            documents, columns=["document", "position", "name", "participant", "language", "words", "characters"]
        ),
        "turns": pd.DataFrame(turns, columns=["document", "turn", "start", "end", "speaker", "participant", "role"]),
        "codings": pd.DataFrame(
            rows,
            columns=["coding", "document", "participant", "start", "end", "word_start", "word_end", "code", "coder"],
        ),
    }
    people = frames["documents"][["participant", "name"]].assign(role=[f"Role {n % 3}" for n in range(interviews)])
    return Invented(
        codes=codes,
        **frames,
        **_tables(frames["documents"], frames["codings"], codes, paths),
        saturation=saturation(frames["codings"], codes, frames["documents"], draws=200),
        crosstab=crosstab(frames["codings"], codes, people, by="role"),
    )


def _tables(
    documents: pd.DataFrame, codings: pd.DataFrame, codes: pd.DataFrame, paths: dict[str, str]
) -> dict[str, pd.DataFrame]:
    by_code = codings.groupby("code")
    count = by_code.size().reindex(codes["code"], fill_value=0).to_numpy()
    people = by_code["participant"].nunique().reindex(codes["code"], fill_value=0).to_numpy()
    words = (codings["word_end"] - codings["word_start"]).groupby(codings["code"]).sum()
    names = documents.set_index("document")["name"]
    first = by_code["document"].first().map(names).reindex(codes["code"])
    frequencies = pd.DataFrame(
        {
            "path": codes["path"],
            "theme": codes["theme"],
            "codings": count,
            "documents": people,
            "participants": people,
            "participants_share": people / max(len(documents), 1),
            "words": words.reindex(codes["code"], fill_value=0).to_numpy(),
            "first_said": first.to_numpy(),
        }
    )
    counts = codings.groupby(["code", "document"]).size().unstack(fill_value=0)
    counts = counts.reindex(index=codes["code"], columns=documents["document"], fill_value=0)
    matrix = pd.DataFrame(counts.to_numpy(), columns=[f"P{n + 1}" for n in range(len(documents))])
    matrix.insert(0, "path", list(codes["path"]))
    return {
        "frequencies": frequencies,
        "matrix": matrix,
        "cooccurrence": _cooccurrence(codings, codes, paths),
        "meetings": _meetings(matrix),
    }


def _meetings(matrix: pd.DataFrame) -> pd.DataFrame:
    """Up to eight codes of the first half against as many of the second, who has both standing for who joins them."""
    has = dict(zip(matrix["path"], matrix.iloc[:, 1:].to_numpy() > 0, strict=True))
    paths, half = list(has), len(has) // 2
    rows = []
    for theme in paths[:half][:8]:
        for pain in paths[half:][:8]:
            people = int((has[theme] & has[pain]).sum())
            q = 0.01 if people % 3 == 0 else 0.4
            rows.append((theme, pain, people, people / 2, 2.0, q / 2, q, people, 2 * people))
    columns = ["theme", "pain_point", "participants", "expected", "lift", "p", "q", "meetings", "codings"]
    return pd.DataFrame(rows, columns=columns)


def _cooccurrence(codings: pd.DataFrame, codes: pd.DataFrame, paths: dict[str, str]) -> pd.DataFrame:
    place = {code: number for number, code in enumerate(codes["code"])}
    pairs = np.zeros((len(place), len(place)), dtype=int)
    for _, rows in codings.groupby("document"):
        start, end = rows["start"].to_numpy(), rows["end"].to_numpy()
        code = rows["code"].map(place).to_numpy()
        a, b = np.nonzero((start[:, None] < end) & (start < end[:, None]) & (code[:, None] < code))
        np.add.at(pairs, (code[a], code[b]), 1)
    counts = codings["code"].map(place).value_counts()
    ids = list(codes["code"])
    rows = []
    for a, b in zip(*np.nonzero(pairs), strict=True):
        n_a, n_b, n_ab = int(counts[a]), int(counts[b]), int(pairs[a, b])
        jaccard = n_ab / (n_a + n_b)
        lift = n_ab * 500 / (n_a * n_b)
        rows.append((paths[ids[a]], paths[ids[b]], n_a, n_b, n_ab, jaccard, lift, jaccard * 2 - 0.2, None, None))
    columns = ["code_a", "code_b", "n_a", "n_b", "n_ab", "jaccard", "lift", "npmi", "p", "q"]
    return pd.DataFrame(rows, columns=columns)
