"""Which code of an old codebook each code of a new one is: by id, by path, by likeness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from codebook.codes import Code, Codebook
from codebook.names import name_key

SAME = 0.65
"""Likeness from which two codes are taken for one. This and the numbers below were set on the nine versions of one real
codebook, whose program had logged what was done, and measured on the same: of 11 changes of name 7 were found and 4
hinted at as mergers; one merger was taken for a change of name; 30 of 32 hints were right, of 95 mergers in all."""
AHEAD = 0.1
"""By how much a pair must be more alike than either is to any other code: else it was a merger, or nobody can tell."""
MERGED_INTO_NEW, MERGED_INTO_KEPT = 0.55, 0.7
"""The share of what a gone code says that a new code, or the new words of one that stayed, must say for a hint."""
_SAME_PARENT = 0.15  # worth enough to tell twins apart, too little to make unlike codes one

Pair = tuple[int, int]


def match(old: Codebook, new: Codebook) -> tuple[dict[str, str], dict[str, str]]:
    """The old id of each new code that was there before, and the new id of what a gone code perhaps went into."""
    matched = {code.id: code.id for code in new if code.id in old}
    taken = set(matched.values())
    by_path = {name_key(old.path(code)): code.id for code in old if code.id not in taken}
    for code in new:
        if code.id not in matched and (same := by_path.get(name_key(new.path(code)))):
            matched[code.id] = same
    if len(matched) == len(old):
        return matched, {}
    return matched, _match_by_likeness(old, new, matched)


def _match_by_likeness(old: Codebook, new: Codebook, matched: dict[str, str]) -> dict[str, str]:
    """Add to `matched` what is clearly alike; returns into which new code each code still gone perhaps went."""
    from codebook import likeness

    said = {code.id: likeness.said(code, children=old.children(code)) for code in old}
    now = {code.id: likeness.said(code, children=new.children(code)) for code in new}
    comparison = likeness.Comparison([*said.values(), *now.values()])
    taken = set(matched.values())
    gone = [code for code in old if code.id not in taken]
    # A code that stayed can have taken another in only where it says more than before.
    here = [code for code in new if code.id not in matched or now[code.id].texted - said[matched[code.id]].texted]
    olds, news = [said[code.id] for code in gone], [now[code.id] for code in here]
    pairs = likeness.candidates(olds, news)

    added = {j for j, code in enumerate(here) if code.id not in matched}
    alike = {(i, j): comparison.likeness(olds[i], news[j]) for i, j in pairs if j in added}
    # One code that says all that another says is a rival to its like too, though a weaker one.
    rival = {(i, j): 0.8 * comparison.contained(olds[i], news[j]) for i, j in alike}
    while True:  # once more as long as parents that were found tell twins below them apart
        found = _clear(
            {(i, j): value + _SAME_PARENT * _siblings(gone[i], here[j], matched) for (i, j), value in alike.items()},
            rival,
        )
        if not found:
            break
        matched.update((here[j].id, gone[i].id) for i, j in found)
        lefts, rights = {i for i, _ in found}, {j for _, j in found}
        alike = {(i, j): value for (i, j), value in alike.items() if i not in lefts and j not in rights}

    taken = set(matched.values())
    into: dict[int, tuple[float, int]] = {}
    for i, j in pairs:
        if gone[i].id not in taken:
            before = matched.get(here[j].id)
            value = comparison.contained(olds[i], news[j], before=said[before] if before else None)
            likely = value >= (MERGED_INTO_KEPT if before else MERGED_INTO_NEW) or alike.get((i, j), 0.0) >= SAME
            value = max(value, alike.get((i, j), 0.0))
            if likely and value > into.get(i, (0.0, 0))[0]:
                into[i] = value, j
    return {gone[i].id: here[j].id for i, (_, j) in into.items()}


def _clear(score: Mapping[Pair, float], weaker: Mapping[Pair, float]) -> list[Pair]:
    """Pairs that are alike enough, and clearly more so than either side is to anything else."""
    rival = {pair: max(value, weaker[pair]) for pair, value in score.items()}
    olds = _two_greatest((i, value) for (i, _), value in rival.items())
    news = _two_greatest((j, value) for (_, j), value in rival.items())

    def is_clear(i: int, j: int) -> bool:
        own = rival[i, j]
        others = [pair[1] if pair[0] == own else pair[0] for pair in (olds[i], news[j])]
        return score[i, j] >= max(SAME, *(other + AHEAD for other in others))

    return [pair for pair in score if is_clear(*pair)]


def _two_greatest(values: Iterable[tuple[int, float]]) -> dict[int, tuple[float, float]]:
    found: dict[int, tuple[float, float]] = {}
    for key, value in values:
        first, second = found.get(key, (0.0, 0.0))
        found[key] = (value, first) if value > first else (first, max(second, value))
    return found


def _siblings(old: Code, new: Code, matched: Mapping[str, str]) -> bool:
    """Whether the codes above both are one code."""
    return new.parent is not None and matched.get(new.parent) == old.parent
