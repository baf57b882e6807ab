"""Reads of the house that take more than one table, or the world's holidays."""

from mainstay.house.queries.calendars import (
    calendar_for,
    holidays_of,
    hours_told,
    no_hours,
    upcoming_holidays,
    weekend_of,
    working_calendar,
)
from mainstay.house.queries.people import (
    administrators,
    calendar_called,
    people_told,
    person_called,
    post_of,
    refuse_second_house,
    token_called,
    token_of,
    token_told,
    tokens_seen_by,
    told_of,
    unit_called,
)

__all__ = [
    "administrators",
    "calendar_called",
    "calendar_for",
    "holidays_of",
    "hours_told",
    "no_hours",
    "people_told",
    "person_called",
    "post_of",
    "refuse_second_house",
    "token_called",
    "token_of",
    "token_told",
    "tokens_seen_by",
    "told_of",
    "unit_called",
    "upcoming_holidays",
    "weekend_of",
    "working_calendar",
]
