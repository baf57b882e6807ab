"""Many events on their way out, one after the other: no more memory for a hundred thousand than for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from mainstay.kit.calendars.writing import PRODUCT, Entry
from mainstay.kit.cards.writing import escape, fold

_AT_ONCE = 65_536  # bytes handed out together
_HEAD = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODUCT}\r\nCALSCALE:GREGORIAN\r\n"


def write_events(entries: Iterable[Entry]) -> Iterator[bytes]:
    """An .ics file of these events; whole days stay days, moments are told in UTC, so that no zone needs to be."""
    held = [_HEAD]
    size = len(_HEAD)
    for entry in entries:
        lines = ("BEGIN:VEVENT", *_lines(entry), "END:VEVENT")
        text = "".join(f"{fold(line)}\r\n" for line in lines)
        held.append(text)
        size += len(text)
        if size >= _AT_ONCE:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join([*held, "END:VCALENDAR\r\n"]).encode()


def _lines(entry: Entry) -> Iterator[str]:
    yield f"UID:{escape(entry.uid)}"
    yield f"DTSTAMP:{_moment(entry.stamp)}"
    for name, when in (("DTSTART", entry.start), ("DTEND", entry.end)):
        if isinstance(when, datetime):
            yield f"{name}:{_moment(when)}"
        elif isinstance(when, date):
            yield f"{name};VALUE=DATE:{when.year:04}{when:%m%d}"
    for name, text in (("SUMMARY", entry.summary), ("DESCRIPTION", entry.description), ("STATUS", entry.status)):
        if text:
            yield f"{name}:{escape(_plain(text))}"
    if entry.categories:
        yield "CATEGORIES:" + ",".join(escape(_plain(word)) for word in entry.categories)


def _plain(text: str) -> str:
    """The text without signs that no line of a calendar may hold."""
    told = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in told if sign == "\n" or sign == "\t" or (sign >= " " and sign != "\x7f"))


def _moment(when: datetime) -> str:
    told = when.astimezone(UTC)
    return f"{told.year:04}{told:%m%dT%H%M%SZ}"
