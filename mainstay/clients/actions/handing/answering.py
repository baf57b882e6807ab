"""What becomes of a hand-over: accepted, declined, taken back (R-A-34, R-B-54, R-X-2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed, looking, may
from mainstay.clients.actions.along import hooks
from mainstay.clients.actions.handing.over import OWN, from_to, served
from mainstay.clients.models import Assignment, HandOver
from mainstay.journal import actions as journal
from mainstay.journal.actions import Entry
from mainstay.kit.plug import Passing
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean

if TYPE_CHECKING:
    from mainstay.house.models import User


@transaction.atomic
def accept(*, rows: Sequence[HandOver], by: User, at: datetime) -> list[HandOver]:
    """Whoever was handed these clients says that they have them: no crack any more. Raises Refused (R-B-54)."""
    held = _held(rows)
    for row in held:
        _waits(row, by)
        row.accepted_at = at
    HandOver.objects.bulk_update(held, ["accepted_at"])
    journal.note_many([Entry("clients.hand_over_accepted", row, row.client, by, from_to(row)) for row in held], at=at)
    return held


@transaction.atomic
def decline(*, rows: Sequence[HandOver], why: str, by: User, at: datetime) -> list[HandOver]:
    """Whoever was handed these clients cannot take them: they go back, with a reason, to a giver who is still here.

    Raises Refused (R-A-34, R-B-54).
    """
    why = clean(why, field="why", limit=300, required=_("Say why it cannot be you."), rule="R-B-54")
    held = _held(rows)
    for row in held:
        _waits(row, by)
        if not row.giver.is_active:
            words = {"name": row.giver, "client": row.client}
            raise Refused(
                _("%(name)s is no longer here, so %(client)s cannot go back. Hand it over to somebody else.") % words,
                rule="R-A-34",
                lifted_by=allowed.head_of_service(),
            )
    return revert(rows=held, kind="clients.hand_over_declined", why=why, by=by, at=at)


@transaction.atomic
def take_back(*, rows: Sequence[HandOver], by: User, at: datetime, why: str = "") -> list[HandOver]:
    """Undo a hand-over within a day, by whoever did it or a head of client service (R-X-2). Raises Refused."""
    why = clean(why, field="why", limit=300)
    held = _held(rows)
    for row in held:
        may.refuse_late(done_at=row.done_at, done_by=row.done_by, by=by, at=at)
    return revert(rows=held, kind="clients.hand_over_taken_back", why=why, by=by, at=at)


@transaction.atomic(savepoint=False)
def revert(*, rows: Sequence[HandOver], kind: str, why: str, by: User, at: datetime) -> list[HandOver]:
    """Set back who serves these clients and what went along, inside the act that says why. Raises Refused (R-X-2)."""
    _clients, serving = allowed.held_with_serving([row.client for row in rows], None)
    entries: list[Entry] = []
    day = allowed.today(by, at)
    for row in rows:
        now = {str(one.pk): one for one in serving.get(row.client_id, [])}
        told = row.moved.get(OWN, {})
        if any(pk not in now for pk in told.get("made", ())):
            raise Refused(
                _("Who serves %(client)s was changed since. Hand it over anew instead.") % {"client": row.client},
                rule="R-X-2",
            )
        ended = [now.pop(pk) for pk in told.get("made", ())]
        for one in ended:
            one.to_on = max(day, one.from_on)
            one.save(update_fields=["to_on"])
        back = _reopened(row, {(one.user_id, one.role) for one in now.values()})
        entries += [served("clients.unassigned", one, by) for one in ended]
        entries += [served("clients.assigned", one, by) for one in back]
        entries.append(Entry(kind, row, row.client, by, why or from_to(row)))
        row.taken_back_at, row.taken_back_why = at, why
        row.save(update_fields=["taken_back_at", "taken_back_why"])
    looking.may_have_nobody(row.client_id for row in rows)
    for name, hook in hooks().items():
        hook.back([_passing(row, name, by, at) for row in rows if name in row.moved])
    journal.note_many(entries, at=at)
    return list(rows)


def _passing(row: HandOver, name: str, by: User, at: datetime) -> Passing:
    return Passing(row.pk, row.client, row.giver, row.taker, by, at, row.taken_back_why, row.moved[name])


def _reopened(row: HandOver, there: set[tuple[UUID, str]]) -> list[Assignment]:
    """Those who served before serve again, but for whoever does already."""
    found = Assignment.objects.filter(pk__in=row.moved.get(OWN, {}).get("ended", ())).select_related("user", "client")
    back = [one for one in found if (one.user_id, one.role) not in there]
    for one in back:
        one.to_on = None
        one.save(update_fields=["to_on"])
    return back


def _held(rows: Sequence[HandOver]) -> list[HandOver]:
    """These hand-overs as they are now, locked; refuses what was not done or is taken back already."""
    found = HandOver.objects.select_for_update(of=("self",)).select_related("client", "giver", "taker", "done_by")
    held = list(found.filter(pk__in=[row.pk for row in rows]).order_by("pk"))
    if not held:
        raise NotFound
    for row in held:
        if row.done_at is None or row.taken_back_at is not None:
            raise Refused(
                _("This hand-over of %(client)s was taken back already, or is not done yet.") % {"client": row.client},
                rule="R-A-34",
            )
    return held


def _waits(row: HandOver, by: User) -> None:
    """Refuse anybody but whoever was handed the client, and a second answer (R-B-54)."""
    if row.taker_id != by.pk:
        raise Refused(
            _("A hand-over is accepted or declined by whoever was handed the client."),
            rule="R-B-54",
            lifted_by=row.taker.name if row.taker else "",
        )
    if row.accepted_at is not None:
        raise Refused(_("%(client)s was accepted already.") % {"client": row.client}, rule="R-B-54")
