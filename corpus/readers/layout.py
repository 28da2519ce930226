"""From the lines of printed pages to paragraphs: what runs along all pages left out, broken words made whole."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

HYPHEN = "\u00ad"
"""Marks a hyphen that breaks a word, or may, at the end of a line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. Lengths are points (1/72 inch), from the left and from the bottom."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    height: float
    word: float
    """How wide its first word is."""
    depth: float
    """0 at the head of the page, 1 at its foot."""
    page_width: float
    bold: int = 0
    """How many characters at its beginning are bold."""
    label: bool = False
    """A name or a time in the margin stands before it."""


Pages = Sequence[Sequence[Line]]


# -- heads, feet, numbers ---------------------------------------------------------------------------------------

_MARGIN = 0.15
"""The part of a page, at its head and at its foot, in which running lines are looked for."""
_SAME_PLACE = 6.0
_GAP = 1.6
"""Heights of a line between what runs along the pages and what is their text; single spacing is 1.2."""
_NUMBER = re.compile(r"\d+")
_PAGE = re.compile(
    r"(?i)(?:page|seite|p\.|s\.|página|pagina|strona|sida|side)?\s*\d+\s*(?:(?:/|of|von|de|di|van|sur)\s*\d+)?"
)


def without_running_lines(pages: Pages) -> tuple[list[list[Line]], list[str]]:
    """The pages without what is no text of theirs, and the texts of those lines.

    Left out are lines that recur at the same place of the head or foot, where a number that counts the pages may differ
    (and only if those further out are left out too), and numbers of lines or paragraphs in the margin.
    """
    numbering = _numbering(pages)
    pages = [[line for line in page if line not in numbering] for page in pages]
    places: dict[str, list[Line]] = defaultdict(list)
    for page in pages:
        for line in _margin(page):
            for form in _forms(line):
                places[form].append(line)
    recurring = frozenset(form for form, lines in places.items() if _recurs(form, lines, pages=len(pages)))
    kept, left_out = [], [line.text for line in numbering]
    for page in pages:
        inwards = sorted(page, key=lambda line: line.depth)
        running = {id(line) for order in (inwards, inwards[::-1]) for line in _outermost(order, recurring)}
        kept.append([line for line in page if id(line) not in running])
        left_out += [line.text for line in page if id(line) in running]
    return kept, left_out


def _numbering(pages: Pages) -> dict[Line, None]:
    """Lines that are only a number, three or more of them, growing, to the left or right of all the other lines."""
    lines = [line for page in pages for line in page]
    texts = [line for line in lines if not line.text.isdecimal()]
    left, right = min((line.left for line in texts), default=0.0), max((line.right for line in texts), default=0.0)
    for is_outside in (lambda line: line.right <= left, lambda line: line.left >= right):
        numbers = [line for line in lines if line.text.isdecimal() and len(line.text) <= 6 and is_outside(line)]
        grows = all(int(one.text) < int(next_.text) or one.page < next_.page for one, next_ in pairwise(numbers))
        if len(numbers) >= 3 and grows:
            return dict.fromkeys(numbers)
    return {}


def _outermost(inwards: Sequence[Line], recurring: frozenset[str]) -> list[Line]:
    """The running lines with which a page begins, seen from its head or its foot.

    Words that recur are speech after all where no gap separates them from the lines further in; the page's number is
    not.
    """
    running = list(takewhile(lambda line: _in_margin(line) and _is_running(line, recurring), inwards))
    while 0 < len(running) < len(inwards):
        line, inner = running[-1], inwards[len(running)]
        if line.text not in recurring or abs(line.bottom - inner.bottom) > _GAP * line.height:
            break
        running.pop()
    return running


def _in_margin(line: Line) -> bool:
    return line.depth < _MARGIN or line.depth > 1 - _MARGIN


def _margin(page: Sequence[Line]) -> list[Line]:
    return [line for line in page if _in_margin(line) and not line.text.endswith(":")]


def _forms(line: Line) -> list[str]:
    """The line as it is, and with each of its numbers as the distance from the number of the page."""
    forms = [line.text]
    for match in _NUMBER.finditer(line.text[:200]):
        if len(match.group()) <= 6:
            distance = int(match.group()) - line.page
            forms.append(f"{line.text[: match.start()]}\0{distance}\0{line.text[match.end() :]}")
    return forms


def _recurs(form: str, lines: Sequence[Line], *, pages: int) -> bool:
    """Whether a form stands on enough pages; where it counts them, as the head of a chapter may, three are enough."""
    enough = pages if pages < 4 else 3 if "\0" in form else max(3, 0.3 * pages)
    return pages > 1 and len(lines) >= enough and _at_one_place(lines)


def _at_one_place(lines: Sequence[Line]) -> bool:
    """Whether most of the lines stand at the same height, and none of them twice on a page."""
    middle = sorted(line.bottom for line in lines)[len(lines) // 2]
    near = [line for line in lines if abs(line.bottom - middle) <= _SAME_PLACE]
    return len(near) >= 0.8 * len(lines) and len({line.page for line in near}) == len(near)


def _is_running(line: Line, recurring: frozenset[str]) -> bool:
    """Whether the line recurs, or is "3" or "Page 3 of 4" in the outer half of the margin."""
    outer = line.depth < _MARGIN / 2 or line.depth > 1 - _MARGIN / 2
    return not recurring.isdisjoint(_forms(line)) or (outer and bool(_PAGE.fullmatch(line.text.strip())))


# -- paragraphs ------------------------------------------------------------------------------------------------------

_LABEL = re.compile(r"\W{0,2}([^\W\d_][^:\n]{0,40}?)\W{0,2}(?:\d{1,2}:\d\d(?::\d\d)?)?\W{0,2}:(?=\s|$)")
_STAMP = re.compile(r"[\[(]?\d{1,2}:\d\d(?::\d\d)?\b[\])]?")
_BULLET = re.compile(r"[•◦▪●‣]\s")
_ENDS = tuple('.?!…:;)]"”»’')
_FAR = 1.25
"""A distance between lines of more than so many usual ones separates paragraphs."""
_LITTLE = 3.0
"""Points that two lefts may differ and be the same."""


def paragraphs(pages: Pages, *, speakers: Collection[str] = ()) -> Iterator[tuple[str, int]]:
    """Each paragraph's text, and how many characters at its beginning are bold."""
    lines = [line for page in pages for line in _whole_lines(page)]
    labels = _labels(lines, speakers)
    edge = _edges(lines)
    pitch = _pitch(lines)
    words = _vocabulary(lines)
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and _is_new(paragraph, line, labels=labels, edge=edge[_column(paragraph[-1])], pitch=pitch):
            yield _joined(paragraph, words), paragraph[0].bold
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield _joined(paragraph, words), paragraph[0].bold


def _whole_lines(page: Sequence[Line]) -> Iterator[Line]:
    """Lines with the pieces that stand beside each other, as a name in the margin and what was said, put together."""
    whole: Line | None = None
    for line in page:
        if whole and abs(line.bottom - whole.bottom) < 0.3 * whole.height and line.left >= whole.right:
            bold = len(whole.text) + 1 + line.bold if whole.bold == len(whole.text) and line.bold else whole.bold
            label = whole.label or whole.text.endswith(":") or bool(_STAMP.fullmatch(whole.text))
            whole = replace(whole, text=f"{whole.text} {line.text}", right=line.right, bold=bold, label=label)
            continue
        if whole:
            yield whole
        whole = line
    if whole:
        yield whole


def _is_new(paragraph: Sequence[Line], line: Line, *, labels: Collection[str], edge: float, pitch: float) -> bool:
    """Whether `line` begins a new paragraph."""
    last = paragraph[-1]
    is_complete = last.text.endswith(_ENDS)
    if line.label or _label(line) in labels or _BULLET.match(line.text) or (is_complete and _STAMP.match(line.text)):
        return True
    distance = last.bottom - line.bottom
    is_same_page = last.page == line.page
    if is_same_page and (distance < 0 or distance > _FAR * pitch * max(last.height, line.height)):
        return True
    # The first word would have stood on the line before, had it belonged there.
    if not last.text.endswith(HYPHEN) and last.right + line.word + 0.5 * line.height < edge:
        return is_same_page or is_complete or len(paragraph) == 1
    # The second line of a paragraph may stand further left or right than the first, the others not.
    return abs(last.left - line.left) > _LITTLE and len(paragraph) > 1


def _label(line: Line) -> str:
    """The name before a colon at the beginning of the line, or nothing."""
    match = _LABEL.match(line.text)
    return match.group(1).casefold().strip() if match else ""


def _labels(lines: Sequence[Line], speakers: Collection[str]) -> set[str]:
    """Names before a colon at the beginning of two lines or more, or in bold, and those that are known."""
    counts = Counter(_label(line) for line in lines)
    bold = {label for line in lines if line.bold >= len(label := _label(line))}
    names = {name for name, count in counts.items() if count > 1} | {speaker.casefold() for speaker in speakers}
    return (names | bold) - {""}


def _column(line: Line) -> int:
    return round(line.left / _LITTLE)


def _edges(lines: Sequence[Line]) -> dict[int, float]:
    """How far to the right lines reach that begin at the same left; where these are few, how far any do."""
    columns: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        columns[_column(line)].append(line)
    farthest = _edge(lines) if lines else 0.0
    return {column: _edge(some) if len(some) >= 5 else farthest for column, some in columns.items()}


def _edge(lines: Sequence[Line]) -> float:
    """The right that 95 of 100 lines do not pass, since a few stand beyond any margin; where all lines are short, so
    that hardly any come near it, where the page's margin should be.
    """
    edge = sorted(line.right for line in lines)[int(0.95 * len(lines))]
    left = min(line.left for line in lines)
    near = sum(line.right > edge - 0.15 * (edge - left) for line in lines)
    return edge if near >= 0.2 * len(lines) else max(edge, lines[0].page_width - left)


def _pitch(lines: Sequence[Line]) -> float:
    """The distance between lines within a paragraph, in heights of a line: the least that a tenth of the lines keep."""
    distances = Counter(
        round((above.bottom - below.bottom) / above.height, 1)
        for above, below in pairwise(lines)
        if above.page == below.page and above.bottom - below.bottom > 0.5 * above.height
    )
    usual = (distance for distance, count in distances.items() if count >= 0.1 * distances.total())
    return max(min(usual, default=1.0), 1.0)


# -- words broken at the end of a line -------------------------------------------------------------------------------

_WORD = re.compile(r"\w+(?:[-\u2010\u2011]\w+)*")
_HYPHENS = ("-", "\u2010", HYPHEN)
_SUSPENDED = re.compile(r"(?:and|or|und|oder|bzw|sowie|bis|et|ou|y|o|e|en|of|to)\b")


def _vocabulary(lines: Iterable[Line]) -> set[str]:
    """The words that stand whole within lines."""
    return {word.casefold() for line in lines for word in _WORD.findall(line.text.removesuffix(HYPHEN))}


def _joined(paragraph: Sequence[Line], words: Collection[str]) -> str:
    text = paragraph[0].text
    parts: list[str] = []
    for line in paragraph[1:]:
        head, separator = _before_break(text, line.text, words)
        parts += head, separator
        text = line.text
    parts.append(text[:-1] + "-" if text.endswith(HYPHEN) else text)
    return "".join(parts)


def _before_break(line: str, following: str, words: Collection[str]) -> tuple[str, str]:
    """What stays of a line that goes on in `following`, and what separates them."""
    head = line[:-1]
    if not line.endswith(_HYPHENS) or not head[-1:].isalnum():
        return line, " "
    first = _WORD.match(following)
    if not first or _SUSPENDED.match(following):  # "pre- and post-test"
        return head + "-", " "
    compound = f"{_WORD.findall(head)[-1]}-{first.group()}".casefold()
    one_word = compound.replace("-", "")
    # A compound keeps its hyphen where the text elsewhere writes it so, or a capital or a digit follows.
    is_compound = not following[0].islower() or (compound in words and one_word not in words)
    return (head + "-" if is_compound else head), ""
