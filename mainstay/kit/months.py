"""Months and days after a day: 31 January and one month is the last day of February (R-B-35)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def after(day: date, *, months: int = 0, days: int = 0) -> date:
    """So many months after a day, on the last of the month where it has no such day; then so many days.

    Several steps are counted from the first day, never from one that was shortened: 31 January, 28 February, 31 March.
    Raises ValueError beyond the year 9999.
    """
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"no such year: {year}")
    last = monthrange(year, month + 1)[1]
    try:
        return date(year, month + 1, min(day.day, last)) + timedelta(days=days)
    except OverflowError:
        raise ValueError("no such day") from None
