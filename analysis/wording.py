"""What implications say in words: of how many people, and no more than the evidence carries."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from analysis.findings import CARRIED_BY, DOCUMENTS_OF_A_CODER, FEWEST, Decision, Implication

_NAMED = 20  # people named one by one before the rest is only counted


def statement(item: Implication) -> str:
    """What is stated of a theme and a pain point that meet.

    The template's recommendation where enough participants carry it, and more than chance would bring; else what was
    found, and the template as a conjecture. A researcher's own words stay as they are.
    """
    if item.decision and item.decision.decision in ("reworded", "own"):
        return item.decision.statement
    found = f"“{item.theme.name}” and “{item.pain_point.name}” meet in {share(len(item.participants), item.of)}"
    if math.isnan(item.q):
        return f"{found}; whether that is more than chance would bring was not tested."
    if item.is_beyond_chance and item.is_carried and item.template:
        return f"{item.template} ({found}; chance would bring {item.expected:.1f}.)"
    if item.is_beyond_chance:
        text = f"{found}, more than the {item.expected:.1f} that chance would bring."
    else:
        text = f"{found}, no more than chance may bring ({item.expected:.1f} expected)."
    return f"{text} A conjecture that this does not carry: {item.template}" if item.template else text


def grounds(item: Implication) -> Iterator[str]:
    """What the statement rests on, a sentence each, and what it lacks."""
    who = f" ({named(item.participants)})" if item.participants else ""
    met = f"Codings of both share a turn or stand in neighbouring ones in {share(len(item.participants), item.of)}{who}"
    if math.isnan(item.q):
        yield f"{met}. The pair is not among those that are tested."
    else:
        lift = "" if math.isnan(item.lift) else f"lift {item.lift:.1f}, "
        yield f"{met}; chance would bring {item.expected:.1f} ({lift}p {probability(item.p)}, q {probability(item.q)})."
        yield from _robustness(item)
    if item.opposed:
        yield f"Counter-evidence by {count(len(item.opposed), 'participant')}: {named(item.opposed)}."
    if item.theme_only or item.pain_point_only:
        yield (
            f"{share(item.theme_only, item.of)} spoke of “{item.theme.name}” and never of “{item.pain_point.name}”, "
            f"{item.pain_point_only or 'none'} the other way round."
        )
    if not item.is_carried:
        yield f"Missing: {CARRIED_BY} participants carry an implication."
    if item.decision:
        yield _decided(item.decision, item.statement)


def _decided(made: Decision, statement: str) -> str:
    done = "Added" if made.decision == "own" else made.decision.capitalize()
    then = f", when it read “{made.statement}”" if made.decision == "accepted" and made.statement != statement else ""
    note = f" ({made.note})" if made.note else ""
    return f"{done} by {made.coder}{then}{note}."


def _robustness(item: Implication) -> Iterator[str]:
    if item.holds is None:
        yield f"Whether it would hold without one of them cannot be said of fewer than {FEWEST} participants."
        return
    if not item.is_beyond_chance:
        return
    if item.holds:
        yield "It holds with any one participant left out."
    else:
        yield f"It does not hold without {named(item.without, last='or')}."
    alone = [name for name, holds in item.by_coder.items() if holds]
    if alone:
        yield f"It holds by the codings of {named(alone)} alone."
    if apart := [name for name, holds in item.by_coder.items() if holds is False]:
        yield f"By the codings of {named(apart)} alone it does not hold."


def cautions(
    *,
    participants: int,
    coded: int,
    kinds: Mapping[str, tuple[int, int]],
    coders: Mapping[str, int],
    items: Sequence[Implication],
) -> Iterator[str]:
    """What cannot be said of a study, and why.

    Args:
        participants, coded: How many there are, and how many of them have codings in what they say.
        kinds: Of "theme" and "pain point" how many the codebook has, and how many of them have codings.
        coders: Names, and the number of documents that each has coded.
        items: The implications found.
    """
    for kind, (known, used) in kinds.items():
        if not known:
            yield (
                f"The codebook has no code of kind {kind}, so there is nothing for the others to meet. "
                f'Say "kind: {kind}" of the codes that are one, and import the codebook again.'
            )
        elif coded and not used:
            yield f"No {kind} has a coding in what participants say, so none can be met."
    if not coded:
        yield "No participant's words have codings yet, so that nothing can be said of what goes with what."
        return
    if coded < participants:
        yield (
            f"{count(participants - coded, 'participant')} of {participants} "
            f"{'has' if participants - coded == 1 else 'have'} no codings and are left out of every count."
        )
    if coded < CARRIED_BY:
        yield f"{share(coded, participants)} with codings: it takes {CARRIED_BY} to carry an implication."
    if coded < FEWEST:
        yield (
            f"With codings of {count(coded, 'participant')} it cannot be said whether anything holds without one of "
            f"them (that takes {FEWEST}); p and q, too, can tell little of so few."
        )
    few = [f"{name} ({documents})" for name, documents in coders.items() if documents < DOCUMENTS_OF_A_CODER]
    if len(coders) == 1:
        yield (
            f"All codings are by one coder, {next(iter(coders))}: whether another reader would find the same "
            "cannot be said."
        )
    elif few:
        yield (
            f"Whether it would hold by one coder's codings alone cannot be said of those who coded fewer than "
            f"{DOCUMENTS_OF_A_CODER} documents: {named(few)}."
        )
    if items and not any(item.is_beyond_chance for item in items):
        yield "No theme meets a pain point in more participants than chance may bring: nothing is recommended."


def share(number: int, of: int) -> str:
    """ "11 of 18 participants"."""
    return f"{number} of {count(of, 'participant')}"


def count(number: int, one: str, *, thousands: bool = False) -> str:
    """ "1 participant", "2 participants"; with `thousands` "1,200 participants"."""
    return f"{number:{',' if thousands else ''}} {one}{'' if number == 1 else 's'}"


def named(names: Sequence[str], *, last: str = "and") -> str:
    """ "P1, P2 and P3"; of many the first, and how many more."""
    shown = list(names[:_NAMED])
    if len(names) > _NAMED:
        shown.append(f"{len(names) - _NAMED} more")
    return f" {last} ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def probability(value: float) -> str:
    """ "= .012", "< .001" (APA 2020, section 6.36)."""
    return "< .001" if value < 0.001 else f"= {value:.3f}".replace("0.", ".")


def coefficient(value: float) -> str:
    """A coefficient as papers print it: ".81", "-.03", "1.00" (APA 2020, section 6.36)."""
    return f"{value:.2f}".replace("0.", ".", 1) if abs(value) < 0.995 else f"{value:.2f}"
