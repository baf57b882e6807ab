"""Opening the house, changing it, setting its clock."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from getpass import GetPassWarning

import pytest

from mainstay.house import actions, clock
from mainstay.house.cli import secrets
from mainstay.house.models import House, User, WorkCalendar
from mainstay.house.rules import rights
from mainstay.journal import triggers
from mainstay.journal.models import Line, Words
from mainstay.kit.refusals import Refused

pytestmark = pytest.mark.django_db


def opened(**told: object) -> tuple[House, User]:
    usual: dict[str, object] = {
        "name": "A house",
        "kind": "real",
        "country": "",
        "zone": "UTC",
        "language": "en",
        "currency": "EUR",
        "admin_name": "Ada Winter",
        "admin_email": "Ada@House.example ",
        "password": "a fence of old oak",
        "at": datetime(2026, 3, 2, 9, tzinfo=UTC),
    }
    return actions.open_house(**{**usual, **told})  # type: ignore[arg-type]


def test_whoever_opens_a_house_holds_every_right() -> None:
    _house, first = opened()
    assert first.rights == frozenset().union(*rights.RIGHTS.values())
    assert (first.email, first.check_password("a fence of old oak")) == ("ada@house.example", True)


def test_a_house_without_a_country_works_monday_to_friday() -> None:
    here, _first = opened()
    assert here.calendar is not None
    assert here.calendar.hours == [[day, "09:00", "17:00"] for day in range(5)]
    assert (here.calendar.country, here.calendar.zone) == ("", "UTC")


def test_a_house_in_egypt_works_sunday_to_thursday() -> None:
    here, _first = opened(country="eg", zone="Africa/Cairo")
    assert here.calendar is not None
    assert [hours[0] for hours in here.calendar.hours] == [0, 1, 2, 3, 6]


def test_a_second_house_is_refused() -> None:
    opened()
    with pytest.raises(Refused, match="This house is open already: A house"):
        opened(name="Another")
    assert House.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "field", "sentence"),
    [
        ({"name": " "}, "name", "A name is needed here."),
        ({"name": "a\x00b"}, "name", "This text holds signs"),
        ({"zone": "Berlin"}, "zone", "“Berlin” is no time zone"),
        ({"country": "XX"}, "country", "“XX” is no country"),
        ({"country": "Germany"}, "country", "“GERMANY” is no country"),
        ({"language": "fr"}, "language", "“fr” is none of these: en, de, ms, ru."),
        ({"currency": "EURO"}, "currency", "“EURO” is no currency"),
        ({"kind": "big"}, "kind", "“big” is none of these: real, demo, test."),
        ({"admin_name": ""}, "name", "A name is needed here."),
        ({"admin_email": "ada"}, "email", "“ada” is no mail address"),
        ({"admin_email": ""}, "email", "signs in with a mail address"),
        ({"password": "short"}, "password", "This password is too short: it needs at least 12 characters."),
        ({"password": "ada@house.example"}, "password", "little more than a name"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(told: dict[str, str], field: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        opened(**told)
    assert refused.value.field == field
    assert (House.objects.count(), User.objects.count(), WorkCalendar.objects.count()) == (0, 0, 0)
    assert Line.objects.count() == 0


def test_the_journal_never_holds_a_password() -> None:
    _house, first = opened()
    first.refresh_from_db()
    assert list(Line.objects.values_list("kind", flat=True)) == ["house.opened", "house.person_added"]
    kept = " ".join(f"{said.text} {said.changes}" for said in Words.objects.all())
    assert "fence" not in kept
    assert first.password not in kept


def test_the_triggers_of_the_journal_stand() -> None:
    assert triggers.missing() == []


def test_the_clock_is_set_and_runs_on(house: House, admin: User, at: datetime) -> None:
    later = at + timedelta(days=31)
    actions.set_clock(shows=later, by=admin, at=clock.now())
    assert clock.now() == later
    actions.advance_clock(delta=timedelta(hours=2), by=admin, at=clock.now())
    assert clock.now() == later + timedelta(hours=2)
    assert clock.shown(House.objects.get(), at + timedelta(minutes=5)) == later + timedelta(minutes=125)
    actions.reset_clock(by=admin, at=clock.now())
    assert clock.now() == at


def test_the_clock_of_a_real_house_is_not_set() -> None:
    _house, first = opened()
    before = clock.now()
    turns: list[Callable[[], House]] = [
        lambda: actions.set_clock(shows=before, by=first, at=before),
        lambda: actions.advance_clock(delta=timedelta(days=1), by=first, at=before),
        lambda: actions.reset_clock(by=first, at=before),
    ]
    for turn in turns:
        with pytest.raises(Refused, match="The clock of a firm’s house runs by itself") as refused:
            turn()
        assert refused.value.rule == "R-X-1"


def test_the_clock_stays_within_two_centuries(house: House, admin: User, at: datetime) -> None:
    for delta in (timedelta(days=400_000), timedelta.max):
        with pytest.raises(Refused, match="The clock can show the years 1900 to 2200"):
            actions.advance_clock(delta=delta, by=admin, at=at)
    assert clock.now() == at


def test_only_an_administrator_changes_the_house(house: House, manager: User, admin: User, at: datetime) -> None:
    with pytest.raises(Refused, match="Only an administrator runs the house"):
        actions.change_house(by=manager, at=at, name="Mine")
    actions.change_house(by=admin, at=at, name="Ours", country="my", currency="myr")
    here = House.objects.get()
    assert (here.name, here.country, here.currency) == ("Ours", "MY", "MYR")
    assert Words.objects.last().changes == {  # type: ignore[union-attr]
        "name": ["Brückner & Partner", "Ours"],
        "country": ["DE", "MY"],
        "currency": ["EUR", "MYR"],
    }


def test_what_changes_nothing_is_not_told(house: House, admin: User, at: datetime) -> None:
    before = Line.objects.count()
    actions.change_house(by=admin, at=at, name=house.name)
    assert Line.objects.count() == before


def test_the_cast_stands(
    admin: User,
    manager: User,
    deputy: User,
    stranger: User,
    head: User,
    front: User,
    sponsor: User,
    at: datetime,
) -> None:
    cast = [admin, manager, deputy, stranger, head, front, sponsor]
    assert [person.roles for person in cast] == [
        ["admin"], ["manager"], ["manager"], ["manager"], ["head"], ["front"], ["sponsor"],
    ]  # fmt: skip
    assert clock.now() == at


def test_nobody_is_asked_for_a_password_where_it_would_be_seen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def echoes(*_args: object, **_more: object) -> str:
        warnings.warn("Can not control echo on the terminal.", GetPassWarning, stacklevel=1)
        return "seen by all"

    monkeypatch.delenv("MAINSTAY_ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr("click.prompt", echoes)
    with pytest.raises(SystemExit) as ended:
        secrets.password("MAINSTAY_ADMIN_PASSWORD", "Password")
    said = "Nobody can be asked for a password here. Set MAINSTAY_ADMIN_PASSWORD, or run this in a terminal.\n"
    assert (ended.value.code, capsys.readouterr().err) == (2, said)
