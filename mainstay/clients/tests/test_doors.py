"""Every verb through page, API and terminal; its refusal in the same sentence; strangers find nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any

import pytest

from mainstay.clients import actions
from mainstay.clients.models import Affiliation, Assignment, Client
from mainstay.house.models import User

WRITES = "Clients and their people are written down by client managers and heads of client service."
NAMES = "Who serves a client is said by a head of client service"


@dataclass(frozen=True)
class Verb:
    """One verb: where its page is, its form; its endpoint and body; its command; how one sees that it was done."""

    page: str
    form: Mapping[str, str]
    call: tuple[str, str, Mapping[str, Any]]
    command: list[str]
    seen: Callable[[], object]
    expected: object
    refusal: str = WRITES
    before: Callable[[datetime, User], object] = field(default=lambda at, by: None)


def _one() -> Client:
    return Client.objects.get(name="Atlas GmbH")


def _people() -> list[str]:
    return sorted(place.contact.name for place in _one().affiliations.now())


def _archive(at: datetime, by: User) -> None:
    actions.archive(client=_one(), why="closed", by=by, at=at)


def _second_home(at: datetime, by: User) -> None:
    other = actions.add(name="Bolt AG", by=by, at=at)
    actions.add_contact(client=other, name="Nora Falk", email="nora@bolt.example", by=by, at=at)


ABOUT = {"kind": "firm", "zone": "Europe/Berlin"}
VERBS: dict[str, Verb] = {
    "add": Verb(
        "/clients/new/",
        {**ABOUT, "name": "Cord KG", "stage": "prospect", "town": "Köln"},
        ("post", "/clients", {"name": "Cord KG", "stage": "prospect", "town": "Köln"}),
        ["clients", "add", "Cord KG", "--stage", "prospect", "--town", "Köln"],
        lambda: list(Client.objects.filter(name="Cord KG").values_list("stage", "town")),
        [("prospect", "Köln")],
    ),
    "change": Verb(
        "/clients/{client}/change/",
        {**ABOUT, "name": "Atlas GmbH", "town": "Bonn", "country": "DE"},
        ("patch", "/clients/{client}", {"town": "Bonn"}),
        ["clients", "change", "atlas gmbh", "--town", "Bonn"],
        lambda: (_one().town, _one().country, _one().zone),
        ("Bonn", "DE", "Europe/Berlin"),
    ),
    "stage": Verb(
        "/clients/{client}/stage/",
        {"stage": "former", "why": "moved"},
        ("post", "/clients/{client}/stage", {"stage": "former", "why": "moved"}),
        ["clients", "stage", "{client}", "former", "--why", "moved"],
        lambda: _one().stage,
        "former",
    ),
    "archive": Verb(
        "/clients/{client}/archive/",
        {"why": "closed"},
        ("post", "/clients/{client}/archive", {"why": "closed"}),
        ["clients", "archive", "Atlas GmbH", "--why", "closed"],
        lambda: _one().archived_why,
        "closed",
    ),
    "restore": Verb(
        "/clients/{client}/restore/",
        {},
        ("post", "/clients/{client}/restore", {}),
        ["clients", "restore", "Atlas GmbH"],
        lambda: _one().archived,
        False,
        before=_archive,
    ),
    "add_contact": Verb(
        "/clients/{client}/people/new/",
        {"name": "Ida Blum", "title": "Dr."},
        ("post", "/clients/{client}/contacts", {"name": "Ida Blum", "title": "Dr."}),
        ["contacts", "add", "Atlas GmbH", "Ida Blum", "--title", "Dr."],
        _people,
        ["Ida Blum", "Ute Roth"],
    ),
    "affiliate": Verb(
        "/clients/{client}/people/known/",
        {"contact": "nora@bolt.example", "role": "board"},
        ("post", "/clients/{client}/contacts/known", {"contact": "{nora}", "role": "board"}),
        ["contacts", "join", "Atlas GmbH", "Nora Falk", "--role", "board"],
        _people,
        ["Nora Falk", "Ute Roth"],
        before=_second_home,
    ),
    "change_contact": Verb(
        "/clients/people/{place}/",
        {"name": "Ute Roth", "addressed_as": "Frau Roth", "decides": "on"},
        ("patch", "/contacts/{place}", {"addressed_as": "Frau Roth", "decides": True}),
        ["contacts", "change", "Atlas GmbH", "Ute Roth", "--addressed-as", "Frau Roth", "--decides"],
        lambda: [(one.contact.address, one.decides) for one in _one().affiliations.all()],
        [("Frau Roth", True)],
    ),
    "leave": Verb(
        "/clients/people/{place}/leave/",
        {"why": "retired"},
        ("post", "/contacts/{place}/leave", {"why": "retired"}),
        ["contacts", "leave", "Atlas GmbH", "Ute Roth", "--why", "retired"],
        _people,
        [],
    ),
    "assign": Verb(
        "/clients/{client}/served-by/",
        {"role": "deputy", "user": "{deputy}", "why": "knows them"},
        ("post", "/clients/{client}/assignments", {"role": "deputy", "user": "{deputy}", "why": "knows them"}),
        ["clients", "assign", "Atlas GmbH", "Deniz Aydin", "deputy", "--why", "knows them"],
        lambda: [(one.user.name, one.role) for one in Assignment.now_for(_one())],
        [("Mara Vogt", "manager"), ("Deniz Aydin", "deputy"), ("Franka Lindt", "helper")],
        NAMES,
    ),
    "unassign": Verb(
        "/clients/served-by/{helper}/end/",
        {"why": "done"},
        ("post", "/assignments/{helper}/end", {"why": "done"}),
        ["clients", "unassign", "Atlas GmbH", "Franka Lindt", "helper", "--why", "done"],
        lambda: [(one.user.name, one.role) for one in Assignment.now_for(_one())],
        [("Mara Vogt", "manager")],
        NAMES,
    ),
}


@pytest.fixture
def story(atlas: Client, manager: User, deputy: User, front: User, at: datetime) -> Callable[[Verb], dict[str, str]]:
    """Puts down what a verb is about, and gives the ids that belong into its addresses."""
    place = actions.add_contact(client=atlas, name="Ute Roth", by=manager, at=at)
    helper = actions.assign(client=atlas, user=front, role="helper", by=manager, at=at)

    def told(verb: Verb) -> dict[str, str]:
        verb.before(at, manager)
        nora = Affiliation.objects.filter(contact__name="Nora Falk").first()
        return {
            "client": str(atlas.pk),
            "place": str(place.pk),
            "helper": str(helper.pk),
            "deputy": str(deputy.pk),
            "nora": str(nora.contact_id) if nora else "",
        }

    return told


def filled(values: Mapping[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    """The same with ids put in."""
    return {name: value.format(**ids) if isinstance(value, str) else value for name, value in values.items()}


each_verb = pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)


@each_verb
def test_verb_is_done_on_its_page(verb: Verb, story: Any, signed_in: Any, manager: User) -> None:
    ids = story(verb)
    browser = signed_in(manager)
    if verb.form:
        assert browser.get(verb.page.format(**ids)).status_code == 200
    answer = browser.post(verb.page.format(**ids), filled(verb.form, ids))
    assert answer.status_code == 302
    assert verb.seen() == verb.expected


@each_verb
def test_verb_is_done_through_the_api(verb: Verb, story: Any, api: Any, manager: User) -> None:
    ids = story(verb)
    method, path, body = verb.call
    answer = getattr(api(manager), method)(path.format(**ids), filled(body, ids))
    assert answer.status_code in (200, 201)
    assert verb.seen() == verb.expected


@each_verb
def test_verb_is_done_in_the_terminal(verb: Verb, story: Any, terminal: Any, manager: User) -> None:
    ids = story(verb)
    answer = terminal([word.format(**ids) for word in verb.command], by=manager)
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert verb.seen() == verb.expected


@each_verb
def test_refusal_is_the_same_sentence_at_every_door(
    verb: Verb, story: Any, signed_in: Any, api: Any, terminal: Any, front: User
) -> None:
    ids = story(verb)
    was = verb.seen()
    page = signed_in(front).post(verb.page.format(**ids), filled(verb.form, ids))
    assert page.status_code == 422
    assert verb.refusal in unescape(page.content.decode())
    assert "R-X-3" in page.content.decode()
    method, path, body = verb.call
    answer = getattr(api(front), method)(path.format(**ids), filled(body, ids))
    assert answer.status_code == 422
    said = answer.json()
    assert said["detail"].startswith(verb.refusal)
    assert (said["rule"], said["lifted_by"]) == ("R-X-3", "a head of client service")
    told = terminal([word.format(**ids) for word in verb.command], by=front)
    assert told.exit_code == 1
    assert told.stderr.startswith(verb.refusal)
    assert "Who may lift this: a head of client service." in told.stderr
    assert verb.seen() == was


@pytest.mark.parametrize("verb", [verb for name, verb in VERBS.items() if name != "add"])
def test_stranger_finds_nothing_at_any_door(
    verb: Verb, story: Any, signed_in: Any, api: Any, terminal: Any, stranger: User
) -> None:
    ids = story(verb)
    was = verb.seen()
    browser = signed_in(stranger)
    assert browser.post(verb.page.format(**ids), filled(verb.form, ids)).status_code == 404
    if verb.form:
        assert browser.get(verb.page.format(**ids)).status_code == 404
    method, path, body = verb.call
    assert getattr(api(stranger), method)(path.format(**ids), filled(body, ids)).status_code == 404
    told = terminal([word.format(**ids) for word in verb.command], by=stranger)
    assert told.exit_code == 1
    assert "that you may see" in told.stderr
    assert verb.seen() == was


READ = ("", "chronicle/")


@pytest.mark.parametrize("part", READ)
def test_reading_is_closed_to_strangers_and_open_to_the_front_line(
    part: str, atlas: Client, signed_in: Any, stranger: User, admin: User, front: User
) -> None:
    path = f"/clients/{atlas.pk}/{part}"
    assert [signed_in(person).get(path).status_code for person in (stranger, admin, front)] == [404, 404, 200]


@pytest.mark.parametrize("path", ["", "/chronicle", "/assignments"])
def test_api_reads_are_closed_to_strangers(path: str, atlas: Client, api: Any, stranger: User, front: User) -> None:
    where = f"/clients/{atlas.pk}{path}"
    assert [api(person).get(where).status_code for person in (stranger, front)] == [404, 200]


def test_namesake_is_asked_about_on_the_page_and_then_written_down(
    atlas: Client, signed_in: Any, manager: User
) -> None:
    browser = signed_in(manager)
    form = {**ABOUT, "name": "Atlas GmbH", "stage": "active", "anyway": ""}
    asked = browser.post("/clients/new/", form)
    assert asked.status_code == 422
    assert '<input type="text" name="anyway"' in asked.content.decode()
    assert browser.post("/clients/new/", {**form, "anyway": "Two firms of one name"}).status_code == 302
    assert Client.objects.filter(name="Atlas GmbH").count() == 2


def test_name_that_is_missing_is_refused_in_the_verbs_own_words(signed_in: Any, api: Any, manager: User) -> None:
    page = signed_in(manager).post("/clients/new/", {**ABOUT, "name": " ", "stage": "active"})
    assert "A client needs a name." in page.content.decode()
    assert api(manager).post("/clients", {"name": " "}).json()["detail"] == "A client needs a name."


def test_two_clients_of_one_name_are_told_apart_by_id_in_the_terminal(
    atlas: Client, manager: User, terminal: Any, at: datetime
) -> None:
    other = actions.add(name="Atlas GmbH", anyway="Two firms of one name", by=manager, at=at)
    told = terminal(["clients", "archive", "Atlas GmbH", "--why", "x"], by=manager)
    assert told.exit_code == 1
    assert str(other.pk) in told.stderr
    assert terminal(["clients", "archive", str(other.pk), "--why", "x"], by=manager).exit_code == 0
    assert terminal(["clients", "archive", "Atlas GmbH", "--why", "y"], by=manager).exit_code == 0


def test_manager_who_gives_a_client_away_lands_on_her_list(
    atlas: Client, take_in: Callable[..., User], signed_in: Any, deputy: User, team: Any, manager: User, head: User
) -> None:
    browser = signed_in(head)
    answer = browser.post(
        f"/clients/{atlas.pk}/served-by/", {"role": "manager", "user": str(deputy.pk), "told_on": "2026-03-02"}
    )
    assert answer["Location"] == f"/clients/{atlas.pk}/"
    assert not Client.objects.visible_to(manager).exists()
