"""Signing sets the word without any form: whoever chose to do business with us trusts us (R-A-5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from mainstay.clients.models import Client
from mainstay.clients.queries import read_with
from mainstay.engagements.models import Engagement
from mainstay.journal import actions as journal
from mainstay.journal.actions import Entry, Told
from mainstay.kit.times import local_day
from mainstay.promises.models import Promise
from mainstay.trust.models.word import Ground, TrustWord
from mainstay.trust.rules import word as rules

S = Client.Stage


def hear(told: Sequence[Told]) -> None:
    """Hear that prospects became clients, or that the first work for one began. A fixed number of queries."""
    stages = [one for one in told if one.line.kind == "clients.stage_set" and isinstance(one.about, Client)]
    _signed([one for one in stages if _turn(one) == (S.PROSPECT, S.ACTIVE)], {})
    _unsigned(one.about for one in stages if _turn(one) == (S.ACTIVE, S.PROSPECT))
    works = [one for one in told if isinstance(one.about, Engagement) and one.about.state == Engagement.State.ACTIVE]
    if works:
        first = {one.about.client_id: one.about for one in reversed(works)}
        undecided = _undecided(first)
        _signed([one for one in works if one.about.client_id in undecided], first)


def hear_orders(told: Sequence[Told]) -> None:
    """Hear that a list brought promises of ours with a price: a prospect who ordered chose us. One query, mostly."""
    priced = [one for one in told if isinstance(one.about, Promise) and one.about.budget and one.line.client_id]
    ours = {one.line.client_id: one for one in reversed(priced) if one.about.side == Promise.Side.OURS}
    if ordered := _undecided(_prospects([one.about for one in ours.values()])):
        _signed([ours[pk] for pk in ordered], {pk: ours[pk].about for pk in ordered})


@transaction.atomic(savepoint=False)
def hear_no_order(told: Sequence[Told]) -> None:
    """Hear that promises were entered in error: where only such an order said that they chose us, the word goes too.

    A word that somebody set since stays, and the chronicle says so. One query, mostly.
    """
    gone = {one.about.pk for one in told if isinstance(one.about, Promise)}
    clients = {one.line.client_id for one in told if one.line.client_id is not None}
    grounds = Ground.objects.filter(client__pk__among=list(clients), word__source=rules.SIGNED, word__struck_at=None)
    found = [one for one in grounds.select_related("word", "client") if one.promise_id in gone] if gone else []
    if not found:
        return
    signed, entries = _still_signed([one.client_id for one in found]), []
    for ground in found:
        if other := signed.get(ground.client_id):
            ground.promise, ground.engagement = (other, None) if isinstance(other, Promise) else (None, other)
            ground.save(update_fields=["promise", "engagement"])
        elif ground.client.stage == S.PROSPECT and ground.word is not None:
            kind = "trust.unsigned" if ground.word.is_now else "trust.word_stays"
            _strike(ground.word)
            entries.append(Entry(kind, ground.word, ground.client))
    journal.note_many(entries, at=told[0].line.at)


def _still_signed(clients: Sequence[UUID]) -> dict[UUID, Engagement | Promise]:
    """What else says of these clients that they chose us: active work, or another order that was taken in."""
    orders = Promise.objects.counted().ours().filter(client__in=clients, budget__gt=0, run_id__isnull=False)
    found: dict[UUID, Engagement | Promise] = {one.client_id: one for one in orders.order_by("-made_on", "-id")}
    works = Engagement.objects.filter(client__in=clients, state=Engagement.State.ACTIVE)
    return found | {one.client_id: one for one in works.order_by("id")}


def _turn(told: Told) -> tuple[Any, ...]:
    return tuple(told.changes.get("stage", ()))


def _prospects(promises: Sequence[Promise]) -> set[UUID]:
    """The clients of these promises who are prospects; of those that were read with them nothing is asked."""
    clients = {promise.client_id: read_with(promise) for promise in promises}
    found = {pk for pk, client in clients.items() if client is not None and client.stage == S.PROSPECT}
    if asked := [pk for pk, client in clients.items() if client is None]:
        found |= set(Client.objects.filter(pk__among=asked, stage=S.PROSPECT).values_list("pk", flat=True))
    return found


def _undecided(clients: Iterable[UUID]) -> set[UUID]:
    """Those of these clients who had not enough information until now."""
    every = list(clients)
    if not every:
        return set()
    said = dict(TrustWord.objects.now().filter(client__pk__among=every).values_list("client_id", "word"))
    prospects = Client.objects.filter(pk__among=every, stage=S.PROSPECT).values_list("pk", flat=True)
    implied = dict.fromkeys(prospects, rules.INSUFFICIENT)
    return {pk for pk, word in {**implied, **said}.items() if word == rules.INSUFFICIENT}


def _signed(told: Iterable[Told], works: Mapping[UUID, Engagement | Promise]) -> None:
    """Write the word for each, and what was signed as its ground."""
    by_client = {one.line.client_id: one for one in told}
    if not by_client:
        return
    clients = {client.pk: client for client in Client.objects.filter(pk__among=list(by_client))}
    standing = TrustWord.objects.now().filter(client__pk__among=list(by_client))
    trusted = set(standing.filter(word=rules.TRUSTED).values_list("client_id", flat=True))
    standing.exclude(word=rules.TRUSTED).update(is_now=False)
    rows, grounds, entries = [], [], []
    for pk, one in by_client.items():
        if pk is None or pk in trusted:
            continue
        client, at = clients[pk], one.line.at
        on = local_day(at, client.zone)
        row = TrustWord(
            client=client, word=rules.TRUSTED, on=on, at=at, by_id=one.line.by_id, source=rules.SIGNED
        )  # fmt: skip
        rows.append(row)
        if pk in works:
            what = "promise" if isinstance(works[pk], Promise) else "engagement"
            grounds.append(Ground(client=client, word=row, on=on, by_id=one.line.by_id, at=at, **{what: works[pk]}))
        entries.append(Entry("trust.signed", row, client))
    TrustWord.objects.bulk_create(rows, batch_size=500)
    Ground.objects.bulk_create(grounds, batch_size=500)
    if entries:
        journal.note_many(entries, at=next(iter(by_client.values())).line.at)


def _unsigned(clients: Iterable[Client]) -> None:
    """They are prospects again: what only the signing said is struck through, and what stood before holds again."""
    every = [client.pk for client in clients]
    if not every:
        return
    for row in TrustWord.objects.now().filter(client__pk__among=every, source=rules.SIGNED):
        _strike(row)


def _strike(row: TrustWord) -> None:
    """Strike a word through; what stood before holds again where this one held."""
    held, row.is_now, row.struck_at = row.is_now, False, row.at
    row.save(update_fields=["is_now", "struck_at"])
    before = TrustWord.objects.standing().filter(client=row.client_id, at__lt=row.at).order_by("-at", "-id").first()
    if held and before is not None:
        before.is_now = True
        before.save(update_fields=["is_now"])
