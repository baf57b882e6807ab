"""Wrong words at the door: how long one waits, and that nobody locks somebody else out for ever (R-X-17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from mainstay.house import actions, clock
from mainstay.house.models import Tries, User
from mainstay.house.rules import throttling
from mainstay.journal.models import Line

PASSWORD = "a fence of old oak"
MINUTE = timedelta(minutes=1)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOME, OFFICE = "203.0.113.9", "198.51.100.7"
WAITS = "That was tried too often. You can try again in %d minute"
database = pytest.mark.django_db


@given(failed=st.integers(0, 10**6), since=st.integers(-10, 4000))
def test_a_wait_is_never_longer_than_the_limit_and_ends(failed: int, since: int) -> None:
    limit = throttling.HERE
    left = throttling.wait(limit, failed, AT, AT + timedelta(seconds=since))
    assert timedelta(0) <= left <= limit.longest
    assert throttling.wait(limit, failed, AT, AT + timedelta(seconds=since) + left) <= max(left, timedelta(0))
    assert throttling.wait(limit, failed, AT, AT + limit.longest) == timedelta(0)


def test_a_wait_doubles_from_a_minute_to_a_quarter_of_an_hour() -> None:
    waits = [throttling.wait(throttling.HERE, failed, AT, AT) // MINUTE for failed in range(4, 12)]
    assert waits == [0, 1, 2, 4, 8, 15, 15, 15]


def test_minutes_are_never_fewer_than_it_takes() -> None:
    told = [timedelta(0), timedelta(seconds=1), MINUTE, MINUTE + timedelta(seconds=1)]
    assert [throttling.minutes(each) for each in told] == [1, 1, 1, 2]


@pytest.fixture
def mara(manager: User, admin: User, at: datetime) -> User:
    """Mara with a password."""
    return actions.set_password(person=manager, password=PASSWORD, by=admin, at=at)


def tried(password: str, *, email: str = "mara@house.example", address: str = OFFICE) -> str:
    """What the door says: “in”, “wrong” or how long to wait."""
    answer = Browser(REMOTE_ADDR=address).post(reverse("account_login"), {"login": email, "password": password})
    if answer.status_code == 302:
        return "in"
    page = answer.content.decode()
    held = [minutes for minutes in range(1, 16) if WAITS % minutes in page]
    return str(held[0]) if held else "wrong"


@database
@pytest.mark.parametrize("email", ["mara@house.example", "nobody@house.example"])
def test_after_five_wrong_passwords_one_waits_whether_or_not_one_is_known(email: str, mara: User) -> None:
    assert [tried("wrong words here", email=email) for _ in range(6)] == ["wrong"] * 5 + ["1"]
    assert tried(PASSWORD, email=email) == "1"  # not even the right one is looked at


@database
def test_the_wait_ends_and_the_right_password_begins_anew(mara: User, monkeypatch: Any, at: datetime) -> None:
    for _ in range(5):
        tried("wrong words here")
    monkeypatch.setattr(clock, "real_now", lambda: at + MINUTE)
    assert [tried("wrong words here"), tried(PASSWORD)] == ["wrong", "2"]
    monkeypatch.setattr(clock, "real_now", lambda: at + 3 * MINUTE)
    assert [tried(PASSWORD), tried("wrong words here"), tried(PASSWORD)] == ["in", "wrong", "in"]
    assert Line.objects.filter(kind="house.door_held", about_id=mara.pk).count() == 1


@database
def test_strangers_everywhere_hold_up_an_account_but_not_where_its_owner_is_known(mara: User) -> None:
    assert tried(PASSWORD, address=HOME) == "in"
    strangers = [f"192.0.2.{number}" for number in range(1, 22)]
    assert [tried("wrong words here", address=each) for each in strangers] == ["wrong"] * 20 + ["1"]
    assert tried(PASSWORD, address=OFFICE) == "1"
    assert tried(PASSWORD, address=HOME) == "in"


@database
def test_an_office_behind_one_address_is_not_held_up_by_one_colleague(mara: User) -> None:
    for _ in range(8):
        tried("wrong words here", email="other@house.example")
    assert tried(PASSWORD) == "in"


@database
def test_one_place_that_tries_many_accounts_waits(mara: User) -> None:
    for number in range(30):
        actions.knock(account=f"a{number}@house.example", address=OFFICE, at=AT, real=AT)
    assert tried(PASSWORD) == "1"
    assert tried(PASSWORD, address=HOME) == "in"


@database
def test_an_administrators_new_password_lets_somebody_in_from_anywhere_new(
    mara: User, admin: User, at: datetime
) -> None:
    for number in range(20):
        actions.knock(account="mara@house.example", address=f"192.0.2.{number}", at=at, real=at)
    assert tried(PASSWORD) == "1"
    actions.set_password(person=mara, password=PASSWORD, by=admin, at=at)
    assert tried(PASSWORD) == "in"


@database
def test_wrong_tokens_from_one_place_are_answered_429_with_the_wait(
    mara: User, api: Callable[..., Any], at: datetime
) -> None:
    for _ in range(30):
        actions.knock(account="", address="127.0.0.1", at=at, real=at)
    answer = Browser().get("/api/v1/me", headers={"Authorization": "Bearer mst_a_b"})
    told = answer.json()
    assert (answer.status_code, answer.headers["Retry-After"], told["rule"]) == (429, "60", "R-X-17")
    assert told["detail"] == "That was tried too often. You can try again in 1 minute."
    assert api(mara).get("/me").status_code == 200  # a right one is let in


@database
def test_tries_are_counted_in_the_database_by_no_name(mara: User) -> None:
    tried("wrong words here")
    rows = list(Tries.objects.values_list("key", "failed"))
    assert [failed for _key, failed in rows] == [1, 1, 1]
    assert not any("mara" in key or OFFICE in key for key, _failed in rows)
