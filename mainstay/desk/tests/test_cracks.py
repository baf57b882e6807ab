"""What fell between two people: the page, the API and the terminal gather it from every folder (R-B-54)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mainstay.clients.actions import handing
from mainstay.clients.actions.handing import Terms
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.promises import actions
from mainstay.promises.models import Promise

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def four(atlas: Client, manager: User, deputy: User, head: User, at: datetime) -> datetime:
    """One of each: without owner, a hand-over not accepted, a remark and a proposal without answer; four days on."""
    told: dict[str, Any] = {"client": atlas, "due_on": date(2026, 4, 9), "by": manager, "at": at}
    moved, remarked = actions.make(text="The plan", **told), actions.make(text="The logo", **told)
    actions.move(promise=moved, to_on=date(2026, 4, 20), reason="Ill", answer="not_yet", by=manager, at=at)
    actions.deliver(promise=remarked, by=manager, at=at)
    said: dict[str, Any] = {"satisfaction": "remarks", "known_from": "Mail", "remark": "Too red"}
    actions.settle(promise=remarked, by=manager, at=at, **said)
    nobody = actions.make(text="The report", **told)
    Promise.objects.filter(pk=nobody.pk).update(owner=None)
    given = Terms(told_on=at.date())
    handing.hand_over(clients=[atlas], giver=manager, taker=deputy, by=manager, at=at, terms=given)
    return at + 4 * DAY


def test_one_of_each_and_the_page_lists_exactly_these_four(
    four: datetime,
    deputy: User,
    manager: User,
    head: User,
    stranger: User,
    signed_in: Callable[..., Any],
    api: Callable[..., Any],
    terminal: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mainstay.house.clock.real_now", lambda: four)
    answer = api(head).get("/cracks").json()
    assert sorted(line["kind"] for line in answer["lines"]) == ["handed_over", "no_owner", "proposal", "remark"]
    assert (answer["heading"], answer["more"]) == ("Four things fell between two people.", 0)
    page = signed_in(head).get("/cracks/").content.decode()
    run = terminal(["cracks"], by=head)
    assert run.exit_code == 0, run.output
    for line in answer["lines"]:
        words = line["sentence"].split(": ", 1)[1]
        assert (words in page, words in run.output) == (True, True), words
    assert page.count('<li class="row line') == 4
    assert api(stranger).get("/cracks").json()["lines"] == []
    assert "Nothing fell between two people." in signed_in(stranger).get("/cracks/").content.decode()
    assert "/cracks/" in signed_in(stranger).get("/").content.decode()
