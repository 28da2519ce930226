"""How a table was made, in sentences to paste into a paper, with the numbers of the study in them.

Sources are named as in `analysis.results.sources`, so that the references can be listed below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analysis.wording import coefficient, count, named

Options = Mapping[str, Any]

ALL = "all"  # how tables name their last row
BY_CHANCE = 0.05  # q below which a row is said to stand
OF_ALL = "all pairs of codes used"
HOCHBERG = "with false discovery rates (Benjamini and Hochberg 1995)"
_PAIRS = 3  # of coders named one by one

MEET = {
    "overlap": "passages of both share text",
    "turn": "both were given in one turn of a participant",
    "sentence": "both were given in one sentence of a participant",
    "document": "both were given in one document",
}
DECISIONS = {
    "turn": "whether a turn has a code",
    "sentence": "whether a sentence has a code",
    "character": "whether a character has a code",
}


def method(name: str, table: pd.DataFrame, options: Options) -> str:
    """Of the table of that name, made with all its options; "" where nothing was counted, or there is no row."""
    say = _SAID.get(name)
    return say(table, options) if say and (len(table) or name in _SAID_OF_NONE) else ""


def _frequencies(table: pd.DataFrame, options: Options) -> str:
    used = int(table["codings"].gt(0).sum())
    were_used = f"{used:,} were used" if used < len(table) else "all were used"
    below = " A code counts the passages of the codes below it too." if options["roll_up"] else ""
    return (
        f"Of {_many(len(table), 'code')}, {were_used}. For each we give the number of participants and of "
        f"passages; {_once(options)}.{below}"
    )


def _themes(table: pd.DataFrame, options: Options) -> str:
    return (
        f"{_many(len(table), 'code')} at the top of the codebook {_are(len(table))} counted with all codes below; a "
        "passage that several of them were given counts once, and so does one that several coders coded alike."
    )


def _codesystem(table: pd.DataFrame, options: Options) -> str:
    return f"The codebook has {_many(len(table), 'code')}; a passage that several coders coded alike counts once."


def _matrix(table: pd.DataFrame, options: Options) -> str:
    what = "whether a participant has a code" if options["binary"] else "passages of each code by participant"
    people = _many(table.shape[1] - 1, "participant")
    return f"Cells of {_many(len(table), 'code')} by {people} say {what}; {_once(options)}."


def _cooccurrence(table: pd.DataFrame, options: Options) -> str:
    met = f"{_codes_meet(options)}; {_many(len(table), 'pair')} of codes did"
    measures = "Pairs are described by Jaccard's index (Jaccard 1901) and normalised mutual information (Bouma 2009)."
    if not options["test"]:
        return f"{met}. {measures} No pair was tested against chance."
    standing = int(table["q"].lt(BY_CHANCE).sum())
    return f"{met}. {measures} {_chance(table, options)}; {_number(standing)} met more often than by chance (q < .05)."


def _apart(table: pd.DataFrame, options: Options) -> str:
    return f"{_codes_meet(options)}. {_chance(table, options)}; {_number(len(table))} met less often (q < .05)."


def _backbone(table: pd.DataFrame, options: Options) -> str:
    strong = int(table["alpha"].lt(BY_CHANCE).sum())
    belong = "belongs" if strong < 2 else "belong"
    return (
        f"{_codes_meet(options)}. Of {_many(len(table), 'pair')}, {_number(strong)} {belong} to the backbone at "
        "alpha < .05 (Serrano, Boguñá and Vespignani 2009), which compares a code's pairs with one another and is no "
        "test against chance."
    )


def _communities(table: pd.DataFrame, options: Options) -> str:
    by_community = table.groupby("community")["stability"].first()
    return (
        f"{_codes_meet(options)}. {_many(len(table), 'code')} that met another fell into {len(by_community):,} "
        f"communities by the Louvain method (Blondel et al. 2008, seed {options['seed']}), with stabilities of "
        f"{by_community.min():.2f} to {by_community.max():.2f} where documents were drawn anew (Hennig 2007)."
    )


def _agreement(table: pd.DataFrame, options: Options) -> str:
    pooled = table[table["path"].eq(ALL)]
    pairs = pooled[pooled["coder_a"].ne(ALL) & pooled["alpha"].notna()]
    if pairs.empty:
        return ""
    unit = options["unit"]
    sentences = [_of_pair(row, unit) for row in pairs.head(_PAIRS).itertuples(index=False)]
    last = pooled.iloc[-1]
    if len(pairs) > 1 and pd.notna(last["alpha"]):
        sentences.append(f"Over all coders alpha is {coefficient(last['alpha'])}{_limits(last)}.")
    if pairs["alpha_low"].notna().any():
        rough = pairs["note"].str.contains("documents").any()
        how = "by jackknife" if rough else f"by bootstrap-t, {options['draws']:,} draws"
        care = "; they are rough, since fewer than 20 documents were coded by both" if rough else ""
        sentences.append(f"Limits take documents as what varies, {how} (Efron and Tibshirani 1993){care}.")
    return " ".join(sentences)


def _of_pair(row: Any, unit: str) -> str:
    alpha = f"{coefficient(row.alpha)}{_limits(row._asdict())}"
    if unit == "span":
        return (
            f"On where passages begin and end, {row.coder_a} and {row.coder_b} reached a unitising alpha of {alpha} "
            "over all codes (Krippendorff et al. 2016)."
        )
    return (
        f"{row.coder_a} and {row.coder_b} agreed in {row.percent:.1f} % of {row.units:,} decisions {DECISIONS[unit]}: "
        f"Krippendorff's alpha {alpha} (Krippendorff 2011), Cohen's kappa {coefficient(row.kappa)} (Cohen 1960), mean "
        f"prevalence {f'{row.prevalence:.3f}'.lstrip('0')}."
    )


def _limits(row: Mapping[str, Any]) -> str:
    low, high = row["alpha_low"], row["alpha_high"]
    return "" if pd.isna(low) else f", 95 % limits {coefficient(low)} to {coefficient(high)}"


def _saturation(table: pd.DataFrame, options: Options) -> str:
    counted = table[table["rarefied"].notna()]
    if counted.empty:
        return ""
    last = counted.iloc[-1]
    said = f"{_many(len(counted), 'document')} held {_many(int(last['codes_total']), 'code')}"
    if pd.notna(last["new_information"]):
        said += (
            f"; the last {options['run']} added {100 * last['new_information']:.1f} % to those of the first "
            f"{options['base']} (Guest, Namey and Chen 2020)"
        )
    if pd.notna(last["estimate"]):
        said += (
            f". At least {last['estimate']:.1f} codes are to be expected in all (Chao2, Chao 1987; 95 % limits "
            f"{last['estimate_low']:.1f} to {last['estimate_high']:.1f})"
        )
    orders = f"{options['draws']:,} random orders of the documents"
    return f"{said}. The curve is set against {orders} (Colwell, Mao and Chang 2004)."


def _crosstab(table: pd.DataFrame, options: Options) -> str:
    tested = int(table["p"].notna().sum())
    standing = int(table["q"].lt(BY_CHANCE).sum())
    people = int(table.drop_duplicates("value")["participants"].sum())
    return (
        f"{_many(people, 'participant')} were compared by {options['by']}, each counted once: those with a value "
        f"against all others, by Fisher's exact test (Fisher 1935) {HOCHBERG}, phi with limits by Newcombe 1998. Of "
        f"{_many(tested, 'comparison')} that could be tested, {_have(standing)} q < .05."
    )


def _coverage(table: pd.DataFrame, options: Options) -> str:
    whole, rows = table.iloc[-1], table.iloc[:-1]
    if pd.isna(whole["share"]):
        return ""
    by = options["by"] or "document"
    shares = 100 * rows["share"].dropna()
    spread = f" ({shares.min():.0f} to {shares.max():.0f} % by {by})" if len(shares) > 1 else ""
    return f"{100 * whole['share']:.0f} % of the participants' {whole['words']:,} words were coded{spread}."


def _uncoded(table: pd.DataFrame, options: Options) -> str:
    number = _many(len(table), "passage") if len(table) else "No passage"
    return f"{number} of more than 300 words of participants {'was' if len(table) < 2 else 'were'} left without a code."


def _disagreements(table: pd.DataFrame, options: Options) -> str:
    kinds = [f"{number:,} {kind}" for kind, number in table["kind"].value_counts(sort=False).items()]
    settled = int(table["settled"].fillna("").astype("str").str.len().gt(0).sum())
    return (
        f"Coders differed in {_many(len(table), 'place')} ({named(kinds)}); {_number(settled)} of these were settled."
    )


def _keyness(table: pd.DataFrame, options: Options) -> str:
    what = f"participants by {options['by']}" if options["by"] else "each theme"
    return (
        f"Words that mark {what} were ranked by the log-odds ratio with an informative Dirichlet prior (Monroe, "
        f"Colaresi and Quinn 2008), against all else that participants said; {_many(len(table), 'term')} have a z of "
        "1.96 or more. It ranks, and is no test."
    )


def _keywords(table: pd.DataFrame, options: Options) -> str:
    return f"“{options['term']}” was said, in any of its forms, in {_many(len(table), 'place')}."


def _programs(table: pd.DataFrame, options: Options) -> str:
    return (
        f"Agreement was counted as other programs do: MAXQDA by segments that overlap by {options['overlap']} % or "
        "more (kappa by Brennan and Prediger 1981), NVivo by characters (kappa by Cohen 1960), ATLAS.ti by characters "
        "(Holsti 1969)."
    )


def _gamma(table: pd.DataFrame, options: Options) -> str:
    whole = table.iloc[-1]
    if pd.isna(whole["gamma"]):
        return ""
    return (
        f"On where passages are and what they are coded, taken together, coders reached a gamma of "
        f"{coefficient(whole['gamma'])} (Mathet, Widlöcher and Métivier 2015) over {whole['spans']:,} passages in "
        f"{_many(len(table) - 1, 'document')}, chance from {whole['draws']:,} texts made by sliding."
    )


def _sequences(table: pd.DataFrame, options: Options) -> str:
    standing = int(table["q"].lt(BY_CHANCE).sum())
    return (
        "Whether one theme came up after another was compared with all shifts of the first theme round the coded turns "
        f"of each interview, {HOCHBERG}; of {_many(len(table), 'ordered pair')} of themes, {_have(standing)} q < .05."
    )


def _durations(table: pd.DataFrame, options: Options) -> str:
    whole = table.iloc[-1]
    return (
        f"In {_many(int(whole['documents']), 'document')} with times, {whole['minutes']:.0f} minutes of participants' "
        f"speech were coded, {100 * whole['share']:.0f} % of the time for which they spoke; within a turn time was "
        "taken to pass evenly with its characters."
    )


MET_IN_PEOPLE = (
    "A theme and a pain point meet in a participant where codings of both share a turn or stand in neighbouring turns. "
    "In how many they do is compared with all shifts of the theme's codings round the coded places of each "
    f"interview, {HOCHBERG}"
)


def _meetings(table: pd.DataFrame, options: Options) -> str:
    standing = int(table["q"].lt(BY_CHANCE).sum())
    return f"{MET_IN_PEOPLE}; of {_many(len(table), 'pair')}, {_have(standing)} q < .05."


def _implications(table: pd.DataFrame, options: Options) -> str:
    standing, against = int(table["q"].lt(BY_CHANCE).sum()), int(table["counter_evidence"].gt(0).sum())
    return (
        f"{MET_IN_PEOPLE}. Of {_many(len(table), 'pair')} that three or more participants carry, {_have(standing)} "
        f"q < .05; {_have(against)} counter-evidence, which is given."
    )


def _layers(table: pd.DataFrame, options: Options) -> str:
    return (
        f"For {_many(len(table), 'theme')} we give the number of participants in one of whose turns codings of the "
        "theme and of a layer of the stack both lie."
    )


def _quotes(table: pd.DataFrame, options: Options) -> str:
    who = table["participant"].dropna().nunique()
    return f"{_many(len(table), 'passage')} of {_many(who, 'participant')}; {_once(options)}."


def _exemplars(table: pd.DataFrame, options: Options) -> str:
    who, codes = _many(table["participant"].dropna().nunique(), "participant"), table["path"].nunique()
    return (
        f"{_many(len(table), 'quote')} of {who} stand for {_many(codes, 'code')}, up to three for each, each "
        "by another participant: whole sentences first, and those who were quoted least so far."
    )


def _codes_meet(options: Options) -> str:
    unit = str(options["unit"])
    apart = unit.removeprefix("window:")
    turns = "one turn" if apart == "0" else f"turns no more than {apart} apart"
    return f"Two codes meet where {MEET.get(unit) or f'passages of both lie in {turns}'}"


def _chance(table: pd.DataFrame, options: Options) -> str:
    unit = str(options["unit"])
    if not unit.startswith(("overlap", "window")):
        return f"Meetings were tested by Fisher's exact test on units (Fisher 1935) {HOCHBERG} over {OF_ALL}"
    drawn = int(table["test"].eq("drawn").sum())
    how = "all circular shifts of a code's passages within each interview, counted exactly"
    if drawn:
        how += f" (for {_many(drawn, 'pair')} {options['draws']:,} were drawn: Besag and Clifford 1991)"
    return f"Against chance we set {how}, {HOCHBERG} over {OF_ALL}"


def _once(options: Options) -> str:
    if options["each"]:
        return "each coder's coding of a passage counts"
    return "a passage that several coders coded alike counts once"


def _many(number: int, one: str) -> str:
    return count(number, one, thousands=True)


def _have(number: int) -> str:
    """ "none has", "1 has", "2 have"."""
    return f"{_number(number)} {'has' if number < 2 else 'have'}"


def _number(number: int) -> str:
    return f"{number:,}" if number else "none"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


_SAID_OF_NONE = ("apart", "uncoded")
"""Tables in which no row is a finding."""
_SAID: Mapping[str, Callable[[pd.DataFrame, Options], str]] = {
    "frequencies": _frequencies,
    "themes": _themes,
    "codesystem": _codesystem,
    "matrix": _matrix,
    "cooccurrence": _cooccurrence,
    "apart": _apart,
    "backbone": _backbone,
    "communities": _communities,
    "agreement": _agreement,
    "saturation": _saturation,
    "crosstab": _crosstab,
    "coverage": _coverage,
    "uncoded": _uncoded,
    "disagreements": _disagreements,
    "keyness": _keyness,
    "keywords": _keywords,
    "programs": _programs,
    "gamma": _gamma,
    "sequences": _sequences,
    "durations": _durations,
    "meetings": _meetings,
    "implications": _implications,
    "layers": _layers,
    "quotes": _quotes,
    "exemplars": _exemplars,
}
