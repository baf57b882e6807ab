"""Events written one after the other read as those written all at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.kit.calendars import Entry, write_calendar, write_events
from mainstay.kit.tables import open_table

STAMP = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)
DAY = st.dates(date(1901, 1, 1), date(2200, 1, 1))


def rows(content: bytes) -> list[list[str]]:
    """The events as reading them gives them."""
    return [list(row.cells) for row in open_table(content, name="due.ics").rows()]


@given(st.lists(st.tuples(TEXT, TEXT, DAY, st.booleans()), min_size=1, max_size=5))
@settings(max_examples=20)
def test_events_one_by_one_read_as_those_at_once(told: list[tuple[str, str, date, bool]]) -> None:
    entries = [
        Entry(uid=f"{place}@x", summary=what, description=more, stamp=STAMP, start=start, end=end, categories=("A,b",))
        for place, (what, more, day, timed) in enumerate(told)
        for start, end in [_when(day, timed=timed)]
    ]
    assert rows(b"".join(write_events(entries))) == rows(write_calendar(entries))


def _when(day: date, *, timed: bool) -> tuple[date | datetime, date | datetime]:
    if not timed:
        return day, day + timedelta(days=1)
    moment = datetime(day.year, day.month, day.day, 17, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    return moment, moment


def test_many_events_come_in_pieces() -> None:
    pieces = list(write_events(Entry(uid=str(n), summary="x" * 90, stamp=STAMP, start=STAMP) for n in range(2000)))
    assert len(pieces) > 3
    assert b"".join(pieces).count(b"BEGIN:VEVENT") == 2000
    assert max(len(line) for line in b"".join(pieces).split(b"\r\n")) <= 75
