"""The people on the client's side. How to address somebody is told, never guessed (R-A-28, R-A-29)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed, resemblance, ways
from mainstay.clients.models import Affiliation, Client, Contact, Reach
from mainstay.clients.rules import Way
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.kit.times import spoken


class ContactValues(TypedDict, total=False):
    """What may be told of a person besides the name, each value as typed; empty where it is not known."""

    title: str
    addressed_as: str
    salutation: str
    language: str
    email: str
    phone: str
    channel: str
    hours: str
    reference: str


class Ways(TypedDict, total=False):
    """How they are reached: ``mails`` and ``phones`` are the whole list, ``email`` and ``phone`` the first of it."""

    mails: Sequence[Way | str] | str
    phones: Sequence[Way | str] | str


class PlaceValues(TypedDict, total=False):
    """What may be told of a person's place with one client."""

    role: str
    decides: bool
    from_on: date | None


class Values(ContactValues, PlaceValues, Ways, total=False):
    """All at once: one form writes it down."""


class ContactChange(Values, total=False):
    """What may be corrected."""

    name: str


_WAYS = ("email", "phone", *Ways.__annotations__)
_PERSON = tuple(name for name in ("name", *ContactValues.__annotations__) if name not in _WAYS)


def _line(field: str, limit: int) -> Callable[[str], str]:
    return lambda value: clean(value, field=field, limit=limit)


_CLEAN: dict[str, Callable[[Any], Any]] = {
    "name": lambda value: clean(
        value, field="name", limit=200, required=_("A person needs a name, as they write it."), rule="R-A-28"
    ),
    "title": _line("title", 60),
    "addressed_as": _line("addressed_as", 120),
    "salutation": _line("salutation", 160),
    "language": allowed.language,
    "channel": lambda value: allowed.chosen(value, Contact.Channel, field="channel") if value else "",
    "hours": _line("hours", 120),
    "reference": _line("reference", 120),
    "role": _line("role", 120),
}


def cleaned(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is told of a person and of their place, each as it is kept. Raises Refused for what cannot be kept."""
    told = {name: _CLEAN[name](value) if name in _CLEAN else value for name, value in values.items()}
    person = {name: value for name, value in told.items() if name in _PERSON}
    return person, {name: value for name, value in told.items() if name not in (*_PERSON, *_WAYS)}


@transaction.atomic
def add_contact(
    *, client: Client, name: str, by: User, at: datetime, anyway: str = "", **values: Unpack[Values]
) -> Affiliation:
    """Write down a person on the client's side, how they are reached, and that they belong there.

    ``anyway`` says why one who resembles another is written down all the same. Raises Refused (R-X-3, R-A-28, R-B-6).
    """
    allowed.may_write(by)
    client = allowed.kept(client)
    person, place = cleaned({**values, "name": name})
    reached = ways.told(values, ways.region(client.country))
    anyway = resemblance.reason(anyway)
    mails, phones = ([way.value for way in reached.get(kind, ())] for kind in ("mail", "phone"))
    alike = resemblance.of_person(client, person["name"], mails=mails, phones=phones, anyway=anyway, by=by)
    contact = Contact(**person)
    every = ways.put(contact, reached)
    contact.save(force_insert=True)
    Reach.objects.bulk_create(every)
    joined = Affiliation.objects.create(contact=contact, client=client, **place)
    journal.note("clients.contact_added", about=contact, client=client, by=by, at=at)
    resemblance.note(contact, alike, client=client, anyway=anyway, by=by, at=at)
    return joined


@transaction.atomic
def change_contact(*, affiliation: Affiliation, by: User, at: datetime, **values: Unpack[ContactChange]) -> Affiliation:
    """Correct what is kept about a person, or about their place with this client.

    What is true of the person is told to the chronicle of every client they belong to now; nothing else is.
    Raises Refused (R-X-3).
    """
    allowed.may_write(by)
    client = allowed.kept(affiliation.client)
    affiliation = _held(affiliation)
    person, place = cleaned(values)
    contact = affiliation.contact
    of_person = allowed.apply(contact, person) | ways.rewrite(contact, _told_ways(contact, client, values))
    of_place = allowed.apply(affiliation, place)
    forward(affiliation)
    if of_person:
        contact.save()
    if of_place:
        affiliation.save()
    for place_now in contact.affiliations.filter(to_on=None).select_related("client").order_by("client_id"):
        here = place_now.client_id == client.pk
        if changes := {**of_person, **(of_place if here else {})}:
            journal.note(
                "clients.contact_changed",
                about=contact,
                client=place_now.client,
                by=by,
                at=at,
                changes=changes,
            )
    return affiliation


def _told_ways(contact: Contact, client: Client, values: Mapping[str, Any]) -> dict[str, list[Reach]]:
    if not any(name in values for name in _WAYS):
        return {}
    return ways.told(values, ways.region(client.country), list(contact.ways.all()))


@transaction.atomic
def affiliate(*, contact: Contact, client: Client, by: User, at: datetime, **place: Unpack[PlaceValues]) -> Affiliation:
    """Say that a person whom we know belongs to this client as well. Raises Refused (R-X-3, R-B-6)."""
    allowed.may_write(by)
    client = allowed.kept(client)
    if contact.affiliations.filter(client=client, to_on=None).exists():
        raise Refused(
            _("%(name)s belongs to %(client)s already.") % {"name": contact, "client": client},
            rule="R-B-6",
            field="contact",
        )
    _person, told = cleaned(place)
    joined = Affiliation.objects.create(contact=contact, client=client, **told)
    journal.note("clients.contact_joined", about=contact, client=client, by=by, at=at)
    return joined


@transaction.atomic
def leave(*, affiliation: Affiliation, by: User, at: datetime, to_on: date | None = None, why: str = "") -> Affiliation:
    """Say that somebody no longer belongs to a client; that they did stays. Raises Refused (R-X-2, R-X-3)."""
    allowed.may_write(by)
    client = allowed.kept(affiliation.client)
    affiliation = _held(affiliation)
    if affiliation.to_on is not None:
        raise Refused(
            _("%(name)s left %(client)s already, on %(day)s.")
            % {"name": affiliation.contact, "client": client, "day": spoken(affiliation.to_on, year=True)},
            rule="R-X-2",
        )
    affiliation.to_on = allowed.not_ahead(to_on, by=by, at=at, field="to_on")
    forward(affiliation)
    affiliation.save()
    why = clean(why, field="why", limit=300)
    journal.note("clients.contact_left", about=affiliation.contact, client=client, by=by, at=at, text=why)
    return affiliation


def _held(affiliation: Affiliation) -> Affiliation:
    held = Affiliation.objects.select_for_update(of=("self", "contact")).select_related("contact", "client")
    return held.get(pk=affiliation.pk)


def forward(place: Affiliation) -> None:
    """Refuse a place that ends before it begins (R-X-2)."""
    if place.from_on and place.to_on and place.to_on < place.from_on:
        raise Refused(
            _("The last day cannot lie before the first, %(day)s.") % {"day": spoken(place.from_on, year=True)},
            rule="R-X-2",
            field="to_on",
        )
