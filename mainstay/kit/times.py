"""Days and times in the words people use. Nothing here reads the clock or keeps anything.

Our time first, theirs in brackets that never break: “Friday 17:00 (their 23:00)”.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, get_timezone_location
from django.utils.translation import get_language, gettext, gettext_noop, override

from mainstay.kit import wall

NO_BREAK = "\u00a0"
_NEAR = {-1: gettext_noop("yesterday"), 0: gettext_noop("today"), 1: gettext_noop("tomorrow")}

# Weekday, day and month as running text has them; Babel's own patterns for English and Malay are for tables.
_DATES = {
    "de": f"EEEE, d.{NO_BREAK}MMMM",
    "en": f"EEEE d{NO_BREAK}MMMM",
    "ms": f"EEEE d{NO_BREAK}MMMM",
    "ru": f"EEEE, d{NO_BREAK}MMMM",
}


def local_day(at: datetime, zone: str) -> date:
    """The day it is in that zone at this instant. ValueError for a time without a zone, or no such zone."""
    return wall.day_at(at, wall.zone_named(zone))


def end_of_day(day: date, zone: str) -> datetime:
    """The UTC instant at which that day is over there: the start of the next, whatever the clocks do."""
    return wall.instant(day, wall.MIDNIGHT, wall.zone_named(zone))


def days_late(due_on: date, on: date) -> int:
    """Calendar days past the day it was due; 0 on the day itself and before. (R-A-1)"""
    return max(0, (on - due_on).days)


@lru_cache(maxsize=4096)  # a page of fifty lines says the same few days over and over
def date_words(day: date, language: str, *, year: bool) -> str:
    """“Friday 8 May”, with the year “Friday 8 May 2026”; day and month never part."""
    locale = _locale(language)
    pattern = _DATES.get(locale.language, _DATES["en"])
    return format_date(day, pattern + (" y" if year else ""), locale)


def spoken(day: date, *, year: bool) -> str:
    """``date_words`` in the language that is spoken now."""
    return date_words(day, get_language() or "en", year=year)


def spoken_near(day: date, today: date) -> str:
    """“Friday 8 May” in the language that is spoken now, with the year where it is another one."""
    return spoken(day, year=day.year != today.year)


def spoken_short(day: date, today: date | None = None) -> str:
    """“8 May” in the language that is spoken now, with the year unless it is today’s."""
    return spoken(day, year=today is None or day.year != today.year).split(" ", 1)[1]


def day_words(day: date, today: date, language: str) -> str:
    """“yesterday”, “today”, “tomorrow”; the weekday up to six days off; then the date, with another year."""
    distance = (day - today).days
    if distance in _NEAR:
        with override(language):
            return gettext(_NEAR[distance])
    if abs(distance) < 7:
        return _weekday(day, language)
    return date_words(day, language, year=day.year != today.year)


def time_words(at: datetime, zone: str, their_zone: str | None, language: str, today: date) -> str:
    """“Friday 17:00 (their 23:00)”; today the time alone; no brackets if both clocks agree. (R-A-40)

    ``today`` is the reader's day. Where it is another day there, theirs names it: “(their Saturday 05:00)”.
    """
    ours, theirs = _walls(at, zone, their_zone)
    words = f"{ours:%H:%M}"
    if ours.date() != today:
        joint = " " if abs((ours.date() - today).days) < 7 else ", "
        words = day_words(ours.date(), today, language) + joint + words
    if theirs is None:
        return words
    time = f"{theirs:%H:%M}"
    if theirs.date() != ours.date():
        time = f"{_weekday(theirs.date(), language)} {time}"
    with override(language):
        bracket = gettext("their %(time)s") % {"time": time}
    return f"{words} ({bracket.replace(' ', NO_BREAK)})"


def exact_words(at: datetime, zone: str, their_zone: str | None, language: str) -> str:
    """For hover and for the promise itself: “Friday 8 May 2026, 17:00 (Berlin); 23:00 (Kuala Lumpur)”."""
    ours, theirs = _walls(at, zone, their_zone)
    words = f"{date_words(ours.date(), language, year=True)}, {_time_in(ours, zone, language)}"
    if theirs is None or their_zone is None:
        return words
    there = _time_in(theirs, their_zone, language)
    if theirs.date() != ours.date():
        there = f"{date_words(theirs.date(), language, year=True)}, {there}"
    return f"{words}; {there}"


def _walls(at: datetime, zone: str, their_zone: str | None) -> tuple[datetime, datetime | None]:
    """What both walls show; None where there is no other wall, or it shows the same."""
    ours = wall.in_utc(at).astimezone(wall.zone_named(zone))
    theirs = at.astimezone(wall.zone_named(their_zone)) if their_zone else None
    if theirs is not None and theirs.utcoffset() == ours.utcoffset():
        theirs = None
    return ours, theirs


def _time_in(shown: datetime, zone: str, language: str) -> str:
    city = get_timezone_location(zone, locale=_locale(language), return_city=True)
    return f"{shown:%H:%M} ({city})".replace(" ", NO_BREAK)


def _weekday(day: date, language: str) -> str:
    return format_date(day, "EEEE", _locale(language))


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
