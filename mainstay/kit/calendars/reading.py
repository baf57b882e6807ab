"""Calendars read by the icalendar library: every event, task and journal entry as a row of cells."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.dialect import BOMS, first_bad_byte, looks_cyrillic, utf16_without_bom
from mainstay.kit.tables.source import Source, Unreadable

if TYPE_CHECKING:
    from icalendar import Component

EVENT_HEADERS = (
    *("component", "uid", "summary", "description", "start", "end", "due", "completed", "status", "location"),
    *("organizer", "attendees", "categories", "rrule", "created", "modified", "url"),
)
MOST_CALENDAR = 5  # megabytes: a calendar is loaded whole
MOST_ENTRIES = 50_000
_DEEPEST = 50
_MEGA = 1_048_576
_ENTRIES = ("VEVENT", "VTODO", "VJOURNAL")
_FRAME = re.compile(r"^(BEGIN|END)[ \t]*:", re.IGNORECASE | re.MULTILINE)
# What the library has been seen to raise on damaged files, and what such code raises.
_FAILS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, AssertionError)
_FAILS_TOO = (OSError, NotImplementedError, StopIteration)


def read_calendar(source: Source) -> list[list[str]]:
    """The rows of a calendar (or of bare events), in the order of ``EVENT_HEADERS``. Raises ``Unreadable``."""
    rows = [_row(entry) for top in parse_calendar(source) for entry in _entries(top)]
    if len(rows) > MOST_ENTRIES:
        raise Unreadable(_("This calendar has more than %(most)d entries.", most=MOST_ENTRIES))
    return rows


def parse_calendar(source: Source) -> list[Component]:
    """The components of the file as the library reads them. Raises ``Unreadable`` for a broken or too large one."""
    from icalendar import Component

    text = _text(source)
    begun = _begun(text)
    damaged = Unreadable(_("This calendar is damaged and cannot be read. Export it anew."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = Component.from_ical(text.encode("utf-8", "replace"), multiple=True)
    except (*_FAILS, *_FAILS_TOO) as error:
        raise damaged from error
    if begun:
        raise Unreadable(_("This calendar is cut short: something that begins has no end. Export it anew."))
    if not found:
        raise damaged
    return list(found)


def _begun(text: str) -> bool:
    """Whether something begins that never ends. Raises ``Unreadable`` where too much stands within each other."""
    deep = deepest = 0
    for frame in _FRAME.finditer(text):
        deep += 1 if frame[1].upper() == "BEGIN" else -1
        deepest = max(deepest, deep)
    if deepest > _DEEPEST:
        raise Unreadable(
            _("The parts of this calendar stand within each other deeper than %(most)d times.", most=_DEEPEST)
        )
    return deep > 0


def _text(source: Source) -> str:
    with source.open() as file:
        content = file.read(MOST_CALENDAR * _MEGA + 1)
    if len(content) > MOST_CALENDAR * _MEGA:
        raise Unreadable(
            _(
                "This calendar is larger than %(most)d MB. Export it in parts, by year for instance.",
                most=MOST_CALENDAR,
            )
        )
    shown = next((name for bom, name in BOMS if content.startswith(bom)), None) or utf16_without_bom(content[:4096])
    if shown is None:
        western = "cp1251" if looks_cyrillic(source) else "cp1252"
        shown = "utf-8" if first_bad_byte(source, "utf-8") is None else western
    return content.decode(shown, "replace").removeprefix("\ufeff")


def _entries(top: Component) -> list[Component]:
    try:
        return [one for one in top.walk() if one.name in _ENTRIES]
    except _FAILS as error:
        raise Unreadable(_("This calendar is damaged and cannot be read. Export it anew.")) from error


def _row(entry: Component) -> list[str]:
    told = {
        "component": str(entry.name),
        "uid": _text_of(entry, "UID"),
        "summary": _text_of(entry, "SUMMARY"),
        "description": _text_of(entry, "DESCRIPTION"),
        "start": _moment(entry, "DTSTART"),
        "end": _moment(entry, "DTEND") or _end(entry),
        "due": _moment(entry, "DUE"),
        "completed": _moment(entry, "COMPLETED"),
        "status": _text_of(entry, "STATUS"),
        "location": _text_of(entry, "LOCATION"),
        "organizer": _people(entry, "ORGANIZER"),
        "attendees": _people(entry, "ATTENDEE"),
        "categories": _categories(entry),
        "rrule": _rules(entry),
        "created": _moment(entry, "CREATED"),
        "modified": _moment(entry, "LAST-MODIFIED"),
        "url": _text_of(entry, "URL"),
    }
    return [told[header] for header in EVENT_HEADERS]


def _told(entry: Component, name: str) -> list[Any]:
    """What is told under a name, however often it stands there."""
    value = entry.get(name)
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _within(value: Any, name: str) -> Any:
    """What a value of the library holds under a name; None for one that it could not read."""
    try:
        return getattr(value, name, None)
    except _FAILS:
        return None


def _lines(values: Iterable[str]) -> str:
    return "\n".join(filter(None, values))


def _text_of(entry: Component, name: str) -> str:
    return _lines(str(one) for one in _told(entry, name))


def _moment(entry: Component, name: str) -> str:
    """Days and moments in ISO, with their offset where one is told; what is none stays as it was written."""
    return _lines(_iso(one) for one in _told(entry, name))


def _iso(value: Any) -> str:
    moment = _within(value, "dt")
    if not isinstance(moment, (datetime, date, time)):
        return str(value)
    try:
        return moment.isoformat()
    except _FAILS:  # a zone whose own rules contradict each other
        return moment.replace(tzinfo=None).isoformat() if isinstance(moment, (datetime, time)) else str(moment)


def _end(entry: Component) -> str:
    """The end of what tells only how long it lasts."""
    starts, lasts = _told(entry, "DTSTART"), _told(entry, "DURATION")
    start, duration = (_within(one[0], "dt") if len(one) == 1 else None for one in (starts, lasts))
    if not isinstance(start, date) or not isinstance(duration, timedelta):
        return ""
    try:
        return (start + duration).isoformat()
    except _FAILS:
        return ""


def _people(entry: Component, name: str) -> str:
    """Addresses on lines of their own, each with its name behind a tab where one is told."""
    found = []
    for one in _told(entry, name):
        address = str(one)
        address = address[7:] if address.lower().startswith("mailto:") else address
        parameters = _within(one, "params") or {}
        label = parameters.get("CN", "")
        label = " ".join(str(label[0] if isinstance(label, list) and label else label).split())
        found.append(f"{address}\t{label}" if label and label != address else address)
    return _lines(found)


def _categories(entry: Component) -> str:
    found: list[str] = []
    for one in _told(entry, "CATEGORIES"):
        found += [str(each) for each in _within(one, "cats") or [one]]
    return _lines(found)


def _rules(entry: Component) -> str:
    found = []
    for one in _told(entry, "RRULE"):
        try:
            found.append(one.to_ical().decode("utf-8", "replace"))
        except (*_FAILS, *_FAILS_TOO):
            found.append(str(one))
    return _lines(found)
