"""Opening whatever a firm has: found out by what the file holds, never by its name."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.delimited import open_delimited
from mainstay.kit.tables.dialect import HEAD, OLD_OFFICE, refuse_what_is_no_text
from mainstay.kit.tables.directories import looks_like_calendar, looks_like_cards, open_calendar, open_cards
from mainstay.kit.tables.source import Source, Unreadable
from mainstay.kit.tables.table import Table
from mainstay.kit.tables.workbooks import open_workbook


def open_table(
    source: Path | str | bytes | BinaryIO,
    *,
    name: str = "",
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    wanted: Collection[str] = (),
) -> Table:
    """Open a table, in whichever of the known formats it is.

    What is not told (``encoding``, ``delimiter``, ``sheet``) is found out, or asked (``Asks``); ``wanted`` are
    headers hoped for, the best hint at the delimiter; ``name`` is the file's name, for sentences. A text file
    is read through once, so that a byte its encoding cannot read is known now and not in the middle of the
    work. Raises ``Unreadable``.
    """
    place = Source(source)
    with place.open() as file:
        head = file.read(HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return open_workbook(place, sheet, wanted)
    if head.startswith(OLD_OFFICE) and _is_locked(place):
        raise Unreadable(_("This workbook is locked with a password. Save it without one, or save the sheet as CSV."))
    refuse_what_is_no_text(head, told=encoding is not None)
    if looks_like_cards(head):
        return open_cards(place, encoding)
    if looks_like_calendar(head):
        return open_calendar(place)
    return open_delimited(place, head, encoding, delimiter, wanted)


def _is_locked(place: Source) -> bool:
    """A workbook with a password is an old file within which the new one lies encrypted."""
    mark = "EncryptedPackage".encode("utf-16-le")
    last = b""
    for chunk in place.chunks():
        if mark in last + chunk:
            return True
        last = chunk[-len(mark) :]
    return False
