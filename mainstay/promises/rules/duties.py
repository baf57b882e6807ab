"""The days of a duty that a contract repeats, and duties typed one to a line (R-A-35, R-B-38)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mainstay.kit import months

MOST = 200  # promises entered in one go
EVERY = {"": 0, "month": 1, "quarter": 3, "year": 12}  # how often a duty is repeated, in months
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


@dataclass(frozen=True)
class Typed:
    """One line as it was typed: its day and what it says; ``due_on`` is None where no day was read."""

    text: str
    due_on: date | None


def days(first: date, every: str, times: int) -> Sequence[date]:
    """The days of a duty, counted from the first; one alone where it is not repeated.

    Raises ValueError for a repetition that is none of ``EVERY``, for fewer than 1 and beyond the calendar.
    """
    if every not in EVERY or times < 1:
        raise ValueError(every)
    step = EVERY[every]
    return [months.after(first, months=step * number) for number in range(times if step else 1)]


def typed(text: str) -> Sequence[Typed]:
    """Lines such as “2026-03-31 Report” or “31.3.2026: Report”; the day may stand anywhere, empty lines are nothing."""
    return [_line(" ".join(told.split())) for told in text.splitlines() if told.strip()]


def _line(told: str) -> Typed:
    found = _DAY.search(told)
    if found is None:
        return Typed(told, None)
    numbers = [int(part) for part in found.groups() if part is not None]
    if found[1] is None:
        numbers.reverse()
    words = f"{told[: found.start()].rstrip(' ,;:–-')} {told[found.end() :].lstrip(' ,;:–-')}".strip()
    try:
        return Typed(words, date(*numbers))
    except ValueError:
        return Typed(told, None)
