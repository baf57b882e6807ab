"""Many engagements at once, for what is taken in from files: a fixed number of queries a batch (R-X-10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from mainstay.clients.actions import allowed
from mainstay.clients.models import Client
from mainstay.clients.rules import folded
from mainstay.engagements.actions import keep
from mainstay.engagements.models import Engagement
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.journal.actions import Entry
from mainstay.kit.text import clean

State = Engagement.State
Running = dict[tuple[UUID, str], UUID]


@dataclass(frozen=True)
class NewEngagement:
    """What a file tells of an engagement."""

    client: Client
    name: str
    outcome: str = ""
    state: str = State.TALKED
    id: UUID = field(default_factory=uuid4)


def checked(told: Mapping[str, Any]) -> dict[str, Any]:
    """The values told of an engagement, as they are kept. Raises Refused for one that cannot be (R-A-35)."""
    values = dict(told)
    if "name" in values:
        values["name"] = keep.name_kept(values["name"])
    if "outcome" in values:
        values["outcome"] = keep.outcome_kept(values["outcome"])
    if "state" in values:
        values["state"] = allowed.chosen(values["state"], State, field="state")
    return values


@transaction.atomic
def begin_many(*, begun: Sequence[NewEngagement], run_id: UUID | None, by: User, at: datetime) -> list[Engagement]:
    """Write down many engagements in the order given. Raises Refused, as for one, of two running of one name too.

    Needs the right to take in (R-X-3); call it in batches of some hundred.
    """
    allowed.may_take_in(by)
    clients = allowed.held_many(told.client.pk for told in begun)
    running = _running(clients.values())
    made = []
    for told in begun:
        client = clients[told.client.pk]
        allowed.refuse_laid_aside(client)
        values = checked({"name": told.name, "outcome": told.outcome, "state": told.state})
        keep.refuse_without_outcome(values["state"], values["outcome"])
        one = Engagement(id=told.id, client=client, run_id=run_id, **values)
        _keep_apart(running, one)
        made.append(one)
    Engagement.objects.bulk_create(made, batch_size=500)
    if made:
        journal.note_many([Entry("engagements.begun", one, one.client, by, one.outcome) for one in made], at=at)
    return made


@transaction.atomic
def change_many(
    *, told: Sequence[tuple[Engagement, Mapping[str, Any]]], by: User, at: datetime, why: str = ""
) -> list[dict[str, tuple[Any, Any]]]:
    """Correct many engagements; where one stands is an act of its own. ``why`` goes with what changes of that.

    Gives for each in the order given {field: (old, new)}. Raises Refused, as for one (R-X-3, R-A-35).
    """
    allowed.may_take_in(by)
    why = clean(why, field="why", limit=300)
    clients = allowed.held_many(one.client_id for one, _values in told)
    rows = Engagement.objects.select_for_update().filter(pk__in={one.pk for one, _values in told}).order_by("pk")
    locked = {row.pk: row for row in rows}
    running = _running(clients.values())
    changed: list[dict[str, tuple[Any, Any]]] = []
    entries: list[Entry] = []
    for one, values in told:
        now, client = locked[one.pk], clients[one.client_id]
        now.client = client
        allowed.refuse_laid_aside(client)
        changes = allowed.apply(now, checked(values))
        keep.refuse_without_outcome(now.state, now.outcome)
        if "name" in changes or "state" in changes:
            _keep_apart(running, now)
        if "state" in changes:
            now.ended_on = allowed.today(by, at) if now.state == State.ENDED else None
        changed.append(changes)
        entries += _entries(now, changes, by, why)
    if fields := sorted({name for changes in changed for name in changes}):
        beside = ["ended_on"] if "state" in fields else []
        Engagement.objects.bulk_update(locked.values(), [*fields, *beside], batch_size=100)
        journal.note_many(entries, at=at)
    return changed


def _entries(one: Engagement, changes: Mapping[str, tuple[Any, Any]], by: User, why: str) -> list[Entry]:
    state = {name: change for name, change in changes.items() if name == "state"}
    rest = {name: change for name, change in changes.items() if name != "state"}
    kind = "engagements.ended" if one.state == State.ENDED else "engagements.state_set"
    entries = [Entry("engagements.changed", one, one.client, by, "", rest)] if rest else []
    return entries + ([Entry(kind, one, one.client, by, why, state)] if state else [])


def _running(clients: Iterable[Client]) -> Running:
    rows = Engagement.objects.running().filter(client__in=[client.pk for client in clients]).order_by("-pk")
    return {(one.client_id, folded(one.name)): one.pk for one in rows}


def _keep_apart(running: Running, one: Engagement) -> None:
    """Refuse two running engagements of one name with one client; keep ``running`` in step (R-A-35)."""
    for place in [place for place, pk in running.items() if pk == one.pk and place[0] == one.client_id]:
        del running[place]
    if one.state == State.ENDED:
        return
    place = (one.client_id, folded(one.name))
    if place in running:
        raise keep.namesake(one.client)
    running[place] = one.pk
