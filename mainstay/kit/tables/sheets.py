"""What a workbook's sheets really hold, found out from their XML before anything is loaded.

The library that reads workbooks keeps a sheet as one block from its first to its last cell: two cells in
opposite corners would fill the machine. So the reach of every sheet, and the text that its cells would hold
together, are counted here first; document types and entities are refused wherever they stand.
"""

from __future__ import annotations

import codecs
import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.packed import Package, damaged
from mainstay.kit.tables.source import LONGEST_CELL, Unreadable

MOST_CELLS = 5_000_000  # of the block from the first to the last cell of a sheet
MOST_ROWS = 1_048_576
MOST_WIDE = 16_384
MOST_SHEETS = 256
MOST_TEXT = 300_000_000  # characters of all cells of a sheet together
_DEEPEST = 256
_MOST_ERRORS = 100_000  # cells whose error is remembered; others are blank

_PLACE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_HAS_CELLS = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^>]{0,200}?\br\s*=")


@dataclass
class Reach:
    """How far the cells of one sheet reach, how much text they hold, and those that hold an error."""

    rows: int = 0
    columns: int = 0
    shared: int = 0  # cells that hold one of the texts kept apart
    text: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    def put(self, row: int, column: int) -> None:
        """A filled cell stands here, counted from 1."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)


def parse(chunks: Iterable[bytes], **handlers: Callable[..., object]) -> None:
    """Go through XML, refusing document types; ``handlers`` as expat names them.

    It is read as UTF-8 whatever it declares, as the library does: both must see the same cells.
    """
    parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    try:
        for place, chunk in enumerate(chunks):
            if place == 0 and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                raise damaged()
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged() from error


def _refuse_document_type(*_told: object) -> NoReturn:
    raise Unreadable(
        _("The XML in this file declares a document type or entities. No table needs them; it is not opened.")
    )


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition(" ")[2]


# --- XLSX ---------------------------------------------------------------------------------------------------


def xlsx_reaches(package: Package) -> dict[str, Reach]:
    """The reach of every sheet of an XLSX, by its name, in the order of the workbook."""
    books = [name for name in package.names if name.lower().endswith("xl/workbook.xml")]
    texts = [name for name in package.names if name.lower().endswith("sharedstrings.xml")]
    if len(books) != 1 or len(texts) > 1:
        raise damaged()
    parts = _sheet_parts(package, books[0])
    lengths = _shared_lengths(package, texts[0]) if texts else []
    known: dict[str, Reach] = {}
    names = {part: sheet for sheet, part in parts.items()}
    for part in package.names:
        if part in names or part.lower().endswith(".xml") or _has_cells(package, part):
            known[part] = _xlsx_reach(package, names.get(part, part), part, lengths)
        elif part.lower().endswith(".rels"):
            parse(package.chunks(part))
    return {sheet: known[part] for sheet, part in parts.items()}


def _has_cells(package: Package, part: str) -> bool:
    """Whether a part of any other name could be taken for a sheet; goes through all of it."""
    last, found = b"", False
    for chunk in package.chunks(part):
        found = found or _HAS_CELLS.search(last + chunk) is not None
        last = chunk[-300:]
    return found


def _sheet_parts(package: Package, book: str) -> dict[str, str]:
    """The part of every sheet of cells, by the sheet's name."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(name: str, told: dict[str, str]) -> None:
        if local(name) == "Relationship":
            targets[told.get("Id", "")] = told.get("Target", "")

    def sheet(name: str, told: dict[str, str]) -> None:
        if local(name) == "sheet":
            plain = {local(key): value for key, value in told.items()}
            sheets.append((plain.get("name", ""), plain.get("id", "")))

    folder = posixpath.dirname(book)
    relations = posixpath.join(folder, "_rels", posixpath.basename(book) + ".rels")
    if relations not in package:
        raise damaged()
    parse(package.chunks(relations), StartElementHandler=relation)
    parse(package.chunks(book), StartElementHandler=sheet)
    if len(sheets) > MOST_SHEETS:
        raise Unreadable(_("This workbook has more than %(most)d sheets.", most=MOST_SHEETS))
    by_folded = {name.lower(): name for name in package.names}
    found = {}
    for name, key in sheets:
        target = targets.get(key, "")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        part = by_folded.get(whole.lower())
        if part and "/worksheets/" in f"/{part.lower()}":
            found[name] = part
    return found


def _shared_lengths(package: Package, name: str) -> list[int]:
    lengths: list[int] = []

    def start(element: str, _told: dict[str, str]) -> None:
        if local(element) == "si":
            lengths.append(0)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    parse(package.chunks(name), StartElementHandler=start, CharacterDataHandler=text)
    if lengths and max(lengths) > LONGEST_CELL:
        raise _long_cell()
    return lengths


def _xlsx_reach(package: Package, sheet: str, part: str, lengths: list[int]) -> Reach:
    reader = _XlsxCells()
    parse(package.chunks(part), StartElementHandler=reader.start, EndElementHandler=reader.end)
    reach = reader.reach
    refuse_beyond(sheet, reach)
    if reach.shared * max(lengths, default=0) > MOST_TEXT or reader.seen_error:
        reader = _XlsxCells(lengths)
        parse(
            package.chunks(part),
            StartElementHandler=reader.start,
            EndElementHandler=reader.end,
            CharacterDataHandler=reader.data,
        )
        reach = reader.reach
    refuse_beyond(sheet, reach)
    return reach


class _XlsxCells:
    """Follows the cells of a sheet; with ``lengths`` it reads what they hold, too."""

    def __init__(self, lengths: list[int] | None = None) -> None:
        self.reach = Reach()
        self.seen_error = False
        self._lengths = lengths
        self._row = self._column = 0
        self._kind = ""
        self._value: list[str] | None = None

    def start(self, name: str, told: dict[str, str]) -> None:
        if name.endswith(" c") or name == "c":
            place = _PLACE.fullmatch(told["r"]) if "r" in told else None
            if place:
                self._row, self._column = int(place[2]), _column(place[1])
            elif "r" in told:
                raise damaged()
            else:
                self._column += 1
            if self._row > MOST_ROWS or self._column > MOST_WIDE:
                raise damaged()
            self._kind = told.get("t", "")
        elif name.endswith((" v", " is")) or name in ("v", "is"):
            self._filled()
        elif name.endswith(" row") or name == "row":
            if "r" in told and not _ROW.fullmatch(told["r"]):
                raise damaged()
            self._row = int(told["r"]) if "r" in told else self._row + 1
            self._column = 0

    def _filled(self) -> None:
        self.reach.put(self._row, self._column)
        if self._kind == "s":
            self.reach.shared += 1
        elif self._kind == "e":
            self.seen_error = True
        if self._lengths is not None and self._kind in ("s", "e"):
            self._value = []

    def data(self, text: str) -> None:
        if self._value is not None:
            self._value.append(text)

    def end(self, name: str) -> None:
        if self._value is None or not (name.endswith(" v") or name == "v"):
            return
        value, self._value = "".join(self._value).strip(), None
        if self._kind == "e" and len(self.reach.errors) < _MOST_ERRORS:
            self.reach.errors[self._row, self._column] = value
        elif self._lengths is not None and value.isdecimal() and int(value) < len(self._lengths):
            self.reach.text += self._lengths[int(value)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


# --- ODS ----------------------------------------------------------------------------------------------------


def ods_reaches(package: Package) -> dict[str, Reach]:
    """The reach of every sheet of an ODS, by its name, in the order of the file."""
    for name in package.names:
        if name == "content.xml":
            continue
        if name.lower().endswith((".xml", ".rdf")):
            parse(package.chunks(name))
        else:
            for _chunk in package.chunks(name):
                pass
    if "content.xml" not in package:
        raise damaged()
    cells = _OdsCells()
    parse(
        package.chunks("content.xml"),
        StartElementHandler=cells.start,
        EndElementHandler=cells.end,
        CharacterDataHandler=cells.data,
    )
    for name, reach in cells.reaches.items():
        refuse_beyond(name, reach)
    if len(cells.reaches) > MOST_SHEETS:
        raise Unreadable(_("This workbook has more than %(most)d sheets.", most=MOST_SHEETS))
    return cells.reaches


class _OdsCells:
    """Follows the cells of an ODS; rows and cells that repeat count as often as they do."""

    def __init__(self) -> None:
        self.reaches: dict[str, Reach] = {}
        self._reach = Reach()
        self._deep = 0
        self._row = self._row_times = self._column = self._cell_times = 0
        self._width = self._text = 0
        self._length: int | None = None

    def start(self, name: str, told: dict[str, str]) -> None:
        self._deep += 1
        if self._deep > _DEEPEST:
            raise damaged()
        element = local(name)
        if element in ("table-cell", "covered-table-cell"):
            self._cell_times = _times(told, "number-columns-repeated")
            self._length = 0
            if any(local(key) == "value-type" for key in told):
                self._fill()
        elif self._length is not None:
            self._fill()
        elif element == "table-row":
            self._row_times, self._column = _times(told, "number-rows-repeated"), 0
            self._width = self._text = 0
        elif element == "table":
            plain = {local(key): value for key, value in told.items()}
            self._reach, self._row = Reach(), 0
            self.reaches[plain.get("name", "")] = self._reach

    def _fill(self) -> None:
        self._width = max(self._width, self._column + self._cell_times)

    def data(self, text: str) -> None:
        if self._length is not None:
            self._length += len(text)
            if self._length > LONGEST_CELL:
                raise _long_cell()

    def end(self, name: str) -> None:
        self._deep -= 1
        element = local(name)
        if element in ("table-cell", "covered-table-cell"):
            self._column += self._cell_times
            self._text += (self._length or 0) * self._cell_times
            self._length = None
        elif element == "table-row":
            self._row += self._row_times
            if self._width:
                self._reach.put(self._row, self._width)
                self._reach.text += self._text * self._row_times


def _times(told: dict[str, str], name: str) -> int:
    value = next((value for key, value in told.items() if local(key) == name), "1")
    if not _ROW.fullmatch(value) or int(value) > MOST_ROWS:
        raise damaged()
    return int(value)


# --- limits -------------------------------------------------------------------------------------------------


def refuse_beyond(sheet: str, reach: Reach) -> None:
    """Refuse a sheet that reaches too far or holds too much, naming the limit."""
    if reach.columns > MOST_WIDE or reach.rows > MOST_ROWS or reach.rows * reach.columns > MOST_CELLS:
        raise Unreadable(
            _(
                "The sheet “%(sheet)s” reaches over %(rows)d rows and %(columns)d columns; at most %(cells)d cells"
                " are read from a workbook. Remove stray cells far out, or save the sheet as CSV.",
                sheet=sheet,
                rows=reach.rows,
                columns=reach.columns,
                cells=MOST_CELLS,
            )
        )
    if reach.text > MOST_TEXT:
        raise Unreadable(
            _(
                "The cells of the sheet “%(sheet)s” hold more than %(most)d characters together. Save it as CSV:"
                " text may be of any size.",
                sheet=sheet,
                most=MOST_TEXT,
            )
        )


def _long_cell() -> Unreadable:
    return Unreadable(_("A cell of this workbook is longer than %(most)d characters.", most=LONGEST_CELL))
