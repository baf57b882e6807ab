"""Queries that are built and compiled once in a process, and asked again and again with other values.

Django writes the SQL of a query anew each time it is asked; on a page of twenty queries that is more work than all the
rest. A query whose shape never changes is prepared instead::

    @prepared(client=models.UUIDField())
    def _open(client: Slot) -> QuerySet[Remark]:
        return Remark.objects.filter(client=client, closed_at=None).order_by("raised_at")

    rows = _open(client=client.pk)

A slot takes one value, never None and never a list. What differs in anything but values is another query. The function
is called once, so it must look at nothing but its slots: no clock, no person, no settings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

R = TypeVar("R")


class Slot(Value):
    """The place in a query that a value goes to when it is asked; ``value`` is its name."""

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """A parameter that stands for the value."""
        return "%s", (self,)

    def filled(self, values: Mapping[str, object], connection: BaseDatabaseWrapper) -> Any:
        """The value as this database takes it. ValueError for None, which equals nothing, and for several."""
        value = values[self.value]
        if value is None or isinstance(value, list | tuple | set):
            raise ValueError(f"{self.value} takes one value")
        return self.output_field.get_db_prep_value(value, connection)


class Prepared(Generic[R]):
    """A query that waits for its values."""

    def __init__(self, build: Callable[..., QuerySet[Any, R]], fields: Mapping[str, Field[Any, Any]]) -> None:
        self._build, self._fields = build, fields
        self._written: _Written | None = None
        self.__doc__ = build.__doc__

    def __call__(self, **values: object) -> list[R]:
        """The rows for these values: one query, and those of ``prefetch_related``. TypeError for other names."""
        if values.keys() != self._fields.keys():
            raise TypeError(f"this query takes {', '.join(self._fields)}")
        if self._written is None:
            slots = {name: Slot(name, output_field=kind) for name, kind in self._fields.items()}
            self._written = _Written(self._build(**slots))
        return list(self._written.asked(values))

    def first(self, **values: object) -> R | None:
        """The first of the rows."""
        return next(iter(self(**values)), None)


class _Written:
    """A query with its SQL."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self._rows: Any = rows
        self._compiler: Any = self._rows.query.get_compiler(using=rows.db)
        self._sql, self._parameters = self._compiler.as_sql()
        self._width: int = self._compiler.col_count
        self._converters = self._compiler.get_converters([one[0] for one in self._compiler.select[: self._width]])

    def asked(self, values: Mapping[str, object]) -> QuerySet[Model, Any]:
        """A query set that will ask with these values, and reads its rows as Django does."""
        connection = connections[self._rows.db]
        compiler = copy(self._compiler)
        compiler.connection = connection  # each thread has its own
        compiler.get_converters = lambda _columns: self._converters
        compiler.execute_sql = lambda *_how, **_chunks: [self._fetched(connection, values)]
        asked: Any = type(self._rows)(self._rows.model)
        asked.__dict__.update(self._rows.__dict__, _query=_Query(self._rows.query, compiler))
        return asked  # type: ignore[no-any-return]

    def _fetched(self, connection: BaseDatabaseWrapper, values: Mapping[str, object]) -> list[Any]:
        parameters = [one.filled(values, connection) if isinstance(one, Slot) else one for one in self._parameters]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, parameters)
            found: list[Any] = cursor.fetchall()
        return [row[: self._width] for row in found] if self._compiler.has_extra_select else found


class _Query:
    """Django’s query, but for the compiler it gives."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, *_args: object, **_using: object) -> Any:
        """The one that knows its SQL."""
        return self._compiler


def prepared(**fields: Field[Any, Any]) -> Callable[[Callable[..., QuerySet[Any, R]]], Prepared[R]]:
    """Of a function that builds a query from slots, the query; ``fields`` say what kind of value each slot takes."""
    return lambda build: Prepared(build, fields)
