"""What is measured, each in a process of its own: `python -m benchmarks.cases CASE STUDY`."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.catalogue import CODED
from corpus.study import Study

if TYPE_CHECKING:
    import pandas as pd

Case = Callable[[Study], float]
MANY = 200  # codings added one by one
SHARE = 2  # documents on which patterns are tried the plain way, which takes an hour for the largest study


def timed(call: Callable[[], object], *, times: int = 3) -> float:
    """The median of so many calls, in seconds."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def frequencies(study: Study) -> float:
    """The counting alone, from DataFrames."""
    from analysis.frequencies import frequencies

    frames = study.codings(columns=CODED), study.codes(), study.documents(), study.participants()
    return timed(lambda: frequencies(*frames))


def cooccurrence(study: Study) -> float:
    """The counting alone, from DataFrames."""
    from analysis.cooccurrence import cooccurrence

    frames = study.codings(columns=CODED), study.codes(), study.turns()
    return timed(lambda: cooccurrence(*frames))


def cooccurrence_tested(study: Study) -> float:
    """Every shift of every pair of codes counted, from DataFrames; the sentences they slide by are there."""
    from analysis.cooccurrence import cooccurrence
    from analysis.units import sentences

    frames = study.codings(columns=CODED), study.codes(), study.turns()
    cut = sentences(frames[2], study.texts(), study.documents().set_index("document")["language"])
    return timed(lambda: cooccurrence(*frames, sentences=cut, test=True), times=1)


def frequencies_plain(study: Study) -> float:
    """The same the plain way."""
    from benchmarks.plain import frequencies

    codings, codes = study.codings(columns=CODED), study.codes()
    return timed(lambda: frequencies(codings, codes), times=1)


def cooccurrence_plain(study: Study) -> float:
    """The same the plain way."""
    from benchmarks.plain import cooccurrence

    codings = study.codings(columns=CODED)
    return timed(lambda: cooccurrence(codings), times=1)


def suggestions(study: Study) -> float:
    """The search alone, patterns to table, once the pipeline is loaded."""
    from analysis.suggestions import load, suggest_by_patterns
    from app.suggesting import processes_for
    from benchmarks.patterns import codes

    documents = study.documents()
    codings = study.codings(columns=["document", "start", "end", "code"])
    frames = documents, study.turns(), study.texts(), codes(), codings
    load(codes(), documents["language"].unique())
    return timed(lambda: suggest_by_patterns(*frames, processes=processes_for(documents)), times=1)


def suggestions_plain(study: Study) -> float:
    """The same the plain way on the first `SHARE` documents, and scaled to all by their words."""
    from benchmarks.patterns import codes
    from benchmarks.plain import suggestions

    documents, turns = study.documents(), study.turns(text=True)
    few = documents.head(SHARE)
    said = turns[turns["role"].eq("participant") & turns["document"].isin(few["document"])]["text"]
    patterns = [pattern for each in codes()["patterns"] for pattern in json.loads(each)]
    return timed(lambda: suggestions(said, patterns), times=1) * documents["words"].sum() / few["words"].sum()


def agreement(study: Study) -> float:
    """By turn, with limits, from DataFrames."""
    return _agreement(study, "turn")


def agreement_by_character(study: Study) -> float:
    """By character, with limits, from DataFrames."""
    return _agreement(study, "character")


def _agreement(study: Study, unit: str) -> float:
    from analysis.agreement import agreement

    frames = study.codings(columns=CODED), study.codes(), study.documents(), study.turns(), study.coders()
    texts = study.texts() if unit == "turn" else None
    return timed(lambda: agreement(*frames, unit=unit, texts=texts))


def agreement_plain(study: Study) -> float:
    """Each alpha by the krippendorff package, without limits."""
    from benchmarks.plain import alphas

    codings, turns = study.codings(columns=CODED), study.turns()
    return timed(lambda: alphas(codings, turns), times=1)


def alpha(study: Study) -> float:
    """Nominal alpha of 100,000 units, 3 coders and 100 values."""
    from analysis.agreement import krippendorff_alpha

    del study
    ratings = _ratings()
    return timed(lambda: krippendorff_alpha(ratings))


def alpha_plain(study: Study) -> float:
    """The same by the krippendorff package on a twentieth of the units, and scaled to all, which need 24 GB."""
    import krippendorff

    del study
    data = _ratings().to_numpy()[::20].T
    return 20 * timed(lambda: krippendorff.alpha(data, level_of_measurement="nominal"), times=1)


def _ratings() -> pd.DataFrame:
    """Three coders who agree on seven units of ten and guess the rest."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(0)
    truth, guessed = random.integers(0, 100, (100_000, 1)), random.integers(0, 100, (100_000, 3))
    return pd.DataFrame(np.where(random.random((100_000, 3)) < 0.7, truth, guessed))


def one_coding(study: Study) -> float:
    """One more coding, on disk when it returns: the median of many. They are undone afterwards."""
    from corpus.coding import NewCoding, add_codings

    documents, codes = study.documents()["document"], [code.id for code in study.codebook()]
    taken = []
    for number in range(MANY):
        document = documents[number % 3]
        study.positions(document)  # the transcript is open, as it is when a person codes it
        begin = time.perf_counter()
        with study.change("add a coding", coder="Benchmark") as change:
            add_codings(change, [NewCoding(document, 100 + number, 180 + number, codes[number % len(codes)])])
        taken.append(time.perf_counter() - begin)
    for _ in range(MANY):
        study.undo(coder="Benchmark")
    return statistics.median(taken)


def fsync(study: Study) -> float:
    """What the disk takes for one page written and synchronised: the floor of one coding."""
    import os

    with tempfile.NamedTemporaryFile(dir=study.folder) as file:
        taken = []
        for _ in range(MANY):
            begin = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


CASES: dict[str, Case] = {
    case.__name__: case
    for case in (
        frequencies,
        cooccurrence,
        cooccurrence_tested,
        suggestions,
        frequencies_plain,
        cooccurrence_plain,
        suggestions_plain,
        agreement,
        agreement_plain,
        agreement_by_character,
        alpha,
        alpha_plain,
        one_coding,
        fsync,
    )
}


def main() -> None:
    case, folder = sys.argv[1:]
    seconds = CASES[case](Study.open(Path(folder)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak}))


if __name__ == "__main__":
    main()
