"""The record on its pages: words without numbers, balances in the audit alone, what people say and choose."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.promises import actions as promising
from mainstay.promises.models import Promise
from mainstay.trust.models import Breach, Difference, Standard, Weighing


@pytest.fixture
def lived(atlas: Client, manager: User, deputy: User, head: User, at: datetime) -> list[Promise]:
    """Seven deliveries of Atlas, the last of them late."""
    serving.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)
    return [delivered(atlas, manager, at, number, late=number == 6) for number in range(7)]


def delivered(client: Client, by: User, at: datetime, number: int, *, late: bool = False) -> Promise:
    """One delivery, on budget."""
    made = at - timedelta(days=200 - number * 14)
    told: dict[str, Any] = {"due_on": (made + timedelta(days=7)).date(), "budget": Decimal(100), "reference": "R"}
    promise = promising.make(client=client, text=f"Plan {number}", by=by, at=made, **told)
    return promising.deliver(promise=promise, by=by, at=made + timedelta(days=25 if late else 7), cost=Decimal(100))


def words(answer: Any) -> str:
    """The words of a page, on one line, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_the_page_says_a_word_and_no_balance_and_the_audit_says_them(
    lived: list[Promise], atlas: Client, manager: User, stranger: User, signed_in: Callable[..., Any]
) -> None:
    browser, here = signed_in(manager), reverse("trust:record", args=[atlas.pk])
    page = browser.get(here)
    said = words(page)
    assert "Not enough information." in said
    assert "On time: 6 of 7 kept; slightly missed: 0; badly missed: 1." in said
    assert "What would earn it: On time kept at least 6 more times in a row." in said
    assert re.findall(r"\d\.\d{3,}", said) == []
    audit = words(browser.get(reverse("trust:audit", args=[atlas.pk])))
    assert "0.459532" in audit
    assert "SHA-256 of the evidence" in audit
    for name in ("record", "audit"):
        assert signed_in(stranger).get(reverse(f"trust:{name}", args=[atlas.pk])).status_code == 404
    assert here in browser.get(reverse("clients:page", args=[atlas.pk])).content.decode()


def test_the_page_costs_the_same_after_many_deliveries(
    lived: list[Promise], atlas: Client, manager: User, at: datetime, signed_in: Callable[..., Any]
) -> None:
    browser = signed_in(manager)
    pages = [reverse(name, args=[atlas.pk]) for name in ("trust:record", "clients:page")]
    costs = []
    for _round in range(2):
        for page in pages:
            with CaptureQueriesContext(connection) as seen:
                browser.get(page)
            costs.append(len(seen))
        for number in range(7, 10):
            delivered(atlas, manager, at, number, late=True)
    assert costs == [13, 28, 13, 28]


def test_two_people_excuse_on_the_pages(
    lived: list[Promise], atlas: Client, manager: User, deputy: User, signed_in: Callable[..., Any]
) -> None:
    late, record = lived[-1], reverse("trust:record", args=[atlas.pk])
    here = reverse("trust:weighs", args=[late.pk])
    first, second = signed_in(manager), signed_in(deputy)
    refused = first.post(here, {"verb": "excuse", "excuse-strand": "time", "excuse-reason": ""})
    assert (refused.status_code, "Say why nobody of us could help it." in words(refused)) == (422, True)
    assert (
        first.post(here, {"verb": "excuse", "excuse-strand": "time", "excuse-reason": "The flood"}).status_code == 302
    )
    row = Weighing.objects.get()
    agree = reverse("trust:agree", args=[row.pk])
    assert "I agree" not in words(first.get(record))
    assert first.post(agree).status_code == 422
    assert "I agree" in words(second.get(record))
    assert second.post(agree).status_code == 302
    assert "1 miss was excused by two people" in words(second.get(record))
    assert second.post(reverse("trust:take_back", args=[row.pk])).status_code == 302
    assert "was excused" not in words(second.get(record))


def test_what_made_it_good_and_the_same_incident_are_said_on_the_page(
    lived: list[Promise], atlas: Client, manager: User, at: datetime, signed_in: Callable[..., Any]
) -> None:
    second = delivered(atlas, manager, at, 7, late=True)
    browser, here = signed_in(manager), reverse("trust:weighs", args=[second.pk])
    told = {"verb": "same_incident", "same_incident-other": str(lived[-1].pk)}
    assert browser.post(here, told).status_code == 302
    assert "On time: badly missed ½" in words(browser.get(here))
    good = {"verb": "made_good", "made_good-other": str(lived[0].pk)}
    assert browser.post(here, good).status_code == 302
    assert Weighing.objects.standing().count() == 2


def test_a_size_is_said_on_its_day(atlas: Client, manager: User, at: datetime, signed_in: Callable[..., Any]) -> None:
    due = (at + timedelta(days=9)).date()
    promise = promising.make(client=atlas, text="A trifle", due_on=due, by=manager, at=at)
    answer = signed_in(manager).post(reverse("trust:weighs", args=[promise.pk]), {"verb": "size", "size-size": "minor"})
    assert answer.status_code == 302
    assert Weighing.objects.get().what == "minor"


def test_a_breach_is_declared_and_closed_on_the_page(
    lived: list[Promise], atlas: Client, manager: User, head: User, signed_in: Callable[..., Any]
) -> None:
    declare, browser = reverse("trust:declare", args=[atlas.pk]), signed_in(head)
    assert "Declare a breach" not in words(signed_in(manager).get(reverse("trust:record", args=[atlas.pk])))
    assert signed_in(manager).post(declare, {"kind": "law", "reason": "x"}).status_code == 422
    assert browser.post(declare, {"kind": "law", "reason": ""}).status_code == 422
    assert browser.post(declare, {"kind": "law", "reason": "A permit was missing"}).status_code == 302
    page = words(browser.get(reverse("trust:record", args=[atlas.pk])))
    assert "The record speaks against trust." in page
    breach = Breach.objects.get()
    close = reverse("trust:close_breach", args=[breach.pk])
    assert browser.post(close, {"confirmed": "by mail"}).status_code == 422
    assert browser.post(close, {"confirmed": "by mail", "verified": "a list"}).status_code == 302
    wrong = reverse("trust:annul_breach", args=[breach.pk])
    assert browser.post(wrong, {"reason": "Another firm"}).status_code == 302
    assert "declared in error" in words(browser.get(reverse("trust:record", args=[atlas.pk])))


def test_the_house_sees_what_a_choice_would_change_and_then_confirms_it(
    lived: list[Promise], admin: User, manager: User, signed_in: Callable[..., Any]
) -> None:
    here, browser = reverse("trust:standard"), signed_in(admin)
    assert "In force: steady-1" in words(browser.get(here))
    assert signed_in(manager).get(here).status_code == 403
    wrong = browser.post(here, {"policy": "busy-1", "core": ["time"], "quorum": 3, "word": "on", "small_within": 2})
    assert wrong.status_code == 422
    asked = {"policy": "slow-1", "core": ["budget"], "quorum": 1, "word": "on", "small_within": 2}
    page = browser.post(here, asked)
    assert "1 verdict would change." in words(page)
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page.content.decode())
    assert seen is not None
    confirm = {**asked, "seen": seen[1], "why": ""}
    assert browser.post(here, confirm).status_code == 422
    assert browser.post(here, confirm | {"why": "Only prices are promised here"}).status_code == 302
    assert "In force: slow-1/budget!/q1" in words(browser.get(here))
    assert Standard.objects.get().changed == 1


def test_a_difference_is_red_for_whoever_runs_the_house(
    lived: list[Promise], atlas: Client, admin: User, at: datetime, signed_in: Callable[..., Any]
) -> None:
    found = Difference.objects.create(client=atlas, direction="ours", found_at=at, stored={"verdict": "trusted"})
    browser = signed_in(admin)
    assert "The record of 1 client is not what its evidence gives." in words(browser.get(reverse("house:settings")))
    settle = reverse("trust:settle_difference", args=[found.pk])
    assert browser.post(settle, {"reason": ""}).status_code == 422
    assert browser.post(settle, {"reason": "A hand in the table"}).status_code == 302
    assert "is not what its evidence gives" not in words(browser.get(reverse("house:settings")))
