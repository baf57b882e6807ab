"""The sheet for the undecided: counts with denominators, consenting references alone, a link that ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house import clock
from mainstay.house.models import User
from mainstay.promises import actions as promising
from mainstay.trust.actions.word import sheets
from mainstay.trust.queries.word.sheet import lines, link

DAY = timedelta(days=1)


def deliver(atlas: Client, manager: User, at: datetime, *, many: int) -> None:
    """So many deliveries: two late, one over its price, all accepted."""
    for number in range(many):
        made = at - timedelta(days=60 - number)
        given: dict[str, Any] = {"due_on": (made + 5 * DAY).date(), "budget": Decimal(100)}
        promise = promising.make(client=atlas, text=f"Plan {number}", by=manager, at=made, **given)
        done, cost = made + (8 if number < 2 else 4) * DAY, Decimal(120 if number == 5 else 100)
        promise = promising.deliver(promise=promise, by=manager, at=done, cost=cost)
        said: dict[str, Any] = {"satisfaction": "accepted", "known_from": "a mail"}
        promising.settle(promise=promise, by=manager, at=done, **said)


def test_the_sheet_counts_names_only_who_agreed_and_its_link_ends(
    atlas: Client, manager: User, stranger: User, at: datetime, signed_in: Callable[[User], Browser],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    deliver(atlas, manager, at, many=20)
    others = [serving.add(name=name, by=manager, at=at) for name in ("Bolt", "Contor", "Delft")]
    for other in others[:2]:
        sheets.agree_to_be_named(client=other, words=f"{other.name}, Ms X", known_from="a mail", by=manager, at=at)
    sheets.name_no_more(client=others[1], by=manager, at=at)
    browser, page = signed_in(manager), f"/trust/proof/{others[2].pk}/"
    assert browser.get(page).status_code == 200
    wrong = {"verb": "make_sheet", "make_sheet-days": "14", "make_sheet-to_on": "2027-01-01"}
    assert browser.post(page, wrong).status_code == 422
    made = browser.post(page, {"verb": "make_sheet", "make_sheet-days": "14"})
    shown = browser.get(made.headers["Location"])
    sheet = shown.context["sheet"]
    assert [(one.label, one.n, one.of) for one in lines(sheet.told)] == [
        ("Delivered on time", 18, 20), ("Within the agreed price", 19, 20), ("Accepted", 20, 20),
    ]  # fmt: skip
    assert sheet.told["references"] == ["Bolt, Ms X"]
    opened = Browser().get(link(sheet))
    words = opened.content.decode()
    assert (opened.status_code, "18 of 20" in words, "Bolt, Ms X" in words) == (200, True, True)
    assert [name for name in (atlas.name, "Contor", "Delft", "Plan 3") if name in words] == []
    for wrong_link in (link(sheet)[:-2] + "x/", f"/trust/sheet/{sheet.pk}/"):
        assert Browser().get(wrong_link).status_code == 404
    assert signed_in(stranger).get(made.headers["Location"]).status_code == 404
    monkeypatch.setattr(clock, "real_now", lambda: at + 15 * DAY)
    assert Browser().get(link(sheet)).status_code == 404


def test_api_and_terminal_make_it_and_end_its_link(
    atlas: Client, manager: User, at: datetime, api: Callable[..., Any], terminal: Callable[..., Any]
) -> None:
    deliver(atlas, manager, at, many=3)
    caller = api(manager)
    put = caller.put(f"/trust/clients/{atlas.pk}/reference", {"words": "Atlas, Ms O", "known_from": "a call"})
    assert put.json()["words"] == "Atlas, Ms O"
    made = caller.post(f"/trust/clients/{atlas.pk}/sheets", {"days": 3}).json()
    assert [(one["n"], one["of"]) for one in made["counts"]] == [(1, 3), (3, 3), (3, 3)]
    assert (made["references"], Browser().get(made["link"]).status_code) == (["Atlas, Ms O"], 200)
    assert caller.post(f"/trust/sheets/{made['id']}/end").json()["ended"] is True
    assert Browser().get(made["link"]).status_code == 404
    said = terminal(["trust", "sheet", "Atlas GmbH"], by=manager).output.splitlines()
    assert said[:4] == [
        "Delivered on time: 1/3",
        "Within the agreed price: 3/3",
        "Accepted: 3/3",
        "– Atlas, Ms O",
    ]
    assert terminal(["trust", "named", "Atlas GmbH"], by=manager).exit_code == 0
    assert caller.delete(f"/trust/clients/{atlas.pk}/reference").status_code == 422
