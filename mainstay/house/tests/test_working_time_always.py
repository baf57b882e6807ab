"""The clock of working time: what holds for every calendar, near every change of clocks; how long it takes."""

from __future__ import annotations

import time as stopwatch
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mainstay.house.rules import working_time as clock
from mainstay.house.rules.working_time import Calendar, Window, weekly

ALWAYS = settings(max_examples=60, deadline=None)  # a busy machine is no failure


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


ZONES = (
    "Europe/Berlin",
    "Asia/Riyadh",
    "Africa/Cairo",
    "Asia/Kuala_Lumpur",
    "Europe/Moscow",
    "America/New_York",
    "America/Havana",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
)
# Days around the changes of the clocks in 2025, where arithmetic goes wrong.
TURNS = [date(2025, *turn) for turn in ((3, 8), (3, 29), (4, 5), (4, 24), (10, 4), (10, 25), (10, 30), (11, 1))]
SOME_MINUTES = st.sampled_from([0, 90, 150, 180, 480, 540, 720, 765, 840, 1050, 1380, 1410, 1440])


@st.composite
def calendars(draw: st.DrawFn, bounds: st.SearchStrategy[int] = SOME_MINUTES) -> Calendar:
    def hours(most: int) -> tuple[Window, ...]:
        several = st.lists(st.tuples(st.integers(0, 6), st.tuples(bounds, bounds).map(sorted)), max_size=most)
        return tuple(Window(day, start, end) for day, (start, end) in draw(several) if start < end)

    turn = draw(st.sampled_from(TURNS))
    near = st.integers(-3, 3).map(lambda days: turn + timedelta(days=days))
    return Calendar(
        draw(st.sampled_from(ZONES)),
        hours(14),
        holidays=draw(st.frozensets(near, max_size=2)),
        replaced={day: hours(2) for day in draw(st.sets(near, max_size=1))},
        always=draw(st.integers(0, 9)) == 0,
    )


INSTANTS = st.builds(
    lambda day, seconds: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=seconds),
    st.sampled_from(TURNS),
    st.integers(-5 * 86400, 5 * 86400),
)
PAUSES = st.lists(st.tuples(INSTANTS, INSTANTS).map(lambda ends: (min(ends), max(ends))), max_size=4)


@ALWAYS
@given(calendars(), st.lists(INSTANTS, min_size=3, max_size=5), PAUSES)
def test_elapsed_adds_up_over_any_point_between(
    calendar: Calendar, points: list[datetime], pauses: list[tuple[datetime, datetime]]
) -> None:
    points.sort()
    parts = [clock.elapsed(calendar, one, other, pauses) for one, other in pairwise(points)]
    assert sum(parts, timedelta()) == clock.elapsed(calendar, points[0], points[-1], pauses)
    assert min(parts) >= timedelta()


@ALWAYS
@given(calendars(), INSTANTS, INSTANTS, PAUSES)
def test_elapsed_is_never_negative_nor_more_than_real_time(
    calendar: Calendar, start: datetime, end: datetime, pauses: list[tuple[datetime, datetime]]
) -> None:
    worked = clock.elapsed(calendar, start, end, pauses)
    assert timedelta() <= worked <= max(end - start, timedelta())
    assert worked <= clock.elapsed(calendar, start, end)
    assert sum((piece.length for piece in clock.explain(calendar, start, end, pauses)), timedelta()) == worked


@ALWAYS
@given(calendars(), INSTANTS, st.integers(0, 6000), PAUSES)
def test_deadline_uses_up_exactly_the_minutes(
    calendar: Calendar, start: datetime, wanted: int, pauses: list[tuple[datetime, datetime]]
) -> None:
    assume(calendar.windows or calendar.always)
    due = clock.deadline(calendar, start, wanted, pauses)
    assert due is not None
    assert due >= start
    assert clock.elapsed(calendar, start, due, pauses) == minutes(wanted)
    if wanted:
        just_before = due - timedelta(seconds=1)
        assert clock.elapsed(calendar, start, just_before, pauses) == minutes(wanted) - timedelta(seconds=1)


@ALWAYS
@given(
    calendars(),
    st.lists(INSTANTS, min_size=2, max_size=2),
    st.tuples(st.integers(0, 3000), st.integers(0, 3000)),
)
def test_deadline_never_runs_backwards(calendar: Calendar, starts: list[datetime], wanted: tuple[int, int]) -> None:
    assume(calendar.windows or calendar.always)
    (early, late), (few, many) = sorted(starts), sorted(wanted)
    dues = [clock.deadline(calendar, at, number) for at, number in ((early, few), (early, many), (late, many))]
    assert dues == sorted(due for due in dues if due is not None)


@ALWAYS
@given(calendars(), INSTANTS, st.integers(0, 3000), PAUSES)
def test_pauses_outside_working_time_change_nothing(
    calendar: Calendar, start: datetime, wanted: int, pauses: list[tuple[datetime, datetime]]
) -> None:
    assume(calendar.windows and not calendar.always)
    idle = [(since, until) for pause in pauses for since, until in _gaps(calendar, *pause)]
    assert clock.deadline(calendar, start, wanted, idle) == clock.deadline(calendar, start, wanted)


def _gaps(calendar: Calendar, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    pieces = clock.explain(calendar, start, end)
    opens = [start, *(piece.end for piece in pieces)]
    closes = [*(piece.start for piece in pieces), end]
    return list(zip(opens, closes, strict=True))


@ALWAYS
@given(calendars(), calendars(), INSTANTS, INSTANTS)
def test_union_and_intersection_together_hold_what_both_hold(
    one: Calendar, other: Calendar, start: datetime, end: datetime
) -> None:
    either, both = clock.union([one, other]), clock.intersection([one, other])
    assert clock.elapsed(either, start, end) + clock.elapsed(both, start, end) == clock.elapsed(
        one, start, end
    ) + clock.elapsed(other, start, end)


@settings(max_examples=25, deadline=None)
@given(calendars(st.sampled_from([0, 300, 540, 720, 1020, 1320, 1440])), INSTANTS, st.integers(0, 3000), PAUSES)
def test_elapsed_agrees_with_looking_at_the_wall_every_minute(
    calendar: Calendar, start: datetime, length: int, pauses: list[tuple[datetime, datetime]]
) -> None:
    """Windows whose ends no change of the clocks touches; a pause is told to the minute."""
    start = start.replace(second=0)
    pauses = [(since.replace(second=0), until.replace(second=0)) for since, until in pauses]
    zone, seen = ZoneInfo(calendar.zone), 0
    for at in (start + minutes(number) for number in range(length)):
        shown = at.astimezone(zone)
        minute = shown.hour * 60 + shown.minute
        works = any(since <= minute < until for since, until in calendar.minutes_on(shown.date()))
        seen += works and not any(since <= at < until for since, until in pauses)
    assert clock.elapsed(calendar, start, start + minutes(length), pauses) == minutes(seen)


@ALWAYS
@given(calendars(), st.sampled_from(TURNS), st.integers(1, 60))
def test_working_days_are_counted_and_found_alike(calendar: Calendar, after: date, number: int) -> None:
    assume(calendar.windows or calendar.always)
    day = clock.nth_working_day(calendar, after, number)
    assert clock.working_days_between(calendar, after, day) == number
    assert clock.is_working_day(calendar, day)
    assert clock.working_days_between(calendar, day, after) == 0


LUNCH = Calendar("Europe/Berlin", weekly(range(5), ("09:00", "12:00"), ("13:00", "17:30")))
START = datetime(2025, 3, 10, 8, tzinfo=UTC)


def test_ten_thousand_deadlines_take_no_time() -> None:
    """About 0.4 s of CPU on a small machine; the bound leaves room for a slow one."""
    began = stopwatch.process_time()
    for number in range(10_000):
        clock.deadline(LUNCH, START + minutes(7 * number), 240 * (1 + number % 5))
    assert stopwatch.process_time() - began < 2


def test_a_deadline_years_away_with_a_thousand_pauses_is_not_quadratic() -> None:
    pauses = [
        (START + timedelta(hours=40 * number), START + timedelta(hours=40 * number + 11)) for number in range(1000)
    ]
    began = stopwatch.process_time()
    due = clock.deadline(LUNCH, START, 450 * 250 * 5, pauses)
    assert stopwatch.process_time() - began < 1
    assert due is not None
    assert due.year >= 2030
