"""A client passes from one of us to another: handed over, accepted, declined, taken back (R-A-34, R-B-54)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from mainstay.clients.actions import handing
from mainstay.clients.actions import serve as serving
from mainstay.clients.actions.handing import Terms
from mainstay.clients.models import Assignment, Client, HandOver
from mainstay.clients.queries import handing as read
from mainstay.clients.queries import lines
from mainstay.house.models import User
from mainstay.journal.models import Line
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises import actions as promises
from mainstay.promises.models import Promise


def who_serves(client: Client) -> list[tuple[str, str]]:
    """Who serves now, as what."""
    return [(one.user.name, one.role) for one in Assignment.now_for(client)]


@pytest.fixture
def report(atlas: Client, manager: User, at: datetime) -> Promise:
    """Mara’s open promise to Atlas."""
    return promises.make(client=atlas, text="Report", due_on=at.date() + timedelta(days=9), by=manager, at=at)


@pytest.fixture
def told(at: datetime) -> Terms:
    """The client was told today."""
    return Terms(told_on=at.date(), told_how="Mara rang and named Deniz", why="Mara goes to Hamburg")


@pytest.fixture
def handed(atlas: Client, manager: User, deputy: User, report: Promise, told: Terms, at: datetime) -> HandOver:
    """Mara hands Atlas over to Deniz herself."""
    return handing.hand_over(clients=[atlas], giver=manager, taker=deputy, by=manager, at=at, terms=told)[0]


def test_client_and_what_is_open_pass_at_once_and_nothing_stays_behind(
    handed: HandOver, atlas: Client, manager: User, deputy: User, report: Promise
) -> None:
    assert who_serves(atlas) == [("Deniz Aydin", "manager")]
    report.refresh_from_db()
    assert report.owner == deputy
    assert handed.moved["promises"] == {"promises": [str(report.pk)]}
    kinds = list(Line.objects.of_client(atlas.pk).order_by("seq").values_list("kind", flat=True))
    assert kinds[-4:] == [
        "promises.handed_over",
        "clients.unassigned",
        "clients.assigned",
        "clients.handed_over",
    ]
    assert not Client.objects.visible_to(manager).exists()


def test_client_is_told_before_not_after(atlas: Client, manager: User, deputy: User, at: datetime) -> None:
    def give(**terms: Any) -> list[HandOver]:
        told = Terms(**terms)
        return handing.hand_over(clients=[atlas], giver=manager, taker=deputy, by=manager, at=at, terms=told)

    for terms in ({}, {"told_on": at.date() + timedelta(days=1)}):
        with pytest.raises(Refused) as caught:
            give(**terms)
        assert (caught.value.rule, caught.value.field) == ("R-A-34", "told_on")
    assert who_serves(atlas) == [("Mara Vogt", "manager")]
    assert give(untold_why="Mara had an accident")[0].untold_why == "Mara had an accident"


@pytest.mark.parametrize(
    ("giver", "taker", "field"),
    [("manager", "manager", "taker"), ("deputy", "stranger", "clients")],
)
def test_hand_over_needs_somebody_else_and_something_to_give(
    atlas: Client, head: User, told: Terms, at: datetime, request: Any, giver: str, taker: str, field: str
) -> None:
    given, taken = request.getfixturevalue(giver), request.getfixturevalue(taker)
    with pytest.raises(Refused) as caught:
        handing.hand_over(clients=[atlas], giver=given, taker=taken, by=head, at=at, terms=told)
    assert (caught.value.rule, caught.value.field) == ("R-A-34", field)


def test_only_her_own_for_a_manager_and_nothing_for_a_stranger(
    atlas: Client, manager: User, deputy: User, stranger: User, told: Terms, at: datetime
) -> None:
    serving.assign(client=atlas, user=deputy, role="deputy", by=manager, at=at)
    with pytest.raises(Refused) as caught:
        handing.hand_over(clients=[atlas], giver=manager, taker=deputy, by=deputy, at=at, terms=told)
    assert (caught.value.rule, caught.value.lifted_by) == ("R-X-3", "a head of client service")
    with pytest.raises(NotFound):
        handing.hand_over(clients=[atlas], giver=stranger, taker=deputy, by=stranger, at=at, terms=told)


def test_until_it_is_accepted_it_is_a_crack(handed: HandOver, head: User, deputy: User, at: datetime) -> None:
    assert [line.code for line in lines.cracks(head, at)] == ["handed_over"]
    asked = "Atlas GmbH was handed over to you. Say whether you have it."
    assert [line.what for line in lines.today(deputy, at)] == [asked]
    with pytest.raises(Refused) as caught:
        handing.accept(rows=[handed], by=head, at=at)
    assert (caught.value.rule, caught.value.lifted_by) == ("R-B-54", "Deniz Aydin")
    handing.accept(rows=[handed], by=deputy, at=at)
    assert [*lines.cracks(head, at), *lines.today(deputy, at)] == []


def test_declined_goes_back_whole_with_a_reason(
    handed: HandOver, atlas: Client, manager: User, deputy: User, report: Promise, at: datetime
) -> None:
    with pytest.raises(Refused, match="Say why"):
        handing.decline(rows=[handed], why=" ", by=deputy, at=at)
    handing.decline(rows=[handed], why="No room before June", by=deputy, at=at)
    report.refresh_from_db()
    assert (who_serves(atlas), report.owner) == ([("Mara Vogt", "manager")], manager)
    assert read.waiting_for(deputy) == []


def test_taken_back_within_a_day_and_not_after(
    handed: HandOver, atlas: Client, manager: User, head: User, deputy: User, report: Promise, at: datetime
) -> None:
    later = promises.make(client=atlas, text="Call", due_on=at.date() + timedelta(days=3), by=deputy, at=at)
    with pytest.raises(Refused) as caught:
        handing.take_back(rows=[handed], by=head, at=at + timedelta(days=1, minutes=1))
    assert caught.value.rule == "R-X-2"
    handing.take_back(rows=[handed], by=head, at=at + timedelta(hours=2))
    for promise in (report, later):
        promise.refresh_from_db()
    assert (who_serves(atlas), report.owner, later.owner) == ([("Mara Vogt", "manager")], manager, deputy)
    with pytest.raises(Refused, match="taken back already"):
        handing.take_back(rows=[handed], by=head, at=at + timedelta(hours=3))


def test_what_was_changed_since_is_not_taken_back_over(
    handed: HandOver, atlas: Client, head: User, stranger: User, at: datetime
) -> None:
    serving.assign(client=atlas, user=stranger, role="manager", told_on=at.date(), by=head, at=at)
    with pytest.raises(Refused, match="changed since"):
        handing.take_back(rows=[handed], by=head, at=at)
    assert who_serves(atlas) == [("Stan Okafor", "manager")]


def test_deputy_who_follows_gives_way_to_a_new_deputy(
    atlas: Client, manager: User, deputy: User, stranger: User, head: User, told: Terms, at: datetime
) -> None:
    serving.assign(client=atlas, user=deputy, role="deputy", by=manager, at=at)
    terms = Terms(told_on=told.told_on, deputy=stranger)
    foreseen = read.foresee(clients=[atlas], giver=manager, taker=deputy, terms=terms, by=head, at=at)
    handing.hand_over(clients=[atlas], giver=manager, taker=deputy, by=head, at=at, terms=terms)
    assert who_serves(atlas) == [("Deniz Aydin", "manager"), ("Stan Okafor", "deputy")]
    assert foreseen[0].then == ["Deniz Aydin, manager", "Stan Okafor, deputy"]
    assert foreseen[0].warnings == []


def test_foreseen_writes_nothing_and_says_what_is_refused(
    atlas: Client, manager: User, deputy: User, report: Promise, at: datetime
) -> None:
    found = read.foresee(clients=[atlas], giver=manager, taker=deputy, terms=Terms(), by=manager, at=at)[0]
    assert found.refused is not None
    assert (found.refused.rule, found.along) == ("R-A-34", ["1 open promise, due Wednesday 11\xa0March."])
    assert not HandOver.objects.exists()
    assert who_serves(atlas) == [("Mara Vogt", "manager")]
