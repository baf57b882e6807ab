"""Numbers of clients and people as text: “27217.0” is 27217 where the whole column was a column of numbers once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mainstay.kit.tables import Table, tidy
from mainstay.kit.tables.maps import Map

_WHOLE = re.compile(r"([0-9]+)\.0+")


def tidied(table: Table, map_: Map, fields: Sequence[str]) -> Table:
    """The table with the columns of these fields without “.0”, where every value of a column ends so."""
    wanted = [table.column(map_.columns[name]) for name in fields if name in map_.columns]
    places = [place for place in wanted if _all_whole(table, place)]
    if not places:
        return table

    def records() -> Iterator[tuple[int, list[str]]]:
        for number, cells in table.records():
            if number > table.header_row:
                for place in places:
                    if place < len(cells):
                        cells[place] = _WHOLE.sub(r"\1", tidy(cells[place]))
            yield number, cells

    return replace(table, records=records)


def _all_whole(table: Table, place: int) -> bool:
    """Whether all the values of a column, and there are some, end in “.0”: the first other one settles it."""
    some = False
    for row in table.rows():
        text = tidy(row.cells[place])
        if text and not _WHOLE.fullmatch(text):
            return False
        some = some or bool(text)
    return some
