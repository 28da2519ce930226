"""Which theme comes up after which, within an interview, and whether more often than chance would bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.chance import Floats, false_discovery
from analysis.passages import by_position, coded_in_order
from analysis.spans import Flags, Numbers
from analysis.units import placed, spoken, touched, without_blanks

COLUMNS = [
    *("theme_a", "theme_b", "n_a", "n_b", "n_ab", "participants", "expected", "lift"),
    *("p", "q", "p_less", "q_less"),
]


def sequences(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    texts: pd.Series,
) -> pd.DataFrame:
    """How often a theme comes up in the turn after one that bears another theme.

    Looked at are participants' turns that were coded, in a row, whoever coded them. Theme B comes up after theme A
    where a turn bears A, the next bears B, and the first does not bear B: to go on with a theme is no sequence.

    Chance is A sliding round the coded turns of each interview that do not bear B, the last turn aside, with its
    spacing kept, each step as likely; over interviews these are independent. Those that bear B are no place for A: B
    cannot come up after them, so that whatever B comes up after is another theme, and with few themes often A. Nothing
    is drawn: all slides are counted, and distributions convolved. Where an interview guide has an order of its own,
    what stands out may be the guide's and not the participants'.

    Columns: theme_a, theme_b, n_a (turns that bear A and are not the last), n_b (turns in which B comes up), n_ab (in
        which it does after A), participants (in whom it does), expected (n_ab by chance), lift (n_ab / expected; NaN
        where none is expected), p, p_less (of as many or more, of as many or fewer), q, q_less (Benjamini and Hochberg
        1995, over all rows). A row each ordered pair of themes that were used, in the order of the codebook.
    """
    codes, documents = by_position(codes), by_position(documents)
    theme, names = pd.factorize(codes["theme"])
    runs = _runs(codings, theme, codes, documents, turns, texts, size=len(names))
    seen = _seen(runs, len(names))
    used = seen.n_a + seen.n_b > 0
    a, b = np.nonzero(used[:, None] & used & ~np.eye(len(names), dtype=bool))
    table = pd.DataFrame(
        {
            "theme_a": names[a],
            "theme_b": names[b],
            "n_a": seen.n_a[a],
            "n_b": seen.n_b[b],
            "n_ab": seen.n_ab[a, b],
            "participants": seen.participants[a, b],
        }
    )
    shares = _chance(runs, len(names))[a, b]
    met, number = seen.n_ab[a, b][:, None], np.arange(shares.shape[1])
    table["expected"] = shares @ number
    table["lift"] = table["n_ab"] / table["expected"].where(table["expected"] > 0)
    for tail, reached in (("", number >= met), ("_less", number <= met)):
        table[f"p{tail}"] = np.clip((shares * reached).sum(axis=1), 0, 1)
        table[f"q{tail}"] = false_discovery(table[f"p{tail}"].to_numpy(float))
    return table[COLUMNS]


@dataclass(frozen=True, slots=True)
class _Run:
    """The coded turns of an interview: whose each is, and a row of which themes it bears."""

    person: Numbers
    bears: Flags

    @property
    def comes_up(self) -> Flags:
        """Of each turn but the first, which themes it bears and the one before does not."""
        return self.bears[1:] & ~self.bears[:-1]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Sums over interviews, by theme, and by theme and the theme that comes up after it."""

    n_a: Numbers
    n_b: Numbers
    n_ab: Numbers
    participants: Numbers


def _runs(
    codings: pd.DataFrame,
    theme: Numbers,
    codes: pd.DataFrame,
    documents: pd.DataFrame,
    turns: pd.DataFrame,
    texts: pd.Series,
    *,
    size: int,
) -> list[_Run]:
    """The interviews that have a coded turn of a participant's."""
    coded = coded_in_order(
        codings,
        codes=codes["code"],
        documents=documents["document"],
        reach=int(turns["end"].max() if len(turns) else 0),
    )
    coded = without_blanks(coded, [texts[document] for document in documents["document"]])
    heard = turns.loc[spoken(turns).index]
    units = placed(heard, documents=documents["document"], stride=coded.stride)
    line = touched(coded, units)
    count = line.end - line.start
    coding = np.repeat(np.arange(len(coded)), count)
    turn = np.arange(len(coding)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(line.start, count)
    bears = np.zeros((len(units.start), size), dtype=bool)
    bears[turn, theme[coded.code[coding]]] = True
    kept = bears.any(axis=1)
    person = pd.factorize(heard["participant"])[0][units.row][kept]
    cuts = np.flatnonzero(np.diff(units.document[kept])) + 1
    runs = zip(np.split(person, cuts), np.split(bears[kept], cuts), strict=True)
    return [_Run(*run) for run in runs if len(run[0])]


def _seen(runs: list[_Run], size: int) -> _Seen:
    n_a, n_b, n_ab = (np.zeros(shape, dtype=np.int64) for shape in (size, size, (size, size)))
    people: set[tuple[int, int, int]] = set()
    for run in runs:
        n_a += run.bears[:-1].sum(axis=0)
        n_b += run.comes_up.sum(axis=0)
        turn, a, b = np.nonzero(run.bears[:-1, :, None] & run.comes_up[:, None, :])
        np.add.at(n_ab, (a, b), 1)
        people |= set(zip(run.person[turn + 1].tolist(), a.tolist(), b.tolist(), strict=True))
    participants = np.zeros((size, size), dtype=np.int64)
    for _, before, after in people:
        participants[before, after] += 1
    return _Seen(n_a, n_b, n_ab, participants)


def _chance(runs: list[_Run], size: int) -> Floats:
    """By theme A and theme B: the chance that B comes up 0, 1, 2 ... times after A, over all slides of A.

    Independent sums are products of Fourier transforms; a chance below some 1e-12 is not told from none.
    """
    by_slide = [_by_slide(run) for run in runs]
    most = sum(max(int(counts.max(initial=0)) for counts in by_theme) for by_theme in by_slide)
    product = np.ones((size, size, (most + 1) // 2 + 1), dtype=complex)
    for by_theme in by_slide:
        for b, counts in enumerate(by_theme):
            shares = (counts[..., None] == np.arange(counts.max(initial=0) + 1)).mean(axis=0)
            product[:, b] *= np.fft.rfft(shares, n=most + 1, axis=-1)
    return np.maximum(np.fft.irfft(product, n=most + 1, axis=-1), 0)


def _by_slide(run: _Run) -> list[Numbers]:
    """Of each theme B how often it then comes up after A: a row a slide, none among them, a column a theme A."""
    counts = []
    for there, comes_up in zip(run.bears[:-1].T, run.comes_up.T, strict=True):
        places = np.flatnonzero(~there)
        before = np.flatnonzero(comes_up[places])
        slides = np.arange(max(len(places), 1))
        ring = run.bears[places].astype(np.int64)
        counts.append(ring[(before - slides[:, None]) % len(slides)].sum(axis=1))
    return counts
