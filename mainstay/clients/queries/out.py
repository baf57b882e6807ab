"""What of the clients leaves the house as a file: the list, the people, a chronicle. The cells are as they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mainstay.clients.models import (
    Affiliation,
    AffiliationQuerySet,
    Assignment,
    AssignmentQuerySet,
    Client,
    Contact,
    Reach,
)
from mainstay.clients.queries import listing
from mainstay.clients.queries.chronicle import Told, lines_of
from mainstay.clients.queries.chronicle import chronicle as page_of
from mainstay.clients.queries.listing import Row, Wanted
from mainstay.kit.cards import write_cards
from mainstay.kit.lists import Column, Outgoing, listed

if TYPE_CHECKING:
    from mainstay.house.models import User

CHUNK = 1000

SEEN: tuple[Column[Row], ...] = (
    Column("client", _("Client"), lambda row: row.client.name),
    Column("town", _("Town"), lambda row: row.client.town),
    Column("person", _("Person"), lambda row: row.person),
    Column("served_by", _("Manager"), lambda row: row.manager),
    Column("stage", _("Stage"), lambda row: row.client.stage),
    Column("since", _("Since"), lambda row: row.client.since_on),
)
FACTS: tuple[Column[Row], ...] = (
    Column("next_due", _("Next due"), lambda row: row.facts.next_due),
    Column("next_due_what", _("What is due"), lambda row: row.facts.next_due_what),
    Column("we_owe", _("We owe"), lambda row: row.facts.we_owe),
    Column("we_owe_late", _("We owe, late"), lambda row: row.facts.we_late),
    Column("they_owe", _("They owe"), lambda row: row.facts.they_owe),
    Column("they_owe_late", _("They owe, late"), lambda row: row.facts.they_late),
)
# The whole record, by the names under which a list of clients is taken in.
KEPT: tuple[Column[Row], ...] = (
    Column("name", _("Name"), lambda row: row.client.name),
    Column("reference", _("Our number for them"), lambda row: row.client.reference),
    Column("kind", _("Kind"), lambda row: row.client.kind),
    Column("stage", _("Stage"), lambda row: row.client.stage),
    Column("team", _("Team"), lambda row: row.client.unit.name if row.client.unit else ""),
    Column("zone", _("Time zone"), lambda row: row.client.zone),
    Column("country", _("Country"), lambda row: row.client.country),
    Column("town", _("Town"), lambda row: row.client.town),
    Column("language", _("Language"), lambda row: row.client.language),
    Column("since", _("Since"), lambda row: row.client.since_on),
    Column("note", _("Note"), lambda row: row.client.note),
    Column("manager", _("Manager"), lambda row: row.manager),
    Column("mainstay_id", _("Id"), lambda row: str(row.client.pk)),
)


def clients(user: User, wanted: Wanted, at: datetime, *, codes: bool = False) -> Outgoing:
    """The records of the list, on all its pages, as a list is taken in."""
    return listed(
        "clients",
        KEPT,
        lambda: listing.rows_of(user, wanted, at),
        count=lambda: wanted.among(user).count(),
        codes=codes,
    )


PEOPLE: tuple[Column[Affiliation], ...] = (
    Column("name", _("Name"), lambda place: place.contact.name),
    Column("client", _("Client"), lambda place: place.client.name),
    Column("client_reference", _("Our number for them"), lambda place: place.client.reference),
    Column("role", _("What they do there"), lambda place: place.role),
    Column("decides", _("Decides"), lambda place: "yes" if place.decides else "no"),
    Column("title", _("Title"), lambda place: place.contact.title),
    Column("addressed_as", _("How they wish to be addressed"), lambda place: place.contact.addressed_as),
    Column("salutation", _("Greeting in a letter"), lambda place: place.contact.salutation),
    Column("language", _("Language"), lambda place: place.contact.language),
    Column("email", _("Mail"), lambda place: _ways(place.contact, Reach.Kind.MAIL)),
    Column("phone", _("Phone"), lambda place: _ways(place.contact, Reach.Kind.PHONE)),
    Column("channel", _("Reached best"), lambda place: place.contact.channel),
    Column("hours", pgettext_lazy("somebody is reached", "When"), lambda place: place.contact.hours),
    Column("reference", _("Their number"), lambda place: place.contact.reference),
    Column("from", pgettext_lazy("a day", "From"), lambda place: place.from_on),
    Column("to", pgettext_lazy("a day", "To"), lambda place: place.to_on),
    Column("mainstay_id", _("Id"), lambda place: str(place.contact.pk)),
)


def _ways(contact: Contact, kind: str, *, labels: bool = False) -> str:
    """The mail addresses or the phones of somebody, one a line, the first first; a label after a tab."""
    ways = [(way.value, way.label) for way in contact.ways.all() if way.kind == kind]
    first = contact.email if kind == Reach.Kind.MAIL else contact.phone
    told = ways or ([(first, "")] if first else [])
    return "\n".join(f"{value}\t{label}" if labels and label else value for value, label in told)


def places_of(client: Client) -> AffiliationQuerySet:
    """The people of one client, in the order of its page, those who left last."""
    return Affiliation.objects.filter(client=client)


def places_seen(user: User) -> AffiliationQuerySet:
    """Everybody at a client that this person may see, laid aside or not."""
    return Affiliation.objects.visible_to(user)


def people(places: AffiliationQuerySet, *, name: str = "people", codes: bool = False) -> Outgoing:
    """People of clients: one row for each client they belong, or belonged, to; or one card a person."""
    return listed(
        name,
        PEOPLE,
        lambda: _in_order(places),
        count=places.count,
        codes=codes,
        vcf=lambda: write_cards(cards(places)),
    )


def _in_order(places: AffiliationQuerySet) -> Iterator[Affiliation]:
    rows = places.select_related("contact", "client").prefetch_related("contact__ways")
    order = ("client__order_name", "client_id", "-decides", "contact__sort_name", "id")
    return rows.order_by(*order).iterator(chunk_size=CHUNK)


def cards(places: AffiliationQuerySet) -> Iterator[dict[str, str]]:
    """One card a person, by name, with the clients they belong to now; nothing on it is guessed (R-A-29)."""
    theirs = Prefetch("affiliations", places.select_related("client").order_by("client__order_name", "id"))
    contacts = Contact.objects.filter(pk__in=places.order_by().values("contact")).order_by("sort_name", "id")
    for contact in contacts.prefetch_related("ways", theirs).iterator(chunk_size=CHUNK):
        now = [place for place in contact.affiliations.all() if place.to_on is None]
        yield {
            "name": contact.name,
            "prefix": contact.title,
            "organisation": "\n".join(place.client.name for place in now),
            "title": "\n".join(dict.fromkeys(place.role for place in now if place.role)),
            "emails": _ways(contact, Reach.Kind.MAIL, labels=True),
            "phones": _ways(contact, Reach.Kind.PHONE, labels=True),
            "language": contact.language,
            "uid": contact.reference,
        }


CHRONICLE: tuple[Column[Told], ...] = (
    Column("at", pgettext_lazy("it happened", "When"), lambda told: told.at),
    Column("by", pgettext_lazy("somebody did it", "Who"), lambda told: told.by),
    Column("kind", _("Kind"), lambda told: told.kind),
    Column("text", _("What happened"), lambda told: told.text),
    Column("more", _("What changed, and why"), lambda told: "\n".join(told.beneath)),
)


def chronicle(client: Client, user: User, at: datetime, *, codes: bool = False) -> Outgoing:
    """Everything that happened with a client, newest first, in the sentences of its page."""
    return listed(
        "chronicle",
        CHRONICLE,
        lambda: every_line(client, user, at),
        count=lambda: lines_of(client).count(),
        codes=codes,
    )


def every_line(client: Client, user: User, at: datetime) -> Iterator[Told]:
    """The chronicle page by page."""
    cursor = ""
    while True:
        lines, page = page_of(client, user, at, cursor=cursor, size=CHUNK)
        yield from lines
        if not (cursor := page.next):
            return


SERVING: tuple[Column[Assignment], ...] = (
    Column("client", _("Client"), lambda serves: serves.client.name),
    Column("person", _("Person"), lambda serves: serves.user.name),
    Column("role", _("Role"), lambda serves: serves.role),
    Column("from", pgettext_lazy("a day", "From"), lambda serves: serves.from_on),
    Column("to", pgettext_lazy("a day", "To"), lambda serves: serves.to_on),
    Column("why", pgettext_lazy("a reason", "Why"), lambda serves: serves.why),
)


def serving(assignments: AssignmentQuerySet, *, codes: bool = False) -> Outgoing:
    """Who of us serves clients, or served them."""
    rows = assignments.select_related("client", "user").order_by("client__order_name", "client_id", "from_on", "id")
    return listed("assignments", SERVING, lambda: rows.iterator(chunk_size=CHUNK), count=rows.count, codes=codes)
