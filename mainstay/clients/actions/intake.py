"""Many clients at once, for what is taken in from files: a fixed number of queries per thousand (R-X-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed
from mainstay.clients.actions.serve import assigned
from mainstay.clients.models import Assignment, Client
from mainstay.house.models import User, house
from mainstay.journal import actions as journal
from mainstay.journal.actions import Entry
from mainstay.kit.text import clean


class NewClient(TypedDict, total=False):
    """What a file tells of a client; ``name`` is required."""

    name: str
    kind: str
    stage: str
    zone: str
    country: str
    town: str
    language: str
    since_on: date | None
    reference: str
    unit_id: UUID | None


@transaction.atomic
def take_in(*, names: Sequence[NewClient], run_id: UUID | None, by: User, at: datetime) -> list[Client]:
    """Make one client of each, in the order given; whether one is there already is for the caller to know.

    Raises Refused for somebody who may not take in, and for a value that cannot be kept (R-X-3, R-X-10).
    """
    allowed.may_take_in(by)
    home = house().zone
    clients = [_client(told, home, run_id) for told in names]
    Client.objects.bulk_create(clients, batch_size=500)
    entries = [Entry("clients.taken_in", client, client, by) for client in clients]
    if entries:
        journal.note_many(entries, at=at)
    return clients


def _client(told: NewClient, home: str, run_id: UUID | None) -> Client:
    client = Client(
        name=clean(told["name"], field="name", limit=200, required=_("A client needs a name."), rule="R-B-6"),
        kind=allowed.chosen(told.get("kind", Client.Kind.FIRM), Client.Kind, field="kind"),
        stage=allowed.chosen(told.get("stage", Client.Stage.ACTIVE), Client.Stage, field="stage"),
        zone=allowed.zone(told.get("zone") or home),
        country=allowed.country(told.get("country", "")),
        town=clean(told.get("town", ""), field="town", limit=120),
        language=allowed.language(told.get("language", "")),
        since_on=told.get("since_on"),
        reference=clean(told.get("reference", ""), field="reference", limit=60),
        unit_id=told.get("unit_id"),
        run_id=run_id,
    )
    client.derive()
    return client


@transaction.atomic
def assign_many(
    *,
    pairs: Sequence[tuple[Client, User]],
    by: User,
    at: datetime,
    role: str = Assignment.Role.MANAGER,
    why: str = "",
    from_on: date | None = None,
) -> list[Assignment]:
    """Name who serves many clients. Who is that already is left; a client that has a manager keeps that one.

    Raises Refused for somebody who may not take in (R-X-3).
    """
    allowed.may_take_in(by)
    allowed.chosen(role, Assignment.Role, field="role")
    why = clean(why, field="why", limit=300)
    day = allowed.not_ahead(from_on, by=by, at=at, field="from_on")
    now = Assignment.objects.now().filter(role=role, client__in=[client.pk for client, _user in pairs])
    taken: set[tuple[UUID, UUID | None]] = set()
    for client_id, user_id in now.values_list("client_id", "user_id"):
        taken.add((client_id, None if role == Assignment.Role.MANAGER else user_id))
    fresh: list[Assignment] = []
    for client, user in pairs:
        place = (client.pk, None if role == Assignment.Role.MANAGER else user.pk)
        if place not in taken:
            taken.add(place)
            fresh.append(Assignment(client=client, user=user, role=role, from_on=day, why=why))
    Assignment.objects.bulk_create(fresh, batch_size=500)
    entries = [
        Entry("clients.assigned", serves, serves.client, by, serves.user.name, assigned(serves)) for serves in fresh
    ]
    if entries:
        journal.note_many(entries, at=at)
    return fresh


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
