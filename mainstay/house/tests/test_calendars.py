"""Working calendars out of rows, holidays of the world, days of the house's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from mainstay.house import actions, queries
from mainstay.house.models import House, User, WorkCalendar
from mainstay.house.rules import hours, working_time
from mainstay.kit.refusals import Refused

YEARS = range(2025, 2028)


@dataclass
class Place:
    """A client, as far as calendars go."""

    zone: str
    country: str


def row(country: str = "", part: str = "", zone: str = "UTC") -> WorkCalendar:
    week = hours.office(queries.weekend_of(country, part, date(2026, 7, 1)))
    return WorkCalendar.objects.create(
        name=f"{country} {part}", zone=zone, country=country, subdivision=part, hours=week
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("country", "part", "free", "worked"),
    [
        ("DE", "", date(2026, 5, 1), date(2026, 6, 4)),  # Corpus Christi is not a holiday of all Germany
        ("DE", "BY", date(2026, 6, 4), date(2026, 5, 4)),
        ("MY", "", date(2026, 8, 31), date(2026, 3, 3)),
        ("SA", "", date(2026, 9, 23), date(2026, 3, 1)),  # 1 March 2026 is a Sunday
        ("EG", "", date(2026, 7, 23), date(2026, 3, 1)),
    ],
)
def test_a_country_gives_its_holidays(country: str, part: str, free: date, worked: date) -> None:
    calendar = queries.working_calendar(row(country, part), YEARS)
    assert (working_time.is_working_day(calendar, free), working_time.is_working_day(calendar, worked)) == (
        False,
        True,
    )


@pytest.mark.parametrize(
    ("country", "weekend"),
    [("", {5, 6}), ("DE", {5, 6}), ("SA", {4, 5}), ("EG", {4, 5}), ("IR", {4}), ("AE", {5, 6}), ("BN", {4, 6})],
)
def test_a_weekend_is_where_the_country_has_it(country: str, weekend: set[int]) -> None:
    assert queries.weekend_of(country, "", date(2026, 7, 1)) == weekend


def test_a_weekend_is_as_it_was_in_that_year() -> None:
    assert queries.weekend_of("AE", "", date(2020, 7, 1)) == {4, 5}


def test_a_state_may_have_another_weekend_than_its_country() -> None:
    assert queries.weekend_of("MY", "KDH", date(2026, 7, 1)) == {4, 5}
    assert queries.weekend_of("MY", "", date(2026, 7, 1)) == {5, 6}


@pytest.mark.django_db
def test_a_calendar_without_a_country_has_no_holidays() -> None:
    calendar = queries.working_calendar(row(), YEARS)
    assert working_time.is_working_day(calendar, date(2026, 12, 25))
    assert not working_time.is_working_day(calendar, date(2026, 12, 26))


@pytest.mark.parametrize(
    ("country", "part", "field", "sentence"),
    [
        ("XX", "", "country", "“XX” is no country; write its two letters, for example DE, or leave it empty."),
        ("Germany", "", "country", "“Germany” is no country"),
        ("de", "", "country", "“de” is no country"),
        ("DE", "ZZ", "subdivision", "“ZZ” is no part of DE; there are BB, BE, BW"),
        ("EG", "C", "subdivision", "“C” is no part of EG; there are –."),
    ],
)
def test_a_place_that_is_none_is_refused(country: str, part: str, field: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        queries.weekend_of(country, part, date(2026, 7, 1))
    assert (refused.value.field, refused.value.rule) == (field, "R-X-5")


def test_holidays_are_named_in_the_readers_language_where_it_is_known() -> None:
    with translation.override("de"):
        assert queries.holidays_of("DE", "", [2026])[date(2026, 5, 1)] == "Erster Mai"
    with translation.override("ru"):
        assert queries.holidays_of("DE", "", [2026])[date(2026, 5, 1)] == "Labor Day"


@pytest.mark.django_db
def test_a_day_on_which_a_country_works_on_its_weekend_has_hours() -> None:
    calendar = queries.working_calendar(row("CN"), YEARS)
    worked = [day for day in queries.holidays_of("CN", "", YEARS).weekend_workdays if day.year == 2025]
    assert worked
    assert all(working_time.is_working_day(calendar, day) for day in worked)


@pytest.mark.django_db
def test_days_of_the_houses_own_win_over_week_and_holiday(house: House, admin: User, at: datetime) -> None:
    own = row("DE")
    labour, our_day, saturday = date(2026, 5, 1), date(2026, 5, 6), date(2026, 5, 9)
    actions.set_own_day(calendar=own, on=labour, name="Fair", works=True, by=admin, at=at)
    actions.set_own_day(calendar=own, on=our_day, name="Our day", by=admin, at=at)
    actions.set_own_day(calendar=own, on=saturday, name="Stocktaking", works=True, by=admin, at=at)
    calendar = queries.working_calendar(own, YEARS)
    assert [working_time.is_working_day(calendar, day) for day in (labour, our_day, saturday)] == [
        True,
        False,
        True,
    ]
    told = queries.upcoming_holidays(own, date(2026, 5, 1), days=10)
    assert told == [(labour, "Fair", True), (our_day, "Our day", False), (saturday, "Stocktaking", True)]


@pytest.mark.django_db
def test_the_calendar_of_a_person_is_their_own_else_the_houses(
    house: House, admin: User, manager: User, at: datetime
) -> None:
    today = at.date()
    assert queries.calendar_for(manager, around=today).zone == "Europe/Berlin"
    cairo = actions.add_calendar(name="Cairo", zone="Africa/Cairo", country="EG", by=admin, at=at)
    actions.change_person(person=manager, calendar=cairo, by=admin, at=at)
    calendar = queries.calendar_for(manager, around=today)
    assert calendar.zone == "Africa/Cairo"
    assert working_time.is_working_day(calendar, date(2026, 3, 8))  # a Sunday


@pytest.mark.django_db
def test_a_changed_calendar_is_seen_at_once(house: House, admin: User, manager: User, at: datetime) -> None:
    friday = date(2026, 3, 6)
    assert working_time.is_working_day(queries.calendar_for(manager, around=friday), friday)
    own = house.calendar
    assert own is not None
    actions.set_own_day(calendar=own, on=friday, name="Bridge", by=admin, at=at)
    assert not working_time.is_working_day(queries.calendar_for(manager, around=friday), friday)
    actions.remove_own_day(calendar=own, on=friday, by=admin, at=at)
    week = [entry for entry in own.hours if entry[0] != 4]
    actions.change_calendar(calendar=own, hours=week, by=admin, at=at)
    assert not working_time.is_working_day(queries.calendar_for(manager, around=friday), friday)


def test_a_client_works_where_it_is() -> None:
    riyadh = queries.calendar_for(Place("Asia/Riyadh", "SA"), around=date(2026, 3, 2))
    assert riyadh.zone == "Asia/Riyadh"
    assert [working_time.is_working_day(riyadh, date(2026, 3, day)) for day in (5, 6, 7, 8)] == [
        True,
        False,
        False,
        True,
    ]
    anywhere = queries.calendar_for(Place("UTC", ""), around=date(2026, 12, 2))
    assert working_time.is_working_day(anywhere, date(2026, 12, 25))


def test_a_deadline_in_a_friday_saturday_week_lands_on_sunday() -> None:
    riyadh = queries.calendar_for(Place("Asia/Riyadh", "SA"), around=date(2026, 3, 2))
    thursday = datetime(2026, 3, 5, 13, 30, tzinfo=UTC)  # 16:30 there: half an hour before the weekend
    assert working_time.deadline(riyadh, thursday, 60) == datetime(2026, 3, 8, 6, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_a_clock_change_keeps_the_local_hour(house: House, manager: User) -> None:
    calendar = queries.calendar_for(manager, around=date(2026, 3, 27))
    before = working_time.close_of_business(calendar, date(2026, 3, 27))
    after = working_time.close_of_business(calendar, date(2026, 3, 30))
    assert after - before == timedelta(days=3) - timedelta(hours=1)


MINUTES = st.integers(0, 24 * 60)


@given(st.lists(st.tuples(st.integers(0, 6), MINUTES, MINUTES).filter(lambda each: each[1] < each[2]), max_size=8))
def test_hours_written_and_read_again_are_the_same(told: list[tuple[int, int, int]]) -> None:
    kept: hours.Hours = [[day, f"{a // 60:02d}:{a % 60:02d}", f"{b // 60:02d}:{b % 60:02d}"] for day, a, b in told]
    again = [entry for day in range(7) for entry in hours.read_day(day, hours.write_day(kept, day))]
    assert sorted(again) == sorted(kept)
    assert hours.checked(kept) == sorted(kept)


@pytest.mark.parametrize("text", ["9", "9-25", "17-9", "9:70-10", "nine to five", "9-9", "9–12 13–17"])
def test_what_are_no_hours_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="are no hours; write for example 09:00–12:30, 13:00–17:30"):
        queries.hours_told([], {0: text})
