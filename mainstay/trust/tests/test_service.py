"""Standards of service: kept, more, less; the exception has a reason and an approver (R-C-6)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound, Refused
from mainstay.trust.actions import service as verbs
from mainstay.trust.models import Occasion, ServiceStandard
from mainstay.trust.queries import service as queries
from mainstay.trust.queries import today
from mainstay.trust.rules.service import Compliance, compliance, went


@pytest.fixture
def answer(head: User, at: datetime) -> ServiceStandard:
    """A first answer within a quarter of an hour."""
    return verbs.set_standard(name="First answer", minutes=15, by=head, at=at)


def test_more_is_a_wish_and_a_wish_makes_nothing_good_that_came_too_late() -> None:
    clock = [went(limit=15, minutes=m, done=True, wish=w) for m, w in ((15, False), (10, True), (16, True))]
    assert clock == ["kept", "up", "down"]
    assert [went(limit=None, minutes=None, done=d, wish=False) for d in (True, False)] == ["kept", "down"]
    assert compliance([("kept", 1), ("up", 1), ("down", 1)]) == Compliance(2, 3, 1)


def test_answers_at_ten_fourteen_and_twenty_two_keep_two_of_three_and_the_third_has_its_reason(
    answer: ServiceStandard, atlas: Client, manager: User, stranger: User, at: datetime,
    signed_in: Callable[[User], Browser], api: Callable[..., Any], terminal: Callable[..., Any],
) -> None:  # fmt: skip
    browser, page = signed_in(manager), f"/trust/service/{atlas.pk}/"
    sent = {"standard": str(answer.pk), "done": "on"}
    assert browser.post(page, {**sent, "minutes": "10", "wish": "A second sample"}).status_code == 302
    caller, path = api(manager), f"/trust/clients/{atlas.pk}/service"
    assert caller.post(path, {"standard": str(answer.pk), "minutes": 14}).json()["went"] == "kept"
    typed = ["service", "note", "Atlas GmbH", "first answer", "--minutes", "22"]
    refused = terminal(typed, by=manager)
    assert (refused.exit_code, "say why" in refused.output, "Rule R-C-6." in refused.output) == (1, True, True)
    assert browser.post(page, {**sent, "minutes": "22"}).status_code == 422
    assert caller.post(path, {"standard": str(answer.pk), "minutes": 22}).json()["field"] == "reason"
    assert terminal([*typed, "--reason", "The line was down"], by=manager).exit_code == 0
    for where in (page, "/trust/service/"):
        shown = browser.get(where).content.decode()
        for words in ("kept 2 of 3 times, 1 wish beyond it met", "The line was down", "A second sample"):
            assert words in shown
    (told,) = json.loads(terminal(["service", "list", "--json"], by=manager).output)
    assert (told["kept"], told["of"], told["wishes"], told["minutes"]) == (2, 3, 1, 15)
    assert caller.get("/trust/service").json()[0]["of"] == 3
    assert api(stranger).get("/trust/service").json()[0]["of"] == 0
    assert signed_in(stranger).get(page).status_code == 404


def test_an_exception_is_approved_by_the_head_and_nobody_who_noted_it(
    answer: ServiceStandard, atlas: Client, manager: User, head: User, stranger: User, at: datetime,
    signed_in: Callable[[User], Browser], api: Callable[..., Any],
) -> None:  # fmt: skip
    row = verbs.note(client=atlas, standard=answer, minutes=22, reason="A storm", by=manager, at=at)
    own = verbs.note(client=atlas, standard=answer, minutes=30, reason="Forgotten", by=head, at=at)
    assert [line.code for line in today.lines(head, at)] == ["service_exception"]
    approve = f"/trust/service/occasions/{row.pk}/approve/"
    assert signed_in(manager).post(approve).status_code == 422
    assert signed_in(stranger).post(approve).status_code == 404
    assert api(head).post(f"/trust/occasions/{own.pk}/approve").json()["rule"] == "R-C-6"
    assert signed_in(head).post(approve).status_code == 302
    assert api(head).post(f"/trust/occasions/{row.pk}/approve").status_code == 422
    assert today.lines(head, at) == []
    assert "approved by Helga Brandt" in signed_in(manager).get("/trust/service/").content.decode()
    with pytest.raises(NotFound):
        verbs.approve(occasion=row, by=stranger, at=at)


def test_a_standard_is_set_and_ended_by_the_head_and_what_was_noted_stays(
    answer: ServiceStandard, atlas: Client, manager: User, head: User, at: datetime,
    signed_in: Callable[[User], Browser], terminal: Callable[..., Any],
) -> None:  # fmt: skip
    verbs.note(client=atlas, standard=answer, minutes=10, by=manager, at=at)
    for name, minutes in (("", 5), ("First answer", 5), ("Call back", 10**6)):
        with pytest.raises(Refused):
            verbs.set_standard(name=name, minutes=minutes, by=head, at=at)
    assert terminal(["service", "set", "Greeting"], by=manager).exit_code == 1
    assert terminal(["service", "set", "Greeting"], by=head).output == "Greeting, done or not\n"
    assert terminal(["service", "note", "Atlas GmbH", "Greeting", "--not-done"], by=manager).exit_code == 1
    assert signed_in(head).post(f"/trust/service/standards/{answer.pk}/end/").status_code == 302
    assert [one.name for one in queries.standing()] == ["Greeting"]
    with pytest.raises(Refused, match="has ended"):
        verbs.note(client=atlas, standard=answer, minutes=10, by=manager, at=at)
    row = Occasion.objects.get()
    assert signed_in(manager).post(f"/trust/service/occasions/{row.pk}/annul/").status_code == 302
    assert Occasion.objects.counted().count() == 0
    soon = at.date() + timedelta(days=1)
    with pytest.raises(Refused, match="still to come"):
        verbs.note(client=atlas, standard=queries.standing()[0], on=soon, by=manager, at=at)
