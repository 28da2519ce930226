"""How often limits of alpha hold what they should, by number of documents and prevalence, and whether one is warned.

    python -m benchmarks.coverage

Studies are invented from known chances, so that alpha in the long run is known. A code is in a share of the turns of a
document, and each coder finds a share of these and gives it to some others; all these shares differ from document to
document, as people and their interviews do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.agreement.binary import FEW, alpha_limits, binary_alpha
from analysis.agreement.table import RARE

TURNS = 50  # of a participant in a document, in the middle; a third of documents have 30 or fewer, or 80 or more
STUDIES = 2_000
IN_THE_LONG_RUN = 400_000  # documents
DOCUMENTS = (5, 10, 20, 50, 200)
PREVALENCES = (0.02, 0.05, 0.1, 0.3)


@dataclass(frozen=True, slots=True)
class Coders:
    """Two coders alike: the share that they find of what is there, and for each such unit how many they invent."""

    name: str
    found: float
    invented: float


CODERS = (Coders("agree well", 0.9, 0.1), Coders("agree poorly", 0.6, 0.3))


def studies(
    random: np.random.Generator, documents: int, number: int, prevalence: float, coders: Coders, *, alike: float = 10
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """So many studies: values by document, ones and differing by study and document, as `Decisions` has them.

    `alike`: how much documents are alike (the sum of the parameters of the beta distributions of their shares).
    """
    turns = np.maximum(5, random.lognormal(np.log(TURNS), 0.5, documents).astype(np.int64))

    def share(mean: float) -> NDArray[np.float64]:
        return random.beta(mean * alike, (1 - mean) * alike, (number, documents))

    there, finds = share(prevalence), (share(coders.found), share(coders.found))
    sees = share(prevalence * coders.invented), share(prevalence * coders.invented)
    both = there * finds[0] * finds[1] + (1 - there) * sees[0] * sees[1]
    alone = [there * finds[who] + (1 - there) * sees[who] - both for who in (0, 1)]
    chances = np.stack([both, *alone, 1 - both - alone[0] - alone[1]], axis=-1)
    counts = random.multinomial(turns, np.clip(chances, 0, 1))
    differing = (counts[..., 1] + counts[..., 2]).astype(float)
    return 2 * turns, 2 * counts[..., 0] + differing, differing


def coverage(
    documents: int, prevalence: float, coders: Coders, *, number: int = STUDIES, seed: int = 0
) -> tuple[float, float]:
    """Alpha in the long run, and the share of the studies with an alpha whose limits hold it."""
    random = np.random.default_rng(seed)
    truth = float(binary_alpha(*(part.sum() for part in studies(random, IN_THE_LONG_RUN, 1, prevalence, coders))))
    values, ones, differing = studies(random, documents, number, prevalence, coders)
    low, high = alpha_limits(values, ones, differing, seed=seed)
    defined = ones.sum(axis=1) > 0
    return truth, float(np.mean((low <= truth) & (truth <= high), where=defined))


@dataclass(frozen=True, slots=True)
class Unwarned:
    """Studies whose limits are printed with no warning beside them: their share of all, and that whose limits hold."""

    share: float
    held: float


def unwarned(documents: int, prevalence: float, coders: Coders, *, number: int = STUDIES, seed: int = 0) -> Unwarned:
    """What becomes of the studies that one is not warned of, by the rule of the table `agreement`."""
    random = np.random.default_rng(seed)
    truth = float(binary_alpha(*(part.sum() for part in studies(random, IN_THE_LONG_RUN, 1, prevalence, coders))))
    values, ones, differing = studies(random, documents, number, prevalence, coders)
    low, high = alpha_limits(values, ones, differing, seed=seed)
    common = ones.sum(axis=1) >= RARE * values.sum()
    told = ~np.isnan(low) & common & (documents >= FEW)
    return Unwarned(
        float(told.mean()), float(np.mean((low <= truth) & (truth <= high), where=told)) if told.any() else 1.0
    )


def table(number: int = STUDIES) -> str:
    """Both tables: how often limits hold, and how often they do where no warning is printed."""
    head = " | ".join(f"{count} documents" for count in DOCUMENTS)
    lines = [f"| coders | prevalence | alpha | {head} |", "|---|---:|---:|" + "---:|" * len(DOCUMENTS)]
    for coders in CODERS:
        for prevalence in PREVALENCES:
            measured = [coverage(count, prevalence, coders, number=number) for count in DOCUMENTS]
            shares = " | ".join(f"{100 * share:.0f} %" for _, share in measured)
            lines.append(f"| {coders.name} | {prevalence:.2f} | {measured[0][0]:.2f} | {shares} |")
    many = [count for count in DOCUMENTS if count >= FEW]
    lines += ["", f"| coders | prevalence | {' | '.join(f'{count} documents' for count in many)} |"]
    lines.append("|---|---:|" + "---:|" * len(many))
    for coders in CODERS:
        for prevalence in PREVALENCES:
            found = [unwarned(count, prevalence, coders, number=number) for count in many]
            cells = [f"{100 * one.held:.0f} % of {100 * one.share:.0f} %" if one.share else "none" for one in found]
            lines.append(f"| {coders.name} | {prevalence:.2f} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Print the tables."""
    print(table())


if __name__ == "__main__":
    main()
