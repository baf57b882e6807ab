"""Promises go along when a client passes from one of us to another, and come back with it (R-A-34)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import ngettext

from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.journal.actions import Entry
from mainstay.kit import times
from mainstay.kit.plug import Passing
from mainstay.promises.actions.clashing import notice_among
from mainstay.promises.models import Promise, PromiseQuerySet

_TO_DO = Q(is_owed=True) | Q(to_tell=True)


def open_with(person: User) -> PromiseQuerySet:
    """What is still to be done or told, and answered for by this person."""
    return Promise.objects.counted().filter(_TO_DO, owner=person)


def clients(person: User) -> QuerySet[Promise, UUID]:
    """The clients where somebody answers for something that is open."""
    return open_with(person).order_by().values_list("client_id", flat=True)


def facts(person: User, wanted: Sequence[UUID]) -> Mapping[UUID, Sequence[str]]:
    """“4 open promises, the next due Friday 6 March.” of each of these clients; one query."""
    rows = open_with(person).filter(client__id__among=wanted).order_by().values("client_id")
    told = rows.annotate(count=Count("pk"), owed=Count("pk", filter=Q(is_owed=True)), next=Min("due_on"))
    return {row["client_id"]: [_fact(row)] for row in told}


def _fact(row: Mapping[str, Any]) -> str:
    if not row["owed"]:
        sentence = ngettext("%(n)d thing is still to tell.", "%(n)d things are still to tell.", row["count"])
        return sentence % {"n": row["count"]}
    sentence = ngettext("%(n)d open promise, due %(day)s.", "%(n)d open promises, the next due %(day)s.", row["owed"])
    return sentence % {"n": row["owed"], "day": times.spoken(row["next"], year=False)}


def holds(person: User) -> Iterable[str]:
    """Why somebody cannot be let go yet: open promises at clients that are kept (R-A-34)."""
    count = open_with(person).filter(client__archived_at=None).count()
    if count:
        sentence = ngettext(
            "%(name)s answers for %(n)d open promise.", "%(name)s answers for %(n)d open promises.", count
        )
        yield sentence % {"name": person.name, "n": count}


def give(passing: Sequence[Passing]) -> Mapping[UUID, Mapping[str, Any]]:
    """Give what is open to whoever takes the client; a few queries for each pair of people. By hand-over, what went."""
    given: dict[UUID, dict[str, Any]] = {}
    for some in _by_pair(passing):
        one, ids = some[0], {each.client.pk: each.id for each in some}
        rows = open_with(one.giver).filter(client__id__among=list(ids)).select_related("client")
        moved = list(rows.select_for_update(of=("self",)))
        _pass(moved, one.giver, one.taker, one)
        for promise in moved:
            given.setdefault(ids[promise.client_id], {"promises": []})["promises"].append(str(promise.pk))
    return given


def back(passing: Sequence[Passing]) -> None:
    """Exactly what went along comes back, but for what was given to somebody else since."""
    for some in _by_pair(passing):
        one = some[0]
        went = [UUID(pk) for each in some for pk in each.data.get("promises", ())]
        rows = Promise.objects.filter(pk__among=went, owner=one.taker).select_related("client")
        _pass(list(rows.select_for_update(of=("self",))), one.taker, one.giver, one)


def _by_pair(passing: Sequence[Passing]) -> list[list[Passing]]:
    pairs: dict[tuple[UUID, UUID], list[Passing]] = {}
    for each in passing:
        pairs.setdefault((each.giver.pk, each.taker.pk), []).append(each)
    return list(pairs.values())


def _pass(moved: Sequence[Promise], giver: User, taker: User, one: Passing) -> None:
    Promise.objects.filter(pk__among=[promise.pk for promise in moved]).update(owner=taker, acts=F("acts") + 1)
    changes = {"owner_id": (giver.pk, taker.pk)}
    told = [
        Entry("promises.handed_over", promise, promise.client, one.by, one.why or taker.name, changes)
        for promise in moved
    ]
    if told:
        journal.note_many(told, at=one.at)
        notice_among(clients={promise.client_id for promise in moved}, by=one.by, at=one.at)
