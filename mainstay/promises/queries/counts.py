"""Counts, runs and both sides of the ledger: one place for page, report, CSV, API and terminal (R-A-11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, DateField, F, Max, OuterRef, Q, QuerySet, Subquery, UUIDField

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.kit import learned
from mainstay.kit.prepared import Slot, prepared
from mainstay.promises import rules
from mainstay.promises.models import Promise, PromiseQuerySet, Remark

OVER = Q(cost__gt=F("budget"), budget__gt=0)
MISS = Q(outcome__in=(rules.KEPT_LATE, rules.BROKEN)) | OVER | Q(satisfaction=rules.NOT_ACCEPTED)
SIDES = (Promise.Side.OURS, Promise.Side.THEIRS, Promise.Side.THIRD)
MOST = 200  # lines of a ledger
LAST = 60  # deliveries that the strip shows
ON_THE_STRIP = (
    "text", "reference", "due_on", "judged_on", "delivered_on", "closed_on", "budget", "cost", "satisfaction",
    "outcome",
)  # fmt: skip


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
    base = promises.counted().order_by()
    return _tallies(list(_by_side(base)), partial(_runs, base))


def tallies_of(client: Client) -> dict[str, Tally]:
    """The same of one client: the second query only where something was kept after something was missed."""
    return _tallies(_of_client(client=client.pk), partial(_runs_of, client))


def _by_side(base: PromiseQuerySet) -> Any:
    wanted: dict[str, Count | Max] = {name: Count("pk", filter=Q(outcome=name)) for name in rules.OUTCOMES}
    wanted |= {
        "made": Count("pk"),
        "over_budget": Count("pk", filter=OVER),
        "not_accepted": Count("pk", filter=Q(satisfaction=rules.NOT_ACCEPTED)),
        "last_miss": Max("closed_on", filter=MISS),
    }
    # named n_…, so that the aggregate of the open ones is not mistaken for a column
    return base.values("side").annotate(**{f"n_{name}": sum_ for name, sum_ in wanted.items()})


@prepared(client=UUIDField())
def _of_client(client: Slot) -> QuerySet[Promise, Any]:
    found: QuerySet[Promise, Any] = _by_side(Promise.objects.counted().filter(client=client).order_by())
    return found


def _tallies(grouped: list[Any], runs_of: Callable[[dict[str, Any]], dict[str, int]]) -> dict[str, Tally]:
    rows = {row["side"]: row for row in grouped}
    runs = runs_of(rows)
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


def _runs(base: PromiseQuerySet, rows: dict[str, Any]) -> dict[str, int]:
    after = Q()
    for side, row in rows.items():
        day = row["n_last_miss"]
        after |= Q(side=side) if day is None else Q(side=side, closed_on__gt=day)
    if not rows:
        return {}
    kept = base.filter(after, outcome=rules.KEPT).values("side").annotate(n=Count("pk"))
    return dict.fromkeys(rows, 0) | {row["side"]: row["n"] for row in kept}


def _runs_of(client: Client, rows: dict[str, Any]) -> dict[str, int]:
    runs = {side: row["n_kept"] for side, row in rows.items()}
    missed = {side: row["n_last_miss"] for side, row in rows.items() if row["n_last_miss"] and runs[side]}
    for side, day in missed.items():
        runs[side] = _kept_after.first(client=client.pk, side=side, day=day) or 0
    return runs


@prepared(client=UUIDField(), side=CharField(), day=DateField())
def _kept_after(client: Slot, side: Slot, day: Slot) -> QuerySet[Promise, int]:
    kept = Promise.objects.counted().filter(client=client, side=side, closed_on__gt=day, outcome=rules.KEPT).order_by()
    return kept.values("client").annotate(n=Count("pk")).values_list("n", flat=True)


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


def ledger(client: Client, *, most: int = MOST) -> Ledger:
    """What each side owes the other, the earliest first (R-B-45), at most 200 of them. Two queries."""
    owed, remarks = _owed_to_and_by(client=client.pk)[:most], _remarks(client=client.pk)[:most]
    return Ledger(
        [promise for promise in owed if promise.side == Promise.Side.OURS],
        [promise for promise in owed if promise.side == Promise.Side.THEIRS],
        [promise for promise in owed if promise.side == Promise.Side.THIRD],
        remarks,
    )


@prepared(client=UUIDField())
def _owed_to_and_by(client: Slot) -> QuerySet[Promise]:
    owed = Promise.objects.owed().filter(client=client)
    return owed.select_related("client", "kind", "owner", "owner_contact", "made_to").order_by("due_at", "id")[:MOST]


@prepared(client=UUIDField())
def _remarks(client: Slot) -> QuerySet[Remark]:
    remarks = Remark.objects.filter(promise__client=client, closed_at=None, promise__annulled_at=None)
    return remarks.select_related("promise__client", "promise__owner")[:MOST]


def deliveries(client: Client) -> list[Promise]:
    """Our latest deliveries, oldest first, for the strip."""
    return _delivered(client=client.pk)[::-1]


@prepared(client=UUIDField())
def _delivered(client: Slot) -> QuerySet[Promise]:
    rows = Promise.objects.counted().ours().filter(client=client, delivered_on__isnull=False)
    return rows.only(*ON_THE_STRIP).order_by("-closed_on", "-id")[:LAST]


def untold(client: Client) -> Promise | None:
    """Of what the client was not told, the first."""
    return _untold.first(client=client.pk)


@prepared(client=UUIDField())
def _untold(client: Slot) -> QuerySet[Promise]:
    return Promise.objects.to_tell().filter(client=client).select_related("client", "made_to").order_by("due_at")[:1]


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
    found = {row["client"]: row for row in learned.of_ids("promises.owed", _owed, ids, at)}
    nexts = {promise.client_id: promise for promise in learned.of_ids("promises.next", _next, list(found), at)}
    return {
        pk: Standing(row["we"], row["we_late"], row["they"], row["they_late"], nexts.get(pk))
        for pk, row in found.items()
    }


def _owed(clients: list[UUID], at: datetime) -> QuerySet[Any, Any]:
    """How many are open with each of these clients, and how many of them are late."""
    ours, theirs, late = Q(side="ours"), Q(side="theirs"), Q(due_at__lte=at)
    rows = Promise.objects.owed().filter(client__id__among=clients).order_by().values("client")
    return rows.annotate(
        we=Count("pk", filter=ours),
        we_late=Count("pk", filter=ours & late),
        they=Count("pk", filter=theirs),
        they_late=Count("pk", filter=theirs & late),
    )


_OF_NEXT = ("client", "side", "text", "due_on", "due_at", "due_zone", "judged_on", "is_owed", "to_tell", "annulled_at")


def _next(clients: list[UUID], _at: datetime) -> QuerySet[Any, Any]:
    """What of ours is due next with each of these clients."""
    first = Promise.objects.owed().ours().filter(client=OuterRef("pk")).order_by("due_at", "id").values("pk")[:1]
    firsts = Client.objects.filter(pk__among=clients).order_by().values(first=Subquery(first))
    return Promise.objects.filter(pk__in=firsts).only(*_OF_NEXT).order_by()


def of_user(user: User) -> PromiseQuerySet:
    """Promises this person may see and is the owner of."""
    return Promise.objects.visible_to(user).filter(owner=user)
