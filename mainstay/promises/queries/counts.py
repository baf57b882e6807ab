"""Counts, runs and both sides of the ledger: one place for page, report, CSV, API and terminal (R-A-11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.promises import rules
from mainstay.promises.models import Promise, PromiseQuerySet, Remark

OVER = Q(cost__gt=F("budget"), budget__gt=0)
MISS = Q(outcome__in=(rules.KEPT_LATE, rules.BROKEN)) | OVER | Q(satisfaction=rules.NOT_ACCEPTED)
SIDES = (Promise.Side.OURS, Promise.Side.THEIRS, Promise.Side.THIRD)


@dataclass(frozen=True)
class Tally:
    """What one side has kept and missed."""

    counts: rules.Counts
    run: int
    last_miss_on: date | None


@dataclass(frozen=True)
class BroughtIn:
    """Of the promises a run brought in: how many are owed past their time, and how many are the other side's word."""

    late: int
    theirs: int


def brought_in(run_id: UUID, at: datetime) -> BroughtIn:
    """What stands of a run at this moment (R-X-10): one query."""
    late, theirs = Count("pk", filter=Q(is_owed=True, due_at__lte=at)), Count("pk", filter=Q(side=Promise.Side.THEIRS))
    return BroughtIn(**Promise.objects.counted().filter(run_id=run_id).aggregate(late=late, theirs=theirs))


def tallies(promises: PromiseQuerySet) -> dict[str, Tally]:
    """Counts, run since the last miss and its day, per side: two queries, whatever the number of promises (R-A-11)."""
    wanted: dict[str, Count | Max] = {name: Count("pk", filter=Q(outcome=name)) for name in rules.OUTCOMES}
    wanted |= {
        "made": Count("pk"),
        "over_budget": Count("pk", filter=OVER),
        "not_accepted": Count("pk", filter=Q(satisfaction=rules.NOT_ACCEPTED)),
        "last_miss": Max("closed_on", filter=MISS),
    }
    base = promises.counted().order_by()
    # named n_…, so that the aggregate of the open ones is not mistaken for a column
    grouped: Any = base.values("side").annotate(**{f"n_{name}": sum_ for name, sum_ in wanted.items()})
    rows = {row["side"]: row for row in grouped}
    runs = _runs(base, {side: row["n_last_miss"] for side, row in rows.items()})
    nothing = Tally(rules.Counts(), 0, None)
    return {
        side: Tally(
            rules.Counts(**{name: rows[side][f"n_{name}"] for name in rules.Counts.__dataclass_fields__}),
            runs[side],
            rows[side]["n_last_miss"],
        )
        if side in rows
        else nothing
        for side in SIDES
    }


def _runs(base: PromiseQuerySet, last: dict[str, date | None]) -> dict[str, int]:
    after = Q()
    for side, day in last.items():
        after |= Q(side=side) if day is None else Q(side=side, closed_on__gt=day)
    if not last:
        return {}
    kept = base.filter(after, outcome=rules.KEPT).values("side").annotate(n=Count("pk"))
    return dict.fromkeys(last, 0) | {row["side"]: row["n"] for row in kept}


def tallies_of_clients(client_ids: Iterable[UUID]) -> dict[UUID, Tally]:
    """Our side's tally for many clients: two queries for a hundred of them (reports)."""
    ids = list(client_ids)
    base = Promise.objects.counted().ours().filter(client__in=ids).order_by()
    wanted = {f"n_{name}": Count("pk", filter=Q(outcome=name)) for name in rules.OUTCOMES}
    rows: Any = base.values("client").annotate(
        **wanted,
        n_made=Count("pk"),
        n_over_budget=Count("pk", filter=OVER),
        n_not_accepted=Count("pk", filter=Q(satisfaction=rules.NOT_ACCEPTED)),
        n_last_miss=Max("closed_on", filter=MISS),
    )
    found = {row["client"]: row for row in rows}
    runs = _runs_of_clients(base, {pk: row["n_last_miss"] for pk, row in found.items()})
    return {
        pk: Tally(
            rules.Counts(**{name: row[f"n_{name}"] for name in rules.Counts.__dataclass_fields__}),
            runs.get(pk, 0),
            row["n_last_miss"],
        )
        for pk, row in found.items()
    }


def _runs_of_clients(base: PromiseQuerySet, last: dict[UUID, date | None]) -> dict[UUID, int]:
    """Kept since the last miss of each: an index leads to those alone; a hundred clients a query."""
    runs: dict[UUID, int] = {}
    rest = list(last.items())
    while rest:
        some, rest = rest[:100], rest[100:]
        after = Q()
        for pk, day in some:
            after |= Q(client=pk) if day is None else Q(client=pk, closed_on__gt=day)
        kept = base.filter(after, outcome=rules.KEPT).values("client").annotate(n=Count("pk"))
        runs |= {row["client"]: row["n"] for row in kept}
    return runs


@dataclass(frozen=True)
class Ledger:
    """Both sides as they stand: what is owed, open remarks, and what was closed lately."""

    we_owe: list[Promise]
    you_owe: list[Promise]
    third: list[Promise]
    remarks: list[Remark]


def ledger(client: Client, *, most: int = 200) -> Ledger:
    """What each side owes the other, the earliest first (R-B-45). Two queries."""
    owed = list(
        Promise.objects.owed()
        .filter(client=client)
        .select_related("client", "kind", "owner", "owner_contact", "made_to")
        .order_by("due_at", "id")[:most]
    )
    remarks = Remark.objects.filter(promise__client=client, closed_at=None, promise__annulled_at=None)
    return Ledger(
        [promise for promise in owed if promise.side == Promise.Side.OURS],
        [promise for promise in owed if promise.side == Promise.Side.THEIRS],
        [promise for promise in owed if promise.side == Promise.Side.THIRD],
        list(remarks.select_related("promise__client", "promise__owner")[:most]),
    )


def deliveries(client: Client, *, most: int = 60) -> list[Promise]:
    """Our latest deliveries, oldest first, for the strip."""
    rows = (
        Promise.objects.counted()
        .ours()
        .filter(client=client, delivered_on__isnull=False)
        .order_by("-closed_on", "-id")[:most]
    )
    return list(reversed(rows))


@dataclass(frozen=True)
class Standing:
    """What a list of clients shows of the ledger, for one client."""

    we_owe: int
    we_late: int
    they_owe: int
    they_late: int
    next_due: Promise | None


def standings(clients: Iterable[Client], at: datetime) -> dict[UUID, Standing]:
    """We owe, they owe and what is due next, for the clients of one page: two queries (R-B-1)."""
    ids = [client.pk for client in clients]
    owed = Promise.objects.owed().filter(client__in=ids).order_by()
    ours, theirs, late = Q(side="ours"), Q(side="theirs"), Q(due_at__lte=at)
    rows = owed.values("client").annotate(
        we=Count("pk", filter=ours),
        we_late=Count("pk", filter=ours & late),
        they=Count("pk", filter=theirs),
        they_late=Count("pk", filter=theirs & late),
        first=Min("due_at", filter=ours),
    )
    found = {row["client"]: row for row in rows}
    firsts = Q(pk__in=[])
    for pk, row in found.items():
        if row["first"] is not None:
            firsts |= Q(client=pk, due_at=row["first"])
    nexts: dict[UUID, Promise] = {}
    for promise in owed.ours().filter(firsts).select_related("client").order_by("id"):
        nexts.setdefault(promise.client_id, promise)
    return {
        pk: Standing(row["we"], row["we_late"], row["they"], row["they_late"], nexts.get(pk))
        for pk, row in found.items()
    }


def of_user(user: User) -> PromiseQuerySet:
    """Promises this person may see and is the owner of."""
    return Promise.objects.visible_to(user).filter(owner=user)
