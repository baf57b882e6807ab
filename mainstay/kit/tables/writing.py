"""Tables on their way out: a spreadsheet that opens our file must not run what a client once typed."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mainstay.kit.tables.source import CHUNK

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_STARTS_A_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)*")
_BLANKS = " \u00a0\ufeff\u200b"
_AT_ONCE = 65_536  # characters of CSV handed out together
_MOST_ROWS = 1_048_576  # of a sheet; more go on the next
_LONGEST = 32_767  # characters of a cell of a workbook
_DIGITS = 15  # of a number; a spreadsheet forgets those beyond
_NO_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")  # signs that no name of a sheet may hold
_LONGEST_SHEET = 31
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def harmless(value: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula.

    A plain number, also a negative one (``-12.5``), stays a number; ``+49 30 1234`` does not, and is text
    anyway. ``plain`` takes the apostrophe away again.
    """
    if not _seems_a_formula(value) or _PLAIN_NUMBER.fullmatch(value):
        return value
    return "'" + value


def plain(value: str) -> str:
    """What was written, without the apostrophe that ``harmless`` (or a spreadsheet's user) put before it."""
    return value[1:] if value[:1] == "'" and _seems_a_formula(value) else value


def _seems_a_formula(value: str) -> bool:
    start = value.lstrip("'").lstrip(_BLANKS)[:1]
    return start != "" and start in _STARTS_A_FORMULA


def write_csv_cell(value: object) -> str:
    """A value in a file we hand out: nothing for None, ISO for days, formulas made harmless."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    isoformat = getattr(value, "isoformat", None)
    if callable(isoformat):
        return str(isoformat())
    return harmless(str(value))


def write_table(
    format_: Literal["csv", "xlsx"], headers: Sequence[str], rows: Iterable[Sequence[object]], *, sheet: str = ""
) -> Iterator[bytes]:
    """A table as a file, piece by piece and in flat memory.

    CSV is UTF-8 with its mark, commas, CR LF, days in ISO, formulas made harmless. In XLSX days are real days,
    numbers numbers and every text a text; a moment with its zone is written in ISO; more rows than a sheet
    holds go on a second one; a text beyond 32,767 characters is cut there, ending in “…”. ``sheet`` names its
    sheet, as far as a spreadsheet allows.
    """
    return _csv(headers, rows) if format_ == "csv" else _xlsx(headers, rows, sheet)


class _Pieces:
    """What the csv writer writes, until it is handed out."""

    def __init__(self) -> None:
        self.held: list[str] = ["\ufeff"]
        self.size = 0

    def write(self, text: str) -> None:
        self.held.append(text)
        self.size += len(text)

    def take(self) -> bytes:
        content = "".join(self.held).encode("utf-8", "replace")
        self.held, self.size = [], 0
        return content


def _csv(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    pieces = _Pieces()
    writer = csv.writer(pieces, lineterminator="\r\n")
    writer.writerow([harmless(header) for header in headers])
    for row in rows:
        writer.writerow([write_csv_cell(value) for value in row])
        if pieces.size > _AT_ONCE:
            yield pieces.take()
    yield pieces.take()


def _xlsx(headers: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory(prefix="mainstay-table-") as folder:
        file = Path(folder) / "table.xlsx"
        _write_xlsx(file, folder, headers, rows, name)
        with file.open("rb") as written:
            while chunk := written.read(CHUNK):
                yield chunk


def _write_xlsx(file: Path, folder: str, headers: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(file), {"constant_memory": True, "tmpdir": folder, "default_date_format": "yyyy-mm-dd"}
    )
    bold = book.add_format({"bold": True})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    try:
        sheet, number = None, _MOST_ROWS
        for row in rows:
            if sheet is None or number >= _MOST_ROWS:
                sheet, number = _begun(book, headers, bold, name), 1
            for column, value in enumerate(row):
                _write_cell(sheet, number, column, value, moment)
            number += 1
        if sheet is None:
            _begun(book, headers, bold, name)
    finally:
        book.close()


def _begun(book: Any, headers: Sequence[str], bold: object, name: str) -> Worksheet:
    sheet = book.add_worksheet(sheet_name(name, len(book.worksheets())))
    sheet.freeze_panes(1, 0)
    for column, header in enumerate(headers):
        sheet.write_string(0, column, _writable(header), bold)
    return sheet


def sheet_name(name: str, before: int) -> str | None:
    """What a sheet may be called of this name with so many sheets before it; None for a spreadsheet's own choice."""
    ending = f" {before + 1}" if before else ""
    clean = _UNWRITABLE.sub("", _NO_SHEET.sub(" ", name))[: _LONGEST_SHEET - len(ending)].strip(" '")
    return None if not clean or clean.casefold() == "history" else clean + ending


def _write_cell(sheet: Worksheet, row: int, column: int, value: object, moment: object) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float, Decimal)) and len(str(value).lstrip("-").replace(".", "")) <= _DIGITS:
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime) and value.tzinfo is None and value.year >= 1901:
        sheet.write_datetime(row, column, value, moment)
    elif isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1901:
        sheet.write_datetime(row, column, value)
    else:
        isoformat = getattr(value, "isoformat", None)
        sheet.write_string(row, column, _writable(str(isoformat() if callable(isoformat) else value)))


def _writable(text: str) -> str:
    clean = _UNWRITABLE.sub("\ufffd", text)
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"
