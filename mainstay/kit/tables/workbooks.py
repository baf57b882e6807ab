"""Workbooks (XLSX, ODS): one sheet of them as a table, its cells as the texts a person would type."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.dialect import Dialect
from mainstay.kit.tables.packed import Package, damaged
from mainstay.kit.tables.real import Day, Number
from mainstay.kit.tables.sheets import Reach, ods_reaches, xlsx_reaches
from mainstay.kit.tables.source import Asks, Source, Unreadable, loose
from mainstay.kit.tables.table import Table, nearest

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_LOOKED_AT = 30  # rows among which the headers are looked for
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_SMALL_PART = 1_048_576

Cells = Callable[[], Iterator[tuple[int, list[str]]]]


def open_workbook(place: Source, sheet: str | None, wanted: Collection[str]) -> Table:
    """Open one sheet of a workbook. Raises ``Asks`` where several hold a table and none is named."""
    package = Package(place)
    format_ = _format_of(package)
    reaches = xlsx_reaches(package) if format_ == "xlsx" else ods_reaches(package)
    book = _loaded(package.content)
    full = tuple(name for name, reach in reaches.items() if reach.rows)
    shown = {one.name for one in book.sheets_metadata if str(one.visible).endswith(".Visible")}
    named = tuple(name for name in full if name in shown) or full
    chosen = _chosen(named, tuple(book.sheet_names), sheet)
    records = partial(_records, _sheet(book, chosen), reaches.get(chosen) or Reach())
    number, headers = _headers(records, wanted)
    return Table(format_, Dialect("", ""), headers, number, records, sheet=chosen, sheets=named)


def _format_of(package: Package) -> Literal["xlsx", "ods"]:
    """What was packed here; ``Unreadable`` where it is no workbook, or one that is not read."""
    names = {name.lower() for name in package.names}
    if any(name.endswith("xl/workbook.xml") for name in names):
        return "xlsx"
    if any(name.endswith("xl/workbook.bin") for name in names):
        raise Unreadable(_("This is a binary workbook (XLSB). Save it as XLSX, or save the sheet as CSV."))
    mime = package.read("mimetype", 200).strip() if "mimetype" in package else b""
    if mime.startswith(_SPREADSHEET):
        manifest = "META-INF/manifest.xml"
        if manifest in package and b"encryption-data" in package.read(manifest, _SMALL_PART):
            raise Unreadable(
                _("This workbook is locked with a password. Save it without one, or save the sheet as CSV.")
            )
        return "ods"
    if mime.startswith(b"application/vnd.oasis") or any(name.startswith(("word/", "ppt/")) for name in names):
        raise Unreadable(_("This is a text document or a presentation, not a table. Save its table as CSV or XLSX."))
    if any(name.endswith(".iwa") for name in names):
        raise Unreadable(_("This is a file of Apple’s Numbers or Pages. Export it as CSV or XLSX."))
    raise Unreadable(_("This is a packed file (ZIP), not a workbook. Unpack it and bring in the table within."))


def _loaded(content: bytes) -> CalamineWorkbook:
    import python_calamine

    with _mishaps():
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))


def _sheet(book: CalamineWorkbook, name: str) -> CalamineSheet:
    with _mishaps():
        return book.get_sheet_by_name(name)


@contextmanager
def _mishaps() -> Iterator[None]:
    """What the library raises, and its panics (which are no ``Exception``), said in a sentence."""
    import python_calamine

    try:
        yield
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise damaged() from error
        raise


def _chosen(full: tuple[str, ...], every: tuple[str, ...], told: str | None) -> str:
    if told:
        alike = [name for name in every if name == told] or [name for name in every if loose(name) == loose(told)]
        if alike:
            return alike[0]
        raise Asks(
            _("The workbook has no sheet “%(sheet)s”. It has: %(near)s.", sheet=told, near=nearest(told, every)),
            about="sheet",
            choices=[(name, name) for name in full],
        )
    if not full:
        raise Unreadable(_("The workbook is empty."))
    if len(full) == 1:
        return full[0]
    raise Asks(
        _(
            "The workbook has %(n)s sheets that hold something: %(names)s. Name the one to bring in, as"
            ' sheet = "%(first)s" in the map, under [file].',
            n=len(full),
            names=", ".join(f"“{name}”" for name in full[:10]),
            first=full[0],
        ),
        about="sheet",
        choices=[(name, name) for name in full],
    )


def _headers(records: Cells, wanted: Collection[str]) -> tuple[int, tuple[str, ...]]:
    """The row of the headers: the one among the first that has most of those hoped for, else the first."""
    hoped = {loose(name) for name in wanted}
    first: list[tuple[int, list[str]]] = []
    for number, cells in records():
        if any(cell.strip() for cell in cells):
            first.append((number, cells))
        if len(first) >= _LOOKED_AT or (first and not hoped):
            break
    if not first:
        raise Unreadable(_("This sheet is empty."))
    number, cells = max(first, key=lambda row: sum(loose(cell) in hoped for cell in row[1]))
    while cells and not cells[-1].strip():
        cells.pop()
    return number, tuple(cells)


# --- cells --------------------------------------------------------------------------------------------------


def _records(sheet: CalamineSheet, reach: Reach) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet, counted as it counts them; blank columns before the first filled one are left out."""
    start = sheet.start
    if start is None:
        return
    left = start[1] + 1
    for number, row in enumerate(_rows(sheet), 1):
        cells = [cell if isinstance(cell, str) else cell_text(cell) for cell in row]
        if reach.errors:
            for at, cell in enumerate(cells):
                if not cell:
                    cells[at] = reach.errors.get((number, left + at), "")
        yield number, cells


def _rows(sheet: CalamineSheet) -> Iterator[list[Any]]:
    with _mishaps():
        rows = sheet.iter_rows()
    while True:
        with _mishaps():
            row = next(rows, None)
            if row is None:
                return
        yield row


def cell_text(value: object) -> str:
    """A cell as text: days and times in ISO, whole numbers without decimals, yes and no as true and false.

    A number keeps the 15 digits a spreadsheet shows; a per cent is the number it is (25 % is 0.25). Numbers and days
    come back as ``Number`` and ``Day``.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, datetime):
        value = value.replace(microsecond=0) + timedelta(seconds=round(value.microsecond / 1_000_000))
        clock = value.time()
        return Day(value.date().isoformat() + (f" {_clock(clock)}" if clock != time() else ""))
    if isinstance(value, date):
        return Day(value.isoformat())
    if isinstance(value, time):
        return _clock(value)
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        minutes, seconds = divmod(abs(seconds), 60)
        sign = "-" if value < timedelta() else ""
        return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
    return str(value)


def _clock(clock: time) -> str:
    return clock.isoformat("seconds" if clock.second else "minutes") if not clock.microsecond else clock.isoformat()


def _number(value: float) -> str:
    if isinstance(value, int):
        return Number(value)
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    text = f"{Decimal(f'{value:.15g}'):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Number("0" if text == "-0" else text)
