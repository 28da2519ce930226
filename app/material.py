"""From a study to the frames that analysis works on, and to the tables that people take away.

Both the command line and the app go through here, so that a table is the same wherever it is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from analysis.catalogue import CODED, TABLES, Table, function, options_for
from app.naming import coder_names, document_names, participant_names
from codebook.errors import OptionError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.findings import Implications
    from analysis.results import Result
    from codebook.templates import Template
    from corpus.study import Study

PAIRED = ("cooccurrence", "apart", "backbone", "communities")  # tables of codes that meet
EACH = "all"  # what --coder says where each coder's coding counts
MEASURED_IN_CHARACTERS = ("overlap", "character", "span")  # units for which no text need be read


@dataclass(frozen=True, slots=True)
class Filters:
    """What a table is about: within one of these any may hold, across them all must."""

    codes: Sequence[str] = ()
    themes: Sequence[str] = ()
    coders: Sequence[str] = ()
    participants: Sequence[str] = ()
    documents: Sequence[str] = ()
    where: Sequence[tuple[str, str]] = ()

    def of(self, study: Study) -> Filters:
        """The same with the names exactly as the study has them.

        Raises NotFound or CodebookError where one is not in the study.
        """
        book = study.codebook() if self.codes or self.themes else None
        return Filters(
            codes=[book.path(book.find(said)) for said in self.codes] if book else (),
            themes=[book.theme(book.find(said)) for said in self.themes] if book else (),
            coders=_exact(coder_names, study, self.coders),
            participants=_exact(participant_names, study, self.participants),
            documents=_exact(document_names, study, self.documents),
            where=self.where,
        )

    @property
    def said(self) -> tuple[str, ...]:
        """The names of those that say something."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name))

    def __bool__(self) -> bool:
        return bool(self.said)


def frames_of(
    study: Study,
    needs: Collection[str],
    *,
    codings: Collection[str] = (),
    filters: Filters | None = None,
    roll_up: bool = False,
) -> dict[str, Any]:
    """The frames named, as the study has them now and restricted by `filters`.

    `codings` names the columns of codings that are needed; none: all. With `roll_up` a code brings its descendants.
    """
    from analysis.selection import select

    wanted = set(needs)
    if filters:
        wanted |= {"documents", "participants", "codes", "codings", "coders"}
        filters = filters.of(study)
    readers: dict[str, Any] = {
        "documents": study.documents,
        "turns": lambda: study.turns(text="turns" in needs and "sentences" in needs),
        "participants": study.participants,
        "codes": study.codes,
        "coders": study.coders,
        "memos": study.memos,
        "suggestions": study.suggestions,
        "history": study.history,
        "codings": lambda: study.codings(columns=codings or None),
        "texts": study.texts,
        "book": study.codebook,
        "templates": lambda: templates_of(study),
        "decisions": study.decisions,
    }
    frames = {name: read() for name, read in readers.items() if name in wanted}
    if not filters:
        return frames
    tables = {name: frame for name, frame in frames.items() if name not in ("texts", "memos", "history")}
    return frames | select(
        tables,
        codes=filters.codes,
        themes=filters.themes,
        coders=filters.coders,
        participants=filters.participants,
        documents=filters.documents,
        where=filters.where,
        roll_up=roll_up,
    )


def table(
    study: Study, name: str, *, options: Mapping[str, Any] | None = None, filters: Filters | None = None
) -> pd.DataFrame:
    """A table of the study by its name; `options` as `analysis.catalogue` lists them.

    Raises OptionError for a table that there is not, or an option that means nothing for it.
    """
    row = table_named(name)
    chosen = options_for(row, options or {})
    for said in (filters or Filters()).said:
        if said not in row.filters:
            raise OptionError(f"--{said.removesuffix('s')} means nothing for {name}. Leave it out.")
    if row.is_kept:
        return _kept(study, row, filters)
    if name in PAIRED:
        return _cooccurrence(study, row, chosen, filters or Filters())
    if name == "agreement":
        return _agreement(study, row, chosen, filters or Filters())
    if name in ("saturation", "crosstab", "coverage"):
        return _of_the_coded(study, row, chosen, filters or Filters())
    if name == "disagreements":
        return _disagreements(study, row, chosen, filters or Filters())
    codings = (*row.codings, "coding") if chosen.get("ids") else row.codings
    frames = frames_of(study, row.needs, codings=codings, filters=filters, roll_up=chosen.get("roll_up", False))
    if "meeting" in chosen:
        chosen["meeting"] = _met(study, chosen["meeting"])
    made: pd.DataFrame = function(row.made_by)(*(frames[need] for need in row.needs), **chosen)
    return made


def result(
    study: Study, name: str, *, options: Mapping[str, Any] | None = None, filters: Filters | None = None
) -> Result:
    """`table` with its options, what to take care of in it, and how to report it."""
    from analysis.results import result as known

    return known(name, table(study, name, options=options, filters=filters), options=options)


def figure(
    study: Study,
    name: str,
    suffix: str,
    *,
    options: Mapping[str, Any] | None = None,
    filters: Filters | None = None,
    **look: Any,
) -> bytes:
    """A figure of the study by its name, as the bytes of a .pdf, .svg or .png; `look`: the figure's own options.

    Raises OptionError for a figure that there is not, or a kind of file that figures do not come in.
    """
    from analysis.figures import FIGURES, draw, save

    kind = FIGURES.get(name)
    if kind is None:
        raise OptionError(f"There is no figure {name[:60]!r}: choose one of {', '.join(FIGURES)}.")
    parts: dict[str, Any] = {}
    for need in kind.frames:
        row = TABLES[need]
        if row.is_kept:
            parts |= frames_of(study, {need}, codings=CODED, filters=filters)
        else:
            known = {key: value for key, value in (options or {}).items() if key in row.params}
            parts[need] = table(study, need, options=known, filters=filters)
    return save(draw(name, parts, **look), suffix)


def encounters(study: Study, pair: tuple[str, str], unit: str, *, filters: Filters | None = None) -> pd.DataFrame:
    """Where two codes (paths) meet by turn, sentence, document or window: see `analysis.encounters`."""
    from analysis.encounters import encounters as found

    needs = ("codings", "codes", "documents", "turns", "participants", "coders", "texts")
    frames = frames_of(
        study, needs, codings=(*CODED, "coding"), filters=replace(filters or Filters(), codes=(), themes=())
    )
    one, other = _met(study, pair)
    sentences = _for_units(study, frames, unit).get("sentences")
    return found(*(frames[need] for need in needs), pair=(one, other), unit=unit, sentences=sentences)


def implications(study: Study, *, filters: Filters | None = None) -> Implications:
    """Where themes meet pain points, with the evidence, and what cannot be said."""
    from analysis.implications import implications as found

    row = TABLES["implications"]
    frames = frames_of(study, row.needs, codings=row.codings, filters=filters)
    return found(*(frames[need] for need in row.needs))


def templates_of(study: Study) -> list[Template]:
    """The templates of implications that are kept with the study; none where none were given."""
    from codebook.templates import read
    from corpus.deciding import TEMPLATES

    text = study.setting(TEMPLATES)
    return read(text.encode(), name="the study's templates") if text else []


def table_named(name: str) -> Table:
    """The table of that name. Raises OptionError where there is none, listing them all."""
    if name not in TABLES:
        raise OptionError(f"There is no table {name[:60]!r}: choose one of {', '.join(TABLES)}.")
    return TABLES[name]


def exported_codings(study: Study) -> pd.DataFrame:
    """All codings as `codings import` reads them: document, code, start, end, quote, coder, note."""
    codings = _with_quotes(study.codings(), study)
    named = {"document": study.documents(), "coder": study.coders()}
    columns = {name: codings[name].astype("str").map(_name_of(frame, name)) for name, frame in named.items()}
    return codings.assign(**columns, code=codings["path"])[
        ["document", "code", "start", "end", "quote", "coder", "note"]
    ]


def exported_memos(study: Study) -> pd.DataFrame:
    """All memos as `memos import` reads them: text, about, document, start, end, quote, code, coding, coder."""
    memos = study.memos()
    documents, coders = _name_of(study.documents(), "document"), _name_of(study.coders(), "coder")
    paths = study.codes().set_index("code")["path"]
    texts = study.texts()
    passages = memos["about"].eq("passage")
    quotes = [
        texts[row.target][row.start : row.end] if row.about == "passage" else None
        for row in memos.itertuples(index=False)
    ]
    return memos.assign(
        document=memos["target"].map(documents),
        quote=_texts(quotes, memos),
        code=memos["target"].map(paths),
        coding=memos["target"].where(memos["about"].eq("coding") & ~passages),
        coder=memos["coder"].map(coders),
    )[["text", "about", "document", "start", "end", "quote", "code", "coding", "coder"]]


def _texts(values: Sequence[str | None], frame: pd.DataFrame) -> pd.Series:
    """Texts as a column of `frame`, missing where None."""
    import pandas as pd

    return pd.Series(values, index=frame.index, dtype="str")


def _kept(study: Study, row: Table, filters: Filters | None) -> pd.DataFrame:
    """A table that is kept in the study, with what a reader wants beside it: paths, quotes, the text of turns."""
    if row.name == "turns" and not filters:
        return study.turns(text=True)
    frame = frames_of(study, {row.name}, filters=filters)[row.name]
    if row.name in ("codings", "suggestions"):
        return _with_quotes(frame, study)
    if row.name == "turns":
        texts = study.texts(frame["document"].unique())
        spans = zip(frame["document"], frame["start"], frame["end"], strict=True)
        return frame.assign(text=_texts([texts[document][start:end] for document, start, end in spans], frame))
    return frame


def _with_quotes(codings: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Codings with the columns path and quote."""
    paths = study.codes().set_index("code")["path"]
    texts = study.texts(codings["document"].unique().tolist()).to_dict()
    spans = zip(codings["document"], codings["start"], codings["end"], strict=True)
    quotes = [texts[document][start:end] for document, start, end in spans]
    return codings.assign(path=codings["code"].astype("str").map(paths), quote=_texts(quotes, codings))


def _cooccurrence(study: Study, row: Table, options: dict[str, Any], filters: Filters) -> pd.DataFrame:
    """Co-occurrence counts in all documents that have a coding, so codes and themes pick pairs, not codings."""
    unit = options.get("unit", row.default("unit"))
    codings = (*row.codings, "coding") if options.get("ids") else row.codings
    # What is tested by sliding must know by what it was cut.
    slides = unit.startswith(("overlap", "window")) and (row.name == "apart" or options.get("test", False))
    cut = slides and options.get("slide") in (None, "sentence", "place")
    needs = row.needs if unit == "overlap" and not cut else (*row.needs, "texts")
    frames = frames_of(study, needs, codings=codings, filters=replace(filters, codes=(), themes=()))
    more = _for_units(study, frames, "sentence" if cut else unit)
    made: pd.DataFrame = function(row.made_by)(*(frames[need] for need in row.needs), **options, **more)
    columns = ("path",) if "path" in made else ("code_a", "code_b")
    return _with_any_of(made, study, filters, columns) if filters.codes or filters.themes else made


def _agreement(study: Study, row: Table, options: dict[str, Any], filters: Filters) -> pd.DataFrame:
    """Agreement in documents that two coders coded, whether or not they gave a code that is asked about."""
    unit = options.get("unit", row.default("unit"))
    needs = row.needs if unit in MEASURED_IN_CHARACTERS else (*row.needs, "texts")
    frames = frames_of(study, needs, codings=row.codings, filters=filters)
    by_them = Filters(coders=filters.coders)
    assigned = frames_of(study, {"codings"}, codings=("document", "coder"), filters=by_them)["codings"]
    made: pd.DataFrame = function(row.made_by)(
        *(frames[need] for need in row.needs), **options, **_for_units(study, frames, unit), assigned=assigned
    )
    return made


def _of_the_coded(study: Study, row: Table, options: dict[str, Any], filters: Filters) -> pd.DataFrame:
    """A table that needs to know what was coded at all, whatever codes are asked about."""
    codings = (*row.codings, "coding") if options.get("ids") else row.codings
    roll_up = options.get("roll_up", False)
    frames = frames_of(study, row.needs, codings=codings, filters=filters, roll_up=roll_up)
    by_them = Filters(coders=filters.coders)
    coded = frames_of(study, {"codings"}, codings=("document", "participant", "coder"), filters=by_them)["codings"]
    made: pd.DataFrame = function(row.made_by)(*(frames[need] for need in row.needs), **options, coded=coded)
    return made


def _disagreements(study: Study, row: Table, options: dict[str, Any], filters: Filters) -> pd.DataFrame:
    """Disagreements between all that two coders coded; codes and themes pick rows, not codings."""
    frames = frames_of(study, row.needs, codings=row.codings, filters=replace(filters, codes=(), themes=()))
    by_them = Filters(coders=filters.coders)
    assigned = frames_of(study, {"codings"}, codings=("document", "coder"), filters=by_them)["codings"]
    made: pd.DataFrame = function(row.made_by)(*(frames[need] for need in row.needs), **options, assigned=assigned)
    if not (filters.codes or filters.themes):
        return made
    return _with_any_of(made, study, filters, columns=("path", "other_path"))


def _for_units(study: Study, frames: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """What co-occurrence and agreement need to know of the texts, by unit."""
    if unit in MEASURED_IN_CHARACTERS:
        return {}
    if unit != "sentence":
        return {"texts": frames["texts"]}
    from analysis.units import sentences

    documents = study.documents().set_index("document")["language"]
    return {"texts": frames["texts"], "sentences": sentences(frames["turns"], frames["texts"], documents)}


def _with_any_of(
    pairs: pd.DataFrame, study: Study, filters: Filters, columns: tuple[str, ...] = ("code_a", "code_b")
) -> pd.DataFrame:
    """The pairs of codes in which one of the codes, and one of the themes, that were said has a part."""
    said = filters.of(study)
    codes = study.codes()
    for paths in (codes["path"].isin(said.codes), codes["theme"].isin(said.themes)):
        if paths.any():
            wanted = codes.loc[paths, "path"]
            pairs = pairs[pairs[[*columns]].isin([*wanted]).any(axis="columns")]
    return pairs.reset_index(drop=True)


def _met(study: Study, said: Sequence[str]) -> list[str]:
    """The ids of the codes that are to meet."""
    book = study.codebook()
    codes = list(dict.fromkeys(book.find(each).id for each in said))
    if len(codes) < 2:
        raise OptionError("Codes meet where there are two: give --meeting twice or more, each with another code.")
    return codes


def _name_of(frame: pd.DataFrame, what: str) -> pd.Series:
    return frame.set_index(what)["name"]


def _exact(names_of: Any, study: Study, said: Sequence[str]) -> list[str]:
    if not said:
        return []
    names = names_of(study)
    return [names.find(each) for each in said]
