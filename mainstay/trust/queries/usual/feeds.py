"""What happened to clients, as the streams read it: out of promises, out of extras given (rulebook 2.1)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from mainstay.clients.models import Assignment
from mainstay.kit.plug import Happening
from mainstay.kit.wall import zone_named
from mainstay.promises.models import Exceeded, Promise
from mainstay.trust.models import Extra
from mainstay.trust.queries.record.facts import invoiced_of
from mainstay.trust.queries.record.workdays import workdays

NOON = time(12)


def _moment(on: date, at: datetime | None, zone: str) -> datetime:
    """When something happened on a day: at its instant, where that lies on the day; else at noon there."""
    there: ZoneInfo = zone_named(zone)
    if at is not None and at.astimezone(there).date() == on:
        return at
    return datetime.combine(on, NOON, there)


_DONE = (
    "client_id",
    "judged_on",
    "delivered_on",
    "delivered_at",
    "due_zone",
    "ended",
    "closed_on",
    "outcome",
    "owner_id",
)


_CHARGED = (
    *("client_id", "budget", "cost", "currency", "delivered_on", "delivered_at", "due_zone"),
    *("exchange__promise_id", "exchange__amount", "exchange__currency", "exchange__payment__made_on"),
)


def _done(clients: Sequence[UUID]) -> Iterator[tuple[Promise, bool]]:
    """Our promises that came to an end that counts, and whether they were marked as more than kept, for once."""
    once = Exceeded.objects.filter(promise=OuterRef("pk"), once=True, taken_back_at=None)
    ended = Q(delivered_on__isnull=False) | Q(outcome=Promise.Outcome.BROKEN)
    rows = Promise.objects.counted().ours().filter(ended, client__in=clients).annotate(marked=Exists(once))
    for row in rows.only(*_DONE).order_by("client_id", "closed_on").iterator(chunk_size=2000):
        yield row, bool(getattr(row, "marked", False))


def earliness(clients: Sequence[UUID]) -> Iterator[Happening]:
    """Working days before (+) or after (−) the day that was agreed (DR-C)."""
    days = workdays()
    for row, once in _done(clients):
        if row.delivered_on is None:
            continue
        early = days.between(row.delivered_on, row.judged_on)
        value = early or -days.between(row.judged_on, row.delivered_on)
        yield Happening(row.client_id, _moment(row.delivered_on, row.delivered_at, row.due_zone), value, once=once)


_KEPT = {
    Promise.Outcome.KEPT: 1.0,
    Promise.Outcome.MOVED: 1.0,
    Promise.Outcome.KEPT_LATE: 0.0,
    Promise.Outcome.BROKEN: 0.0,
}


def punctuality(clients: Sequence[UUID]) -> Iterator[Happening]:
    """Kept or not (DR-E)."""
    for row, _once in _done(clients):
        on = row.delivered_on or row.closed_on
        kept = _KEPT.get(Promise.Outcome(row.outcome))
        if on is not None and kept is not None:
            yield Happening(row.client_id, _moment(on, row.delivered_at, row.due_zone), kept)


def person(clients: Sequence[UUID]) -> Iterator[Happening]:
    """Whether whoever is named for them kept our word in person, or somebody else did (DR-H)."""
    named = _managers(clients)
    for row, _once in _done(clients):
        if row.delivered_on is None or row.owner_id is None:
            continue
        since = named.get(row.client_id, [])
        place = bisect_right(since, row.delivered_on, key=lambda each: each[0])
        if place:
            mine = since[place - 1][1] == row.owner_id
            yield Happening(row.client_id, _moment(row.delivered_on, row.delivered_at, row.due_zone), float(mine))


def _managers(clients: Sequence[UUID]) -> dict[UUID, list[tuple[date, UUID]]]:
    """Who was named for each client from which day on."""
    rows = Assignment.objects.filter(client__in=clients, role=Assignment.Role.MANAGER).order_by("from_on", "id")
    named: dict[UUID, list[tuple[date, UUID]]] = {}
    for client_id, from_on, user_id in rows.values_list("client_id", "from_on", "user_id"):
        named.setdefault(client_id, []).append((from_on, user_id))
    return named


def price(clients: Sequence[UUID]) -> Iterator[Happening]:
    """How far below the agreed price an invoice stayed, in percent of it (DR-F).

    What goes over it is no discount and no loss of one: it weighs in the record (TV-13).
    """
    charged = Promise.objects.counted().ours().filter(client__in=clients, budget__gt=0, delivered_on__isnull=False)
    for row in charged.select_related("exchange__payment").only(*_CHARGED).order_by("client_id", "closed_on"):
        amount, on, comparable = invoiced_of(row, getattr(row, "exchange", None))
        if amount is None or on is None or not comparable or row.budget is None:
            continue
        below = max(0.0, float((row.budget - amount) / row.budget) * 100)
        yield Happening(row.client_id, _moment(on, row.delivered_at, row.due_zone), round(below, 2))


def customs(clients: Sequence[UUID]) -> Iterator[Happening]:
    """Extras given, or left out, on each occasion (DR-G)."""
    rows = (
        Extra.objects.filter(client__in=clients, annulled_at=None).select_related("client").order_by("on", "noted_at")
    )
    for row in rows.only("client__zone", "key", "on", "noted_at", "granted", "mark"):
        at = _moment(row.on, row.noted_at, row.client.zone)
        yield Happening(row.client_id, at, float(row.granted), once=row.mark == Extra.Mark.ONCE, series=row.key)
