"""Calendars (iCalendar): their events and tasks read as a table, and written with their time zones."""

from __future__ import annotations

from mainstay.kit.calendars.reading import EVENT_HEADERS, parse_calendar, read_calendar
from mainstay.kit.calendars.streaming import write_events
from mainstay.kit.calendars.writing import Entry, write_calendar

__all__ = ["EVENT_HEADERS", "Entry", "parse_calendar", "read_calendar", "write_calendar", "write_events"]
