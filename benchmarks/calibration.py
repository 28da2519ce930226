"""How often tests find what is not there, and what is: studies made without a relation, and with one planted.

    python -m benchmarks.calibration [--studies 40] [--only cooccurrence] [--write docs/methods/calibration.md]

Prints a table in Markdown for each part, or writes it into a page, between its marks. Everything comes from a seed, so
that it is the same each time. With 40 studies of each kind it takes some ten minutes on one core.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import calibration_crosstabs, coverage
from benchmarks.calibration_rates import (
    OVERLAP,
    OVERLAP_BY_PLACE,
    TURN,
    WINDOW,
    WINDOW_BY_PLACE,
    Rates,
    Test,
    anything,
    by_people,
    by_sequence,
    power,
    rejected,
    results,
)
from benchmarks.calibration_studies import Kind

BEGIN, END = "<!-- {part}: begin -->", "<!-- {part}: end -->"
STUDIES = 40
LIMITS = 50  # so many times more studies for limits, which take no time
KINDS = {
    "whole sentences": Kind(),
    "parts of sentences": Kind(cut="anywhere"),
    "whole turns, all about as long": Kind(cut="turns", unlike=np.inf),
    "whole sentences in runs": Kind(runs=0.6),
    "whole sentences, a quarter left uncoded": Kind(uncoded=0.25),
    "whole sentences in runs, a quarter left uncoded": Kind(uncoded=0.25, runs=0.6),
    "whole turns, long ones chosen more often": Kind(cut="turns"),
}
MEETINGS = {
    "overlap": OVERLAP,
    "overlap, `--slide place`": OVERLAP_BY_PLACE,
    "window:1": WINDOW,
    "window:1, `--slide place`": WINDOW_BY_PLACE,
}
NULL = (
    "| test | passages | tests | p < .05 | p_less < .05 | p, steps filled | p_less, steps filled |\n"
    "|---|---|---:|---:|---:|---:|---:|"
)


def of_cooccurrence(studies: int) -> str:
    """What is found where there is nothing, by circular shift."""
    found = {name: results(kind, MEETINGS, studies) for name, kind in KINDS.items()}
    return "\n".join([NULL, *(_row(test, name, rejected(found[name][test])) for test in MEETINGS for name in KINDS)])


def of_turns(studies: int) -> str:
    """The exact test by turn, where its assumption holds and where it does not."""
    alike = Kind(cut="turns", unlike=np.inf, differ=0.0)
    kinds = {
        "whole turns, all about as long": alike,
        "whole turns, all about as long, and people differ in what they speak of": replace(alike, differ=0.5),
        "whole turns, all about as long, a quarter left uncoded": replace(alike, uncoded=0.25),
        "whole sentences, turns of unlike length": Kind(),
    }
    rows = (_row("turn", name, rejected(_of(kind, TURN, studies))) for name, kind in kinds.items())
    return "\n".join([NULL, *rows])


def of_sequences(studies: int) -> str:
    """The same for sequences, by number of themes."""
    kinds = {
        "3 themes, whole sentences": Kind(codes=3),
        "6 themes, whole sentences": Kind(codes=6),
        **{f"12 themes, {name}": kind for name, kind in KINDS.items()},
    }
    rows = (_row("sequence", name, rejected(_of(kind, by_sequence, studies))) for name, kind in kinds.items())
    return "\n".join([NULL, *rows])


def of_implications(studies: int) -> str:
    """The same for implications, by number of participants; and how many studies report anything."""
    kinds = {f"{count} participants, whole sentences": _people(count) for count in (12, 18, 30, 60)}
    kinds |= {
        "18 participants, whole sentences in runs": _people(18, runs=0.6),
        "18 participants, a quarter left uncoded": _people(18, uncoded=0.25),
        "18 participants, whole turns, long ones chosen more often": _people(18, cut="turns"),
    }
    lines = [
        f"{part} {more}" for part, more in zip(NULL.split("\n"), ("studies with any q < .05 |", "---:|"), strict=True)
    ]
    for name, kind in kinds.items():
        found = _of(kind, by_people, studies)
        lines.append(f"{_row('implication', name, rejected(found))} {anything(found)} |")
    return "\n".join(lines)


def of_power(studies: int) -> str:
    """How often what was planted is found, in three tables."""
    tests = {**MEETINGS, "turn (exact)": TURN}
    lines = [f"| of B's passages laid on those of A | {' | '.join(tests)} |", "|---:|" + "---:|" * len(tests)]
    for share in (0.05, 0.1, 0.2, 0.3):
        found = (str(power(tables)) for tables in results(Kind(beside=share), tests, studies).values())
        lines.append(f"| {share:.0%} | {' | '.join(found)} |")
    counts = (6, 12, 18, 30)
    head = " | ".join(f"{count} participants" for count in counts)
    lines += ["", f"| of B's passages put in the turn after one of A | {head} |", "|---:|" + "---:|" * len(counts)]
    for share in (0.1, 0.2, 0.4):
        found = (str(power(_of(Kind(interviews=count, after=share), by_sequence, studies))) for count in counts)
        lines.append(f"| {share:.0%} | {' | '.join(found)} |")
    lines += ["", f"| participants in whom B is laid on A once | {head} |", "|---:|" + "---:|" * len(counts)]
    for share in (0.25, 0.5, 1.0):
        found = (str(power(_of(_people(count, meet=share), by_people, studies))) for count in counts)
        lines.append(f"| {share:.0%} | {' | '.join(found)} |")
    return "\n".join(lines)


PARTS: dict[str, Callable[[int], str]] = {
    "cooccurrence": of_cooccurrence,
    "turns": of_turns,
    "sequences": of_sequences,
    "implications": of_implications,
    "crosstabs": lambda _: calibration_crosstabs.of_differences(),
    "power": of_power,
    "coverage": lambda studies: coverage.table(studies * LIMITS),
}


def main() -> None:
    """Make the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=STUDIES, help=f"how many studies of each kind ({STUDIES})")
    parser.add_argument("--only", choices=PARTS, nargs="+", help="these parts alone")
    parser.add_argument("--write", type=Path, help="a page whose tables are to be replaced")
    options = parser.parse_args()
    for part in options.only or PARTS:
        text = PARTS[part](options.studies)
        print(f"{text}\n", flush=True)
        if options.write:
            write(options.write, part, text)


def write(page: Path, part: str, text: str) -> None:
    """Put a part between its marks on a page."""
    begin, end = BEGIN.format(part=part), END.format(part=part)
    head, rest = page.read_text(encoding="utf-8").split(begin, 1)
    page.write_text(f"{head}{begin}\n\n{text}\n\n{end}{rest.split(end, 1)[1]}", encoding="utf-8")


def _of(kind: Kind, test: Test, studies: int) -> list[pd.DataFrame]:
    return results(kind, {"": test}, studies)[""]


def _people(count: int, **more: float | str) -> Kind:
    """Studies in which codes are rare enough that they need not meet in everyone."""
    return Kind(interviews=count, codes=16, per_interview=6, **more)  # type: ignore[arg-type]


def _row(test: str, passages: str, rates: Rates) -> str:
    return f"| {test} | {passages} | {rates['p'].tests:,} | " + " | ".join(map(str, rates.values())) + " |"


if __name__ == "__main__":
    main()
