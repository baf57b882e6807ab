"""What the client's page and the list of clients say of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients.models import Client, Contact
from mainstay.house.models import User
from mainstay.kit.plug import Panel
from mainstay.promises import actions
from mainstay.promises.models import Promise
from mainstay.promises.queries import panels

Give = Callable[..., Promise]
DAY = timedelta(days=1)


@pytest.fixture
def shown(atlas: Client, manager: User, at: datetime) -> Callable[[], dict[str, Panel]]:
    """The panels of Atlas, by their template's name."""

    def read() -> dict[str, Panel]:
        given = panels.panels(manager, atlas, at)
        return {panel.template.removeprefix("promises/_").removesuffix(".html"): panel for panel in given}

    return read


@pytest.fixture
def history(give: Give, manager: User, at: datetime) -> None:
    """Kept, three days late, over budget, not accepted, kept, kept: in this order."""
    told: list[tuple[int, dict[str, Any]]] = [
        (0, {}),
        (3, {}),
        (0, {"cost": Decimal(5400)}),
        (0, {"satisfaction": "not_accepted"}),
        (0, {}),
        (0, {}),
    ]
    for place, (late, what) in enumerate(told):
        due = -60 + 10 * place
        promise = give(f"Order {place}", days=due, made=at - 99 * DAY, budget=Decimal(5000), currency="EUR")
        when = at + (due + late) * DAY
        promise = actions.deliver(promise=promise, by=manager, at=when, cost=what.get("cost"))
        if promise.to_tell:
            actions.tell(promise=promise, how="phone", by=manager, at=when)
        said = what.get("satisfaction", "accepted")
        actions.settle(promise=promise, satisfaction=said, known_from="she rang", by=manager, at=when)


def test_client_without_promises_has_one_quiet_line(shown: Any, atlas: Client) -> None:
    found = shown()
    assert list(found) == ["none_yet"]
    assert found["none_yet"].context == {"make_url": f"/promises/make/?client={atlas.pk}"}


def test_counts_add_up_and_say_the_run(shown: Any, give: Give, history: None) -> None:
    give("Order 6")
    we, they = shown()["counts"].context["rows"]
    assert (we.label, we.made, we.kept, we.late, we.moved, we.broken, we.run) == ("We", 7, 5, 1, 0, 0, "2 kept")
    assert (they.label, they.made, they.run) == ("They", 0, "none yet")
    assert shown()["counts"].context["beside"] == ["We: 1 open, 1 over budget, 1 not accepted."]


def test_run_that_has_ended_says_since_when(shown: Any, give: Give, manager: User, at: datetime) -> None:
    late = give(days=-2, made=at - 9 * DAY)
    actions.deliver(promise=late, by=manager, at=at)
    assert shown()["counts"].context["rows"][0].run == "none, since 2\u00a0March"


def test_strip_shows_one_mark_a_delivery_and_the_same_in_words(shown: Any, history: None) -> None:
    strip = shown()["deliveries"].context
    assert [(mark.state, mark.over, mark.days, mark.became) for mark in strip["marks"]] == [
        ("ok", False, 0, "as agreed"),
        ("late", False, 3, "3 days late"),
        ("ok", True, 0, "over budget"),
        ("not", False, 0, "not accepted"),
        ("ok", False, 0, "as agreed"),
        ("ok", False, 0, "as agreed"),
    ]
    assert strip["sentence"] == "6 since 1\u00a0January: 3 as agreed."


def test_owed_stands_on_both_sides_with_remarks_and_third_parties(
    shown: Any, give: Give, buyer: Contact, manager: User, at: datetime
) -> None:
    give("Answer", days=-1, made=at - 9 * DAY)
    give("Photographs", side="theirs", owner_contact=buyer)
    give("Papers", side="third", owner_name="Spedition Nord")
    plan = actions.deliver(promise=give("Plan"), by=manager, at=at)
    actions.settle(promise=plan, satisfaction="remarks", known_from="mail", remark="Too small", by=manager, at=at)
    panel = shown()["owed"]
    assert panel.state == "parted"
    said = {name: [(one.text, one.state) for one in panel.context[name]] for name in ("ours", "theirs", "third")}
    assert said == {
        "ours": [("Answer", "1 day late, was due yesterday")],
        "theirs": [("Photographs", "Friday, Ms Ortega")],
        "third": [("Papers", "Friday, Spedition Nord")],
    }
    assert [remark.text for remark in panel.context["remarks"]] == ["Too small"]


def test_what_the_client_owes_never_breaks_the_cable(shown: Any, give: Give, at: datetime) -> None:
    give("Answer", days=-1, made=at - 9 * DAY, side="theirs")
    assert shown()["owed"].state == ""


def test_next_step_is_what_does_most_harm_undone(shown: Any, give: Give, manager: User, at: datetime) -> None:
    def step() -> tuple[str, str, str]:
        found = shown()["next"].context["step"]
        return found.text, found.said.text, found.act_url.rstrip("/").rsplit("/", 1)[-1]

    give("Far", days=40)
    assert step() == ("Far", "Due Saturday 11\u00a0April.", "deliver")
    near = give("Near", days=2)
    assert step() == ("Near", "Due Wednesday.", "deliver")
    actions.withdraw(promise=near, reason="Ill", substitute="July", by=manager, at=at)
    assert step() == ("Near", "Atlas GmbH has not been told yet.", "tell")
    give("Late", days=-2, made=at - 9 * DAY)
    assert step() == ("Late", "2 days late: it was due Saturday.", "tell")


def test_where_nothing_waits_there_is_no_next_step(shown: Any, history: None) -> None:
    assert list(shown()) == ["counts", "deliveries", "owed"]


def test_no_sum_of_money_stands_on_the_page_of_the_client(
    signed_in: Any, manager: User, atlas: Client, give: Give, history: None, words: Any
) -> None:
    give("Order 6", budget=Decimal("7123.45"), currency="EUR")
    panels_only = words(signed_in(manager).get(f"/clients/{atlas.pk}/")).split("Chronicle</h2>")[0]
    assert "1 over budget" in panels_only
    assert [
        sum_ for sum_ in ("€", "EUR", "5,000", "5000", "5400", "5,400", "7123", "7,123") if sum_ in panels_only
    ] == []


def test_panels_cost_the_same_for_one_promise_and_for_three(
    atlas: Client, manager: User, at: datetime, give: Give, buyer: Contact
) -> None:
    counted = []
    for number in range(3):
        give(str(number), days=-1, made=at - 9 * DAY, made_to=buyer)
        give(str(number), side="theirs", owner_contact=buyer)
        actions.deliver(promise=give(str(number)), by=manager, at=at)
        with CaptureQueriesContext(connection) as asked:
            list(panels.panels(manager, atlas, at))
        counted.append(len(asked))
    assert counted == [counted[0]] * 3
    assert counted[0] <= 6


def test_button_promises_to_this_client_unless_it_is_laid_aside(
    atlas: Client, manager: User, admin: User, at: datetime
) -> None:
    assert [move.url for move in panels.moves(manager, atlas, at)] == [f"/promises/make/?client={atlas.pk}"]
    assert list(panels.moves(admin, atlas, at)) == []
    atlas.archived_at = at
    assert list(panels.moves(manager, atlas, at)) == []


def test_list_of_clients_learns_what_is_due_and_owed(atlas: Client, manager: User, at: datetime, give: Give) -> None:
    give("Answer", days=-1, made=at - 9 * DAY)
    give("Order", days=9)
    give("Photographs", days=-1, made=at - 9 * DAY, side="theirs")
    facts = panels.facts(manager, [atlas], at)[atlas.pk]
    assert (facts.next_due, facts.next_due_state, facts.next_due_what) == (
        (at - DAY).date(),
        "parted",
        "Answer",
    )
    assert (facts.we_owe, facts.we_late, facts.they_owe, facts.they_late) == (2, 1, 1, 1)
