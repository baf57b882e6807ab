"""The chronicle of trust: out of promises, the record and the words, each line opening its evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.promises import actions as promising
from mainstay.trust.actions import word as verbs
from mainstay.trust.queries.word.chronicle import entries
from mainstay.trust.rules.word import chronicle as rules

DAY = timedelta(days=1)


def test_a_kept_promise_maintains_only_what_the_record_has_earned() -> None:
    facts = [
        rules.Fact(date(2026, 1, 5), rules.RECORD, "trusted"),
        rules.Fact(date(2026, 1, 5), rules.KEPT),
        rules.Fact(date(2026, 1, 6), rules.KEPT),
        rules.Fact(date(2026, 1, 9), rules.RECORD, "not_enough_information"),
        rules.Fact(date(2026, 1, 8), rules.MISSED),
        rules.Fact(date(2026, 1, 10), rules.MENDED),
        rules.Fact(date(2026, 1, 11), rules.SAID, "not_enough_information"),
        rules.Fact(date(2026, 1, 12), rules.KEPT),
    ]
    assert [one.what for one in rules.told(facts)] == [
        "earned", "earned", "maintained", "endangered", "endangered", "preserved", "", "earned",
    ]  # fmt: skip


@pytest.fixture
def lived(atlas: Client, manager: User, at: datetime) -> list[Any]:
    """Three promises kept, one missed and put right."""
    found = []
    for number in range(4):
        made = at - timedelta(days=60 - number * 10)
        given: dict[str, Any] = {"due_on": (made + 5 * DAY).date(), "budget": Decimal(100)}
        promise = promising.make(client=atlas, text=f"Plan {number}", by=manager, at=made, **given)
        late = 8 if number == 3 else 4
        found.append(promising.deliver(promise=promise, by=manager, at=made + late * DAY, cost=Decimal(100)))
    return found


def test_three_kept_one_missed_and_put_right_are_five_lines_that_nobody_typed(
    atlas: Client, manager: User, stranger: User, at: datetime, lived: list[Any], signed_in: Callable[[User], Browser],
    api: Callable[..., Any], terminal: Callable[..., Any], django_assert_num_queries: Any,
) -> None:  # fmt: skip
    with django_assert_num_queries(3):
        lines, more = entries(atlas, at)
    assert [(line.on.isoformat(), line.text) for line in lines[::-1]] == [
        ("2026-01-05", "Earned: “Plan 0” was kept."),
        ("2026-01-15", "Earned: “Plan 1” was kept."),
        ("2026-01-25", "Earned: “Plan 2” was kept."),
        ("2026-02-05", "Put in danger: “Plan 3” was missed."),
        ("2026-02-08", "Preserved: “Plan 3” was put right."),
    ]
    assert ([line.url for line in lines[:2]], more) == ([f"/promises/{lived[3].pk}/"] * 2, False)
    verbs.say(client=atlas, word="not_trusted", reason="They are cross.", by=manager, at=at)
    newest = entries(atlas, at, size=1)
    assert (newest[0][0].text, newest[1]) == ("Put in danger: They do not trust us. They are cross.", True)
    page = f"/trust/chronicle/{atlas.pk}/"
    shown = signed_in(manager).get(page).content.decode()
    assert (shown.count("<li><time"), f"/promises/{lived[0].pk}/" in shown) == (6, True)
    told = api(manager).get(f"/trust/clients/{atlas.pk}/trust/chronicle").json()
    assert [line["what"] for line in told] == ["endangered", "preserved", "endangered", "earned", "earned", "earned"]
    said = terminal(["trust", "chronicle", "Atlas GmbH", "--most", "2"], by=manager).output.splitlines()
    assert said[1] == "2026-02-08  Preserved: “Plan 3” was put right."
    assert signed_in(stranger).get(page).status_code == 404
