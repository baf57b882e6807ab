"""Page, API and terminal speak of the same things by the same rules, in the same sentences (R-X-11, R-X-14)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import get_resolver

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.config import advice, cli
from mainstay.config.api import api as the_api
from mainstay.house import clock
from mainstay.house.models import User
from mainstay.journal.models import Line
from mainstay.promises import actions
from mainstay.promises.models import Promise
from tests.journeys.doors import Answer, Door

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DUE = date(2026, 3, 6)  # Friday; the story begins on Monday the 2nd
ON_TIME, LATE = timedelta(days=1), timedelta(days=6)
ASIDE = {"id", "text", "client_id", "delivered_at", "told_at", "settled_at", "ended_at", "annulled_at"}


@dataclass(frozen=True)
class Act:
    """One act on a promise due on Friday: how long after Monday, what is told, what came before, what it leaves."""

    verb: str
    told: dict[str, Any]
    leaves: dict[str, Any]
    after: timedelta = ON_TIME
    before: tuple[tuple[str, dict[str, Any]], ...] = ()

    def __str__(self) -> str:
        return self.verb


LATE_DELIVERY = (("deliver", {"delivered_on": date(2026, 3, 8)}),)
ACTS = [
    Act(
        "move",
        {"to_on": date(2026, 3, 13), "reason": "The plates are late", "answer": "agreed", "substitute": "A proof"},
        {"outcome": "moved", "due_on": date(2026, 3, 13), "first_due_on": DUE, "is_owed": True},
    ),
    Act(
        "withdraw",
        {"reason": "No paper to be had", "substitute": "A file instead", "told_how": "phone"},
        {"outcome": "withdrawn", "substitute": "A file instead", "told_how": "phone", "to_tell": False},
    ),
    Act(
        "release",
        {"known_from": "Ms Wolf said so on the phone"},
        {"outcome": "released", "ended_why": "Ms Wolf said so on the phone", "is_owed": False},
    ),
    Act(
        "deliver",
        {"delivered_on": date(2026, 3, 8)},
        {"outcome": "kept_late", "delivered_on": date(2026, 3, 8), "days_late": 2, "to_tell": True},
        after=LATE,
    ),
    Act("tell", {"how": "phone", "note": "Two days"}, {"told_how": "phone", "to_tell": False}, LATE, LATE_DELIVERY),
    Act(
        "settle",
        {"satisfaction": "remarks", "known_from": "Her mail of Sunday", "remark": "The cover is dull"},
        {"satisfaction": "remarks", "known_from": "Her mail of Sunday", "outcome": "kept_late"},
        LATE,
        LATE_DELIVERY,
    ),
    Act(
        "own_up",
        {"reason": "The press broke down", "told_how": "meeting"},
        {"outcome": "broken", "ended_why": "The press broke down", "told_how": "meeting", "is_owed": False},
        after=LATE,
    ),
    Act("hand_over", {"to": "deputy", "why": "On leave from Thursday"}, {"outcome": "open", "is_owed": True}),
    Act("annul", {"reason": "Another client’s"}, {"annulled_why": "Another client’s", "is_owed": False}),
    Act(
        "take_back",
        {},
        {"outcome": "open", "delivered_on": None, "is_owed": True, "to_tell": False},
        LATE,
        LATE_DELIVERY,
    ),
]  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """An act that is refused through every door, with its sentence."""

    verb: str
    told: dict[str, Any]
    sentence: str
    rule: str
    after: timedelta = ON_TIME
    before: tuple[tuple[str, dict[str, Any]], ...] = ()
    by: str = "manager"
    lifted_by: str = ""
    name: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.name or self.verb


IN_ERROR = (("annul", {"reason": "Twice"}),)
REFUSALS = [
    Refusal(
        "move",
        {"to_on": date(2026, 3, 1), "reason": "Plates", "answer": "agreed"},
        "The new day needs to be still to come.", "R-A-10",
    ),
    Refusal(
        "withdraw",
        {"reason": "No paper", "substitute": "A file"},
        "Its day has passed, so it cannot be withdrawn any more. Deliver it, move it, or own up.", "R-B-76", LATE,
    ),
    Refusal("release", {"known_from": ""}, "Say how you know that it is no longer wanted.", "R-B-38"),
    Refusal(
        "deliver",
        {"delivered_on": date(2026, 3, 5)},
        "It cannot have been delivered on a day to come. Deliver it on the day it happens.", "R-A-10",
    ),
    Refusal(
        "tell",
        {"how": "phone"},
        "This promise was marked as entered in error. A new one may be made.", "R-B-38", before=IN_ERROR,
    ),
    Refusal(
        "settle",
        {"satisfaction": "accepted", "known_from": ""},
        "Not settled yet. This answer is the client’s to give: write how you know, or choose “no answer yet”.",
        "R-A-10", LATE, LATE_DELIVERY,
    ),
    Refusal(
        "own_up",
        {"reason": "The press broke down"},
        "Its day has not passed yet. Move it or withdraw it while there is time.", "R-B-38",
    ),
    Refusal(
        "hand_over",
        {"to": "deputy"},
        "It was delivered already. You may promise something new.", "R-B-38", LATE, LATE_DELIVERY,
    ),
    Refusal(
        "hand_over",
        {"to": "stranger"},
        "Stan Okafor does not serve this client and would not see the promise. Assign them first, then hand over.",
        "R-X-3", lifted_by="the client’s manager or a head of client service, by assigning them",
        name="hand_over to a stranger",
    ),
    Refusal("annul", {"reason": ""}, "Say what was wrong with the entry.", "R-X-2"),
    Refusal(
        "take_back",
        {},
        "There is nothing of yours to take back here: only your own last act can be, within a day.", "R-X-2",
        by="deputy",
    ),
    Refusal(
        "move",
        {"to_on": date(2026, 3, 13), "reason": "Plates", "answer": "agreed"},
        "Your roles do not allow this. What is written stays as it is; a colleague who may can do it.", "R-X-3",
        by="front", lifted_by="an administrator, by giving you the role", name="move by the front line",
    ),
    Refusal(
        "annul",
        {"reason": "Twice"},
        "Your roles do not allow this. What is written stays as it is; a colleague who may can do it.", "R-X-3",
        by="front", lifted_by="an administrator, by giving you the role", name="annul by the front line",
    ),
]  # fmt: skip


@pytest.fixture
def people(
    manager: User, deputy: User, stranger: User, front: User, head: User, atlas: Client, at: datetime
) -> dict[str, User]:
    """Mara serves Atlas, Deniz stands in, Stan does not, Franka answers the phone."""
    serving.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)
    return {"manager": manager, "deputy": deputy, "stranger": stranger, "front": front}


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, at: datetime) -> Callable[[timedelta], datetime]:
    """``later(3 * DAY)``: the world's clock shows three days after Monday."""

    def turn(delta: timedelta) -> datetime:
        monkeypatch.setattr(clock, "real_now", lambda: at + delta)
        return at + delta

    return turn


def promised(text: str, client: Client, owner: User, at: datetime) -> Promise:
    """One promise due on Friday."""
    return actions.make(client=client, text=text, due_on=DUE, by=owner, at=at)


def prepare(promise: Promise, before: tuple[tuple[str, dict[str, Any]], ...], by: User, at: datetime) -> None:
    """What came before the act."""
    for verb, told in before:
        getattr(actions, verb)(promise=promise, by=by, at=at, **told)


def named(told: dict[str, Any], people: dict[str, User]) -> dict[str, Any]:
    """What is told, with the colleague in the place of the word."""
    return {name: people.get(value, value) if name == "to" else value for name, value in told.items()}


def story(promise: Promise) -> dict[str, Any]:
    """Everything an act leaves behind, without what differs between two promises by nature."""
    kept = Promise.objects.get(pk=promise.pk)
    columns = {column.attname: getattr(kept, column.attname) for column in Promise._meta.concrete_fields}
    return {
        "row": {name: value for name, value in columns.items() if name not in ASIDE},
        "days_late": kept.days_late,
        "asked": list(kept.renegotiations.values_list("from_on", "to_on", "reason", "substitute", "answer", "in_time")),
        "remarks": list(kept.remarks.values_list("text", "closed_at")),
        "journal": list(Line.objects.about(kept.pk).order_by("id").values_list("kind", "by_id")),
    }


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_an_act_leaves_the_same_through_every_door(
    act: Act,
    doors: list[Door],
    people: dict[str, User],
    atlas: Client,
    at: datetime,
    later: Callable[[timedelta], datetime],
) -> None:
    by = people["manager"]
    three = [promised("Print the catalogue", atlas, by, at) for _door in doors]
    then = later(act.after)
    for door, promise in zip(doors, three, strict=True):
        prepare(promise, act.before, by, then)
        assert door.act(act.verb, promise, by, **named(act.told, people)) == Answer(), door.name
    stories = [story(promise) for promise in three]
    assert stories[1] == stories[0]
    assert stories[2] == stories[0]
    left = stories[0]["row"] | {"days_late": stories[0]["days_late"]}
    assert {name: left[name] for name in act.leaves} == act.leaves


def test_a_promise_made_through_every_door_is_the_same(
    doors: list[Door], people: dict[str, User], atlas: Client
) -> None:
    told = {
        "text": "Print the catalogue",
        "due_on": DUE,
        "due_time": "17:00",
        "acceptance": "As the proof",
        "said": "phone",
    }
    for door in doors:
        assert door.make(atlas, people["manager"], **told) == Answer(), door.name
    stories = [story(promise) for promise in Promise.objects.filter(client=atlas)]
    assert len(stories) == 3
    assert stories[1] == stories[0]
    assert stories[2] == stories[0]
    assert (stories[0]["row"]["due_on"], stories[0]["row"]["owner_id"]) == (DUE, people["manager"].pk)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_a_refusal_has_the_same_sentence_through_every_door(
    case: Refusal,
    doors: list[Door],
    people: dict[str, User],
    atlas: Client,
    at: datetime,
    later: Callable[[timedelta], datetime],
) -> None:
    promise = promised("Print the catalogue", atlas, people["manager"], at)
    then = later(case.after)
    prepare(promise, case.before, people["manager"], then)
    before = story(promise)
    said = {door.name: door.act(case.verb, promise, people[case.by], **named(case.told, people)) for door in doors}
    expected = Answer(case.sentence, case.rule, case.lifted_by, str(advice.LINES[case.rule]))
    assert said == dict.fromkeys(("page", "api", "terminal"), expected)
    assert story(promise) == before


def test_a_promise_for_the_past_is_refused_in_the_same_sentence(
    doors: list[Door], people: dict[str, User], atlas: Client
) -> None:
    told = {"text": "Print the catalogue", "due_on": date(2026, 3, 1)}
    said = {door.name: door.make(atlas, people["manager"], **told) for door in doors}
    expected = Answer("A promise needs a time that is still to come.", "R-A-10", advice=str(advice.LINES["R-A-10"]))
    assert said == dict.fromkeys(("page", "api", "terminal"), expected)
    assert Promise.objects.count() == 0


def test_a_stranger_finds_nothing_through_any_door(
    doors: list[Door], people: dict[str, User], atlas: Client, at: datetime
) -> None:
    promise = promised("Print the catalogue", atlas, people["manager"], at)
    said = {door.name: door.act("annul", promise, people["stranger"], reason="Curious") for door in doors}
    assert said == dict.fromkeys(("page", "api", "terminal"), Answer(absent=True))


VERBS = sorted(set(actions.__all__) - {"can_take_back", "answer_by_link"})  # that one is the client’s: public.py
OTHERWISE = {  # doors that are called otherwise than their verb
    "accept_day": "accept_other_day",
    "propose": "propose_new_day",
    "both_stand": "settle_clash",
    "duties": "enter_duties",
    "needs": "needs_input",
    "kind": "be_of_kind",
}


def of_pages() -> set[str]:
    """The verbs that have a page."""
    names = get_resolver().namespace_dict["promises"][1].reverse_dict
    return {OTHERWISE.get(name, name) for name in names if isinstance(name, str)}


def of_the_api() -> set[str]:
    """The verbs that have an operation."""
    paths = the_api.get_openapi_schema()["paths"]
    said = {path.split("/api/v1/")[1]: set(methods) for path, methods in paths.items()}
    posts = {path for path, methods in said.items() if "post" in methods and path.startswith("promises")}
    special = {
        "promises/remarks/{remark_id}/answer": "answer_remark",
        "promises/remarks/{remark_id}/promise": "promise_remark",
        "promises/{promise_id}/findings": "find_day",
        "promises/findings/{finding_id}/accept": "accept_other_day",
        "promises/{promise_id}/needs/{on_id}/drop": "drop_need",
        "promises/duties/{engagement_id}/take-back": "take_duties_back",
    }
    last = {path: path.rstrip("/").rsplit("/", 1)[-1].replace("-", "_") for path in posts}
    found = {special.get(path.rstrip("/"), OTHERWISE.get(name, name)) for path, name in last.items()}
    return found | {"make"} if "promises" in {path.rstrip("/") for path in posts} else found


def of_the_terminal() -> set[str]:
    """The verbs that have a command."""
    group: Any = cli.build().commands["promises"]
    inside = [name for command in group.commands.values() for name in getattr(command, "commands", {})]
    names = {name.replace("-", "_") for name in [*group.commands, *inside]}
    return {OTHERWISE.get(name, name) for name in names}


@pytest.mark.parametrize("door", [of_pages, of_the_api, of_the_terminal], ids=["page", "api", "terminal"])
def test_every_verb_of_the_ledger_has_this_door(door: Callable[[], set[str]]) -> None:
    assert sorted(set(VERBS) - door()) == []
