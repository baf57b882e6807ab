"""Whom the rows of a list of people mean: somebody known by number, by mail address, or by name and client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from mainstay.clients.models import Affiliation, Client, Contact, Reach
from mainstay.clients.rules import Way, folded, in_order, mail_key, phone_key
from mainstay.kit.refusals import Refused
from mainstay.transfer.actions.kinds.known import id_in, seen_by, with_keepers
from mainstay.transfer.rules.kinds import Around, Record

Key = tuple[Any, ...]


@dataclass
class Person:
    """Somebody as they stand, and as the rows so far would leave them."""

    contact: Contact
    places: list[Affiliation] = field(default_factory=list)
    mails: list[Way] = field(default_factory=list)
    phones: list[Way] = field(default_factory=list)

    @property
    def new(self) -> bool:
        """Whether an earlier row of this batch, or of this dry run, makes them."""
        return self.contact._state.adding

    def keys(self) -> Iterator[Key]:
        """By what they are found."""
        yield ("id", self.contact.pk)
        if self.contact.reference:
            yield ("number", self.contact.reference)
        for way in self.mails:
            yield ("mail", mail_key(way.value))
        for place in self.places:
            yield ("place", place.client_id, folded(self.contact.name))


@dataclass
class People:
    """The people of a batch, found by any of their keys."""

    around: Around
    by_key: dict[Key, list[Person]] = field(default_factory=dict)
    merged: dict[Key, Contact] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Sequence[Record], clients: Iterable[Client], around: Around) -> People:
        """Those whom the records may mean: a fixed number of queries."""
        known = cls(around)
        numbers = {record.get("reference") for record in records} - {""}
        mails = {mail_key(mail) for record in records for mail, _label in record.get("email", ())}
        there = [client.pk for client in clients if not client._state.adding]
        names = {in_order(name_of(record)) for record in records}
        places = Affiliation.objects.filter(client__in=there, contact__sort_name__in=names)
        reached = Reach.objects.filter(kind=Reach.Kind.MAIL, key__in=mails)
        ids = {pk for record in records if (pk := our_id(record)) is not None}
        meant = (
            Q(reference__in=numbers)
            | Q(pk__in=ids)
            | Q(pk__in=reached.values("contact"))
            | Q(pk__in=places.values("contact"))
        )
        seen = Contact.objects.visible_to(around.by)
        found = {contact.pk: Person(contact) for contact in seen.filter(meant, merged_into=None)}
        gone = Contact.objects.filter(Q(reference__in=numbers) | Q(pk__in=ids)).exclude(merged_into=None)
        for contact, keep in with_keepers(list(gone.order_by("pk")), seen):  # who is merged belongs nowhere
            known.merged["number", contact.reference] = known.merged["id", contact.pk] = keep
        places = Affiliation.objects.filter(contact__in=found, client__in=seen_by(around)).select_related("client")
        for place in places.order_by("pk"):
            found[place.contact_id].places.append(place)
        for way in Reach.objects.filter(contact__in=found).order_by("kind", "place", "id"):
            of = found[way.contact_id].mails if way.kind == Reach.Kind.MAIL else found[way.contact_id].phones
            of.append(Way(way.value, way.label))
        shadows: dict[UUID, Person] = around.caches.setdefault("people_met", {})
        index: dict[Key, set[UUID]] = around.caches.setdefault("people_keys", {})
        wanted = {("number", told) for told in numbers} | {("mail", told) for told in mails}
        wanted |= {("at", client.pk) for client in clients} | {("id", pk) for pk in ids}
        met = {pk for key in wanted & index.keys() for pk in index[key]}
        for pk in dict.fromkeys((*found, *met)):
            known.put(shadows[pk] if pk in shadows else found[pk])
        return known

    def put(self, person: Person) -> None:
        """Let somebody be found from here on, as they are now."""
        for key in dict.fromkeys(person.keys()):
            if person not in self.by_key.setdefault(key, []):
                self.by_key[key].append(person)

    def keep(self, person: Person) -> None:
        """After a change: as ``put``; a dry run remembers them for the rest of the file."""
        self.put(person)
        if self.around.dry:
            self.around.caches["people_met"][person.contact.pk] = person
            index: dict[Key, set[UUID]] = self.around.caches["people_keys"]
            for key in (*person.keys(), *(("at", place.client_id) for place in person.places)):
                index.setdefault(key, set()).add(person.contact.pk)

    def told(self, record: Record) -> Person | None:
        """Whom a list of our own brings back by their id; None where it tells none, or nobody seen here has it."""
        return next(iter(self.by_key.get(("id", our_id(record)), ())), None)

    def merged_into(self, record: Record) -> Contact | None:
        """With whom somebody whom a row tells by id or number was merged since."""
        return self.merged.get(("id", our_id(record))) or (
            self.merged.get(("number", record.get("reference"))) if record.get("reference") else None
        )

    def find(self, record: Record, clients: Sequence[Client]) -> Person | None:
        """Whom a row means; None where nobody yet. Raises Refused where several may be meant (R-B-6)."""
        number, name = record.get("reference"), folded(name_of(record))
        if number and (found := self.by_key.get(("number", number))):
            return _one(found, name_of(record))
        for mail, _label in record.get("email", ()):
            found = [one for one in self.by_key.get(("mail", mail_key(mail)), ()) if _may_be(one, number, name)]
            if found:
                return _one([one for one in found if folded(one.contact.name) == name] or found, name_of(record))
        for client in clients:
            found = [one for one in self.by_key.get(("place", client.pk, name), ()) if _may_be(one, number, name)]
            if found:
                return _one(found, name_of(record))
        return None


def our_id(record: Record) -> UUID | None:
    """The id by which a list of our own tells somebody."""
    return id_in(record.get("mainstay_id"))


def name_of(record: Record) -> str:
    """The whole name a row tells; given and family name where it tells only these."""
    return str(record.get("name") or " ".join(filter(None, (record.get("given"), record.get("family")))))


def _may_be(person: Person, number: str, name: str) -> bool:
    """Not somebody of another number, and a shared mail box is not one person: a word of the name agrees."""
    if number and person.contact.reference and person.contact.reference != number:
        return False
    return bool({*_words(name)} & {*_words(folded(person.contact.name))})


def _words(name: str) -> list[str]:
    return [word for word in (part.strip(".,") for part in name.split()) if len(word) > 1]


def _one(found: Sequence[Person], name: str) -> Person:
    if len(found) == 1:
        return found[0]
    raise Refused(
        _("Several people may be meant by %(name)s. Give each their number, or merge them first.") % {"name": name},
        rule="R-B-6",
        field="contact",
    )


def added(standing: Sequence[Way], told: Iterable[tuple[str, str]], *, phones: bool, country: str) -> list[Way]:
    """The ways somebody will have: those told, then those that stand; as they stand where nothing is new."""
    wanted = list(told)
    if not wanted:
        return list(standing)

    def key(value: str) -> str:
        return (phone_key(value, country) if phones else mail_key(value)) or value

    there = {key(way.value): way for way in standing}
    new = {key(value): Way(value, label) for value, label in wanted}
    if not new.keys() - there.keys():
        return list(standing)
    return list({**{name: there.get(name, way) for name, way in new.items()}, **there}.values())


def lines(ways: Iterable[Way]) -> str:
    """Ways as a step keeps them: one a line, the label after a tab."""
    return "\n".join(f"{way.value}\t{way.label}" if way.label or "," in way.value else way.value for way in ways)
