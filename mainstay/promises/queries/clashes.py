"""Promises of ours to one client that contradict each other, looked for and read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, Q, QuerySet

from mainstay.promises.models import Clash, Promise
from mainstay.promises.rules import foresight as rules

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import User

MOST = 500  # open promises of one client that are compared


def like(
    client: Client,
    *,
    text: str,
    due_on: date,
    owner_id: UUID | None,
    kind_id: UUID | None = None,
    reference: str = "",
    but: UUID | None = None,
) -> list[Promise]:
    """Open promises of ours to this client which such a promise would contradict (R-B-38). One query, two if any."""
    rows = Promise.objects.filter(client=client).owed().ours().exclude(due_on=due_on)
    if but is not None:
        rows = rows.exclude(pk=but)
    word = rules.Word(text, due_on, owner_id, kind_id, reference)
    told = rows.values_list("pk", "text", "due_on", "owner_id", "kind_id", "reference").order_by("due_at")[:MOST]
    wanted = rules.contradicting(word, ((rules.Word(*row[1:]), row[0]) for row in told))
    if not wanted:
        return []
    return list(Promise.objects.filter(pk__in=wanted).select_related("client", "owner").order_by("due_at"))


def contradicting(promise: Promise) -> list[Promise]:
    """Those which this promise contradicts."""
    return like(
        promise.client,
        text=promise.text,
        due_on=promise.due_on,
        owner_id=promise.owner_id,
        kind_id=promise.kind_id,
        reference=promise.reference,
        but=promise.pk,
    )


def open_clashes() -> QuerySet[Clash]:
    """Those that still contradict: both open, for two days, by two of us, and nobody said why both stand."""
    rows = Clash.objects.filter(settled_at=None, one__is_owed=True, other__is_owed=True)
    rows = rows.filter(one__client=F("other__client"))  # two merged clients may be parted again
    return rows.exclude(one__due_on=F("other__due_on")).exclude(one__owner=F("other__owner"))


def of_promise(promise: Promise) -> list[Clash]:
    """The open contradictions of one promise, with both sides. One query."""
    rows = open_clashes().filter(Q(one=promise) | Q(other=promise))
    return list(rows.select_related("one__owner", "other__owner", "one__client", "other__client"))


def clash_seen(pk: UUID, person: User) -> Clash | None:
    """A contradiction of promises this person may see."""
    rows = Clash.objects.filter(one__in=Promise.objects.visible_to(person))
    return rows.select_related("one__client", "one__owner", "other__owner").filter(pk=pk).first()
