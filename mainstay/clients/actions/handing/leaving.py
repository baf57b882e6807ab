"""Somebody leaves: who follows at each client and how it is told, kept as it grows, done as one act (R-A-34)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients.actions import allowed, may
from mainstay.clients.actions.along import hooks
from mainstay.clients.actions.handing import answering
from mainstay.clients.actions.handing.over import Terms, carry_out, carry_telling_over, from_to, role_of
from mainstay.clients.models import Assignment, Client, ClientQuerySet, HandOver, Leaving
from mainstay.house import actions as house
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.journal.actions import Entry
from mainstay.kit.refusals import Refused

if TYPE_CHECKING:
    from mainstay.house.models import User


def stands_with(person: User) -> ClientQuerySet:
    """The clients whom somebody serves, or where they have something open: all that must pass before they leave."""
    serves = Assignment.objects.filter(user=person, to_on=None).values("client_id")
    found = Client.objects.kept().filter(pk__in=serves)
    for hook in hooks().values():
        found |= Client.objects.kept().filter(pk__in=hook.clients(person))
    return found


def may_prepare(*, person: User, by: User) -> bool:
    """Whoever leaves prepares it, the head of their team, an administrator (R-X-3)."""
    return by.is_active and (by.pk == person.pk or by.heads(person) or by.may(rights.RUN_HOUSE))


def _may(person: User, by: User) -> None:
    if not may_prepare(person=person, by=by):
        raise Refused(
            _("A leaving is prepared by whoever leaves, by the head of their team or by an administrator."),
            rule="R-X-3",
            lifted_by=_("the head of the team or an administrator"),
        )


@transaction.atomic
def begin(*, person: User, by: User, at: datetime, last_on: date | None = None) -> Leaving:
    """Begin to hand over what somebody looks after who leaves; goes on where it was begun (R-A-34). Raises Refused."""
    _may(person, by)
    if not person.is_active:
        raise Refused(_("%(name)s has already been let go.") % {"name": person.name}, rule="R-A-34", field="person")
    begun = (
        Leaving.objects.select_for_update(of=("self",)).filter(person=person, done_at=None, taken_back_at=None).first()
    )
    if begun is None:
        begun = Leaving.objects.create(person=person, last_on=last_on, begun_at=at, begun_by=by)
        changes = {"last_on": (None, last_on)} if last_on else {}
        journal.note("clients.leaving_begun", about=person, by=by, at=at, text=person.name, changes=changes)
    elif last_on is not None and last_on != begun.last_on:
        moved = {"last_on": (begun.last_on, last_on)}
        begun.last_on = last_on
        begun.save(update_fields=["last_on"])
        journal.note("clients.leaving_begun", about=person, by=by, at=at, text=person.name, changes=moved)
    return begun


@transaction.atomic
def plan(
    *,
    leaving: Leaving,
    clients: Sequence[Client],
    taker: User | None,
    by: User,
    at: datetime,
    terms: Terms | None = None,
) -> list[HandOver]:
    """Write down who follows at these clients and how they are told; what was planned before is replaced (R-A-34).

    The day on which a client is told may still be to come here. Raises Refused, NotFound.
    """
    leaving = _open(leaving, by)
    may.take_over(giver=leaving.person, taker=taker, deputy=(terms or Terms()).deputy)
    values = (terms or Terms()).values()
    held, serving = allowed.held_with_serving(clients, by)
    known = {row.client_id: row for row in HandOver.objects.planned().filter(giver=leaving.person, client__in=held)}
    rows = []
    for client in held.values():
        allowed.refuse_laid_aside(client)
        row = known.get(client.pk) or HandOver(client=client, giver=leaving.person, planned_at=at, planned_by=by)
        row.client, row.leaving, row.batch, row.taker = client, leaving, leaving.pk, taker
        row.role = role_of(serving.get(client.pk, []), leaving.person)
        for name, value in values.items():
            setattr(row, name, value)
        rows.append(row)
    carry_telling_over(rows, by=by, at=at)
    for row in rows:
        row.save()
    journal.note_many([Entry("clients.hand_over_planned", row, row.client, by, from_to(row)) for row in rows], at=at)
    return rows


class Planned(Protocol):
    """One client of a leaving, as far as it is planned, with whoever is proposed."""

    @property
    def client(self) -> Client:
        """Which."""

    @property
    def role(self) -> str:
        """What the leaver is there."""

    @property
    def plan(self) -> HandOver | None:
        """As far as it is planned."""

    @property
    def proposed(self) -> User | None:
        """Who follows most naturally."""


@transaction.atomic
def plan_same(
    *, leaving: Leaving, steps: Sequence[Planned], taker: User | None, by: User, at: datetime, terms: Terms
) -> list[HandOver]:
    """Plan many clients alike: what is told goes for all, what is left empty stays as planned, or as proposed.

    Deputy and telling go with a new manager alone. Raises Refused, NotFound.
    """
    alike: dict[tuple[User | None, Terms], list[Client]] = {}
    for step in steps:
        follows = taker or (step.plan.taker if step.plan else None) or step.proposed
        alike.setdefault((follows, _terms_for(step, terms)), []).append(step.client)
    return [
        row
        for (follows, told), clients in alike.items()
        if follows is not None or told != Terms()
        for row in plan(leaving=leaving, clients=clients, taker=follows, terms=told, by=by, at=at)
    ]


def _terms_for(step: Planned, terms: Terms) -> Terms:
    was = step.plan or HandOver()
    if step.role != Assignment.Role.MANAGER:
        return Terms(why=terms.why or was.why)
    return Terms(
        deputy=terms.deputy or was.deputy,
        told_on=terms.told_on or was.told_on,
        told_how=terms.told_how or was.told_how,
        untold_why=terms.untold_why or was.untold_why,
        why=terms.why or was.why,
    )


@transaction.atomic
def finish(*, leaving: Leaving, by: User, at: datetime, let_go: bool | None = None) -> Leaving:
    """Hand over all of it in one act; an administrator closes the door with it, unless told not to (R-A-34).

    Raises Refused while a client has no successor or was not told, and while there are clients ``by`` may not see; an
    administrator carries out what others planned there (R-X-15).
    """
    leaving = _open(leaving, by)
    rows = _whole(leaving, by)
    if rows:
        carry_out(rows, by=by, at=at, planned=True)
    HandOver.objects.planned().filter(leaving=leaving).update(taken_back_at=at)  # what stands with them no longer
    leaving.done_at, leaving.done_by = at, by
    leaving.let_go = by.may(rights.RUN_HOUSE) if let_go is None else let_go
    leaving.save(update_fields=["done_at", "done_by", "let_go"])
    journal.note("clients.leaving_done", about=leaving.person, by=by, at=at, text=leaving.person.name)
    if leaving.let_go:
        house.let_go(person=leaving.person, by=by, at=at)
    return leaving


def _whole(leaving: Leaving, by: User) -> list[HandOver]:
    """The plan for every client that stands with whoever leaves. Raises Refused where something is missing."""
    stands = stands_with(leaving.person)
    planned = HandOver.objects.planned().select_for_update(of=("self",)).filter(giver=leaving.person)
    rows = {row.client_id: row for row in planned.select_related("client", "giver", "taker", "deputy")}
    wanted = list(stands.values_list("pk", flat=True))
    missing = [pk for pk in wanted if pk not in rows or not rows[pk].ready]
    hidden = stands.exclude(pk__in=Client.objects.visible_to(by))
    unseen = hidden.filter(pk__in=missing).count() if by.may(rights.RUN_HOUSE) else hidden.count()
    if unseen:
        sentence = ngettext(
            "%(n)d client of theirs is not yours to see. Whoever may see it finishes this.",
            "%(n)d clients of theirs are not yours to see. Whoever may see them finishes this.",
            unseen,
        )
        raise Refused(sentence % {"n": unseen}, rule="R-X-3", lifted_by=allowed.head_of_service())
    if missing:
        sentence = ngettext(
            "%(n)d client is not ready yet: it needs a successor, or the day on which it was told.",
            "%(n)d clients are not ready yet: each needs a successor, or the day on which it was told.",
            len(missing),
        )
        raise Refused(sentence % {"n": len(missing)}, rule="R-A-34", field="clients")
    return [rows[pk] for pk in wanted]


@transaction.atomic
def undo(*, leaving: Leaving, by: User, at: datetime) -> Leaving:
    """Take a finished leaving back within a day: clients, what was open, and the door (R-X-2). Raises Refused."""
    leaving = Leaving.objects.select_for_update(of=("self",)).select_related("person", "done_by").get(pk=leaving.pk)
    _may(leaving.person, by)
    if leaving.taken_back_at is not None:
        raise Refused(_("This was taken back already."), rule="R-X-2")
    may.refuse_late(done_at=leaving.done_at, done_by=leaving.done_by, by=by, at=at)
    if leaving.let_go and not leaving.person.is_active:
        house.let_in_again(person=leaving.person, by=by, at=at)
    rows = HandOver.objects.filter(leaving=leaving, done_at__isnull=False, taken_back_at=None)
    held = list(rows.select_for_update(of=("self",)).select_related("client", "giver", "taker"))
    if held:
        answering.revert(rows=held, kind="clients.hand_over_taken_back", why="", by=by, at=at)
    return _end(leaving, by, at)


@transaction.atomic
def stop(*, leaving: Leaving, by: User, at: datetime) -> Leaving:
    """Somebody stays after all: what was planned is laid aside (R-A-34). Raises Refused."""
    leaving = _open(leaving, by)
    HandOver.objects.planned().filter(leaving=leaving).update(taken_back_at=at)
    return _end(leaving, by, at)


def _end(leaving: Leaving, by: User, at: datetime) -> Leaving:
    leaving.taken_back_at = at
    leaving.save(update_fields=["taken_back_at"])
    journal.note("clients.leaving_taken_back", about=leaving.person, by=by, at=at, text=leaving.person.name)
    return leaving


def _open(leaving: Leaving, by: User) -> Leaving:
    """The leaving as it is now, locked; refuses one that is done or laid aside."""
    held = Leaving.objects.select_for_update(of=("self",)).select_related("person").get(pk=leaving.pk)
    _may(held.person, by)
    if held.done_at is not None or held.taken_back_at is not None:
        raise Refused(_("This leaving is done already, or was laid aside. Begin anew."), rule="R-A-34")
    return held
