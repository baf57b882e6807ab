"""Working calendars out of their rows and the holidays of the world."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mainstay.house.models import User, WorkCalendar, house
from mainstay.house.rules import hours, spans, working_time
from mainstay.kit.refusals import Refused

if TYPE_CHECKING:
    from uuid import UUID

    from holidays import HolidayBase

AHEAD, BACK = 3, 1  # years of holidays around a day; beyond them only the week counts


class Placed(Protocol):
    """Whoever lives somewhere: a client."""

    zone: str
    country: str


def holidays_of(country: str, subdivision: str, years: Iterable[int]) -> HolidayBase:
    """The public holidays of a country or one of its parts, observed days included (R-X-5).

    Names are in the language now spoken where the library knows it. Refused for an unknown country or part.
    """
    import holidays

    found = getattr(holidays, country, None) if len(country) == 2 and country.isupper() else None
    if found is None:
        sentence = _("“%(country)s” is no country; write its two letters, for example DE, or leave it empty.")
        raise Refused(sentence % {"country": country[:20]}, rule="R-X-5", field="country")
    if subdivision and subdivision not in (*found.subdivisions, *found.subdivisions_aliases):
        sentence = _("“%(part)s” is no part of %(country)s; there are %(all)s.")
        parts = ", ".join(found.subdivisions) or "–"
        words = {"part": subdivision[:20], "country": country, "all": parts}
        raise Refused(sentence % words, rule="R-X-5", field="subdivision")
    spoken = (get_language() or "en")[:2]
    known = [name for name in found.supported_languages if name[:2] == spoken]
    english = [name for name in found.supported_languages if name[:2] == "en"]
    language = next(iter([*known, *english]), None)
    made: HolidayBase = found(subdiv=subdivision or None, years=list(years), language=language)
    return made


def weekend_of(country: str, subdivision: str, on: date) -> frozenset[int]:
    """The weekdays (0 is Monday) of a country's weekend on that day; Saturday and Sunday for none (R-X-5)."""
    if not country:
        return frozenset({5, 6})
    known = holidays_of(country, subdivision, [on.year])
    week = (on + timedelta(days=n) for n in range(7))
    return frozenset(day.weekday() for day in week if known.is_weekend(day))


def working_calendar(row: WorkCalendar, years: Iterable[int]) -> working_time.Calendar:
    """The calendar of a row: its hours, its country's holidays in these years, its own days (R-X-5, SL-1).

    A day on which a country works though it is its weekend has the hours of the first day of the row's
    week; so has a day of the row's own that is worked and has none. Raises Refused for an unknown country.
    """
    windows = tuple(working_time.Window.of(int(day), str(start), str(end)) for day, start, end in row.hours)
    free: frozenset[date] = frozenset()
    replaced: dict[date, tuple[working_time.Window, ...]] = {}
    usual = tuple(window for window in windows if window.weekday == windows[0].weekday) if windows else ()
    if row.country:
        wanted = set(years)
        known = holidays_of(row.country, row.subdivision, wanted)
        free = frozenset(known)
        replaced = {day: usual for day in known.weekend_workdays if day.year in wanted}
    for own in row.own_days.all():
        that_day = tuple(window for window in windows if window.weekday == own.on.weekday())
        replaced[own.on] = (that_day or usual) if own.works else ()
    return working_time.Calendar(row.zone, windows, free, replaced)


def calendar_for(who: User | Placed, *, around: date) -> working_time.Calendar:
    """When this person of the house, or this client, works (R-X-5).

    A person without a calendar has the house's; a client has office hours by country and zone. Worked out
    once for each version of the row. Holidays stand from a year before ``around`` to three years after.
    """
    years = tuple(range(around.year - BACK, around.year + AHEAD + 1))
    if isinstance(who, User):
        row = who.calendar or house().calendar
        return _of_row(row.pk, row.version, years) if row is not None else _of_place("UTC", "", years)
    return _of_place(who.zone, who.country, years)


@lru_cache(maxsize=256)
def _of_row(pk: UUID, version: UUID, years: tuple[int, ...]) -> working_time.Calendar:
    row = WorkCalendar.objects.prefetch_related("own_days").get(pk=pk)
    return working_calendar(row, years)


@lru_cache(maxsize=256)
def _of_place(zone: str, country: str, years: tuple[int, ...]) -> working_time.Calendar:
    weekend = weekend_of(country, "", date(years[BACK], 7, 1))
    row = hours.office(weekend)
    windows = tuple(working_time.Window.of(int(day), str(start), str(end)) for day, start, end in row)
    free = frozenset(holidays_of(country, "", years)) if country else frozenset()
    return working_time.Calendar(zone, windows, free)


def hours_told(kept: hours.Hours, told: Mapping[int, str]) -> hours.Hours:
    """Kept hours with some weekdays replaced by what was typed. Raises Refused for what are no hours (SL-1)."""
    fresh = [entry for entry in kept if entry[0] not in told]
    for weekday, text in told.items():
        try:
            fresh += hours.read_day(weekday, text)
        except ValueError as error:
            raise no_hours(str(error), field=f"day_{weekday}") from None
    return fresh


def no_hours(told: str, *, field: str) -> Refused:
    """The refusal of what are no hours."""
    sentence = _("“%(hours)s” are no hours; write for example 09:00–12:30, 13:00–17:30.")
    return Refused(sentence % {"hours": told[:40]}, rule="R-X-5", field=field)


def span_told(told: str) -> timedelta:
    """“31d” as a length of time. Raises Refused for what is none (R-X-1)."""
    try:
        return spans.read(told)
    except ValueError:
        sentence = _("“%(value)s” is no length of time; write for example 31d, 2h or 1w 3d.")
        raise Refused(sentence % {"value": told[:40]}, rule="R-X-1", field="advance") from None


def upcoming_holidays(row: WorkCalendar, on: date, *, days: int = 366) -> Sequence[tuple[date, str, bool]]:
    """Holidays and own days of the next days, in order: the day, its name, whether it is worked (R-X-5)."""
    last = on + timedelta(days=days)
    found: dict[date, tuple[str, bool]] = {}
    if row.country:
        known = holidays_of(row.country, row.subdivision, range(on.year, last.year + 1))
        found = {day: (name, False) for day, name in known.items()}
    found.update({own.on: (own.name, own.works) for own in row.own_days.all()})
    return [(day, *found[day]) for day in sorted(found) if on <= day <= last]
