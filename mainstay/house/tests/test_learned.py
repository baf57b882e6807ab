"""A statement that is learned asks what Django would ask; what cannot be learned is asked as Django does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.test.utils import CaptureQueriesContext

from mainstay.house.models import Absence, Post, Unit, User
from mainstay.house.queries.learned import rows_for
from mainstay.kit import learned
from mainstay.kit.times import local_day

pytestmark = pytest.mark.django_db
Ask = Callable[[User, datetime], QuerySet[Any, Any]]
NOON = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
PLACES = ("Europe/Berlin", "America/New_York", "Asia/Kuala_Lumpur")


def everything(person: User, at: datetime) -> QuerySet[Any, Any]:
    """Who it is, which teams they head, the moment and a distance, their day and a distance, what is always so."""
    away = Absence.objects.filter(from_on__lte=local_day(at, person.zone), to_on__gt=local_day(at, person.zone))
    rows = User.objects.filter(Q(pk=person.pk) | Q(unit__in=person.units_led) | Q(joined_at__gt=at - timedelta(days=9)))
    rows = rows.exclude(pk__in=away.values("user")).filter(language="en")
    return rows.annotate(word=Value("said")).select_related("unit").order_by("name")[:20]


@pytest.fixture
def people(db: None) -> list[User]:
    """Two heads of two teams and one of none, each in a place of their own."""
    teams = [Unit.objects.create(name=name) for name in ("North", "South")]
    found = [
        User.objects.create(
            name=f"Person {n}", email=f"p{n}@house.example", zone=zone, unit=teams[n % 2], language="en"
        )
        for n, zone in enumerate(PLACES)
    ]
    for person in found[:2]:
        Post.objects.create(user=person, role="head", unit=person.unit)
    Absence.objects.create(user=found[1], from_on="2026-03-31", to_on="2026-04-01")
    return found


def asked_by(call: Callable[[], Any]) -> tuple[Any, list[str]]:
    """What it gives, and what the database was asked, with the values."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        found = call()
    return found, [query["sql"] for query in caught.captured_queries]


def test_each_person_at_each_moment_is_asked_for_as_django_would_ask(people: list[User]) -> None:
    for person in people:
        assert person.posts_held is not None  # read before anything is counted
        for at in (NOON, NOON + timedelta(days=300, minutes=7)):
            plain = asked_by(lambda person=person, at=at: list(everything(person, at)))  # type: ignore[misc]
            ours = asked_by(lambda person=person, at=at: rows_for("tests.everything", everything, person, at))  # type: ignore[misc]
            assert ours == plain
    assert [key for key in learned.refused() if key[0] == "tests.everything"] == []
    assert [row.unit.name for row in rows_for("tests.everything", everything, people[0], NOON)] == ["North"] * 2


def test_one_row_is_asked_for_by_its_id_as_django_would_ask(people: list[User]) -> None:
    def led(person: User, _at: datetime, pk: UUID) -> QuerySet[Any, Any]:
        return User.objects.filter(Q(unit__in=person.units_led) | Q(pk=person.pk)).filter(pk=pk).order_by()

    for person in people:
        assert person.posts_held is not None  # read before anything is counted
        for other in people:
            plain = asked_by(lambda person=person, pk=other.pk: list(led(person, NOON, pk)))  # type: ignore[misc]
            ours = asked_by(lambda person=person, pk=other.pk: rows_for("tests.one", led, person, NOON, of=pk))  # type: ignore[misc]
            assert ours[0] == plain[0]
            if person.units_led:  # elsewhere Django finds out beforehand that no team is asked for
                assert ours == plain
    assert [key for key in learned.refused() if key[0] == "tests.one"] == []


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("their team", lambda person, at: User.objects.filter(unit=person.unit_id)),
        ("their address", lambda person, at: User.objects.filter(email=person.email)),
        ("the day by another clock", lambda person, at: Absence.objects.filter(from_on__lte=at.date())),
        ("never before", lambda person, at: User.objects.filter(joined_at__lt=max(at, NOON))),
        ("the month", lambda person, at: Absence.objects.filter(from_on=local_day(at, person.zone).replace(day=1))),
        (
            "asks beforehand",
            lambda person, at: User.objects.filter(pk__in=list(User.objects.values_list("pk", flat=True))),
        ),
        ("nothing at all", lambda person, at: User.objects.none()),
        ("reads more", lambda person, at: User.objects.order_by("name").prefetch_related("posts")),
    ],
)
def test_what_follows_from_anything_else_is_asked_as_django_does(name: str, ask: Ask, people: list[User]) -> None:
    for person in people:
        assert person.posts_held is not None
        assert rows_for(name, ask, person, NOON) == list(ask(person, NOON))
        assert asked_by(lambda person=person: rows_for(name, ask, person, NOON)) == asked_by(  # type: ignore[misc]
            lambda person=person: list(ask(person, NOON))  # type: ignore[misc]
        )
    assert {key[0] for key in learned.refused()} >= {name}


def test_a_list_of_ids_is_one_value_and_a_place_that_two_values_explain_is_not_learned(people: list[User]) -> None:
    def probe(n: int) -> learned.Probe:
        at = NOON + timedelta(days=n * 40)
        return {"one": at, "other": at + timedelta(days=1)}, lambda: User.objects.filter(joined_at__lt=at)

    assert learned.learned([probe(0), probe(1)]) is None
    at = NOON
    listed = [({"ids": [UUID(int=n)]}, partial(User.objects.filter, pk__among=[UUID(int=n)])) for n in (7, 9)]
    found = learned.learned(listed)
    assert found is not None
    people_there = [person.pk for person in people]
    assert {row.pk for row in found.read({"ids": people_there})} == set(people_there)
    single = {"one": at}, lambda: User.objects.filter(joined_at__lt=F("recovery_until"))
    assert learned.learned([single]) is None
