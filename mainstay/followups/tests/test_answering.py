"""What they say: at every door, with the outcome, with what was wrong and its repair; put off, given up, taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients.models import Affiliation
from mainstay.engagements.models import Engagement
from mainstay.followups import actions
from mainstay.followups.models import FollowUp
from mainstay.followups.queries import today
from mainstay.followups.tests.conftest import DAY, Give
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.journal.models import Line
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises import actions as promises
from mainstay.promises.models import Kind, Promise

ON_THE_DAY = datetime(2026, 2, 28, 9, 0, tzinfo=UTC)


def kinds_of(asking: FollowUp) -> list[str]:
    """What the journal tells of it, the oldest first."""
    return list(Line.objects.about(asking.pk).order_by("id").values_list("kind", flat=True))


def test_three_answers_a_defect_and_its_repair_in_one_step(
    asking: FollowUp, wolf: Affiliation, work: Engagement, manager: User
) -> None:
    kept = actions.answer(
        followup=asking, answers=["Handed out at the fair", "Well liked", "Stapling came loose"], asked=wolf.contact,
        known_from="on the phone", outcome="reached", defect="Stapling came loose", repair_on=date(2026, 3, 6),
        by=manager, at=ON_THE_DAY,
    )  # fmt: skip
    assert [said["answer"] for said in kept.answers] == ["Handed out at the fair", "Well liked", "Stapling came loose"]
    assert kept.repair is not None
    assert (kept.repair.text, kept.repair.due_on, kept.repair.engagement_id, kept.repair.made_to_id) == (
        "Stapling came loose", date(2026, 3, 6), work.pk, wolf.contact_id,
    )  # fmt: skip
    work.refresh_from_db()
    assert (work.outcome_said, work.outcome_said_by_id, work.outcome_known_from) == (
        "reached", wolf.contact_id, "on the phone",
    )  # fmt: skip
    assert kinds_of(asking) == [f"followups.{verb}" for verb in ("planted", "answered", "defect", "repair_promised")]
    assert today.lines(manager, ON_THE_DAY) == []
    assert journal.verify().holds


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"answers": []}, "answer_1"),
        ({"answers": [" ", ""]}, "answer_1"),
        ({"answers": ["a", "b", "c", "d"]}, "answers"),
        ({"answers": ["x" * 1001]}, "answer_1"),
        ({"answers": ["well"], "outcome": "reached"}, "known_from"),
        ({"answers": ["well"], "defect": "loose", "repair_on": date(2026, 2, 1)}, "repair_on"),
        ({"answers": ["well"], "repair_on": date(2026, 3, 6)}, "defect"),
    ],
)
def test_answer_that_cannot_be_kept_is_refused_whole(
    asking: FollowUp, manager: User, told: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as caught:
        actions.answer(followup=asking, by=manager, at=ON_THE_DAY, **told)
    assert caught.value.field == field
    asking.refresh_from_db()
    assert (asking.state, kinds_of(asking)) == ("open", ["followups.planted"])


def test_a_repair_is_promised_once_and_needs_something_that_was_wrong(asking: FollowUp, manager: User) -> None:
    said: dict[str, Any] = {"by": manager, "at": ON_THE_DAY}
    with pytest.raises(Refused, match="what was wrong"):
        actions.promise_repair(followup=asking, due_on=date(2026, 3, 6), **said)
    actions.answer(followup=asking, answers=[], defect="Loose", **said)
    made = actions.promise_repair(followup=asking, due_on=date(2026, 3, 6), text="Staple anew", **said)
    with pytest.raises(Refused, match="promised already"):
        actions.promise_repair(followup=asking, due_on=date(2026, 3, 7), **said)
    with pytest.raises(Refused, match="Take that back first"):
        actions.take_back(followup=asking, **said)
    promises.take_back(promise=made, **said)
    actions.take_back(followup=asking, **said)
    asking.refresh_from_db()
    assert (asking.state, asking.defect, asking.answers) == ("open", "", [])


def test_put_off_waits_and_given_up_is_over_and_both_can_be_taken_back(
    asking: FollowUp, manager: User, head: User
) -> None:
    said: dict[str, Any] = {"by": manager, "at": ON_THE_DAY}
    with pytest.raises(Refused):
        actions.put_off(followup=asking, to=ON_THE_DAY.date(), **said)
    actions.put_off(followup=asking, to=date(2026, 3, 9), why="They are at the fair", **said)
    assert (today.lines(manager, ON_THE_DAY), len(today.lines(manager, ON_THE_DAY + 9 * DAY))) == ([], 1)
    with pytest.raises(Refused, match="nothing of yours"):
        actions.take_back(followup=asking, by=head, at=ON_THE_DAY)
    assert actions.take_back(followup=asking, **said).due_on == date(2026, 2, 28)
    with pytest.raises(Refused):
        actions.drop(followup=asking, why=" ", **said)
    dropped = actions.drop(followup=asking, why="They closed", **said)
    assert (dropped.state, dropped.ended_why) == ("dropped", "They closed")
    tries: list[Callable[[], object]] = [
        lambda: actions.answer(followup=asking, answers=["x"], **said),
        lambda: actions.put_off(followup=asking, to=date(2026, 4, 1), **said),
        lambda: actions.drop(followup=asking, why="again", **said),
    ]
    for act in tries:
        with pytest.raises(Refused):
            act()
    assert actions.take_back(followup=asking, **said).state == "open"


def test_a_stranger_finds_nothing_to_answer(asking: FollowUp, stranger: User) -> None:
    assert not FollowUp.objects.visible_to(stranger).exists()
    with pytest.raises(NotFound):
        actions.answer(followup=asking, answers=["x"], by=stranger, at=ON_THE_DAY)


# --- every door ---------------------------------


@dataclass(frozen=True)
class Verb:
    """One verb at its three doors, and what stands afterwards."""

    page: str
    form: Mapping[str, str]
    call: tuple[str, Mapping[str, Any]]
    command: list[str]
    stands: tuple[str, str, str]


VERBS = {
    "answer": Verb(
        "/followups/{id}/",
        {"answer_1": "Well", "defect": "Loose", "repair_on": "2026-03-06"},
        ("/followups/{id}/answer", {"answers": ["Well"], "defect": "Loose", "repair_on": "2026-03-06"}),
        ["followups", "answer", "{id}", "Well", "--defect", "Loose", "--repair-on", "2026-03-06"],
        ("answered", "2026-02-28", "Loose"),
    ),
    "put off": Verb(
        "/followups/{id}/put-off/",
        {"to": "2026-03-09", "why": "fair"},
        ("/followups/{id}/put-off", {"to": "2026-03-09", "why": "fair"}),
        ["followups", "put-off", "{id}", "2026-03-09", "--why", "fair"],
        ("open", "2026-03-09", ""),
    ),
    "drop": Verb(
        "/followups/{id}/drop/",
        {"why": "closed"},
        ("/followups/{id}/drop", {"why": "closed"}),
        ["followups", "drop", "{id}", "--why", "closed"],
        ("dropped", "2026-02-28", ""),
    ),
}
each_verb = pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)


def stands() -> tuple[str, str, str]:
    """How the one follow-up stands."""
    one = FollowUp.objects.get(about="delivery")
    return one.state, one.due_on.isoformat(), one.repair.text if one.repair else ""


@each_verb
@pytest.mark.parametrize("door", ["page", "api", "terminal"])
def test_verb_is_done_at_every_door_and_closed_to_strangers(
    verb: Verb, door: str, asking: FollowUp, manager: User, stranger: User, signed_in: Any, api: Any, terminal: Any
) -> None:
    def go(person: User) -> int:
        if door == "page":
            return int(signed_in(person).post(verb.page.format(id=asking.pk), verb.form).status_code)
        if door == "api":
            return int(api(person).post(verb.call[0].format(id=asking.pk), verb.call[1]).status_code)
        return int(terminal([word.format(id=asking.pk) for word in verb.command], by=person).exit_code)

    before = stands()
    assert go(stranger) in (404, 1)
    assert stands() == before
    assert go(manager) in (302, 200, 0)
    assert stands() == verb.stands
    assert go(manager) in ((422, 302, 1) if verb.stands[0] != "open" else (302, 200, 0))


def test_refusal_stands_on_the_page_with_the_answers_kept(asking: FollowUp, manager: User, signed_in: Any) -> None:
    told = {"answer_1": "Well handed out", "outcome": "reached"}
    answer = signed_in(manager).post(f"/followups/{asking.pk}/", told)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "This answer is the client’s to give. Write how you know it." in page
    assert "Well handed out" in page
    assert stands()[0] == "open"


def test_page_asks_the_three_questions_and_offers_the_ways_to_reach_them(
    asking: FollowUp, manager: User, signed_in: Any
) -> None:
    browser = signed_in(manager)
    page = unescape(browser.get(f"/followups/{asking.pk}/?next=/").content.decode())
    for words in ("Frau Wolf", "tel:+49305550100", "Did anything show that nobody had thought of?", 'value="/"'):
        assert words in page
    done = browser.post(f"/followups/{asking.pk}/", {"answer_1": "Well", "defect": "Loose", "next": "/"})
    assert done["Location"] == "/"
    page = unescape(browser.get(f"/followups/{asking.pk}/").content.decode())
    for words in ("Promise to put it right", "Write down whether it did what it was to do", "Take my last act back"):
        assert words in page
    browser.post(f"/followups/{asking.pk}/repair/", {"repair_text": "Staple anew", "repair_on": "2026-03-06"})
    assert stands() == ("answered", "2026-02-28", "Staple anew")


def test_repair_and_taking_back_through_api_and_terminal(
    asking: FollowUp, manager: User, api: Any, terminal: Any
) -> None:
    caller, here = api(manager), f"/followups/{asking.pk}"
    caller.post(f"{here}/answer", {"defect": "Loose"})
    assert terminal(["followups", "take-back", str(asking.pk)], by=manager).exit_code == 0
    assert caller.get(here).json()["state"] == "open"
    assert terminal(["followups", "answer", str(asking.pk), "--defect", "Loose"], by=manager).exit_code == 0
    assert caller.post(f"{here}/repair", {"due_on": "2026-03-06"}).status_code == 201
    refused = caller.post(f"{here}/take-back")
    assert (refused.status_code, refused.json()["rule"]) == (422, "R-X-2")
    assert "Wrong: Loose" in terminal(["followups", "show", str(asking.pk)], by=manager).stdout


@pytest.mark.parametrize("door", ["page", "api", "terminal"])
def test_delays_are_said_and_stopped_at_every_door(
    door: str, give: Give, admin: User, manager: User, signed_in: Any, api: Any, terminal: Any
) -> None:
    give()
    kind = Kind.objects.get()

    def go(person: User, verb: str, months: int) -> int:
        if door == "page":
            told = {"months": str(months), "days": "0", "questions": "Did it last?"}
            url = f"/followups/kinds/{kind.pk}/" + ("stop/" if verb == "stop" else "")
            return int(signed_in(person).post(url, told).status_code)
        if door == "api":
            end = "delays/stop" if verb == "stop" else "delays"
            body: dict[str, Any] = {"months": months} | ({} if verb == "stop" else {"questions": ["Did it last?"]})
            return int(api(person).post(f"/followups/kinds/{kind.pk}/{end}", body).status_code)
        words = ["stop-asking"] if verb == "stop" else ["ask-after", "--question", "Did it last?"]
        return int(terminal(["followups", *words, "Print Job", "--months", str(months)], by=person).exit_code)

    assert go(manager, "set", 3) in (422, 1)
    assert go(admin, "set", 3) in (302, 200, 0)
    assert go(admin, "stop", 1) in (422, 1)
    told = api(admin).get("/followups/kinds").json()["items"][0]
    assert [(one["months"], one["questions"], one["built_in"]) for one in told["delays"]] == [
        (3, ["Did it last?"], False)
    ]
    assert go(admin, "stop", 3) in (302, 200, 0)
    assert terminal(["followups", "kinds"], by=admin).stdout == "print job: not asked about\n"


def test_lists_hold_what_may_be_seen_page_by_page(
    asking: FollowUp, give: Give, manager: User, stranger: User, api: Any, terminal: Any, signed_in: Any
) -> None:
    promises.deliver(promise=give("Print the flyer"), by=manager, at=ON_THE_DAY - 20 * DAY)
    caller = api(manager)
    first = caller.get("/followups", size=1).json()
    second = caller.get("/followups", size=1, cursor=first["next"]).json()
    assert [one["due_on"] for one in first["items"] + second["items"]] == ["2026-02-28", "2026-03-08"]
    assert api(stranger).get("/followups", state="any").json()["items"] == []
    assert [one["state"] for one in caller.get("/followups", state="due").json()["items"]] == ["open"]
    assert "Print the flyer" in terminal(["followups", "list", "--client", "Atlas GmbH"], by=manager).stdout
    assert terminal(["followups", "list"], by=stranger).stdout == "No follow-up stands here.\n"
    page = unescape(signed_in(manager).get("/followups/?state=due").content.decode())
    assert ("How did “Print the catalogue” go?" in page, "Print the flyer" in page) == (True, False)


def test_pages_and_today_cost_the_same_for_one_and_for_three(
    asking: FollowUp, give: Give, work: Engagement, manager: User, signed_in: Any
) -> None:
    browser = signed_in(manager)
    urls = ["/followups/", f"/clients/{work.client_id}/", f"/clients/work/{work.pk}/", "/followups/kinds/"]
    asked: list[Callable[[], object]] = [*(lambda url=url: browser.get(url) for url in urls)]
    asked += [lambda: today.lines(manager, ON_THE_DAY)]

    def cost() -> list[int]:
        counted = []
        for ask in asked:
            with CaptureQueriesContext(connection) as queries:
                ask()
            counted.append(len(queries))
        return counted

    cost()
    one = cost()
    for text in ("Print a card", "Print a box"):
        made: Promise = give(text, kind=f"{text} job", engagement=work)
        promises.deliver(promise=made, by=manager, at=ON_THE_DAY - 28 * DAY)
    assert len(today.lines(manager, ON_THE_DAY)) == 3
    assert cost() == one
