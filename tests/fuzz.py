"""Damages the samples in every way that a disk, a mail program or an attacker might, and reads them.

    python -m tests.fuzz [--each 1000] [--seed 0] [READER ...]

A reader may refuse a file with an error of the project's own. Any other exception, and a turn that does not lie in the
text, is a fault: it is printed with the command that repeats it, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise

from codebook.errors import VivavoceError
from corpus.readers import Reader, read, reader_for
from corpus.transcripts import Transcript
from tests.corpus.making import unzipped, zipped
from tests.corpus.samples import SAMPLES, Sample

JUNK = (
    *(
        b"\0",
        b"\xff",
        b"\xfe\xff",
        b"\r",
        b"\n\n",
        b"\x1a",
        b"\xed\xa0\x80",
        b"\xf0\x9f\x99\x82",
        b"&",
        b"<",
        b">",
        b"]]>",
    ),
    *(b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"<w:p>", b"</w:tbl>", b"<text:s text:c='99999999'/>", b"<!--", b"]"),
    *(b"{", b"}", b"\\", b"\\bin999999999 ", b"\\u-99999?", b"\\'", b"\\uc-1", b"\\cell", b"\\row", b"\\*"),
    *(b"[", b'"', b",", b"null", b"1e999", b"NaN", b"-1", b"99999999999999999999", b'"\\ud800"', b"[" * 5000),
    *(
        b"00:00:01.000 --> 00:00:02.000\n",
        b"99:99:99,999 --> 00:00:00,000\n",
        b"<v >",
        b"<v Ana",
        b"&#1114112;",
        b"&#xD800;",
    ),
    *(
        b"endobj",
        b"stream",
        b"%%EOF",
        b"/Length 99999999",
        b"trailer",
        b": ",
        b"Ana: ",
        b"\t",
        b"\xe2\x80\xae",
        b"\xcc\x81" * 50,
    ),
)

_SHOWN = 10
"""Faults of one reader; a hundred more have the same cause."""


@dataclass
class Report:
    """What came of the files of one reader."""

    reader: str
    read: int = 0
    refused: int = 0
    faults: int = 0
    seconds: float = 0.0
    slowest: float = 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz the readers named, or all; 1 where a fault was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument(
        "readers", nargs="*", metavar="READER", help="ids of readers, such as docx; all where none is given"
    )
    parser.add_argument("--each", type=int, default=1000, help="damaged files a reader (%(default)s)")
    parser.add_argument("--first", type=int, default=0, help="number of the first file (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the damage (%(default)s)")
    options = parser.parse_args(arguments)
    reports = list(fuzz(options.readers, each=options.each, first=options.first, seed=options.seed))
    print(f"{'reader':12} {'read':>6} {'refused':>8} {'faults':>7} {'seconds':>8} {'slowest':>8}")
    for report in reports:
        print(
            f"{report.reader:12} {report.read:6} {report.refused:8} {report.faults:7} {report.seconds:8.1f} "
            f"{report.slowest:8.2f}"
        )
    return 1 if any(report.faults for report in reports) else 0


def fuzz(readers: Sequence[str] = (), *, each: int, first: int = 0, seed: int = 0) -> Iterator[Report]:
    """A report for each reader, of `each` damaged files from number `first` on."""
    by_reader: dict[str, list[Sample]] = {}
    for sample in SAMPLES:
        by_reader.setdefault(reader_for(sample.name, sample.data).id, []).append(sample)
    if unknown := set(readers) - by_reader.keys():
        raise SystemExit(f"no reader is called {', '.join(sorted(unknown))}; there are {', '.join(by_reader)}")
    for reader, samples in by_reader.items():
        if not readers or reader in readers:
            yield _fuzz_reader(reader, samples, range(first, first + each), seed)


def _fuzz_reader(reader: str, samples: Sequence[Sample], numbers: range, seed: int) -> Report:
    report = Report(reader)
    began = time.perf_counter()
    for number in numbers:
        sample = samples[number % len(samples)]
        data = damaged(sample.data, random.Random(f"{seed} {reader} {number}"))
        start = time.perf_counter()
        try:
            _check(_read(data, sample.name, number))
            report.read += 1
        except VivavoceError:
            report.refused += 1
        except Exception as fault:
            report.faults += 1
            if report.faults <= _SHOWN:
                again = f"python -m tests.fuzz {reader} --seed {seed} --first {number} --each 1"
                print(f"{sample.name}: {type(fault).__name__}: {fault}\n  again by: {again}", file=sys.stderr)
        report.slowest = max(report.slowest, time.perf_counter() - start)
    report.seconds = time.perf_counter() - began
    return report


def _read(data: bytes, name: str, number: int) -> Transcript:
    """The transcript by the reader alone, since `read` would hide what it raises; every tenth by `read` too."""
    if number % 10 == 0:
        return read(data, name=name)
    reader: Reader = reader_for(name, data)
    module, function = reader.target.split(":")
    transcript: Transcript = getattr(import_module(module), function)(data, name=name)
    return transcript


def _check(transcript: Transcript) -> None:
    """Turns lie in the text, in order, with something in them; the text can be stored."""
    transcript.text.encode("utf-8")
    assert "\0" not in transcript.text, "the text holds NUL"
    assert "\r" not in transcript.text, "the text holds carriage returns"
    for turn in transcript.turns:
        speech = transcript.speech(turn)
        assert turn.end <= len(transcript.text), "a turn ends after the text"
        assert speech, "a turn holds nothing"
        assert speech == speech.strip(), f"a turn has white space at its end: {speech[:20]!r}"
        assert turn.speaker is None or turn.speaker.strip(), "a speaker without a name"
        for time_ms in (turn.begin_ms, turn.finish_ms):
            assert time_ms is None or 0 <= time_ms < 2**63, "a time that no database holds"
    for before, after in pairwise(transcript.turns):
        assert before.end <= after.start, "turns overlap"


# -- damage -----------------------------------------------------------------------------------------------------------


def damaged(data: bytes, chance: random.Random) -> bytes:
    """`data` with one to five wounds; those of a zip archive mostly within its members, so that their XML is hurt."""
    if data.startswith(b"PK") and chance.random() < 0.8:
        return _rezipped(data, chance)
    for _ in range(chance.randint(1, 5)):
        data = chance.choice(_WOUNDS)(data, chance)
    return data


def _rezipped(data: bytes, chance: random.Random) -> bytes:
    members = unzipped(data)
    # The large members are those with the text.
    hurt = chance.choices(list(members), weights=[len(content) for content in members.values()])[0]
    for _ in range(chance.randint(1, 3)):
        members[hurt] = chance.choice(_WOUNDS)(members[hurt], chance)
    if chance.random() < 0.05:
        members.pop(chance.choice(list(members)))
    return zipped(members)


def _block(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice((1, 2, 8, 40, 300)))


def _flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _drop(data: bytes, chance: random.Random) -> bytes:
    start, end = _block(data, chance)
    return data[:start] + data[end:]


def _double(data: bytes, chance: random.Random) -> bytes:
    start, end = _block(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 1, 2, 50)) + data[end:]


def _swap(data: bytes, chance: random.Random) -> bytes:
    (first, end), (second, last) = sorted((_block(data, chance), _block(data, chance)))
    if end > second:
        return data
    return data[:first] + data[second:last] + data[end:second] + data[first:end] + data[last:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(JUNK) + data[at:]


def _noise(data: bytes, chance: random.Random) -> bytes:
    start, end = _block(data, chance)
    return data[:start] + chance.randbytes(end - start) + data[end:]


_ELEMENT = re.compile(rb"<([A-Za-z][\w:.-]*)(?:\s[^<>]*)?(?:/>|>[^<>]*</\1>)")
_TAG = re.compile(rb"<([A-Za-z][\w:.-]*)")
_VALUE = re.compile(rb'(?<=: )(?:"[^"\n]*"|-?[\d.]+|null)')
_VALUES = (
    b"null",
    b"true",
    b"[]",
    b"{}",
    b"[{}]",
    b'""',
    b'"0"',
    b"-1",
    b"1e999",
    b"7" * 500,
    b'"\\ud83d"',
    b'"a\\u0000b"',
)


def _move_element(data: bytes, chance: random.Random) -> bytes:
    """An element doubled, dropped or moved behind another one, so that XML stays well-formed."""
    elements = list(_ELEMENT.finditer(data))
    if not elements:
        return data
    element, other = chance.choice(elements), chance.choice(elements)
    data = data[: other.end()] + element.group() * chance.choice((0, 1, 20)) + data[other.end() :]
    if chance.random() < 0.5 and element.end() <= other.end():
        data = data[: element.start()] + data[element.end() :]
    return data


def _exchange_tags(data: bytes, chance: random.Random) -> bytes:
    """Two names of elements exchanged throughout."""
    names = sorted(set(_TAG.findall(data)))
    if len(names) < 2:
        return data
    one, other = chance.sample(names, 2)
    exchanged = {one: other, other: one}
    tag = re.compile(rb"(</?)(" + re.escape(one) + rb"|" + re.escape(other) + rb")(?=[\s/>])")
    return tag.sub(lambda match: match[1] + exchanged[match[2]], data)


def _other_value(data: bytes, chance: random.Random) -> bytes:
    """A value of JSON replaced by one of another kind."""
    values = list(_VALUE.finditer(data))
    if not values:
        return data
    value = chance.choice(values)
    return data[: value.start()] + chance.choice(_VALUES) + data[value.end() :]


_WOUNDS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_flip, _cut, _drop, _double, _swap, _insert, _noise),
    *(_move_element, _exchange_tags, _other_value) * 2,
)

if __name__ == "__main__":
    sys.exit(main())
