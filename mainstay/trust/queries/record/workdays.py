"""The team's working days, out of the house's calendar."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache, partial
from uuid import UUID

from mainstay.house.models import WorkCalendar, house
from mainstay.house.queries.calendars import working_calendar
from mainstay.trust.rules.record.days import Workdays, weekdays


def workdays() -> Workdays:
    """The working days of the house's calendar; Monday to Friday where it has none (TV-10). Read once a version."""
    row = house().calendar
    return _of(row.pk, row.version) if row is not None else _plain()


@lru_cache(maxsize=1)
def _plain() -> Workdays:
    return Workdays(weekdays)


@lru_cache(maxsize=4)
def _of(pk: UUID, version: UUID) -> Workdays:
    row = WorkCalendar.objects.prefetch_related("own_days").get(pk=pk)
    return Workdays(partial(_year, row))


def _year(row: WorkCalendar, year: int) -> list[bool]:
    calendar = working_calendar(row, [year])
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    return [bool(calendar.minutes_on(first + timedelta(days=n))) for n in range(length)]
