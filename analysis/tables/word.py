"""Word documents: the table as an article prints it, to be copied into a paper and edited there."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pandas as pd

from analysis.tables import Rendered
from analysis.tables.cells import visible
from analysis.tables.printed import Column, columns, share_out
from codebook.archive import timeless
from codebook.errors import OptionError

if TYPE_CHECKING:
    from docx.oxml.table import CT_Tbl

MAX_COLUMNS = 63  # Microsoft, "Operating parameter limitations and specifications in Word"
_MANY_ROWS = 5000
_PORTRAIT, _LANDSCAPE = 16.0, 24.7  # cm between margins on A4
_SIZES = (10, 9, 8, 7)  # points
_EM = 0.0195  # cm of an average character of Calibri, in bold too, for each point of its size
_PADDING = 0.4  # cm beside the text of a cell
_LINE = 30  # characters that a column of text must hold on a line, if it has so many
_TWIPS = 567  # in a cm


def write(frame: pd.DataFrame, *, title: str, note: str) -> Rendered:
    """The table under its caption `title`, the heading repeated on every page, numbers at the right; then `note`.

    A wide table gets a smaller font, then a page on its side.
    """
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt, RGBColor

    if frame.shape[1] > MAX_COLUMNS:
        raise OptionError(
            f"A Word table holds {MAX_COLUMNS} columns, this one has {frame.shape[1]}: choose xlsx, csv or html."
        )
    printed = columns(frame, paper=True)
    size, page, widths = _fit(printed)

    document = Document()
    core = document.core_properties  # the template names its own author
    core.author = core.comments = core.last_modified_by = ""
    core.title = visible(title)[:255]
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if page == _LANDSCAPE:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Cm(2.5)
    document.styles["Normal"].font.name = "Calibri"

    if title:
        caption = document.add_paragraph(style="Caption")
        caption.paragraph_format.keep_with_next = True
        run = caption.add_run(visible(title))
        run.font.size, run.font.color.rgb = Pt(11), RGBColor(0, 0, 0)
    if printed:
        document.element.body.insert(len(document.paragraphs), _table(printed, widths, size))
    if note:
        document.add_paragraph().add_run(visible(note)).font.size = Pt(9)

    buffer = BytesIO()
    document.save(buffer)
    slow = f"The table has {len(frame):,} rows, on which Word is slow: xlsx serves better."
    return Rendered(timeless(buffer.getvalue()), (slow,) if len(frame) > _MANY_ROWS else ())


def _fit(printed: list[Column]) -> tuple[int, float, list[float]]:
    """Size of the font in points, width of the page and of each column in cm: the largest font that fits."""
    needs = [column.longest_line if column.numeric else min(_LINE, column.longest_line) for column in printed]
    for page, size in product((_PORTRAIT, _LANDSCAPE), _SIZES):
        em = size * _EM
        if sum(need * em + _PADDING for need in needs) <= page:
            break
    wishes = [column.longest_line * em + _PADDING for column in printed]
    return size, page, share_out(page, [need * em + _PADDING for need in needs], wishes)


def _table(printed: list[Column], widths: list[float], size: int) -> CT_Tbl:
    """The table in WordprocessingML (ECMA-376, part 1, section 17.4): python-docx would walk all rows for each cell."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    twips = [round(width * _TWIPS) for width in widths]
    rule = 'w:val="single" w:sz="12" w:space="0" w:color="auto"'
    table: CT_Tbl = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblW w:w='{sum(twips)}' w:type='dxa'/>"
        f"<w:tblBorders><w:top {rule}/><w:bottom {rule}/></w:tblBorders><w:tblLayout w:type='fixed'/></w:tblPr>"
        f"<w:tblGrid>{''.join(f'<w:gridCol w:w={width!r}/>' for width in map(str, twips))}</w:tblGrid></w:tbl>"
    )
    for number, texts in enumerate(_rows(printed)):
        cells = "".join(map(_cell, texts, printed, twips, [size] * len(twips), [number == 0] * len(twips)))
        repeated = "<w:tblHeader/>" if number == 0 else ""
        table.append(parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"))
    return table


def _rows(printed: list[Column]) -> Iterator[tuple[str, ...]]:
    yield tuple(column.heading for column in printed)
    yield from zip(*(column.cells for column in printed), strict=True)


def _cell(text: str, column: Column, width: int, size: int, heading: bool) -> str:
    line = '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:tcBorders>' * heading
    jc = '<w:jc w:val="right"/>' * column.numeric
    shown = "</w:t><w:br/><w:t xml:space='preserve'>".join(map(escape, visible(text).splitlines()))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{line}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>{jc}</w:pPr>'
        f'<w:r><w:rPr>{"<w:b/>" * heading}<w:sz w:val="{2 * size}"/></w:rPr>'
        f"<w:t xml:space='preserve'>{shown}</w:t></w:r></w:p></w:tc>"
    )
