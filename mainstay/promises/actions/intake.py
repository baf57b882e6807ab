"""Taking in a firm's history: many promises at once, each with its journal line, and undoing it whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients.models import Client
from mainstay.engagements.models import Engagement
from mainstay.house.actions import gate
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.promises import rules
from mainstay.promises.actions.holding import due_at
from mainstay.promises.models import Promise, PromiseQuerySet
from mainstay.promises.rules.intake import Delivery


@dataclass(frozen=True)
class Placed:
    """A delivery read from a file, with the records its names stand for."""

    delivery: Delivery
    client: Client
    owner: User | None
    engagement: Engagement | None = None


@transaction.atomic
def take_in(
    *, placed: Sequence[Placed], run_id: UUID | None, by: User, at: datetime, currency: str = ""
) -> list[Promise]:
    """Write a batch of deliveries as promises of ours; what stands there already is left (R-X-10).

    A delivery is known again by its client and key. Returns those made, in the order given; call it in batches of
    some hundred so that others can write in between. Raises Refused without the right to take in.
    """
    gate.needs_right(by, rights.TAKE_IN)
    there = known(placed)
    made = []
    for one in placed:
        if (one.client.pk, one.delivery.key) not in there:
            there.add((one.client.pk, one.delivery.key))
            made.append(_promise(one, run_id, currency))
    Promise.objects.bulk_create(made, batch_size=500)
    entries = [journal.Entry("promises.taken_in", promise, promise.client, by, promise.text) for promise in made]
    if entries:
        journal.note_many(entries, at=at)
    return made


def known(placed: Sequence[Placed]) -> set[tuple[UUID, str]]:
    """Which of these deliveries stand in the ledger already, as (client, key)."""
    rows = Promise.objects.counted().filter(
        client__in={one.client.pk for one in placed}, run_key__in=[one.delivery.key for one in placed]
    )
    return set(rows.values_list("client_id", "run_key"))


def _promise(one: Placed, run_id: UUID | None, currency: str) -> Promise:
    told = one.delivery
    zone = one.client.zone
    promise = Promise(
        client=one.client,
        engagement=one.engagement,
        text=clean(told.title or told.reference or _("Delivery"), field="title", limit=300, rule="R-X-10"),
        outcome_wanted=clean(told.outcome or "", field="outcome", limit=300, rule="R-X-10"),
        reference=clean(told.reference or "", field="reference", limit=120, rule="R-X-10"),
        owner=one.owner,
        made_on=told.made_on,
        said=Promise.Said.LIST,
        due_on=told.due_on,
        due_time=told.due_time,
        due_zone=zone,
        due_at=due_at(told.due_on, told.due_time, zone),
        first_due_on=told.due_on,
        judged_on=told.due_on,
        budget=told.budget,
        cost=told.cost,
        currency=told.currency or (currency if told.budget is not None or told.cost is not None else ""),
        delivered_on=told.delivered_on,
        closed_on=told.delivered_on,
        satisfaction=told.accepted or "",
        known_from=_("the list taken in") if told.accepted and told.accepted != rules.NO_ANSWER else "",
        is_owed=told.delivered_on is None,
        run_id=run_id,
        run_key=told.key,
    )
    promise.outcome = rules.outcome(promise.facts)
    return promise


def of_run(run_id: UUID) -> PromiseQuerySet:
    """What one run made and what still counts."""
    return Promise.objects.counted().filter(run_id=run_id)


def refuse_if_acted_on(run_id: UUID) -> None:
    """Refuse to undo a run whose promises somebody acted on since (R-X-2)."""
    acted = of_run(run_id).filter(acts__gt=0)
    if count := acted.count():
        some = ", ".join(acted.order_by("id").values_list("text", flat=True)[:3])
        raise Refused(
            ngettext(
                "Nothing was undone: somebody has acted on %(n)d promise of this run (%(some)s). "
                "Take that back first, or mark single promises as entered in error.",
                "Nothing was undone: somebody has acted on %(n)d promises of this run (%(some)s). "
                "Take that back first, or mark single promises as entered in error.",
                count,
            )
            % {"n": count, "some": some},
            rule="R-X-2",
        )


@transaction.atomic
def annul_some(*, run_id: UUID, by: User, at: datetime, reason: str, most: int = 500) -> int:
    """Mark the next promises of a run as entered in error; 0 when none is left (R-X-10). Raises Refused."""
    refuse_if_acted_on(run_id)
    rows = list(of_run(run_id).select_for_update(of=("self",)).select_related("client").order_by("id")[:most])
    entries = [
        journal.Entry("promises.annulled", promise, promise.client, by, reason, _annulling(promise, at))
        for promise in rows
    ]
    Promise.objects.filter(pk__in=[promise.pk for promise in rows]).update(
        annulled_at=at, annulled_why=reason, is_owed=False, to_tell=False
    )
    if entries:
        journal.note_many(entries, at=at)
    return len(rows)


def _annulling(promise: Promise, at: datetime) -> Mapping[str, tuple[object, object]]:
    return {"annulled_at": (None, at), "is_owed": (promise.is_owed, False)}
