"""Taking in a firm's history: many promises at once, each with its journal line; correcting and annulling them so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mainstay.clients.models import Client, Contact
from mainstay.engagements.models import Engagement
from mainstay.house import clock
from mainstay.house.actions import gate
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit import rows
from mainstay.kit.text import clean
from mainstay.kit.wall import instant, zone_named
from mainstay.promises import rules
from mainstay.promises.actions.holding import due_at, judge
from mainstay.promises.models import Promise
from mainstay.promises.rules.intake import Delivery

LIST = "promises.taken_in_again"
_PEOPLE = ("owner_contact_id", "made_to_id")
_DERIVED = ("due_at", "first_due_on", "judged_on", "closed_on", "known_from", "outcome", "is_owed")


@dataclass(frozen=True)
class Placed:
    """A delivery read from a file, with the records its names stand for."""

    delivery: Delivery
    client: Client
    owner: User | None
    engagement: Engagement | None = None
    contact: Contact | None = None

    @property
    def relations(self) -> dict[str, UUID | None]:
        """The columns in which the records stand."""
        theirs = self.contact.pk if self.contact is not None else None
        return {
            "owner_id": self.owner.pk if self.owner is not None else None,
            "engagement_id": self.engagement.pk if self.engagement is not None else None,
            "owner_contact_id": theirs if self.delivery.side == "theirs" else None,
            "made_to_id": theirs if self.delivery.side == "ours" else None,
        }


@transaction.atomic
def take_in(
    *, placed: Sequence[Placed], run_id: UUID | None, by: User, at: datetime, currency: str = ""
) -> list[Promise]:
    """Write a batch of deliveries as promises; what stands there already is left (R-X-10).

    A delivery is known again by its client and key. Returns those made, in the order given; call it in batches of
    some hundred so that others can write in between. Raises Refused without the right to take in.
    """
    gate.needs_right(by, rights.TAKE_IN)
    there = {*known((one.client.pk, one.delivery.key) for one in placed)}
    fresh = []
    for one in placed:
        place = (one.client.pk, one.delivery.key)
        if place not in there:
            there.add(place)
            fresh.append((columns(one.delivery, one.client, currency) | one.relations, one.client))
    return make_many(told=fresh, run_id=run_id, by=by, at=at)


@transaction.atomic
def make_many(
    *, told: Sequence[tuple[Mapping[str, Any], Client]], run_id: UUID | None, by: User, at: datetime
) -> list[Promise]:
    """Write promises by their ``columns`` and relations, each with its line (R-X-10). Raises Refused."""
    gate.needs_right(by, rights.TAKE_IN)
    ids = rows.rising_ids(clock.real_now(), len(told))
    made = rows.of(
        Promise,
        (
            {**one, "id": pk, "client_id": client.id, "run_id": run_id}
            for pk, (one, client) in zip(ids, told, strict=True)
        ),
    )
    entries, set_client = [], Promise._meta.get_field("client").set_cached_value
    for promise, (_one, client) in zip(made, told, strict=True):
        set_client(promise, client)
        entries.append(journal.Entry("promises.taken_in", promise, client, by, promise.text))
    if entries:
        journal.note_many(entries, at=at, beside=lambda: rows.insert_many(made))
    return made


def known(places: Iterable[tuple[UUID, str]]) -> dict[tuple[UUID, str], Promise]:
    """Which of these deliveries stand in the ledger already, by (client, key): one query."""
    wanted = set(places)
    found = {(promise.client_id, promise.run_key): promise for promise in standing(key for _client, key in wanted)}
    return {place: promise for place, promise in found.items() if place in wanted}


def standing(keys: Iterable[str]) -> Iterable[Promise]:
    """The promises that were taken in under one of these keys, whoever's they are: one query, without keys none."""
    wanted = set(keys)
    rows = Promise.objects.counted().exclude(run_key="").filter(run_key__among=wanted).order_by()
    return rows if wanted else ()


def columns(told: Delivery, client: Client, currency: str) -> dict[str, Any]:
    """A delivery as a promise to this client, by column; ``currency`` is of amounts that tell none. Raises Refused."""
    zone, done, accepted = client.zone, told.delivered_on, told.accepted or ""
    amounts = told.budget is not None or told.cost is not None
    judged = rules.Facts(told.due_on, done, moved_in_time=False, ended="")
    return {
        "side": told.side,
        **words(told),
        "made_on": told.made_on,
        "said": Promise.Said.LIST.value,
        "due_on": told.due_on,
        "due_time": told.due_time,
        "due_zone": zone,
        "due_at": due_at(told.due_on, told.due_time, zone),
        "first_due_on": told.due_on,
        "judged_on": told.due_on,
        "budget": told.budget,
        "cost": told.cost,
        "currency": told.currency or (currency if amounts else ""),
        "delivered_on": done,
        "delivered_at": _delivered_at(told, zone),
        "closed_on": done,
        "satisfaction": accepted,
        "known_from": _("the list taken in") if accepted and accepted != rules.NO_ANSWER else "",
        "outcome": rules.outcome(judged),
        "is_owed": done is None,
        "run_key": told.key,
    }


def words(told: Delivery) -> dict[str, str]:
    """The texts of a delivery, by column. Raises Refused for what cannot be kept (R-X-10)."""
    return {
        "text": clean(told.title or told.reference or _("Delivery"), field="title", limit=300, rule="R-X-10"),
        "outcome_wanted": clean(told.outcome, field="outcome", limit=300, rule="R-X-10"),
        "reference": clean(told.reference, field="reference", limit=120, rule="R-X-10"),
        "owner_name": clean(told.contact, field="contact", limit=200, rule="R-X-10") if told.side == "third" else "",
    }


def _delivered_at(told: Delivery, zone: str) -> datetime | None:
    shown = told.delivered_time
    if told.delivered_on is None or shown is None:
        return None
    return instant(told.delivered_on, shown.hour * 60 + shown.minute, zone_named(zone))


# --- a list that comes again ----------------------------------------------------------------------------------


def otherwise(promise: Promise, told: Delivery, fresh: Mapping[str, Any]) -> dict[str, Any]:
    """What a list says otherwise of a promise that stands there, by column; ``fresh`` as ``columns`` and relations.

    What the list leaves blank takes nothing away.
    """
    says = {"due_on": True, "run_key": True, "due_time": told.due_time is not None, "text": bool(told.title)}
    says |= {"outcome_wanted": bool(told.outcome), "reference": bool(told.reference), "made_on": bool(told.made_on)}
    says |= {"budget": told.budget is not None, "cost": told.cost is not None, "currency": bool(told.currency)}
    says |= {"delivered_on": not told.open, "delivered_at": told.delivered_time is not None}
    says |= {"satisfaction": bool(told.accepted), "owner_id": bool(told.owner), "owner_name": bool(told.contact)}
    related = ("engagement_id", "kind_id", "owner_contact_id", "made_to_id")
    says |= {name: fresh.get(name) is not None for name in related}
    return {name: fresh[name] for name, said in says.items() if said and getattr(promise, name) != fresh[name]}


@transaction.atomic
def correct_many(
    *, told: Sequence[tuple[Promise, Mapping[str, Any]]], by: User, at: datetime, kind: str = LIST, text: str = ""
) -> dict[UUID, Promise]:
    """Set columns of promises as a list tells them, or as they were before it, each with a line of old and new.

    A day that a list corrects is no day that was moved. What somebody acted on meanwhile is left. Gives those that
    were set, by id (R-X-10). Raises Refused without the right to take in.
    """
    gate.needs_right(by, rights.TAKE_IN)
    wanted = {promise.pk: values for promise, values in told}
    held = Promise.objects.select_for_update(of=("self",)).select_related("client").filter(pk__among=wanted)
    entries: list[journal.Entry] = []
    done: dict[UUID, Promise] = {}
    names: set[str] = set()
    for promise in held.filter(acts=0, annulled_at=None).order_by("pk"):
        before = dict(promise.__dict__)
        for name, value in wanted[promise.pk].items():
            setattr(promise, name, value)
        _derive(promise)
        changed = [name for name in (*wanted[promise.pk], *_DERIVED) if before[name] != getattr(promise, name)]
        changes = {name: (before[name], getattr(promise, name)) for name in changed}
        names |= changes.keys()
        done[promise.pk] = promise
        if changes:
            entries.append(journal.Entry(kind, promise, promise.client, by, text, changes))
    rows.update_many(list(done.values()), sorted(names))
    if entries:
        journal.note_many(entries, at=at)
    return done


def _derive(promise: Promise) -> None:
    """What follows from the columns of a promise on which nobody has acted."""
    promise.due_at = due_at(promise.due_on, promise.due_time, promise.due_zone)
    promise.first_due_on = promise.judged_on = promise.due_on
    promise.closed_on = promise.delivered_on
    answered = promise.satisfaction and promise.satisfaction != rules.NO_ANSWER
    promise.known_from = (promise.known_from or _("the list taken in")) if answered else ""
    judge(promise)


def touched(run_id: UUID, changed: Iterable[UUID]) -> set[UUID]:
    """The clients to whom something of ours is open that a run made, or changed (by the promises' ids)."""
    rows = Promise.objects.owed().ours().order_by().values_list("client_id", flat=True)
    return {*rows.filter(run_id=run_id).distinct(), *rows.filter(pk__among=changed)}


# --- undoing --------------------------------------------------------------------------------------------------


# What is read of a promise to take it back; a row of a ledger has twice as many columns.
_TAKEN_BACK = (
    *("id", "client_id", "side", "text", "outcome_wanted", "reference", "owner_id", "owner_contact_id", "owner_name"),
    *("made_to_id", "engagement_id", "made_on", "due_on", "due_time", "due_zone", "budget", "cost", "currency"),
    *("kind_id", "delivered_on", "delivered_at", "satisfaction", "acts", "annulled_at", "is_owed", "run_key"),
)


@transaction.atomic
def hold_many(*, ids: Sequence[UUID]) -> dict[UUID, Promise]:
    """The promises as they stand, locked until the end of the transaction, with what a list tells of them."""
    held = Promise.objects.filter(pk__among=ids).select_for_update().order_by("id")
    found = rows.partly(Promise, _TAKEN_BACK, held.values_list(*_TAKEN_BACK))
    return {promise.id: promise for promise in found}


@transaction.atomic
def annul_many(*, promises: Sequence[Promise], by: User, at: datetime, reason: str) -> None:
    """Mark promises, held and not acted on, as entered in error (R-X-10). Raises Refused without the right."""
    gate.needs_right(by, rights.TAKE_IN)
    gone = Promise.objects.filter(pk__among=[promise.pk for promise in promises])
    gone.update(annulled_at=at, annulled_why=reason, is_owed=False, to_tell=False)
    when = journal.plain(at)
    told = {owed: {"annulled_at": (None, when), "is_owed": (owed, False)} for owed in (True, False)}
    _note("promises.annulled", promises, [told[promise.is_owed] for promise in promises], by, at, reason)


@transaction.atomic
def forget_people(*, contacts: Collection[UUID], by: User, at: datetime, reason: str) -> set[UUID]:
    """Let promises entered in error name people no more who were taken in with them; gives whom none names then.

    Raises Refused without the right to take in (R-X-10).
    """
    gate.needs_right(by, rights.TAKE_IN)
    naming = Q(owner_contact__in=contacts) | Q(made_to__in=contacts)
    counted = Promise.objects.counted().filter(naming).values_list("owner_contact_id", "made_to_id")
    free = {*contacts} - {pk for pair in counted for pk in pair}
    held = Promise.objects.filter(Q(owner_contact__in=free) | Q(made_to__in=free)).select_for_update(of=("self",))
    promises, changes = list(held.order_by("id")), []
    for promise in promises:
        changes.append({name: (pk, None) for name in _PEOPLE if (pk := getattr(promise, name)) in free})
        for name in changes[-1]:
            setattr(promise, name, None)
    rows.update_many(promises, _PEOPLE)
    _note("promises.annulled", promises, changes, by, at, reason)
    return free


def _note(
    kind: str,
    promises: Sequence[Promise],
    changes: Sequence[Mapping[str, tuple[Any, Any]]],
    by: User,
    at: datetime,
    text: str,
) -> None:
    clients = {one.id: one for one in Client.objects.filter(pk__among={promise.client_id for promise in promises})}
    entries = [
        journal.Entry(kind, promise, clients[promise.client_id], by, text, changed)
        for promise, changed in zip(promises, changes, strict=True)
    ]
    if entries:
        journal.note_many(entries, at=at)
