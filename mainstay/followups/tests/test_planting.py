"""Deliveries plant follow-ups that outlive the engagement, the manager and the contact (R-B-34, R-B-35)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.clients import actions as clients
from mainstay.clients.models import Affiliation, Assignment, Client
from mainstay.engagements import actions as engagements
from mainstay.engagements.models import Engagement
from mainstay.followups import actions, rules
from mainstay.followups.models import FollowUp
from mainstay.followups.queries import today
from mainstay.followups.rules import Wait
from mainstay.followups.tests.conftest import DAY, LAST, Give
from mainstay.house import actions as house_actions
from mainstay.house.models import User
from mainstay.kit.refusals import Refused
from mainstay.promises import actions as promises
from mainstay.promises.models import Kind, Promise


def days(**about: Any) -> list[tuple[str, str]]:
    """Day and state of what is planted."""
    rows = FollowUp.objects.filter(about="delivery", **about)
    return sorted((row.due_on.isoformat(), row.state) for row in rows)


@pytest.mark.parametrize(("year", "due"), [(2026, date(2026, 2, 28)), (2028, date(2028, 2, 29))])
def test_a_month_after_31_january_is_the_last_of_february(year: int, due: date) -> None:
    assert [one.due_on for one in rules.planned(date(year, 1, 31), [rules.ONE_MONTH_ON])] == [due]


WAITS = st.builds(Wait, months=st.integers(0, 24), days=st.integers(0, 60)).filter(lambda one: one.months or one.days)


@settings(max_examples=40)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.lists(WAITS, max_size=4))
def test_each_delay_gives_one_asking_after_the_delivery(delivered_on: date, waits: list[Wait]) -> None:
    found = rules.planned(delivered_on, waits)
    assert {(one.wait.months, one.wait.days) for one in found} == {(one.months, one.days) for one in waits}
    assert len(found) == len({(one.months, one.days) for one in waits})
    assert all(one.due_on > delivered_on for one in found)
    assert [one.due_on for one in found] == sorted(one.due_on for one in found)


def test_a_delivery_of_a_kind_plants_what_nobody_had_to_ask_for(job: Promise, give: Give, manager: User) -> None:
    assert days(promise=job) == [("2026-02-28", "open")]
    without = give("Ring them", kind="")
    promises.deliver(promise=without, by=manager, at=LAST)
    theirs = give("Send the logo", side="theirs")
    promises.deliver(promise=theirs, by=manager, at=LAST)
    assert days(promise__in=[without, theirs]) == []


def test_what_a_house_says_of_a_kind_is_planted_from_then_on(
    job: Promise, give: Give, head: User, manager: User
) -> None:
    kind = Kind.objects.get(name="print job")
    actions.set_delay(kind=kind, days=14, questions=["Did the colours hold?", " "], by=head, at=LAST)
    actions.set_delay(kind=kind, months=6, by=head, at=LAST)
    later = promises.deliver(promise=give("Print the flyer"), by=manager, at=LAST)
    assert days(promise=job) == [("2026-02-28", "open")]
    assert days(promise=later) == [("2026-02-14", "open"), ("2026-07-31", "open")]
    assert FollowUp.objects.get(promise=later, days=14).questions == ["Did the colours hold?"]
    for told in ({"days": 14}, {"months": 6}):
        actions.stop_delay(kind=kind, by=head, at=LAST, **{"months": 0, "days": 0} | told)
    assert days(promise=promises.deliver(promise=give("Print a card"), by=manager, at=LAST)) == []


def test_the_month_that_is_built_in_may_be_stopped(give: Give, head: User, manager: User) -> None:
    made = give()
    actions.stop_delay(kind=Kind.objects.get(), months=1, by=head, at=LAST)
    assert days(promise=promises.deliver(promise=made, by=manager, at=LAST)) == []


def test_a_delivery_taken_back_or_in_error_takes_its_follow_up_along(job: Promise, manager: User, head: User) -> None:
    promises.take_back(promise=job, by=manager, at=LAST)
    assert days(promise=job) == [("2026-02-28", "gone")]
    again = promises.deliver(promise=job, by=manager, at=LAST + DAY)
    assert days(promise=job) == [("2026-02-28", "gone"), ("2026-03-01", "open")]
    promises.annul(promise=again, reason="Twice", by=manager, at=LAST + DAY)
    assert days(promise=job) == [("2026-02-28", "gone"), ("2026-03-01", "gone")]
    promises.take_back(promise=job, by=manager, at=LAST + DAY)
    assert days(promise=job) == [("2026-02-28", "gone"), ("2026-03-01", "gone"), ("2026-03-01", "open")]


def test_a_promise_of_another_kind_is_asked_about_as_that_kind_is(job: Promise, manager: User, head: User) -> None:
    promises.be_of_kind(promise=job, kind="", by=manager, at=LAST)
    assert days(promise=job) == [("2026-02-28", "gone")]
    promises.be_of_kind(promise=job, kind="report", by=manager, at=LAST)
    assert days(promise=job) == [("2026-02-28", "gone"), ("2026-02-28", "open")]


# --- whose Today ---------------------------------

ON_THE_DAY = datetime(2026, 2, 28, 9, 0, tzinfo=UTC)


def on_today(*people: User, at: datetime = ON_THE_DAY) -> list[list[str]]:
    """What stands on the Today of each."""
    return [[line.what for line in today.lines(User.objects.get(pk=one.pk), at)] for one in people]


ASK = "“Print the catalogue” was delivered on 31\u00a0January: ask how it went."


def test_it_stands_with_the_manager_on_its_day_and_not_before(asking: FollowUp, manager: User, stranger: User) -> None:
    assert on_today(manager, at=ON_THE_DAY - DAY) == [[]]
    assert on_today(manager, stranger) == [[ASK], []]
    (line,) = today.lines(manager, ON_THE_DAY)
    assert (line.who, line.main.label if line.main else "", line.order) == ("Frau Wolf", "Ask Frau Wolf", 9)


def test_it_survives_the_engagement_the_manager_and_the_contact(
    asking: FollowUp, wolf: Affiliation, work: Engagement, manager: User, deputy: User, head: User
) -> None:
    engagements.end(engagement=work, by=manager, at=LAST)
    clients.assign(client=asking.client, user=deputy, role="manager", told_on=LAST.date(), by=head, at=LAST)
    clients.leave(affiliation=wolf, by=head, at=LAST)
    assert on_today(manager, deputy) == [[], [f"{ASK} Frau Wolf is no longer there: whom will you ask?"]]
    (line,) = today.lines(User.objects.get(pk=deputy.pk), ON_THE_DAY)
    assert (line.who, line.main.label if line.main else "") == ("Atlas GmbH", "Choose whom to ask")


def test_it_goes_to_the_deputy_while_the_manager_is_away_and_to_the_head_when_nobody_is_there(
    asking: FollowUp, manager: User, deputy: User, head: User, admin: User
) -> None:
    clients.assign(client=asking.client, user=deputy, role="deputy", by=head, at=LAST)
    assert on_today(manager, deputy) == [[ASK], []]
    day = ON_THE_DAY.date()
    house_actions.note_absence(person=manager, from_on=day, to_on=day, by=admin, at=LAST)
    assert on_today(deputy) == [[ASK]]
    assert today.exceptions_count(head, ON_THE_DAY) == 0
    house_actions.note_absence(person=deputy, from_on=day, to_on=day, by=admin, at=LAST)
    boss = User.objects.get(pk=head.pk)
    assert [line.what for line in today.exceptions(boss, ON_THE_DAY)] == [ASK]
    assert today.exceptions_count(boss, ON_THE_DAY) == 1


def test_a_deputy_where_nobody_manages_has_it(asking: FollowUp, deputy: User, head: User) -> None:
    clients.assign(client=asking.client, user=deputy, role="deputy", by=head, at=LAST)
    Assignment.objects.filter(client=asking.client, role="manager").update(to_on=date(2026, 3, 2))
    assert on_today(deputy) == [[ASK]]


# --- the outcome ---------------------------------


def outcomes(work: Engagement) -> list[tuple[str, str]]:
    """Day and state of what is asked of the outcome."""
    rows = FollowUp.objects.filter(about="outcome", engagement=work)
    return sorted((row.due_on.isoformat(), row.state) for row in rows)


def test_the_outcome_is_asked_a_month_after_everything_is_delivered(
    job: Promise, work: Engagement, manager: User
) -> None:
    assert outcomes(work) == []
    last = work.promises.get(text="Design the brochure")
    promises.deliver(promise=last, by=manager, at=LAST + 10 * DAY)
    assert outcomes(work) == [("2026-03-10", "open")]
    engagements.change(engagement=work, outcome_by=date(2026, 5, 1), by=manager, at=LAST)
    assert outcomes(work) == [("2026-05-01", "open")]
    engagements.end(engagement=work, by=manager, at=LAST)
    assert outcomes(work) == [("2026-05-01", "open")]
    said: dict[str, Any] = {"said": "reached", "known_from": "her mail", "by": manager, "at": LAST + 40 * DAY}
    engagements.answer_outcome(engagement=work, **said)
    assert outcomes(work) == [("2026-05-01", "gone")]
    engagements.reopen_outcome(engagement=work, by=manager, at=LAST + 40 * DAY)
    assert outcomes(work) == [("2026-05-01", "gone"), ("2026-05-01", "open")]


def test_more_promised_under_it_lets_the_question_wait(
    job: Promise, work: Engagement, give: Give, manager: User
) -> None:
    promises.release(promise=work.promises.get(text="Design the brochure"), known_from="mail", by=manager, at=LAST)
    assert outcomes(work) == [("2026-02-28", "open")]
    give("Print more of it", engagement=work)
    assert outcomes(work) == [("2026-02-28", "gone")]


def test_two_clients_that_are_one_have_their_follow_ups_together(
    asking: FollowUp, manager: User, head: User, deputy: User
) -> None:
    atlas = asking.client
    other = clients.add(name="Atlas", unit=atlas.unit, manager=manager, by=head, at=LAST, anyway="another list")
    clients.merge(keep=other, gone=atlas, by=head, at=LAST, why="One firm")
    assert FollowUp.objects.get(pk=asking.pk).client == other
    clients.unmerge(gone=Client.objects.get(pk=atlas.pk), by=head, at=LAST + DAY)
    assert FollowUp.objects.get(pk=asking.pk).client == atlas


@pytest.mark.parametrize("told", [{}, {"months": 121}, {"months": -1, "days": 5}, {"days": 400}])
def test_a_delay_is_some_and_not_too_long(give: Give, head: User, told: dict[str, Any]) -> None:
    give()
    with pytest.raises(Refused) as caught:
        actions.set_delay(kind=Kind.objects.get(), by=head, at=LAST, **told)
    assert (caught.value.rule, caught.value.field) == ("R-B-34", "months")


def test_delays_are_said_by_heads_and_administrators(give: Give, manager: User, admin: User) -> None:
    give()
    kind = Kind.objects.get()
    with pytest.raises(Refused) as caught:
        actions.set_delay(kind=kind, months=2, by=manager, at=LAST)
    assert (caught.value.rule, bool(caught.value.lifted_by)) == ("R-X-3", True)
    actions.set_delay(kind=kind, months=2, by=admin, at=LAST)
    with pytest.raises(Refused, match="no such delay"):
        actions.stop_delay(kind=kind, months=1, by=admin, at=LAST)
