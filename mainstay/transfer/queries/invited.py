"""The clients of people who are invited, by their mail addresses: only those seen, where they belong now."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from mainstay.clients.models import Affiliation, Client, ClientQuerySet, Reach
from mainstay.clients.rules import mail_key

Clients = dict[UUID, Client]


def clients_of(told: Collection[str], seen: ClientQuerySet) -> dict[str, Clients]:
    """For each text of addresses the clients, among ``seen``, of those who have them: two queries."""
    keys = {mail_key(mail) for name in told for mail in name.split()} - {""}
    reached: dict[str, set[UUID]] = {}
    for key, contact in Reach.objects.filter(kind=Reach.Kind.MAIL, key__in=keys).values_list("key", "contact_id"):
        reached.setdefault(key, set()).add(contact)
    people = {contact for some in reached.values() for contact in some}
    places = Affiliation.objects.now().filter(contact__in=people, client__in=seen.kept())
    at: dict[UUID, Clients] = {}
    for place in places.select_related("client__unit").order_by("client__order_name", "id"):
        at.setdefault(place.contact_id, {})[place.client_id] = place.client
    found: dict[str, Clients] = {}
    for name in told:
        contacts = {contact for mail in name.split() for contact in reached.get(mail_key(mail), ())}
        found[name] = {pk: one for contact in contacts for pk, one in at.get(contact, {}).items()}
    return found


def are_addresses(name: str) -> bool:
    """Whether what stands where a client's name would is mail addresses of people."""
    return bool(name) and all("@" in word for word in name.split())
