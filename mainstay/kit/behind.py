"""What is sent to PostgreSQL while the caller prepares what comes next: it works in a process of its own meanwhile.

Within ``written_behind`` long rows go out behind the caller, in the order in which they were told; whatever else is
asked of the connection waits for them first, and so does the end of the block. So a transaction is what it would be
otherwise, only sooner done. What fails is raised where it is waited for.

Who sends behind us needs the interpreter for a moment some six times a table, and gets it from a thread that is at work
only when that has had its turn: five milliseconds as Python comes. Turns are shorter while something may go out behind,
or the database would stand idle for most of the time that it was to gain.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

Params = Sequence[Any] | Mapping[str, Any] | None
_Act = Callable[[], object]
_MARKS = ("SAVEPOINT ", "RELEASE SAVEPOINT ")  # statements that only mark a place: nobody waits for what they answer
TURN = 0.0002  # seconds a thread keeps the interpreter while another one waits for it


class Behind:
    """What is under way on one connection."""

    def __init__(self, connection: BaseDatabaseWrapper, sender: ThreadPoolExecutor) -> None:
        self.connection = connection
        self._sender = sender
        self._under_way: deque[Future[object]] = deque()

    def put(self, act: _Act) -> None:
        """Do it once all that was put before is done."""
        self._under_way.append(self._sender.submit(act))

    def tell(self, sql: str, params: Params = None) -> None:
        """Have a statement carried out once all that was put before is done, whose answer nobody asks for."""
        real = self.connection
        cursor = real.cursor().cursor  # the driver's own: ours belongs to this thread, and would wait for itself
        self.put(lambda: _carried_out(real, cursor, sql, params))

    def done(self) -> None:
        """Wait until nothing is under way; raises what failed first."""
        while self._under_way:
            self._under_way.popleft().result()

    def ended(self) -> None:
        """Wait until nothing is under way, whatever became of it."""
        wait(self._under_way)

    def after(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Around any other statement of the connection."""
        if self._under_way and str(sql).startswith(_MARKS):
            self.tell(sql)
            return None
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
            with _short_turns(), connection.execute_wrapper(behind.after):
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


def tell(connection: BaseDatabaseWrapper, sql: str, params: Params = None) -> None:
    """Carry out a statement whose answer nobody asks for, behind the caller where that is allowed now, else at once."""
    behind = _under_way(connection)
    if behind is not None:
        behind.tell(sql, params)
    else:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)


def check_behind(connection: BaseDatabaseWrapper) -> None:
    """Let the database look at all references now and not when the transaction is committed, behind the caller."""
    behind = _under_way(connection)
    if behind is not None:
        behind.tell("SET CONSTRAINTS ALL IMMEDIATE")


def _under_way(connection: BaseDatabaseWrapper) -> Behind | None:
    behind = _NOW.get()
    return behind if behind is not None and behind.connection.alias == connection.alias else None


def _carried_out(connection: BaseDatabaseWrapper, cursor: Any, sql: str, params: Params) -> None:
    with connection.wrap_database_errors, cursor:
        cursor.execute(sql, params)


class _Turns:
    """How long turns were before they were made short, and for how many that holds: they are the whole process's."""

    def __init__(self) -> None:
        self.lock, self.users, self.before = Lock(), 0, 0.0


_TURNS = _Turns()


@contextmanager
def _short_turns() -> Iterator[None]:
    """Let threads hand the interpreter on sooner."""
    with _TURNS.lock:
        _TURNS.users += 1
        if _TURNS.users == 1:
            _TURNS.before = sys.getswitchinterval()
            sys.setswitchinterval(min(TURN, _TURNS.before))
    try:
        yield
    finally:
        with _TURNS.lock:
            _TURNS.users -= 1
            if not _TURNS.users:
                sys.setswitchinterval(_TURNS.before)
