"""The record as it is kept: derived from promises as they go, by the tick, corrected, excused, checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises import actions as promising
from mainstay.promises.actions import exchanging
from mainstay.promises.models import Promise
from mainstay.trust.actions.record import breaches, checking, choosing, deriving, folding, people
from mainstay.trust.capability import tick
from mainstay.trust.models import Difference, Evidence, Record, Stale, Standard, VerdictChange
from mainstay.trust.queries.record import replay
from mainstay.trust.queries.record.preview import preview
from mainstay.trust.queries.record.reading import record_of
from mainstay.trust.rules.record.policy import chosen

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _served(atlas: Client, deputy: User, head: User, at: datetime) -> None:
    serving.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)


def day(number: int) -> datetime:
    """So many days after the start, in the morning."""
    return START + timedelta(days=number)


@pytest.fixture
def keep(atlas: Client, manager: User) -> Callable[..., Promise]:
    """A delivery with a price, made on a day, due a week later, delivered so many days after that."""

    def kept(number: int, *, late: int = 0, cost: int = 100, said: str = "", text: str = "The plan") -> Promise:
        made, due = day(number), day(number + 7)
        promise = promising.make(
            client=atlas, text=text, due_on=due.date(), by=manager, at=made, budget=Decimal(100), reference="R"
        )
        done = due + timedelta(days=late)
        promise = promising.deliver(promise=promise, by=manager, at=done, cost=Decimal(cost))
        if said:
            more: dict[str, Any] = {"known_from": "she said so", "remark": "Too dark" if said != "accepted" else ""}
            promise = promising.settle(promise=promise, satisfaction=said, by=manager, at=done, **more)
        return promise

    return kept


def told(client: Client, way: str = "ours") -> list[tuple[str, str, float, bool]]:
    """All evidence of a client, struck through or not."""
    rows = Evidence.objects.filter(client=client, direction=way).order_by("id")
    return [(row.strand, row.outcome, row.weight, row.annulled_at is None) for row in rows]


def test_six_deliveries_on_time_and_on_budget_earn_it_and_two_misses_end_it(
    atlas: Client, keep: Callable[..., Promise]
) -> None:
    for number in range(6):
        assert record_of(atlas, at=day(number * 14)).ours.verdict == "not_enough_information"
        keep(number * 14)
    look = record_of(atlas, at=day(80)).ours
    assert (look.verdict, look.since) == ("trusted", date(2026, 5, 18))
    assert [line.words for line in look.would_end] == [
        "What would end it: On time: at least 2 slight misses or 1 bad one in a row.",
        "What would end it: Within budget: at least 2 slight misses or 1 bad one in a row.",
        "What would end it: nothing heard until Wednesday 19\u00a0May 2027.",
    ]
    keep(84, late=20, cost=150)
    look = record_of(atlas, at=day(120)).ours
    assert look.verdict == "not_enough_information"
    assert look.why[1].words == "It was earned on Monday 18\u00a0May 2026 and ended on Thursday 4\u00a0June 2026."
    changes = VerdictChange.objects.standing().filter(client=atlas).values_list("became", "on", "policy")
    assert list(changes) == [
        ("trusted", date(2026, 5, 18), "steady-1"),
        ("not_enough_information", date(2026, 6, 4), "steady-1"),
    ]
    ended = VerdictChange.objects.latest("on").reasons[1]
    assert ended == {"code": "ended", "earned": "2026-05-18", "on": "2026-06-04"}
    assert checking.differing([atlas.pk], day(120).date()) == []


def test_a_miss_arises_by_itself_and_stays_when_it_is_delivered(atlas: Client, manager: User) -> None:
    promise = promising.make(client=atlas, text="The plan", due_on=day(11).date(), by=manager, at=START, reference="R")
    for number, wanted in ((14, []), (15, []), (16, [("time", "miss", 1.0, True)])):  # Mon, Tue, Wed: the third
        tick(day(number))
        assert told(atlas) == wanted
    promising.deliver(promise=promise, by=manager, at=day(30))
    assert told(atlas) == [("time", "miss", 1.0, True)]
    assert Evidence.objects.get().on == day(16).date()
    promising.annul(promise=promise, reason="twice", by=manager, at=day(31))
    assert told(atlas) == [("time", "miss", 1.0, False)]
    assert record_of(atlas, at=day(31)).ours.standing.strands == {}


def test_satisfaction_is_what_the_client_says_and_weighs_half_once_its_remedy_was_accepted(
    atlas: Client, manager: User, keep: Callable[..., Promise]
) -> None:
    failed = keep(0, said="not_accepted")
    assert told(atlas)[-1] == ("satisfaction", "miss", 1.0, True)
    remark = failed.remarks.get()
    remedy = promising.promise_remark(remark=remark, due_on=day(14).date(), by=manager, at=day(8))
    promising.deliver(promise=remedy, by=manager, at=day(10))
    promising.settle(promise=remedy, satisfaction="accepted", known_from="mail", by=manager, at=day(10))
    rows = [row for row in told(atlas) if row[0] == "satisfaction"]
    assert rows == [
        ("satisfaction", "miss", 1.0, False),
        ("satisfaction", "kept", 1.0, True),
        ("satisfaction", "miss", 0.5, True),
    ]


def test_what_the_client_answers_by_the_link_is_evidence(
    atlas: Client, manager: User, keep: Callable[..., Promise]
) -> None:  # rulebook TV-14
    buyer = serving.add_contact(client=atlas, name="Inés Ortega", by=manager, at=day(0)).contact
    for number, answer in enumerate(("accepted", "remarks", "refused")):
        promise = keep(10 * number, text=f"Plan {answer}")
        on = day(10 * number + 8)
        link = promising.ask_by_link(promise=promise, contact=buyer, by=manager, at=on)
        promising.answer_by_link(link=link, answer=answer, note="Too dark", at=on)
    found = Evidence.objects.standing().filter(strand="satisfaction").order_by("on")
    assert list(found.values_list("outcome", flat=True)) == ["kept", "slip", "miss"]


def test_an_invoice_in_another_currency_says_nothing_of_the_budget_and_the_reasons_say_so(
    atlas: Client, manager: User, keep: Callable[..., Promise]
) -> None:  # rulebook 1.13
    told_so: dict[str, Any] = {"number": "7", "amount": Decimal(90), "currency": "USD", "pay_by": day(40).date()}
    exchanging.invoice(promise=keep(0), by=manager, at=day(8), **told_so)
    assert told(atlas) == [("time", "kept", 1.0, True), ("budget", "kept", 1.0, False)]
    for look in (record_of(atlas, at=day(9)).ours, replay.records_at([atlas], at=day(9))[atlas.pk].ours):
        assert [line.words for line in look.why if line.code == "budget_not_comparable"] == [
            "1 invoice is in another currency than was agreed and says nothing of the budget."
        ]


def test_two_people_excuse_a_failure_and_it_counts_for_nothing(
    atlas: Client, manager: User, deputy: User, keep: Callable[..., Promise]
) -> None:
    late = keep(0, late=2)
    asked = people.ask_to_excuse(promise=late, reason="The flood", by=manager, at=day(10))
    with pytest.raises(Refused, match="Two people"):
        people.excuse(weighing=asked, by=manager, at=day(10))
    assert record_of(atlas, at=day(10)).ours.excused == 0
    people.excuse(weighing=asked, by=deputy, at=day(10))
    look = record_of(atlas, at=day(10)).ours
    assert (look.excused, look.annulled) == (1, 1)
    assert look.why[-2].words == "1 miss was excused by two people and counts for nothing."
    assert "time" not in look.standing.strands
    people.take_weighing_back(weighing=asked, by=deputy, at=day(11))
    assert record_of(atlas, at=day(11)).ours.standing.strands["time"].state == "frayed"
    with pytest.raises(Refused, match="Nothing is held against"):
        people.ask_to_excuse(promise=keep(20), reason="x", by=manager, at=day(30))


def test_a_second_failure_of_one_incident_weighs_half(manager: User, keep: Callable[..., Promise]) -> None:
    first, second, third = keep(0, late=5), keep(7, late=5), keep(60, late=5)
    people.same_incident(promise=second, first=first, by=manager, at=day(70))
    weights = Evidence.objects.standing().filter(strand="time").order_by("on").values_list("weight", flat=True)
    assert list(weights) == [1.0, 0.5, 1.0]
    with pytest.raises(Refused, match="thirty days"):
        people.same_incident(promise=third, first=first, by=manager, at=day(70))
    with pytest.raises(Refused, match="linked to the earlier"):
        people.same_incident(promise=first, first=third, by=manager, at=day(70))


def test_its_size_is_said_when_it_is_agreed_and_not_afterwards(atlas: Client, manager: User) -> None:
    word = promising.make(client=atlas, text="Call back", due_on=day(1).date(), by=manager, at=START)
    plan = promising.make(client=atlas, text="Plan", due_on=day(1).date(), by=manager, at=START)
    people.say_size(promise=plan, size="minor", by=manager, at=START)
    for promise in (word, plan):
        promising.deliver(promise=promise, by=manager, at=day(1))
    assert told(atlas) == [("word", "kept", 0.5, True), ("time", "kept", 0.5, True)]
    with pytest.raises(Refused, match="on the day it is agreed"):
        people.say_size(promise=word, size="delivery", by=manager, at=day(1))


def test_theirs_is_weighed_apart(atlas: Client, manager: User) -> None:
    for number in range(2):
        theirs = promising.make(
            client=atlas, text="Their logo", side="theirs", due_on=day(number + 4).date(), by=manager, at=START
        )
        promising.deliver(promise=theirs, by=manager, at=day(number + 7))
    assert told(atlas) == []
    assert told(atlas, "theirs") == [("inputs", "slip", 1.0, True), ("inputs", "slip", 1.0, True)]
    both = record_of(atlas, at=day(9))
    assert both.ours.why[1].words == "They chose us. Now it is to be earned."
    assert both.theirs.standing.strands["inputs"].state == "frayed"


def test_a_breach_is_declared_by_whoever_leads_and_closed_by_proof(
    atlas: Client, manager: User, head: User, stranger: User, keep: Callable[..., Promise]
) -> None:
    for number in range(6):
        keep(number * 14)
    with pytest.raises(Refused, match="Tell the head"):
        breaches.declare(client=atlas, kind="law", reason="x", by=manager, at=day(90))
    with pytest.raises(NotFound):
        breaches.declare(client=atlas, kind="law", reason="x", by=stranger, at=day(90))
    breach = breaches.declare(client=atlas, kind="confidentiality", reason="A file went out", by=head, at=day(90))
    look = record_of(atlas, at=day(90)).ours
    assert (look.verdict, look.since, look.breached) == ("not_trusted", day(90).date(), True)
    assert look.would_earn[0].code == "earn_closed"
    with pytest.raises(Refused, match="cannot happen again"):
        breaches.close(breach=breach, confirmed="by mail", verified="", by=head, at=day(100))
    breaches.close(breach=breach, confirmed="by mail", verified="a lock", by=head, at=day(100))
    look = record_of(atlas, at=day(100)).ours
    assert look.verdict == "not_enough_information"
    assert {strand.balance for strand in look.standing.strands.values()} == {0.0}
    breaches.annul_breach(breach=breach, reason="It was another firm", by=head, at=day(101))
    look = record_of(atlas, at=day(101)).ours
    assert (look.verdict, look.since) == ("trusted", date(2026, 5, 18))
    assert VerdictChange.objects.filter(superseded_at__isnull=False).count() == 2


def test_silence_ends_it_by_the_tick(atlas: Client, keep: Callable[..., Promise]) -> None:
    for number in range(6):
        keep(number * 14)
    tick(day(77 + 365))
    assert Record.objects.get(client=atlas).verdict == "trusted"
    tick(day(77 + 366))
    record = Record.objects.get(client=atlas)
    assert (record.verdict, record.since) == ("not_enough_information", day(77 + 366).date())
    tick(day(77 + 366))
    assert VerdictChange.objects.count() == 2


def delivery(key: str, on: date) -> Any:
    """A delivery out of a list, on its day."""
    from mainstay.promises.rules.intake import Delivery

    told: dict[str, Any] = dict.fromkeys(Delivery.__dataclass_fields__)
    told |= {"key": key, "title": key, "side": "ours", "due_on": on, "delivered_on": on, "rows": ()}
    told |= dict.fromkeys(("client", "reference", "owner", "outcome", "currency", "engagement", "contact"), "")
    return Delivery(**told)


def test_a_list_is_put_aside_and_read_by_the_tick(atlas: Client, head: User) -> None:
    from mainstay.promises.actions import intake

    placed = [intake.Placed(delivery(f"k{n}", day(n * 7 - 400).date()), atlas, None) for n in range(40)]
    intake.take_in(placed=placed, run_id=None, by=head, at=START)
    assert (Evidence.objects.count(), Stale.objects.count()) == (0, 1)
    tick(START)
    assert (Evidence.objects.count(), Stale.objects.count()) == (40, 0)
    assert record_of(atlas, at=START).ours.strands[0].words.startswith("On time: 40 of 40 kept;")


def test_a_tampered_verdict_is_an_alarm_and_is_not_repaired(
    atlas: Client, admin: User, keep: Callable[..., Promise]
) -> None:
    keep(0)
    tick(day(8))
    assert not Difference.objects.exists()
    Record.objects.filter(client=atlas).update(verdict="trusted")
    tick(day(9))
    found = Difference.objects.get()
    assert (found.stored["verdict"], found.computed["verdict"]) == ("trusted", "not_enough_information")
    assert Record.objects.get(client=atlas).verdict == "trusted"
    checking.settle_difference(difference=found, why="Somebody wrote into the table", by=admin, at=day(9))
    assert Record.objects.get(client=atlas).verdict == "not_enough_information"


def test_another_policy_is_seen_before_it_is_confirmed_and_what_was_said_stays(
    atlas: Client, admin: User, head: User, keep: Callable[..., Promise]
) -> None:
    for number in range(4):
        keep(number * 14)
    asked = chosen("slow-1", core=("time",), quorum=1)
    shown = preview(asked, person=head, at=day(60))
    assert shown.counts == [("not_enough_information", "trusted", 1)]
    assert [turn.name for turn in shown.named] == ["Atlas GmbH"]
    assert preview(asked, person=admin, at=day(60)).named == []
    choice: dict[str, Any] = {"policy": "slow-1", "core": ["time"], "quorum": 1, "why": "Quarterly work", "by": admin}
    with pytest.raises(Refused, match="Look at what it would change"):
        choosing.confirm(**choice, seen="", at=day(60))
    choosing.confirm(**choice, seen=shown.seen, at=day(60))
    assert record_of(atlas, at=day(60)).ours.policy.label == "slow-1/time!/q1"
    tick(day(60))
    assert Record.objects.get(client=atlas).verdict == "trusted"
    change = VerdictChange.objects.standing().get(client=atlas)
    assert (change.on, change.policy, change.standard) == (day(60).date(), "slow-1/time!/q1", 1)
    with pytest.raises(Refused, match="already"):
        choosing.confirm(**choice, seen=shown.seen, at=day(61))
    with pytest.raises(Refused, match="Only an administrator"):
        choosing.confirm(**{**choice, "by": head}, seen=shown.seen, at=day(61))
    assert Standard.objects.get().changed == 1
    tick(day(61))
    assert not Difference.objects.exists()


def test_an_act_costs_the_same_after_many_as_after_few(
    manager: User, keep: Callable[..., Promise], django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for number in range(8):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            keep(number * 14)
        costs.append(len(seen))
    assert costs[1] == costs[4] == costs[7], costs


def test_folding_anew_gives_what_was_folded_step_by_step(atlas: Client, keep: Callable[..., Promise]) -> None:
    for number, late in enumerate((0, 0, 2, 0, 9, 0, 0)):
        keep(number * 20, late=late, said="accepted" if number % 2 else "")
    before = Record.objects.get(client=atlas, direction="ours")
    changes = list(VerdictChange.objects.values_list("on", "became", "digest"))
    changed = folding.Changed()
    changed.whole([atlas.pk])
    assert folding.refold(changed=changed, at=day(200)) == 0
    after = Record.objects.get(client=atlas, direction="ours")
    assert (after.verdict, after.since, after.state, after.through) == (
        before.verdict,
        before.since,
        before.state,
        before.through,
    )
    assert list(VerdictChange.objects.values_list("on", "became", "digest")) == changes
    assert deriving.catch_up(at=day(200)) == 0
