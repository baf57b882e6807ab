"""Whoever hands a client over hears what the client is used to, until the client was told (R-A-14, R-A-34)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mainstay.clients.actions import handing
from mainstay.clients.actions.handing import Terms
from mainstay.clients.queries import handing as reading
from mainstay.house import clock
from mainstay.trust.actions.usual import reducing
from mainstay.trust.actions.usual.reducing import Announcement

if TYPE_CHECKING:
    from django.test import Client as Browser

    from mainstay.clients.models import Client
    from mainstay.house.models import User

USED = "They are used to Mara Vogt, for 14 months."
UNTOLD = "The change was not announced to them."


@pytest.fixture
def later(atlas: Client, at: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Fourteen months on."""
    on = at + timedelta(days=430)
    monkeypatch.setattr(clock, "real_now", lambda: on)
    return on


def warned(atlas: Client, manager: User, deputy: User, later: datetime, **terms: Any) -> list[str]:
    """What the preview of a hand-over says to be known."""
    told = Terms(**terms)
    (found,) = reading.foresee(clients=[atlas], giver=manager, taker=deputy, terms=told, by=manager, at=later)
    return found.warnings[1:]  # the first: nobody is deputy then


def test_a_hand_over_says_that_the_change_was_not_announced(
    atlas: Client, manager: User, deputy: User, head: User, later: datetime,
    signed_in: Callable[[User], Browser], api: Callable[..., Any], terminal: Callable[..., Any],
) -> None:  # fmt: skip
    assert warned(atlas, manager, deputy, later, untold_why="An accident") == [USED, UNTOLD]
    assert warned(atlas, manager, deputy, later, told_on=later.date()) == []
    sent = {"clients": [str(atlas.pk)], "taker": str(deputy.pk), "untold_why": "An accident"}
    page = signed_in(manager).post("/clients/hand-over/", sent).content.decode()
    assert (USED in page, UNTOLD in page) == (True, True)
    assert api(manager).post("/hand-overs/foresee", sent).json()[0]["warnings"] == [
        "Nobody is deputy then.",
        USED,
        UNTOLD,
    ]
    said = terminal(
        ["clients", "hand-over", "Atlas GmbH", "--to", "Deniz Aydin", "--untold", "An accident", "--dry-run"],
        by=manager,
    )
    assert UNTOLD in said.output
    assert USED in signed_in(head).get(f"/clients/{atlas.pk}/served-by/").content.decode()


def test_a_leaving_says_it_until_it_is_planned_how_they_are_told(
    atlas: Client, manager: User, deputy: User, at: datetime, later: datetime, signed_in: Callable[[User], Browser],
    api: Callable[..., Any],
) -> None:  # fmt: skip
    leaving = handing.begin(person=manager, by=manager, at=later)
    step = f"/clients/leaving/{manager.pk}/{atlas.pk}/"
    assert UNTOLD in signed_in(manager).get(step).content.decode()
    assert api(manager).get(f"/leavings/{manager.pk}").json()["steps"][0]["used_to"] == [USED, UNTOLD]
    handing.plan(
        leaving=leaving, clients=[atlas], taker=deputy, terms=Terms(told_on=later.date()), by=manager, at=later
    )
    assert UNTOLD not in signed_in(manager).get(step).content.decode()


def test_a_change_that_was_announced_says_for_when(atlas: Client, manager: User, deputy: User, later: datetime) -> None:
    ending: dict[str, Any] = {"client": atlas, "kind": "manager", "key": str(manager.pk), "by": manager, "at": later}
    told = Announcement("Deniz will be there for you.", "phone")
    made = reducing.reduce(ends_on=(later + timedelta(days=9)).date(), announcement=told, **ending)
    assert warned(atlas, manager, deputy, later, untold_why="An accident")[1] == UNTOLD
    reducing.tell(reduction=made, by=manager, at=later)
    assert (
        warned(atlas, manager, deputy, later, untold_why="An accident")[1]
        == "The change was announced for Saturday 15\u00a0May 2027."
    )
