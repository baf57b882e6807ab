"""By when: one day and one time out of all that the line speaks of, or what has to be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from mainstay.house.rules.working_time import close_of_business
from mainstay.kit.wall import instant
from mainstay.promises.rules.capture import clocks
from mainstay.promises.rules.capture.days import DAY, On, end_of_week, monday
from mainstay.promises.rules.capture.line import Span
from mainstay.promises.rules.capture.mentions import Group
from mainstay.promises.rules.capture.understood import Question


@dataclass(frozen=True)
class When:
    """The day and the time (None: the end of the day), the spans they were read from, and what is asked."""

    due_on: date | None = None
    due_time: time | None = None
    day_spans: tuple[Span, ...] = ()
    clock_spans: tuple[Span, ...] = ()
    taken: tuple[Span, ...] = ()
    questions: tuple[Question, ...] = ()


def when(line: str, found: Sequence[Group], on: On, answers: Mapping[str, str]) -> When:
    """Choose and read. ``answers`` holds what was chosen of an earlier question: due_on as ISO, due_time as 17:00."""
    chosen = _chosen([group for group in found if group.day], on)
    beside = [group for group in chosen if group.clock]
    alone = _chosen([group for group in found if group.clock and not group.day], on) if not beside else []
    told = list(dict.fromkeys(time for group in beside or alone if group.clock for time in group.clock.times))
    day, asked = _day(line, chosen, told, on, answers)
    if not chosen and told:
        day, asked = _day_of_clock(told, on, answers)
    clock, asked_time = _clock(line, beside or alone, told, answers)
    due_on, due_time = _at(day, clock, on)
    if clock == clocks.CLOSE and due_time is None and day:
        asked_time = Question("due_time", "no_hours", _words(line, beside or alone), day=day)
    if asked is None and due_on is not None and asked_time is None and _passed(due_on, due_time, on):
        kind = "day_passed" if due_on < on.today else "time_passed"
        words = _words(line, chosen or alone)
        asked = Question("due_on", kind, words, _offered(on, due_time), day=due_on)
        due_on, asked = _answered_day(asked, answers, due_on)
    groups = [*chosen, *(group for group in alone if group not in chosen)]
    return When(
        due_on if asked is None else None,
        due_time if asked_time is None else None,
        tuple(span for group in groups for span in group.day_spans),
        tuple(span for group in groups for span in group.clock_spans),
        tuple(group.span for group in groups),
        tuple(question for question in (asked, asked_time) if question is not None),
    )


def _chosen(found: list[Group], on: On) -> list[Group]:
    """Those of the highest rank; of days, first those still to come."""
    ahead = [group for group in found if not group.day or not group.day.days or max(group.day.days) >= on.today]
    found = ahead or found
    top = max((group.rank for group in found), default=0)
    return [group for group in found if group.rank == top]


def _words(line: str, groups: Sequence[Group]) -> str:
    spans = sorted(span for group in groups for span in group.day_spans or group.clock_spans)
    return line[spans[0].start : spans[-1].end] if spans else ""


def _offered(on: On, at: time | None) -> tuple[str, ...]:
    """Days to choose from where none was told: today and tomorrow, the end of this week and of the next."""
    days = [on.today, on.today + DAY, end_of_week(monday(on), on), end_of_week(monday(on, 1), on)]
    return tuple(day.isoformat() for day in sorted(set(days)) if not _passed(day, at, on))


def _passed(day: date, at: time | None, on: On) -> bool:
    minute = 1440 if at is None else at.hour * 60 + at.minute
    return day < on.today - DAY or instant(day, minute, on.zone) <= on.at


def _day(
    line: str, chosen: list[Group], told: list[str], on: On, answers: Mapping[str, str]
) -> tuple[date | None, Question | None]:
    readings = list(dict.fromkeys(day for group in chosen if group.day for day in group.day.days))
    words, day = _words(line, chosen), None
    if not chosen:
        asked = Question("due_on", "no_day", "", _offered(on, None))
    elif not readings:
        asked = Question("due_on", "no_such_day", words, _offered(on, None))
    else:
        kind = _kind(chosen, told)
        if kind == "before":
            readings = [readings[0] - DAY, readings[0]]
        if kind == "today_or_next" and told and _passed_today(told, readings[0], on):
            readings = readings[1:]
            kind = ""
        if len(readings) == 1 and kind not in ("passed", "days_differ"):
            return readings[0], None
        open_ = [one for one in readings if one >= on.today] or readings
        asked = Question("due_on", kind or "which_day", words, tuple(one.isoformat() for one in open_))
        if len(open_) == 1 and kind in ("before", "today_or_next"):
            return open_[0], None
    return _answered_day(asked, answers, day)


def _kind(chosen: list[Group], told: list[str]) -> str:
    first = chosen[0]
    if len(chosen) > 1 or first.day is None:
        return "which_day"
    if first.before and not told and len(first.day.days) == 1:
        return "before"
    return first.day.kind


def _passed_today(told: list[str], day: date, on: On) -> bool:
    clock = None if told[0] in (clocks.END, clocks.CLOSE) else time.fromisoformat(told[0])
    return clock is not None and _passed(day, clock, on)


def _answered_day(asked: Question, answers: Mapping[str, str], day: date | None) -> tuple[date | None, Question | None]:
    if answers.get("due_on") in asked.choices:
        return date.fromisoformat(answers["due_on"]), None
    return day, asked


def _day_of_clock(told: list[str], on: On, answers: Mapping[str, str]) -> tuple[date | None, Question | None]:
    """A time without a day is today's, while that is still to come."""
    clock = told[0] if len(told) == 1 else answers.get("due_time", "")
    due_on, due_time = _at(on.today, clock, on)
    if due_on is not None and not _passed(due_on, due_time, on):
        return on.today, None
    asked = Question("due_on", "time_passed", "", _offered(on, due_time), day=on.today)
    return _answered_day(asked, answers, None)


def _clock(line: str, groups: list[Group], told: list[str], answers: Mapping[str, str]) -> tuple[str, Question | None]:
    if len(told) < 2:
        return (told[0] if told else clocks.END), None
    if answers.get("due_time") in told:
        return answers["due_time"], None
    kind = next((group.clock.kind for group in groups if group.clock), "which_time")
    return clocks.END, Question("due_time", kind, _words_of_clock(line, groups), tuple(told))


def _words_of_clock(line: str, groups: Sequence[Group]) -> str:
    spans = [span for group in groups for span in group.clock_spans]
    return " … ".join(line[span.start : span.end] for span in spans)


def _at(day: date | None, clock: str, on: On) -> tuple[date | None, time | None]:
    """Day and time in the line's zone; our close of business may be another time, even another day, there."""
    if day is None or clock in ("", clocks.END):
        return day, None
    if clock != clocks.CLOSE:
        return day, time.fromisoformat(clock)
    if on.calendar is None:
        return day, None
    try:
        close = close_of_business(on.calendar, day)
    except ValueError:
        return day, None
    there = close.astimezone(on.zone)
    if there.hour == there.minute == 0:
        return day, None
    return there.date(), time(there.hour, there.minute)
