"""The lookup ``among``: as ``in``, with all the values in one parameter, so that hundreds cost no more than one.

``filter(pk__among=ids)``. For columns of text and UUIDs; None is among nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler


class Among(Lookup[Any]):
    """``column = ANY(values)`` on PostgreSQL, ``column IN (the values of a JSON array)`` on SQLite."""

    lookup_name = "among"
    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Iterable[Any]) -> None:
        super().__init__(lhs, [value for value in rhs if value is not None])

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """The condition and its one parameter."""
        left, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            kind = self.lhs.output_field.db_type(connection).split("(")[0]
            return f"{left} = ANY(%s::{kind}[])", (*params, written(self.rhs, connection))
        values = written(self.rhs, connection)
        return f"{left} IN (SELECT value FROM json_each(%s))", (*params, values)  # noqa: S608 (compiled by Django)


def written(values: Sequence[Any], connection: BaseDatabaseWrapper) -> Any:
    """The one parameter that stands for these values: an array, or JSON."""
    if connection.vendor == "postgresql":
        if values and all(type(value) is UUID for value in values):  # an array as PostgreSQL writes it: one text
            return "{" + ",".join([f"{value.int:032x}" for value in values]) + "}"
        return list(values)
    return json.dumps([value.hex if isinstance(value, UUID) else value for value in values])


models.CharField.register_lookup(Among)
models.UUIDField.register_lookup(Among)
