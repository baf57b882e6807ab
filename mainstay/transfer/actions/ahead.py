"""Reading one batch ahead, while the database is busy with the last one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_NONE: list[Any] = []


class Ahead:
    """Batches of records; ``look`` reads the next one before it is asked for.

    What goes wrong in reading it is raised where it is asked for, so that the batch before it stands.
    """

    def __init__(self, batches: Iterator[list[Any]]) -> None:
        self._batches = batches
        self._next: list[Any] | Exception | None = None

    def look(self) -> None:
        """Read the next batch now, if none was read yet."""
        if self._next is None:
            try:
                self._next = next(self._batches, _NONE)
            except Exception as error:  # noqa: BLE001 (raised where it is asked for)
                self._next = error

    def __iter__(self) -> Iterator[list[Any]]:
        return self

    def __next__(self) -> list[Any]:
        self.look()
        found, self._next = self._next, None
        if isinstance(found, Exception):
            raise found
        if not found:
            raise StopIteration
        return found
