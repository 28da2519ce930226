"""A codebook as a Word document to read and to append to a paper: a heading a code, by its level."""

from __future__ import annotations

import io

from codebook.archive import timeless
from codebook.codes import Codebook

_DEEPEST_HEADING = 9  # of Word's styles


def render(codebook: Codebook) -> bytes:
    """Name, kind and colour, definition, include, exclude and examples of each code."""
    from docx import Document
    from docx.oxml import OxmlElement
    from docx.shared import RGBColor
    from docx.text.paragraph import Paragraph

    document = Document()
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.title = "Codebook"
    document.add_heading("Codebook", level=0)
    styles = {style.name: style.style_id for style in document.styles}
    end = document.element.body.sectPr

    def paragraph(style: str = "Normal") -> Paragraph:
        """A new last paragraph. The library's own way walks through all those before it and through all styles."""
        element = OxmlElement("w:p")
        element.style = styles[style]
        end.addprevious(element)
        return Paragraph(element, document)

    for code in codebook:
        paragraph(f"Heading {min(codebook.depth(code) + 1, _DEEPEST_HEADING)}").add_run(code.name)
        kind = paragraph()
        if code.colour:
            kind.add_run("■ ").font.color.rgb = RGBColor.from_string(code.colour.removeprefix("#").upper())
        kind.add_run(codebook.kind(code)).italic = True
        if code.definition:
            paragraph().add_run(code.definition)
        for heading, text in (("Include", code.include), ("Exclude", code.exclude)):
            if text:
                criterion = paragraph()
                criterion.add_run(f"{heading}: ").bold = True
                criterion.add_run(text)
        for example in code.examples:
            paragraph("List Bullet").add_run(example)
    file = io.BytesIO()
    document.save(file)
    return timeless(file.getvalue())
