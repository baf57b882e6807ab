"""Many rows written at once, as fast as the database takes them: value for value what ``bulk_create`` would write.

Django compiles a statement for every few rows, which is most of what a long list costs. Here the columns of the
model are read once, every column is prepared by its own field, and the rows go out by one prepared INSERT (SQLite)
or by COPY (PostgreSQL). Only actions may call this.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from itertools import repeat
from operator import is_, itemgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql import UpdateQuery

import mainstay.kit.among  # noqa: F401 (its lookup goes with long lists)
from mainstay.kit.behind import send, tell
from mainstay.kit.copied import lines_of

_Row = TypeVar("_Row", bound=models.Model)
_TEXTS = (models.CharField, models.TextField)
_DAYS = (models.DateField,)  # a DateTimeField is one too, and is prepared otherwise


def insert_many(rows: Sequence[models.Model]) -> None:
    """Write rows of one model, all their columns, in the caller's transaction.

    A primary key that the database gives is left out where no row has one; it is not read back (see ``ids_for``).
    Raises what the database raises, and TypeError for a column that is not simply what the row holds.
    """
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    told = [row.__dict__ for row in rows]
    fields = [field for field in model._meta.concrete_fields if not _given_by_database(field, told)]
    _send(connection, model._meta.db_table, [str(field.column) for field in fields], _columns(fields, told, connection))
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def insert_values(model: type[models.Model], values: Sequence[Sequence[Any]]) -> None:
    """Write rows told as the values of all columns, in the order of the model; see ``insert_many``."""
    if not values:
        return
    connection = connections[router.db_for_write(model)]
    fields = model._meta.concrete_fields
    ready = [_ready(field, column, connection) for field, column in zip(fields, zip(*values, strict=True), strict=True)]
    _send(connection, model._meta.db_table, [str(field.column) for field in fields], ready)


def update_many(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write some columns of rows that are there, by primary key: what ``bulk_update`` would write.

    ``names`` are attributes (``client_id``, not ``client``). In the caller's transaction.
    """
    if not rows or not names:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in (*names, model._meta.pk.attname)]
    told = [row.__dict__ for row in rows]
    columns = [[row[field.attname] for row in told] for field in fields]
    ready = [_ready(field, column, connection) for field, column in zip(fields, columns, strict=True)]
    if connection.vendor == "postgresql":
        tell(connection, _one_update(model, fields, connection), [list(column) for column in ready])
        return
    quoted = connection.ops.quote_name
    *settings, key = [f"{quoted(str(field.column))} = %s" for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quoted(model._meta.db_table)} SET {', '.join(settings)} WHERE {key}",  # noqa: S608 (names of ours)
            list(zip(*ready, strict=True)),
        )


def insert_new(rows: Sequence[models.Model]) -> None:
    """Write rows of one model, but for those that may not stand beside one that is there already.

    As ``bulk_create`` with ``ignore_conflicts``, for rows that tell all their columns. In the caller's transaction.
    """
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    quoted, fields = connection.ops.quote_name, model._meta.concrete_fields
    columns = _columns(fields, [row.__dict__ for row in rows], connection)
    told = f"{quoted(model._meta.db_table)} ({', '.join(quoted(str(field.column)) for field in fields)})"
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
        statement = f"INSERT INTO {told} SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING"  # noqa: S608 (names of ours)
        tell(connection, statement, [list(column) for column in columns])
        return
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(
            f"INSERT INTO {told} VALUES ({marks}) ON CONFLICT DO NOTHING",  # noqa: S608 (names of ours)
            list(zip(*columns, strict=True)),
        )


def update_all(rows: models.QuerySet[Any, Any], **values: Any) -> None:
    """Set columns of all these rows, as ``update`` does, where nobody asks how many there were."""
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(values)
    query.annotations = {}
    connection = connections[router.db_for_write(rows.model)]
    tell(connection, *query.get_compiler(using=connection.alias).as_sql())


def _one_update(
    model: type[models.Model], fields: Sequence[models.Field[Any, Any]], connection: BaseDatabaseWrapper
) -> str:
    """An UPDATE of many rows whose values come as one array a column, the key last."""
    quoted = connection.ops.quote_name
    table, names = quoted(model._meta.db_table), [quoted(str(field.column)) for field in fields]
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    settings = ", ".join(f"{name} = told.{name}" for name in names[:-1])
    told = f"unnest({arrays}) AS told ({', '.join(names)})"
    return f"UPDATE {table} SET {settings} FROM {told} WHERE {table}.{names[-1]} = told.{names[-1]}"  # noqa: S608 (names of ours)


def by_index() -> None:
    """Until the end of the transaction let PostgreSQL find rows by an index where there is one.

    For batches, which ask for some hundred rows of tables that have just grown: what the database knows of them is
    old, and it would read the whole table for each batch. SQLite does so by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)")


def ids_for(model: type[models.Model], many: int) -> list[int]:
    """Numbers that the next rows of a table may carry, rising, kept for the caller until its transaction ends."""
    connection = connections[router.db_for_write(model)]
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = cursor.fetchone()
            first = (last[0] if last else 0) + 1
            return list(range(first, first + many))
        cursor.execute(
            "SELECT array_agg(nextval(kept.name)) FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS name "
            "OFFSET 0) AS kept, generate_series(1, %s)",
            [connection.ops.quote_name(table), column, many],
        )
        return sorted(cursor.fetchone()[0] or ())


def rising_ids(moment: datetime, many: int) -> list[UUID]:
    """New ids that rise with time (UUID version 7), so that rows written together stand together in every index."""
    first = int(moment.timestamp() * 1000) << 80 | 0x7 << 76 | 0x2 << 62
    chance = memoryview(secrets.token_bytes(8 * many)).cast("Q")
    return [UUID(int=first | (place & 0xFFF) << 64 | one >> 2) for place, one in enumerate(chance)]


def of(model: type[_Row], rows: Iterable[Mapping[str, Any]]) -> list[_Row]:
    """Rows of a model from what is told of each, by attribute; what is not told is the field's default.

    As ``model(**told)``, several times as fast: for columns only (``client_id``, not ``client``).
    """
    fields, alias = model._meta.concrete_fields, router.db_for_write(model)
    asked = {one.attname: one.get_default for one in fields if one.has_default() and callable(one.default)}
    usual = {one.attname: one.get_default() for one in fields if one.attname not in asked}
    made = []
    for told in rows:
        values = usual.copy()
        values.update(told)
        for name, ask in asked.items():
            if name not in told:
                values[name] = ask()
        if len(values) != len(fields):
            unknown = sorted(values.keys() - usual.keys() - asked.keys())
            raise TypeError(f"{model.__name__} has no column {', '.join(unknown)}")
        made.append(_row(model, alias, values))
    return made


def _row(model: type[_Row], alias: str, values: dict[str, Any]) -> _Row:
    """A row that holds these values, which are its own from now on."""
    state = values["_state"] = models.base.ModelState()
    state.db = alias
    row = model.__new__(model)
    row.__dict__ = values
    return row


def in_order(model: type[_Row], rows: Iterable[Sequence[Any]]) -> list[_Row]:
    """Rows of a model from the values of all its columns, in the order of the model.

    As Django sets them up itself when nobody listens; nobody may (see the tests of the architecture).
    """
    names, alias = [field.attname for field in model._meta.concrete_fields], router.db_for_write(model)
    return [_row(model, alias, dict(zip(names, values, strict=True))) for values in rows]


def partly(model: type[_Row], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[_Row]:
    """Rows that stand in the database, of which some columns were read; the others come on asking, as by ``only``."""
    alias = router.db_for_write(model)
    found = [_row(model, alias, dict(zip(names, values, strict=True))) for values in rows]
    for row in found:
        row._state.adding = False
    return found


def _given_by_database(field: models.Field[Any, Any], told: Sequence[Mapping[str, Any]]) -> bool:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False) or getattr(field, "generated", False):
        raise TypeError(f"{field} is filled in while it is saved")
    return isinstance(field, models.AutoField) and all(row[field.attname] is None for row in told)


def _columns(
    fields: Sequence[models.Field[Any, Any]], told: Sequence[Mapping[str, Any]], connection: BaseDatabaseWrapper
) -> list[Sequence[Any]]:
    """The columns as the database's driver wants them."""
    values = (
        itemgetter(*(field.attname for field in fields)) if len(fields) > 1 else lambda row: (row[fields[0].attname],)
    )
    columns = zip(*map(values, told), strict=True)
    return [_ready(field, column, connection) for field, column in zip(fields, columns, strict=True)]


def _ready(field: models.Field[Any, Any], values: Sequence[Any], connection: BaseDatabaseWrapper) -> Sequence[Any]:
    """A column as the database's driver wants it; one value that stands in many rows is prepared once."""
    if isinstance(field, models.JSONField):
        empty = _prepared(field, {}, connection)
        full = {id(value): _prepared(field, value, connection) for value in _apart(values) if value != {}}
        return [full.get(id(value), empty) for value in values]
    if values[0] is values[-1] and all(map(is_, values, repeat(values[0]))):
        return [_prepared(field, values[0], connection)] * len(values)
    kinds = set(map(type, values)) - {type(None)}
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if len(kinds) == 1 and (quick := _quick(next(iter(kinds)), target, values, connection)) is not None:
        return quick
    if kinds == {Decimal}:
        equal = {value: _prepared(field, value, connection) for value in set(values)}
        return [equal[value] for value in values]
    if len(apart := _apart(values)) < len(values):
        ready = {id(value): _prepared(field, value, connection) for value in apart}
        return [ready[place] for place in map(id, values)]
    return [_prepared(field, value, connection) for value in values]


def _apart(values: Sequence[Any]) -> Collection[Any]:
    """The values without those that are the same thing as another."""
    return dict(zip(map(id, values), values, strict=True)).values()


def _quick(
    kind: type, target: models.Field[Any, Any], values: Sequence[Any], connection: BaseDatabaseWrapper
) -> Sequence[Any] | None:
    """A column whose values are all of one sort, or None, and need little; None for any other column."""
    native = connection.vendor == "postgresql"
    if (kind is str and isinstance(target, _TEXTS)) or (kind is bool and isinstance(target, models.BooleanField)):
        return values
    if kind is int and isinstance(target, models.IntegerField):
        return values
    if kind is UUID and isinstance(target, models.UUIDField):
        return values if native else [None if value is None else f"{value.int:032x}" for value in values]
    if kind is date and type(target) in _DAYS:
        return values if native else [value and value.isoformat() for value in values]
    if kind is datetime and isinstance(target, models.DateTimeField) and not native:
        utc = all(value is None or value.tzinfo is UTC for value in values)
        return [value and str(value)[:-6] for value in values] if utc else None
    return None


def _prepared(field: models.Field[Any, Any], value: Any, connection: BaseDatabaseWrapper) -> Any:
    plain = value.value if isinstance(value, Enum) else value
    return field.get_db_prep_save(plain, connection)


def _send(connection: BaseDatabaseWrapper, table: str, names: Sequence[str], columns: Sequence[Sequence[Any]]) -> None:
    quoted = connection.ops.quote_name
    told = f"{quoted(table)} ({', '.join(map(quoted, names))})"
    if connection.vendor == "postgresql":
        lines, cursor = lines_of(columns), connection.cursor()
        send(connection, lambda: _copy(connection, cursor, f"COPY {told} FROM STDIN", lines, columns))
        return
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(f"INSERT INTO {told} VALUES ({marks})", list(zip(*columns, strict=True)))  # noqa: S608 (names of ours)


def _copy(
    connection: BaseDatabaseWrapper,
    cursor: Any,
    statement: str,
    lines: bytes | None,
    columns: Sequence[Sequence[Any]],
) -> None:
    with cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        if lines is not None:
            copy.write(lines)
            return
        for row in zip(*columns, strict=True):
            copy.write_row(row)
