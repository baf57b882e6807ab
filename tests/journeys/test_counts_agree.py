"""Twelve promises with known results: client page, report, file, API and terminal count the same (R-A-11)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from mainstay.promises import actions
from mainstay.promises.models import Promise
from tests.journeys.doors import plain

if TYPE_CHECKING:
    from click.testing import Result
    from django.test import Client as Browser

    from conftest import Caller
    from mainstay.clients.models import Client
    from mainstay.house.models import User

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
COUNTS = {
    "made": 12,
    "kept": 5,
    "kept_late": 1,
    "moved": 1,
    "withdrawn": 1,
    "released": 1,
    "broken": 1,
    "open": 2,
    "over_budget": 1,
    "not_accepted": 1,
}
RUN = 2
THEIRS = {**dict.fromkeys(COUNTS, 0), "made": 1, "kept_late": 1}
TABLE = re.compile(r'<table class="counts"[^>]*>.*?</table>', re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)


class Story:
    """Gives and keeps words to one client, day by day from Monday, 2 March 2026."""

    def __init__(self, client: Client, by: User, at: datetime) -> None:
        self.client, self.by, self.at = client, by, at

    def give(self, text: str, day: int, **told: Any) -> Promise:
        """A word given on Monday, due so many days later."""
        due = self.at.date() + day * DAY
        return actions.make(client=self.client, text=text, due_on=due, by=self.by, at=self.at, **told)

    def deliver(self, promise: Promise, day: int, **told: Any) -> Promise:
        """Done so many days after Monday."""
        return actions.deliver(promise=promise, by=self.by, at=self.at + day * DAY, **told)

    def act(self, verb: Callable[..., Promise], promise: Promise, day: int, **told: Any) -> Promise:
        """Any other verb."""
        return verb(promise=promise, by=self.by, at=self.at + day * DAY, **told)


@pytest.fixture
def twelve(atlas: Client, manager: User, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Twelve words to Atlas, one of theirs, one entered in error; it is Monday, three weeks later."""
    told = Story(atlas, manager, at)
    told.deliver(told.give("Send the plan", 2), 1)
    told.deliver(told.give("Print the proof", 2), 5)
    moved = told.act(
        actions.move, told.give("Bind the books", 3), 1, to_on=date(2026, 3, 9), reason="No glue", answer="agreed"
    )
    told.deliver(moved, 7)
    told.act(actions.withdraw, told.give("Rent a stand", 5), 1, reason="No stand is free", substitute="A table")
    told.act(actions.release, told.give("Order flowers", 5), 2, known_from="Her mail")
    told.act(actions.own_up, told.give("Ring the mayor", 4), 6, reason="Forgotten")
    told.give("Write the speech", 60)
    told.deliver(told.give("Paint the van", 9, budget=Decimal(100)), 8, cost=Decimal(120))
    disliked = told.deliver(told.give("Draw the logo", 10), 9)
    told.act(actions.settle, disliked, 10, satisfaction="not_accepted", known_from="She said so", remark="Too red")
    told.deliver(told.give("Send the invoice", 12), 11)
    told.deliver(told.give("Send the photos", 14), 13)
    told.give("Post the prints", 15)
    told.act(actions.annul, told.give("Meant for another", 9), 1, reason="Another client")
    told.deliver(told.give("Approve the proof", 3, side="theirs"), 5)
    from mainstay.house import clock

    monkeypatch.setattr(clock, "real_now", lambda: at + 21 * DAY)
    return atlas


def test_the_client_page_counts_so(twelve: Client, manager: User, signed_in: Callable[[User], Browser]) -> None:
    page = signed_in(manager).get(reverse("clients:page", args=[twelve.pk])).content.decode()
    table = TABLE.search(page)
    assert table, "no counts on the client's page"
    head, ours, theirs = ([plain(cell) for cell in CELL.findall(row)] for row in ROW.findall(table[0]))
    assert head == ["", "made", "kept", "late", "moved", "broken", "since the last miss"]
    assert ours == ["We", "12", "5", "1", "1", "1", "2 kept"]
    assert theirs[:6] == ["They", "1", "0", "1", "0", "0"]
    assert "We: 2 open, 1 withdrawn, 1 released, 1 over budget, 1 not accepted." in plain(page)


def test_the_report_counts_so(twelve: Client, manager: User, signed_in: Callable[[User], Browser]) -> None:
    page = signed_in(manager).get(reverse("desk:report")).content.decode()
    head, row = [[plain(cell) for cell in CELL.findall(row)] for row in ROW.findall(page)]
    named = {word: re.sub(r"^\D+ ", "", cell) for word, cell in zip(head, row, strict=True)}
    assert row[0].startswith("Atlas GmbH")
    assert named.pop("also") == "1 withdrawn, 1 released, 1 over budget, 1 not accepted"
    named.pop("Client")
    counted = {"made": 12, "kept": 5, "late": 1, "moved": 1, "broken": 1, "open": 2, "since the last miss": RUN}
    assert {word: int(number) for word, number in named.items()} == counted


def test_the_file_of_the_report_counts_so(twelve: Client, manager: User, signed_in: Callable[[User], Browser]) -> None:
    response: Any = signed_in(manager).get(reverse("desk:report_csv"))
    heads, (name, _id, *counts, _work) = csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")))
    assert (name, [int(count) for count in counts]) == ("Atlas GmbH", [*COUNTS.values(), RUN])
    assert heads[2:6] == ["made", "kept", "late", "moved"]


def test_the_api_counts_so(twelve: Client, manager: User, api: Callable[..., Caller]) -> None:
    caller = api(manager)
    ledger = caller.get(f"/promises/ledger/{twelve.pk}").json()
    assert (ledger["counts"], ledger["run_since_last_miss"], ledger["their_counts"]) == (COUNTS, RUN, THEIRS)
    (row,) = caller.get("/report").json()["items"]
    assert row == {"client": "Atlas GmbH", "id": str(twelve.pk), **COUNTS, "run_since_last_miss": RUN, "work": []}


def test_the_terminal_counts_so(twelve: Client, manager: User, terminal: Callable[..., Result]) -> None:
    ledger = json.loads(terminal(["client", "atlas gmbh", "--json"], by=manager).stdout)
    assert (ledger["counts"], ledger["run_since_last_miss"], ledger["their_counts"]) == (COUNTS, RUN, THEIRS)
    (row,) = json.loads(terminal(["report", "--json"], by=manager).stdout)
    assert row == {"client": "Atlas GmbH", "id": str(twelve.pk), **COUNTS, "run_since_last_miss": RUN, "work": []}
    (line,) = csv.DictReader(io.StringIO(terminal(["report", "--csv"], by=manager).stdout.removeprefix("\ufeff")))
    assert {name: int(line[name]) for name in COUNTS} == COUNTS


def test_what_the_client_page_owes_is_what_api_and_terminal_owe(
    twelve: Client,
    manager: User,
    signed_in: Callable[[User], Browser],
    api: Callable[..., Caller],
    terminal: Callable[..., Result],
) -> None:
    owed = ["Post the prints", "Write the speech"]
    told = api(manager).get(f"/promises/ledger/{twelve.pk}").json()
    said = json.loads(terminal(["client", "Atlas GmbH", "--json"], by=manager).stdout)
    assert [promise["text"] for promise in told["we_owe"]] == [promise["text"] for promise in said["we_owe"]] == owed
    assert told["you_owe"] == said["you_owe"] == []
    page = signed_in(manager).get(reverse("clients:page", args=[twelve.pk])).content.decode()
    column = page.split("<h3>We owe</h3>")[1].split("<h3>")[0]
    assert re.findall(r'<a class="t"[^>]*>(.*?)</a>', column) == owed
