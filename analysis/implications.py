"""Design implications: where themes meet pain points, each with its evidence, its counter-evidence and its standing."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from analysis import wording
from analysis.branches import PAIN_POINT, THEME, Branch, branch_of
from analysis.dossier import Dossier, Group, dossier
from analysis.findings import Decision, Implication, Implications
from codebook import Codebook
from codebook.templates import Template, fitting, resolve

COLUMNS = (
    *("implication", "theme", "pain_point", "participants", "codings", "lift", "q", "robust", "counter_evidence"),
    *("expected", "p", "meetings", "theme_only", "pain_point_only", "layer", "decision", "statement"),
)

Pair = tuple[str, str]


def implications(
    turns: pd.DataFrame,
    documents: pd.DataFrame,
    participants: pd.DataFrame,
    codings: pd.DataFrame,
    coders: pd.DataFrame,
    texts: pd.Series,
    book: Codebook,
    templates: Iterable[Template] = (),
    decisions: pd.DataFrame | None = None,
) -> Implications:
    """Every theme and pain point that meet in someone, and those that a researcher took up.

    Ranked by robustness, reach and strength: first what holds with any one participant left out, then what is beyond
    chance (q < .05), then the rest; among these by the number of participants, then by lift, then as in the codebook.

    Args:
        texts: by document id.
        book: the codebook, which knows what codes say of their kind themselves and what they inherit.
        templates: as read from a file; names are looked up in `book`.
        decisions: columns implication (id), theme, pain_point (ids of codes), decision, statement, note, coder (id),
            created_at. None: there are none.
    """
    study = dossier(turns, documents, participants, codings, coders, texts, book)
    resolved, notes = resolve(templates, book)
    tested = Group(study, study.branches.themes, study.branches.pain_points)
    found = list(_found(study, tested, book, _decisions(decisions, coders)))
    items = sorted((_worded(item, resolved) for item in found), key=_rank)  # stable: equals stay as in the codebook
    return Implications(tuple(items), (*_cautions(study, tested, items), *notes))


def implications_table(
    turns: pd.DataFrame,
    documents: pd.DataFrame,
    participants: pd.DataFrame,
    codings: pd.DataFrame,
    coders: pd.DataFrame,
    texts: pd.Series,
    book: Codebook,
    templates: Iterable[Template] = (),
    decisions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The implications that are listed, as a table.

    One row an implication, the best first; those that a researcher rejected come last.

    Columns: implication, theme, pain_point (paths), participants (in whom they meet), codings (passages that meet),
    lift, q, robust (True or False; missing where it cannot be said), counter_evidence (participants who spoke to the
    contrary), expected (participants, by chance), p, meetings (pairs of passages), theme_only, pain_point_only
    (participants who have the one and never the other), layer (path, "" for none), decision (accepted, reworded,
    rejected or own; "" for none), statement.
    """
    found = implications(turns, documents, participants, codings, coders, texts, book, templates, decisions)
    rows = [
        {
            "implication": item.implication,
            "theme": item.theme.path,
            "pain_point": item.pain_point.path,
            "participants": len(item.participants),
            "codings": len(item.codings),
            "lift": item.lift,
            "q": item.q,
            "robust": item.holds,
            "counter_evidence": len(item.opposed),
            "expected": item.expected,
            "p": item.p,
            "meetings": item.meetings,
            "theme_only": item.theme_only,
            "pain_point_only": item.pain_point_only,
            "layer": item.layer.path if item.layer else "",
            "decision": item.decision.decision if item.decision else "",
            "statement": item.statement,
        }
        for item in sorted(found.listed, key=lambda item: item.is_rejected)
    ]
    numbers = ("participants", "codings", "counter_evidence", "meetings", "theme_only", "pain_point_only")
    kinds = dict.fromkeys(COLUMNS, "str") | dict.fromkeys(numbers, "int64")
    kinds |= dict.fromkeys(("lift", "q", "expected", "p"), "float64") | {"robust": "object"}
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(kinds)


def _found(
    study: Dossier, tested: Group, book: Codebook, decisions: dict[Pair, list[Decision]]
) -> Iterator[Implication]:
    """The pairs that meet in anyone or that a researcher took up; those that are not paired come last, untested."""
    names = _names(tested.pairs)
    taken = set(names)
    for pair, (theme, pain) in enumerate(tested.pairs):
        chosen = decisions.pop((theme.code, pain.code), [])
        if chosen or tested.meets(pair):
            item = tested.implication(pair, names[pair])
            decided = next((decision for decision in chosen if decision.decision != "own"), None)
            if decided or item.participants:
                yield replace(item, decision=decided)
            for own in (decision for decision in chosen if decision.decision == "own"):
                yield replace(item, implication=_distinct(names[pair], taken), decision=own)
    for (one, other), chosen in decisions.items():
        heads = branch_of(book, one), branch_of(book, other)
        if heads[0].members & heads[1].members:  # one has since been moved below the other
            continue
        item = Group(study, heads[:1], heads[1:], tested=False).implication(0, "")
        for decision in chosen:
            yield replace(item, implication=_distinct(_slug(*heads), taken), decision=decision)


def _decisions(decisions: pd.DataFrame | None, coders: pd.DataFrame) -> dict[Pair, list[Decision]]:
    """What was decided of each pair of codes, the oldest first."""
    made: dict[Pair, list[Decision]] = {}
    if decisions is not None:
        names = coders.set_index("coder")["name"]
        for row in decisions.sort_values(["created_at", "implication"]).itertuples(index=False):
            decision = Decision(row.decision, row.statement, names.get(row.coder, ""), row.note, row.implication)
            made.setdefault((row.theme, row.pain_point), []).append(decision)
    return made


def _worded(item: Implication, templates: Iterable[Template]) -> Implication:
    """With the template that fits, and in words."""
    fit = fitting(templates, item.theme.code, item.pain_point.code, item.layer.code if item.layer else "")
    item = replace(item, template=fit.statement if fit else "")
    return replace(item, statement=wording.statement(item), why=" ".join(wording.grounds(item)))


def _rank(item: Implication) -> tuple[int, int, float]:
    standing = 0 if item.holds else 1 if item.is_beyond_chance else 2
    return standing, -len(item.participants), 0.0 if math.isnan(item.lift) else -item.lift


def _cautions(study: Dossier, tested: Group, items: list[Implication]) -> Iterator[str]:
    themes, pains = tested.used()
    return wording.cautions(
        participants=len(study.people),
        coded=study.of,
        kinds={THEME: (len(study.branches.themes), themes), PAIN_POINT: (len(study.branches.pain_points), pains)},
        coders=study.coded,
        items=items,
    )


def _names(pairs: Iterable[tuple[Branch, Branch]]) -> list[str]:
    """A name for each pair, by the codebook alone, so that more data changes none."""
    taken: set[str] = set()
    return [_distinct(_slug(*heads), taken) for heads in pairs]


def _distinct(name: str, taken: set[str]) -> str:
    """The name, numbered where it is taken; it is then taken, too."""
    number, distinct = 1, name
    while distinct in taken:
        number += 1
        distinct = f"{name}-{number}"
    taken.add(distinct)
    return distinct


def _slug(theme: Branch, pain: Branch) -> str:
    """ "velocity--alert-fatigue" """
    plain = (unicodedata.normalize("NFKC", head.name).casefold() for head in (theme, pain))
    return "--".join("-".join(re.findall(r"[^\W_]+", name)) or "code" for name in plain)
