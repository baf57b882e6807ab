"""Saying who of us serves a client. A client outlasts a manager: there is always a successor (R-A-34)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed, looking, may
from mainstay.clients.actions.along import hooks
from mainstay.clients.models import Assignment, Client
from mainstay.clients.queries import accustomed
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.kit.times import spoken

Role = Assignment.Role
Changes = dict[str, tuple[str | None, str | None]]  # of the journal: what was, what is


def may_name(client: Client, *, role: str, user: User, by: User) -> None:
    """Refuse whoever may not say who serves this client (R-X-3).

    A head of client service may; the client's own manager may name deputies and helpers; who writes down a
    client may be its first manager.
    """
    managed = client.assignments.filter(to_on=None, role=Role.MANAGER)
    if not by.may(rights.ASSIGN):
        own = managed.filter(user=by).exists()
        may_name_where(role=role, user=user, by=by, own=own, unserved=not client.assignments.exists())


def may_name_where(*, role: str, user: User, by: User, own: bool, unserved: bool) -> None:
    """As ``may_name``, where it is known whether ``by`` manages the client, and whether anybody ever served it."""
    if by.may(rights.ASSIGN):
        return
    if own and role in (Role.DEPUTY, Role.HELPER) and by.is_active:
        return
    if role == Role.MANAGER and user == by and by.may(rights.WRITE_CLIENTS) and unserved:
        return
    raise Refused(
        _(
            "Who serves a client is said by a head of client service; the client’s own manager may name "
            "deputies and helpers."
        ),
        rule="R-X-3",
        lifted_by=allowed.head_of_service(),
    )


@transaction.atomic
def assign(
    *,
    client: Client,
    user: User,
    role: str,
    by: User,
    at: datetime,
    why: str = "",
    from_on: date | None = None,
    told_on: date | None = None,
    untold_why: str = "",
) -> Assignment:
    """Name somebody to serve a client from a day on; a new manager ends the time of the one before.

    ``from_on`` is today where none is told, and never ahead. Where a manager follows another, the client is told
    before (``told_on``), or it is said why not, as in a hand-over; what was announced to them (R-A-14) need not be
    told again. Raises Refused (R-X-3, R-A-34, R-A-14).
    """
    client = allowed.kept(client)
    allowed.chosen(role, Role, field="role")
    may_name(client, role=role, user=user, by=by)
    day = allowed.not_ahead(from_on, by=by, at=at, field="from_on")
    why = clean(why, field="why", limit=300)
    untold = clean(untold_why, field="untold_why", limit=300)
    now = list(client.assignments.select_for_update(of=("self",)).filter(to_on=None).select_related("user"))
    refuse_unfit(now, user=user, role=role)
    ended = [former for former in now if gives_way(former, user=user, role=role)]
    changes: Changes = {}
    if any(former.role == Role.MANAGER for former in ended):
        if told_on is None and not untold:
            told_on = accustomed.told_of_change([client.pk], at, by=by).get(client.pk)
        may.told_first(role=role, told_on=told_on, untold_why=untold, by=by, at=at)
        told = {"told_on": told_on.isoformat() if told_on else None, "untold_why": untold or None}
        changes = {name: (None, value) for name, value in told.items() if value is not None}
    for former in ended:
        _end(former, on=day, by=by, at=at)
    given = Assignment.objects.create(client=client, user=user, role=role, from_on=day, why=why)
    _tell("clients.assigned", given, by=by, at=at, also=changes)
    return given


def assign_first(*, client: Client, user: User, by: User, at: datetime) -> Assignment:
    """The first manager of a client just written down."""
    refuse_unfit([], user=user, role=Role.MANAGER)
    given = Assignment.objects.create(client=client, user=user, role=Role.MANAGER, from_on=allowed.today(by, at))
    _tell("clients.assigned", given, by=by, at=at)
    return given


def refuse_unfit(now: Sequence[Assignment], *, user: User, role: str) -> None:
    """Refuse whoever cannot serve here: signs in no longer, is that already, manages already (R-A-34)."""
    if not user.is_active:
        raise Refused(
            _("%(name)s no longer signs in here and cannot serve a client. Name somebody who does.") % {"name": user},
            rule="R-A-34",
            field="user",
        )
    for serves in now:
        if serves.user_id != user.pk:
            continue
        if serves.role == role:
            raise Refused(
                _("%(name)s is that already, since %(day)s.")
                % {"name": user, "day": spoken(serves.from_on, year=True)},
                rule="R-A-34",
                field="user",
            )
        if serves.role == Role.MANAGER and role in (Role.DEPUTY, Role.HELPER):
            raise Refused(
                _("%(name)s is the manager here. A deputy or helper is somebody else; or name another manager first.")
                % {"name": user},
                rule="R-A-34",
                field="user",
            )


def gives_way(former: Assignment, *, user: User, role: str) -> bool:
    """Whether somebody's time ends by this: of two managers, of deputies and helpers who become something else."""
    if role == Role.MANAGER and former.role == Role.MANAGER:
        return True
    return former.user_id == user.pk and former.role in (Role.DEPUTY, Role.HELPER) and role != Role.SPONSOR


def refuse_backwards(serves: Assignment) -> None:
    """Refuse a time that ends before it begins (R-X-2)."""
    if serves.to_on is not None and serves.to_on < serves.from_on:
        raise Refused(
            _("The last day cannot lie before the first, %(day)s.") % {"day": spoken(serves.from_on, year=True)},
            rule="R-X-2",
            field="to_on",
        )


def _end(former: Assignment, *, on: date, by: User, at: datetime, why: str = "") -> None:
    former.to_on = max(on, former.from_on)
    former.save(update_fields=["to_on"])
    looking.may_have_nobody([former.client_id])
    _tell("clients.unassigned", former, by=by, at=at, why=why)


def assigned(serves: Assignment) -> Changes:
    """What the journal keeps of naming somebody: as what, and why."""
    why: Changes = {"why": (None, serves.why)} if serves.why else {}
    return {"role": (None, serves.role), **why}


def _tell(kind: str, serves: Assignment, *, by: User, at: datetime, why: str = "", also: Changes | None = None) -> None:
    changes = assigned(serves) | (also or {})
    if serves.to_on is not None:
        changes = {"role": (serves.role, None)} | ({"why": (None, why)} if why else {})
    journal.note(kind, about=serves, client=serves.client, by=by, at=at, text=serves.user.name, changes=changes)


@transaction.atomic
def unassign(*, assignment: Assignment, by: User, at: datetime, why: str = "", to_on: date | None = None) -> Assignment:
    """End somebody's time with a client. A manager goes by naming a successor. Raises Refused (R-A-34)."""
    client = allowed.kept(assignment.client)
    assignment = client.assignments.select_for_update(of=("self",)).select_related("user").get(pk=assignment.pk)
    may_name(client, role=assignment.role, user=assignment.user, by=by)
    if assignment.to_on is not None:
        raise Refused(
            _("%(name)s’s time here has ended already, on %(day)s.")
            % {"name": assignment.user, "day": spoken(assignment.to_on, year=True)},
            rule="R-A-34",
        )
    if assignment.role == Role.MANAGER:
        raise manager_stays(assignment.user)
    day = allowed.not_ahead(to_on, by=by, at=at, field="to_on")
    _end(assignment, on=day, by=by, at=at, why=clean(why, field="why", limit=300))
    return assignment


@transaction.atomic
def take_first_back(*, assignment: Assignment, by: User, at: datetime) -> None:
    """Take back that a client got its first manager: nobody managed it before, and nobody does again (R-X-2).

    Whoever may see that it is wanting is told. Raises Refused once somebody else was named, or something stands with
    the one who was.
    """
    client = allowed.kept(assignment.client)
    held = client.assignments.select_for_update(of=("self",)).select_related("user").filter(pk=assignment.pk).first()
    others = client.assignments.filter(role=Role.MANAGER).exclude(pk=assignment.pk)
    if held is None or held.to_on is not None or held.role != Role.MANAGER or others.exists():
        raise Refused(
            _("Who serves %(client)s was changed since. Hand it over anew instead.") % {"client": client}, rule="R-X-2"
        )
    if not by.may(rights.ASSIGN) and held.user_id != by.pk:
        raise Refused(
            _("Who manages a client is taken back by whoever it is or by a head of client service."),
            rule="R-X-3",
            lifted_by=allowed.head_of_service(),
        )
    if any(client.pk in set(hook.clients(held.user)) for hook in hooks().values()):
        raise Refused(
            _("%(name)s has something open with %(client)s by now. Hand it over instead.")
            % {"name": held.user, "client": client},
            rule="R-X-2",
        )
    held.delete()
    looking.may_have_nobody([client.pk])
    note = {"role": (held.role, None), "why": (None, _("taken back"))}
    journal.note("clients.unassigned", about=assignment, client=client, by=by, at=at, text=held.user.name, changes=note)


def manager_stays(user: User) -> Refused:
    """The refusal to leave a client without a manager (R-A-34)."""
    return Refused(
        _("A client is not left without a manager. Name the successor; %(name)s’s time ends by that.") % {"name": user},
        rule="R-A-34",
        field="user",
        lifted_by=_("a head of client service, by naming the successor"),
    )
