"""A table in text, opened: its headers, and its rows one after the other in flat memory."""

from __future__ import annotations

import codecs
import csv
import difflib
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from mainstay.kit.sentences import Sentence
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.dialect import (
    HEAD,
    Dialect,
    NotInEncoding,
    find_delimiter,
    find_encoding,
    first_bad_byte,
    refuse_what_is_no_text,
)
from mainstay.kit.tables.source import (
    LONGEST_CELL,
    LONGEST_ROW,
    MOST_COLUMNS,
    Source,
    Unreadable,
    loose,
)

csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))

_END = "\0end of file\0"  # a NUL never comes in from a file: such a file is refused


class Row(NamedTuple):
    """One row: its number as a spreadsheet counts (the headers stand in row 1), a cell for every header."""

    number: int
    cells: list[str]
    beyond: tuple[str, ...] = ()  # cells that stand beyond the last header, where they are not all blank


@dataclass(frozen=True, slots=True)
class Table:
    """A table in text whose way of writing is known; rows may be gone through as often as one likes."""

    source: Source
    dialect: Dialect
    headers: tuple[str, ...]
    header_row: int

    def rows(self) -> Iterator[Row]:
        """Every row that is not wholly blank; short rows are filled up with blank cells."""
        width = len(self.headers)
        for number, cells in _records(self.source, self.dialect):
            if number <= self.header_row:
                continue
            if len(cells) < width:
                cells += [""] * (width - len(cells))
            if not any(cells) or not any(cell.strip() for cell in cells):
                continue
            if len(cells) == width:
                yield Row(number, cells)
            else:
                beyond = tuple(cells[width:])
                yield Row(number, cells[:width], beyond if any(cell.strip() for cell in beyond) else ())

    def column(self, name: str) -> int:
        """The place of a header: by its exact text, else whatever its case, blanks and unseen characters."""
        exact = [place for place, header in enumerate(self.headers) if header == name]
        alike = exact or [place for place, header in enumerate(self.headers) if loose(header) == loose(name)]
        if len(alike) == 1:
            return alike[0]
        if alike:
            raise Unreadable(
                _(
                    "The file has %(n)s columns headed “%(name)s”. Give each its own name in the file.",
                    n=len(alike),
                    name=name,
                )
            )
        raise Unreadable(_missing(name, self.headers))


def _missing(name: str, headers: Sequence[str]) -> Sentence:
    near = nearest(name, headers)
    if near:
        return _("The file has no column “%(name)s”. The nearest are: %(near)s.", name=name, near=near)
    return _("The file has no column “%(name)s”.", name=name)


def nearest(name: str, known: Iterable[str], most: int = 3) -> str:
    """The names most like the one asked for, in quotation marks; the first few where none is like it."""
    by_text = {loose(text): text for text in known if text.strip()}
    close = difflib.get_close_matches(loose(name), list(by_text), n=most, cutoff=0.5)
    within = [text for text in by_text if loose(name) in text and text not in close]
    chosen = (close + within)[:most] or list(by_text)[:most]
    return ", ".join(f"“{by_text[text].strip()}”" for text in chosen)


def open_table(
    source: Path | str | bytes | BinaryIO,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    wanted: Collection[str] = (),
) -> Table:
    """Open a table in text.

    What is not told (``encoding``, ``delimiter``) is found out; ``wanted`` are headers hoped for, the best
    hint at the delimiter. The whole file is read through once, so that a byte its encoding cannot read is
    known now and not in the middle of the work. Raises ``Unreadable``.
    """
    place = Source(source)
    with place.open() as file:
        head = file.read(HEAD)
    refuse_what_is_no_text(head, told=encoding is not None)
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
            return Table(place, dialect, tuple(cells), number)
    raise Unreadable(_("The file is empty."))


def _says_separator(number: int, cells: list[str]) -> bool:
    """Excel's first line “sep=;” is not a row of headers."""
    return number == 1 and len(cells) <= 2 and cells[0].startswith("sep=") and not any(cells[1:])


def _not_in_encoding(
    source: Source, head: bytes, error: NotInEncoding, delimiter: str | None, wanted: Collection[str]
) -> Unreadable:
    sign = delimiter or find_delimiter(head, error.encoding, wanted, whole=len(head) < HEAD)
    row = max(row for row, _cells in _records(source, Dialect(error.encoding, sign), until=error.offset))
    return Unreadable(
        _(
            "Row %(row)d holds the byte 0x%(byte)02X, which is no %(encoding)s as the rest of the file is."
            " Save the file anew in one encoding, or name its encoding in the map, under [file].",
            row=row,
            byte=error.byte,
            encoding=error.encoding,
        )
    )


# --- from bytes to rows -------------------------------------------------------------------------------------


def _records(source: Source, dialect: Dialect, until: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers; ``until`` stops at that many bytes, the byte there standing in the last row."""
    with source.open() as file:
        lines = _Lines(_text(file, dialect.encoding, until))
        reader = csv.reader(lines, delimiter=dialect.delimiter)
        while (cells := _next(reader, lines)) is not None:
            if cells and cells[-1].endswith(_END):
                if cells == [_END]:
                    return
                if until is None:
                    raise Unreadable(_("A quotation mark opened in row %(row)d is never closed.", row=lines.row))
            if len(cells) > MOST_COLUMNS:
                raise Unreadable(_("Row %(row)d has more than %(most)d cells.", row=lines.row, most=MOST_COLUMNS))
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
