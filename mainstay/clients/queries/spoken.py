"""Which language is spoken with a client."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar, Protocol
from uuid import UUID

from mainstay.clients.models import Client
from mainstay.house.models import house


class OfClient(Protocol):
    """A row with a column ``client``."""

    client_id: Any
    _meta: ClassVar[Any]


def spoken(clients: Collection[UUID]) -> Mapping[UUID, str]:
    """The language of each of these clients, two letters; the house's where none is told."""
    return _told(dict(Client.objects.filter(pk__among=clients).values_list("pk", "language")))


def spoken_of(things: Iterable[OfClient]) -> Mapping[UUID, str]:
    """As ``spoken``, of the clients of these things; of clients that were read with them nothing is asked."""
    apart = {thing.client_id: thing for thing in things}
    found = {pk: client for pk, thing in apart.items() if (client := read_with(thing)) is not None}
    languages = {pk: client.language for pk, client in found.items()}
    asked = apart.keys() - languages.keys()
    return {**_told(languages), **(spoken(asked) if asked else {})}


def read_with(thing: OfClient) -> Client | None:
    """The client of a thing, where it was read with it, whole."""
    client = thing._meta.get_field("client").get_cached_value(thing, default=None)
    return client if isinstance(client, Client) and not client.get_deferred_fields() else None


def _told(found: Mapping[UUID, str]) -> Mapping[UUID, str]:
    if all(found.values()):
        return found
    ours = house().language
    return {client: language or ours for client, language in found.items()}
