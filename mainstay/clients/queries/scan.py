"""The scan over the house: who looks like the same, of those a person may see and not said to be apart (R-B-6).

Six lists: clients and people, each by name, by mail address and by phone. A list is groups that share one key; a page
costs the same five queries whatever it holds, and stands on the indexes of the keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from mainstay.clients.models import Affiliation, Client, ClientsApart, Contact, ContactsApart, Reach
from mainstay.clients.queries.alike import By, What
from mainstay.clients.queries.listing import managers_of
from mainstay.house.rules import rights

if TYPE_CHECKING:
    from mainstay.house.models import User

SIZE = 25
MOST_IN_A_GROUP = 20


@dataclass(frozen=True)
class Member:
    """One of a group: the client, or the person, and what tells it apart from the others."""

    id: UUID
    name: str
    where: str
    beneath: str
    client: UUID | None = None
    pairs: tuple[UUID, ...] = ()  # those of the group it was not said to be apart from


@dataclass(frozen=True)
class Group:
    """Some who share a key: what they share, as it is compared."""

    key: str
    members: list[Member] = field(default_factory=list)


@dataclass(frozen=True)
class Scan:
    """One page of one list; ``next`` is the key that leads on, empty at the end."""

    what: What
    by: By
    groups: list[Group]
    next: str


def scan(user: User, *, what: What = "client", by: By = "name", after: str = "", size: int = SIZE) -> Scan:
    """A page of groups in the order of their keys, those after a key."""
    rows = _asked(user, what, by)
    keys = list(rows.filter(key__gt=after).order_by("key").values_list("key", flat=True).distinct()[: size + 1])
    here = keys[:size]
    pairs = _members(user, what, by, here)
    groups = [Group(key, members) for key in here if len(members := pairs.get(key, [])) > 1]
    return Scan(what, by, groups, here[-1] if len(keys) > size else "")


def _asked(user: User, what: What, by: By) -> QuerySet[Any]:
    """Rows with a ``key`` for which another row stands that shares it and was not said to be apart."""
    if by == "name":
        return _by_name(user, what)
    return _by_way(user, what, by)


def _by_name(user: User, what: What) -> QuerySet[Any]:
    if what == "client":
        rows: QuerySet[Any] = _clients(user)
        every: QuerySet[Any] = Client.objects.all()
        apart: type[ClientsApart | ContactsApart] = ClientsApart
    else:
        rows, every, apart = _people(user), Contact.objects.all(), ContactsApart
    twins = rows.filter(like_key=OuterRef("like_key")).exclude(pk=OuterRef("pk"))
    twins = twins.filter(~_apart(apart, OuterRef(OuterRef("pk")), OuterRef("pk")))
    several = _several((every if user.may(rights.SEE_ALL) else rows).exclude(like_key=""), "like_key")
    found: QuerySet[Any] = rows.filter(like_key__in=several).filter(Exists(twins)).annotate(key=F("like_key"))
    return found


def _several(rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    """The keys that stand more than once in the house: from the index alone, before anything else is asked."""
    found: QuerySet[Any] = rows.order_by().values(field).annotate(times=Count("*")).filter(times__gt=1).values(field)
    return found


def _clients(user: User) -> QuerySet[Client]:
    return Client.objects.visible_to(user).kept()


def _people(user: User) -> QuerySet[Contact]:
    """Those with a place at a client this person may see."""
    rows = Contact.objects.filter(merged_into=None)
    return rows if user.may(rights.SEE_ALL) else rows.filter(pk__in=_places(user))


def _places(user: User) -> QuerySet[Any]:
    return Affiliation.objects.filter(client__in=Client.objects.visible_to(user)).values("contact_id")


def _apart(table: type[ClientsApart | ContactsApart], one: Any, other: Any) -> Exists:
    return Exists(table.objects.filter(Q(one=one, other=other) | Q(one=other, other=one)))


def _by_way(user: User, what: What, by: By) -> QuerySet[Any]:
    """Ways of people: another person has the same; for clients: at another client."""
    every: QuerySet[Any] = Reach.objects.filter(kind=by).exclude(key="")
    seen = every.filter(contact__merged_into=None)
    if not user.may(rights.SEE_ALL):
        every = seen = seen.filter(contact__in=_places(user))
    if what == "contact":
        rows, twins = seen, seen.filter(key=OuterRef("key")).exclude(contact=OuterRef("contact"))
        apart = _apart(ContactsApart, OuterRef(OuterRef("contact")), OuterRef("contact"))
    else:
        rows = _at_clients(seen, user)
        twins = rows.filter(key=OuterRef("key")).exclude(client=OuterRef("client")).exclude(contact=OuterRef("contact"))
        apart = _apart(ClientsApart, OuterRef(OuterRef("client")), OuterRef("client"))
    return rows.filter(key__in=_several(every, "key")).filter(Exists(twins.filter(~apart)))


def _at_clients(ways: QuerySet[Any], user: User) -> QuerySet[Any]:
    """The same, once for each client whom the person belongs to now and the reader may see."""
    there: dict[str, Any] = {"contact__affiliations__to_on": None, "contact__affiliations__client__archived_at": None}
    if not user.may(rights.SEE_ALL):
        there["contact__affiliations__client__in"] = Client.objects.visible_to(user)
    found: QuerySet[Any] = ways.filter(**there).annotate(client=F("contact__affiliations__client"))
    return found


def _members(user: User, what: What, by: By, keys: Sequence[str]) -> dict[str, list[Member]]:
    """Those of each key who are asked about, with what the reader compares them by."""
    rows = _asked(user, what, by).filter(key__in=keys)
    of = {
        ("client", "name"): "pk",
        ("contact", "name"): "pk",
        ("client", "mail"): "client",
        ("client", "phone"): "client",
    }
    asked: dict[str, list[UUID]] = {}
    for key, pk in rows.order_by("key").values_list("key", of.get((what, by), "contact_id")).distinct():
        if len(asked.setdefault(key, [])) < MOST_IN_A_GROUP:
            asked[key].append(pk)
    every = {pk for pks in asked.values() for pk in pks}
    known = _known_clients(every) if what == "client" else _known_people(user, every)
    apart = _held_apart(what, every)
    found: dict[str, list[Member]] = {}
    for key, pks in asked.items():
        members = [
            _member(known[pk], [other for other in pks if other != pk and frozenset((pk, other)) not in apart])
            for pk in pks
            if pk in known
        ]
        found[key] = sorted(members, key=lambda member: (member.name, str(member.id)))
    return found


def _member(known: Member, pairs: Sequence[UUID]) -> Member:
    return Member(known.id, known.name, known.where, known.beneath, known.client, tuple(pairs))


def _held_apart(what: What, ids: set[UUID]) -> set[frozenset[UUID]]:
    table = ClientsApart if what == "client" else ContactsApart
    return {
        frozenset(pair) for pair in table.objects.filter(one__in=ids, other__in=ids).values_list("one_id", "other_id")
    }


def _known_clients(ids: set[UUID]) -> dict[UUID, Member]:
    clients = list(Client.objects.filter(pk__in=ids))
    managers = managers_of(clients)
    return {
        one.pk: Member(
            one.pk, one.name, one.town, " · ".join(filter(None, [managers.get(one.pk, (None, ""))[1], one.reference]))
        )
        for one in clients
    }


def _known_people(user: User, ids: set[UUID]) -> dict[UUID, Member]:
    places = Affiliation.objects.visible_to(user).filter(contact__in=ids).select_related("contact", "client")
    known: dict[UUID, Member] = {}
    for place in places.order_by("to_on", "client__order_name", "id"):
        one, before = place.contact, known.get(place.contact_id)
        where = f"{before.where}; {place.client.name}" if before else place.client.name
        beneath = " · ".join(filter(None, [one.email, one.phone]))
        known[one.pk] = Member(one.pk, one.name, where, beneath, before.client if before else place.client_id)
    return known
