"""A house of one person: every page opens, every verb can be done through every door, nothing ends dead (R-X-15)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse

from mainstay.clients.models import Affiliation, Client
from mainstay.engagements.models import Engagement
from mainstay.house import clock
from mainstay.house.actions import add_person
from mainstay.house.models import User
from mainstay.journal.models import Line
from mainstay.kit.plug import registry
from mainstay.promises.models import Promise, Remark
from mainstay.trust.actions import usual
from mainstay.trust.models.service import Occasion
from mainstay.trust.models.weighing import Weighing
from tests.journeys.doors import Answer, Door

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from conftest import Caller

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "a quiet cable holds"
DAY = timedelta(days=1)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """``world(5 * DAY)``: five days after Monday."""
    monkeypatch.setattr(clock, "real_now", lambda: AT)
    return lambda delta: monkeypatch.setattr(clock, "real_now", lambda: AT + delta)


@pytest.fixture
def alone(
    db: None, world: Callable[[timedelta], None], terminal: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> User:
    """Nora Falk opens a house by one command and works in it alone."""
    monkeypatch.setenv("MAINSTAY_ADMIN_PASSWORD", PASSWORD)
    told = terminal(["init", "--house", "Falk", "--admin", "nora@falk.example", "--country", "DE"])
    assert told.exit_code == 0, told.output
    return User.objects.get()


@pytest.fixture
def atlas(alone: User, terminal: Callable[..., Result]) -> Client:
    """Her first client, with a person and a piece of work, from the terminal without naming who acts."""
    for args in (
        ["clients", "add", "Atlas GmbH", "--town", "Berlin"],
        ["contacts", "add", "Atlas GmbH", "Uta Wolf", "--addressed-as", "Frau Wolf"],
        ["engagements", "add", "Atlas GmbH", "Catalogue"],
    ):
        told = terminal(args)
        assert told.exit_code == 0, told.output
    return Client.objects.get()


def test_she_signs_in_and_is_told_that_nothing_needs_her(alone: User) -> None:
    browser = Browser()
    answer = browser.post(reverse("account_login"), {"login": "nora@falk.example", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "Nothing needs you." in browser.get("/").content.decode()
    assert reverse("clients:add") in browser.get(reverse("clients:list")).content.decode()


def test_she_serves_her_client_herself(atlas: Client, alone: User) -> None:
    assert [(one.user, one.role) for one in atlas.assignments.all()] == [(alone, "manager")]


USED_TO = {"trust:reduce": "?kind=extra&key=fruit+basket"}  # what it is that ends stands in the question


def pages_of(client: Client, promise: Promise, remark: Remark) -> list[str]:
    """Every page that stands in the table of contents of some folder and takes no further thing."""
    place, work = Affiliation.objects.get(client=client), Engagement.objects.get(client=client)
    ids = {"client_id": client.pk, "promise_id": promise.pk, "remark_id": remark.pk, "place_id": place.pk}
    ids["engagement_id"] = work.pk
    found = []
    for plug in registry.installed():
        if not plug.urls:
            continue
        module: Any = __import__(plug.urls, fromlist=["urlpatterns"])
        for pattern in module.urlpatterns:
            wanted = {name: ids[name] for name in pattern.pattern.converters if name in ids}
            try:
                name = f"{module.app_name}:{pattern.name}"
                found.append(reverse(name, kwargs=wanted) + USED_TO.get(name, ""))
            except NoReverseMatch:
                continue  # it takes a thing that this story does not have
    return found


def test_every_page_opens_to_her(
    atlas: Client, alone: User, signed_in: Callable[[User], Browser], terminal: Callable[..., Result]
) -> None:
    terminal(["promises", "make", "Send the plan", "--client", "Atlas GmbH", "--due", "2026-03-06"])
    promise = Promise.objects.get()
    terminal(["promises", "deliver", str(promise.pk)])
    terminal(["promises", "settle", str(promise.pk), "--satisfaction", "remarks", "--known-from", "Her mail",
              "--remark", "The cover is dull"])  # fmt: skip
    usual.give(client=atlas, what="Fruit basket", mark="standing", on=AT.date(), by=alone, at=AT)
    browser = signed_in(alone)
    addresses = pages_of(atlas, promise, Remark.objects.get())
    assert len(addresses) > 30
    said = {}
    for url in addresses:
        answer = browser.get(url)
        answer.getvalue()  # some are files: read to their end, they are closed
        said[url] = answer.status_code
    assert {url: code for url, code in said.items() if code not in (200, 302, 405)} == {}
    for menu in registry.menu_for(alone):
        assert browser.get(reverse(menu.url_name)).status_code == 200, menu.url_name


LATE = timedelta(days=6)
VERBS: list[tuple[str, dict[str, Any], timedelta]] = [
    ("move", {"to_on": date(2026, 3, 13), "reason": "No paper", "answer": "agreed"}, DAY),
    ("withdraw", {"reason": "No paper", "substitute": "A file", "told_how": "mail"}, DAY),
    ("release", {"known_from": "Her mail"}, DAY),
    ("own_up", {"reason": "Forgotten", "told_how": "mail"}, LATE),
    ("annul", {"reason": "Twice"}, DAY),
]


@pytest.mark.parametrize(("verb", "told", "after"), VERBS, ids=[verb for verb, _told, _after in VERBS])
def test_she_does_every_verb_through_every_door(
    verb: str,
    told: dict[str, Any],
    after: timedelta,
    atlas: Client,
    alone: User,
    doors: list[Door],
    world: Callable[[timedelta], None],
) -> None:
    for door in doors:
        world(timedelta())
        assert door.make(atlas, alone, text=f"Send the plan ({door.name})", due_on=date(2026, 3, 6)) == Answer()
        promise = Promise.objects.get(text=f"Send the plan ({door.name})")
        world(after)
        assert door.act(verb, promise, alone, **told) == Answer(), door.name
        assert door.act("take_back", promise, alone) == Answer(), door.name
        promise.refresh_from_db()
        assert (promise.outcome, promise.owner, promise.is_owed) == ("open", alone, True)


def test_she_delivers_late_tells_and_settles_through_every_door(
    atlas: Client, alone: User, doors: list[Door], world: Callable[[timedelta], None], terminal: Callable[..., Result]
) -> None:
    for door in doors:
        world(timedelta())
        assert door.make(atlas, alone, text=f"Send the plan ({door.name})", due_on=date(2026, 3, 6)) == Answer()
        promise = Promise.objects.get(text=f"Send the plan ({door.name})")
        world(LATE)
        assert door.act("deliver", promise, alone, delivered_on=date(2026, 3, 8)) == Answer()
        assert door.act("tell", promise, alone, how="phone") == Answer()
        assert door.act("settle", promise, alone, satisfaction="accepted", known_from="Her mail") == Answer()
    assert json.loads(terminal(["today", "--json"]).stdout) == []
    told = json.loads(terminal(["client", "Atlas GmbH", "--json"]).stdout)
    assert {name: n for name, n in told["counts"].items() if n} == {"made": 3, "kept_late": 3}


def test_she_runs_the_house_takes_lists_in_and_out_and_proves_the_journal(
    atlas: Client, alone: User, terminal: Callable[..., Result], tmp_path: Path, api: Callable[..., Caller]
) -> None:
    (tmp_path / "map.toml").write_text('[columns]\nclient = "Client"\ndue = "Due"\n')
    (tmp_path / "list.csv").write_text("Client,Due\nAtlas GmbH,2026-03-20\n")
    for args in (
        ["import", "promises", str(tmp_path / "list.csv"), "--map", str(tmp_path / "map.toml")],
        ["export", "promises", str(tmp_path / "out.csv")],
        ["report"],
        ["team", "add", "Berlin"],
        ["person", "absent", "nora@falk.example", "2026-04-01", "2026-04-03"],
        ["calendar", "own-day", "Office hours", "2026-04-24", "Stocktaking"],
        ["token", "make", "script"],
        ["journal", "verify"],
        ["clients", "archive", "Atlas GmbH", "--why", "Closed its doors"],
        ["clients", "restore", "Atlas GmbH"],
    ):
        told = terminal(args)
        assert told.exit_code == 0, (args, told.output)
    assert api(alone).get("/promises").json()["items"][0]["client"]["name"] == "Atlas GmbH"


# --- what asks for two ---------------------------------


@pytest.fixture
def failed(atlas: Client, alone: User, world: Callable[[timedelta], None], terminal: Callable[..., Result]) -> Promise:
    """A promise of hers that was four days late; it is the seventh day."""
    terminal(["promises", "make", "Send the plan", "--client", "Atlas GmbH", "--due", "2026-03-04"])
    world(6 * DAY)
    promise = Promise.objects.get()
    terminal(["promises", "deliver", str(promise.pk), "--on", "2026-03-08"])
    return promise


def test_she_guards_a_costly_date_alone(atlas: Client, alone: User, terminal: Callable[..., Result]) -> None:
    made = ["promises", "make", "Register", "--client", "Atlas GmbH", "--due", "2026-03-20", "--missing", "500"]
    told = terminal(made)
    assert told.exit_code == 0, told.output
    assert Promise.objects.get().second is None


AGREE = {"page": "/trust/said/{}/agree/", "api": "/trust/weighings/{}/agree"}


@pytest.mark.parametrize("door", ["page", "api", "terminal"])
def test_a_days_pause_and_a_reason_excuse_where_two_would(
    door: str,
    failed: Promise,
    alone: User,
    world: Callable[[timedelta], None],
    terminal: Callable[..., Result],
    signed_in: Callable[[User], Browser],
    api: Callable[..., Caller],
) -> None:
    asked = terminal(["trust", "excuse", str(failed.pk), "--why", "The road was under water"])
    assert asked.exit_code == 0, asked.output
    (row,) = Weighing.objects.filter(what="excused")

    def agree(reason: str) -> str:
        """What is said, nothing where it was done."""
        if door == "page":
            answer = signed_in(alone).post(reverse("trust:agree", args=[row.pk]), {"reason": reason})
            return "" if answer.status_code == 302 else answer.content.decode()
        if door == "api":
            answer = api(alone).post(AGREE["api"].format(row.pk), {"reason": reason} if reason else None)
            return "" if answer.status_code == 200 else str(answer.json()["detail"])
        told = terminal(["trust", "agree", str(row.pk), "--reason", reason])
        return "" if told.exit_code == 0 else told.output

    assert "Agree from Monday 9\xa0March 2026, " in agree("The mayor closed the road")
    world(7 * DAY)
    assert "say in writing why it still holds a day later" in agree("")
    assert (
        "Why it still holds" in signed_in(alone).get(reverse("trust:record", args=[failed.client_id])).content.decode()
    )
    assert agree("The mayor closed the road") == ""
    row.refresh_from_db()
    assert (row.agreed_by, row.alone_why) == (alone, "The mayor closed the road")
    assert Line.objects.filter(kind="trust.excused_alone").count() == 1


def test_a_days_pause_and_a_reason_approve_an_exception(
    atlas: Client, alone: User, world: Callable[[timedelta], None], terminal: Callable[..., Result],
    signed_in: Callable[[User], Browser],
) -> None:  # fmt: skip
    terminal(["service", "set", "first answer", "--minutes", "15"])
    terminal(["service", "note", "Atlas GmbH", "first answer", "--minutes", "22", "--reason", "Two calls at once"])
    row = Occasion.objects.get()
    browser, approve = signed_in(alone), reverse("trust:approve_occasion", args=[row.pk])
    assert len(json.loads(terminal(["today", "--json"]).stdout)) == 1
    assert "Agree from Tuesday 3\xa0March 2026, " in browser.post(approve, {"reason": "It stands"}).content.decode()
    world(DAY)
    browser = signed_in(alone)  # a sign-in does not last so long
    assert "Why it still holds" in browser.get(reverse("trust:service_of", args=[atlas.pk])).content.decode()
    assert browser.post(approve, {"reason": ""}).status_code == 422
    assert browser.post(approve, {"reason": "It stands"}).status_code == 302
    row.refresh_from_db()
    assert (row.approved_by, row.alone_why) == (alone, "It stands")
    assert json.loads(terminal(["today", "--json"]).stdout) == []


def test_where_a_colleague_is_nobody_agrees_with_themselves(
    failed: Promise, alone: User, world: Callable[[timedelta], None], terminal: Callable[..., Result]
) -> None:
    terminal(["trust", "excuse", str(failed.pk), "--why", "The road was under water"])
    (row,) = Weighing.objects.filter(what="excused")
    add_person(name="Jo Lind", email="jo@falk.example", roles=[("manager", None)], by=alone, at=AT)
    world(8 * DAY)
    told = terminal(["trust", "agree", str(row.pk), "--reason", "It stands"], by=alone)
    assert (told.exit_code, "Two people excuse a failure" in told.output) == (1, True)
