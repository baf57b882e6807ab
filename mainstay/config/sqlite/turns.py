"""Whose turn it is to write next, among all threads and processes of a house.

SQLite has no queue: whoever waits asks again, at last every tenth of a second, and whoever commits and begins again at
once is there before. So nobody begins to write without the gate, and holds it until the writing has begun: whoever
has just written stands in front of it behind whoever waits already.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

FIRST, LEAST = 0.01, 0.001  # seconds between two tries: of whoever has just come, of whoever has waited a second


@contextmanager
def gate(folder: Path, until: float) -> Iterator[None]:
    """Hold the gate of a house; by ``until`` (of ``monotonic``) whoever has not got it goes on without.

    The gate is the folder of the database itself: nothing is left behind by a process that ends.
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # a folder that may not be read: as without a gate
        yield
        return
    try:
        came = monotonic()
        while not _mine(handle) and monotonic() < until:
            sleep(pause(monotonic() - came))
        yield
    finally:
        os.close(handle)


def pause(waited: float) -> float:
    """Seconds until the next try of whoever has waited so long: the longer, the sooner, so that they go first."""
    return max(LEAST, FIRST / (1 + 10 * waited))


def _mine(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system that knows no such locks
        return True
    return True
