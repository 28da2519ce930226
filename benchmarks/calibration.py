"""How often tests find what is not there, and what is: studies made without a relation, and with one planted.

    python -m benchmarks.calibration [--studies 40] [--only cooccurrence] [--write docs/methods/calibration.md]

Prints a table in Markdown for each part, or writes it into a page, between its marks. Everything comes from a seed, so
that it is the same each time. With 40 studies of each kind it takes some twelve minutes on one core.
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
FEWER = 2  # so many times fewer for power
PARTICIPANTS = (6, 12, 18, 30)
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
    kinds = {f"{count} participants, whole sentences": _people(count, second=0.0) for count in (12, 18, 30, 60)}
    ways: dict[str, dict[str, float | str]] = {
        "passages in runs, dealt out to the codes at random": {"runs": 0.6, "shuffled": True},
        "whole sentences in runs": {"runs": 0.6},
        "whole sentences, a quarter left uncoded": {"uncoded": 0.25},
        "whole turns, long ones chosen more often": {"cut": "turns"},
    }
    kinds |= {f"30 participants, {way}": _people(30, second=0.0, **more) for way, more in ways.items()}
    kinds |= {f"{count} participants, a second coder in half of the interviews": _people(count) for count in (18, 30)}
    lines = [part + more for part, more in zip(NULL.split("\n"), (" studies with any q < .05 |", "---:|"), strict=True)]
    for name, kind in kinds.items():
        found = _of(kind, by_people, studies)
        lines.append(f"{_row('implication', name, rejected(found))} {anything(found)} |")
    return "\n".join(lines)


def power_of_cooccurrence(studies: int) -> str:
    """How often passages laid on others are found."""
    tests = {**MEETINGS, "turn (exact)": TURN}
    lines = [f"| of B's passages laid on those of A | {' | '.join(tests)} |", "|---:|" + "---:|" * len(tests)]
    for share in (0.05, 0.1, 0.2, 0.3):
        found = results(Kind(beside=share), tests, studies // FEWER)
        lines.append(f"| {share:.0%} | {' | '.join(str(power(found[test])) for test in tests)} |")
    return "\n".join(lines)


def power_of_sequences(studies: int) -> str:
    """How often passages put after others are found."""
    kinds = {share: [Kind(interviews=count, after=share) for count in PARTICIPANTS] for share in (0.1, 0.2, 0.4)}
    return _power("of B's passages put in the turn after one of A", kinds, by_sequence, studies)


def power_of_implications(studies: int) -> str:
    """How often passages laid on others once in a person are found."""
    kinds = {share: [_people(count, second=0.0, meet=share) for count in PARTICIPANTS] for share in (0.25, 0.5, 1.0)}
    return _power("participants in whom B is laid on A once", kinds, by_people, studies)


PARTS: dict[str, Callable[[int], str]] = {
    "cooccurrence": of_cooccurrence,
    "turns": of_turns,
    "sequences": of_sequences,
    "implications": of_implications,
    "crosstabs": lambda _: calibration_crosstabs.of_differences(),
    "power": power_of_cooccurrence,
    "power-sequences": power_of_sequences,
    "power-implications": power_of_implications,
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


def _power(what: str, kinds: dict[float, list[Kind]], test: Test, studies: int) -> str:
    head = " | ".join(f"{count} participants" for count in PARTICIPANTS)
    lines = [f"| {what} | {head} |", "|---:|" + "---:|" * len(PARTICIPANTS)]
    for share, by_number in kinds.items():
        found = (str(power(_of(kind, test, studies // FEWER))) for kind in by_number)
        lines.append(f"| {share:.0%} | {' | '.join(found)} |")
    return "\n".join(lines)


def _of(kind: Kind, test: Test, studies: int) -> list[pd.DataFrame]:
    return results(kind, {"": test}, studies)[""]


def _people(count: int, **more: float | str) -> Kind:
    """Studies in which codes are rare enough that they need not meet in everyone."""
    return Kind(interviews=count, codes=16, per_interview=6, **more)  # type: ignore[arg-type]


def _row(test: str, passages: str, rates: Rates) -> str:
    return f"| {test} | {passages} | {rates['p'].tests:,} | " + " | ".join(map(str, rates.values())) + " |"


if __name__ == "__main__":
    main()
