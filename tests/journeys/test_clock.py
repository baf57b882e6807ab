"""One settable clock: moved a month by one command, all that is due arises, each once (R-X-1, R-A-12)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from mainstay.clients import actions as serving
from mainstay.config import worker
from mainstay.house.models import House
from mainstay.journal.models import Line
from mainstay.promises import actions
from mainstay.promises.models import Promise

if TYPE_CHECKING:
    from click.testing import Result
    from django.test import Client as Browser

    from conftest import Caller
    from mainstay.clients.models import Client
    from mainstay.house.models import User

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def given(atlas: Client, manager: User, at: datetime) -> list[Promise]:
    """Words that fall due in 5, 10 and 20 days, one of theirs in 8, and one only in 60."""
    words = [("Send the plan", 5, "ours"), ("Send the proof", 10, "ours"), ("Send the books", 20, "ours")]
    words += [("Approve the proof", 8, "theirs"), ("Write the report", 60, "ours")]
    return [
        actions.make(client=atlas, text=text, due_on=at.date() + days * DAY, side=side, by=manager, at=at)
        for text, days, side in words
    ]


@pytest.fixture
def lines(terminal: Callable[..., Result]) -> Callable[[User], list[tuple[str, str]]]:
    """``lines(manager)``: kind and promise of each of her lines of Today."""

    def of(person: User) -> list[tuple[str, str]]:
        told = json.loads(terminal(["today", "--json"], by=person).stdout)
        return [(line["kind"], line["text"]) for line in told]

    return of


def test_a_month_by_one_command_lets_all_that_is_due_arise_once(
    given: list[Promise],
    lines: Callable[[User], list[tuple[str, str]]],
    manager: User,
    admin: User,
    terminal: Callable[..., Result],
    api: Callable[..., Caller],
    signed_in: Callable[[User], Browser],
) -> None:
    assert lines(manager) == []
    told = terminal(["clock", "--advance", "31d"], by=admin)
    assert (told.exit_code, "Thursday 2\u00a0April 2026, 11:00" in told.output) == (0, True), told.output
    assert lines(manager) == [
        ("late", "Send the plan"),
        ("late", "Send the proof"),
        ("late", "Send the books"),
        ("theirs_late", "Approve the proof"),
    ]
    said = [(line["kind"], line["text"]) for line in api(manager).get("/today").json()["lines"]]
    assert said == lines(manager)
    page = signed_in(manager).get(reverse("desk:today")).content.decode()
    counted = {promise.text: page.count(f"“{promise.text}”") for promise in given}
    assert counted == {**dict.fromkeys(counted, 1), "Write the report": 0}


def test_a_tick_repeated_after_the_clock_was_moved_makes_nothing_twice(
    given: list[Promise],
    lines: Callable[[User], list[tuple[str, str]]],
    manager: User,
    admin: User,
    terminal: Callable[..., Result],
) -> None:
    terminal(["clock", "--advance", "31d"], by=admin)
    assert worker.tick()
    seen, told = lines(manager), Counter(Line.objects.values_list("kind", flat=True))
    for _again in range(3):
        assert worker.tick()
    assert lines(manager) == seen
    assert Counter(Line.objects.values_list("kind", flat=True)) == told


def test_owner_deputy_and_head_are_warned_in_turn(
    atlas: Client,
    manager: User,
    deputy: User,
    head: User,
    admin: User,
    at: datetime,
    terminal: Callable[..., Result],
    lines: Callable[[User], list[tuple[str, str]]],
) -> None:
    serving.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)
    promise = actions.make(client=atlas, text="Send the plan", due_on=at.date() + 5 * DAY, by=manager, at=at)

    def exceptions() -> list[str]:
        told = json.loads(terminal(["today", "--house", "--json"], by=head).stdout)
        return [line["text"] for line in told]

    seen = {}
    for days_before in (4, 3, 2, 1, 0, -1):
        day = promise.due_on - days_before * DAY
        terminal(["clock", "--set", f"{day}T09:00"], by=admin)
        seen[days_before] = (len(lines(manager)), len(lines(deputy)), len(exceptions()))
    assert seen == {4: (0, 0, 0), 3: (1, 0, 0), 2: (1, 0, 0), 1: (1, 1, 0), 0: (1, 1, 0), -1: (1, 1, 1)}


def test_moved_in_time_with_their_answer_nobody_is_alarmed(
    atlas: Client,
    manager: User,
    head: User,
    admin: User,
    at: datetime,
    terminal: Callable[..., Result],
    lines: Callable[[User], list[tuple[str, str]]],
) -> None:
    promise = actions.make(client=atlas, text="Send the plan", due_on=at.date() + 5 * DAY, by=manager, at=at)
    terminal(["clock", "--set", "2026-03-05T09:00"], by=admin)
    assert lines(manager) == [("in_danger", "Send the plan")]
    told = ["promises", "move", str(promise.pk), "--to", "2026-03-20", "--reason", "No paper", "--answer", "agreed"]
    assert terminal(told, by=manager).exit_code == 0
    terminal(["clock", "--set", "2026-03-09T09:00"], by=admin)
    assert lines(manager) == []
    assert json.loads(terminal(["today", "--house", "--json"], by=head).stdout) == []
    counts = json.loads(terminal(["client", "Atlas GmbH", "--json"], by=manager).stdout)["counts"]
    assert {name: n for name, n in counts.items() if n} == {"made": 1, "moved": 1}


def test_the_clock_goes_back_to_the_real_time(
    given: list[Promise],
    lines: Callable[[User], list[tuple[str, str]]],
    manager: User,
    admin: User,
    terminal: Callable[..., Result],
) -> None:
    terminal(["clock", "--advance", "31d"], by=admin)
    assert len(lines(manager)) == 4
    terminal(["clock", "--reset"], by=admin)
    assert lines(manager) == []


def test_the_clock_of_a_real_house_is_not_set(house: House, admin: User, terminal: Callable[..., Result]) -> None:
    House.objects.update(kind="real")
    refused = terminal(["clock", "--advance", "31d"], by=admin)
    assert refused.exit_code == 1
    assert refused.output.startswith("The clock of a firm’s house runs by itself")
    assert House.objects.get().clock_shows is None
