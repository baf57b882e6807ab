"""Silence is the good state: a hundred clients on track need nobody; one late promise is one line (R-A-1)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mainstay.clients.models import Client
from mainstay.promises import actions
from tests.journeys.doors import plain

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from django.test import Client as Browser

    from conftest import Caller
    from mainstay.house.models import User

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MOST_QUERIES = 12
LINE = re.compile(r'<li class="row line.*?</li>\s*(?=<li class="row line|</ol>)', re.DOTALL)
SENTENCE = "Nothing needs you."


@pytest.fixture
def serve(manager: User, terminal: Callable[..., Result], tmp_path: Path, at: datetime) -> Callable[..., list[Client]]:
    """``serve(100)``: so many clients of Mara's, from a file; each was promised two things, one kept, one due later."""
    plan = tmp_path / "map.toml"
    plan.write_text('[columns]\nclient = "Client"\ntitle = "What"\ndue = "Due"\ndelivered = "Done"\nowner = "Owner"\n')

    def served(count: int, *, first: int = 0) -> list[Client]:
        file = tmp_path / f"from-{first}.csv"
        lines = ["Client,What,Due,Done,Owner"]
        for number in range(first, first + count):
            name = f"Client {number:03}"
            lines.append(f"{name},Send the plan,{at.date() - DAY},{at.date() - 2 * DAY},Mara Vogt")
            lines.append(f"{name},Send the report,{at.date() + 14 * DAY},,Mara Vogt")
        file.write_text("\n".join(lines))
        told = terminal(["import", "promises", str(file), "--map", str(plan), "--json"], by=manager)
        made = json.loads(told.stdout)
        assert (made["clients"], made["promises"], made["open"]) == (count, 2 * count, count)
        return list(Client.objects.order_by("name"))

    return served


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, at: datetime) -> Callable[[int], datetime]:
    """``later(3)``: the world's clock shows three days after Monday."""
    from mainstay.house import clock

    def turn(days: int) -> datetime:
        monkeypatch.setattr(clock, "real_now", lambda: at + days * DAY)
        return at + days * DAY

    return turn


def today_of(browser: Browser) -> tuple[str, list[str]]:
    """The sentence on top of Today and its lines."""
    page = browser.get(reverse("desk:today")).content.decode()
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert heading
    return plain(heading[1]), [" ".join(plain(line).split()) for line in LINE.findall(page)]


def test_a_hundred_clients_on_track_need_nobody_and_one_late_promise_is_one_line(
    serve: Callable[..., list[Client]],
    later: Callable[[int], datetime],
    manager: User,
    signed_in: Callable[[User], Browser],
    api: Callable[..., Caller],
    terminal: Callable[..., Result],
) -> None:
    served = serve(100)
    browser = signed_in(manager)
    assert today_of(browser) == (SENTENCE, [])
    assert api(manager).get("/today").json() == {"heading": SENTENCE, "lines": [], "more": 0}
    assert json.loads(terminal(["today", "--json"], by=manager).stdout) == []
    assert terminal(["today"], by=manager).stdout.splitlines()[0] == SENTENCE

    late = actions.make(client=served[42], text="Ring about the order", due_on=later(0).date(), by=manager, at=later(0))
    now = later(3)
    browser = signed_in(manager)  # a sign-in lasts half a day
    heading, lines = today_of(browser)
    assert heading == "One promise is late."
    (line,) = lines
    for named in ("Client 042", "“Ring about the order” is 3 days late.", "Mara Vogt"):
        assert named in line
    (told,) = api(manager).get("/today").json()["lines"]
    assert (told["kind"], told["client"], told["text"]) == ("late", "Client 042", "Ring about the order")
    assert (told["days_late"], told["owner"]) == (3, "Mara Vogt")
    (said,) = json.loads(terminal(["today", "--json"], by=manager).stdout)
    assert said == told

    actions.deliver(promise=late, by=manager, at=now)
    heading, lines = today_of(browser)
    assert (heading, len(lines)) == ("One thing needs you.", 1)
    assert "was not told" in lines[0]
    actions.tell(promise=late, how="phone", by=manager, at=now)
    assert today_of(browser) == (SENTENCE, [])


def queries_of(browser: Browser, url: str) -> int:
    """How many queries a page takes, the second time it is asked for."""
    browser.get(url)
    with CaptureQueriesContext(connection) as asked:
        response: Any = browser.get(url)
    assert response.status_code == 200
    return len(asked)


def test_today_takes_the_same_few_queries_for_3_clients_and_for_50(
    serve: Callable[..., list[Client]],
    later: Callable[[int], datetime],
    manager: User,
    signed_in: Callable[[User], Browser],
) -> None:
    today = reverse("desk:today")
    taken: dict[str, list[int]] = {"quiet": [], "late": []}
    for count, first in ((3, 0), (47, 3)):
        later(0)
        serve(count, first=first)
        taken["quiet"].append(queries_of(signed_in(manager), today))
        later(16)
        browser = signed_in(manager)
        assert len(today_of(browser)[1]) == first + count
        taken["late"].append(queries_of(browser, today))
    assert taken["quiet"][0] == taken["quiet"][1] <= MOST_QUERIES
    assert taken["late"][0] == taken["late"][1] <= MOST_QUERIES
