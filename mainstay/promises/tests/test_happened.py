"""One matter as it happened: neutral, in days, the same through every door (R-B-54)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.house.models import User
from mainstay.promises import actions
from mainstay.promises.models import Need, Promise
from mainstay.promises.queries import happened
from mainstay.promises.queries.words import Reader

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BLAME = ("fault", "blame", "sorry", "excuse", "guilty", "unfortunately", "failed")


@pytest.fixture
def disputed(give: Callable[..., Promise], manager: User, at: datetime) -> Promise:
    """Our plan came two days after its day; their text, which it needed, four days after its own."""
    ours, theirs = give("The plan", days=10), give("The text", days=4, side="theirs")
    Need.objects.create(promise=ours, on=theirs, work_days=5, noted_at=at, by=manager)
    told: dict[str, Any] = {"reason": "The text came late", "answer": "not_yet", "by": manager, "at": at + 8 * DAY}
    actions.deliver(promise=theirs, by=manager, at=at + 8 * DAY)
    actions.move(promise=ours, to_on=date(2026, 3, 17), **told)
    return actions.deliver(promise=ours, by=manager, at=at + 12 * DAY)


def test_a_disputed_delay_shows_that_their_input_came_four_days_after_its_day(
    disputed: Promise, manager: User, at: datetime
) -> None:
    reader = Reader("en", "Europe/Berlin", at + 13 * DAY)
    matter = happened.of(disputed, manager, reader)
    assert [(one.text, one.whose, one.said) for one in matter.days] == [
        ("The text", "theirs: Atlas GmbH", "4 days after"),
        ("The plan", "ours: Mara Vogt", "2 days after"),
    ]
    assert [one.text for one in matter.lines] == [
        "Mara Vogt wrote down a promise: The plan",
        "Mara Vogt wrote down a promise: The text",
        "Mara Vogt noted “The text” as delivered.",
        "Mara Vogt asked Atlas GmbH for another day for “The plan”: The text came late",
        "Mara Vogt noted “The plan” as delivered.",
    ]
    assert matter.lines[2].beneath[-1] == "Due 6\u00a0March, came 10\u00a0March: 4 days after."
    said = " ".join([*happened.texts(matter), *(one.said for one in matter.days)]).lower()
    assert [word for word in BLAME if word in said] == []


def test_the_page_the_api_and_the_terminal_tell_the_same(
    disputed: Promise,
    manager: User,
    stranger: User,
    signed_in: Callable[..., Any],
    api: Callable[..., Any],
    terminal: Callable[..., Any],
) -> None:
    path = f"/promises/{disputed.pk}/as-it-happened"
    page = signed_in(manager).get(f"{path}/").content.decode()
    answer = api(manager).get(path).json()
    run = terminal(["promises", "as-it-happened", str(disputed.pk)], by=manager)
    assert run.exit_code == 0, run.output
    assert len(answer["lines"]) == 5
    for line in answer["lines"]:
        assert (line["text"] in page, line["text"] in run.output) == (True, True)
    assert "4 days after" in page
    assert "4 days after" in run.output
    assert signed_in(stranger).get(f"{path}/").status_code == 404
    assert api(stranger).get(path).status_code == 404


def test_it_costs_as_many_queries_whatever_the_matter_holds(
    disputed: Promise, manager: User, give: Callable[..., Promise], at: datetime
) -> None:
    reader = Reader("en", "Europe/Berlin", at)
    told = []
    for number in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            happened.of(disputed, manager, reader)
        told.append(len(asked))
        Need.objects.create(
            promise=disputed, on=give(f"Another text {number}", side="theirs"), work_days=1, noted_at=at, by=manager
        )
    assert told[0] == told[1]
