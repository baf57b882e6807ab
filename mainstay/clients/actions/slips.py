"""What clients and the people there are found by, kept in step with what is told of them (R-X-13)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from mainstay.clients.models import Affiliation, Client, Contact, Reach
from mainstay.finding import actions as finding
from mainstay.finding.actions import Told
from mainstay.finding.rules import slip_words
from mainstay.journal.actions import Told as Said

CLIENT, PERSON = "c", "p"


def hear(kind: str, said: Sequence[Said]) -> None:
    """Keep the slips in step with lines of one kind, in the transaction of the act (R-X-13)."""
    if heard := _HEARD.get(kind):
        heard(said)


def slips(clients: Sequence[UUID]) -> Iterator[Told]:
    """All slips of these clients and of the people who are there now (R-X-13)."""
    for client in Client.objects.filter(pk__among=clients).iterator(chunk_size=500):
        yield of_client(client)
    places = Affiliation.objects.now().filter(client__in=clients).select_related("contact")
    yield from _people([(place.contact, place.client_id) for place in places])


def of_client(client: Client) -> Told:
    """A client by name, town, our number and what is noted (R-X-13)."""
    texts = (client.town, client.reference, client.note)
    words = slip_words(CLIENT, name=client.name, texts=texts, language=client.language)
    return Told(CLIENT, client.pk, client.pk, words)


def _people(places: Sequence[tuple[Contact, UUID]]) -> list[Told]:
    """People by name, number and every way to reach them: one query."""
    phones = _phones({contact.pk for contact, _client in places})
    return [
        Told(PERSON, contact.pk, client, _words_of(contact, phones.get(contact.pk, ()))) for contact, client in places
    ]


def _words_of(contact: Contact, phones: Iterable[str]) -> str:
    mails = [way for way in contact.reached_by.split("\n") if "@" in way]
    texts = (contact.addressed_as, contact.reference, *mails)
    return slip_words(PERSON, name=contact.name, turned=True, texts=texts, phones=phones)


def _phones(contacts: Collection[UUID]) -> Mapping[UUID, list[str]]:
    """Every phone of these people: as it is compared (with its country) where that is known, else as told."""
    found: dict[UUID, list[str]] = {}
    ways = Reach.objects.filter(contact__in=contacts, kind=Reach.Kind.PHONE).order_by("place", "id")
    for contact, value, key in ways.values_list("contact_id", "value", "key"):
        found.setdefault(contact, []).append(key if key.startswith("+") else value)
    return found


def _changed(said: Sequence[Said]) -> None:
    finding.renew(told=[of_client(each.about) for each in said])


def _people_came(said: Sequence[Said]) -> None:
    """Those whose place there has not ended."""
    there = [each for each in said if each.changes.get("to_on", [None, None])[1] is None]
    finding.renew(told=_people([(each.about, each.line.client_id) for each in there if each.line.client_id]))


def _places_changed(said: Sequence[Said]) -> None:
    places = {(each.line.client_id, each.line.about_id) for each in said if each.line.client_id}
    clients, contacts = {client for client, _one in places}, {one for _client, one in places}
    now = Affiliation.objects.now().filter(client__in=clients, contact__in=contacts).select_related("contact")
    there = [(one.contact, one.client_id) for one in now if (one.client_id, one.contact_id) in places]
    finding.renew(told=_people(there), places=places)


def _merged(said: Sequence[Said]) -> None:
    both = {pk for each in said for pk in (each.line.about_id, each.line.client_id) if pk}
    finding.renew_clients(clients=both)


def _people_merged(said: Sequence[Said]) -> None:
    finding.renew_clients(clients={each.line.client_id for each in said if each.line.client_id}, sorts=PERSON)


_HEARD: Mapping[str, Callable[[Sequence[Said]], None]] = {
    "clients.added": _changed,
    "clients.taken_in": _changed,
    "clients.changed": _changed,
    "clients.contact_added": _people_came,
    "clients.contact_joined": _places_changed,
    "clients.contact_changed": _places_changed,
    "clients.contact_left": _places_changed,
    "clients.merged": _merged,
    "clients.unmerged": _merged,
    "clients.people_merged": _people_merged,
    "clients.people_unmerged": _people_merged,
}
