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

from analysis.catalogue import CODED
from corpus.study import Study

Case = Callable[[Study], float]
MANY = 200  # codings added one by one


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
    for case in (frequencies, cooccurrence, frequencies_plain, cooccurrence_plain, one_coding, fsync)
}


def main() -> None:
    case, folder = sys.argv[1:]
    seconds = CASES[case](Study.open(Path(folder)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak}))


if __name__ == "__main__":
    main()
