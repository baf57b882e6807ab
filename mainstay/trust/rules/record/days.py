"""Working days counted fast: each year of the team's calendar is worked out once (TV-10)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import accumulate

Year = Callable[[int], Sequence[bool]]  # of each day of a year, from 1 January on, whether it is worked


def weekdays(year: int) -> list[bool]:
    """Monday to Friday, no holidays: for a house without a calendar, and for the rulebook's tests."""
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    return [(first.weekday() + n) % 7 < 5 for n in range(length)]


class Workdays:
    """The working days of a team."""

    def __init__(self, year: Year = weekdays) -> None:
        self._worked = year
        self._sums: dict[int, list[int]] = {}  # year: working days up to and including each day of it
        self._first: dict[int, int] = {}  # year: the ordinal of its first day

    def _sum(self, year: int) -> list[int]:
        found = self._sums.get(year)
        if found is None:
            found = self._sums[year] = list(accumulate(map(int, self._worked(year))))
            self._first[year] = date(year, 1, 1).toordinal()
        return found

    def works_on(self, day: date) -> bool:
        """Whether the team works on that day."""
        sums = self._sum(day.year)
        place = day.toordinal() - self._first[day.year]
        return sums[place] > (sums[place - 1] if place else 0)

    def between(self, first: date, last: date) -> int:
        """Working days after ``first``, up to and including ``last``; 0 where it is not later (TV-10)."""
        if last <= first:
            return 0
        counted = self._up_to(last) - self._up_to(first)
        if first.year == last.year:
            return counted
        return counted + sum(self._sum(year)[-1] for year in range(first.year, last.year))

    def _up_to(self, day: date) -> int:
        return self._sum(day.year)[day.toordinal() - self._first[day.year]]

    def after(self, day: date, many: int) -> date:
        """The working day that is ``many`` working days after a day; the day itself for 0 (TV-11).

        Where the team does not work at all within ten years, calendar days are counted.
        """
        found, left, seen = day, many, 0
        while left > 0 and seen < 3653:
            found += timedelta(days=1)
            left -= self.works_on(found)
            seen += 1
        return found if left <= 0 else day + timedelta(days=many)
