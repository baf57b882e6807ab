"""What the first rows of a file would become by a map."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import nsmallest
from itertools import islice
from operator import attrgetter
from typing import Any

from mainstay.house.models import User
from mainstay.kit.refusals import Refused
from mainstay.kit.tables import Asks, Problem, Table, Unreadable
from mainstay.kit.tables.maps import Map
from mainstay.transfer.actions import files
from mainstay.transfer.actions.kinds import kind_of
from mainstay.transfer.models import Run
from mainstay.transfer.rules.guessing import guess
from mainstay.transfer.rules.kinds import Around, Kind, Reading, Step

LOOKED_AT = 5_000  # rows read for a preview; the whole file only where they leave a question open


@dataclass(frozen=True)
class Preview:
    """What the first rows would become. ``wrong`` is the sentence where file or map cannot be used at all.

    ``headers`` are the columns as a map may name them, ``rows`` the first rows as they stand in the file. ``questions``
    carry ``choices`` where a map can answer them; while there are any, or something is wrong, there are no steps.
    ``cut`` says that the file has more rows than were looked at.
    """

    headers: Sequence[str] = ()
    sheets: Sequence[str] = ()
    rows: Sequence[tuple[int, Sequence[str]]] = ()
    steps: Sequence[Step] = ()
    questions: Sequence[Unreadable] = ()
    problems: Sequence[Problem] = ()
    problem_count: int = 0
    summary: dict[str, Any] = field(default_factory=dict)
    wrong: str = ""
    cut: bool = False


def guessed(run: Run, map_text: str = "") -> Map:
    """The map that the headers of the file suggest, read as ``map_text`` says. Raises Unreadable, Refused."""
    kind = kind_of(run.kind)
    told = Map.parse(map_text, kind.fields, whole=False)
    with files.spooled(run) as path:
        found = guess(kind.fields, files.opened(path, run.file_name, told))
    return replace(told, columns={**found.columns, **told.columns})


def preview(run: Run, map_text: str, by: User, *, at: datetime, most: int = 20) -> Preview:
    """What the first rows would become by this map; writes nothing. Raises Refused where the file is gone."""
    kind = kind_of(run.kind)
    try:
        told = Map.parse(map_text, kind.fields, whole=False)
        with files.spooled(run) as path:
            return _look(kind, files.opened(path, run.file_name, told), told, by, at, most)
    except Asks as question:
        return Preview(questions=[question])
    except Unreadable as wrong:
        return Preview(wrong=str(wrong))


def _look(kind: Kind, table: Table, told: Map, by: User, at: datetime, most: int) -> Preview:
    rows = [(row.number, row.cells) for row in islice(table.rows(), most)]
    seen = Preview(headers=table.names, sheets=table.sheets, rows=rows)
    try:
        Map.parse(told.toml(), kind.fields)  # with what is needed
        reading, cut = _read(kind, table, told)
        records = nsmallest(most, reading.records(), key=attrgetter("rows"))
        steps = kind.compare(records, Around(by, at, None, told, reading))
    except Asks as question:
        return replace(seen, questions=[question])
    except (Unreadable, Refused) as wrong:
        return replace(seen, wrong=str(getattr(wrong, "message", wrong)))
    return replace(
        seen,
        steps=steps,
        questions=list(reading.questions),
        problems=list(reading.problems),
        problem_count=reading.problem_count,
        summary=reading.summary,
        cut=cut,
    )


def _read(kind: Kind, table: Table, told: Map) -> tuple[Reading, bool]:
    """The beginning of the file; all of it where the beginning alone leaves a question open."""
    more = next(islice(table.records(), LOOKED_AT + table.header_row, None), None) is not None
    if more:
        try:
            reading = kind.read(replace(table, records=_first(table, LOOKED_AT)), told, True)
            if not reading.questions:
                return reading, True
        except Asks:
            pass
    return kind.read(table, told, True), False


def _first(table: Table, most: int) -> Callable[[], Iterator[tuple[int, list[str]]]]:
    return lambda: islice(table.records(), most + table.header_row)
