"""What the readers of word processors' files share: paragraphs and tables written to one text, and who speaks in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from codebook.errors import UnreadableFile
from corpus.readers.columns import looking_columns, named_columns, speakers_of, times_in
from corpus.readers.rendering import check_length, clean
from corpus.speakers import find_turns
from corpus.timestamps import with_finishes
from corpus.transcripts import Transcript, Turn


class Passage:
    """Text as it is put together, with the ranges of it that are bold."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.bold: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return self._length

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, text: str, *, bold: bool = False) -> None:
        """Write `text` at the end."""
        text = clean(text)
        start, self._length = self._length, self._length + len(text)
        self._parts.append(text)
        if not bold or not text:
            return
        if self.bold and self.bold[-1][1] == start:
            start = self.bold.pop()[0]
        self.bold.append((start, self._length))

    def append(self, other: Passage, *, separator: str) -> None:
        """Write `separator` and then `other`."""
        self._parts += separator, other.text
        start = self._length + len(separator)
        self.bold += [(start + first, start + last) for first, last in other.bold]
        self._length = start + other._length


class Pages:
    """A document while it is read: paragraphs are lines; a table's row is a line, with tabs between its cells."""

    def __init__(self, *, name: str) -> None:
        self.name = name
        self._parts: list[str] = []
        self._length = self._lines = 0
        self._bold: list[tuple[int, int]] = []
        self._tables: list[list[list[tuple[int, str]]]] = []
        self._nested: list[_Table] = []
        self._outside = False

    @property
    def in_table(self) -> bool:
        """Whether a table is open."""
        return bool(self._nested)

    def paragraph(self, paragraph: Passage) -> None:
        """A paragraph, in the cell that is open or outside of any table."""
        if self._nested:
            self._nested[-1].paragraph(paragraph)
            return
        self._line([paragraph])
        self._outside = self._outside or bool(paragraph.text.strip())

    def open_table(self) -> None:
        """A table begins, perhaps within a cell of another."""
        self._nested.append(_Table())
        if len(self._nested) == 1:
            self._tables.append([])

    def close_cell(self) -> None:
        """The cell whose paragraphs came last ends."""
        if self._nested:
            self._nested[-1].close_cell()

    def close_row(self) -> None:
        """The row whose cells came last ends."""
        if not self._nested:
            return
        row = self._nested[-1].close_row()
        if not row:
            return
        if len(self._nested) > 1:
            line, *cells = row
            for cell in cells:
                line.append(cell, separator="\t")
            self._nested[-2].paragraph(line)
        else:
            starts = self._line(row)
            self._tables[-1].append([(start, cell.text) for start, cell in zip(starts, row, strict=True)])

    def close_table(self) -> None:
        """The table that was opened last ends."""
        if self._nested:
            self.close_row()
            self._nested.pop()

    def transcript(self, *, speakers: Collection[str], notes: Sequence[str]) -> Transcript:
        """The text and its turns: those of a table of turns where there is one, else those that the lines show."""
        while self._nested:
            self.close_table()
        text = "".join(self._parts)
        if not text.strip():
            raise UnreadableFile(
                f"{self.name} holds no text. If its pages are pictures, run text recognition (OCR) on them first."
            )
        turns = [turn for table in self._tables for turn in _turns_of_table(table)]
        if turns:
            if self._outside:
                notes = [*notes, "The turns were taken from a table; what stands outside of it belongs to no turn."]
            return Transcript(text, tuple(with_finishes(turns)), tuple(notes))
        return Transcript(text, tuple(find_turns(text, speakers=speakers, bold=self._bold)), tuple(notes))

    def _line(self, cells: Sequence[Passage]) -> list[int]:
        """Write a line; where each of its cells starts."""
        starts = []
        for number, cell in enumerate(cells):
            self._write("\t" if number else "\n" if self._parts else "")
            starts.append(self._length)
            self._bold += [(self._length + start, self._length + end) for start, end in cell.bold]
            self._write(cell.text)
        self._lines += 1
        check_length(self._length, self._lines, name=self.name)
        return starts

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


class _Table:
    """The row and the cell of a table that are being read."""

    def __init__(self) -> None:
        self._cells: list[Passage] = []
        self._cell: Passage | None = None

    def paragraph(self, paragraph: Passage) -> None:
        if self._cell is None:
            self._cell = paragraph
        else:
            self._cell.append(paragraph, separator="\n")

    def close_cell(self) -> None:
        self._cells.append(self._cell or Passage())
        self._cell = None

    def close_row(self) -> list[Passage]:
        if self._cell is not None:
            self.close_cell()
        row, self._cells = self._cells, []
        return row


def _turns_of_table(table: list[list[tuple[int, str]]]) -> Iterator[Turn]:
    """The turns in the rows of a table, given as cells with their start; none where it is no table of turns."""
    rows = [[text for _, text in row] for row in table]
    columns = named_columns(rows[0]) if rows else None
    if columns is not None:
        rows, table = rows[1:], table[1:]
    else:
        columns = looking_columns(rows)
    if columns is None or columns.speaker is None:
        return

    def cell(row: Sequence[str], number: int | None) -> str:
        return row[number] if number is not None and number < len(row) else ""

    speakers = speakers_of([cell(row, columns.speaker) for row in rows])
    for row, places, speaker in zip(rows, table, speakers, strict=True):
        speech = cell(row, columns.text)
        if not speech.strip():
            continue
        begin, finish = times_in(cell(row, columns.begin))
        finish = times_in(cell(row, columns.end))[0] if columns.end is not None else finish
        start = places[columns.text][0] + len(speech) - len(speech.lstrip())
        yield Turn(start, start + len(speech.strip()), speaker, begin, finish)
