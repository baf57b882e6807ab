"""What the client says of the outcome, what follows on what, years together: at every door (R-A-35, R-B-3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from mainstay.clients import actions as clients
from mainstay.clients.models import Affiliation, Client
from mainstay.engagements import actions, rules
from mainstay.engagements.models import Engagement
from mainstay.engagements.queries import listing
from mainstay.house.models import User
from mainstay.journal.models import Line
from mainstay.kit.refusals import Refused

DAY = timedelta(days=1)


@pytest.fixture
def work(atlas: Client, manager: User, at: datetime) -> Engagement:
    """Clean hands for Atlas."""
    told: dict[str, Any] = {"outcome": "Clean hands", "noticed_by": "Fewer days off", "outcome_by": date(2026, 5, 1)}
    return actions.begin(client=atlas, name="Soap", state="active", by=manager, at=at, **told)


@pytest.fixture
def wolf(atlas: Client, manager: User, at: datetime) -> Affiliation:
    """Frau Wolf of Atlas."""
    return clients.add_contact(client=atlas, name="Uta Wolf", addressed_as="Frau Wolf", by=manager, at=at)


QUESTION = [
    ({"outcome": ""}, rules.NOT_KNOWN),
    ({}, rules.UNDER_WAY),
    ({"promised": 2, "delivered": 1}, rules.UNDER_WAY),
    ({"promised": 2, "delivered": 2}, rules.ASKED),
    ({"by": date(2026, 5, 1)}, rules.UNDER_WAY),
    ({"by": date(2026, 4, 30)}, rules.BY_DAY),
    ({"said": "reached", "promised": 2, "delivered": 2}, rules.DONE),
    ({"said": "missed", "promised": 2, "delivered": 2}, rules.MISSED),
]


@pytest.mark.parametrize(("told", "found"), QUESTION)
def test_question_is_what_the_client_says_and_never_what_was_delivered(told: dict[str, Any], found: str) -> None:
    given: dict[str, Any] = {
        "outcome": "x",
        "said": "",
        "promised": 0,
        "delivered": 0,
        "by": None,
        "on": date(2026, 5, 1),
    } | told
    assert rules.question(**given) == found


@pytest.mark.parametrize(
    ("since", "on", "years"),
    [
        (date(2020, 3, 2), date(2026, 3, 1), 5),
        (date(2020, 3, 2), date(2026, 3, 2), 6),
        (date(2020, 2, 29), date(2021, 2, 28), 0),
        (date(2020, 2, 29), date(2021, 3, 1), 1),
        (date(2026, 4, 1), date(2026, 3, 1), 0),
    ],
)
def test_years_are_whole(since: date, on: date, years: int) -> None:
    assert rules.years(since, on) == years


def test_the_client_says_and_may_say_otherwise_later(
    work: Engagement, wolf: Affiliation, manager: User, at: datetime
) -> None:
    said: dict[str, Any] = {"engagement": work, "by": manager, "at": at}
    kept = actions.answer_outcome(said="missed", known_from="on the phone", said_by=wolf.contact, **said)
    assert (kept.outcome_said, kept.outcome_said_on, kept.outcome_said_by) == ("missed", at.date(), wolf.contact)
    actions.answer_outcome(said="missed", known_from="on the phone", said_by=wolf.contact, **said)
    kept = actions.answer_outcome(said="reached", known_from="her mail", said_on=at.date() - DAY, **said)
    assert (kept.outcome_said, kept.outcome_said_by) == ("reached", None)
    with pytest.raises(Refused, match="Open that question again"):
        actions.change(engagement=work, outcome="Clean nails", by=manager, at=at)
    actions.reopen_outcome(why="wrong firm", **said)
    assert actions.change(engagement=work, outcome="Clean nails", by=manager, at=at).outcome == "Clean nails"
    with pytest.raises(Refused, match="nothing to open"):
        actions.reopen_outcome(**said)
    told = Line.objects.about(work.pk).order_by("id").values_list("kind", flat=True)
    verbs = ("begun", "outcome_denied", "outcome_confirmed", "outcome_reopened", "changed")
    assert list(told) == [f"engagements.{verb}" for verb in verbs]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"known_from": " "}, "known_from"),
        ({"said": "yes"}, "said"),
        ({"said_on": date(2026, 3, 3)}, "said_on"),
        ({"outcome": ""}, ""),
    ],
)
def test_what_the_client_did_not_say_is_refused(
    atlas: Client, manager: User, at: datetime, told: dict[str, Any], field: str
) -> None:
    one = actions.begin(client=atlas, name="Soap", outcome=told.pop("outcome", "Clean hands"), by=manager, at=at)
    given: dict[str, Any] = {"engagement": one, "said": "reached", "known_from": "mail", "by": manager, "at": at}
    with pytest.raises(Refused) as caught:
        actions.answer_outcome(**given | told)
    assert caught.value.field == field


def test_work_follows_on_work_of_the_same_client_and_never_on_itself(
    work: Engagement, manager: User, head: User, at: datetime
) -> None:
    next_ = actions.begin(client=work.client, name="Towels", follow_of=work, by=manager, at=at)
    other = clients.add(name="Borealis", unit=work.client.unit, manager=manager, by=head, at=at)
    tries: list[Callable[[], object]] = [
        lambda: actions.change(engagement=work, follow_of=next_, by=manager, at=at),
        lambda: actions.change(engagement=work, follow_of=work, by=manager, at=at),
        lambda: actions.begin(client=other, name="Fair", follow_of=work, by=manager, at=at),
    ]
    for act in tries:
        with pytest.raises(Refused) as caught:
            act()
        assert (caught.value.rule, caught.value.field) == ("R-B-3", "follow_of")
    (row,) = listing.together([work.client], at.date() + 400 * DAY)
    assert (row.since, row.years, row.engagements, row.follow_on, row.manager) == (at.date(), 1, 2, 1, manager.name)


def test_two_people_who_are_one_said_it_once(work: Engagement, wolf: Affiliation, manager: User, at: datetime) -> None:
    twin = clients.add_contact(client=work.client, name="Wolf, Uta", by=manager, at=at, anyway="another list")
    told: dict[str, Any] = {"said": "reached", "known_from": "mail", "said_by": twin.contact}
    actions.answer_outcome(engagement=work, by=manager, at=at, **told)
    clients.merge_people(keep=wolf.contact, gone=twin.contact, by=manager, at=at)
    work.refresh_from_db()
    assert work.outcome_said_by == wolf.contact


# --- every door ---------------------------------


@dataclass(frozen=True)
class Verb:
    """One verb at its three doors, and what stands afterwards."""

    page: str
    form: Mapping[str, str]
    call: tuple[str, Mapping[str, Any]]
    command: list[str]
    stands: tuple[str, str]


VERBS = {
    "outcome": Verb(
        "outcome/",
        {"said": "reached", "known_from": "her mail", "said_by": "{wolf}"},
        ("outcome", {"said": "reached", "known_from": "her mail", "said_by": "{wolf}"}),
        ["outcome", "Atlas GmbH", "Soap", "reached", "--known-from", "her mail", "--said-by", "Uta Wolf"],
        ("reached", "Frau Wolf"),
    ),
    "reopen": Verb("outcome/reopen/", {}, ("outcome/reopen", {}), ["reopen", "Atlas GmbH", "Soap"], ("", "")),
}
each_verb = pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)


def stands() -> tuple[str, str]:
    """What is written down, and who said so."""
    one = Engagement.objects.select_related("outcome_said_by").get()
    return one.outcome_said, one.outcome_said_by.address if one.outcome_said_by else ""


@each_verb
@pytest.mark.parametrize("door", ["page", "api", "terminal"])
def test_verb_is_done_at_every_door_and_closed_to_others(
    verb: Verb, door: str, work: Engagement, wolf: Affiliation, manager: User, front: User, stranger: User,
    at: datetime, signed_in: Any, api: Any, terminal: Any,
) -> None:  # fmt: skip
    if verb.stands == ("", ""):
        actions.answer_outcome(engagement=work, said="missed", known_from="mail", by=manager, at=at)

    def filled(told: Mapping[str, Any]) -> dict[str, Any]:
        return {name: str(value).format(wolf=wolf.contact_id) for name, value in told.items()}

    def go(person: User) -> int:
        if door == "page":
            url = f"/clients/work/{work.pk}/{verb.page}"
            return int(signed_in(person).post(url, filled(verb.form)).status_code)
        if door == "api":
            return int(api(person).post(f"/engagements/{work.pk}/{verb.call[0]}", filled(verb.call[1])).status_code)
        return int(terminal(["engagements", *verb.command], by=person).exit_code)

    before = stands()
    assert go(stranger) in (404, 1)
    assert go(front) in (422, 1)
    assert stands() == before
    assert go(manager) in (302, 200, 0)
    assert stands() == verb.stands


def test_the_page_says_how_it_will_be_noticed_and_takes_what_follows_on(
    work: Engagement, manager: User, signed_in: Any, terminal: Any
) -> None:
    browser = signed_in(manager)
    page = unescape(browser.get(f"/clients/work/{work.pk}/").content.decode())
    for words in ("“Clean hands”", "Fewer days off", "1\u00a0May", "What do they say?", f"?follow_of={work.pk}"):
        assert words in page
    told = {"name": "Towels", "outcome": "Dry hands", "state": "talked", "follow_of": str(work.pk)}
    browser.post(f"/clients/{work.client_id}/work/new/", told)
    assert Engagement.objects.get(name="Towels").follow_of == work
    assert "Towels" in browser.get(f"/clients/work/{work.pk}/").content.decode()
    shown = terminal(["engagements", "show", "Atlas GmbH", "soap"], by=manager).stdout
    assert "How they will notice: Fewer days off" in shown


def test_together_is_told_at_every_door(
    work: Engagement, manager: User, signed_in: Any, api: Any, terminal: Any
) -> None:
    told = api(manager).get("/engagements/together").json()["items"]
    assert [(one["name"], one["engagements"], one["follow_on"]) for one in told] == [("Atlas GmbH", 1, 0)]
    assert "Atlas GmbH" in terminal(["engagements", "together", "--mine"], by=manager).stdout
    page = signed_in(manager).get(f"/clients/work/together/?manager={manager.pk}").content.decode()
    assert ("Atlas GmbH" in page, "1 engagement" in page) == (True, True)


def test_the_list_asks_for_what_is_open(work: Engagement, manager: User, stranger: User, signed_in: Any) -> None:
    def names(query: str, person: User = manager) -> bool:
        return "Clean hands" in signed_in(person).get(f"/clients/work/{query}").content.decode()

    assert (names(""), names("?outcome=open"), names("?outcome=reached"), names("?state=ended")) == (
        True, True, False, False,
    )  # fmt: skip
    assert not names("?whose=all&state=any", stranger)
