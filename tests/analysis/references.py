"""The counting measures once more, slowly and obviously: loops over codings, sets of characters, graphs of passages."""

from __future__ import annotations

from itertools import combinations, product
from math import log, nan

import networkx as nx
import pandas as pd

from tests.analysis.strategies import Study


def overlap(a, b) -> bool:
    return a.document == b.document and a.start < b.end and b.start < a.end


def reading_order(study: Study):
    """What codings are sorted by."""
    place = dict(zip(study.documents["document"], study.documents["position"], strict=True))
    code = dict(zip(study.codes["code"], study.codes["position"], strict=True))
    return lambda c: (place[c.document], c.start, -c.end, code[c.code], c.coder, c.coding)


def ancestors(study: Study) -> dict[str, list[str]]:
    """Each code with those above it."""
    parent = {c.code: None if pd.isna(c.parent) else c.parent for c in study.codes.itertuples()}

    def above(code: str | None) -> list[str]:
        return [] if code is None else [code, *above(parent[code])]

    return {code: above(code) for code in parent}


def passages(study: Study, code: str, *, roll_up: bool = False, each: bool = False) -> list[list]:
    """The passages of a code: lists of codings in reading order."""
    above = ancestors(study)
    mine = [c for c in study.codings.itertuples() if c.code == code or (roll_up and code in above[c.code])]
    graph = nx.Graph()
    graph.add_nodes_from(mine)
    if not each:
        linked = [(a, b) for a, b in combinations(mine, 2) if overlap(a, b) and (a.coder, a.code) != (b.coder, b.code)]
        graph.add_edges_from(linked)
    order = reading_order(study)
    return sorted((sorted(part, key=order) for part in nx.connected_components(graph)), key=lambda part: order(part[0]))


def frequencies(study: Study, *, roll_up: bool = False, each: bool = False) -> pd.DataFrame:
    people = set(study.participants["participant"])
    rows = []
    for code in study.codes.itertuples():
        found = passages(study, code.code, roll_up=roll_up, each=each)
        codings = [coding for passage in found for coding in passage]
        words = {(c.document, word) for c in codings for word in range(c.word_start, c.word_end)}
        documents = [d.name for d in study.documents.itertuples() if any(c.document == d.document for c in codings)]
        said_by = {passage[0].participant for passage in found} & people
        rows.append(
            {
                "path": code.path,
                "theme": code.theme,
                "codings": len(found),
                "documents": len(documents),
                "participants": len(said_by),
                "participants_share": len(said_by) / len(people) if people else nan,
                "words": len(words),
                "first_said": documents[0] if documents else None,
                "ids": [passage[0].coding for passage in found],
            }
        )
    columns = "path theme codings documents participants participants_share words first_said ids".split()
    return pd.DataFrame(rows, columns=columns, dtype=object)


def matrix(study: Study, *, roll_up: bool = False, each: bool = False) -> dict[tuple[str, str], int]:
    """The count of each path and participant's name."""
    return {
        (code.path, person.name): sum(
            passage[0].participant == person.participant
            for passage in passages(study, code.code, roll_up=roll_up, each=each)
        )
        for code in study.codes.itertuples()
        for person in study.participants.itertuples()
    }


def spoken(units: pd.DataFrame, document: str, *, with_interviewer: bool) -> list[range]:
    """The turns or sentences that count, of a document."""
    return [
        range(unit.start, unit.end)
        for unit in units[units["document"] == document].itertuples()
        if with_interviewer or unit.role == "participant"
    ]


def shares(coding, unit: range, text: str | None) -> bool:
    """Whether a coding and a unit have a character in common; where there is a text, a non-blank one."""
    common = range(max(coding.start, unit.start), min(coding.end, unit.stop))
    return any(text is None or not text[at].isspace() for at in common)


def cooccurrence(
    study: Study,
    unit: str,
    *,
    with_interviewer: bool = False,
    each: bool = False,
    blanks_count: bool = False,
    sentences: pd.DataFrame | None = None,
) -> pd.DataFrame:
    codings = list(study.codings.itertuples())
    kind, _, size = unit.partition(":")
    text = {document: None if blanks_count else study.texts[document] for document in study.texts.index}
    documents = [d for d in study.documents["document"] if any(c.document == d for c in codings)]
    said = {
        d: spoken(sentences if kind == "sentence" else study.turns, d, with_interviewer=with_interviewer)
        for d in documents
    }
    touched = {
        c.coding: {n for n, turn in enumerate(said[c.document]) if shares(c, turn, text[c.document])} for c in codings
    }

    # What the codes cover: sets of characters, turns, runs of turns, documents.
    if kind == "overlap":
        everything = {(d, at) for d in documents for turn in said[d] for at in turn}
        covers = {c.coding: {(c.document, at) for at in range(c.start, c.end)} & everything for c in codings}
    elif kind == "window":
        runs = {d: range(max(1, len(said[d]) - int(size))) if said[d] else range(0) for d in documents}
        everything = {(d, run) for d in documents for run in runs[d]}
        covers = {
            c.coding: {
                (c.document, run)
                for run in runs[c.document]
                if touched[c.coding] & set(range(run, run + int(size) + 1))
            }
            for c in codings
        }
    elif kind == "document":
        everything = {d for d in documents if said[d]}
        covers = {c.coding: {c.document} if touched[c.coding] else set() for c in codings}
    else:
        everything = {(d, number) for d in documents for number in range(len(said[d]))}
        covers = {c.coding: {(c.document, number) for number in touched[c.coding]} for c in codings}
    covered = {
        code: set().union(*(covers[c.coding] for c in codings if c.code == code)) for code in study.codes["code"]
    }

    def meet(a, b) -> bool:
        """Whether two codings of one coder meet."""
        if a.coder != b.coder:
            return False
        if kind == "overlap":
            return overlap(a, b)
        near = any(abs(i - j) <= int(size) for i in touched[a.coding] for j in touched[b.coding])
        return a.document == b.document and near

    in_study, said_in = reading_order(study), set(study.turns["document"])

    def order(coding):
        """Documents in which nobody says anything come last."""
        return coding.document not in said_in, in_study(coding)

    rows = []
    for a, b in combinations(study.codes.itertuples(), 2):
        both = covered[a.code] & covered[b.code]
        if kind in ("overlap", "window"):
            of_a, of_b = passages(study, a.code, each=each), passages(study, b.code, each=each)
            met = [[(x, y) for x, y in product(p, q) if meet(x, y)] for p, q in product(of_a, of_b)]
            first = [min(pairs, key=lambda pair: [order(c) for c in pair]) for pairs in met if pairs]
            n_a, n_b, n_ab = len(of_a), len(of_b), len(first)
            evidence = {c for pair in first for c in pair}
        else:
            n_a, n_b, n_ab = len(covered[a.code]), len(covered[b.code]), len(both)
            evidence = {c for c in codings if c.code in (a.code, b.code) and covers[c.coding] & both}
        if n_ab:
            row = (a.path, b.path, n_a, n_b, n_ab)
            sizes = (len(covered[a.code]), len(covered[b.code]), len(both), len(everything))
            ids = [c.coding for c in sorted(evidence, key=order)]
            rows.append((*row, *coefficients(*sizes), nan, nan, ids))
    return pd.DataFrame(rows, columns="code_a code_b n_a n_b n_ab jaccard lift npmi p q ids".split())


def coefficients(a: int, b: int, ab: int, units: int) -> tuple[float, float, float]:
    """jaccard, lift, npmi."""
    jaccard = ab / (a + b - ab) if a or b else nan
    lift = ab * units / (a * b) if a and b else nan
    if not units or ab == units:
        return jaccard, lift, nan
    return jaccard, lift, log(lift) / -log(ab / units) if ab else -1.0


def meeting(study: Study, codes: tuple[str, ...]) -> list[tuple[tuple[str, ...], str]]:
    """The codings and the shared text of each combination of passages, in the order of the text."""
    order = reading_order(study)
    found = []
    for combination in product(*(passages(study, code) for code in codes)):
        for members in sorted(product(*combination), key=lambda members: [order(c) for c in members]):
            start, end = max(c.start for c in members), min(c.end for c in members)
            if len({(c.coder, c.document) for c in members}) == 1 and start < end:
                place = order(members[0])[0], start, [order(c) for c in members]
                text = study.texts[members[0].document][start:end]
                found.append((place, (tuple(c.coding for c in members), text)))
                break
    return [row for _, row in sorted(found)]
