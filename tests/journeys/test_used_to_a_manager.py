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


def test_a_hand_over_and_a_leaving_say_that_the_change_was_not_announced(
    atlas: Client, manager: User, deputy: User, head: User, at: datetime, monkeypatch: pytest.MonkeyPatch,
    signed_in: Callable[[User], Browser], api: Callable[..., Any], terminal: Callable[..., Any],
) -> None:  # fmt: skip
    later = at + timedelta(days=430)
    caller = api(manager)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    def warned(**terms: Any) -> list[str]:
        told = Terms(deputy=head, **terms)
        (found,) = reading.foresee(clients=[atlas], giver=manager, taker=deputy, terms=told, by=manager, at=later)
        return found.warnings

    assert warned(untold_why="An accident") == [USED, UNTOLD]
    assert warned(told_on=later.date()) == []
    sent = {"clients": [str(atlas.pk)], "taker": str(deputy.pk), "untold_why": "An accident"}
    page = signed_in(manager).post("/clients/hand-over/", sent).content.decode()
    assert (USED in page, UNTOLD in page) == (True, True)
    assert caller.post("/hand-overs/foresee", sent).json()[0]["warnings"] == ["Nobody is deputy then.", USED, UNTOLD]
    said = terminal(
        ["clients", "hand-over", "Atlas GmbH", "--to", "Deniz Aydin", "--untold", "An accident", "--dry-run"],
        by=manager,
    )
    assert UNTOLD in said.output
    assert USED in signed_in(head).get(f"/clients/{atlas.pk}/served-by/").content.decode()

    leaving = handing.begin(person=manager, by=manager, at=later)
    step = f"/clients/leaving/{manager.pk}/{atlas.pk}/"
    assert UNTOLD in signed_in(manager).get(step).content.decode()
    assert caller.get(f"/leavings/{manager.pk}").json()["steps"][0]["used_to"] == [USED, UNTOLD]
    handing.plan(
        leaving=leaving, clients=[atlas], taker=deputy, terms=Terms(told_on=later.date()), by=manager, at=later
    )
    assert UNTOLD not in signed_in(manager).get(step).content.decode()

    ending: dict[str, Any] = {"client": atlas, "kind": "manager", "key": str(manager.pk), "by": manager, "at": later}
    told = Announcement("Deniz will be there for you.", "phone")
    made = reducing.reduce(ends_on=(later + timedelta(days=9)).date(), announcement=told, **ending)
    assert warned(untold_why="An accident")[1] == UNTOLD
    reducing.tell(reduction=made, by=manager, at=later)
    assert warned(untold_why="An accident")[1] == "The change was announced for Saturday 15\u00a0May 2027."
