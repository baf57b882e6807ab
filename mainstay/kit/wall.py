"""What the clock on a wall shows, and the instant at which it shows it. Pure: rules may stand on this."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MIDNIGHT = 24 * 60  # the minute that ends the day
_SECOND = timedelta(seconds=1)


def zone_named(name: str) -> ZoneInfo:
    """The IANA time zone of this name. ValueError if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"“{name}” is no time zone; write for example Europe/Berlin.") from error


def in_utc(at: datetime) -> datetime:
    """The same instant in UTC. ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("A time needs its zone here: without it the instant is not known.")
    return at.astimezone(UTC)


def day_at(at: datetime, zone: ZoneInfo) -> date:
    """The day the calendar on that wall shows at this instant."""
    if at.tzinfo is None:
        raise ValueError("A time needs its zone here: without it the day is not known.")
    return at.astimezone(zone).date()


def instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The UTC instant at which a clock on that wall shows this minute of the day; 1440 is its end.

    A time shown twice (clocks put back) is the first of the two. A time never shown (clocks put forward) is
    the instant of the jump. So the answer never runs backwards as the wall time runs on: windows that touch
    on the wall touch in UTC. (SL-2)
    """
    shown = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minute)
    before, after = shown.utcoffset(), shown.replace(fold=1).utcoffset()
    if before is None or after is None or before >= after:
        return shown.astimezone(UTC)
    plain = shown.replace(tzinfo=UTC)
    return _jump(plain - after, plain - before, before, zone)


def _jump(low: datetime, high: datetime, before: timedelta, zone: ZoneInfo) -> datetime:
    """The instant in (low, high] from which the offset is no longer the one before, to the second."""
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high
