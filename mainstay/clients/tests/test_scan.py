"""The scan over the house finds who looks like the same, of those one may see, and remembers what is not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import pytest

from mainstay.clients import actions
from mainstay.clients.models import Client, Contact
from mainstay.clients.queries import alike_many
from mainstay.clients.queries.scan import scan
from mainstay.house.models import User


def named(person: User, **asked: str) -> list[list[str]]:
    """The names in each group."""
    return [[member.name for member in group.members] for group in scan(person, **asked).groups]  # type: ignore[arg-type]


@pytest.fixture
def house_of_twins(atlas: Client, head: User, at: datetime) -> Client:
    """Atlas twice, Bolt once; one person at both, another by phone."""
    twin = actions.add(name="ATLAS AG", anyway="another list", by=head, at=at)
    bolt = actions.add(name="Bolt AG", by=head, at=at)
    actions.add_contact(client=atlas, name="Nora Falk", email="nora@falk.example", phone="030 1234567", by=head, at=at)
    again: dict[str, Any] = {"email": "NORA@falk.example", "anyway": "another list"}
    actions.add_contact(client=twin, name="Falk, Nora", by=head, at=at, **again)
    actions.add_contact(client=bolt, name="Max Kern", phone="+49 30 1234567", anyway="one number", by=head, at=at)
    return twin


@pytest.mark.parametrize(
    ("what", "by", "expected"),
    [
        ("client", "name", [["ATLAS AG", "Atlas GmbH"]]),
        ("client", "mail", [["ATLAS AG", "Atlas GmbH"]]),
        ("client", "phone", [["Atlas GmbH", "Bolt AG"]]),
        ("contact", "name", [["Falk, Nora", "Nora Falk"]]),
        ("contact", "mail", [["Falk, Nora", "Nora Falk"]]),
        ("contact", "phone", [["Max Kern", "Nora Falk"]]),
    ],
)
def test_each_list_holds_who_shares_its_key(
    house_of_twins: Client, head: User, stranger: User, what: str, by: str, expected: list[list[str]]
) -> None:
    assert named(head, what=what, by=by) == expected
    assert named(stranger, what=what, by=by) == []


def test_who_is_not_the_same_is_asked_about_no_more_until_taken_back(
    house_of_twins: Client, atlas: Client, head: User, at: datetime
) -> None:
    both = [atlas, house_of_twins]
    actions.hold_apart(alike=both, by=head, at=at)
    assert (named(head), named(head, by="mail")) == ([], [])
    people = list(Contact.objects.filter(name__contains="Nora"))
    actions.hold_apart(alike=people, by=head, at=at)
    assert (named(head, what="contact"), named(head, what="contact", by="mail")) == ([], [])
    actions.ask_again(alike=both, by=head, at=at)
    assert named(head) == [["ATLAS AG", "Atlas GmbH"]]


def test_merged_and_laid_aside_are_asked_about_no_more(
    house_of_twins: Client, atlas: Client, head: User, at: datetime
) -> None:
    actions.merge(keep=atlas, gone=house_of_twins, by=head, at=at)
    assert (named(head), named(head, by="mail")) == ([], [])
    assert named(head, what="contact") == [["Falk, Nora", "Nora Falk"]]


def test_pages_follow_each_other_and_cost_the_same(
    atlas: Client, head: User, at: datetime, django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    for name in ("Bolt", "Korn", "Dorn"):
        actions.add(name=f"{name} AG", by=head, at=at)
        actions.add(name=f"{name} KG", anyway="another", by=head, at=at)
    pages, after = [], ""
    for _page in range(3):
        with django_assert_num_queries(5):
            found = scan(head, after=after, size=1)
        pages += [[member.name for member in group.members] for group in found.groups]
        after = found.next
    assert (pages, after) == ([["Bolt AG", "Bolt KG"], ["Dorn AG", "Dorn KG"], ["Korn AG", "Korn KG"]], "")
    with django_assert_num_queries(5):
        assert len(scan(head).groups) == 3


def test_a_batch_is_asked_about_in_as_many_queries_as_one(
    house_of_twins: Client,
    head: User,
    stranger: User,
    django_assert_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    with django_assert_num_queries(6):
        one = alike_many(["Атлас"], ["nora@falk.example"], ["030/1234567"], head)
    names = ["Атлас", "BOLT Sdn Bhd", *(f"Nobody {number}" for number in range(200))]
    with django_assert_num_queries(6):
        many = alike_many(names, ["nora@falk.example", "x@y.example"], ["030/1234567", "030 999999"], head)
    assert {told: sorted(like.name for like in likes) for told, likes in many.items()} == {
        "Атлас": ["ATLAS AG", "Atlas GmbH"],
        "BOLT Sdn Bhd": ["Bolt AG"],
        "nora@falk.example": ["ATLAS AG", "Atlas GmbH"],
        "030/1234567": ["Atlas GmbH", "Bolt AG"],
    }
    assert {told: many[told] for told in one} == one
    assert alike_many(names, ["nora@falk.example"], ["030/1234567"], stranger) == {}
    people = alike_many(["Nora Falk"], [], ["030 1234567"], head, what="contact")
    assert sorted(like.name for like in people["030 1234567"]) == ["Max Kern", "Nora Falk"]
