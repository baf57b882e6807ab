"""Calendars as tables, and written."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.kit.calendars import EVENT_HEADERS, Entry, parse_calendar, write_calendar
from mainstay.kit.calendars.reading import MOST_CALENDAR
from mainstay.kit.tables import Source, Unreadable, open_table

SAMPLES = Path(os.environ.get("MAINSTAY_SHARED", "nowhere")) / "data" / "ical"
BERLIN = ZoneInfo("Europe/Berlin")
STAMP = datetime(2026, 5, 1, 8, tzinfo=UTC)


def told(content: bytes | str) -> list[dict[str, str]]:
    """Every entry's cells that are not blank."""
    table = open_table(content if isinstance(content, bytes) else content.encode())
    assert (table.headers, table.format) == (EVENT_HEADERS, "ical")
    return [
        {header: cell for header, cell in zip(table.headers, row.cells, strict=True) if cell} for row in table.rows()
    ]


def calendar(*lines: str, kind: str = "VEVENT") -> str:
    return "\r\n".join(("BEGIN:VCALENDAR", f"BEGIN:{kind}", *lines, f"END:{kind}", "END:VCALENDAR", ""))


def refusal(content: bytes | str) -> str:
    with pytest.raises(Unreadable) as refused:
        told(content)
    return str(refused.value)


def test_event_is_a_row() -> None:
    lines = ("UID:1", "SUMMARY:Hand over\\, at last", "DTSTART;TZID=Europe/Berlin:20260501T130000", "DURATION:PT90M")
    people = ("ORGANIZER;CN=Ann Tan:mailto:ann@x.org", "ATTENDEE:MAILTO:b@x.org", "ATTENDEE;CN=c@x.org:mailto:c@x.org")
    more = ("CATEGORIES:one,two", "CATEGORIES:three", "RRULE:FREQ=DAILY;COUNT=3", "DESCRIPTION:first\\nsecond")
    assert told(calendar(*lines, *people, *more)) == [
        {
            "component": "VEVENT",
            "uid": "1",
            "summary": "Hand over, at last",
            "description": "first\nsecond",
            "start": "2026-05-01T13:00:00+02:00",
            "end": "2026-05-01T14:30:00+02:00",
            "organizer": "ann@x.org\tAnn Tan",
            "attendees": "b@x.org\nc@x.org",
            "categories": "one\ntwo\nthree",
            "rrule": "FREQ=DAILY;COUNT=3",
        }
    ]


def test_task_is_a_row_with_its_due_day() -> None:
    lines = ("SUMMARY:Send the plan", "DUE;VALUE=DATE:20260501", "STATUS:COMPLETED", "COMPLETED:20260430T120000Z")
    assert told(calendar(*lines, kind="VTODO")) == [
        {
            "component": "VTODO",
            "summary": "Send the plan",
            "due": "2026-05-01",
            "completed": "2026-04-30T12:00:00+00:00",
            "status": "COMPLETED",
        }
    ]


def test_bare_events_are_a_table_too() -> None:
    event = "BEGIN:VEVENT\nSUMMARY:one\nEND:VEVENT\n"
    assert [row["summary"] for row in told(event + event.replace("one", "two"))] == ["one", "two"]


def test_what_is_no_day_stays_as_it_was_written() -> None:
    assert told(calendar("DTSTART:soon")) == [{"component": "VEVENT", "start": "soon"}]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_any_encoding_is_read(encoding: str) -> None:
    assert told(calendar("SUMMARY:Встреча").encode(encoding)) == [{"component": "VEVENT", "summary": "Встреча"}]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (calendar("SUMMARY:A")[:-20], "This calendar is cut short"),
        (calendar("SUMMARY:A") + "BEGIN:VCALENDAR\r\n", "This calendar is cut short"),
        ("BEGIN:VTIMEZONE\nTZID:S\f\f\r\f\f\v\nEND:VTIMEZONE\n", "This calendar is damaged"),
        (calendar("X-A:" + "x" * MOST_CALENDAR * 1_048_576), f"larger than {MOST_CALENDAR} MB"),
        ("BEGIN:VEVENT\n" * 5_000 + "END:VEVENT\n" * 5_000, "stand within each other deeper than 50"),
    ],
)
def test_what_is_broken_or_beyond_limits_is_told_in_a_sentence(content: str, says: str) -> None:
    assert says in refusal(content)


def test_calendar_is_written_with_its_zones_and_read_back() -> None:
    written = write_calendar(
        [
            Entry("a@x", "Hand over, at last", STAMP, start=datetime(2026, 5, 1, 13, tzinfo=BERLIN), location="Köln"),
            Entry("b@x", "Send; the plan", STAMP, due=date(2026, 5, 2), categories=("x", "y"), organizer="ann@x.org"),
        ],
        name="Promises",
    )
    lines = written.decode().split("\r\n")
    assert [one for one in lines if one.startswith(("BEGIN:VTIM", "TZID:"))] == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
    ]
    assert "DTSTART;TZID=Europe/Berlin:20260501T130000" in lines
    assert "DTSTAMP:20260501T080000Z" in lines
    assert all(len(one.encode()) <= 75 for one in lines)
    event = {"component": "VEVENT", "uid": "a@x", "summary": "Hand over, at last", "location": "Köln"}
    task = {"component": "VTODO", "uid": "b@x", "summary": "Send; the plan", "due": "2026-05-02", "categories": "x\ny"}
    assert told(written) == [{**event, "start": "2026-05-01T13:00:00+02:00"}, {**task, "organizer": "ann@x.org"}]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=20)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=st.sampled_from([UTC, BERLIN]))  # noqa: DTZ001


@settings(max_examples=25, deadline=None)
@given(uid=WORDS, summary=WORDS, start=MOMENTS | st.dates(), note=st.lists(WORDS, max_size=3).map("\n".join))
def test_entries_written_by_us_are_read_back_equal(uid: str, summary: str, start: date, note: str) -> None:
    start = start.replace(microsecond=0, fold=0) if isinstance(start, datetime) else start
    row = told(write_calendar([Entry(uid, summary, STAMP, start=start, description=note)]))[0]
    assert (row["uid"], row["summary"], row.get("description", "")) == (uid, summary, note)
    read = datetime.fromisoformat(row["start"]) if isinstance(start, datetime) else date.fromisoformat(row["start"])
    assert read == start


PIECES = st.sampled_from(["BEGIN:VEVENT\n", "END:VEVENT\n", "BEGIN:VTIMEZONE\n", "END:VTIMEZONE\n", "END:VCALENDAR\n"])
PIECES |= st.sampled_from(["DTSTART;TZID=", "RRULE:FREQ=", "TZOFFSETFROM:", "\r", "\n ", ":", ";", '"', "20260230T"])
PIECES |= st.sampled_from(
    ["ATTENDEE;CN=", "CATEGORIES:,", "DURATION:P", "TZID:a\n", "RDATE;VALUE=PERIOD:", "\\", "Z\n"]
)


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(PIECES | st.binary(max_size=3).map(lambda raw: raw.decode("latin-1")), max_size=20))
def test_any_calendar_is_read_or_refused_in_a_sentence(pieces: list[str]) -> None:
    assert reads(f"BEGIN:VCALENDAR\n{''.join(pieces)}".encode("latin-1"))
    assert reads(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{''.join(pieces)}\nEND:VEVENT\nEND:VCALENDAR\n".encode("latin-1"))


def reads(content: bytes) -> bool:
    try:
        return all(len(row.cells) == len(EVENT_HEADERS) for row in open_table(content).rows())
    except Unreadable as refused:
        return str(refused).endswith(".")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="MAINSTAY_SHARED names no folder with calendars")
def test_calendars_of_many_programs_are_read_as_expected() -> None:
    expected = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
    assert {name: summary(SAMPLES / name, one["bytes"]) for name, one in expected.items()} == {
        name: {key: value for key, value in one.items() if key != "error"} for name, one in expected.items()
    }


def summary(file: Path, size: int) -> dict[str, object]:
    try:
        table = open_table(file)
    except Unreadable:
        return {"parses": False, "bytes": size}
    tops = parse_calendar(Source(file))
    rows = [dict(zip(table.headers, row.cells, strict=True)) for row in table.rows()]
    events = [row for row in rows if row["component"] == "VEVENT"]
    return {
        "parses": True,
        "components": len(tops),
        "top": [top.name for top in tops],
        "vevents": len(events),
        "vtodos": sum(row["component"] == "VTODO" for row in rows),
        "vtimezones": sum(len(top.walk("VTIMEZONE")) for top in tops),
        "first_summary": (events[0]["summary"] or None) if events else None,
        "first_dtstart": one_day(events[0]["start"]) if events else None,
        "rrule": sum(bool(row["rrule"]) for row in events),
        "bytes": size,
    }


def one_day(text: str) -> str | None:
    """A cell that holds one day or moment; what is none, or several, is told as it was written."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return text
