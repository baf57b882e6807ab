"""The lists that API and terminal hand out: the records as they are kept, under the names by which they come in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from mainstay.clients.queries import listing as client_list
from mainstay.clients.queries import out as of_clients
from mainstay.promises.queries import listing as promise_list
from mainstay.promises.queries import out as of_promises

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import User
    from mainstay.kit.lists import Outgoing

FORMS: Mapping[str, tuple[str, ...]] = {
    "clients": ("csv", "xlsx"),
    "contacts": ("csv", "xlsx", "vcf"),
    "promises": ("csv", "xlsx", "ics"),
    "ledger": ("csv", "xlsx", "ics"),
}


def clients(by: User, at: datetime, wanted: client_list.Wanted | None = None) -> Outgoing:
    """Clients this person may see, those laid aside left out unless they are asked for."""
    return of_clients.clients(by, wanted or client_list.Wanted(), at, codes=True)


def contacts(by: User, at: datetime) -> Outgoing:
    """Everybody at a client this person may see."""
    return of_clients.people(of_clients.places_seen(by), name="contacts", codes=True)


def promises(by: User, at: datetime, wanted: promise_list.Wanted | None = None) -> Outgoing:
    """Promises this person may see; all that count, where nothing else is asked for."""
    if wanted is None:
        return of_promises.every_one_seen(by, at, codes=True)
    return of_promises.promises(by, wanted, at, codes=True)


def ledger(client: Client, by: User, at: datetime) -> Outgoing:
    """What one client and we owe each other: the promises of the sheet that both sides read, in its order."""
    return of_promises.ledger(client, by, at, codes=True)


LISTS: Mapping[str, Callable[[User, datetime], Outgoing]] = {
    "clients": clients,
    "contacts": contacts,
    "promises": promises,
}
