"""Which client somebody means by what they typed: by its exact name, else by how it begins, else by a part of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from mainstay.clients.models import Client, ClientQuerySet
from mainstay.clients.rules import in_order
from mainstay.house.queries.learned import rows_for
from mainstay.kit.learned import NO_TIME

if TYPE_CHECKING:
    from mainstay.house.models import User

MOST = 10
SHORTEST = 2


@dataclass(frozen=True)
class Meant:
    """The one client that is meant, or those among which somebody has to choose."""

    client: Client | None = None
    choices: list[Client] = field(default_factory=list)


def client_meant(user: User, told: str, which: str = "") -> Meant:
    """The client of this name that this person may see; ``which`` is the id chosen where several answer to it."""
    rows = Client.objects.visible_to(user).kept()
    if which and (chosen := _chosen(user, rows, told, which)) is not None:
        return Meant(chosen)
    if not told.strip():
        return Meant()
    same = list(rows.called(told).order_by("order_name", "id")[:MOST])
    found = same or suggested(user, told)
    return Meant(found[0]) if len(found) == 1 else Meant(None, found)


def _chosen(user: User, rows: ClientQuerySet, told: str, which: str) -> Client | None:
    try:
        pk = UUID(which)
    except ValueError:
        return None
    if told.strip():
        return rows.found_by(told).filter(pk=pk).first()
    return next(iter(rows_for("promises.meant", _kept, user, NO_TIME, of=pk)), None)


def _kept(person: User, _at: datetime, pk: UUID) -> ClientQuerySet:
    return Client.objects.visible_to(person).kept().filter(pk=pk).order_by()


def suggested(user: User, told: str) -> list[Client]:
    """At most ten clients for what was typed so far. Those that begin so are read from the index alone."""
    word = in_order(told)
    if len(word) < SHORTEST:
        return []
    rows = Client.objects.visible_to(user).kept().order_by("order_name", "id")
    after = word[:-1] + chr(ord(word[-1]) + 1)
    begin = list(rows.filter(order_name__gte=word, order_name__lt=after, order_name__startswith=word)[:MOST])
    return begin or list(rows.found_by(told)[:MOST])
