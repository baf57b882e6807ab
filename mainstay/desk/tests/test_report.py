"""The portfolio report: page, file, API, terminal and the client’s own page tell the same counts (R-A-11)."""

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
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.engagements import actions as engagements
from mainstay.house.models import User
from mainstay.promises import actions
from mainstay.promises.models import Promise

if TYPE_CHECKING:
    from django.test import Client as Browser

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
EXPECTED = {
    "made": 12, "kept": 8, "kept_late": 1, "moved": 1, "withdrawn": 0, "released": 0, "broken": 1, "open": 1,
    "over_budget": 0, "not_accepted": 0, "run_since_last_miss": 7,
}  # fmt: skip


@pytest.fixture
def twelve(atlas: Client, manager: User, at: datetime) -> Client:
    """Twelve promises: one kept, one kept late, one broken, then seven kept, one moved, one open."""

    def give(days: int, delivered: int | None) -> Promise:
        promise = actions.make(client=atlas, text=f"Nr {days}", due_on=(at + days * DAY).date(), by=manager, at=at)
        if delivered is not None:
            actions.deliver(promise=promise, by=manager, at=at + delivered * DAY)
        return promise

    give(1, 1)
    give(2, 4)
    actions.own_up(promise=give(3, None), reason="The lorry broke down", by=manager, at=at + 5 * DAY)
    for day in range(6, 13):
        give(day, day)
    moved = give(20, None)
    actions.move(
        promise=moved, to_on=date(2026, 4, 1), reason="No steel", answer="agreed", by=manager, at=at + 13 * DAY
    )
    give(40, None)
    return atlas


def as_numbers(row: dict[str, Any]) -> dict[str, int]:
    """The counts of a row of the file, the API or the terminal."""
    return {name: int(row[name]) for name in EXPECTED}


def on_the_page(text: str) -> dict[str, int]:
    """The counts of the first client on the report’s page."""
    (row,) = re.findall(r"<tr role=\"row\"><td class=\"name\".*?</tr>", text, re.DOTALL)
    cells = [re.sub(r"<[^>]+>", " ", cell).split() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
    return {" ".join(words[:-1]): int(words[-1]) for words in cells[1:] if words and words[-1].isdigit()}


def test_five_doors_tell_the_same_twelve_promises(
    twelve: Client,
    manager: User,
    signed_in: Callable[[User], Browser],
    api: Callable[..., Any],
    terminal: Callable[..., Any],
) -> None:
    browser = signed_in(manager)
    page = browser.get("/report/").content.decode()
    assert on_the_page(page) == {
        "made": 12, "kept": 8, "late": 1, "moved": 1, "broken": 1, "open": 1, "since the last miss": 7,
    }  # fmt: skip
    taken_out = b"".join(browser.get("/report.csv")).decode("utf-8-sig")
    in_the_terminal = terminal(["report", "--csv"], by=manager).stdout_bytes.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(in_the_terminal))
    assert (row["client"], as_numbers(row)) == ("Atlas GmbH", EXPECTED)
    assert in_the_terminal.splitlines()[1:] == taken_out.splitlines()[1:]
    assert taken_out.splitlines()[0].startswith("Client,Id,made,kept,late,moved")
    (item,) = api(manager).get("/report").json()["items"]
    assert as_numbers(item) == EXPECTED
    (told,) = json.loads(terminal(["report", "--json"], by=manager).output)
    assert as_numbers(told) == EXPECTED
    one = json.loads(terminal(["client", "Atlas GmbH", "--json"], by=manager).output)
    assert one["counts"] | {"run_since_last_miss": one["run_since_last_miss"]} == EXPECTED
    client_page = browser.get(f"/clients/{twelve.pk}/").content.decode()
    (counts,) = re.findall(r'<table class="counts"[^>]*>.*?</table>', client_page, re.DOTALL)
    (ours,) = re.findall(r"<tr[^>]*><th[^>]*>We</th>.*?</tr>", counts, re.DOTALL)
    assert [int(n) for n in re.findall(r"<td[^>]*>(\d+)", ours)] == [12, 8, 1, 1, 1, 7]


def test_what_is_rare_is_said_in_words(
    atlas: Client, manager: User, signed_in: Callable[[User], Browser], at: datetime
) -> None:
    gone = actions.make(client=atlas, text="A", due_on=(at + 5 * DAY).date(), by=manager, at=at)
    actions.withdraw(promise=gone, reason="No stock", substitute="B", told_how="phone", by=manager, at=at)
    dear = actions.make(client=atlas, text="B", due_on=(at + 5 * DAY).date(), budget=Decimal(100), by=manager, at=at)
    actions.deliver(promise=dear, cost=Decimal(120), by=manager, at=at)
    page = signed_in(manager).get("/report/").content.decode()
    assert "1 withdrawn, 1 over budget" in page


def test_the_report_leads_with_what_the_work_is_to_do(
    atlas: Client,
    manager: User,
    signed_in: Callable[[User], Browser],
    api: Callable[..., Any],
    terminal: Callable[..., Any],
    at: datetime,
) -> None:
    work = engagements.begin(client=atlas, name="Soap", outcome="Clean hands", state="active", by=manager, at=at)
    for text in ("A", "B"):
        told: dict[str, Any] = {"text": text, "due_on": (at + 5 * DAY).date(), "engagement": work}
        actions.deliver(promise=actions.make(client=atlas, by=manager, at=at, **told), by=manager, at=at)
    stands = "Soap: delivered 2/2, outcome not yet confirmed"
    assert stands in signed_in(manager).get("/report/").content.decode()
    assert api(manager).get("/report").json()["items"][0]["work"] == [stands]
    assert terminal(["report"], by=manager).output.splitlines()[-1].strip() == stands
    engagements.answer_outcome(engagement=work, said="reached", known_from="mail", by=manager, at=at)
    (row,) = csv.DictReader(io.StringIO(b"".join(signed_in(manager).get("/report.csv")).decode("utf-8-sig")))
    assert row["work"] == "Soap: delivered 2/2, outcome confirmed on 2\u00a0March"


def test_the_report_holds_what_one_may_see_and_no_more(
    twelve: Client,
    manager: User,
    head: User,
    stranger: User,
    admin: User,
    team: Any,
    other_team: Any,
    api: Callable[..., Any],
    terminal: Callable[..., Any],
    at: datetime,
) -> None:
    serving.add(name="Baltic AG", unit=team, manager=head, by=head, at=at)
    names = {
        person.name: [row["client"] for row in api(person).get("/report").json()["items"]]
        for person in (manager, head, stranger, admin)
    }
    assert names == {
        "Mara Vogt": ["Atlas GmbH"], "Helga Brandt": ["Atlas GmbH", "Baltic AG"], "Stan Okafor": [], "Ada Winter": [],
    }  # fmt: skip
    told = [row["client"] for row in api(head).get("/report", manager=str(manager.pk)).json()["items"]]
    assert told == ["Atlas GmbH"]
    assert api(head).get("/report", mine="true").json()["items"][0]["client"] == "Baltic AG"
    assert api(head).get("/report", unit=str(other_team.pk)).json()["items"] == []
    shown = terminal(["report", "--manager", "Mara Vogt", "--unit", "Berlin"], by=head).output.splitlines()
    assert [line.split()[0] for line in shown[1:]] == ["Atlas"]
    assert terminal(["report"], by=stranger).output.splitlines()[1] == (
        "No client that you may see stands in this report."
    )


def test_whoever_may_not_take_lists_out_is_told_the_same_at_both_doors(
    twelve: Client, front: User, signed_in: Callable[[User], Browser], terminal: Callable[..., Any]
) -> None:
    browser = signed_in(front)
    assert "/report.csv" not in browser.get("/report/").content.decode()
    page, shown = browser.get("/report.csv"), terminal(["report", "--csv"], by=front)
    assert (page.status_code, shown.exit_code) == (422, 1)
    sentence = "Your roles do not allow you to take lists out."
    assert sentence in page.content.decode()
    assert sentence in shown.output


def test_names_that_look_like_formulas_are_harmless_in_the_file(
    manager: User, signed_in: Callable[[User], Browser], at: datetime
) -> None:
    serving.add(name='=cmd|"/c calc"!A1', manager=manager, by=manager, at=at)
    (row,) = csv.DictReader(io.StringIO(b"".join(signed_in(manager).get("/report.csv")).decode("utf-8-sig")))
    assert row["Client"] == '\'=cmd|"/c calc"!A1'


def test_the_report_is_paged_by_key_and_costs_the_same_for_one_and_for_fifty(
    twelve: Client, manager: User, head: User, team: Any, signed_in: Callable[[User], Browser], at: datetime
) -> None:
    browser, counts = signed_in(manager), []
    with CaptureQueriesContext(connection) as asked:
        browser.get("/report/")
    counts.append(len(asked))
    names: list[Any] = [{"name": f"Client {n:03}", "unit_id": team.pk} for n in range(119)]
    made = serving.take_in(names=names, run_id=None, by=head, at=at)
    serving.assign_many(pairs=[(client, manager) for client in made], by=head, at=at)
    with CaptureQueriesContext(connection) as asked:
        page = browser.get("/report/").content.decode()
    counts.append(len(asked))
    assert counts == [10, 10]
    seen: list[str] = []
    address: str | None = "/report/"
    while address:
        page = browser.get(address).content.decode()
        seen += re.findall(r'<td class="name"[^>]*><a[^>]*>(.*?)</a>', page)
        following = re.findall(r'href="(/report/\?[^"]*)" rel="next"', page)
        address = following[0].replace("&amp;", "&") if following else None
    assert seen == ["Atlas GmbH", *(f"Client {n:03}" for n in range(119))]
    assert b"".join(browser.get("/report.csv")).decode().count("\n") == 121
