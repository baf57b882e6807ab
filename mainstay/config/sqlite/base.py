"""Django's backend for SQLite, with a gate in front of whatever writes (see ``turns``)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from django.db.backends.sqlite3 import base, operations
from django.db.utils import OperationalError
from django.utils.functional import cached_property

from mainstay.config.sqlite.turns import LEAST, gate

LONGEST = 10_000  # signs of a statement that is kept: longer ones write many rows, each time another number of them
_WRITING = ("IMMEDIATE", "EXCLUSIVE")
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@lru_cache(maxsize=1024)
def _places(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(base.SQLiteCursorWrapper):
    """A cursor; a statement that writes without a transaction around it goes through the gate too."""

    wrapper: DatabaseWrapper

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        """Places as SQLite writes them; of a statement of a page, which is asked again and again, worked out once."""
        if param_names is not None or len(query) > LONGEST:
            return str(super().convert_query(query, param_names=param_names))
        return _places(query)

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement."""
        if self.connection.in_transaction or not query.startswith(_WRITES):
            return super().execute(query, params)
        with self.wrapper.gate():
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """Run one statement for each of many rows."""
        if self.connection.in_transaction:
            return super().executemany(query, param_list)
        with self.wrapper.gate():
            return super().executemany(query, param_list)


class Operations(operations.DatabaseOperations):
    """What is read: fifty rows hold some hundreds of ids, each as 32 signs."""

    def convert_uuidfield_value(self, value: Any, expression: Any, connection: Any) -> UUID | None:
        """As Django does, without looking for signs that are never there."""
        return None if value is None else UUID(int=int(value, 16))


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits for its turn to write."""

    ops_class = Operations
    transaction_mode: str | None  # what the parent reads of OPTIONS

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that knows the gate."""
        cursor = self.connection.cursor(factory=Cursor)
        cursor.wrapper = self
        return cursor

    def gate(self) -> AbstractContextManager[None]:
        """The gate of this database; none in memory, where nobody else writes."""
        if self.is_in_memory_db():
            return nullcontext()
        return gate(self._folder, monotonic() + self._patience)

    @cached_property
    def _folder(self) -> Path:
        return Path(self.settings_dict["NAME"]).absolute().parent

    @property
    def _patience(self) -> float:
        """Seconds that a writer waits."""
        return float(self.settings_dict["OPTIONS"].get("timeout", 5))

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode not in _WRITING or self.is_in_memory_db():
            self._begin()
            return
        until = monotonic() + self._patience
        with self.gate():
            self._begin_before(until)

    def _begin(self) -> None:
        super()._start_transaction_under_autocommit()  # type: ignore[misc]

    def _begin_before(self, until: float) -> None:
        """Begin as soon as whoever writes now has done: asked for often, since only one asks at a time."""
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    return self._begin()
                except OperationalError as error:
                    if not _waits(error) or monotonic() >= until:
                        raise
                sleep(LEAST)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(self._patience * 1000)}")


def _waits(error: OperationalError) -> bool:
    """Whether waiting helps; it does not where this connection still reads what is old meanwhile."""
    code = getattr(error.__cause__, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_BUSY and code != sqlite3.SQLITE_BUSY_SNAPSHOT
