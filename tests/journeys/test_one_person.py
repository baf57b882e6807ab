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
from mainstay.house.models import User
from mainstay.kit.plug import registry
from mainstay.promises.models import Promise, Remark
from mainstay.trust.actions import usual
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
