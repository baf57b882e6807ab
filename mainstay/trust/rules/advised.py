"""Whether they listen: pieces of advice taken, of those that were answered (R-B-2). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

OPEN, TAKEN, PARTLY, REFUSED = "open", "taken", "partly", "refused"
ANSWERS = (TAKEN, PARTLY, REFUSED)


class Listened(NamedTuple):
    """So many of so many answered pieces of advice were taken, wholly or in part; so many wait for an answer."""

    taken: int
    of: int
    waiting: int


def listened(answers: Iterable[tuple[str, int]]) -> Listened:
    """From answers and how often each was given (R-B-2). What is not answered yet counts for neither side."""
    times = dict.fromkeys((OPEN, *ANSWERS), 0)
    for answer, many in answers:
        times[answer] += many
    taken = times[TAKEN] + times[PARTLY]
    return Listened(taken, taken + times[REFUSED], times[OPEN])
