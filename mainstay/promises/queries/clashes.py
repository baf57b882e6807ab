"""Promises of ours to one client that contradict each other, looked for and read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cache
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import DateField, F, Q, QuerySet, UUIDField
from django.utils.translation import gettext as _
from django.utils.translation import override

from mainstay.house.models import LANGUAGES
from mainstay.kit.prepared import Slot, prepared
from mainstay.promises.models import Clash, Promise
from mainstay.promises.rules import foresight as rules

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import User

NONE = UUID(int=0)  # the id of no promise
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
    word = rules.Word(text, due_on, owner_id, kind_id, reference)
    told = _open_words(client=client.pk, due_on=due_on, but=but or NONE)
    wanted = rules.contradicting(word, ((rules.Word(*row[1:]), row[0]) for row in told))
    if not wanted:
        return []
    return list(Promise.objects.filter(pk__in=wanted).select_related("client", "owner").order_by("due_at"))


@prepared(client=UUIDField(), due_on=DateField(), but=UUIDField())
def _open_words(client: Slot, due_on: Slot, but: Slot) -> QuerySet[Promise, Any]:
    rows = Promise.objects.filter(client=client).owed().ours().exclude(due_on=due_on).exclude(pk=but)
    return rows.values_list("pk", "text", "due_on", "owner_id", "kind_id", "reference").order_by("due_at")[:MOST]


def among(clients: Collection[UUID]) -> list[tuple[Promise, Promise]]:
    """Open promises of ours to these clients that contradict another, each with the nearest, not noticed before.

    Two queries, a third if any; of one client at most so many are compared as elsewhere, the earliest due (R-B-38).
    """
    rows = Promise.objects.filter(client__id__among=clients).owed().ours().exclude(text__in=_nameless(), reference="")
    rows = rows.order_by("client_id", "due_at")
    told = rows.values_list("client_id", "pk", "text", "due_on", "owner_id", "kind_id", "reference")
    pairs: list[tuple[UUID, UUID]] = []
    for _client, every in groupby(told.iterator(chunk_size=2000), key=itemgetter(0)):
        pairs += rules.nearest_contradicting([(rules.Word(*row[2:]), row[1]) for row in islice(every, MOST)])
    known = _noted({pk for pair in pairs for pk in pair})
    fresh = [pair for pair in pairs if frozenset(pair) not in known]
    found = Promise.objects.in_bulk({pk for pair in fresh for pk in pair}) if fresh else {}
    return [(found[one], found[other]) for one, other in fresh]


@cache
def _nameless() -> frozenset[str]:
    """What a promise is called, in each language, where a list told neither what nor which."""
    names = set()
    for language, _name in LANGUAGES:
        with override(language):
            names.add(_("Delivery"))
    return frozenset(names)


def _noted(promises: Collection[UUID]) -> set[frozenset[UUID]]:
    """The pairs of these promises that were noticed before."""
    if not promises:
        return set()
    rows = Clash.objects.filter(one__id__among=promises, other__id__among=promises)
    return {frozenset(pair) for pair in rows.values_list("one_id", "other_id")}


def contradicting(promise: Promise) -> list[Promise]:
    """Those which this promise contradicts, and with which it was not noticed before."""
    found = like(
        promise.client,
        text=promise.text,
        due_on=promise.due_on,
        owner_id=promise.owner_id,
        kind_id=promise.kind_id,
        reference=promise.reference,
        but=promise.pk,
    )
    known = _noted({promise.pk, *(other.pk for other in found)}) if found else set()
    return [other for other in found if frozenset((promise.pk, other.pk)) not in known]


def open_clashes() -> QuerySet[Clash]:
    """Those that still contradict: both open, for two days, by two of us, and nobody said why both stand."""
    rows = Clash.objects.filter(settled_at=None, one__is_owed=True, other__is_owed=True)
    rows = rows.filter(one__client=F("other__client"))  # two merged clients may be parted again
    return rows.exclude(one__due_on=F("other__due_on")).exclude(one__owner=F("other__owner"))


def of_promise(promise: Promise) -> list[Clash]:
    """The open contradictions of one promise, with both sides. One query."""
    return _of_promise(promise=promise.pk)


@prepared(promise=UUIDField())
def _of_promise(promise: Slot) -> QuerySet[Clash]:
    rows = open_clashes().filter(Q(one=promise) | Q(other=promise))
    return rows.select_related("one__owner", "other__owner", "one__client", "other__client")


def clash_seen(pk: UUID, person: User) -> Clash | None:
    """A contradiction of promises this person may see."""
    rows = Clash.objects.filter(one__in=Promise.objects.visible_to(person))
    return rows.select_related("one__client", "one__owner", "other__owner").filter(pk=pk).first()
