"""Calendars (iCalendar): their events and tasks read as a table, and written with their time zones."""

from __future__ import annotations

EVENT_HEADERS = (
    *("component", "uid", "summary", "description", "start", "end", "due", "completed", "status", "location"),
    *("organizer", "attendees", "categories", "rrule", "created", "modified", "url"),
)

__all__ = ["EVENT_HEADERS"]
