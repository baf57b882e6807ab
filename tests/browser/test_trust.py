"""A client’s trust earned, lost, repaired, the record answered twice; a drop below custom noticed, told, agreed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mainstay.clients import actions as clients
from mainstay.house import clock
from mainstay.promises import actions as promises
from mainstay.trust.actions.usual import watching
from mainstay.trust.models import KeptWord, Notice, TrustWord
from tests.browser.watching import axe, too_wide

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from mainstay.clients.models import Client
    from mainstay.house.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)
MISSED, MENDED = "Put in danger: “The report” was missed.", "Preserved: “The report” was put right."
TOLD = [  # the chronicle, newest first, without what was kept
    "Earned: The record speaks for trust.",
    "Not enough information.",
    "Put in danger: They do not trust us. The record says so.",
    *(MENDED, MENDED, "Put in danger: The record speaks against trust.", MISSED),
    *(MENDED, MISSED, "Put in danger: Not enough information.", MISSED),
    "Earned: The record speaks for trust.",
]


def deliver(client: Client, by: User, due: datetime, *, late: int = 0, **told: Any) -> None:
    """A delivery that was promised a week before its day; ``late`` calendar days after it, before it if negative."""
    made = due - 7 * DAY
    promise = promises.make(client=client, text="The report", due_on=due.date(), by=by, at=made, reference="R", **told)
    cost = promise.budget and promise.budget * (2 if late > 0 else 1)
    promises.deliver(promise=promise, by=by, at=due + late * DAY, cost=cost)


def test_trust_is_earned_lost_and_repaired_and_the_record_is_followed_once_and_once_not(
    atlas: Client, manager: User, at: datetime, page_of: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = at - 210 * DAY
    for week in range(6):  # earned on the sixth
        deliver(atlas, manager, begun + 14 * week * DAY, budget=Decimal(100))
    for week in (6, 7, 8):  # lost by three that were bad in time and in price
        deliver(atlas, manager, begun + 14 * week * DAY, late=20, budget=Decimal(100))
    page, word = page_of(manager), reverse("trust:word", args=[atlas.pk])
    page.goto("/")
    page.get_by_role("link", name="Answer it").click()
    page.locator("#accept summary").click()
    page.locator("#accept form button").click()
    expect(page.locator("#accept")).to_have_count(0)
    assert TrustWord.objects.now().get().word == "not_trusted"
    after = at + 120 * DAY
    for week in range(15):  # repaired by many that were kept
        deliver(atlas, manager, at + 7 * week * DAY + DAY, budget=Decimal(100))
    monkeypatch.setattr(clock, "real_now", lambda: after)
    page = page_of(manager)  # a sign-in lasts half a day
    page.goto(word)
    page.locator("#keep summary").click()
    page.locator("#keep [name=keep-reason]").fill("They want to see a whole year of it")
    page.locator("#keep form button").click()
    expect(page.locator("#keep")).to_have_count(0)
    assert (KeptWord.objects.get().verdict, TrustWord.objects.now().get().word) == ("trusted", "not_trusted")
    page.goto(reverse("trust:chronicle", args=[atlas.pk]))
    assert [line.split("\n")[-1] for line in page.locator("#main li").all_inner_texts() if "kept" not in line] == TOLD
    page.get_by_role("link", name=TOLD[-1]).last.click()
    expect(page.locator("dl.terms")).to_contain_text("2025-10-13")
    assert axe(page) == []


def test_less_than_usual_is_noticed_told_and_agreed_on_the_phone_in_german(
    atlas: Client, manager: User, at: datetime, page_of: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    clients.add_contact(client=atlas, name="Uta Wolf", addressed_as="Frau Wolf", decides=True, by=manager, at=at)
    for place, early in enumerate((3, 3, 3, 3, 3, 3, 0, 0, 0)):
        deliver(atlas, manager, at - (60 - 4 * place) * DAY, late=-early)
    watching.keep_watch(at)
    page = page_of(manager, 375, "de")
    page.goto("/")
    page.locator("#today a", has_text="Atlas GmbH").first.click()
    answer(page, "tell", "Wir sind in diesem Monat zu zweit weniger.")
    after = at + 12 * DAY
    for place in range(3):
        deliver(atlas, manager, at + 4 * place * DAY + DAY)
    watching.keep_watch(after)
    monkeypatch.setattr(clock, "real_now", lambda: after)
    page = page_of(manager, 375, "de")  # a sign-in lasts half a day
    page.goto(reverse("trust:notice", args=[Notice.objects.standing().get().pk]))
    assert (axe(page), too_wide(page, 375)) == ([], [])
    answer(page, "agree", "Anruf von heute: am Tag selbst genügt.", whom="Frau Wolf")
    assert [(row.answer, row.closed) for row in Notice.objects.order_by("opened_at")] == [
        ("tell", "answered"),
        ("agree", "answered"),
    ]


def answer(page: Page, verb: str, said: str, whom: str = "") -> None:
    """One of the three answers on the page of a notice."""
    page.locator(f"#{verb} summary").click()
    if whom:
        page.locator(f"#{verb} select").select_option(label=whom)
    page.locator(f"#{verb} [name$=words]").fill(said)
    page.locator(f"#{verb} form button").first.click()
    expect(page.locator(f"#{verb}")).to_have_count(0)
