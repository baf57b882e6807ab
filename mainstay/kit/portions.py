"""How much of a long work is done in one transaction: others wait for it, so it is measured by time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

SECONDS = 0.25  # that one transaction takes, about
_GROWS = 4  # times at most, from one to the next


class Portion:
    """The size of the next portion, between one and ``most``: so many as took ``SECONDS`` the last time.

    Begin with few: of how heavy they are nothing is known.
    """

    def __init__(self, *, first: int, most: int) -> None:
        self.size, self._most = first, most

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Around the doing of one portion."""
        begun = monotonic()
        yield
        share = SECONDS / max(monotonic() - begun, 0.001)
        self.size = min(max(int(self.size * min(share, _GROWS)), 1), self._most)
