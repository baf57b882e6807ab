"""What is sent to PostgreSQL while the caller prepares what comes next: it works in a process of its own meanwhile.

Within ``written_behind`` long rows go out behind the caller, in the order in which they were told; whatever else is
asked of the connection waits for them first, and so does the end of the block. So a transaction is what it would be
otherwise, only sooner done. What fails is raised where it is waited for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

_Act = Callable[[], object]


class Behind:
    """What is under way on one connection."""

    def __init__(self, connection: BaseDatabaseWrapper, sender: ThreadPoolExecutor) -> None:
        self.connection = connection
        self._sender = sender
        self._under_way: deque[Future[object]] = deque()

    def put(self, act: _Act) -> None:
        """Do it once all that was put before is done."""
        self._under_way.append(self._sender.submit(act))

    def done(self) -> None:
        """Wait until nothing is under way; raises what failed first."""
        while self._under_way:
            self._under_way.popleft().result()

    def ended(self) -> None:
        """Wait until nothing is under way, whatever became of it."""
        wait(self._under_way)

    def after(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Around any other statement of the connection."""
        self.done()
        return execute(sql, params, many, context)


_NOW: ContextVar[Behind | None] = ContextVar("behind", default=None)


@contextmanager
def written_behind(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Within a transaction: let what is written by COPY go out behind the caller. On SQLite nothing does."""
    if connection.vendor != "postgresql":
        yield
        return
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="behind") as sender:
        behind = Behind(connections[connection.alias], sender)  # itself: ``django.db.connection`` stands for it
        before = _NOW.set(behind)
        try:
            with connection.execute_wrapper(behind.after):
                yield
                behind.done()
        finally:
            _NOW.reset(before)
            behind.ended()


def send(connection: BaseDatabaseWrapper, act: _Act) -> None:
    """Do it behind the caller where that is allowed now, else at once."""
    behind = _under_way(connection)
    if behind is not None:
        behind.put(act)
    else:
        act()


def check_behind(connection: BaseDatabaseWrapper) -> None:
    """Let the database look at all references now and not when the transaction is committed, behind the caller."""
    behind = _under_way(connection)
    if behind is not None:
        real = behind.connection
        cursor = real.cursor().cursor  # the driver's own: ours belongs to this thread, and would wait for itself
        behind.put(lambda: _checked(real, cursor))


def _under_way(connection: BaseDatabaseWrapper) -> Behind | None:
    behind = _NOW.get()
    return behind if behind is not None and behind.connection.alias == connection.alias else None


def _checked(connection: BaseDatabaseWrapper, cursor: Any) -> None:
    with connection.wrap_database_errors, cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
