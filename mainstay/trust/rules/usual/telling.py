"""What goes into a course and what comes out of it: occurrences, turns, marks, episodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from statistics import median

from mainstay.trust.rules.usual.streams import Stream

WORSE, BETTER, SILENCE, MISSING, PROPOSED = "worse", "better", "silence", "missing", "proposed"
RESTORE, TELL, AGREE, RESET = "restore", "tell", "agree", "reset"
STANDS, ENDS = "stands", "ends"  # a custom, by our own word
BACK, ANSWERED, HELD = "back", "answered", "held"
QUICK = "quick"  # found by the quick rule; else the name of the detector


@dataclass(frozen=True)
class Value:
    """One occurrence: when, how much in the stream's unit; ``once`` says that it was marked as a one-off."""

    at: datetime
    value: float
    once: bool = False


@dataclass(frozen=True)
class Turn:
    """What people decided about a stream: an answer to a notice, or a new agreement that begins it anew (DR-2, 2.6).

    ``level`` is what the client agreed to, in the unit. ``way`` is the way of the episode that was answered.
    """

    at: datetime
    how: str
    way: str = ""
    level: float | None = None


@dataclass(frozen=True)
class Mark:
    """One value as the chart shows it; ``learnt`` says that it belongs to what the usual was learnt from."""

    at: datetime
    value: float
    learnt: bool = False


@dataclass(frozen=True)
class Episode:
    """A stretch of being worse, better, silent or without a custom: what it was before, what it is, since when.

    ``opened_at`` is the value that showed it and names it; ``since`` the first value of the run; ``count`` how many
    values it has lasted. ``known_to`` is the end of the stretch that ``before`` was learnt from.
    """

    way: str
    found_by: str
    opened_at: datetime
    since: datetime
    before: float
    now: float
    count: int
    known_from: datetime
    known_to: datetime
    closed_at: datetime | None = None
    closed: str = ""

    def ended(self, at: datetime, how: str) -> Episode:
        """The same, over."""
        return replace(self, closed_at=at, closed=how)


@dataclass
class Course:
    """Everything a stream of one client tells: its marks, what is usual, what stands, what stood before.

    ``usual`` is None while too little is known. ``habit`` says that a custom is one; ``silent_after`` when silence
    begins to be unusual. ``raised`` are the (instant, before, after) at which the usual rose by itself (DR-30).
    """

    stream: Stream
    marks: list[Mark] = field(default_factory=list)
    usual: float | None = None
    now: float | None = None
    band: tuple[float, float] | None = None
    learning: bool = True
    habit: bool = False
    silent_after: datetime | None = None
    standing: list[Episode] = field(default_factory=list)
    over: list[Episode] = field(default_factory=list)
    raised: list[tuple[datetime, float, float]] = field(default_factory=list)


def left_out(values: Iterable[Value], spans: Sequence[tuple[date, date]], zone: tzinfo) -> list[Value]:
    """The values without one-offs and without those of stretches announced as special, in order (DR-31, R-A-13)."""
    return sorted(
        (
            each
            for each in values
            if not each.once and not any(first <= each.at.astimezone(zone).date() <= last for first, last in spans)
        ),
        key=lambda each: each.at,
    )


def by_week(values: Sequence[Value], zone: tzinfo, at: datetime) -> list[Value]:
    """One value for each ISO week that is over: the median, at the end of its Sunday (DR-A)."""
    weeks: dict[datetime, list[float]] = {}
    for each in values:
        day = each.at.astimezone(zone).date()
        end = datetime.combine(day + timedelta(days=8 - day.isoweekday()), time(0), zone)
        weeks.setdefault(end.astimezone(UTC), []).append(each.value)
    return [Value(end, median(found)) for end, found in sorted(weeks.items()) if end <= at]
