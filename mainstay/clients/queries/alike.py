"""Who resembles a name, a mail address or a phone number, of those a person may see (R-B-6)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mainstay.clients.models import Affiliation, AffiliationQuerySet, Client, Contact, Reach
from mainstay.clients.rules import firm_key, folded, mail_key, person_key, phone_key
from mainstay.house.models import house
from mainstay.house.rules import rights

if TYPE_CHECKING:
    from mainstay.house.models import User

AT_ONCE = 500
MOST_READ = 5000  # of one batch: a number that thousands share is no sign of anything
MOST = 5  # told of one name; whoever wants all of them asks the scan
What = Literal["client", "contact"]
By = Literal["name", "mail", "phone"]


@dataclass(frozen=True)
class Like:
    """One that is there and looks alike: which, where, and by what (name, mail, phone)."""

    what: What
    id: UUID
    name: str
    where: str
    by: By
    clients: frozenset[UUID] = frozenset()  # of a person: those they belong to, that the reader may see

    @property
    def why(self) -> str:
        """By what it looks alike, in words."""
        return why(self.by)

    @property
    def words(self) -> str:
        """“Atlas AG, Bonn (by name)”."""
        called = f"{self.name}, {self.where}" if self.where else self.name
        return _("%(called)s (%(why)s)") % {"called": called, "why": self.why}

    def called(self, name: str) -> bool:
        """Whether it bears exactly this name, case and spaces aside."""
        return folded(self.name) == folded(name)

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {"what": self.what, "id": str(self.id), "name": self.name, "where": self.where, "by": self.by}


def why(by: By) -> str:
    """By what two look alike, in words."""
    return {
        "name": pgettext("looks alike", "by name"),
        "mail": pgettext("looks alike", "by mail address"),
        "phone": pgettext("looks alike", "by phone"),
    }[by]


def alike_many(
    names: Collection[str],
    mails: Collection[str],
    phones: Collection[str],
    by: User,
    *,
    what: What = "client",
    country: str = "",
    most: int = MOST,
) -> dict[str, list[Like]]:
    """For each of these names, addresses and numbers as told: which there are that look alike. None: it is left out.

    ``what`` says what is looked for: clients (by name, or by a way to reach their people) or people; only those ``by``
    may see, at most ``most`` of one each. Six queries per five hundred told, at most. A number that names no country is
    read as dialled in ``country``, else in the house's.
    """
    region = country or (house().country if phones else "")
    asked: dict[By, dict[str, set[str]]] = {
        "name": {name: _name_keys(name, what) for name in names},
        "mail": {mail: {mail_key(mail)} for mail in mails},
        "phone": {phone: {phone_key(phone, region)} for phone in phones},
    }
    found: dict[str, list[Like]] = {}
    for sort, told in asked.items():
        there = _by_key({key for keys in told.values() for key in keys if key}, sort, by, what)
        for words, keys in told.items():
            likes = {like.id: like for key in sorted(keys) for like in there.get(key, ())}
            if likes:
                found[words] = list(likes.values())[:most]
    return found


def _name_keys(name: str, what: What) -> set[str]:
    return {person_key(name)} if what == "contact" else {firm_key(name), person_key(name)}


def _by_key(keys: Collection[str], by: By, user: User, what: What) -> dict[str, list[Like]]:
    """Those who have one of these keys."""
    found: dict[str, dict[UUID, Like]] = {}
    every = sorted(keys)
    for start in range(0, len(every), AT_ONCE):
        some = every[start : start + AT_ONCE]
        rows = _clients(some, by, user) if what == "client" else _people(some, by, user)
        for key, like in rows:
            there = found.setdefault(key, {})
            there[like.id] = _together(there[like.id], like) if like.id in there else like
    return {key: list(likes.values()) for key, likes in found.items()}


def _clients(keys: Sequence[str], by: By, user: User) -> Iterator[tuple[str, Like]]:
    if by == "name":
        rows = Client.objects.visible_to(user).filter(like_key__in=keys, merged_into=None)
        for key, pk, name, town in rows.order_by("order_name", "id").values_list("like_key", "id", "name", "town"):
            yield key, Like("client", pk, name, town, by)
        return
    keys_of = _reached(keys, by)
    places = (
        _places(keys_of, user).filter(to_on=None, client__merged_into=None).order_by("client__order_name", "client_id")
    )
    for contact, pk, name, town in places.values_list("contact_id", "client_id", "client__name", "client__town"):
        for key in keys_of[contact]:
            yield key, Like("client", pk, name, town, by)


def _people(keys: Sequence[str], by: By, user: User) -> Iterator[tuple[str, Like]]:
    if by == "name":
        rows = Contact.objects.filter(like_key__in=keys, merged_into=None).values_list("id", "like_key")
        keys_of = {pk: [key] for pk, key in rows[:MOST_READ]}
    else:
        keys_of = _reached(keys, by)
    places = _places(keys_of, user).order_by("contact__sort_name", "contact_id", "client_id")
    for pk, name, client, client_id in places.values_list("contact_id", "contact__name", "client__name", "client_id"):
        for key in keys_of[pk]:
            yield key, Like("contact", pk, name, client, by, frozenset([client_id]))


def _reached(keys: Sequence[str], by: By) -> dict[UUID, list[str]]:
    """Who is reached by one of these keys, from the index of the keys: the person's id, and by which."""
    found: dict[UUID, list[str]] = {}
    rows = Reach.objects.filter(kind=by, key__in=keys, contact__merged_into=None).order_by("key", "contact_id")
    for pk, key in rows.values_list("contact_id", "key")[:MOST_READ]:
        found.setdefault(pk, []).append(key)
    return found


def _places(people: Collection[UUID], user: User) -> AffiliationQuerySet:
    """Where these belong, of clients this person may see."""
    places = Affiliation.objects.filter(contact__in=people)
    return places if user.may(rights.SEE_ALL) else places.visible_to(user)


def _together(one: Like, other: Like) -> Like:
    """One person who belongs to several clients."""
    if not other.clients - one.clients:
        return one
    return replace(one, where=f"{one.where}; {other.where}", clients=one.clients | other.clients)
