"""Makes the files that readers are tried on: the same bytes each time, no program but Python needed."""

import io
import textwrap
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive, without the time of day."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return buffer.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The members of a zip archive by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# -- Word ---------------------------------------------------------------------------------------------------------


def docx(body: str, *, styles: str = "") -> bytes:
    """A Word document with `body` as the XML within w:body, and `styles` within w:styles."""
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{relations}">'
            f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}" '
            f'xmlns:mc="{COMPATIBILITY}"><w:body>{body}<w:sectPr/></w:body></w:document>',
            "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>',
        }
    )


def w_run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def w_paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs, or of plain texts."""
    inner = "".join(run if run.startswith("<") else w_run(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def w_table(rows: Sequence[Sequence[str]]) -> str:
    """A table; a cell's lines are its paragraphs."""
    return "<w:tbl><w:tblPr/>" + "".join(_w_row(row) for row in rows) + "</w:tbl>"


def _w_row(row: Sequence[str]) -> str:
    cells = ("".join(w_paragraph(line) for line in cell.split("\n")) for cell in row)
    return "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in cells) + "</w:tr>"


# -- OpenDocument -------------------------------------------------------------------------------------------------


def odt(body: str, *, styles: str = "", manifest: str = "") -> bytes:
    """An OpenDocument text with `body` as the XML within office:text, and `styles` as automatic styles."""
    spaces = " ".join(
        f'xmlns:{short}="{OPEN}{name}:1.0"'
        for short, name in [
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"),
            ("manifest", "manifest"),
        ]
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": f"<office:document-styles {spaces}/>",
            "META-INF/manifest.xml": f"<manifest:manifest {spaces}>{manifest}</manifest:manifest>",
        }
    )


def o_paragraph(inner: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


# -- Excel --------------------------------------------------------------------------------------------------------


def xlsx(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook of one sheet, as small as Excel opens it."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    lines = "".join(
        f'<row r="{number}">'
        + "".join(_x_cell(value, f"{chr(65 + at)}{number}") for at, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="Turns" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
        }
    )


def _x_cell(value: str | float, place: str) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


# -- PDF ----------------------------------------------------------------------------------------------------------

Piece = tuple[float, float, str]
"""Left, bottom, text; text between asterisks is bold."""

WIDE = 70
"""Characters of a typeset line."""


def typeset(
    paragraphs: Sequence[str], *, head: str = "", foot: str = "", lines: int = 40, gap: float = 0.0
) -> list[list[Piece]]:
    """Paragraphs as the lines of pages, ragged on the right, `gap` points apart. In head and foot, {} is the page."""
    pages: list[list[Piece]] = [[]]
    bottom = 740.0
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, WIDE, break_long_words=False, break_on_hyphens=False):
            if len(pages[-1]) >= lines:
                pages.append([])
                bottom = 740.0
            pages[-1].append((72.0, bottom, line))
            bottom -= 14
        bottom -= gap
    for number, page in enumerate(pages, 1):
        page.insert(0, (72.0, 800.0, head.format(number)))
        page.append((280.0, 30.0, foot.format(number)))
    return [[piece for piece in page if piece[2]] for page in pages]


def pdf(pages: Sequence[Sequence[Piece]]) -> bytes:
    """A PDF with texts at places, in Courier of 10 points, in which every character is 6 points wide."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for page in pages:
        content = b"BT\n" + b"".join(_shown(piece) for piece in page) + b"ET\n"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(data))
    )


def _shown(piece: Piece) -> bytes:
    left, bottom, text = piece
    shown = b"1 0 0 1 %g %g Tm\n" % (left, bottom)
    for number, part in enumerate(text.split("*")):
        letters = part.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
        shown += b"/F%d 10 Tf (%s) Tj\n" % (1 + number % 2, letters)
    return shown
