"""The clock of working time: the cases of rulebook 5.2, days, pauses, and the odd hours of the year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mainstay.house.rules import working_time as clock
from mainstay.house.rules.working_time import AnyCalendar, Calendar, Pause, Window, weekly

BERLIN, KUALA_LUMPUR, MOSCOW = (
    ZoneInfo("Europe/Berlin"),
    ZoneInfo("Asia/Kuala_Lumpur"),
    ZoneInfo("Europe/Moscow"),
)
BER = Calendar(
    "Europe/Berlin",
    weekly(range(5), ("09:00", "17:30")),
    holidays=frozenset({date(2025, 4, 18), date(2025, 4, 21), date(2025, 5, 1)}),
)
KL = Calendar(
    "Asia/Kuala_Lumpur",
    (
        *weekly(range(4), ("08:30", "13:00"), ("14:00", "17:30")),
        *weekly([4], ("08:30", "12:15"), ("14:45", "17:30")),
    ),
    holidays={date(2025, 3, 31): "Hari Raya", date(2025, 4, 1): "Hari Raya"},
)
MOS = Calendar("Europe/Moscow", weekly(range(5), ("09:00", "18:00")))
N = Calendar("Europe/Berlin", weekly(range(7), ("00:00", "24:00")))
ALWAYS = Calendar("Europe/Berlin", always=True)
RIYADH = Calendar("Asia/Riyadh", weekly([6, 0, 1, 2, 3], ("08:00", "16:00")))  # Sunday to Thursday
CAIRO = Calendar("Africa/Cairo", weekly([6, 0, 1, 2, 3], ("09:00", "12:00"), ("13:00", "24:00")))
NOBODY = Calendar("Europe/Berlin")


def ber(month: int, day: int, hour: int = 0, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=BERLIN, fold=fold)


def kl(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=KUALA_LUMPUR)


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


# --- the cases of the rulebook --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("calendar", "start", "wanted", "pauses", "due"),
    [
        pytest.param(BER, ber(3, 14, 16, 30), 240, [], ber(3, 17, 12), id="C1"),
        pytest.param(BER, ber(4, 17, 17), 60, [], ber(4, 22, 9, 30), id="C2"),
        pytest.param(KL, kl(3, 28, 11, 45), 240, [], kl(4, 2, 9, 15), id="C6"),
        pytest.param(BER, ber(3, 10, 9), 480, [(ber(3, 10, 17, 30), ber(3, 11, 9))], ber(3, 10, 17), id="C7"),
        pytest.param(BER, ber(3, 10, 9), 480, [(ber(3, 10, 15), ber(3, 11, 11))], ber(3, 11, 13), id="C8"),
        pytest.param(ALWAYS, ber(3, 8, 23, 50), 30, [], datetime(2025, 3, 8, 23, 20, tzinfo=UTC), id="C12"),
        pytest.param(BER, ber(3, 15, 11), 120, [], ber(3, 17, 11), id="C13"),
        pytest.param(BER, ber(3, 17, 6), 120, [], ber(3, 17, 11), id="C14"),
        pytest.param(BER, ber(3, 17, 17, 30), 1, [], ber(3, 18, 9, 1), id="C15 from closing time"),
        pytest.param(BER, ber(3, 17, 9), 510, [], ber(3, 17, 17, 30), id="C15 to closing time"),
    ],
)
def test_deadline_of_the_rulebook(
    calendar: Calendar, start: datetime, wanted: int, pauses: list[Pause], due: datetime
) -> None:
    found = clock.deadline(calendar, start, wanted, pauses)
    assert found == due
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("calendar", "start", "end", "worked"),
    [
        pytest.param(BER, ber(3, 28, 17), ber(3, 31, 10), 90, id="C3"),
        pytest.param(N, ber(3, 29, 12), ber(3, 30, 12), 1380, id="C4"),
        pytest.param(N, ber(10, 25, 12), ber(10, 26, 12), 1500, id="C5"),
        pytest.param(clock.intersection([BER, KL]), ber(3, 10), ber(3, 11), 90, id="C16"),
    ],
)
def test_elapsed_of_the_rulebook(calendar: AnyCalendar, start: datetime, end: datetime, worked: int) -> None:
    assert clock.elapsed(calendar, start, end) == minutes(worked)


def test_working_days_of_the_rulebook() -> None:
    """C9 and C11: the day of receipt does not count, the last one counts until it closes."""
    assert clock.working_days_end(BER, ber(4, 16, 10), 3) == ber(4, 23, 17, 30)
    received = datetime(2025, 3, 3, 12, tzinfo=MOSCOW)
    assert clock.working_days_end(MOS, received, 15) == datetime(2025, 3, 24, 18, tzinfo=MOSCOW)


def test_weeks_of_the_rulebook_are_calendar_days() -> None:
    """C10: eight weeks run to the last second of the day, over Easter and the change of the clocks alike."""
    due = datetime(2025, 6, 11, 23, 59, 59, tzinfo=BERLIN)
    assert clock.calendar_days_end(BER, ber(4, 16, 10), 8 * 7) == due
    assert clock.calendar_days_end(NOBODY, ber(4, 16, 10), 8 * 7) == due


def test_intersection_of_berlin_and_kuala_lumpur_is_their_late_afternoon() -> None:
    """C16, the very times: 16:00 to 17:30 in Kuala Lumpur."""
    both = clock.windows_on(clock.intersection([BER, KL]), date(2025, 3, 10))
    assert both == (clock.Span(kl(3, 10, 16), kl(3, 10, 17, 30)),)


# --- pauses ---------------------------------------------------------------------------------------


def test_an_open_pause_stops_the_clock() -> None:
    start, pause = ber(3, 10, 9), (ber(3, 10, 10), None)
    assert clock.deadline(BER, start, 61, [pause]) is None
    assert clock.deadline(BER, start, 61, [(ber(3, 9, 9), None)]) is None
    assert clock.elapsed(BER, start, ber(3, 20, 9), [pause]) == minutes(60)


def test_a_pause_opened_after_the_deadline_takes_nothing_back() -> None:
    assert clock.deadline(BER, ber(3, 10, 9), 60, [(ber(3, 10, 10), None)]) == ber(3, 10, 10)
    assert clock.deadline(BER, ber(3, 10, 9), 60, [(ber(3, 12, 10), None)]) == ber(3, 10, 10)


def test_pauses_that_overlap_are_taken_away_once() -> None:
    pauses = [
        (ber(3, 10, 11), ber(3, 10, 13)),
        (ber(3, 10, 10), ber(3, 10, 12)),
        (ber(3, 10, 11), ber(3, 10, 11)),
    ]
    assert clock.elapsed(BER, ber(3, 10, 9), ber(3, 10, 17), pauses) == minutes(300)


def test_a_pause_within_a_longer_one_gives_nothing_back() -> None:
    pauses = [(ber(3, 10, 10), ber(3, 10, 14)), (ber(3, 10, 11), ber(3, 10, 12))]
    assert clock.elapsed(BER, ber(3, 10, 9), ber(3, 10, 17), pauses) == minutes(240)


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="A pause ends after it begins"):
        clock.elapsed(BER, ber(3, 10, 9), ber(3, 11, 9), [(ber(3, 10, 12), ber(3, 10, 11))])


# --- days -----------------------------------------------------------------------------------------


def test_a_weekend_of_friday_and_saturday_is_free() -> None:
    thursday, sunday = date(2025, 3, 13), date(2025, 3, 16)
    assert [clock.is_working_day(RIYADH, thursday + timedelta(days=n)) for n in range(4)] == [
        True,
        False,
        False,
        True,
    ]
    assert clock.next_working_day(RIYADH, thursday) == sunday
    afternoon = datetime(2025, 3, 13, 15, 30, tzinfo=ZoneInfo("Asia/Riyadh"))
    assert clock.deadline(RIYADH, afternoon, 60) == datetime(2025, 3, 16, 8, 30, tzinfo=ZoneInfo("Asia/Riyadh"))


def test_a_replaced_day_has_its_own_hours_and_wins_over_the_holiday() -> None:
    saturday, holiday, closed = date(2025, 5, 3), date(2025, 5, 1), date(2025, 5, 2)
    calendar = Calendar(
        "Europe/Berlin",
        BER.windows,
        holidays=BER.holidays,
        replaced={
            saturday: weekly([5], ("10:00", "14:00")),
            holiday: weekly([0], ("12:00", "13:00")),
            closed: (),
        },
    )
    assert clock.windows_on(calendar, saturday) == (clock.Span(ber(5, 3, 10), ber(5, 3, 14)),)
    assert clock.windows_on(calendar, holiday) == (clock.Span(ber(5, 1, 12), ber(5, 1, 13)),)
    assert clock.windows_on(calendar, closed) == ()
    assert clock.working_days_between(calendar, date(2025, 4, 30), date(2025, 5, 5)) == 3


def test_next_working_day_may_be_the_day_itself() -> None:
    monday = date(2025, 3, 17)
    assert clock.next_working_day(BER, monday) == date(2025, 3, 18)
    assert clock.next_working_day(BER, monday, may_be_same=True) == monday
    assert clock.next_working_day(BER, date(2025, 4, 18), may_be_same=True) == date(2025, 4, 22)


def test_close_of_business_refuses_a_day_without_work() -> None:
    assert clock.close_of_business(KL, date(2025, 3, 28)) == kl(3, 28, 17, 30)
    assert clock.close_of_business(CAIRO, date(2025, 3, 13)) == datetime(2025, 3, 14, tzinfo=ZoneInfo("Africa/Cairo"))
    with pytest.raises(ValueError, match="nobody works that day"):
        clock.close_of_business(KL, date(2025, 3, 31))


def test_the_day_of_receipt_is_the_day_on_their_wall() -> None:
    """23:30 in Berlin on Sunday is Monday in Kuala Lumpur already."""
    received = ber(3, 9, 23, 30)
    assert clock.working_days_end(BER, received, 1) == ber(3, 10, 17, 30)
    assert clock.working_days_end(KL, received, 1) == kl(3, 11, 17, 30)
    assert clock.calendar_days_end(KL, received, 0) == kl(3, 10, 23, 59) + timedelta(seconds=59)


def test_a_union_works_on_days_when_either_does() -> None:
    los_angeles = Calendar("America/Los_Angeles", weekly(range(5), ("09:00", "17:00")))
    either = clock.union([RIYADH, BER, los_angeles])
    assert [day for day in range(10, 17) if clock.is_working_day(either, date(2025, 3, day))] == [
        10,
        11,
        12,
        13,
        14,
        16,
    ]
    friday = datetime(2025, 3, 14, 17, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert clock.close_of_business(either, date(2025, 3, 14)) == friday
    assert clock.deadline(either, ber(3, 14, 17, 30), 120) == ber(3, 14, 19, 30)
    assert either.zone == "Asia/Riyadh"
    assert clock.union([RIYADH, BER], zone="Europe/Berlin").zone == "Europe/Berlin"


def test_is_working_is_open_at_the_opening_and_closed_at_the_close() -> None:
    day = [(8, 59), (9, 0), (17, 29), (17, 30)]
    assert [clock.is_working(BER, ber(3, 17, *at)) for at in day] == [False, True, True, False]
    assert clock.is_working(ALWAYS, ber(3, 16, 3))
    assert not clock.is_working(NOBODY, ber(3, 17, 10))
    assert clock.is_working(clock.union([BER, KL]), kl(3, 17, 8, 30))
    assert not clock.is_working(clock.intersection([BER, KL]), kl(3, 17, 8, 30))


# --- the odd hours of the year --------------------------------------------------------------------


def window_length(calendar: Calendar, day: date) -> timedelta:
    return sum((span.end - span.start for span in clock.windows_on(calendar, day)), timedelta())


def test_a_whole_day_is_as_long_as_it_really_is() -> None:
    """SL-2, where clocks change in the night, at midnight, by half an hour, and where a day was left out."""

    def hours(zone: str, *day: int) -> float:
        whole = Calendar(zone, weekly(range(7), ("00:00", "24:00")))
        around = Calendar(zone, always=True)
        assert clock.windows_on(whole, date(*day)) == clock.windows_on(around, date(*day))
        return window_length(whole, date(*day)) / timedelta(hours=1)

    assert hours("Europe/Berlin", 2025, 3, 30) == 23
    assert hours("Europe/Berlin", 2025, 10, 26) == 25
    assert hours("Europe/Moscow", 2025, 3, 30) == 24
    assert hours("Africa/Cairo", 2025, 4, 25) == 23
    assert hours("Africa/Cairo", 2025, 10, 30) == 25
    assert hours("America/Havana", 2025, 3, 9) == 23
    assert hours("America/Havana", 2025, 11, 2) == 25
    assert hours("Australia/Lord_Howe", 2025, 10, 5) == 23.5
    assert hours("Pacific/Apia", 2011, 12, 30) == 0


@pytest.mark.parametrize(
    ("start", "end", "opens", "closes"),
    [
        ("02:30", "04:00", (1, 0), (2, 0)),  # 02:30 is never shown: it opens at the jump, 03:00 summer time
        ("00:00", "02:30", (-1, 0), (1, 0)),  # and closes at the jump: 03:15 is not before half past two
        ("02:00", "03:00", None, None),  # an hour that is not there
        ("01:00", "05:00", (0, 0), (3, 0)),
    ],
)
def test_hours_that_spring_leaves_out(
    start: str, end: str, opens: tuple[int, int] | None, closes: tuple[int, int] | None
) -> None:
    calendar = Calendar("Europe/Berlin", (Window.of(6, start, end),))
    midnight = datetime(2025, 3, 30, tzinfo=UTC)

    def at(shown: tuple[int, int]) -> datetime:
        return midnight + timedelta(hours=shown[0], minutes=shown[1])

    expected = () if opens is None or closes is None else (clock.Span(at(opens), at(closes)),)
    assert clock.windows_on(calendar, date(2025, 3, 30)) == expected


def test_hours_that_autumn_shows_twice_begin_and_end_at_the_first() -> None:
    def worked(start: str, end: str) -> tuple[clock.Span, ...]:
        calendar = Calendar("Europe/Berlin", (Window.of(6, start, end),))
        return clock.windows_on(calendar, date(2025, 10, 26))

    first, second = ber(10, 26, 2, 30).astimezone(UTC), ber(10, 26, 2, 30, fold=1).astimezone(UTC)
    assert second - first == minutes(60)
    assert worked("02:30", "04:00") == (clock.Span(first, datetime(2025, 10, 26, 3, tzinfo=UTC)),)
    assert worked("00:00", "02:30") == (clock.Span(datetime(2025, 10, 25, 22, tzinfo=UTC), first),)


def test_starting_at_either_half_past_two_counts_what_is_left() -> None:
    assert clock.elapsed(N, ber(10, 26, 2, 30), ber(10, 26, 4)) == minutes(150)
    assert clock.elapsed(N, ber(10, 26, 2, 30, fold=1), ber(10, 26, 4)) == minutes(90)
    assert clock.deadline(N, ber(10, 26, 2, 30), 60) == ber(10, 26, 2, 30, fold=1).astimezone(UTC)


def test_clocks_put_back_over_midnight_show_the_old_day_again_and_lose_nothing() -> None:
    """In St John's on 7 November 2010 one minute past midnight became 23:01 of the day before."""
    calendar = Calendar("America/St_Johns", weekly(range(7), ("00:00", "24:00")))
    again = datetime(2010, 11, 6, 23, 30, tzinfo=ZoneInfo("America/St_Johns"), fold=1).astimezone(UTC)
    assert clock.elapsed(calendar, again, again + minutes(15)) == minutes(15)
    pieces = clock.explain(calendar, again - minutes(120), again + minutes(120))
    assert [piece.minutes for piece in pieces] == [90, 150]
    assert [piece.minutes for piece in clock.explain(calendar, again, again + minutes(120))] == [120]


def test_calendar_days_end_with_the_last_second_that_is_shown() -> None:
    """In Cairo the last hour of 30 October 2025 is shown twice, the first hour of 25 April never."""
    cairo = ZoneInfo("Africa/Cairo")
    autumn = clock.calendar_days_end(CAIRO, datetime(2025, 10, 29, 12, tzinfo=cairo), 1)
    assert autumn == datetime(2025, 10, 30, 23, 59, 59, tzinfo=cairo, fold=1).astimezone(UTC)
    spring = clock.calendar_days_end(CAIRO, datetime(2025, 4, 23, 12, tzinfo=cairo), 1)
    assert spring == datetime(2025, 4, 24, 21, 59, 59, tzinfo=UTC)


# --- the arithmetic beside a due time -------------------------------------------------------------


def test_explain_gives_the_sum_as_people_read_it() -> None:
    start, pause = kl(3, 27, 15), (kl(3, 28, 9), kl(3, 28, 10))
    due = clock.deadline(KL, start, 330, [pause])
    assert due == kl(3, 28, 14, 45) + minutes(15)
    pieces = clock.explain(KL, start, due, [pause])
    assert [(f"{piece.day:%a} {piece.start:%H:%M}–{piece.end:%H:%M}", piece.minutes) for piece in pieces] == [
        ("Thu 15:00–17:30", 150),
        ("Fri 08:30–09:00", 30),
        ("Fri 10:00–12:15", 135),
        ("Fri 14:45–15:00", 15),
    ]


def test_explain_is_not_parted_by_a_pause_of_no_length() -> None:
    pieces = clock.explain(BER, ber(3, 10, 9), ber(3, 10, 12), [(ber(3, 10, 10), ber(3, 10, 10))])
    assert [piece.minutes for piece in pieces] == [180]


def test_explain_parts_a_long_stretch_at_midnight() -> None:
    pieces = clock.explain(ALWAYS, ber(3, 29, 22), ber(3, 31, 1))
    assert [(piece.day.day, piece.minutes) for piece in pieces] == [(29, 120), (30, 23 * 60), (31, 60)]


# --- what is refused ------------------------------------------------------------------------------


def test_a_calendar_without_hours_ends_in_a_sentence() -> None:
    never = clock.intersection([BER, Calendar("Europe/Berlin", weekly([6], ("09:00", "17:00")))])
    for calendar in (NOBODY, clock.union([NOBODY, NOBODY]), never):
        assert clock.elapsed(calendar, ber(3, 10), ber(4, 10)) == timedelta()
        with pytest.raises(ValueError, match="too little working time: no deadline comes within ten years"):
            clock.deadline(calendar, ber(3, 10), 1)
        with pytest.raises(ValueError, match="too few working days"):
            clock.next_working_day(calendar, date(2025, 3, 10))


def test_what_cannot_be_hours_is_refused() -> None:
    refusals = {
        "A weekday is a number": (7, "09:00", "17:00"),
        "begin before they end": (0, "22:00", "06:00"),
        "“9 Uhr” is no time": (0, "9 Uhr", "17:00"),
        "to the minute": (0, "09:00:30", "17:00"),
        "“24:30” is no time": (0, "09:00", "24:30"),
    }
    for sentence, hours in refusals.items():
        with pytest.raises(ValueError, match=sentence):
            Window.of(*hours)
    with pytest.raises(ValueError, match="“Hamburg” is no time zone"):
        Calendar("Hamburg")
    with pytest.raises(ValueError, match="from one upwards"):
        clock.union([])


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="A time needs its zone"):
        clock.elapsed(BER, datetime(2025, 3, 10, 9), ber(3, 11))  # noqa: DTZ001
    with pytest.raises(ValueError, match="A time needs its zone"):
        clock.working_days_end(BER, datetime(2025, 3, 10, 9), 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="from zero upwards"):
        clock.deadline(BER, ber(3, 10), -1)
    with pytest.raises(ValueError, match="counted from one"):
        clock.nth_working_day(BER, date(2025, 3, 10), 0)
    with pytest.raises(ValueError, match="counted from zero"):
        clock.calendar_days_end(BER, ber(3, 10), -1)


def test_windows_that_touch_or_overlap_are_one() -> None:
    calendar = Calendar(
        "Europe/Berlin",
        (Window.of(0, time(13), "17:00"), Window.of(0, "09:00", "12:00"), Window.of(0, "12:00", "14:00")),
    )
    assert calendar.minutes_on(date(2025, 3, 10)) == ((540, 1020),)
