"""What a promise waits for: the new day when an input came late, and two clocks, with their arithmetic; pure.

Days are calendar days in the promise's zone; working days are those of the calendar that is passed in (SL-5).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from mainstay.house.rules import working_time
from mainstay.house.rules.working_time import AnyCalendar

MOST_WORK_DAYS = 500
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Run:
    """Working days in a row, with no free day between them: the first, the last, how many."""

    first: date
    last: date
    count: int


def runs(days: Iterable[date]) -> tuple[Run, ...]:
    """Days in order, gathered where they follow one another: Thu, Fri, Mon → Thu–Fri (2), Mon (1)."""
    found: list[Run] = []
    for day in days:
        if found and day - found[-1].last == timedelta(days=1):
            found[-1] = Run(found[-1].first, day, found[-1].count + 1)
        else:
            found.append(Run(day, day, 1))
    return tuple(found)


def closes_circle(edges: Iterable[tuple[K, K]], promise: K, on: K) -> bool:
    """Whether ``promise`` needing ``on`` would let something need itself; edges are (promise, what it needs)."""
    needs: dict[K, list[K]] = {}
    for one, other in edges:
        needs.setdefault(one, []).append(other)
    waiting, seen = [on], set[K]()
    while waiting:
        at = waiting.pop()
        if at == promise:
            return True
        if at not in seen:
            seen.add(at)
            waiting += needs.get(at, ())
    return False


# --- a new day -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Input:
    """Something a promise needs: the day it was agreed for, the day it came, the work it takes from then on."""

    judged_on: date
    came_on: date | None
    work_days: int

    def late_on(self, today: date) -> int:
        """Calendar days it came late, or is late by today."""
        return max(0, ((self.came_on or today) - self.judged_on).days)


@dataclass(frozen=True)
class Sum:
    """A day worked out: from which day on, which working days, to which day."""

    after: date
    counted: tuple[Run, ...]
    on: date


@dataclass(frozen=True)
class NewDay:
    """A new day for a promise: the place of the input that makes it, how late that came, the sum.

    ``firm``: everything it needs has come; else it is the earliest day there can be if the rest comes today.
    """

    because: int
    days_late: int
    sum: Sum
    firm: bool


def worked_out(calendar: AnyCalendar, after: date, work_days: int) -> Sum:
    """``work_days`` working days after a day, which itself does not count (R-B-46, SL-5).

    Without any work it is that day, or the next working one. ValueError where ten years hold too few working days.
    """
    if work_days < 1:
        return Sum(after, (), working_time.next_working_day(calendar, after, may_be_same=True))
    days, day = [], after
    for _count in range(work_days):
        day = working_time.next_working_day(calendar, day)
        days.append(day)
    return Sum(after, runs(days), day)


def new_day(calendar: AnyCalendar, due_on: date, inputs: Sequence[Input], today: date) -> NewDay | None:
    """The new day a promise gets because an input was late; None where its day can stand (R-B-46).

    The input whose work ends last decides. Where that one came in time the day was too tight from the start, and no
    lateness of others excuses it. Text due on Monday the 10th came on the 14th and takes 5 working days: the 21st.
    """
    found: NewDay | None = None
    for place, one in enumerate(inputs):
        base = one.came_on or max(today, one.judged_on)
        try:
            total = worked_out(calendar, base, one.work_days)
        except ValueError:
            return None
        if found is None or total.on > found.sum.on:
            found = NewDay(place, one.late_on(today), total, firm=True)
    if found is None or found.sum.on <= due_on or not found.days_late:
        return None
    firm = all(one.came_on is not None for one in inputs)
    return NewDay(found.because, found.days_late, found.sum, firm)


# --- two clocks ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clocks:
    """The working days of a promise: those that were ours, and those on which we waited. Together all that passed."""

    since: date
    until: date
    ours: tuple[Run, ...]
    waiting: tuple[Run, ...]

    @property
    def ours_days(self) -> int:
        """Working days on our clock."""
        return sum(run.count for run in self.ours)

    @property
    def waiting_days(self) -> int:
        """Working days on the other clock."""
        return sum(run.count for run in self.waiting)

    @property
    def days(self) -> int:
        """Both clocks together: the working days that passed."""
        return self.ours_days + self.waiting_days


def clocks(calendar: AnyCalendar, since: date, until: date, waits: Iterable[tuple[date, date | None]]) -> Clocks:
    """Two clocks over the working days after ``since`` up to and with ``until`` (field.md 4 and 5).

    A wait is (from, the day it came or None): ours stops after the first day, up to and with the day it came, as
    work begins on the day after. Waits may overlap; a day is on one clock only.
    """
    spans = [(first, until if came is None else came) for first, came in waits]
    ours: list[date] = []
    waiting: list[date] = []
    for number in range(1, max(0, (until - since).days) + 1):
        day = since + timedelta(days=number)
        if working_time.is_working_day(calendar, day):
            (waiting if any(first < day <= last for first, last in spans) else ours).append(day)
    return Clocks(since, until, runs(ours), runs(waiting))
