"""The demo house: Northwind’s facts through everybody’s verbs, short on Today and mostly silent."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from mainstay.clients.models import Assignment, Client
from mainstay.desk.actions import demo
from mainstay.desk.demo import facts, places, story
from mainstay.desk.queries import today
from mainstay.house import clock
from mainstay.house.models import House, User
from mainstay.journal import actions as journal
from mainstay.promises import queries
from mainstay.promises.models import Promise

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from tests.cast import Cast

REAL = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def opened(_cast: Cast, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """The demo house, opened on Monday, 2 March 2026: once for all tests of this file, which only read it."""
    with django_db_blocker.unblock():
        _cast.stand([])  # the house of other tests goes first
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(clock, "real_now", lambda: REAL)
        yield demo.open_demo(at=REAL)
        transaction.set_rollback(True)


def person(name: str) -> User:
    """Somebody of the demo house."""
    return User.objects.get(name=name)


def lines(name: str, *, house: bool = False) -> list[tuple[str, str]]:
    """What somebody finds on Today: kind and promise."""
    return [(line.code, line.about) for line in today.gather(person(name), clock.now(), house=house).lines]


# --- the facts ---------------------------------


def test_the_facts_are_those_of_the_sample() -> None:
    told = facts.read()
    assert (len(told.customers), len(told.employees), len(told.orders)) == (91, 9, 830)
    assert sum(order.shipped_on is not None for order in told.orders) == 809
    assert {customer.country for customer in told.customers} == set(places.COUNTRIES)
    assert "Ms-PL" in told.source
    assert facts.FILE.with_name("LICENSE-northwind.txt").is_file()


def test_every_place_has_a_zone_that_the_world_knows() -> None:
    told = facts.read()
    towns = {(customer.country, customer.city) for customer in told.customers}
    assert set(places.TOWNS) <= towns
    assert {ZoneInfo(places.zone_of(*town)).key for town in towns}  # raises for one that is unknown


@pytest.mark.skipif("MAINSTAY_SHARED" not in os.environ, reason="MAINSTAY_SHARED names no folder with material")
def test_the_facts_agree_with_what_was_computed_from_the_dump() -> None:
    expected = json.loads((Path(os.environ["MAINSTAY_SHARED"]) / "data/orders/expected.json").read_text())
    wanted, told = expected["northwind.sql"], facts.read()
    late = [order for order in told.orders if order.shipped_on and order.shipped_on > order.required_on]
    assert len(told.customers) == wanted["customers"]
    assert len(late) == wanted["late_shipped"]
    assert (
        max((order.shipped_on - order.required_on).days for order in late if order.shipped_on)
        == wanted["max_days_late"]
    )
    assert (
        sorted({c.code for c in told.customers} - {o.customer for o in told.orders})
        == wanted["customers_without_orders"]
    )
    assert float(sum(order.value for order in told.orders)) == pytest.approx(wanted["order_value_total"], abs=0.05)


# --- the house ---------------------------------


def test_the_counts_are_those_of_the_orders(opened: House) -> None:
    tally = queries.tallies(Promise.objects.all())[Promise.Side.OURS]
    counts = {name: count for name, count in tally.counts.as_dict().items() if count}
    assert counts == {"made": 830, "kept": 772, "kept_late": 37, "open": 21}
    late = Promise.objects.filter(side="ours", outcome="kept_late").select_related("owner")
    assert Counter(promise.owner.name.split()[1] for promise in late if promise.owner) == {
        "Peacock": 10, "Leverling": 5, "Fuller": 4, "Callahan": 4, "King": 4, "Dodsworth": 4, "Suyama": 3,
        "Davolio": 2, "Buchanan": 1,
    }  # fmt: skip
    assert max(promise.days_late for promise in late) == 23
    assert Promise.objects.owed().ours().filter(due_at__lte=clock.now()).count() == 5
    assert Promise.objects.exclude(satisfaction="").count() == 0
    assert Client.objects.count() == 91
    assert Client.objects.filter(stage="prospect").count() == 2


def test_every_client_has_a_manager_and_a_deputy_of_the_same_team(opened: House) -> None:
    now = Assignment.objects.now().select_related("user")
    managers = {serves.client_id: serves.user for serves in now.filter(role="manager")}
    deputies = {serves.client_id: serves.user for serves in now.filter(role="deputy")}
    assert managers.keys() == deputies.keys() == set(Client.objects.values_list("pk", flat=True))
    assert all(managers[pk].unit_id == deputies[pk].unit_id for pk in managers)
    assert all(managers[pk] != deputies[pk] for pk in managers)


def test_every_owner_of_an_open_order_may_see_it(opened: House) -> None:
    for promise in Promise.objects.owed().select_related("owner"):
        assert promise.owner is not None
        assert Promise.objects.visible_to(promise.owner).filter(pk=promise.pk).exists(), promise


def test_nobody_at_the_clients_is_addressed_by_guess(opened: House) -> None:
    people = [contact for client in Client.objects.prefetch_related("contacts") for contact in client.contacts.all()]
    assert len(people) == 91
    assert {(contact.addressed_as, contact.salutation, contact.title) for contact in people} == {("", "", "")}


def test_today_is_short_and_most_of_the_house_is_silent(opened: House) -> None:
    assert lines("Andrew Fuller", house=True) == [
        ("late", "Order 11008"),
        ("late", "Order 11019"),
        ("late", "Order 11039"),
        ("late", "Order 11040"),
        ("late", "Order 11045"),
    ]
    everybody = {name: lines(name) for name in User.objects.values_list("name", flat=True)}
    assert {name: len(found) for name, found in everybody.items()} == {
        "Andrew Fuller": 0, "Anne Dodsworth": 1, "Janet Leverling": 3, "Laura Callahan": 1, "Margaret Peacock": 6,
        "Michael Suyama": 3, "Nancy Davolio": 5, "Owen Pryce": 0, "Robert King": 2, "Ruth Ashby": 0,
        "Steven Buchanan": 0,
    }  # fmt: skip
    assert everybody["Margaret Peacock"] == [
        ("late", "Order 11008"),
        ("late", "Order 11019"),
        ("late", "Order 11040"),
        ("in_danger", "Order 11054"),
        ("in_danger", "Order 11062"),
        ("theirs_late", "Confirm the standing order for the summer"),
    ]
    named = {line.client for name in everybody for line in today.gather(person(name), clock.now()).lines}
    assert len(named) == 10  # of 91


def test_somebody_of_every_role_signs_in_with_the_demo_password(opened: House) -> None:
    people = list(User.objects.prefetch_related("posts"))
    assert {post.role for each in people for post in each.posts.all()} == {
        "manager", "head", "front", "sponsor", "admin",
    }  # fmt: skip
    assert all(each.email and each.check_password(story.PASSWORD) for each in people)
    assert [each.name for each in people if "admin" in each.roles] == ["Ruth Ashby"]


def test_the_clock_shows_25_may_1998_and_the_journal_holds(opened: House) -> None:
    assert opened.kind == House.Kind.DEMO
    assert clock.now().astimezone(ZoneInfo(opened.zone)).strftime("%Y-%m-%d %H:%M") == "1998-05-25 09:00"
    assert journal.verify().holds
