"""The language that a transcript is in, guessed from what is said."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

_SAMPLE = 2_000
"""Characters of speech that are looked at; more change nothing."""
_FEWEST_LETTERS = 40
"""Letters below which a guess is no better than chance."""
_SURE = 0.95


class Guess(NamedTuple):
    """A language's code ("en", "fr"), None where there is too little to go by, and its probability (0..1)."""

    language: str | None
    probability: float

    @property
    def sure(self) -> bool:
        return self.probability >= _SURE


def guess(speech: str | Iterable[str]) -> Guess:
    """The language of a text, or of the turns of a transcript; the same text always gives the same guess."""
    sample = _sample([speech] if isinstance(speech, str) else list(speech))
    if sum(map(str.isalpha, sample)) < _FEWEST_LETTERS:
        return Guess(None, 0.0)
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory().create()
    detector.append(sample)
    try:
        best = detector.get_probabilities()[0]
    except (LangDetectException, IndexError):
        return Guess(None, 0.0)
    return Guess(best.lang.split("-")[0], best.prob)


def _sample(turns: list[str]) -> str:
    """Speech from the whole of a transcript, since its beginning may be in another language than the rest."""
    length = sum(map(len, turns))
    if length <= _SAMPLE:
        return "\n".join(turns)
    every = length / _SAMPLE
    # Whole turns or beginnings of turns, in even steps through the transcript.
    taken: list[str] = []
    passed = collected = 0
    for turn in turns:
        passed += len(turn)
        wanted = int(passed / every) - collected
        if wanted >= 100:
            taken.append(turn[:wanted])
            collected += len(taken[-1])
    return "\n".join(taken)


@lru_cache(maxsize=1)
def _factory() -> Any:
    """Detectors with every language's profile loaded and a seed, so that chance has no part in a guess."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.seed = 0
    return factory
