"""Opening whatever a firm has: found out by what the file holds, never by its name."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from mainstay.kit.tables.delimited import open_delimited
from mainstay.kit.tables.dialect import HEAD, refuse_what_is_no_text
from mainstay.kit.tables.source import Source
from mainstay.kit.tables.table import Table


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
    refuse_what_is_no_text(head, told=encoding is not None)
    return open_delimited(place, head, encoding, delimiter, wanted)
