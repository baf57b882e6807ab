"""A print job for Atlas, delivered on 31 January, and the people around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mainstay.clients import actions as clients
from mainstay.clients.models import Affiliation, Client
from mainstay.engagements import actions as engagements
from mainstay.engagements.models import Engagement
from mainstay.followups.models import FollowUp
from mainstay.house.models import User
from mainstay.promises import actions as promises
from mainstay.promises.models import Promise

WHEN = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)
LAST = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)  # a Saturday
DAY = timedelta(days=1)


@pytest.fixture
def wolf(atlas: Client, manager: User) -> Affiliation:
    """Frau Wolf of Atlas."""
    told: dict[str, Any] = {"name": "Uta Wolf", "addressed_as": "Frau Wolf", "phone": "+49 30 555 0100"}
    return clients.add_contact(client=atlas, by=manager, at=WHEN, **told)


@pytest.fixture
def work(atlas: Client, manager: User) -> Engagement:
    """The catalogue, and what it is for."""
    told: dict[str, Any] = {"outcome": "Their shops can order in May", "state": "active", "by": manager, "at": WHEN}
    return engagements.begin(client=atlas, name="Catalogue", **told)


Give = Callable[..., Promise]


@pytest.fixture
def give(atlas: Client, manager: User) -> Give:
    """``give("Print the catalogue", kind="print job")`` is promised on 20 January for 31 January."""

    def given(text: str = "Print the catalogue", **told: Any) -> Promise:
        word: dict[str, Any] = {"kind": "print job", "due_on": date(2026, 1, 31)} | told
        return promises.make(client=atlas, text=text, by=manager, at=WHEN, **word)

    return given


@pytest.fixture
def job(give: Give, work: Engagement, wolf: Affiliation, manager: User) -> Promise:
    """The print job, promised to Frau Wolf, delivered on 31 January; a brochure is still to come."""
    give("Design the brochure", due_on=date(2026, 6, 1), engagement=work)
    made = give(engagement=work, made_to=wolf.contact)
    return promises.deliver(promise=made, by=manager, at=LAST)


@pytest.fixture
def asking(job: Promise) -> FollowUp:
    """What its delivery planted."""
    return FollowUp.objects.select_related("client", "promise", "engagement").get(promise=job)
