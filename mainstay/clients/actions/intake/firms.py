"""Many clients at once: taken in, corrected, laid aside again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed, keep
from mainstay.clients.models import Client
from mainstay.house.models import User, house
from mainstay.journal import actions as journal
from mainstay.journal.actions import Entry
from mainstay.kit.text import clean


class NewClient(TypedDict, total=False):
    """What a file tells of a client; ``name`` is required. ``id`` is the client's own, for whoever foresaw it."""

    id: UUID
    name: str
    kind: str
    stage: str
    zone: str
    country: str
    town: str
    language: str
    since_on: date | None
    note: str
    reference: str
    unit_id: UUID | None


def checked_client(told: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a client as they are kept: those told and no others. Raises Refused for one that cannot be."""
    values = keep.cleaned(told)
    if "stage" in values:
        allowed.chosen(values["stage"], Client.Stage, field="stage")
    return values


@transaction.atomic
def take_in(*, names: Sequence[NewClient], run_id: UUID | None, by: User, at: datetime) -> list[Client]:
    """Make one client of each, in the order given; whether one is there already is for the caller to know.

    Raises Refused for somebody who may not take in, and for a value that cannot be kept (R-X-3, R-X-10).
    """
    allowed.may_take_in(by)
    home = house().zone
    clients = [_client(told, home, run_id) for told in names]
    Client.objects.bulk_create(clients, batch_size=500)
    if clients:
        journal.note_many([Entry("clients.taken_in", client, client, by) for client in clients], at=at)
    return clients


def _client(told: NewClient, home: str, run_id: UUID | None) -> Client:
    client = Client(**checked_client({"name": "", **told, "zone": told.get("zone") or home}), run_id=run_id)
    client.derive()
    return client


@transaction.atomic
def change_many(
    *, told: Sequence[tuple[Client, Mapping[str, Any]]], by: User, at: datetime
) -> list[dict[str, tuple[Any, Any]]]:
    """Correct many clients; the journal keeps what stood there before, how far we are as an act of its own.

    Gives for each in the order given what changed, {field: (old, new)}; nothing where all stood so already. Raises
    Refused for somebody who may not take in, for one laid aside, for a value that cannot be kept (R-X-2, R-X-3).
    """
    allowed.may_take_in(by)
    locked = allowed.held_many(client.pk for client, _values in told)
    changed: list[dict[str, tuple[Any, Any]]] = []
    entries: list[Entry] = []
    for client, values in told:
        now = locked[client.pk]
        allowed.refuse_laid_aside(now)
        changes = allowed.apply(now, checked_client(values))
        now.derive()
        changed.append(changes)
        stage = {name: change for name, change in changes.items() if name == "stage"}
        rest = {name: change for name, change in changes.items() if name != "stage"}
        entries += [Entry("clients.changed", now, now, by, "", rest)] if rest else []
        entries += [Entry("clients.stage_set", now, now, by, "", stage)] if stage else []
    fields = sorted({name for changes in changed for name in changes})
    if fields:
        touched = {client.pk: locked[client.pk] for (client, _v), changes in zip(told, changed, strict=True) if changes}
        Client.objects.bulk_update(touched.values(), [*fields, *Client.DERIVED], batch_size=100)
        journal.note_many(entries, at=at)
    return changed


@transaction.atomic
def archive_many(*, clients: Sequence[Client], why: str, by: User, at: datetime) -> int:
    """Lay many aside at once, as when a run is undone; those laid aside already are left. Returns how many.

    Raises Refused for somebody who may not take in, and where no reason is given (R-X-2, R-X-3).
    """
    allowed.may_take_in(by)
    needed = _("Say why this client is laid aside; the next to look will ask.")
    why = clean(why, field="why", limit=300, required=needed, rule="R-X-2")
    wanted = [client.pk for client in clients]
    found = list(Client.objects.select_for_update().filter(pk__in=wanted, archived_at=None).order_by("pk"))
    for client in found:
        client.archived_at, client.archived_why = at, why
    Client.objects.bulk_update(found, ["archived_at", "archived_why"], batch_size=200)
    if found:
        journal.note_many([Entry("clients.archived", client, client, by, why) for client in found], at=at)
    return len(found)
