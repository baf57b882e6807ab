"""When our side is asked how it is to work for a client (R-B-2). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

GLAD, FINE, WEARING = "glad", "fine", "wearing"
WORDS = (GLAD, FINE, WEARING)


@dataclass(frozen=True)
class Policy:
    """The numbers of the house."""

    asked_from: int = 26  # R-B-2: once a month; the day of the month from which it stands on Today


POLICY = Policy()


def month_of(day: date) -> date:
    """The month a day belongs to, by its first day."""
    return day.replace(day=1)


def asked_on(day: date, policy: Policy = POLICY) -> bool:
    """Whether the question stands on Today on this day (R-B-2)."""
    return day.day >= policy.asked_from


def beside(month: date, step: int) -> date:
    """The month so many months on (or back, below 0), by its first day."""
    count = month.year * 12 + month.month - 1 + step
    return date(count // 12, count % 12 + 1, 1)
