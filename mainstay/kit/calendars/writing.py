"""Calendars on their way out: events and tasks as an .ics file that carries the time zones it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Component

PRODUCT = "-//Mainstay//Mainstay//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """An event, or with ``due`` a task (VTODO). ``stamp`` is the moment of writing; moments carry their zone."""

    uid: str
    summary: str
    stamp: datetime
    start: date | datetime | None = None
    end: date | datetime | None = None
    due: date | datetime | None = None
    completed: datetime | None = None
    description: str = ""
    location: str = ""
    status: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    organizer: str = ""  # a mail address
    attendees: tuple[str, ...] = ()
    created: datetime | None = None
    modified: datetime | None = None


def write_calendar(entries: Iterable[Entry], *, name: str = "") -> bytes:
    """An .ics file of these entries, its lines folded and ending in CR LF, every zone told as a VTIMEZONE."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if name:
        calendar.add("x-wr-calname", name)
    zoned = False
    for entry in entries:
        calendar.add_component(_component(entry))
        zoned = zoned or any(
            isinstance(moment, datetime) and hasattr(moment.tzinfo, "key")
            for moment in (entry.start, entry.end, entry.due)
        )
    if zoned:
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(entry: Entry) -> Component:
    from icalendar import Event, Todo

    component = Event() if entry.due is None else Todo()
    component.add("uid", entry.uid)
    component.add("dtstamp", entry.stamp)
    for name in ("summary", "description", "location", "status", "url"):
        if value := getattr(entry, name):
            component.add(name, value)
    for name, moment in (("dtstart", entry.start), ("dtend", entry.end), ("due", entry.due)):
        if moment is not None:
            component.add(name, moment)
    for name, moment in (("completed", entry.completed), ("created", entry.created)):
        if moment is not None:
            component.add(name, moment)
    if entry.modified is not None:
        component.add("last-modified", entry.modified)
    if entry.categories:
        component.add("categories", list(entry.categories))
    if entry.organizer:
        component.add("organizer", f"mailto:{entry.organizer}")
    for attendee in entry.attendees:
        component.add("attendee", f"mailto:{attendee}")
    return component
