"""What Today says of what stands between promises (R-B-46, R-B-50, R-B-38)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mainstay.clients import actions as serving
from mainstay.clients.models import Client, Contact
from mainstay.house.models import Absence, User
from mainstay.kit import times
from mainstay.promises import actions
from mainstay.promises.models import Promise
from mainstay.promises.queries import today

pytestmark = pytest.mark.django_db
Give = Callable[..., Promise]
DAY = timedelta(days=1)


def middle(person: User, at: datetime) -> list[tuple[str, str]]:
    """The lines between the promises: code and sentence."""
    fresh = User.objects.get(pk=person.pk)
    return [(line.code, line.what.replace(times.NO_BREAK, " ")) for line in today.lines(fresh, at) if line.order == 5]


def test_a_late_input_is_a_new_day_to_propose_until_it_is_proposed(
    give: Give, atlas: Client, manager: User, deputy: User, head: User, at: datetime
) -> None:
    serving.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)
    text = give("Text", side="theirs", due_on=date(2026, 3, 4))
    brochure = give("Brochure", due_on=date(2026, 3, 12))
    actions.needs_input(promise=brochure, on=text, work_days=5, by=manager, at=at)
    assert middle(manager, at + 3 * DAY) == []
    actions.deliver(promise=text, by=manager, at=at + 4 * DAY)
    said = "“Text” came 2 days later than agreed. New day for “Brochure”: 13 March, to be proposed."
    assert middle(manager, at + 4 * DAY) == [("new_day", said)]
    assert middle(deputy, at + 4 * DAY) == []
    Absence.objects.create(user=manager, from_on=date(2026, 3, 6), to_on=date(2026, 3, 6))
    assert middle(deputy, at + 4 * DAY) == [("new_day", said)]
    actions.propose_new_day(promise=brochure, by=manager, at=at + 4 * DAY)
    assert middle(manager, at + 4 * DAY) == []


def test_another_day_they_could_manage_waits_for_our_answer(
    give: Give, buyer: Contact, manager: User, at: datetime
) -> None:
    step = give("Step 3", due_on=date(2026, 3, 13))
    told: dict[str, Any] = {
        "promise": step,
        "side": "theirs",
        "word": "too_tight",
        "other_on": date(2026, 3, 17),
        "contact": buyer,
    }
    actions.find_day(by=manager, at=at, **told)
    assert middle(manager, at) == [
        ("too_tight", "Ms Ortega finds the day of “Step 3” too tight and could do 17 March.")
    ]
    actions.find_day(promise=step, side="theirs", word="manageable", by=manager, at=at + timedelta(hours=1))
    assert middle(manager, at + DAY) == []


def test_two_days_for_one_thing_stand_on_the_page_of_both(
    give: Give, atlas: Client, manager: User, deputy: User, head: User, at: datetime, django_assert_max_num_queries: Any
) -> None:
    serving.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)
    mine = give("Send the plan", due_on=date(2026, 3, 20))
    give("Send plan", due_on=date(2026, 3, 23), by=deputy)
    said = "“Send the plan” is promised twice: by Mara Vogt for 20 March, by Deniz Aydin for 23 March."
    assert middle(manager, at) == middle(deputy, at) == [("contradicts", said)]
    fresh = User.objects.get(pk=manager.pk)
    assert fresh.posts_held
    with django_assert_max_num_queries(3):
        today.lines(fresh, at)
    actions.settle_clash(clash=mine.clashed.get(), why="Draft and final", by=manager, at=at)
    assert middle(manager, at) == middle(deputy, at) == []
