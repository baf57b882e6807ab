"""Working calendars: hours, country, the house's own days (R-X-5)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house import queries
from mainstay.house.actions import gate, words
from mainstay.house.models import OwnDay, User, WorkCalendar
from mainstay.house.rules import hours as hour_rules
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.times import spoken

Hours = Iterable[Sequence[object]]


@transaction.atomic
def add_calendar(
    *,
    name: str,
    zone: str,
    by: User,
    at: datetime,
    country: str = "",
    subdivision: str = "",
    hours: Hours | None = None,
) -> WorkCalendar:
    """Add a calendar; without hours it has office hours on all but the country's weekend (SL-1).

    Raises Refused for an unknown country, zone or hour, and for a name in use.
    """
    gate.needs_right(by)
    country, subdivision = _place(country, subdivision, at)
    usual = hour_rules.office(queries.weekend_of(country, subdivision, at.date()))
    row = WorkCalendar.objects.create(
        name=_free_name(name),
        zone=words.zone(zone),
        country=country,
        subdivision=subdivision,
        hours=usual if hours is None else _hours(hours),
    )
    journal.note("house.calendar_added", about=row, by=by, at=at, text=row.name)
    return row


class CalendarChanges(TypedDict, total=False):
    """What may be changed of a calendar."""

    name: str
    zone: str
    country: str
    subdivision: str
    hours: Hours


@transaction.atomic
def change_calendar(
    *, calendar: WorkCalendar, by: User, at: datetime, **changes: Unpack[CalendarChanges]
) -> WorkCalendar:
    """Change what is named; hours replace all hours (SL-1). Raises Refused as ``add_calendar`` does."""
    gate.needs_right(by)
    wanted: dict[str, object] = {}
    if "name" in changes:
        wanted["name"] = _free_name(changes["name"], but=calendar)
    if "zone" in changes:
        wanted["zone"] = words.zone(changes["zone"])
    if "hours" in changes:
        wanted["hours"] = _hours(changes["hours"])
    if "country" in changes or "subdivision" in changes:
        country = changes.get("country", calendar.country)
        part = changes.get("subdivision", calendar.subdivision if country == calendar.country else "")
        wanted["country"], wanted["subdivision"] = _place(country, part, at)
    altered = gate.alter(calendar, wanted)
    if altered:
        _save(calendar, list(altered))
        journal.note("house.calendar_changed", about=calendar, by=by, at=at, changes=altered)
    return calendar


@transaction.atomic
def set_own_day(*, calendar: WorkCalendar, on: date, name: str, by: User, at: datetime, works: bool = False) -> OwnDay:
    """A day of the house's own: free, or worked though it is a holiday. Replaces what was said of it."""
    gate.needs_right(by)
    tidy = words.name(name)
    before = calendar.own_days.filter(on=on).first()
    day, _new = OwnDay.objects.update_or_create(calendar=calendar, on=on, defaults={"name": tidy, "works": works})
    _save(calendar, [])
    changes = {"on": [before.on if before else None, on], "works": [before.works if before else None, works]}
    journal.note("house.own_day_set", about=calendar, by=by, at=at, text=tidy, changes=changes)
    return day


@transaction.atomic
def remove_own_day(*, calendar: WorkCalendar, on: date, by: User, at: datetime) -> None:
    """That day is again as the week and the country have it. Refused if nothing was said of it."""
    gate.needs_right(by)
    day = calendar.own_days.filter(on=on).first()
    if day is None:
        sentence = _("%(on)s is no day of this calendar’s own.")
        raise Refused(sentence % {"on": spoken(on, year=True)}, rule="R-X-5", field="on")
    journal.note("house.own_day_removed", about=calendar, by=by, at=at, text=day.name, changes={"on": [on, None]})
    day.delete()
    _save(calendar, [])


def _save(calendar: WorkCalendar, fields: list[str]) -> None:
    calendar.version = uuid.uuid4()
    calendar.save(update_fields=[*fields, "version"])


def _place(country: str, subdivision: str, at: datetime) -> tuple[str, str]:
    country, subdivision = country.strip().upper(), subdivision.strip().upper()
    queries.weekend_of(country, subdivision, at.date())
    return country, subdivision if country else ""


def _hours(told: Hours) -> hour_rules.Hours:
    try:
        return hour_rules.checked(told)
    except ValueError as error:
        raise queries.no_hours(str(error), field="hours") from None


def _free_name(name: str, *, but: WorkCalendar | None = None) -> str:
    tidy = words.name(name)
    if gate.but(WorkCalendar.objects.filter(name__iexact=tidy), but).exists():
        sentence = _("There is a calendar called “%(name)s” already.")
        raise Refused(sentence % {"name": tidy}, rule="R-X-5", field="name")
    return tidy
