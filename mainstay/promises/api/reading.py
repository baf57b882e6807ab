"""Reading the ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from mainstay.clients.models import Client
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.house.queries.learned import rows_for
from mainstay.kit.learned import NO_TIME
from mainstay.kit.paging import page_of
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises import queries
from mainstay.promises.api.shapes import (
    PromiseOut,
    PromisePage,
    PromiseWhole,
    RemarkOut,
    shown,
    shown_remark,
    whole,
)
from mainstay.promises.models import Promise, PromiseQuerySet

router = Router(tags=["promises"])


class PromiseFilters(Schema):
    """Which promises: all may be combined."""

    client: UUID | None = None
    owner: UUID | None = None
    side: str = ""
    outcome: str = ""
    owed: bool | None = None
    late: bool | None = None
    to_tell: bool | None = None
    reference: str = ""
    due_from: date | None = None
    due_to: date | None = None
    in_error: bool = False
    cursor: str = ""
    size: int = 50


class CountsOut(Schema):
    """Plain counts; the seven outcomes add up to ``made``."""

    made: int
    kept: int
    kept_late: int
    moved: int
    withdrawn: int
    released: int
    broken: int
    open: int
    over_budget: int
    not_accepted: int


class LedgerOut(Schema):
    """A client's ledger: our counts, theirs, the run since our last miss, and what each side owes."""

    client: str
    counts: CountsOut
    run_since_last_miss: int
    their_counts: CountsOut
    their_run_since_last_miss: int
    we_owe: list[PromiseOut]
    you_owe: list[PromiseOut]
    third: list[PromiseOut]
    open_remarks: list[RemarkOut]


@router.get("", response=PromisePage)
def promises(request: HttpRequest, filters: Query[PromiseFilters]) -> dict[str, Any]:
    """Promises you may see, the earliest due first, by cursor; at most 200 a page."""
    person = person_of(request)
    rows = _filtered(Promise.objects.visible_to(person), filters)
    size = max(1, min(filters.size, 200))
    rows = rows.select_related("client", "owner", "kind", "second")
    page = page_of(rows, by=("due_at", "id"), cursor=filters.cursor, size=size)
    return {"items": [shown(promise, person) for promise in page.rows], "next": page.next}


def _filtered(rows: PromiseQuerySet, filters: PromiseFilters) -> PromiseQuerySet:
    rows = rows.exclude(annulled_at=None) if filters.in_error else rows.counted()
    same = {
        "client": filters.client,
        "owner": filters.owner,
        "side": filters.side,
        "outcome": filters.outcome,
    }
    rows = rows.filter(**{name: value for name, value in same.items() if value not in (None, "")})
    if filters.due_from is not None:
        rows = rows.filter(due_on__gte=filters.due_from)
    if filters.due_to is not None:
        rows = rows.filter(due_on__lte=filters.due_to)
    if filters.late is not None:
        now = clock.now()
        rows = (
            rows.filter(is_owed=True, due_at__lte=now) if filters.late else rows.exclude(is_owed=True, due_at__lte=now)
        )
    return rows


def client_ledger(client: Client, person: Any) -> dict[str, Any]:
    """A client's counts and both sides of the ledger, as API and terminal give them."""
    tallies = queries.tallies(Promise.objects.visible_to(person).filter(client=client))
    sides = queries.ledger(client)
    ours, theirs = tallies[Promise.Side.OURS], tallies[Promise.Side.THEIRS]
    return {
        "client": client.name,
        "counts": ours.counts.as_dict(),
        "run_since_last_miss": ours.run,
        "their_counts": theirs.counts.as_dict(),
        "their_run_since_last_miss": theirs.run,
        "we_owe": [shown(promise, person) for promise in sides.we_owe],
        "you_owe": [shown(promise, person) for promise in sides.you_owe],
        "third": [shown(promise, person) for promise in sides.third],
        "open_remarks": [shown_remark(remark) for remark in sides.remarks],
    }


@router.get("/ledger/{uuid:client_id}", response=LedgerOut)
def ledger(request: HttpRequest, client_id: UUID) -> dict[str, Any]:
    """Counts, run, and what each side owes."""
    person = person_of(request)
    client = Client.objects.visible_to(person).filter(pk=client_id).first()
    if client is None:
        raise NotFound
    return client_ledger(client, person)


@router.get("/{uuid:promise_id}", response=PromiseWhole)
def promise(request: HttpRequest, promise_id: UUID) -> dict[str, Any]:
    """One promise, with what happened to its day, and its remarks."""
    person = person_of(request)
    return whole(find(person, promise_id), person)


def find(person: Any, promise_id: UUID, request: HttpRequest | None = None) -> Promise:
    """The promise, if this person may see it; else NotFound.

    With ``request``, an If-Match header says what ``acts`` was when they looked: who acted since is not overwritten.
    """
    found = rows_for("promises.api.one", _one, person, NO_TIME, of=promise_id)
    if not found:
        raise NotFound
    return as_seen(found[0], request)


def _one(person: User, _at: datetime, pk: UUID) -> PromiseQuerySet:
    seen = Promise.objects.visible_to(person).filter(pk=pk).order_by()
    return seen.select_related("client", "kind", "owner", "owner_contact", "made_to", "second")


def as_seen(promise: Promise, request: HttpRequest | None) -> Promise:
    """The promise with what its If-Match header says of it, where there is one."""
    told = request.headers.get("If-Match", "").strip().strip('"') if request else ""
    if told and not (told.isascii() and told.isdigit() and len(told) < 9):
        raise Refused(_("If-Match carries the number that “acts” of this promise was."), rule="R-X-11")
    promise.seen = int(told) if told else None
    return promise
