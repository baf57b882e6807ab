"""Each side says whether a day is manageable; the other's day can be accepted; contradictions reach both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mainstay.clients import actions as serving
from mainstay.clients.models import Client, Contact
from mainstay.house.models import User
from mainstay.kit.refusals import Refused
from mainstay.promises import actions
from mainstay.promises.models import Clash, Finding, Promise
from mainstay.promises.queries import agreed, clashes

pytestmark = pytest.mark.django_db
Give = Callable[..., Promise]


def test_too_tight_and_another_day_is_not_agreed_until_our_side_accepts(
    give: Give, buyer: Contact, manager: User, at: datetime
) -> None:
    """R-B-50: agreed with both names and times, and the promise counts as moved."""
    step = give("Step 3", due_on=date(2026, 3, 13))
    actions.find_day(promise=step, side="ours", word="manageable", by=manager, at=at)
    assert agreed.standing(step).state == "not_yet"
    told: dict[str, Any] = {"side": "theirs", "word": "too_tight", "other_on": date(2026, 3, 17), "contact": buyer}
    actions.find_day(promise=step, by=manager, at=at, note="Our fair is that week", **told)
    standing = agreed.standing(step)
    assert standing.state == "too_tight"
    assert step.due_on == date(2026, 3, 13)

    assert standing.theirs is not None
    later = at + timedelta(hours=2)
    moved = actions.accept_other_day(finding=standing.theirs, by=manager, at=later)
    now = agreed.standing(moved)
    assert (moved.due_on, moved.outcome, now.state) == (date(2026, 3, 17), "moved", "agreed")
    assert now.ours is not None
    assert now.theirs is not None
    assert (now.ours.by, now.theirs.contact, now.theirs.said_at) == (manager, buyer, later)
    assert moved.renegotiations.get().cause == "too_tight"
    with pytest.raises(Refused, match="not the day they ask for"):
        actions.accept_other_day(finding=standing.theirs, by=manager, at=later)

    back = actions.take_back(promise=moved, by=manager, at=later)
    assert (back.due_on, agreed.standing(back).state) == (date(2026, 3, 13), "too_tight")


def test_findings_that_make_no_sense_are_refused(give: Give, buyer: Contact, manager: User, at: datetime) -> None:
    step = give("Step 3", due_on=date(2026, 3, 13))
    told: dict[str, Any] = {"promise": step, "by": manager, "at": at}
    wrongs: tuple[tuple[dict[str, Any], str], ...] = (
        ({"side": "ours", "word": "manageable", "other_on": date(2026, 3, 17)}, "other_on"),
        ({"side": "ours", "word": "too_tight", "other_on": date(2026, 3, 13)}, "other_on"),
        ({"side": "ours", "word": "too_tight", "other_on": date(2026, 3, 1)}, "other_on"),
        ({"side": "ours", "word": "manageable", "contact": buyer}, "contact"),
        ({"side": "third", "word": "manageable"}, "side"),
        ({"side": "ours", "word": "perhaps"}, "word"),
    )
    for wrong, field in wrongs:
        with pytest.raises(Refused) as refused:
            actions.find_day(**told, **wrong)
        assert refused.value.field == field
    assert Finding.objects.count() == 0


def test_a_finding_is_taken_back(give: Give, manager: User, at: datetime) -> None:
    step = give("Step 3")
    actions.find_day(promise=step, side="ours", word="manageable", by=manager, at=at)
    actions.take_back(promise=step, by=manager, at=at)
    assert agreed.standing(step).state == "unsaid"


def test_a_colleague_promising_the_same_for_another_day_is_noticed_until_it_is_put_right(
    give: Give, atlas: Client, manager: User, deputy: User, head: User, at: datetime
) -> None:
    """R-B-38."""
    serving.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)
    mine = give("Send the plan", due_on=date(2026, 3, 6))
    give("Send the invoice", due_on=date(2026, 3, 9), by=deputy)
    assert Clash.objects.count() == 0
    theirs = give("send plan", due_on=date(2026, 3, 9), by=deputy)
    clash = Clash.objects.get()
    assert (clash.one, clash.other) == (theirs, mine)
    assert clashes.of_promise(mine) == clashes.of_promise(theirs) == [clash]

    actions.move(promise=theirs, to_on=mine.due_on, reason="one day", answer="agreed", by=deputy, at=at)
    assert clashes.of_promise(mine) == []
    actions.take_back(promise=theirs, by=deputy, at=at)
    assert clashes.of_promise(mine) == [clash]
    with pytest.raises(Refused, match="why both stand"):
        actions.settle_clash(clash=clash, why=" ", by=manager, at=at)
    actions.settle_clash(clash=clash, why="Draft and final plan", by=manager, at=at)
    assert clashes.of_promise(mine) == []
    with pytest.raises(Refused, match="said already"):
        actions.settle_clash(clash=clash, why="again", by=manager, at=at)


def test_what_was_just_made_can_be_taken_back_though_it_contradicts(
    give: Give, atlas: Client, manager: User, deputy: User, head: User, at: datetime
) -> None:
    serving.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)
    give("Send the plan", due_on=date(2026, 3, 6))
    second = give("Send the plan", due_on=date(2026, 3, 9), by=deputy)
    assert actions.can_take_back(second, by=deputy, at=at)
