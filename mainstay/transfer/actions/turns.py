"""Taking turns with whoever else writes: on SQLite one writes at a time, and a long list would keep all others out.

Whoever waits already is let in before the next batch (``config.sqlite.turns``). The pause after it is for whoever
comes a little later, for the processor that the pages need, and for a file system without locks: there SQLite has no
queue, asks again at last every tenth of a second, and would find the next batch begun already.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic, sleep

from django.db import connection

PAUSE = 0.11  # seconds: longer than the longest wait between two tries of SQLite


@dataclass(frozen=True)
class Pace:
    """How a list is written: records in a batch at most, and seconds of writing until others get a turn."""

    batch: int
    turn: float


ALONE = Pace(batch=1_000, turn=4.0)  # in the terminal, where somebody looks on: a third of a second a batch
BESIDE = Pace(batch=500, turn=0.15)  # beside the pages: whoever presses something there waits for one short batch


class Turns:
    """The turns of one pass."""

    def __init__(self, pace: Pace) -> None:
        self._turn = pace.turn
        self._since = monotonic()

    def give(self) -> None:
        """Between two transactions: let others write, where that is due. PostgreSQL lets many write at once."""
        if connection.vendor != "sqlite" or monotonic() - self._since < self._turn:
            return
        sleep(PAUSE)
        self._since = monotonic()
