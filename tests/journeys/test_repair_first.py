"""Repair before courtesy (R-A-22): what is kind waits while a promise is late, and Today says first what harms most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mainstay.house import clock
from mainstay.promises import actions as promises
from mainstay.trust.actions import ours, usual
from mainstay.trust.actions import word as trust
from mainstay.trust.models import Extra, Sheet

if TYPE_CHECKING:
    from django.test import Client as Browser

    from mainstay.clients.models import Client
    from mainstay.house.models import User

DAY = timedelta(days=1)
HELD = "Held: first put “The plan” right."


@pytest.fixture
def late(atlas: Client, manager: User, at: datetime) -> None:
    """The plan is two days late."""
    due = (at - 2 * DAY).date()
    promises.make(client=atlas, text="The plan", due_on=due, by=manager, at=at - 9 * DAY)


def test_an_extra_and_a_sheet_wait_at_every_door_until_the_promise_is_kept_or_a_reason_is_given(
    atlas: Client, manager: User, late: None, at: datetime,
    signed_in: Callable[[User], Browser], api: Callable[..., Any], terminal: Callable[..., Any],
) -> None:  # fmt: skip
    browser, caller = signed_in(manager), api(manager)
    extra, proof = f"/trust/used-to/{atlas.pk}/extra/", f"/trust/proof/{atlas.pk}/"
    assert HELD in browser.get(extra).content.decode()
    basket = {"what": "Fruit basket", "mark": ""}
    for page, sent in ((extra, basket), (proof, {"verb": "make_sheet", "make_sheet-days": "14"})):
        refused = browser.post(page, sent)
        assert (refused.status_code, f"{HELD} A courtesy waits" in refused.content.decode()) == (422, True)
    for path in (f"/trust/usual/{atlas.pk}/extras", f"/trust/clients/{atlas.pk}/sheets"):
        said = caller.post(path, {"what": "Fruit basket"}).json()
        assert (said["rule"], said["field"]) == ("R-A-22", "nevertheless")
        assert said["lifted_by"] == "whoever does it, with a reason"
    typed = ["extra", "give", "Atlas GmbH", "Fruit basket"]
    assert "Rule R-A-22." in terminal(typed, by=manager).output
    assert (Extra.objects.count(), Sheet.objects.count()) == (0, 0)

    assert browser.post(extra, {**basket, "nevertheless": "It was baked already"}).status_code == 302
    chronicle = browser.get(f"/clients/{atlas.pk}/chronicle/").content.decode()
    assert "Fruit basket. It was baked already" in chronicle
    assert terminal(["trust", "sheet", "Atlas GmbH", "--nevertheless", "They asked"], by=manager).exit_code == 0
    past = caller.post(f"/trust/usual/{atlas.pk}/extras", {"what": "Cake", "on": f"{(at - 3 * DAY).date()}"})
    assert past.status_code == 201  # what was given before is a fact

    promises.deliver(promise=atlas.promises.get(), by=manager, at=at)
    assert "nevertheless" not in browser.get(extra).content.decode()
    assert browser.post(extra, {"what": "Flowers", "mark": ""}).status_code == 302


@pytest.fixture
def one_of_each(atlas: Client, manager: User, late: None, at: datetime) -> datetime:
    """One of each kind that exists, the least harmful first; gives the day on which all of it stands."""
    now = at.replace(day=26)
    told: dict[str, Any] = {"client": atlas, "by": manager}
    trust.not_asked(at=at, **told)
    kept = promises.make(text="The logo", due_on=(at + DAY).date(), kind="logo", at=at - 40 * DAY, **told)
    promises.deliver(promise=kept, by=manager, at=at - 35 * DAY)  # asked about after a month
    noted = promises.make(text="The van", due_on=(at + DAY).date(), at=at - DAY, **told)
    promises.deliver(promise=noted, by=manager, at=at)
    remark: dict[str, Any] = {"satisfaction": "remarks", "known_from": "Her mail", "remark": "Too red"}
    promises.settle(promise=noted, by=manager, at=at, **remark)
    theirs: dict[str, Any] = {"side": "theirs", "owner_name": "Uta"}
    promises.make(text="Their photos", due_on=(at - DAY).date(), at=at - 5 * DAY, **theirs, **told)
    usual.give(what="Fruit basket", mark="standing", on=(at - 9 * DAY).date(), at=at, **told)
    usual.leave_out(what="Fruit basket", at=at, **told)
    promises.make(text="The stand", due_on=(now + DAY).date(), at=now - 20 * DAY, **told)
    untold = promises.make(text="The hall", due_on=(at - 4 * DAY).date(), at=at - 9 * DAY, **told)
    promises.deliver(promise=untold, by=manager, at=now)
    ours.say(word="wearing", abuse="They shouted", at=now, **told)
    return now


def test_today_says_of_one_client_first_what_harms_most(
    manager: User, head: User, one_of_each: datetime, signed_in: Callable[[User], Browser],
    api: Callable[..., Any], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(clock, "real_now", lambda: one_of_each)
    lines = api(manager).get("/today").json()["lines"]
    assert [(line["order"], line["kind"]) for line in lines] == [
        (1, "late"), (3, "to_tell"), (4, "in_danger"), (4, "below_custom"), (6, "theirs_late"), (8, "remark"),
        (9, "followup"), (10, "not_asked"), (10, "our_view"),
    ]  # fmt: skip
    page = signed_in(manager).get("/").content.decode()
    places = [page.index(one.split(": ", 1)[1][:20]) for one in (line["sentence"] for line in lines)]
    assert places == sorted(places)
    assert "to_protect" in [line["kind"] for line in api(head).get("/today").json()["lines"]]
