"""Which language is spoken with a client."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from mainstay.clients.models import Client
from mainstay.house.models import house


def spoken(clients: Collection[UUID]) -> Mapping[UUID, str]:
    """The language of each of these clients, two letters; the house's where none is told."""
    found = dict(Client.objects.filter(pk__among=clients).values_list("pk", "language"))
    if all(found.values()):
        return found
    ours = house().language
    return {client: language or ours for client, language in found.items()}
