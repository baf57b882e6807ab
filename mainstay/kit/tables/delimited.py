"""Text whose cells stand between signs, opened and read row by row in flat memory."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from functools import partial
from typing import BinaryIO

from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.dialect import (
    DELIMITERS,
    ENCODINGS,
    HEAD,
    Dialect,
    NotInEncoding,
    find_delimiter,
    find_encoding,
    first_bad_byte,
)
from mainstay.kit.tables.source import (
    CHUNK,
    LONGEST_CELL,
    LONGEST_ROW,
    MOST_COLUMNS,
    Asks,
    Source,
    Unreadable,
    tidy,
)
from mainstay.kit.tables.table import Table
from mainstay.kit.tables.writing import plain

csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))

_END = "\0end of file\0"  # a NUL never comes in from a file: such a file is refused


def open_delimited(
    place: Source, head: bytes, encoding: str | None, delimiter: str | None, wanted: Collection[str]
) -> Table:
    """Open text between delimiters; what is not told is found out."""
    try:
        found = encoding or find_encoding(place, head)
        if encoding:
            bad = first_bad_byte(place, encoding)
            if bad is not None:
                raise NotInEncoding(encoding, *bad)
    except NotInEncoding as error:
        raise _not_in_encoding(place, head, error, delimiter, wanted) from error
    whole = len(head) < HEAD
    dialect = Dialect(found, delimiter or find_delimiter(head, found, wanted, whole=whole))
    for number, cells in _records(place, dialect):
        if any(cell.strip() for cell in cells) and not _says_separator(number, cells):
            return Table("csv", dialect, tuple(cells), number, partial(_records, place, dialect))
    raise Unreadable(_("The file is empty."))


def _says_separator(number: int, cells: list[str]) -> bool:
    """Excel's first line “sep=;” is not a row of headers."""
    return number == 1 and len(cells) <= 2 and cells[0].startswith("sep=") and not any(cells[1:])


def _not_in_encoding(
    source: Source, head: bytes, error: NotInEncoding, delimiter: str | None, wanted: Collection[str]
) -> Asks:
    try:
        sign = delimiter or find_delimiter(head, error.encoding, wanted, whole=len(head) < HEAD)
    except Asks:
        sign = DELIMITERS[0]
    row = max(row for row, _cells in _records(source, Dialect(error.encoding, sign), until=error.offset))
    return Asks(
        _(
            "Row %(row)d holds the byte 0x%(byte)02X, which is no %(encoding)s as the rest of the file is."
            " Save the file anew in one encoding, or name its encoding in the map, under [file].",
            row=row,
            byte=error.byte,
            encoding=error.encoding,
        ),
        about="encoding",
        choices=[
            (name, f"{name}: “{_piece(source, error.offset, name)}”")
            for name in ENCODINGS
            if name != error.encoding and first_bad_byte(source, name) is None
        ],
    )


def _piece(source: Source, offset: int, encoding: str) -> str:
    """The place in question, as an encoding would read it."""
    with source.open() as file:
        begin = max(offset - 20, 0)
        left = begin
        while left and file.read(min(left, CHUNK)):
            left -= min(left, CHUNK)
        content = file.read(40)
    return tidy(content.decode(encoding, "replace"))


def _records(source: Source, dialect: Dialect, until: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers; ``until`` stops at that many bytes, the byte there standing in the last row."""
    with source.open() as file, _text(file, dialect.encoding, until) as text:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=dialect.delimiter)
        while (cells := _next(reader, lines)) is not None:
            if cells and cells[-1].endswith(_END):
                if cells == [_END]:
                    return
                if until is None:
                    raise Unreadable(_("A quotation mark opened in row %(row)d is never closed.", row=lines.row))
            if len(cells) > MOST_COLUMNS:
                raise Unreadable(_("Row %(row)d has more than %(most)d cells.", row=lines.row, most=MOST_COLUMNS))
            for at, cell in enumerate(cells):
                if cell[:1] == "'":
                    cells[at] = plain(cell)
            yield lines.row, cells
            lines.next_row()


def _text(file: BinaryIO, encoding: str, until: int | None) -> io.TextIOBase:
    if until is None:
        return io.TextIOWrapper(file, encoding=encoding, newline="")
    good = codecs.getincrementaldecoder(encoding)("replace").decode(file.read(until))
    return io.StringIO(good + "\ufffd", newline="")


def _next(reader: Iterator[list[str]], lines: _Lines) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        raise _too_long(lines.row) from error


def _too_long(row: int) -> Unreadable:
    return Unreadable(
        _(
            "A cell in row %(row)d is longer than %(most)d characters: perhaps a quotation mark was never closed.",
            row=row,
            most=LONGEST_CELL,
        )
    )


class _Lines:
    """The lines of a text for the csv reader, none longer than may be, and a sign at their end.

    The sign tells whether the last quotation mark was closed: the reader alone would quietly take half a file
    for one cell.
    """

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text
        self._started = self._ended = False
        self._length = 0
        self.row = 1

    def next_row(self) -> None:
        self.row += 1
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_ROW + 1)
        if not line:
            if self._ended:
                raise StopIteration
            self._ended = True
            return _END
        self._length += len(line)
        if self._length > LONGEST_ROW:
            raise Unreadable(_("Row %(row)d is longer than %(most)d characters.", row=self.row, most=LONGEST_ROW))
        if "\0" in line:
            raise Unreadable(_("Row %(row)d holds a NUL byte: that is no text.", row=self.row))
        if not self._started:
            self._started = True
            line = line.removeprefix("\ufeff")
        return line
