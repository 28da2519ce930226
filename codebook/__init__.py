"""Codes and their tree: what a study calls things. No text, no storage.

>>> book = Codebook().add("Velocity / Rapid prototyping", definition="From idea to a first result in a day.")
>>> book = book.rename(book.find("rapid prototyping"), "Prototyping")
>>> [book.path(code) for code in book]
['Velocity', 'Velocity / Prototyping']
"""

from codebook.changes import Change, Difference, adopt, describe, diff
from codebook.codes import KINDS, Code, Codebook
from codebook.colours import with_colours
from codebook.errors import CodebookError
from codebook.files import READ, WRITTEN, read, render, write

__all__ = [
    "KINDS",
    "READ",
    "WRITTEN",
    "Change",
    "Code",
    "Codebook",
    "CodebookError",
    "Difference",
    "adopt",
    "describe",
    "diff",
    "read",
    "render",
    "with_colours",
    "write",
]
