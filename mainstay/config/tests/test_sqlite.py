"""What is made quicker of Django's own backend for SQLite says what Django's says."""

from __future__ import annotations

import sqlite3
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from mainstay.config.sqlite.base import LONGEST, Cursor, Operations

_STATEMENTS = {"places": "SELECT %s, '100 %%', '%%s' WHERE a = %s", "none": "SELECT 1", "long": "x" * LONGEST + "%s"}


@pytest.mark.parametrize("query", _STATEMENTS.values(), ids=_STATEMENTS)
def test_places_are_written_as_django_writes_them(query: str) -> None:
    ours, django = (sqlite3.connect(":memory:").cursor(factory=kind) for kind in (Cursor, SQLiteCursorWrapper))
    assert [ours.convert_query(query) for _again in range(2)] == [django.convert_query(query)] * 2
    named = "SELECT %(a)s"
    assert ours.convert_query(named, param_names=["a"]) == django.convert_query(named, param_names=["a"])


def test_an_id_is_read_as_it_was_written() -> None:
    operations, ids = Operations(connections["default"]), [UUID(int=0), UUID(int=1), uuid4(), UUID(int=2**128 - 1)]
    read = [operations.convert_uuidfield_value(told, None, None) for told in (*(one.hex for one in ids), None)]
    assert read == [*ids, None]
    assert str(read[2]) == str(ids[2])
