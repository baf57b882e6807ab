"""Handing clients over: who serves them, and what stands open above, pass in one act (R-A-34)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed, looking, may, serve
from mainstay.clients.actions.along import hooks
from mainstay.clients.models import Assignment, Client, HandOver
from mainstay.clients.queries import accustomed
from mainstay.journal import actions as journal
from mainstay.journal.actions import Entry
from mainstay.kit.plug import Passing
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean

if TYPE_CHECKING:
    from mainstay.house.models import User

R = Assignment.Role
OWN = "clients"


@dataclass(frozen=True)
class Terms:
    """How clients pass: the deputy from then on, when and how the client was told (or why not first), why."""

    deputy: User | None = None
    told_on: date | None = None
    told_how: str = ""
    untold_why: str = ""
    why: str = ""

    def values(self) -> dict[str, Any]:
        """As a hand-over keeps them. Raises Refused for texts that cannot be kept."""
        return {
            "deputy": self.deputy,
            "told_on": self.told_on,
            "told_how": clean(self.told_how, field="told_how", limit=200),
            "untold_why": clean(self.untold_why, field="untold_why", limit=300),
            "why": clean(self.why, field="why", limit=300),
        }


@transaction.atomic
def hand_over(
    *, clients: Sequence[Client], giver: User, taker: User, by: User, at: datetime, terms: Terms | None = None
) -> list[HandOver]:
    """Hand chosen clients over, with what stands open there; until they are accepted it is a crack (R-A-34, R-B-54).

    Giver and taker are people of the house. Takes effect at once, so that nobody is ever without a manager. Raises
    Refused (R-A-34, R-X-3, R-X-2), NotFound for a client whom ``by`` may not see.
    """
    values, batch = (terms or Terms()).values(), uuid4()
    rows = [
        HandOver(batch=batch, client=client, giver=giver, taker=taker, planned_at=at, planned_by=by, **values)
        for client in clients
    ]
    if not rows:
        raise Refused(_("Choose at least one client."), rule="R-A-34", field="clients")
    carry_out(rows, by=by, at=at)
    return rows


def role_of(serving: Sequence[Assignment], giver: User) -> str:
    """What somebody is for a client, the weightiest first; empty where they only have something open there."""
    held = {one.role for one in serving if one.user_id == giver.pk}
    return next((role for role in R.values if role in held), "")


@dataclass
class Change:
    """Whose time with a client ends, and whose begins."""

    ended: list[Assignment] = field(default_factory=list)
    made: list[Assignment] = field(default_factory=list)


def change_of(row: HandOver, now: Sequence[Assignment], day: date) -> Change:
    """Who serves the client after a hand-over: in memory alone. Raises Refused as ``assign`` does (R-A-34)."""
    if row.taker is None:
        raise Refused(_("Say to whom %(client)s goes.") % {"client": row.client}, rule="R-A-34", field="taker")
    change = Change([one for one in now if one.user_id == row.giver_id])
    role = row.role or ("" if any(one.user_id == row.taker_id for one in now) else R.HELPER)
    wanted = [(row.taker, role)] if role else []
    if row.deputy is not None and row.role == R.MANAGER:
        wanted.append((row.deputy, R.DEPUTY))
    for person, what in wanted:
        here = [one for one in now if one not in change.ended] + change.made
        if any(one.user_id == person.pk and one.role in (what, R.MANAGER) for one in here):
            continue
        serve.refuse_unfit(here, user=person, role=what)
        change.ended += [one for one in here if serve.gives_way(one, user=person, role=what)]
        change.made.append(Assignment(client=row.client, user=person, role=what, from_on=day, why=row.why))
    return change


@transaction.atomic(savepoint=False)
def carry_out(rows: Sequence[HandOver], *, by: User, at: datetime, planned: bool = False) -> None:
    """Do what these hand-overs say, inside the act that made or ``planned`` them. Raises Refused, NotFound.

    What others planned is carried out by whoever may, though they see none of it.
    """
    clients, serving = allowed.held_with_serving([row.client for row in rows], None if planned else by)
    day = allowed.today(by, at)
    changes: dict[UUID, Change] = {}
    for row in rows:
        row.client = clients[row.client_id]
        row.role = role_of(serving.get(row.client_id, []), row.giver)
    carry_telling_over(rows, by=by, at=at)
    for row in rows:
        now = serving.get(row.client_id, [])
        allowed.refuse_laid_aside(row.client)
        may.hand_over(giver=row.giver, by=by)
        may.take_over(giver=row.giver, taker=row.taker, deputy=row.deputy)
        may.told_first(role=row.role, told_on=row.told_on, untold_why=row.untold_why, by=by, at=at)
        changes[row.pk] = change_of(row, now, day)
    _refuse_nothing(rows)
    for change in changes.values():
        for one in change.ended:
            one.to_on = max(day, one.from_on)
    Assignment.objects.bulk_update([one for change in changes.values() for one in change.ended], ["to_on"])
    Assignment.objects.bulk_create([one for change in changes.values() for one in change.made])
    looking.may_have_nobody(one.client_id for change in changes.values() for one in change.ended)
    _keep(rows, changes, by=by, at=at)
    journal.note_many([entry for row in rows for entry in _told(row, changes[row.pk], by)], at=at)


@transaction.atomic(savepoint=False)
def carry_telling_over(rows: Sequence[HandOver], *, by: User, at: datetime) -> None:
    """Of clients to whom the change was announced it is not asked again when they were told (R-A-14)."""
    open_ = [row for row in rows if row.role == R.MANAGER and row.told_on is None and not row.untold_why]
    told = accustomed.told_of_change([row.client_id for row in open_], at, by=by)
    for row in open_:
        row.told_on = told.get(row.client_id)


def _refuse_nothing(rows: Sequence[HandOver]) -> None:
    """Refuse to hand over a client of whom the giver has nothing (R-A-34)."""
    without = [row for row in rows if not row.role]
    if not without:
        return
    giver = without[0].giver
    there = {client for hook in hooks().values() for client in hook.clients(giver)}
    for row in without:
        if row.client_id not in there:
            words = {"name": giver, "client": row.client}
            raise Refused(
                _("%(name)s does not serve %(client)s and has nothing open there. Choose another client.") % words,
                rule="R-A-34",
                field="clients",
            )


def _keep(rows: Sequence[HandOver], changes: dict[UUID, Change], *, by: User, at: datetime) -> None:
    passing = [Passing(row.pk, row.client, row.giver, row.taker, by, at, row.why) for row in rows]
    moved = {name: hook.give(passing) for name, hook in hooks().items()}
    for row in rows:
        change = changes[row.pk]
        row.done_at, row.done_by = at, by
        row.moved = {name: dict(data[row.pk]) for name, data in moved.items() if row.pk in data} | {
            OWN: {"ended": [str(one.pk) for one in change.ended], "made": [str(one.pk) for one in change.made]}
        }
        row.save()


def _told(row: HandOver, change: Change, by: User) -> list[Entry]:
    told: dict[str, Any] = {
        "deputy": row.deputy.name if row.deputy else None,
        "told_on": row.told_on,
        "told_how": row.told_how or None,
        "untold_why": row.untold_why or None,
        "why": row.why or None,
    }
    entries = [served("clients.unassigned", one, by) for one in change.ended]
    entries += [served("clients.assigned", one, by) for one in change.made]
    changes = {name: (None, value) for name, value in told.items() if value is not None}
    return [*entries, Entry("clients.handed_over", row, row.client, by, from_to(row), changes)]


def served(kind: str, one: Assignment, by: User) -> Entry:
    """The line that says that somebody’s time with a client begins or ends."""
    role = (one.role, None) if kind == "clients.unassigned" else (None, one.role)
    return Entry(kind, one, one.client, by, one.user.name, {"role": role})


def from_to(row: HandOver) -> str:
    """“Mara Vogt → Deniz Aydin”."""
    return f"{row.giver.name} → {row.taker.name}" if row.taker else row.giver.name
