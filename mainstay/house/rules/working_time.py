"""The clock of working time (rulebook 5.2, SL-1 to SL-8): pure, whoever calls passes the instant in.

Wall times become UTC instants once, in ``windows_on``; all arithmetic is done between instants, so a window
over a change of the clocks is as long as it really is. Times come in with a zone and go out in UTC.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import reduce
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from mainstay.kit import wall

HORIZON = timedelta(days=3653)  # ten years: whoever finds nothing until then has no hours to find
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)

Pause: TypeAlias = tuple[datetime, datetime | None]  # from, until; None while it is still open


class Span(NamedTuple):
    """A stretch of time between two UTC instants, the second not included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Hours of a weekday (0 is Monday), in minutes since midnight on the wall; 24:00 is 1440. (SL-1)"""

    weekday: int
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError("A weekday is a number from 0, Monday, to 6, Sunday.")
        if not 0 <= self.start < self.end <= wall.MIDNIGHT:
            raise ValueError("Hours begin before they end; hours over midnight are two windows, parted at 24:00.")

    @classmethod
    def of(cls, weekday: int, start: time | str, end: time | str) -> Window:
        """The window from “09:00” to “17:30”, given as text or times; the end may be “24:00”."""
        return cls(weekday, minute_of(start), minute_of(end))


@dataclass(frozen=True, slots=True)
class Calendar:
    """When somebody works. (SL-1)

    ``holidays`` are days without work. ``replaced`` gives days their own windows instead of the week's, and
    wins over a holiday; the weekday of these windows is not looked at, and none at all means a day off.
    ``always`` is 24 × 7 and looks at nothing else but the zone.
    """

    zone: str
    windows: tuple[Window, ...] = ()
    holidays: Collection[date] = field(default=frozenset(), hash=False)
    replaced: Mapping[date, tuple[Window, ...]] = field(default_factory=dict, hash=False)
    always: bool = False
    tz: ZoneInfo = field(init=False, repr=False, compare=False)
    _week: tuple[tuple[tuple[int, int], ...], ...] = field(init=False, repr=False, compare=False)
    _worked_out: dict[date, tuple[Span, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        week = (_tidy(window for window in self.windows if window.weekday == day) for day in range(7))
        object.__setattr__(self, "tz", wall.zone_named(self.zone))
        object.__setattr__(self, "_week", tuple(week))

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The windows of that day in UTC, worked out once: many deadlines ask for the same days. (SL-2)"""
        spans = self._worked_out.get(day)
        if spans is None:
            ends = ((wall.instant(day, minute, self.tz) for minute in hours) for hours in self.minutes_on(day))
            spans = tuple(span for span in (Span(*pair) for pair in ends) if span.start < span.end)
            self._worked_out[day] = spans
        return spans

    def minutes_on(self, day: date) -> Sequence[tuple[int, int]]:
        """From and until on that day, in minutes since midnight on the wall, in order and apart. (SL-1)"""
        if self.always:
            return ((0, wall.MIDNIGHT),)
        if day in self.replaced:
            return _tidy(self.replaced[day])
        return () if day in self.holidays else self._week[day.weekday()]


@dataclass(frozen=True, slots=True)
class Combined:
    """Calendars taken together: working where any of them is, or only where all are. (SL-7)

    Its days are those of ``zone``. Made by ``union`` and ``intersection``.
    """

    parts: tuple[AnyCalendar, ...]
    all_of_them: bool
    zone: str
    tz: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tz", wall.zone_named(self.zone))


AnyCalendar: TypeAlias = Calendar | Combined


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of work as people read it: the day, from and until on the wall of the calendar's zone."""

    day: date
    start: datetime
    end: datetime
    length: timedelta

    @property
    def minutes(self) -> int:
        """Whole minutes of real time, begun ones left out."""
        return self.length // _MINUTE


def minute_of(clock: time | str) -> int:
    """Minutes since midnight of “09:00”; “24:00” is 1440. ValueError for what is no time to the minute."""
    if clock == "24:00":
        return wall.MIDNIGHT
    try:
        shown = time.fromisoformat(clock) if isinstance(clock, str) else clock
    except ValueError as error:
        raise ValueError(f"“{clock}” is no time; write for example 09:00, or 24:00 at the end.") from error
    if shown.second or shown.microsecond or shown.tzinfo:
        raise ValueError(f"“{clock}” is too fine; hours are told to the minute, on the calendar's own wall.")
    return shown.hour * 60 + shown.minute


def weekly(weekdays: Iterable[int], *hours: tuple[time | str, time | str]) -> tuple[Window, ...]:
    """The same hours on several weekdays: ``weekly(range(5), ("09:00", "12:00"), ("13:00", "17:30"))``."""
    return tuple(Window.of(day, start, end) for day in weekdays for start, end in hours)


def union(calendars: Iterable[AnyCalendar], zone: str | None = None) -> Combined:
    """Working if any of them is: the client's calendar or ours. Zone: else the first one's. (SL-7)"""
    return _combined(calendars, zone, all_of_them=False)


def intersection(calendars: Iterable[AnyCalendar], zone: str | None = None) -> Combined:
    """Working only if all of them are. For offering meeting times, never for a deadline. (SL-7)"""
    return _combined(calendars, zone, all_of_them=True)


def windows_on(calendar: AnyCalendar, day: date) -> tuple[Span, ...]:
    """The windows of one local day as UTC spans, in order and apart; () on a day without work. (SL-2)"""
    if isinstance(calendar, Combined):
        start, end = (wall.instant(day, minute, calendar.tz) for minute in (0, wall.MIDNIGHT))
        return tuple(_spans(calendar, start, end))
    return calendar.spans_on(day)


def is_working(calendar: AnyCalendar, at: datetime) -> bool:
    """Whether this instant lies in a window; the closing time itself does not. (SL-2)"""
    at = wall.in_utc(at)
    return any(span.start <= at for span in _spans(calendar, at, at + _SECOND))


def elapsed(calendar: AnyCalendar, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
    """Working time in [start, end) without the pauses; nothing if the end is not after the start. (SL-3)

    A pause takes away only what it covers of working time; pauses may overlap each other; an open one lasts.
    """
    spans = _worked(calendar, wall.in_utc(start), wall.in_utc(end), pauses)
    return sum((span.end - span.start for span in spans), timedelta())


def deadline(calendar: AnyCalendar, start: datetime, minutes: int, pauses: Iterable[Pause] = ()) -> datetime | None:
    """The instant (UTC) at which so many working minutes from start are used up. (SL-4)

    At closing time it is closing time, not the next opening. None ("stopped") if an open pause began before
    they were used up; one that began later takes nothing back. ValueError if ten years do not hold as much.
    """
    if minutes < 0:
        raise ValueError("A deadline needs working minutes from zero upwards.")
    start, pauses = wall.in_utc(start), list(pauses)
    left = timedelta(minutes=minutes)
    if not left:
        return start
    for span in _worked(calendar, start, start + HORIZON, pauses):
        if span.end - span.start >= left:
            return span.start + left
        left -= span.end - span.start
    if any(until is None for _, until in pauses):
        return None
    raise ValueError("This calendar holds too little working time: no deadline comes within ten years.")


def explain(calendar: AnyCalendar, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> tuple[Piece, ...]:
    """The arithmetic of ``elapsed`` day by day, to stand beside a due time: 9:00–12:00 + 13:00–15:30. (SL-3)

    No piece goes over midnight; the lengths add up to ``elapsed`` exactly.
    """
    spans = _worked(calendar, wall.in_utc(start), wall.in_utc(end), pauses)
    return tuple(piece for span in spans for piece in _pieces(span, calendar.tz))


def is_working_day(calendar: AnyCalendar, day: date) -> bool:
    """Whether anything is worked on that day; of a union, by anyone on their own wall. (SL-5, SL-7)"""
    return _close(calendar, day) is not None


def nth_working_day(calendar: AnyCalendar, after: date, n: int) -> date:
    """The n-th working day after the given day, which itself does not count. (SL-5)

    ValueError for n below one, or if ten years do not hold so many working days.
    """
    if n < 1:
        raise ValueError("Working days are counted from one: the first after the day itself.")
    for days in range(1, HORIZON.days + 1):
        day = after + timedelta(days=days)
        if is_working_day(calendar, day):
            n -= 1
        if n == 0:
            return day
    raise ValueError("This calendar holds too few working days: the day is not reached within ten years.")


def next_working_day(calendar: AnyCalendar, day: date, *, may_be_same: bool = False) -> date:
    """The first working day after the given one; with ``may_be_same`` the day itself if it is one. (SL-5)"""
    return nth_working_day(calendar, day - _DAY if may_be_same else day, 1)


def working_days_between(calendar: AnyCalendar, first: date, last: date) -> int:
    """Working days after the first day up to and with the last; 0 if the last is not after the first. (SL-5)

    The counterpart of ``nth_working_day``: from a day to its n-th working day there are n.
    """
    days = range(1, (last - first).days + 1)
    return sum(is_working_day(calendar, first + timedelta(days=n)) for n in days)


def close_of_business(calendar: AnyCalendar, day: date) -> datetime:
    """The end (UTC) of the last window of that day; of a union, of whoever closes last. (SL-5, SL-7)

    24:00 is the midnight that ends the day. ValueError for a day without work.
    """
    close = _close(calendar, day)
    if close is None:
        raise ValueError(f"There is no close of business on {day}: nobody works that day.")
    return close


def working_days_end(calendar: AnyCalendar, received: datetime, days: int) -> datetime:
    """“Within n working days”: close of business (UTC) of the n-th one after the day of receipt. (SL-5)"""
    return close_of_business(calendar, nth_working_day(calendar, wall.day_at(received, calendar.tz), days))


def calendar_days_end(calendar: AnyCalendar, received: datetime, days: int) -> datetime:
    """“Within n days”, or weeks times seven: until 23:59:59 local of the n-th day after. In UTC. (SL-5)

    Holidays, hours and pauses change nothing.
    """
    if days < 0:
        raise ValueError("Days are counted from zero: the day of receipt itself.")
    last = wall.day_at(received, calendar.tz) + timedelta(days=days)
    return wall.instant(last, wall.MIDNIGHT, calendar.tz) - _SECOND


def _combined(calendars: Iterable[AnyCalendar], zone: str | None, *, all_of_them: bool) -> Combined:
    parts = tuple(calendars)
    if not parts:
        raise ValueError("Calendars are taken together from one upwards.")
    return Combined(parts, all_of_them, zone or parts[0].zone)


def _close(calendar: AnyCalendar, day: date) -> datetime | None:
    # Each part of a union by its own days: Friday afternoon in Los Angeles is no Saturday's work in Berlin.
    if isinstance(calendar, Combined) and not calendar.all_of_them:
        return max(filter(None, (_close(part, day) for part in calendar.parts)), default=None)
    windows = windows_on(calendar, day)
    return windows[-1].end if windows else None


def _tidy(windows: Iterable[Window]) -> tuple[tuple[int, int], ...]:
    """Windows of one day in order; what overlaps or touches becomes one."""
    tidy: list[tuple[int, int]] = []
    for start, end in sorted((window.start, window.end) for window in windows):
        if tidy and start <= tidy[-1][1]:
            tidy[-1] = (tidy[-1][0], max(end, tidy[-1][1]))
        else:
            tidy.append((start, end))
    return tuple(tidy)


def _spans(calendar: AnyCalendar, start: datetime, end: datetime) -> Iterator[Span]:
    """All windows ∩ [start, end), in order and apart. Lazy: who stops early pays little. Always ends."""
    if isinstance(calendar, Combined):
        streams = [_spans(part, start, end) for part in calendar.parts]
        return reduce(_overlaps, streams) if calendar.all_of_them else _joined(heapq.merge(*streams))
    if calendar.always:
        return iter((Span(start, end),) if start < end else ())
    return _own_spans(calendar, start, end)


def _own_spans(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Span]:
    # One day more than the wall shows at the end: clocks put back at midnight show the old day twice.
    first, last = (wall.day_at(at, calendar.tz).toordinal() for at in (start, end))
    for ordinal in range(first, last + 2):
        for span in calendar.spans_on(date.fromordinal(ordinal)):
            clipped = Span(max(span.start, start), min(span.end, end))
            if clipped.start < clipped.end:
                yield clipped


def _worked(calendar: AnyCalendar, start: datetime, end: datetime, pauses: Iterable[Pause]) -> Iterator[Span]:
    """Windows ∩ [start, end) minus the pauses: the one place where pauses are taken away. (SL-3)"""
    if end <= start:
        return iter(())
    free = _between_pauses(start, end, pauses)
    return _overlaps(free, _spans(calendar, start, end))


def _between_pauses(start: datetime, end: datetime, pauses: Iterable[Pause]) -> Iterator[Span]:
    closed = (_closed(pause, end) for pause in pauses)
    for pause in sorted(span for span in closed if span.start < span.end):
        if start < min(pause.start, end):
            yield Span(start, min(pause.start, end))
        start = max(start, pause.end)
    if start < end:
        yield Span(start, end)


def _closed(pause: Pause, end: datetime) -> Span:
    """The pause as a span; an open one lasts until the end asked for."""
    since = wall.in_utc(pause[0])
    until = max(since, end) if pause[1] is None else wall.in_utc(pause[1])
    if until < since:
        raise ValueError("A pause ends after it begins.")
    return Span(since, until)


def _overlaps(left: Iterator[Span], right: Iterator[Span]) -> Iterator[Span]:
    """What both have, each in order and apart."""
    one, other = next(left, None), next(right, None)
    while one is not None and other is not None:
        both = Span(max(one.start, other.start), min(one.end, other.end))
        if both.start < both.end:
            yield both
        if one.end <= other.end:
            one = next(left, None)
        else:
            other = next(right, None)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """What either has, from spans in the order of their start."""
    held: Span | None = None
    for span in spans:
        if held is not None and span.start <= held.end:
            held = Span(held.start, max(held.end, span.end))
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _pieces(span: Span, zone: ZoneInfo) -> Iterator[Piece]:
    """The span cut at each midnight of the zone."""
    start, ordinal = span.start, wall.day_at(span.start, zone).toordinal()
    while start < span.end:
        day = date.fromordinal(ordinal)
        end = min(wall.instant(day, wall.MIDNIGHT, zone), span.end)
        if start < end:
            yield Piece(day, start.astimezone(zone), end.astimezone(zone), end - start)
            start = end
        ordinal += 1
