"""How often tests find what is not there, and what is: studies made without a relation, and with one planted.

    python -m benchmarks.calibration [--studies 40] [--only cooccurrence]

Prints a table in Markdown for each part. Everything comes from a seed, so that it is the same each time.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from analysis.cooccurrence import cooccurrence

DOCUMENTS, CODES = 20, 12
LEVEL = 0.05
CUTS = ("whole turns", "whole sentences", "anywhere, 20 to 400 characters")


def interviews(random: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Turns of participants, and their sentences: thirty-five turns of one to eight sentences in each document."""
    turns, sentences = [], []
    for document in range(DOCUMENTS):
        at = 0
        for number in range(35):
            first = at
            for _ in range(int(random.integers(1, 9))):
                length = int(random.integers(30, 140))
                sentences.append((f"d{document:02}", at, at + length, f"p{document:02}", "participant"))
                at += length + 1
            turns.append((f"d{document:02}", number, first, at - 1, f"p{document:02}", "participant"))
            at += 40  # the interviewer's question
    return (
        pd.DataFrame(turns, columns=["document", "turn", "start", "end", "participant", "role"]),
        pd.DataFrame(sentences, columns=["document", "start", "end", "participant", "role"]),
    )


def codings(
    random: np.random.Generator,
    turns: pd.DataFrame,
    sentences: pd.DataFrame,
    cut: str,
    *,
    coders: int = 1,
    agree: float = 0.0,
    planted: float = 0.0,
) -> pd.DataFrame:
    """Codings placed with no regard to one another, some codes often and some rarely.

    Args:
        agree: the share of one coder's codings that each other coder makes, too.
        planted: the share of codings of the second code that lie where codings of the first do.
    """
    rows: list[tuple[str, int, int, int, int]] = []
    for document, mine in turns.groupby("document"):
        units = mine if cut == "whole turns" else sentences[sentences["document"] == document]
        starts, ends = units["start"].to_numpy(), units["end"].to_numpy()
        free = np.concatenate([np.arange(start, end) for start, end in zip(starts, ends, strict=True)])
        placed: dict[int, list[tuple[int, int]]] = {}
        for code in range(CODES):
            placed[code] = []
            for _ in range(int(random.poisson(14 / (1 + code / 3)))):
                if cut.startswith("anywhere"):
                    first = int(random.integers(0, len(free) - 400))
                    span = int(free[first]), int(free[first + int(random.integers(20, 401))])
                else:
                    first = int(random.integers(0, len(starts)))
                    more = 0 if cut == "whole turns" else int(random.integers(0, 4))
                    span = int(starts[first]), int(ends[min(first + more, len(ends) - 1)])
                if code == 1 and placed[0] and random.random() < planted:
                    span = placed[0][int(random.integers(0, len(placed[0])))]
                placed[code].append(span)
                own = int(random.integers(0, coders))
                by = [coder for coder in range(coders) if coder == own or random.random() < agree]
                rows += [(str(document), *span, code, coder) for coder in by]
    frame = pd.DataFrame(rows, columns=["document", "start", "end", "code", "coder"])
    return frame.assign(
        coding=[f"k{number:06}" for number in range(len(frame))],
        code=[f"c{code:02}" for code in frame["code"]],
        coder=frame["coder"].astype(str),
        participant=frame["document"],
    )


def rejected(seeds: Iterable[int], cut: str, *, unit: str = "overlap", slide: str | None = None, **how: float) -> dict:
    """Of the pairs expected five times or more: how many there are, and the share found more, and less, often."""
    codes = pd.DataFrame({"code": [f"c{number:02}" for number in range(CODES)], "position": range(CODES)})
    codes["path"] = codes["code"]
    tables = []
    for seed in seeds:
        random = np.random.default_rng(seed)
        turns, sentences = interviews(random)
        made = codings(random, turns, sentences, cut, **how)  # type: ignore[arg-type]
        table = cooccurrence(made, codes, turns, unit=unit, sentences=sentences, test=True, slide=slide)
        tables.append(table.head(1) if how.get("planted") else table[table["expected"] >= 5])
    pairs = pd.concat(tables)
    return {
        "pairs": len(pairs),
        "more": float((pairs["p"] < LEVEL).mean()),
        "less": float((pairs["p_less"] < LEVEL).mean()),
    }


def of_cooccurrence(studies: int) -> str:
    """Two tables: what is found where there is nothing, and what is found of a relation that is there."""
    seeds = range(studies)
    cases: list[tuple[str, str, dict]] = [(f"overlap, cut by {cut}", cut, {}) for cut in CUTS]
    cases += [
        ("overlap, whole sentences, three coders apart", CUTS[1], {"coders": 3}),
        ("overlap, whole sentences, two coders, 80 % alike", CUTS[1], {"coders": 2, "agree": 0.8}),
        ("overlap, whole sentences, sliding by characters all the same", CUTS[1], {"slide": "character"}),
        ("window:1, whole sentences", CUTS[1], {"unit": "window:1"}),
        ("turn (exact), whole turns", CUTS[0], {"unit": "turn"}),
        ("turn (exact), whole sentences, so that long turns hold more of them", CUTS[1], {"unit": "turn"}),
        ("sentence (exact), whole turns, so that sentences are not independent", CUTS[0], {"unit": "sentence"}),
    ]
    lines = ["| studies without a relation | pairs | found more often | found less often |", "|---|---:|---:|---:|"]
    for what, cut, how in cases:
        found = rejected(seeds, cut, **how)
        lines.append(f"| {what} | {found['pairs']:,} | {found['more']:.1%} | {found['less']:.1%} |")
    lines += ["", "| of codings of B laid on codings of A | overlap | turn |", "|---:|---:|---:|"]
    for planted in (0.05, 0.1, 0.2, 0.3):
        power = [rejected(seeds, CUTS[1], unit=unit, planted=planted)["more"] for unit in ("overlap", "turn")]
        lines.append(f"| {planted:.0%} | {power[0]:.0%} | {power[1]:.0%} |")
    return "\n".join(lines)


PARTS: dict[str, Callable[[int], str]] = {"cooccurrence": of_cooccurrence}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=40, help="how many studies of each kind")
    parser.add_argument("--only", choices=PARTS, help="one part alone")
    options = parser.parse_args()
    for name in [options.only] if options.only else PARTS:
        print(f"{PARTS[name](options.studies)}\n")


if __name__ == "__main__":
    main()
