"""Planting follow-ups as deliveries are noted, and taking them away where the delivery is taken back (R-B-34).

Nothing here looks at who manages the client, whether the engagement runs or who is still there: a follow-up is of the
client and outlives all of that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from mainstay.engagements.models import Engagement
from mainstay.followups import rules
from mainstay.followups.models import Delay, FollowUp
from mainstay.followups.rules import Wait
from mainstay.journal import actions as journal
from mainstay.journal.actions import Entry
from mainstay.kit.learned import of_ids
from mainstay.kit.plug import registry
from mainstay.promises.models import Promise

State, About = FollowUp.State, FollowUp.About


@transaction.atomic
def hear_promises(told: Sequence[Any]) -> None:
    """What became of promises: plant what a delivery calls for, take away what no longer is (R-B-34, R-A-35)."""
    at = told[-1].line.at
    promises = [one.about for one in told]
    touched = [one.about for one in told if one.about.delivered_on is not None or "delivered_on" in one.changes]
    if touched:
        _tend({one.pk: one for one in touched}, at)
    weigh({one.engagement_id for one in promises if one.engagement_id is not None}, at)


@transaction.atomic
def hear_annulled(told: Sequence[Any]) -> None:
    """Entered in error: nothing is asked after them any more; a list taken back tells of many at once (R-X-10)."""
    at = told[-1].line.at
    planted = of_ids("followups.planted", _planted_for, [one.about.pk for one in told])
    _write([], [], [row for row in planted if row.state == State.OPEN], at)
    weigh({one.about.engagement_id for one in told if one.about.engagement_id is not None}, at)


@transaction.atomic
def hear_engagements(told: Sequence[Any]) -> None:
    """What was said of an outcome, or when it is to show: the question is answered, open again, or on another day."""
    weigh({one.about.pk for one in told}, told[-1].line.at)


# --- deliveries ---------------------------------


def _tend(promises: Mapping[UUID, Promise], at: datetime) -> None:
    """Let the open follow-ups of these promises be those that their deliveries call for."""
    waits = waits_of({one.kind_id for one in promises.values() if one.kind_id is not None})
    there = of_ids("followups.planted", _planted_for, list(promises))
    known = {(row.promise_id, row.months, row.days): row for row in there}
    wanted: dict[tuple[Any, int, int], FollowUp] = {}
    for promise in promises.values():
        for one in _called_for(promise, waits):
            wanted[promise.pk, one.wait.months, one.wait.days] = _planted(promise, one)
    gone = [row for place, row in known.items() if row.state == State.OPEN and place not in wanted]
    moved = [
        _on(row, wanted[place].due_on)
        for place, row in known.items()
        if place in wanted and row.state == State.OPEN and row.first_due_on != wanted[place].due_on
    ]
    _write([row for place, row in wanted.items() if place not in known], moved, gone, at)


def _planted_for(promises: Sequence[UUID], _at: datetime) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(promise__pk__among=promises, about=About.DELIVERY).exclude(state=State.GONE)
    return rows.select_related("client", "promise")


def waits_of(kinds: Collection[UUID]) -> dict[UUID, Sequence[Wait]]:
    """The delays of these kinds; one month where nobody has said anything of a kind (R-B-35). One query."""
    said: dict[UUID, list[Wait]] = {}
    if kinds:
        for row in Delay.objects.filter(kind__in=kinds):
            waits = said.setdefault(row.kind_id, [])
            if row.stopped_at is None:
                waits.append(Wait(row.months, row.days, tuple(row.questions)))
    return {pk: said.get(pk, (rules.ONE_MONTH_ON,)) for pk in kinds}


def _called_for(promise: Promise, waits: Mapping[UUID, Sequence[Wait]]) -> Sequence[rules.Planned]:
    ours = promise.side == Promise.Side.OURS and promise.annulled_at is None
    if not ours or promise.delivered_on is None or promise.kind_id is None:
        return ()
    return rules.planned(promise.delivered_on, waits[promise.kind_id])


def _planted(promise: Promise, one: rules.Planned) -> FollowUp:
    return FollowUp(
        client=promise.client,
        about=About.DELIVERY,
        promise=promise,
        engagement_id=promise.engagement_id,
        months=one.wait.months,
        days=one.wait.days,
        questions=list(one.wait.questions),
        due_on=one.due_on,
        first_due_on=one.due_on,
    )


# --- outcomes ---------------------------------


def weigh(engagements: Collection[UUID], at: datetime) -> None:
    """Where everything under an engagement is delivered and the outcome is unconfirmed, ask on its day (R-A-35)."""
    if not engagements:
        return
    there = {row.engagement_id: row for row in of_ids("followups.asked", _asked_of, list(engagements))}
    wanted = {row.engagement_id: row for row in _questions(engagements, at)}
    # given up once for this day, or answered without a word on the outcome, it is not asked again by itself
    over = set(of_ids("followups.over", _over, [pk for pk in wanted if pk is not None]) if wanted else ())
    fresh = [row for pk, row in wanted.items() if pk not in there and (pk, row.first_due_on) not in over]
    moved = [
        _on(row, wanted[pk].due_on)
        for pk, row in there.items()
        if pk in wanted and row.first_due_on != wanted[pk].due_on
    ]
    _write(fresh, moved, [row for pk, row in there.items() if pk not in wanted], at)


def _asked_of(engagements: Sequence[UUID], _at: datetime) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.open().filter(engagement__pk__among=engagements, about=About.OUTCOME)
    return rows.select_related("client", "engagement")


def _over(engagements: Sequence[UUID], _at: datetime) -> QuerySet[FollowUp, Any]:
    rows = FollowUp.objects.filter(engagement__pk__among=engagements, about=About.OUTCOME)
    return rows.filter(state__in=(State.DROPPED, State.ANSWERED)).values_list("engagement_id", "first_due_on")


def _unconfirmed(engagements: Sequence[UUID], _at: datetime) -> QuerySet[Engagement]:
    return Engagement.objects.unconfirmed().filter(pk__among=engagements).select_related("client")


def _questions(engagements: Collection[UUID], at: datetime) -> Iterable[FollowUp]:
    asked = of_ids("followups.unconfirmed", _unconfirmed, list(engagements))
    if not asked:
        return
    delivered = _whole([one.pk for one in asked], at)
    for one in asked:
        if one.pk in delivered:
            day = rules.ask_of_outcome_on(delivered[one.pk], one.outcome_by)
            yield FollowUp(client=one.client, about=About.OUTCOME, engagement=one, due_on=day, first_due_on=day)


def _whole(ids: Sequence[UUID], at: datetime) -> dict[UUID, date]:
    """The day of the last delivery of those of which everything promised is delivered."""
    whole = set()
    for plug in registry.installed():
        if plug.engagement_facts is not None:
            found = plug.engagement_facts(ids, at)
            whole |= {pk for pk, told in found.items() if told.promised and told.delivered >= told.promised}
    rows: Any = Promise.objects.counted().ours().filter(engagement__in=whole, delivered_on__isnull=False).order_by()
    return {row["engagement"]: row["last"] for row in rows.values("engagement").annotate(last=Max("delivered_on"))}


# --- writing ---------------------------------


def _on(row: FollowUp, day: date) -> FollowUp:
    """On another day; one that somebody put off stays where it was put unless that is earlier."""
    put_off = row.due_on != row.first_due_on
    row.due_on, row.first_due_on = max(day, row.due_on) if put_off else day, day
    return row


def _write(fresh: Sequence[FollowUp], moved: Sequence[FollowUp], gone: Sequence[FollowUp], at: datetime) -> None:
    """A fixed number of queries, and one journal line each."""
    for row in gone:
        row.state, row.ended_at = State.GONE, at
    if gone:
        FollowUp.objects.bulk_update(gone, ["state", "ended_at"], batch_size=200)
    if moved:
        FollowUp.objects.bulk_update(moved, ["due_on", "first_due_on"], batch_size=200)
    FollowUp.objects.bulk_create(fresh, batch_size=200)
    entries = [Entry("followups.planted", row, row.client, changes={"due_on": (None, row.due_on)}) for row in fresh]
    entries += [Entry("followups.moved", row, row.client, changes={"due_on": (None, row.due_on)}) for row in moved]
    entries += [Entry("followups.gone", row, row.client) for row in gone]
    if entries:
        journal.note_many(entries, at=at)
