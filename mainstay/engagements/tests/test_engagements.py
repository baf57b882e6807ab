"""Why we work for a client: begin, correct, say where it stands, end; at every door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from mainstay.clients import actions as client_actions
from mainstay.clients import queries as client_queries
from mainstay.clients.models import Client
from mainstay.engagements import actions
from mainstay.engagements.models import Engagement
from mainstay.house.models import User
from mainstay.journal.models import Line
from mainstay.kit.refusals import Refused

WRITES = "Clients and their people are written down by client managers and heads of client service."


@pytest.fixture
def work(atlas: Client, manager: User, at: datetime) -> Engagement:
    """Clean hands for Atlas."""
    return actions.begin(client=atlas, name="Soap", outcome="Clean hands", by=manager, at=at)


def told_of(client: Client) -> list[str]:
    """Kinds of what was told of the work, the oldest first."""
    lines = Line.objects.of_client(client.pk).filter(kind__startswith="engagements.").order_by("seq")
    return list(lines.values_list("kind", flat=True))


def test_engagement_begins_as_talked_about_and_becomes_active_with_an_outcome_alone(
    atlas: Client, manager: User, at: datetime
) -> None:
    one = actions.begin(client=atlas, name=" Soap ", by=manager, at=at)
    assert (one.name, one.outcome, one.state, one.begun_on) == ("Soap", "", "talked", at.date())
    tries: list[Callable[[], object]] = [
        lambda: actions.set_state(engagement=one, state="active", by=manager, at=at),
        lambda: actions.begin(client=atlas, name="Towels", state="active", by=manager, at=at),
    ]
    for act in tries:
        with pytest.raises(Refused) as caught:
            act()
        assert (caught.value.rule, caught.value.field) == ("R-A-35", "outcome")
    one = actions.change(engagement=one, outcome="Clean hands", by=manager, at=at)
    assert actions.set_state(engagement=one, state="active", by=manager, at=at).state == "active"
    with pytest.raises(Refused):
        actions.change(engagement=one, outcome=" ", by=manager, at=at)
    assert told_of(atlas) == ["engagements.begun", "engagements.changed", "engagements.state_set"]


def test_the_table_refuses_active_work_without_an_outcome(work: Engagement) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Engagement.objects.filter(pk=work.pk).update(state="active", outcome="")


def test_engagement_ends_once_and_may_become_active_again(work: Engagement, manager: User, at: datetime) -> None:
    ended = actions.end(engagement=work, why="done", by=manager, at=at)
    assert list(Engagement.objects.running()) == []
    with pytest.raises(Refused, match="ended already"):
        actions.end(engagement=ended, by=manager, at=at)
    actions.set_state(engagement=ended, state="active", by=manager, at=at)
    assert list(Engagement.objects.running()) == [work]
    assert told_of(work.client) == ["engagements.begun", "engagements.ended", "engagements.state_set"]


def test_running_engagements_of_one_client_have_different_names(work: Engagement, manager: User, at: datetime) -> None:
    def refused(act: Callable[[], object]) -> bool:
        with pytest.raises(Refused) as caught:
            act()
        return (caught.value.rule, caught.value.field) == ("R-A-35", "name")

    client = work.client
    assert refused(lambda: actions.begin(client=client, name="SOAP", by=manager, at=at))
    other = actions.begin(client=client, name="Towels", by=manager, at=at)
    assert refused(lambda: actions.change(engagement=other, name="soap", by=manager, at=at))
    ended = actions.end(engagement=work, by=manager, at=at)
    actions.change(engagement=other, name="Soap", by=manager, at=at)
    assert refused(lambda: actions.set_state(engagement=ended, state="active", by=manager, at=at))


def test_correction_that_changes_nothing_tells_nothing(work: Engagement, manager: User, at: datetime) -> None:
    actions.change(engagement=work, name="Soap", outcome="Clean hands", by=manager, at=at)
    actions.set_state(engagement=work, state="talked", by=manager, at=at)
    assert told_of(work.client) == ["engagements.begun"]


@pytest.mark.parametrize(
    ("values", "field"), [({"name": " "}, "name"), ({"outcome": "x" * 2001}, "outcome"), ({"state": "won"}, "state")]
)
def test_value_that_cannot_be_kept_is_refused(
    atlas: Client, manager: User, at: datetime, values: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as caught:
        actions.begin(client=atlas, by=manager, at=at, **{"name": "Soap", **values})  # type: ignore[arg-type]
    assert caught.value.field == field
    assert not Engagement.objects.exists()


def test_nothing_is_begun_for_a_client_laid_aside(atlas: Client, manager: User, at: datetime) -> None:
    client_actions.archive(client=atlas, why="closed", by=manager, at=at)
    with pytest.raises(Refused) as caught:
        actions.begin(client=atlas, name="Soap", by=manager, at=at)
    assert caught.value.rule == "R-X-2"


def test_engagement_is_seen_with_its_client(work: Engagement, manager: User, stranger: User, front: User) -> None:
    seen = [list(Engagement.objects.visible_to(person)) for person in (manager, stranger, front)]
    assert seen == [[work], [], [work]]


# --- every door ---------------------------------


@dataclass(frozen=True)
class Verb:
    """One verb at its three doors, and what stands afterwards."""

    page: str
    form: Mapping[str, str]
    call: tuple[str, str, Mapping[str, str]]
    command: list[str]
    stands: tuple[str, str, str]


VERBS = {
    "begin": Verb(
        "/clients/{client}/work/new/",
        {"name": "Towels", "outcome": "Dry hands", "state": "active"},
        ("post", "/clients/{client}/engagements", {"name": "Towels", "outcome": "Dry hands", "state": "active"}),
        ["engagements", "add", "Atlas GmbH", "Towels", "--outcome", "Dry hands", "--state", "active"],
        ("Towels", "Dry hands", "active"),
    ),
    "change": Verb(
        "/clients/work/{work}/change/",
        {"name": "Soap", "outcome": "Clean nails"},
        ("patch", "/engagements/{work}", {"outcome": "Clean nails"}),
        ["engagements", "change", "Atlas GmbH", "soap", "--outcome", "Clean nails"],
        ("Soap", "Clean nails", "talked"),
    ),
    "state": Verb(
        "/clients/work/{work}/state/",
        {"state": "active", "why": "they said yes"},
        ("post", "/engagements/{work}/state", {"state": "active", "why": "they said yes"}),
        ["engagements", "state", "Atlas GmbH", "{work}", "active", "--why", "they said yes"],
        ("Soap", "Clean hands", "active"),
    ),
    "end": Verb(
        "/clients/work/{work}/state/",
        {"state": "ended"},
        ("post", "/engagements/{work}/end", {}),
        ["engagements", "end", "Atlas GmbH", "Soap"],
        ("Soap", "Clean hands", "ended"),
    ),
}
each_verb = pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)


@pytest.fixture
def ids(work: Engagement) -> dict[str, str]:
    """What belongs into the addresses."""
    return {"client": str(work.client_id), "work": str(work.pk)}


def stands() -> set[tuple[str, ...]]:
    """All there is."""
    return set(Engagement.objects.values_list("name", "outcome", "state"))


@each_verb
def test_verb_is_done_on_its_page(verb: Verb, ids: dict[str, str], signed_in: Any, manager: User) -> None:
    browser = signed_in(manager)
    assert browser.get(verb.page.format(**ids)).status_code == 200
    assert browser.post(verb.page.format(**ids), verb.form).status_code == 302
    assert verb.stands in stands()


@each_verb
def test_verb_is_done_through_the_api(verb: Verb, ids: dict[str, str], api: Any, manager: User) -> None:
    method, path, body = verb.call
    answer = getattr(api(manager), method)(path.format(**ids), body)
    assert answer.status_code in (200, 201)
    assert tuple(answer.json()[name] for name in ("name", "outcome", "state")) == verb.stands
    assert verb.stands in stands()


@each_verb
def test_verb_is_done_in_the_terminal(verb: Verb, ids: dict[str, str], terminal: Any, manager: User) -> None:
    answer = terminal([word.format(**ids) for word in verb.command], by=manager)
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert verb.stands in stands()


@each_verb
def test_refusal_is_the_same_sentence_at_every_door(
    verb: Verb, ids: dict[str, str], signed_in: Any, api: Any, terminal: Any, front: User
) -> None:
    was = stands()
    page = signed_in(front).post(verb.page.format(**ids), verb.form)
    assert (page.status_code, WRITES in unescape(page.content.decode())) == (422, True)
    method, path, body = verb.call
    answer = getattr(api(front), method)(path.format(**ids), body)
    assert (answer.status_code, answer.json()["detail"], answer.json()["rule"]) == (422, WRITES, "R-X-3")
    told = terminal([word.format(**ids) for word in verb.command], by=front)
    assert (told.exit_code, told.stderr.splitlines()[0]) == (1, WRITES)
    assert stands() == was


@each_verb
def test_stranger_finds_nothing_at_any_door(
    verb: Verb, ids: dict[str, str], signed_in: Any, api: Any, terminal: Any, stranger: User
) -> None:
    was = stands()
    browser = signed_in(stranger)
    assert browser.get(verb.page.format(**ids)).status_code == 404
    assert browser.post(verb.page.format(**ids), verb.form).status_code == 404
    method, path, body = verb.call
    assert getattr(api(stranger), method)(path.format(**ids), body).status_code == 404
    assert api(stranger).get(f"/engagements/{ids['work']}").status_code == 404
    assert terminal([word.format(**ids) for word in verb.command], by=stranger).exit_code == 1
    assert stands() == was


def test_lists_hold_what_may_be_seen(
    work: Engagement, manager: User, stranger: User, api: Any, terminal: Any, at: datetime
) -> None:
    actions.begin(client=work.client, name="Towels", outcome="Dry hands", state="active", by=manager, at=at)
    caller = api(manager)
    first = caller.get("/engagements", size=1).json()
    second = caller.get("/engagements", size=1, cursor=first["next"]).json()
    assert [item["name"] for item in first["items"] + second["items"]] == ["Soap", "Towels"]
    assert second["next"] == ""
    assert [item["name"] for item in caller.get("/engagements", state="active").json()["items"]] == ["Towels"]
    assert api(stranger).get("/engagements").json()["items"] == []
    told = terminal(["engagements", "list", "Atlas GmbH"], by=manager).stdout.splitlines()
    assert told == [
        "Atlas GmbH  Soap  talked about  Clean hands  nothing is promised under it yet, outcome not yet confirmed",
        "Atlas GmbH  Towels  active  Dry hands  nothing is promised under it yet, outcome not yet confirmed",
    ]
    assert terminal(["engagements", "list"], by=stranger).stdout == "No engagement stands here.\n"


# --- on the client's page ---------------------------------


def test_panel_leads_with_the_outcome_and_says_what_is_not_known(
    work: Engagement, manager: User, signed_in: Any, at: datetime
) -> None:
    actions.begin(client=work.client, name="Towels", by=manager, at=at)
    page = " ".join(unescape(signed_in(manager).get(f"/clients/{work.client_id}/").content.decode()).split())
    assert '<b>Clean hands</b></a></p><p class="muted">Soap, talked about' in page
    assert '<b>Towels</b></a></p><p class="muted">Talked about</p>' in page
    assert "what it is to do for them is not known" in page


def test_page_without_work_says_nothing_to_who_may_not_write(
    atlas: Client, manager: User, front: User, signed_in: Any
) -> None:
    address = f"/clients/{atlas.pk}/"
    heads = [
        [str(panel.heading) for panel in signed_in(person).get(address).context["panels"]]
        for person in (manager, front)
    ]
    assert ("Work" in heads[0], "Work" in heads[1]) == (True, False)


def test_page_costs_the_same_for_one_and_for_three_engagements(
    work: Engagement, manager: User, signed_in: Any, at: datetime
) -> None:
    browser = signed_in(manager)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/clients/{work.client_id}/")
        return len(asked)

    cost()
    one = cost()
    for name in ("Towels", "Water"):
        actions.begin(client=work.client, name=name, by=manager, at=at)
    assert cost() == one


def test_chronicle_tells_of_the_work(work: Engagement, manager: User, at: datetime) -> None:
    actions.end(engagement=work, why="they have hands of their own", by=manager, at=at)
    lines, _page = client_queries.chronicle(work.client, manager, at, size=2)
    assert [(line.text, line.beneath) for line in lines] == [
        ("Mara Vogt ended the engagement Soap.", ("state: talked about → ended", "they have hands of their own")),
        ("Mara Vogt wrote down what we do for Atlas GmbH: Soap.", ("Clean hands",)),
    ]
