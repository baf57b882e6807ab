"""Many people on the clients' side at once: taken in, corrected, joined to clients, taken back (R-A-28, R-A-29)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID, uuid4

from django.db import transaction

from mainstay.clients.actions import allowed, people, ways
from mainstay.clients.models import Affiliation, Client, Contact, Reach
from mainstay.clients.rules import Way, in_lines
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.journal.actions import Entry
from mainstay.kit.text import clean


@dataclass(frozen=True)
class NewPlace:
    """That a person belongs to a client, or did (``to_on``)."""

    client: Client
    role: str = ""
    decides: bool = False
    from_on: date | None = None
    to_on: date | None = None
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class NewPerson:
    """Somebody a file names: values as ``add_contact`` takes them, with ``name``, and where they belong."""

    values: Mapping[str, Any]
    places: Sequence[NewPlace] = field(default_factory=tuple)
    id: UUID = field(default_factory=uuid4)


def checked_person(told: Mapping[str, Any]) -> dict[str, Any]:
    """What is told of a person but for the ways to reach them, as it is kept. Raises Refused for what cannot be."""
    return people.cleaned(told)[0]


def checked_place(client: Client, told: Mapping[str, Any]) -> NewPlace:
    """What is told of a person's place, as it is kept. Raises Refused for what cannot be kept (R-X-2)."""
    allowed.refuse_laid_aside(client)
    values = people.cleaned(told)[1]
    people.forward(Affiliation(from_on=values.get("from_on"), to_on=values.get("to_on")))
    return NewPlace(client, **values)


@transaction.atomic
def take_in_people(*, told: Sequence[NewPerson], run_id: UUID | None, by: User, at: datetime) -> list[Contact]:
    """Write down many people with how they are reached and where they belong, in the order given.

    Nothing is guessed of anybody (R-A-29). ``mails`` and ``phones`` of the values are Ways. Whether somebody is there
    already is for the caller to know. Raises Refused (R-X-2, R-X-3).
    """
    allowed.may_take_in(by)
    country = ways.region("")
    contacts, every = [], []
    for one in told:
        contact = Contact(id=one.id, **checked_person({"name": "", **one.values}), run_id=run_id)
        of = next((place.client.country for place in one.places if place.client.country), country)
        every += ways.put(contact, ways.told(_lists(one.values), of))
        contact.derive()
        contacts.append(contact)
    Contact.objects.bulk_create(contacts, batch_size=500)
    Reach.objects.bulk_create(every, batch_size=500)
    _join(
        [(contact, place) for contact, one in zip(contacts, told, strict=True) for place in one.places],
        fresh={contact.pk for contact in contacts},
        by=by,
        at=at,
    )
    return contacts


def _lists(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("mails", "phones") if values.get(name) is not None}


@transaction.atomic
def join_many(*, places: Sequence[tuple[Contact, NewPlace]], by: User, at: datetime) -> list[Affiliation]:
    """Say of people whom we know that they belong to further clients. Raises Refused (R-X-2, R-X-3)."""
    allowed.may_take_in(by)
    return _join(places, fresh=set(), by=by, at=at)


def _join(places: Sequence[tuple[Contact, NewPlace]], *, fresh: set[UUID], by: User, at: datetime) -> list[Affiliation]:
    joined, entries = [], []
    for contact, told in places:
        allowed.refuse_laid_aside(told.client)
        place = Affiliation(
            id=told.id,
            contact=contact,
            client=told.client,
            role=told.role,
            decides=told.decides,
            from_on=told.from_on,
            to_on=told.to_on,
        )
        people.forward(place)
        joined.append(place)
        first = contact.pk in fresh
        fresh.discard(contact.pk)
        kind = "clients.contact_added" if first else "clients.contact_joined"
        over = {"to_on": (None, told.to_on)} if told.to_on else {}
        entries.append(Entry(kind, contact, told.client, by, "", over))
    Affiliation.objects.bulk_create(joined, batch_size=500)
    if entries:
        journal.note_many(entries, at=at)
    return joined


@transaction.atomic
def change_people(
    *, told: Sequence[tuple[Contact, Mapping[str, Any]]], by: User, at: datetime
) -> list[dict[str, tuple[Any, Any]]]:
    """Correct what is kept about many people; told to the chronicle of every client they belong to now.

    ``mails`` and ``phones`` are whole lists of Ways. Gives for each in the order given {field: (old, new)}. Raises
    Refused (R-X-3).
    """
    allowed.may_take_in(by)
    ids = sorted({contact.pk for contact, _values in told})
    locked = {row.pk: row for row in Contact.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    there: dict[UUID, list[Client]] = {}
    for place in Affiliation.objects.now().filter(contact__in=ids).select_related("client").order_by("client_id"):
        there.setdefault(place.contact_id, []).append(place.client)
    changed: list[dict[str, tuple[Any, Any]]] = []
    entries: list[Entry] = []
    with _Ways(ids) as standing:
        for contact, values in told:
            now, of = locked[contact.pk], there.get(contact.pk, [])
            changes = allowed.apply(now, checked_person(values))
            changes |= standing.put(now, _lists(values), next((one.country for one in of if one.country), ""))
            now.derive()
            changed.append(changes)
            if changes:
                entries += [Entry("clients.contact_changed", now, client, by, "", changes) for client in of]
    if fields := {name for changes in changed for name in changes}:
        Contact.objects.bulk_update(locked.values(), sorted(fields | _DERIVED), batch_size=100)
    if entries:
        journal.note_many(entries, at=at)
    return changed


_DERIVED = {"sort_name", "like_key", "found_by", "reached_by", "email", "phone"}


class _Ways:
    """How some people are reached, changed in memory and written at the end: three queries."""

    def __init__(self, contacts: Sequence[UUID]) -> None:
        self._country = ways.region("")
        self._now: dict[UUID, list[Reach]] = {}
        self._gone: set[UUID] = set()
        self._new: dict[UUID, Reach] = {}
        for way in Reach.objects.filter(contact__in=contacts).order_by("kind", "place", "id"):
            self._now.setdefault(way.contact_id, []).append(way)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        if raised[0] is None:
            Reach.objects.filter(pk__in=self._gone).delete()
            Reach.objects.bulk_create(self._new.values(), batch_size=500)

    def put(self, contact: Contact, lists: Mapping[str, Any], country: str) -> dict[str, tuple[Any, Any]]:
        """Let the person be reached in these ways; told as {"email": (old, new)}, each list in one text."""
        standing = self._now.get(contact.pk, [])
        changes: dict[str, tuple[Any, Any]] = {}
        wanted = ways.told(lists, country or self._country)
        for kind, several in list(wanted.items()):
            old, new = ([Way(way.value, way.label) for way in of if way.kind == kind] for of in (standing, several))
            if old == new:
                del wanted[kind]
            else:
                changes["email" if kind == Reach.Kind.MAIL else "phone"] = (in_lines(old), in_lines(new))
        if changes:
            gone = {way.pk for way in standing if way.kind in wanted}
            self._gone |= gone - self._new.keys()
            self._new = {pk: way for pk, way in self._new.items() if pk not in gone}
            self._now[contact.pk] = ways.put(contact, wanted, standing)
            self._new |= {way.pk: way for several in wanted.values() for way in several}
        return changes


@transaction.atomic
def change_places(
    *, told: Sequence[tuple[Affiliation, Mapping[str, Any]]], by: User, at: datetime, why: str = ""
) -> list[dict[str, tuple[Any, Any]]]:
    """Correct many places: role, decides, from_on, to_on; who is given a last day has left. Raises Refused."""
    allowed.may_take_in(by)
    rows = Affiliation.objects.select_for_update(of=("self",)).select_related("contact", "client").order_by("pk")
    locked = {row.pk: row for row in rows.filter(pk__in={place.pk for place, _values in told})}
    changed: list[dict[str, tuple[Any, Any]]] = []
    entries: list[Entry] = []
    for place, values in told:
        now = locked[place.pk]
        allowed.refuse_laid_aside(now.client)
        changes = allowed.apply(now, people.cleaned(values)[1])
        people.forward(now)
        changed.append(changes)
        if changes:
            left = "to_on" in changes and now.to_on is not None
            kind = "clients.contact_left" if left else "clients.contact_changed"
            entries.append(Entry(kind, now.contact, now.client, by, why, changes))
    if fields := sorted({name for changes in changed for name in changes}):
        Affiliation.objects.bulk_update(locked.values(), fields, batch_size=200)
        journal.note_many(entries, at=at)
    return changed


@transaction.atomic
def take_back_people(*, places: Collection[UUID], contacts: Collection[UUID], why: str, by: User, at: datetime) -> None:
    """Take back that people belong to clients, and people who then belong to none: the journal keeps both (R-X-10).

    For what a run made by error and nobody used: whether somebody did is for the caller to know. A person who still
    belongs, or belonged, somewhere stays. Raises Refused (R-X-3), ProtectedError where something else holds one.
    """
    allowed.may_take_in(by)
    why = clean(why, field="why", limit=300)
    rows = Affiliation.objects.select_for_update(of=("self",)).select_related("contact", "client")
    gone = list(rows.filter(pk__in=places).order_by("pk"))
    entries = [Entry("clients.contact_left", one.contact, one.client, by, why) for one in gone]
    Affiliation.objects.filter(pk__in=[one.pk for one in gone]).delete()
    Contact.objects.filter(pk__in=contacts, affiliations=None).delete()
    if entries:
        journal.note_many(entries, at=at)
