"""HTML: one small page with the table, which needs nothing else and runs nothing."""

from __future__ import annotations

from html import escape

import pandas as pd

from analysis.tables import Rendered
from analysis.tables.cells import visible
from analysis.tables.printed import columns

_STYLE = """\
body { font: 16px/1.4 system-ui, sans-serif; margin: 2rem; color: #111; background: #fff; }
table { border-collapse: collapse; border-block: 2px solid #111; }
caption { text-align: start; font-weight: 600; padding-block: .5rem; }
th, td { padding: .25rem .75rem; text-align: start; vertical-align: top; white-space: pre-line; }
tbody th { font-weight: 400; }
thead { border-bottom: 1px solid #111; }
tbody tr:nth-child(even) { background: #f3f3f3; }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
"""


def write(frame: pd.DataFrame, *, title: str, note: str) -> Rendered:
    """The table as a page, with readable headings and rounded numbers; `title` is its caption, `note` stands below."""
    printed = columns(frame, paper=False)
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">""",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_escape(title or 'Table')}</title>",
        f"<style>\n{_STYLE}</style>",
        "</head>",
        "<body>",
        "<table>",
    ]
    if title:
        lines.append(f'<caption dir="auto">{_escape(title)}</caption>')
    heads = "".join(f'<th scope="col"{_kind(column.numeric)}>{_escape(column.heading)}</th>' for column in printed)
    lines += ["<thead>", f"<tr>{heads}</tr>", "</thead>", "<tbody>"]
    for cells in zip(*(column.cells for column in printed), strict=True):
        lines.append("<tr>" + "".join(map(_cell, range(len(cells)), cells, (c.numeric for c in printed))) + "</tr>")
    lines += ["</tbody>", "</table>"]
    if note:
        lines.append(f'<p dir="auto">{_escape(note)}</p>')
    lines += ["</body>", "</html>"]
    return Rendered(("\n".join(lines) + "\n").encode())


def _cell(place: int, text: str, numeric: bool) -> str:
    tag, scope = ("th", ' scope="row"') if place == 0 and not numeric else ("td", "")
    return f"<{tag}{scope}{_kind(numeric)}>{_escape(text)}</{tag}>"


def _kind(numeric: bool) -> str:
    return ' class="number"' if numeric else ' dir="auto"'


def _escape(text: str) -> str:
    return escape(visible(text))
