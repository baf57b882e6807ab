"""Days and times in words, in the four languages, and where days end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.utils.translation import override
from pytest_django import Settings

from mainstay.kit import times

HAMBURG, KUALA_LUMPUR = "Europe/Berlin", "Asia/Kuala_Lumpur"
WEDNESDAY = date(2026, 5, 6)
NB = "\u00a0"


def in_zone(zone: str, year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone))


def test_a_call_at_four_in_kuala_lumpur_is_nine_in_winter_and_ten_in_summer() -> None:
    """R-A-40: the manager sits in Hamburg."""

    def shown(month: int, day: int) -> str:
        call = in_zone(KUALA_LUMPUR, 2026, month, day, 16)
        return times.time_words(call, HAMBURG, KUALA_LUMPUR, "en", date(2026, month, day))

    assert shown(1, 15) == f"09:00 (their{NB}16:00)"
    assert shown(7, 15) == f"10:00 (their{NB}16:00)"


def test_time_words_put_ours_first_and_theirs_in_brackets_that_never_break() -> None:
    def shown(day: int, hour: int, theirs: str | None = KUALA_LUMPUR) -> str:
        return times.time_words(in_zone(HAMBURG, 2026, 5, day, hour), HAMBURG, theirs, "en", WEDNESDAY)

    assert shown(8, 17) == f"Friday 17:00 (their{NB}23:00)"
    assert shown(8, 23) == f"Friday 23:00 (their{NB}Saturday{NB}05:00)"
    assert shown(7, 10, None) == "tomorrow 10:00"
    assert shown(5, 10, None) == "yesterday 10:00"
    assert shown(6, 10, None) == "10:00"
    assert shown(20, 17) == f"Wednesday 20{NB}May, 17:00 (their{NB}23:00)"
    assert shown(8, 17, "Europe/Rome") == "Friday 17:00"


def test_time_words_take_the_day_from_our_wall_not_theirs() -> None:
    at = in_zone(KUALA_LUMPUR, 2026, 5, 8, 4)
    assert times.time_words(at, HAMBURG, KUALA_LUMPUR, "en", WEDNESDAY) == (
        f"tomorrow 22:00 (their{NB}Friday{NB}04:00)"
    )


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (-7, f"Wednesday 29{NB}April"),
        (-6, "Thursday"),
        (-2, "Monday"),
        (-1, "yesterday"),
        (0, "today"),
        (1, "tomorrow"),
        (2, "Friday"),
        (6, "Tuesday"),
        (7, f"Wednesday 13{NB}May"),
        (240, f"Friday 1{NB}January 2027"),
    ],
)
def test_day_words_name_the_weekday_only_where_it_is_not_another_weeks(distance: int, words: str) -> None:
    assert times.day_words(WEDNESDAY + timedelta(days=distance), WEDNESDAY, "en") == words


def test_day_words_within_the_week_need_no_year_at_new_year() -> None:
    assert times.day_words(date(2027, 1, 2), date(2026, 12, 30), "en") == "Saturday"


@pytest.mark.parametrize(
    ("language", "weekday", "day", "with_year"),
    [
        ("en", "Friday", f"Friday 8{NB}May", f"Friday 8{NB}May 2026"),
        ("de", "Freitag", f"Freitag, 8.{NB}Mai", f"Freitag, 8.{NB}Mai 2026"),
        ("de-at", "Freitag", f"Freitag, 8.{NB}Mai", f"Freitag, 8.{NB}Mai 2026"),
        ("ms", "Jumaat", f"Jumaat 8{NB}Mei", f"Jumaat 8{NB}Mei 2026"),
        ("ru", "пятница", f"пятница, 8{NB}мая", f"пятница, 8{NB}мая 2026"),
    ],
)
def test_days_are_written_as_the_language_writes_them(language: str, weekday: str, day: str, with_year: str) -> None:
    friday = date(2026, 5, 8)
    assert times.day_words(friday, WEDNESDAY, language) == weekday
    assert times.day_words(friday, date(2026, 3, 1), language) == day
    assert times.day_words(friday, date(2025, 3, 1), language) == with_year


@pytest.fixture
def german(tmp_path: Path, settings: Settings) -> None:
    """A German catalogue of these words alone, so that the test holds whatever the house's own says."""
    catalogue = Catalog(locale="de")
    for english, word in {
        "today": "heute",
        "tomorrow": "morgen",
        "yesterday": "gestern",
        "their %(time)s": "dort %(time)s",
    }.items():
        catalogue.add(english, word)
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as compiled:
        write_mo(compiled, catalogue)
    settings.LOCALE_PATHS = [str(tmp_path)]


@pytest.mark.usefixtures("german")
def test_words_come_from_the_catalogue_of_the_language_asked_for() -> None:
    days = [WEDNESDAY + timedelta(days=distance) for distance in (-1, 0, 1)]
    assert [times.day_words(day, WEDNESDAY, "de") for day in days] == ["gestern", "heute", "morgen"]
    assert [times.day_words(day, WEDNESDAY, "en") for day in days] == ["yesterday", "today", "tomorrow"]
    at = in_zone(HAMBURG, 2026, 5, 7, 23)
    assert times.time_words(at, HAMBURG, KUALA_LUMPUR, "de", WEDNESDAY) == (f"morgen 23:00 (dort{NB}Freitag{NB}05:00)")


def test_exact_words_name_the_year_and_both_places() -> None:
    at = in_zone(HAMBURG, 2026, 5, 8, 17)
    assert times.exact_words(at, HAMBURG, KUALA_LUMPUR, "en") == (
        f"Friday 8{NB}May 2026, 17:00{NB}(Berlin); 23:00{NB}(Kuala{NB}Lumpur)"
    )
    assert times.exact_words(at + timedelta(hours=2), HAMBURG, KUALA_LUMPUR, "ru") == (
        f"пятница, 8{NB}мая 2026, 19:00{NB}(Берлин); суббота, 9{NB}мая 2026, 01:00{NB}(Куала-Лумпур)"
    )
    assert times.exact_words(at, HAMBURG, None, "de") == f"Freitag, 8.{NB}Mai 2026, 17:00{NB}(Berlin)"
    assert times.exact_words(at, HAMBURG, "Europe/Rome", "en") == times.exact_words(at, HAMBURG, None, "en")


def test_days_late_counts_calendar_days_past_the_day() -> None:
    due = date(2026, 5, 6)
    assert [times.days_late(due, due + timedelta(days=n)) for n in (-3, 0, 1, 23)] == [0, 0, 1, 23]


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        (date(2026, 5, 8), HAMBURG, datetime(2026, 5, 8, 22, tzinfo=UTC)),
        (date(2026, 3, 29), HAMBURG, datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (date(2026, 10, 25), HAMBURG, datetime(2026, 10, 25, 23, tzinfo=UTC)),
        (date(2026, 5, 8), KUALA_LUMPUR, datetime(2026, 5, 8, 16, tzinfo=UTC)),
        (
            date(2025, 4, 24),
            "Africa/Cairo",
            datetime(2025, 4, 24, 22, tzinfo=UTC),
        ),  # 25 April begins at 01:00
        (
            date(2025, 10, 30),
            "Africa/Cairo",
            datetime(2025, 10, 30, 22, tzinfo=UTC),
        ),  # its last hour comes twice
    ],
)
def test_end_of_day_is_where_the_next_day_begins(day: date, zone: str, end: datetime) -> None:
    found = times.end_of_day(day, zone)
    assert found == end
    assert found.tzinfo is UTC
    assert times.local_day(end, zone) == day + timedelta(days=1)
    assert times.local_day(end - timedelta(seconds=1), zone) == day


def test_what_has_no_zone_has_no_day() -> None:
    plain = datetime(2026, 5, 8, 17)  # noqa: DTZ001
    with pytest.raises(ValueError, match="needs its zone"):
        times.local_day(plain, HAMBURG)
    with pytest.raises(ValueError, match="needs its zone"):
        times.time_words(plain, HAMBURG, None, "en", WEDNESDAY)
    with pytest.raises(ValueError, match="“Hamburg” is no time zone"):
        times.end_of_day(WEDNESDAY, "Hamburg")


def test_a_day_is_spoken_in_the_language_of_whoever_reads_and_its_year_only_where_it_tells_something() -> None:
    near, far = date(2026, 5, 8), date(2027, 5, 8)
    with override("de"):
        assert times.spoken(near, year=False) == f"Freitag, 8.{NB}Mai"
        assert [times.spoken_near(day, WEDNESDAY) for day in (near, far)] == [
            f"Freitag, 8.{NB}Mai",
            f"Samstag, 8.{NB}Mai 2027",
        ]
        assert [times.spoken_short(near, WEDNESDAY), times.spoken_short(far, WEDNESDAY), times.spoken_short(near)] == [
            f"8.{NB}Mai",
            f"8.{NB}Mai 2027",
            f"8.{NB}Mai 2026",
        ]
