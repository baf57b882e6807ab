"""Today on the page, in the API and in the terminal: silent while all is well (R-A-1)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.desk.queries import today as queries
from mainstay.house import actions as house_actions
from mainstay.house.models import User
from mainstay.promises import actions
from mainstay.promises.models import Promise

if TYPE_CHECKING:
    from django.test import Client as Browser

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def later(admin: User, house: Any, at: datetime) -> Callable[[int], datetime]:
    """``later(3)`` turns the clock of the house three days on from ``at``."""

    def turned(days: int) -> datetime:
        then = at + days * DAY
        house_actions.set_clock(shows=then, by=admin, at=at)
        return then

    return turned


@pytest.fixture
def hundred(manager: User, head: User, team: Any, at: datetime) -> list[Client]:
    """A hundred clients of Mara's, each with a promise due in ten days."""
    names: list[Any] = [{"name": f"Client {n:03}", "unit_id": team.pk, "zone": "Europe/Berlin"} for n in range(100)]
    clients = serving.take_in(names=names, run_id=None, by=head, at=at)
    serving.assign_many(pairs=[(client, manager) for client in clients], by=head, at=at)
    for client in clients:
        actions.make(client=client, text=f"Order for {client.name}", due_on=at.date() + 10 * DAY, by=manager, at=at)
    return clients


def heading(page: Any) -> str:
    """The first heading, without tags."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.content.decode(), re.DOTALL)
    assert found is not None
    return re.sub(r"<[^>]+>", "", found.group(1)).strip()


def whats(page: Any) -> list[str]:
    """What each line says."""
    return re.findall(r'<p class="what">(.*?)</p>', page.content.decode(), re.DOTALL)


def test_a_hundred_clients_on_track_are_silent(
    hundred: list[Client], manager: User, signed_in: Callable[[User], Browser]
) -> None:
    page = signed_in(manager).get("/")
    assert heading(page) == "Nothing needs you."
    assert whats(page) == []
    assert "Reminders have not run yet." in page.content.decode()


def test_one_late_promise_is_one_line_until_it_is_told(
    hundred: list[Client],
    manager: User,
    signed_in: Callable[[User], Browser],
    later: Callable[[int], datetime],
    at: datetime,
) -> None:
    browser = signed_in(manager)
    late = actions.make(client=hundred[41], text="The plan", due_on=(at + 2 * DAY).date(), by=manager, at=at)
    then = later(5)
    page = browser.get("/")
    assert heading(page) == "One promise is late."
    assert whats(page) == ["“The plan” is 3 days late. Mara Vogt answers for it."]
    assert "Client 041" in page.content.decode()
    assert "Your other 99 clients need nothing." in page.content.decode()
    actions.deliver(promise=late, by=manager, at=then)
    page = browser.get("/")
    assert heading(page) == "One thing needs you."
    actions.tell(promise=late, how="phone", by=manager, at=then)
    assert heading(browser.get("/")) == "Nothing needs you."


@pytest.fixture
def give(atlas: Client, manager: User, at: datetime) -> Callable[..., Promise]:
    """``give(4)`` writes down a promise of Mara's to Atlas that is due in four days."""

    def given(days: int, text: str = "Send the plan", **told: Any) -> Promise:
        told = {"client": atlas, "by": manager, "at": at, **told}
        return actions.make(text=text, due_on=at.date() + days * DAY, **told)

    return given


def many(like: Promise, count: int) -> None:
    """As many more of the same."""
    fields = {f.attname: getattr(like, f.attname) for f in Promise._meta.concrete_fields if f.name != "id"}
    Promise.objects.bulk_create(Promise(**fields) for _n in range(count))


# --- the page ---------------------------------


@pytest.mark.parametrize("lines", [1, 3, 49])
def test_a_page_costs_at_most_thirteen_queries_however_long_it_is(
    give: Callable[..., Promise],
    manager: User,
    head: User,
    admin: User,
    signed_in: Callable[[User], Browser],
    later: Callable[[int], datetime],
    at: datetime,
    lines: int,
) -> None:
    house_actions.give_post(person=manager, role="head", unit=manager.unit, by=admin, at=at)
    many(give(1), lines - 1)
    remarked = give(2)
    actions.deliver(promise=remarked, by=manager, at=at)
    actions.settle(promise=remarked, satisfaction="remarks", known_from="mail", remark="Late", by=manager, at=at)
    later(5)
    browser = signed_in(manager)
    for address in ("/", "/?view=house"):
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(address)
        assert len(whats(page)) == lines + (address == "/")
        assert len(asked) == (13 if address == "/" else 10)


def test_more_than_fifty_lines_are_counted_and_lead_on(
    give: Callable[..., Promise],
    manager: User,
    signed_in: Callable[[User], Browser],
    later: Callable[[int], datetime],
) -> None:
    many(give(1), 129)
    later(5)
    page = signed_in(manager).get("/")
    assert heading(page) == "130 promises are late."
    assert len(whats(page)) == 50
    text = page.content.decode()
    assert 'And 80 more. <a href="/promises/?whose=mine&amp;state=late">See all that is late</a>' in text
    assert "other client" not in text


def test_a_head_sees_the_exceptions_of_the_team_and_nothing_as_silence(
    give: Callable[..., Promise],
    head: User,
    stranger: User,
    signed_in: Callable[[User], Browser],
    later: Callable[[int], datetime],
) -> None:
    browser = signed_in(head)
    assert heading(browser.get("/")) == "Nothing needs you."
    give(1)
    later(3)
    page = browser.get("/")
    assert heading(page) == "Nothing of yours is due; one exception stands in your team."
    assert whats(page) == []
    page = browser.get("/?view=house")
    assert heading(page) == "One promise is late."
    assert whats(page) == ["“Send the plan” is 2 days late. Mara Vogt answers for it."]
    page = signed_in(stranger).get("/?view=house")  # heads nobody: one's own page
    assert heading(page) == "Nothing needs you."


def test_a_passer_by_is_asked_to_sign_in() -> None:
    from django.test import Client as Browser

    for address in ("/", "/search/?q=a", "/report/", "/report.csv", "/more/"):
        answer = Browser().get(address)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/account/login/")


# --- one step, and back ---------------------------------


def test_a_line_is_done_in_one_press_and_taken_back_in_one(
    give: Callable[..., Promise], manager: User, signed_in: Callable[[User], Browser], later: Callable[[int], datetime]
) -> None:
    promise, browser = give(1), signed_in(manager)
    later(1)
    assert f'action="/promises/{promise.pk}/deliver/"' in browser.get("/").content.decode()
    page = browser.post(f"/promises/{promise.pk}/deliver/", {"next": "/"}, follow=True)
    assert heading(page) == "Nothing needs you."
    (undo,) = re.findall(r'action="(/promises/[^"]+/take-back/[^"]*)"', page.content.decode())
    page = browser.post(undo, {"next": "/"}, follow=True)
    assert heading(page) == "One thing needs you."
    promise.refresh_from_db()
    assert promise.delivered_on is None


def test_htmx_gets_the_line_as_done_and_what_is_to_be_done_next(
    give: Callable[..., Promise], manager: User, signed_in: Callable[[User], Browser], later: Callable[[int], datetime]
) -> None:
    promise, browser = give(1), signed_in(manager)
    later(3)
    asked = {"HX-Request": "true", "HX-Target": f"line-{promise.pk}"}
    part = browser.post(f"/promises/{promise.pk}/deliver/", {"next": "/"}, follow=True, headers=asked)
    text = part.content.decode()
    assert "<html" not in text
    assert re.findall(r'<li class="row line ([a-z]*)\s*" id="([a-z]+)-', text) == [("done", "done"), ("", "line")]
    assert "Take it back" in text
    assert "and Atlas GmbH was not told" in text
    assert '<span id="today-heading" hx-swap-oob="true">One thing needs you.</span>' in text


# --- API and terminal ---------------------------------


def told(promise: Promise, kind: str, order: int, due: str, days_late: int, sentence: str) -> dict[str, object]:
    """What API and terminal tell of one line."""
    return {
        "kind": kind,
        "order": order,
        "client": "Atlas GmbH",
        "promise": str(promise.pk),
        "text": promise.text,
        "due": due,
        "days_late": days_late,
        "owner": "Mara Vogt",
        "sentence": f"Atlas GmbH: “{promise.text}” {sentence} Mara Vogt answers for it.",
    }


def test_api_and_terminal_tell_the_same_lines_as_the_page(
    give: Callable[..., Promise],
    manager: User,
    api: Callable[..., Any],
    terminal: Callable[..., Any],
    later: Callable[[int], datetime],
    clock_stands: datetime,
) -> None:
    late, soon = give(1, "The plan"), give(8, "The leaflet")
    then = later(6)
    expected = [
        told(late, "late", 1, "2026-03-03", 5, "is 5 days late."),
        told(
            soon,
            "in_danger",
            4,
            "2026-03-10",
            0,
            "is not delivered yet. Nothing was noted on it since it was promised on 2\u00a0March.",
        ),
    ]
    assert then.date().isoformat() == "2026-03-08"
    answer = api(manager).get("/today").json()
    assert answer["heading"] == "One promise is late, one thing follows."
    assert [{name: line[name] for name in expected[0]} for line in answer["lines"]] == expected
    assert json.loads(terminal(["today", "--json"], by=manager).output) == answer["lines"]
    assert terminal(["today"], by=manager).output.splitlines() == [
        "One promise is late, one thing follows.",
        "",
        "Late",
        "  Atlas GmbH · The plan · 5 days late · Mara Vogt",
        "",
        "In danger",
        "  Atlas GmbH · The leaflet · due Tuesday · Mara Vogt",
    ]


def test_the_terminal_shows_another_ones_today_to_their_head_alone(
    give: Callable[..., Promise],
    manager: User,
    head: User,
    admin: User,
    stranger: User,
    terminal: Callable[..., Any],
    later: Callable[[int], datetime],
) -> None:
    give(1)
    later(3)
    shown = terminal(["today", "--for", "Mara Vogt"], by=head)
    assert shown.output.splitlines()[0] == "One promise is late."
    assert terminal(["today", "--house"], by=head).output.splitlines()[0] == "One promise is late."
    for person in (admin, stranger):
        refused = terminal(["today", "--for", "Mara Vogt"], by=person)
        assert refused.exit_code == 1
        assert "Today of Mara Vogt is for them, and for whoever heads their team." in refused.output


def test_a_head_sees_of_another_ones_today_only_what_they_may_see(
    give: Callable[..., Promise],
    manager: User,
    head: User,
    other_team: Any,
    take_in: Callable[..., User],
    terminal: Callable[..., Any],
    later: Callable[[int], datetime],
    at: datetime,
) -> None:
    whole = take_in("Wanda Roth", "head")
    abroad = serving.add(name="Far Away Ltd", unit=other_team, manager=manager, by=whole, at=at)
    give(1, "Here")
    give(1, "There", client=abroad)
    later(3)
    assert terminal(["today"], by=manager).output.splitlines()[0] == "Two promises are late."
    assert terminal(["today", "--for", "Mara Vogt"], by=whole).output.splitlines()[0] == "Two promises are late."
    shown = terminal(["today", "--for", "Mara Vogt", "--json"], by=head)
    assert [line["text"] for line in json.loads(shown.output)] == ["Here"]


# --- the sentence ---------------------------------


@pytest.mark.parametrize(
    ("late", "rest", "said"),
    [
        (1, 0, "One promise is late."),
        (2, 6, "Two promises are late, six things follow."),
        (12, 1, "Twelve promises are late, one thing follows."),
        (13, 21, "13 promises are late, 21 things follow."),
        (0, 1, "One thing needs you."),
        (0, 3, "Three things need you."),
    ],
)
def test_the_heading_is_a_sentence(late: int, rest: int, said: str) -> None:
    assert queries.sentence(late, rest) == said
