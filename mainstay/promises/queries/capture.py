"""A line as this person means it: who may be meant is looked up, the rules read it, the words say what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from mainstay.clients.models import Affiliation, Client, ClientQuerySet, Contact
from mainstay.clients.rules import firm_key, person_key
from mainstay.engagements.models import Engagement
from mainstay.house.models import User
from mainstay.house.queries import calendar_for
from mainstay.kit.times import local_day
from mainstay.promises.queries import foresight
from mainstay.promises.queries.foresight import Foreseen
from mainstay.promises.rules import capture
from mainstay.promises.rules.capture import Name, Span, Understood

MOST = 20  # clients of one key
AROUND = 40  # neighbours in the order of keys among which the nearest is looked for
NEAREST = 3
ALIKE = 0.6  # how much of two keys has to be the same to offer one for the other
PEOPLE = 1000


@dataclass(frozen=True)
class Line:
    """What was understood, and the records it means."""

    understood: Understood
    client: Client | None
    contact: Contact | None
    owner: User | None
    engagement: Engagement | None
    known: Mapping[str, Client | User]
    user: User

    @property
    def word(self) -> dict[str, Any]:
        """The arguments of ``actions.make``; only of a line that is wholly understood."""
        told = self.understood
        there = "owner_contact" if told.side == capture.THEIRS else "made_to"
        return {
            "client": self.client,
            "text": told.text,
            "due_on": told.due_on,
            "due_time": told.due_time,
            "due_zone": told.zone,
            "side": told.side,
            "owner": self.owner,
            "owner_name": told.owner_name,
            there: self.contact,
            "engagement": self.engagement,
        }

    def foreseen(self, at: datetime) -> Foreseen:
        """What is known before it is kept; only of a line that is wholly understood (R-B-41)."""
        return foresight.of_word(self.word, self.user, at)


def understood(
    line: str, *, user: User, at: datetime, here: Client | None = None, answers: Mapping[str, str] | None = None
) -> Line:
    """Read a line typed by this person; only what they may see can be meant (R-B-38, R-X-3, R-X-13)."""
    line = capture.tidied(line)[: capture.LONGEST + 1]
    rows = Client.objects.visible_to(user).kept()
    clients = _called(rows, line)
    contacts, at_clients = _people_there(user, line, clients)
    people = _colleagues(user)
    found = {str(client.pk): client for client in [*clients, *at_clients]}
    near = [] if clients else _nearest(rows, line)
    told = capture.understand(
        line,
        on=at,
        zone=user.zone,
        language=get_language() or user.language,
        clients=[_client(client) for client in found.values()],
        contacts=contacts,
        people=[_colleague(person) for person in people],
        nearest=[_client(client) for client in near],
        here=_client(here) if here is not None else None,
        calendar=calendar_for(user, around=local_day(at, user.zone)),
        answers=answers or {},
    )
    known: dict[str, Client | User] = {**found, **{str(client.pk): client for client in near}}
    if here is not None:
        known[str(here.pk)] = here
    client = known.get(told.client.id) if told.client else None
    known |= {str(person.pk): person for person in people}
    contact, owner = _persons(told, people)
    meant = client if isinstance(client, Client) else None
    return Line(told, meant, contact, owner, _work(meant), known, user)


def _work(client: Client | None) -> Engagement | None:
    """What a word serves where nothing else can be meant: the one engagement that is running with its outcome."""
    if client is None:
        return None
    running = Engagement.objects.filter(client=client, state=Engagement.State.ACTIVE).exclude(outcome="")
    found = list(running[:2])
    return found[0] if len(found) == 1 else None


def _persons(told: Understood, people: Sequence[User]) -> tuple[Contact | None, User | None]:
    contact = Contact.objects.filter(pk=UUID(told.contact.id)).first() if told.contact else None
    owner = next((person for person in people if told.owner and str(person.pk) == told.owner.id), None)
    return contact, owner


def _client(client: Client) -> Name:
    return Name(str(client.pk), client.name, frozenset({client.like_key} - {""}), client.zone)


def _colleague(person: User) -> Name:
    first = person.name.split(maxsplit=1)[0] if person.name.split() else ""
    return Name(str(person.pk), person.name, capture.keys_of(person.name) | capture.keys_of(first))


def _called(rows: ClientQuerySet, line: str) -> list[Client]:
    """By the key of every run of the line's words; else by how the name begins that the line leads to."""
    keys = list(capture.lookup(line))
    if not keys:
        return []
    whole = list(rows.filter(like_key__in=keys).order_by("like_key", "id")[:MOST])
    spans = [] if whole else capture.suspects(line, capture.folded(line))[:4]
    begun: dict[UUID, Client] = {}
    for key in dict.fromkeys(firm_key(line[span.start : span.end]) for span in spans):
        for client in _beginning(rows, key, key + " ")[:MOST]:
            begun[client.pk] = client
    return whole or list(begun.values())


def _beginning(rows: ClientQuerySet, key: str, words: str) -> ClientQuerySet:
    """Those whose key begins so, from the index; the range is what an index reads."""
    after = key[:-1] + chr(ord(key[-1]) + 1)
    return rows.filter(like_key__gte=key, like_key__lt=after, like_key__startswith=words).order_by("like_key", "id")


def _nearest(rows: ClientQuerySet, line: str) -> list[Client]:
    """What stands nearest in the order of keys to the name that nobody knows."""
    low = capture.folded(line)
    span = max(capture.suspects(line, low), key=_length, default=None)
    key = firm_key(line[span.start : span.end]) if span else ""
    if len(key) < 2:
        return []
    first, last = key[:2], key[0] + chr(ord(key[1]) + 1)  # two letters are right, and no index is read to its end
    after = rows.filter(like_key__gte=key, like_key__lt=last).order_by("like_key", "id")[:AROUND]
    before = rows.filter(like_key__lt=key, like_key__gte=first).order_by("-like_key", "-id")[:AROUND]
    alike = [(SequenceMatcher(None, key, client.like_key).ratio(), client) for client in [*after, *before]]
    best = sorted((one for one in alike if one[0] >= ALIKE), key=lambda one: (-one[0], one[1].order_name))
    return [client for _ratio, client in best[:NEAREST]]


def _length(span: Span) -> int:
    return span.end - span.start


def _people_there(user: User, line: str, clients: Iterable[Client]) -> tuple[list[Name], list[Client]]:
    """People of the clients that are named, else of those this person serves, with their clients (R-X-13)."""
    of = Client.objects.filter(pk__in=[client.pk for client in clients])
    of = of if clients else Client.objects.served_by(user).kept()
    told = ("contact_id", "client_id", "contact__name", "contact__like_key", "contact__addressed_as")
    keys = set(capture.lookup(line))
    found: dict[UUID, tuple[str, frozenset[str]]] = {}
    at: dict[UUID, list[UUID]] = {}
    for pk, client, name, like_key, addressed_as in (
        Affiliation.objects.now().filter(client__in=of).order_by("contact_id").values_list(*told)[:PEOPLE]
    ):
        if known := _keys_of(like_key, addressed_as) & keys:
            found[pk] = (name, known)
            at.setdefault(pk, []).append(client)
    names = [Name(str(pk), name, known, of=tuple(map(str, at[pk]))) for pk, (name, known) in found.items()]
    there = {client for clients_of in at.values() for client in clients_of}
    return names, list(Client.objects.filter(pk__in=there)) if there else []


@lru_cache(maxsize=8192)
def _keys_of(like_key: str, addressed_as: str) -> frozenset[str]:
    """By the whole name, by each word of it, and as they wish to be addressed."""
    keys = {like_key, *like_key.split(), person_key(addressed_as)}
    return frozenset(key for key in keys if len(key) > 1)


def _colleagues(user: User) -> list[User]:
    return list(User.objects.filter(is_active=True).only("id", "name", "email", "is_active").order_by("name")[:PEOPLE])
