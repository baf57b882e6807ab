"""Dates that others set and that cost something to miss: two of us, three reminders (R-B-75)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house.models import Absence, User
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises import actions
from mainstay.promises.models import Promise
from mainstay.promises.queries import today

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Door = Callable[..., Any]


@pytest.fixture
def deputy(deputy: User, atlas: Client, head: User, at: datetime) -> User:
    """The deputy, who serves Atlas here."""
    serving.assign(client=atlas, user=deputy, role="deputy", why="stands in", by=head, at=at)
    return deputy


@pytest.fixture
def fair(atlas: Client, manager: User, deputy: User, at: datetime) -> Promise:
    """The early price of the fair ends in twenty days; missing it costs 4 000."""
    return actions.make(
        client=atlas, text="Register for the fair", side="third", owner_name="The fair", by=manager, at=at,
        due_on=at.date() + 20 * DAY, cost_of_missing=Decimal(4000),
    )  # fmt: skip


def seen(person: User, at: datetime) -> list[str]:
    """What stands on somebody's Today."""
    return [line.code for line in today.lines(person, at)]


def test_seven_days_two_days_and_on_the_day_it_stands_with_owner_and_deputy(
    fair: Promise, manager: User, deputy: User, head: User, stranger: User, at: datetime
) -> None:
    assert (fair.second, fair.currency) == (deputy, "EUR")
    days = {left: at + (20 - left) * DAY for left in (8, 7, 6, 2, 1, 0)}
    guards = (manager, deputy)
    assert [seen(person, days[8]) for person in guards] == [[], []]
    for step, after in ((7, 6), (2, 1)):
        assert [seen(person, days[step]) for person in guards] == [["deadline"], ["deadline"]]
        for person in guards:
            actions.heed(promise=fair, by=person, at=days[step])
        assert [seen(person, days[after]) for person in guards] == [[], []]
    assert [seen(person, days[0]) for person in guards] == [["deadline"], ["deadline"]]
    assert [seen(person, days[0]) for person in (head, stranger)] == [[], []]
    with pytest.raises(Refused, match="only the deed ends the reminder"):
        actions.heed(promise=fair, by=manager, at=days[0])
    late = days[0] + DAY
    assert [seen(person, late) for person in guards] == [["third_late"], ["third_late"]]
    actions.deliver(promise=fair, by=deputy, at=days[0])
    assert [seen(person, days[0]) for person in guards] == [[], []]


def test_one_who_has_seen_it_does_not_see_for_the_other(
    fair: Promise, manager: User, deputy: User, at: datetime
) -> None:
    near = at + 13 * DAY
    actions.heed(promise=fair, by=manager, at=near)
    assert (seen(manager, near), seen(deputy, near)) == ([], ["deadline"])
    line = today.lines(deputy, near)[0]
    assert line.what.startswith("“Register for the fair” is due in 7 days. Missing it costs €4,000.00.")
    assert line.main is not None
    assert (str(line.main.label), line.main.post, line.rule) == ("I have seen it", True, "R-B-75")
    with pytest.raises(NotFound):
        actions.heed(promise=fair, by=User.objects.create(name="Ida Lund"), at=near)


def test_with_both_away_the_head_sees_it(fair: Promise, manager: User, deputy: User, head: User, at: datetime) -> None:
    near = at + 15 * DAY
    Absence.objects.create(user=manager, from_on=near.date(), to_on=near.date() + 9 * DAY)
    assert seen(head, near) == []
    Absence.objects.create(user=deputy, from_on=near.date(), to_on=near.date() + 9 * DAY)
    assert seen(head, near) == ["deadline"]
    assert [line.code for line in today.exceptions(head, near)] == ["deadline"]
    assert today.exceptions_count(head, near) == 1
    assert "Both who guard it are away: Mara Vogt and Deniz Aydin." in today.lines(head, near)[0].what


def test_one_alone_does_not_guard_it(atlas: Client, manager: User, head: User, at: datetime) -> None:
    told: dict[str, Any] = {
        "client": atlas,
        "text": "Renew the lease",
        "due_on": date(2026, 4, 1),
        "by": manager,
        "at": at,
    }
    with pytest.raises(Refused) as refused:
        actions.make(**told, cost_of_missing=Decimal(900))
    assert (refused.value.rule, refused.value.field, bool(refused.value.lifted_by)) == ("R-B-75", "second", True)
    with pytest.raises(Refused, match="beside Mara Vogt"):
        actions.make(**told, cost_of_missing=Decimal(900), second=manager)
    made = actions.make(**told, cost_of_missing=Decimal(900), second=head)
    assert made.second == head


def test_handed_to_its_second_guard_the_two_change_places(
    fair: Promise, manager: User, deputy: User, at: datetime
) -> None:
    kept = actions.hand_over(promise=fair, to=deputy, by=manager, at=at)
    assert (kept.owner, kept.second) == (deputy, manager)
    back = actions.take_back(promise=fair, by=manager, at=at)
    assert (back.owner, back.second) == (manager, deputy)


def test_a_guard_is_set_and_ended_later_through_every_door(
    fair: Promise, manager: User, deputy: User, head: User, api: Door, terminal: Door, at: datetime,
    signed_in: Door,
) -> None:  # fmt: skip
    answer = api(manager).post(f"/promises/{fair.pk}/guard", {"cost_of_missing": None})
    assert (answer.status_code, answer.json()["cost_of_missing"], answer.json()["second"]) == (200, None, None)
    told = terminal(["promises", "guard", str(fair.pk), "--missing", "2500", "--second", head.name], by=manager)
    assert told.exit_code == 0, told.output
    fair.refresh_from_db()
    assert (fair.cost_of_missing, fair.second) == (Decimal("2500.00"), head)
    page = signed_in(manager).post(
        f"/promises/{fair.pk}/guard/", {"cost_of_missing": "3000", "currency": "EUR", "second": str(deputy.pk)}
    )
    assert page.status_code == 302
    fair.refresh_from_db()
    assert (fair.cost_of_missing, fair.second) == (Decimal("3000.00"), deputy)
    shown = signed_in(manager).get(f"/promises/{fair.pk}/").content.decode()
    assert ("Mara Vogt and Deniz Aydin" in shown, "€3,000.00" in shown) == (True, True)
