"""Implications as a text that people read: Markdown, LaTeX, Word; and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from analysis import latex
from analysis.findings import Implication, Implications
from analysis.tables import Rendered
from analysis.tables.cells import encodable, visible
from analysis.tables.markdown import escape
from analysis.wording import count
from codebook.archive import timeless
from codebook.errors import OptionError

AT_LENGTH, BRIEFLY = (5, 4), (3, 2)
"""Quotes and passages of counter-evidence of an implication, and of one that chance may bring; JSON has them all."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text: a caution, a statement, grounds, a quote, a counterpart, a heading or a remark.

    `who` is the participant of a quote; `lead` what stands before it.
    """

    kind: str
    text: str
    who: str = ""
    lead: str = ""


def render(found: Implications, format: str, *, title: str = "", everything: bool = False) -> Rendered:
    """The implications as a file: md, tex (to be read by \\input), docx or json; the same bytes for the same input.

    What a researcher rejected is left out of what is for reading, and counted. Text stays text in every format.

    Args:
        everything: also what too few participants carry, with what is missing.

    Raises OptionError for another format.
    """
    write = FORMATS.get(format.lower().removeprefix("."))
    if write is None:
        raise OptionError(f"There is no format {format[:60]!r} for implications: choose one of {', '.join(FORMATS)}.")
    return write(found, title, everything)


def as_json(found: Implications, *, everything: bool = False) -> list[dict[str, Any]]:
    """The implications that are listed, or all, as INTERFACE has them."""
    return [item.as_json() for item in (found.items if everything else found.listed)]


def blocks(found: Implications, *, everything: bool = False) -> Iterator[Block]:
    """The text, piece by piece."""
    for caution in found.cautions:
        yield Block("caution", caution)
    shown = [item for item in found.listed if not item.is_rejected]
    firm = [item for item in shown if item.is_beyond_chance or item.decision]
    if not shown:
        yield Block("remark", "There is no implication that enough participants carry.")
    for item in firm:
        yield from _blocks(item)
    if firm and len(firm) < len(shown):
        yield Block("heading", "No more than chance may bring")
    for item in shown:
        if item not in firm:
            yield from _blocks(item, briefly=True)
    if rejected := len(found.listed) - len(shown):
        yield Block(
            "remark", f"{count(rejected, 'implication')} that the researchers rejected {_is(rejected)} left out."
        )
    rest = [item for item in found.items if not item.is_listed]
    if everything and rest:
        yield Block("heading", "Carried by too few")
        for item in rest:
            yield from _blocks(item, briefly=True)


def _blocks(item: Implication, *, briefly: bool = False) -> Iterator[Block]:
    quotes, against = BRIEFLY if briefly else AT_LENGTH
    yield Block("statement", item.statement)
    layer = f" Where they meet, people speak most of the layer “{item.layer.name}”." if item.layer else ""
    yield Block("grounds", f"{item.why}{layer}")
    for quote in item.quotes[:quotes]:
        yield Block("quote", _line(quote.text), quote.participant)
    for each in item.counter_evidence[:against]:
        yield Block("counterpart", _line(each.quote.text), each.quote.participant, each.reason)
    if (more := len(item.counter_evidence) - against) > 0:
        yield Block("grounds", f"There {_is(more)} {more} more of this kind.")


def _markdown(found: Implications, title: str, everything: bool) -> Rendered:
    lines = [f"# {escape(title)}", ""] if title.strip() else []
    number = 0
    for block in blocks(found, everything=everything):
        text = escape(block.text)
        if block.kind == "statement":
            number += 1
            lines += [f"## {number}", "", f"**{text}**", ""]
        elif block.kind == "heading":
            lines += [f"# {text}", ""]
        elif block.kind == "quote":
            lines += [f"> “{text}” ({escape(block.who)})", ""]
        elif block.kind == "counterpart":
            lines += [f"Against: {escape(block.lead)}.", "", f"> “{text}” ({escape(block.who)})", ""]
        elif block.kind == "caution":
            lines += [f"*Note.* {text}", ""]
        else:
            lines += [text, ""]
    return Rendered("\n".join(lines).encode())


_TEX = {
    "statement": r"\item \textbf{%s}",
    "grounds": r"\par %s",
    "quote": r"\begin{quote}\small ``%s'' (%s)\end{quote}",
    "counterpart": r"\par Against: %s. ``%s'' (%s)",
    "caution": r"\par\noindent\emph{Note.} %s",
    "remark": r"\par\noindent %s",
    "heading": r"\par\medskip\noindent\textbf{%s}",
}
_IN_LIST = {"statement", "grounds", "quote", "counterpart"}


def _latex(found: Implications, title: str, everything: bool) -> Rendered:
    del title  # a section's heading is the paper's
    replaced: set[str] = set()

    def shown(text: str) -> str:
        escaped, missing = latex.escape(text)
        replaced.update(missing)
        return escaped

    lines = [
        "% Made by Vivavoce, to be read by \\input. It needs in the preamble:",
        "%   \\usepackage[utf8]{inputenc}\\usepackage[T1]{fontenc}\\usepackage{textcomp,lmodern}",
    ]
    listing, number = False, 0
    for block in blocks(found, everything=everything):
        if (block.kind in _IN_LIST) != listing:
            listing = not listing
            lines.append(r"\begin{enumerate}" if listing else r"\end{enumerate}")
            if listing and number:
                lines.append(rf"\setcounter{{enumi}}{{{number}}}")
        number += block.kind == "statement"
        parts = (block.lead, block.text, block.who)
        lines.append(_TEX[block.kind] % tuple(shown(part) for part in parts if part))
    if listing:
        lines.append(r"\end{enumerate}")
    notes = (latex.replaced_note(replaced),) if replaced else ()
    return Rendered(("\n".join(lines) + "\n").encode(), notes)


def _word(found: Implications, title: str, everything: bool) -> Rendered:
    from docx import Document
    from docx.shared import Cm

    document = Document()
    core = document.core_properties  # the template names its own author
    core.author = core.comments = core.last_modified_by = ""
    core.title = visible(title)[:255]
    document.styles["Normal"].font.name = "Calibri"
    if title.strip():
        document.add_heading(visible(title), level=1)
    number = 0
    for block in blocks(found, everything=everything):
        text = visible(block.text)
        if block.kind == "heading":
            document.add_heading(text, level=1)
            continue
        paragraph = document.add_paragraph()
        if block.kind == "statement":
            number += 1
            paragraph.add_run(f"{number}. {text}").bold = True
            paragraph.paragraph_format.keep_with_next = True
        elif block.kind in ("quote", "counterpart"):
            paragraph.paragraph_format.left_indent = Cm(1)
            lead = f"Against: {visible(block.lead)}. " if block.lead else ""
            paragraph.add_run(f"{lead}“{text}” ({visible(block.who)})")
        else:
            paragraph.add_run("Note. " if block.kind == "caution" else "").italic = True
            paragraph.add_run(text)
    buffer = BytesIO()
    document.save(buffer)
    return Rendered(timeless(buffer.getvalue()))


def _json(found: Implications, title: str, everything: bool) -> Rendered:
    del title
    listed = as_json(found, everything=everything)
    return Rendered(encodable(json.dumps(listed, ensure_ascii=False, indent=2) + "\n").encode())


FORMATS: dict[str, Callable[[Implications, str, bool], Rendered]] = {
    "md": _markdown,
    "tex": _latex,
    "docx": _word,
    "json": _json,
}


def _line(text: str) -> str:
    return " ".join(text.split())


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
