"""Queries that are put together and compiled once per process; afterwards only their values change.

Django compiles a query anew each time, which for a query of many parts takes far longer than the database takes to
answer. Here a query is built twice with values that stand nowhere else (*probes*): where the two statements differ,
the value that was told is found again, and a distance in time with it (“a day after ``at``”). What differs otherwise,
or asks the database while it is built, is never kept: such a query is compiled each time, as Django does.
(``kit.prepared`` is the same for queries whose places are named where they are built.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from mainstay.kit import among

Told = Mapping[str, Any]  # by name: an id, a moment, a day, a list of ids (for the lookup ``among``)
Build = Callable[[], QuerySet[Any, Any]]
Probe = tuple[Told, Build]
AskIds = Callable[[list[UUID], datetime], QuerySet[Any, Any]]
NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # for what does not depend on a moment
MOST = 500  # statements that are kept; then it begins anew


class _Asks(Exception):
    """The database was asked while a query was put together."""


@dataclass(frozen=True)
class Slot:
    """Where a value goes: by name, and how long before or after it."""

    place: int
    name: str
    shift: timedelta | None


@dataclass(frozen=True)
class Statement:
    """A compiled query; ``rows`` and ``compiler`` are as Django left them, to be copied and never changed."""

    rows: QuerySet[Any, Any]
    compiler: Any
    sql: str
    constants: tuple[Any, ...]
    slots: tuple[Slot, ...]
    converters: Any

    def read(self, told: Told) -> list[Any]:
        """What the query gives with these values, as the query set itself would give it."""
        connection = connections[self.rows.db]
        values = list(self.constants)
        for slot in self.slots:
            values[slot.place] = _adapted(told[slot.name], slot.shift, connection)
        compiler = copy(self.compiler)
        compiler.connection = connection  # each thread has its own
        compiler.as_sql = lambda *_args, **_named: (self.sql, tuple(values))
        compiler.get_converters = lambda _expressions: self.converters
        return self._through(compiler)

    def _through(self, compiler: Any) -> list[Any]:
        old: Any = self.rows
        query = object.__new__(type(old.query))
        query.__dict__ = {**old.query.__dict__, "get_compiler": lambda *_args, **_named: compiler}
        rows: Any = type(old)(old.model, query, old._db)
        rows._fields = old._fields
        return list(old._iterable_class(rows))


_SOME = (  # ids and moments for of_ids
    ([UUID("5f0e8a4c-1d7b-4c36-9e21-000000000071")], datetime(1971, 3, 2, 5, 7, 11, 357, tzinfo=UTC)),
    ([UUID("5f0e8a4c-1d7b-4c36-9e21-000000000091")], datetime(2091, 8, 9, 23, 41, 37, 951, tzinfo=UTC)),
)
_KEPT: dict[Any, Statement | None] = {}  # None: one that cannot be kept


def read(key: tuple[Any, ...], told: Told, build: Build, probes: Callable[[], Sequence[Probe]]) -> list[Any]:
    """The rows of ``build()`` by the statement that is kept under ``key``.

    The key names everything that decides how the statement reads, but for the values in ``told``. ``probes`` gives
    the same query with other values, and these values.
    """
    if key not in _KEPT:
        if len(_KEPT) >= MOST:
            _KEPT.clear()
        _KEPT[key] = learned(probes())
    statement = _KEPT[key]
    return list(build()) if statement is None else statement.read(told)


def of_ids(name: str, ask: AskIds, ids: Sequence[UUID], at: datetime = NO_TIME) -> list[Any]:
    """The rows of ``ask(ids, at)``, which looks for the ids by the lookup ``among`` and depends on nothing else."""
    told = list(ids)
    return read((name,), {"ids": told, "at": at}, partial(ask, told, at), partial(_some, ask))


def _some(ask: AskIds) -> list[Probe]:
    return [({"ids": ids, "at": at}, partial(ask, ids, at)) for ids, at in _SOME]


def refused() -> list[Any]:
    """The keys of what was asked for and cannot be kept."""
    return [key for key, statement in _KEPT.items() if statement is None]


def learned(probes: Sequence[Probe]) -> Statement | None:
    """One statement of two probes or more; None where it cannot be kept."""
    try:
        found = [(told, *_compiled(build)) for told, build in probes]
    except (_Asks, EmptyResultSet):
        return None
    _told, rows, compiler, sql, values = found[0]
    if len(found) < 2 or any(other[3] != sql or len(other[4]) != len(values) for other in found):
        return None
    slots = []
    for place, value in enumerate(values):
        seen = [(each[0], each[4][place]) for each in found]
        if all(type(one) is type(value) and one == value for _told, one in seen):
            continue
        slot = _slot(place, seen)
        if slot is None:
            return None
        slots.append(slot)
    converters = compiler.get_converters([each[0] for each in compiler.select[: compiler.col_count]])
    return Statement(rows, compiler, sql, tuple(values), tuple(slots), converters)


def _compiled(build: Build) -> tuple[QuerySet[Any, Any], Any, str, Sequence[Any]]:
    """A query as the database would get it, put together without asking the database."""

    def refuse(*_args: Any) -> Any:
        raise _Asks

    rows: Any
    with connections["default"].execute_wrapper(refuse):
        rows = build()
        if rows._prefetch_related_lookups or rows._result_cache is not None:
            raise _Asks
        compiler = rows.query.get_compiler(rows.db)
        sql, values = compiler.as_sql()
    return rows, compiler, sql, values


def _slot(place: int, seen: Sequence[tuple[Told, Any]]) -> Slot | None:
    """The one value told that explains what stands here in every probe; None where there are two such."""
    found = []
    for name in seen[0][0]:
        shifts = {_shift(told[name], value) for told, value in seen}
        if len(shifts) == 1 and (shift := shifts.pop()) is not False:
            found.append(Slot(place, name, shift if isinstance(shift, timedelta) and shift else None))
    return found[0] if len(found) == 1 else None


def _shift(told: Any, value: Any) -> timedelta | bool | None:
    """How far from the value told; None where it is that value, False where it has nothing to do with it."""
    if isinstance(told, UUID):
        return None if value in (told, told.hex) else False
    if isinstance(told, list):
        return None if value == among.written(told, connections["default"]) else False
    try:
        read = type(told).fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return False
    if type(read) is not type(told):
        return False
    if isinstance(read, datetime):
        moment: timedelta = (read if read.tzinfo else read.replace(tzinfo=UTC)) - told
        return moment
    shift: timedelta | bool = read - told if isinstance(read, date) else False
    return shift


def _adapted(value: Any, shift: timedelta | None, connection: BaseDatabaseWrapper) -> Any:
    """A value as the driver wants it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, list):
        return among.written(value, connection)
    moved = value + shift if shift else value
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(moved)
    return connection.ops.adapt_datefield_value(moved)
