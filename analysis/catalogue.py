"""Every table by name: what it needs, what it may be asked, and where it is made.

The command line, the app, the export and the docs read this; adding a table is adding a function and a row here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from codebook.errors import OptionError

CODED = ("document", "participant", "start", "end", "word_start", "word_end", "code", "coder")
"""The columns of codings that counting needs; a million codings are read in half the time without the rest."""


PEOPLE = ("participants", "documents", "where")
FILTERS = ("codes", "themes", "coders", *PEOPLE)
"""What a table may be restricted to, as `analysis.selection.select` understands it."""


@dataclass(frozen=True, slots=True)
class Param:
    """An option of a table: the same word on the command line, in the app and in Python."""

    name: str
    default: Any
    help: str


PARAMS = {
    param.name: param
    for param in (
        Param("roll_up", False, "A code counts its descendants' codings too, each passage once."),
        Param("each", False, "Count each coder's coding of a passage that several coded alike (--coder all)."),
        Param("ids", False, "Add a column of the ids of the codings counted."),
        Param("binary", False, "1 where a participant has the code, 0 where not."),
        Param("unit", None, "Where codes meet, or what coders agree on; each table names its own."),
        Param("with_interviewer", False, "Count the interviewer's turns among the units."),
        Param("meeting", (), "Codes whose codings overlap: the quotes are what they share."),
        Param("by", None, "An attribute of participants, whose values are compared; of coverage, what a row is."),
        Param("term", "", "The word or phrase to look for, in any of its forms."),
        Param("overlap", 90, "How much of a segment the other coder's must cover to agree, in percent."),
        Param("base", 4, "The documents at the start whose codes are what is known."),
        Param("run", 2, "The documents at the end whose new codes are what they add."),
        Param("threshold", 0.05, "The share of new information at or below which one speaks of saturation."),
        Param("test", False, "Say how likely as many meetings would be by chance: p and q."),
        Param("slide", None, "What codings slide by where overlaps are tested; as they were cut where absent."),
        Param("draws", 2000, "How often documents are drawn for limits; co-occurrence: shifts, where they must be."),
        Param("seed", 0, "What the draws begin with: the same seed, the same limits."),
    )
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the function that makes it (module:function) from the frames that it needs, in that order."""

    name: str
    title: str
    row: str  # what a row is
    made_by: str = ""  # "" for a frame of the study as it is
    needs: tuple[str, ...] = ()
    params: tuple[str, ...] = ()
    codings: tuple[str, ...] = CODED
    filters: tuple[str, ...] = FILTERS
    note: str = ""  # below the table, where it is for reading
    unit: str = ""  # of tables with that option: what it is where nobody says
    asks: str = ""  # an option without which there is no such table, so that an export leaves it out

    @property
    def is_kept(self) -> bool:
        """Whether the table is kept in the study rather than computed."""
        return not self.made_by

    def default(self, option: str) -> Any:
        """What an option is where nobody says."""
        return self.unit if option == "unit" else PARAMS[option].default


TABLES = {
    table.name: table
    for table in (
        Table("documents", "Documents", "a document", needs=("documents",), filters=PEOPLE),
        Table("turns", "Turns", "a turn", needs=("turns",), filters=PEOPLE),
        Table("participants", "Participants", "a participant", needs=("participants",), filters=PEOPLE),
        Table("codes", "Codes", "a code", needs=("codes",), filters=("codes", "themes")),
        Table("codings", "Codings", "a coding", needs=("codings", "codes", "texts"), codings=()),
        Table("suggestions", "Suggestions", "a suggestion", needs=("suggestions", "codes", "texts"), filters=()),
        Table("memos", "Memos", "a memo", needs=("memos",), filters=()),
        Table("coders", "Coders", "a coder", needs=("coders",), filters=("coders",)),
        Table("history", "Changes", "a change", needs=("history",), filters=()),
        Table(
            "frequencies",
            "Frequencies of codes",
            "a code",
            "analysis.frequencies:frequencies",
            ("codings", "codes", "documents", "participants"),
            ("roll_up", "each", "ids"),
        ),
        Table(
            "themes",
            "Themes",
            "a code at the top, with all that stands below it",
            "analysis.codesystem:themes",
            ("codings", "codes", "documents", "participants"),
        ),
        Table(
            "codesystem",
            "Code system",
            "a code",
            "analysis.codesystem:codesystem",
            ("codings", "codes", "documents", "participants"),
            note="A passage that several coders coded alike counts once.",
        ),
        Table(
            "matrix",
            "Codes by participant",
            "a code, with a column a participant",
            "analysis.matrix:matrix",
            ("codings", "codes", "participants"),
            ("binary", "roll_up", "each"),
        ),
        Table(
            "cooccurrence",
            "Codes that occur together",
            "a pair of codes that met",
            "analysis.cooccurrence:cooccurrence",
            ("codings", "codes", "turns"),
            ("unit", "with_interviewer", "each", "ids", "test", "slide", "draws", "seed"),
            note="By overlap and window, n(A,B) counts meetings in the interviewer's words too; chance, p and q are of "
            "participants' turns alone, unless --with-interviewer was said.",
            unit="overlap",
        ),
        Table(
            "apart",
            "Codes that occur together less than by chance",
            "a pair of codes with q < .05",
            "analysis.cooccurrence:apart",
            ("codings", "codes", "turns"),
            ("unit", "with_interviewer", "each", "slide", "draws", "seed"),
            note="Expected: how often both would meet by chance; p: the chance of as many meetings or fewer; q by "
            "Benjamini and Hochberg over all pairs of codes used.",
            unit="overlap",
        ),
        Table(
            "backbone",
            "The backbone of codes that occur together",
            "a pair of codes that met",
            "analysis.network:backbone",
            ("codings", "codes", "turns"),
            ("unit", "with_interviewer", "each"),
            note="Alpha: how likely one of the two codes would give so large a share of its meetings to the other if "
            "it spread them at random (Serrano, Boguñá and Vespignani 2009).",
            unit="overlap",
        ),
        Table(
            "communities",
            "Communities of codes",
            "a code that met another",
            "analysis.network:communities",
            ("codings", "codes", "turns"),
            ("unit", "with_interviewer", "each", "seed"),
            note="Communities by the Louvain method; stability: how alike they are where interviews are drawn anew, 0 "
            "to 1, and below .60 not to be trusted (Hennig 2007).",
            unit="overlap",
        ),
        Table(
            "agreement",
            "Agreement between coders",
            "a code and a pair of coders; then a pair; last all coders",
            "analysis.agreement:agreement",
            ("codings", "codes", "documents", "turns", "coders"),
            ("unit", "with_interviewer", "draws", "seed"),
            unit="turn",
        ),
        Table(
            "saturation",
            "New codes by document",
            "a document, in the order of the study",
            "analysis.saturation:saturation",
            ("codings", "codes", "documents"),
            ("base", "run", "threshold", "draws", "seed"),
            note="Estimate: Chao2, the least number of codes to be expected in all, from the documents so far. New "
            "information: Guest, Namey and Chen (2020). Expected in any order: rarefaction, and what 95 % of the "
            "orders drawn give.",
        ),
        Table(
            "crosstab",
            "Codes by attribute",
            "a code and a value of an attribute",
            "analysis.crosstabs:crosstab",
            ("codings", "codes", "participants"),
            ("by", "roll_up", "each", "ids"),
            note="Participants with the value against all with another, each counted once; p by Fisher's exact test, q "
            "by Benjamini and Hochberg over all rows that have p.",
        ),
        Table(
            "coverage",
            "How much was coded",
            "a document, a code or a coder; last all of them",
            "analysis.coverage:coverage",
            ("codings", "codes", "documents", "turns", "coders", "texts"),
            ("by",),
            note="Words of participants under at least one coding, each word once.",
        ),
        Table(
            "uncoded",
            "Long passages without a coding",
            "more than 300 words of participants without a coding",
            "analysis.coverage:uncoded",
            ("codings", "documents", "turns", "participants", "texts"),
        ),
        Table(
            "disagreements",
            "Disagreements between coders",
            "a coding that another coder does not have, or has with other ends",
            "analysis.agreement.disagreements:disagreements",
            ("codings", "codes", "documents", "turns", "participants", "coders", "texts", "memos"),
            ("ids",),
            (*CODED, "coding"),
        ),
        Table(
            "keyness",
            "Words that mark themes",
            "a word or phrase of a theme",
            "analysis.keyness:keyness",
            ("codings", "codes", "documents", "turns", "participants", "texts"),
            ("by", "with_interviewer"),
            note="Lemmas that participants say more often under codes of the theme than elsewhere; z is the log-odds "
            "ratio with an informative Dirichlet prior by its standard error. It ranks, and is no test.",
        ),
        Table(
            "keywords",
            "Key words in context",
            "a place where it is said",
            "analysis.keywords:keywords_in_context",
            ("documents", "turns", "participants", "texts"),
            ("term", "with_interviewer"),
            filters=PEOPLE,
            asks="term",
        ),
        Table(
            "programs",
            "Agreement as other programs count it",
            "a code and a pair of coders; then a pair",
            "analysis.agreement.programs:as_other_programs",
            ("codings", "codes", "documents", "coders"),
            ("overlap",),
            note="MAXQDA: segments covered by --overlap percent or more, kappa by Brennan and Prediger; NVivo: "
            "characters, the mean over documents; ATLAS.ti: characters, percent and Holsti's index.",
        ),
        Table(
            "gamma",
            "Gamma: agreement on where passages are and what they are coded",
            "a document that several coded; last all of them",
            "analysis.agreement.gammas:gammas",
            ("codings", "documents"),
            ("seed",),
            note="Mathet, Widlöcher and Métivier (2015), every code a category; chance texts by sliding, to 2 %.",
        ),
        Table(
            "sequences",
            "Which theme comes up after which",
            "a theme and the theme that comes up in the next coded turn",
            "analysis.sequences:sequences",
            ("codings", "codes", "documents", "turns", "texts"),
            note="Expected and p: the first theme sliding round the coded turns without the second, all counted; "
            "q by Benjamini and Hochberg over all rows. The order may be that of the interview guide.",
        ),
        Table(
            "durations",
            "How long themes were spoken of",
            "a theme; last all of them",
            "analysis.durations:durations",
            ("codings", "codes", "documents", "turns"),
            note="Turns of participants with times; within a turn time passes evenly with its characters.",
        ),
        Table(
            "implications",
            "Implications",
            "an implication",
            "analysis.implications:implications_table",
            (
                *("turns", "documents", "participants", "codings", "coders", "texts"),
                *("book", "templates", "decisions"),
            ),
            codings=(*CODED, "coding"),
            filters=("coders", *PEOPLE),
        ),
        Table(
            "quotes",
            "Quotes",
            "a coding, or an overlap of codings",
            "analysis.quotes:quotes",
            ("codings", "codes", "documents", "turns", "participants", "coders", "texts"),
            ("meeting", "roll_up", "each", "ids"),
            (*CODED, "coding"),
        ),
        Table(
            "meetings",
            "Themes and pain points that meet",
            "a theme and a pain point",
            "analysis.crossings:theme_meetings",
            ("book", "codings", "documents", "turns", "participants", "texts"),
            codings=(*CODED, "coding"),
            filters=("coders", *PEOPLE),
            note="Participants in whom codings of both share a turn or stand in neighbouring turns, and as many as one "
            "would expect if the theme's codings slid round the coded places of each interview; q by Benjamini and "
            "Hochberg over all rows.",
        ),
        Table(
            "layers",
            "Themes and layers of the stack",
            "a theme",
            "analysis.crossings:theme_layers",
            ("book", "codings", "documents", "turns", "participants", "texts"),
            codings=(*CODED, "coding"),
            filters=("coders", *PEOPLE),
            note="Participants in one of whose turns codings of both lie; last, those who speak of the theme at all.",
        ),
        Table(
            "exemplars",
            "Quotes by theme",
            "a quote that stands for a code",
            "analysis.exemplars:exemplars",
            ("codings", "codes", "documents", "turns", "participants", "coders", "texts"),
            codings=(*CODED, "coding"),
        ),
    )
}


def function(made_by: str) -> Any:
    """The function behind a row, loaded when it is used."""
    module, _, name = made_by.partition(":")
    return getattr(import_module(module), name)


def options_for(table: Table, given: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the options that were given a value.

    Raises OptionError where the table has no such option, naming the tables that do.
    """
    chosen = {name: value for name, value in given.items() if value != PARAMS[name].default}
    for name in chosen:
        if name not in table.params:
            owners = [other.name for other in TABLES.values() if name in other.params]
            raise OptionError(
                f"--{name.replace('_', '-')} means nothing for {table.name}; it belongs to {', '.join(owners)}."
            )
    return chosen
