"""Evidence out of promises: what the journal tells at once, what is many later, what silence adds day by day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from mainstay.house.models import house
from mainstay.journal.actions import Told
from mainstay.kit import rows
from mainstay.kit.behind import tell
from mainstay.kit.learned import of_ids
from mainstay.kit.portions import Portion
from mainstay.kit.times import local_day
from mainstay.promises.models import Promise
from mainstay.trust.actions.record.folding import Changed, refold
from mainstay.trust.models.record import Evidence
from mainstay.trust.models.weighing import Check, Stale
from mainstay.trust.queries.record import facts
from mainstay.trust.queries.record.standard import in_force
from mainstay.trust.queries.record.workdays import workdays
from mainstay.trust.rules.record.days import Workdays
from mainstay.trust.rules.record.derive import Derived, Given, derive
from mainstay.trust.rules.record.fold import Row

AT_ONCE = 25  # more lines than these are a list that came in: read by the tick
AT_A_TIME = 2000  # promises read together
FIRST, CLIENTS = 2, 200  # read in one transaction, at first and at most, so that others can write in between
SILENT = 200  # promises past their day read in one transaction at first, at most AT_A_TIME
A_TICK = 10_000  # promises read by one tick
_PIECE = ("promise_id", "strand", "client_id", "direction", "on", "outcome", "weight")
_STILL = ("promises.made", "promises.handed_over", "promises.exceeded")  # of an open promise: nothing to weigh

_PUT_ASIDE = """
INSERT INTO trust_stale (client_id, "on") SELECT told.client_id, %(on)s
FROM unnest(%(clients)s::uuid[]) AS told (client_id)
WHERE NOT EXISTS (SELECT 1 FROM trust_stale AS stale WHERE stale.client_id = told.client_id AND stale."on" <= %(on)s)
"""


def weigh(told: Sequence[Told]) -> None:
    """Hear what happened to promises: weigh them anew at once, or, of a list, put their clients aside for the tick.

    In the transaction of the act. A few lines cost a fixed number of queries (TV-60).
    """
    if not told:
        return
    at = told[0].line.at
    if len(told) > AT_ONCE:
        put_aside(clients={one.line.client_id for one in told if one.line.client_id is not None}, on=_today(at))
        return
    promises = {promise.pk: promise for one in told if (promise := _promise_of(one)) is not None}
    if told[0].line.kind in _STILL:
        promises = {pk: promise for pk, promise in promises.items() if promise.judged_on < _today(at)}
    else:
        leaning = facts.leaning_on(promises) - promises.keys() if promises else set()
        promises |= {promise.pk: promise for promise in Promise.objects.filter(pk__in=leaning)} if leaning else {}
    if promises:
        read_anew(promises=list(promises.values()), at=at, by_id=told[0].line.by_id)


def _promise_of(told: Told) -> Promise | None:
    about = told.about if isinstance(told.about, Promise) else getattr(told.about, "promise", None)
    return about if isinstance(about, Promise) else None


def _today(at: datetime) -> date:
    return local_day(at, house().zone)


@transaction.atomic
def put_aside(*, clients: Collection[UUID], on: date) -> None:
    """Have all promises of these clients read anew by the tick, on that day or later. One query and one writing.

    On PostgreSQL both are one statement, which nobody waits for.
    """
    if connection.vendor == "postgresql":
        tell(connection, _PUT_ASIDE, {"clients": sorted(clients), "on": on})
        return
    there = set(Stale.objects.filter(client__pk__among=clients, on__lte=on).values_list("client_id", flat=True))
    rows.insert_many([Stale(client_id=client, on=on) for client in sorted(set(clients) - there)])


@transaction.atomic
def read_anew(*, promises: Sequence[Promise], at: datetime, by_id: UUID | None = None) -> int:
    """Hold the evidence of some promises against what they say now (TV-20): strike through and add; then fold.

    Returns how many rows were added or struck through. A promise that silence will add to puts its client aside.
    """
    standard, days, today = in_force(), workdays(), _today(at)
    given = facts.given_of(promises, days, today=today, small_within=standard.small_within)
    derived = _derived(promises, given, days, today, at)
    changed = _reconciled(promises, given, derived, at, by_id)
    waking = [(one, pk) for pk, one in derived.items() if one.wake is not None]
    by_pk = {promise.pk: promise for promise in promises}
    for one, pk in waking:
        if one.wake is not None and not by_pk[pk].is_owed:  # what is owed is looked for every day
            put_aside(clients=[by_pk[pk].client_id], on=one.wake)
    if changed.touched:
        refold(changed=changed, standard=standard, at=at)
    return changed.count


def _derived(
    promises: Sequence[Promise], given: Mapping[UUID, Given], days: Workdays, today: date, at: datetime
) -> dict[UUID, Derived]:
    """What each says as of the day where it is due, which may have begun before ours."""
    on = {zone: max(today, local_day(at, zone)) for zone in {promise.due_zone for promise in promises}}
    return {
        promise.pk: derive(given[promise.pk], days, on=on[promise.due_zone])
        for promise in promises
        if promise.pk in given
    }


def _reconciled(
    promises: Sequence[Promise],
    given: Mapping[UUID, Given],
    derived: Mapping[UUID, Derived],
    at: datetime,
    by_id: UUID | None,
) -> Changed:
    clients = {promise.pk: promise.client_id for promise in promises}
    there = {row[:2]: row for row in of_ids("trust.stands", _stands, list(clients))}
    changed, fresh, gone = Changed(), [], []
    for pk, one in derived.items():
        client, direction = clients[pk], given[pk].direction
        for strand, on, outcome, weight in one.pieces:
            told = (pk, strand, client, direction, on, outcome, weight)
            row = there.pop((pk, strand), None)
            if row is not None and row[:-1] == told:
                continue
            if row is not None:
                gone.append(row)
            fresh.append((client, direction, strand, on, outcome, weight, pk, at, by_id, None, None, ""))
            changed.add((client, direction), Row(on, strand, outcome, weight))
    struck = rows.partly(Evidence, (*_PIECE, "id"), [*gone, *there.values()])
    for each in struck:
        each.annulled_at, each.annulled_by_id = at, by_id
        each.annulled_why = _("what it rests on was changed")
        changed.strike((each.client_id, each.direction))
    rows.update_many(struck, ["annulled_at", "annulled_by_id", "annulled_why"])
    ids = rows.ids_for(Evidence, len(fresh)) if fresh else []
    rows.insert_values(Evidence, [(one, *told) for one, told in zip(ids, fresh, strict=True)])
    return changed


def _stands(promises: Sequence[UUID], _at: datetime) -> QuerySet[Evidence, Any]:
    return Evidence.objects.standing().filter(promise__pk__among=promises).values_list(*_PIECE, "id")


# --- by the tick ------------------------------------------------------------------------------------------------


def catch_up(*, at: datetime, most: int = A_TICK) -> int:
    """Read what was put aside, and once a day what became overdue (TV-11). Returns how many promises were read."""
    today = _today(at)
    read = _clients_put_aside(at, today, most)
    if read < most:
        read += _overdue(at, today)
    return read


def _clients_put_aside(at: datetime, today: date, most: int) -> int:
    portion, read = Portion(first=FIRST, most=CLIENTS), 0
    while read < most:
        with portion.timed():
            due = list(Stale.objects.filter(on__lte=today).order_by("id")[: portion.size])
            read += read_clients(stale=due, at=at) if due else 0
        if not due:
            break
    return read


@transaction.atomic
def read_clients(*, stale: Sequence[Stale], at: datetime) -> int:
    """Read all promises of some clients that were put aside, and fold each of them whole. Returns how many."""
    clients = sorted({row.client_id for row in stale})
    read = 0
    changed, standard, days, today = Changed(), in_force(), workdays(), _today(at)
    for group in _in_groups(Promise.objects.filter(client__pk__among=clients).order_by("client_id", "id")):
        given = facts.given_of(group, days, today=today, small_within=standard.small_within)
        derived = _derived(group, given, days, today, at)
        changed.also(_reconciled(group, given, derived, at, None))
        read += len(group)
    changed.whole(clients)
    refold(changed=changed, standard=standard, at=at)
    Stale.objects.filter(pk__in=[row.pk for row in stale]).delete()
    return max(read, 1)


def _in_groups(promises: Any) -> Iterator[list[Promise]]:
    """Promises with the columns that evidence is read from, some at a time."""
    told = promises.values_list(*facts.READ).iterator(chunk_size=AT_A_TIME)
    while group := rows.partly(Promise, facts.READ, islice(told, AT_A_TIME)):
        yield group


def _overdue(at: datetime, today: date) -> int:
    """Once a day: promises past their day that say nothing yet; a miss arises by itself (TV-11)."""
    check, _made = Check.objects.get_or_create(pk=1)
    if check.overdue_on is not None and check.overdue_on >= today:
        return 0
    read, after = 0, UUID(int=0)
    says = Evidence.objects.standing().filter(promise=OuterRef("pk"))
    silent = Promise.objects.filter(facts.open_since(today), due_at__lte=at + timedelta(days=1)).exclude(Exists(says))
    portion = Portion(first=SILENT, most=AT_A_TIME)
    while some := list(silent.filter(pk__gt=after).order_by("pk")[: portion.size]):
        with portion.timed():
            read_anew(promises=some, at=at)
        read, after = read + len(some), some[-1].pk
    Check.objects.filter(pk=1).update(overdue_on=today)
    return read
