"""What Today asks is compiled once, and is what Django would ask for each person at each moment."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients.queries import lines as of_clients
from mainstay.desk.queries import today
from mainstay.followups.queries import today as of_followups
from mainstay.house.models import Post, Unit, User
from mainstay.house.rules import rights
from mainstay.kit import learned
from mainstay.kit.times import local_day
from mainstay.promises.queries.today import whose
from mainstay.trust.queries import today as of_trust
from mainstay.trust.queries.usual import today as of_what_is_usual
from mainstay.trust.rules.ours import asked_on

pytestmark = pytest.mark.django_db
CASES = (
    (["manager"], "Asia/Kuala_Lumpur", datetime(2026, 3, 2, 19, tzinfo=UTC)),
    (["front"], "Europe/Berlin", datetime(2026, 12, 26, 9, tzinfo=UTC)),
    (["head", "sponsor"], "America/New_York", datetime(2027, 7, 31, 2, 40, 3, 5, tzinfo=UTC)),
    (["team", "manager"], "Europe/Berlin", datetime(2026, 3, 2, 9, tzinfo=UTC)),
)
ASKED: dict[str, Any] = {
    "promises.today": whose._of_person,
    "promises.exceptions": whose._of_head,
    "promises.exceptions.count": whose._count_of_head,
    "clients.today": partial(of_clients._asked, own=True),
    "followups.today": of_followups._asked,
    "trust.today": of_trust._asked,
    "followups.exceptions": partial(of_followups._first, of_followups.of_head),
    "trust.amiss": of_what_is_usual._amiss,
}


@pytest.mark.parametrize(("posts", "zone", "at"), CASES)
def test_the_statements_of_today_are_those_of_django(posts: list[str], zone: str, at: datetime) -> None:
    teams = [Unit.objects.create(name=name) for name in ("North", "South")]
    person = User.objects.create(name="Somebody", email="s@house.example", zone=zone, unit=teams[0])
    for post in posts:
        places = [("head", team) for team in teams] if post == "team" else [(post, None)]
        Post.objects.bulk_create([Post(user=person, role=role, unit=unit) for role, unit in places])
    with CaptureQueriesContext(connection) as caught:
        today.gather(person, at)
        today.gather(person, at, house=True)
    asked = {query["sql"] for query in caught.captured_queries}
    assert [name for name in names(person, at) if said(name, person, at) not in asked] == []
    assert [key for key in learned.refused() if key[0] in ASKED] == []


def names(person: User, at: datetime) -> list[str]:
    """What is asked for this person."""
    found = ["promises.today", "clients.today"]
    if person.is_head:
        found += ["promises.exceptions", "promises.exceptions.count", "followups.today"]
        found += ["followups.exceptions", "trust.amiss"]
    if person.is_head or person.may(rights.KEEP_WORD) or asked_on(local_day(at, person.zone)):
        found.append("trust.today")
    return found


def said(name: str, person: User, at: datetime) -> str:
    """The statement as Django writes it."""
    with CaptureQueriesContext(connection) as caught:
        list(ASKED[name](person, at))
    [query] = caught.captured_queries
    return str(query["sql"])
