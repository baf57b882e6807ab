"""Saying of many clients who of us serves them, or served them once. The rules are those of one by one (R-A-34)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed, looking, may, serve
from mainstay.clients.models import Assignment, Client
from mainstay.clients.queries import accustomed
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.journal.actions import Entry
from mainstay.kit.text import clean

Role = Assignment.Role


@dataclass(frozen=True)
class NewAssignment:
    """Who serves whom as what, from when (today where none is told); ``to_on`` where that is over.

    Where a manager follows another, the client is told before (``told_on``), or it is said why not.
    """

    client: Client
    user: User
    role: str
    from_on: date | None = None
    to_on: date | None = None
    why: str = ""
    told_on: date | None = None
    untold_why: str = ""
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Served:
    """An assignment made, those whose time it ended, and what the journal keeps of how the client was told."""

    made: Assignment
    ended: tuple[Assignment, ...] = ()
    telling: Mapping[str, tuple[None, str]] = field(default_factory=dict)


@dataclass
class Serving:
    """Who serves some clients as things stand, kept in step while one after the other is named.

    A dry run asks it the same questions as the verb that writes.
    """

    by: User
    at: datetime
    runs: Collection[UUID] = ()
    now: dict[UUID, list[Assignment]] = field(default_factory=dict)
    known: set[UUID] = field(default_factory=set)  # clients whom somebody served before this began
    announced: dict[UUID, date] | None = None  # on which day clients were told of a change, read when first needed

    @classmethod
    def of(
        cls, clients: Iterable[Client], *, by: User, at: datetime, runs: Collection[UUID] = (), locked: bool = False
    ) -> Serving:
        """As it stands, in one query. ``runs`` are those of ``by``: what these brought in may be given away."""
        rows = Assignment.objects.filter(client__in={client.pk for client in clients}).select_related("user", "client")
        rows = rows.order_by("from_on", "id")
        serving = cls(by, at, runs)
        for row in rows.select_for_update(of=("self",)) if locked else rows:
            serving.known.add(row.client_id)
            if row.to_on is None:
                serving.now.setdefault(row.client_id, []).append(row)
        return serving

    def name(self, told: NewAssignment) -> Served:
        """Name somebody, in memory alone. Raises Refused as ``assign`` does (R-X-3, R-A-34)."""
        allowed.refuse_laid_aside(told.client)
        allowed.chosen(told.role, Role, field="role")
        self._may(told.client, told.user, told.role)
        day = allowed.not_ahead(told.from_on or told.to_on, by=self.by, at=self.at, field="from_on")
        why = clean(told.why, field="why", limit=300)
        made = Assignment(
            id=told.id, client=told.client, user=told.user, role=told.role, from_on=day, to_on=told.to_on, why=why
        )
        if told.to_on is not None:
            allowed.not_ahead(told.to_on, by=self.by, at=self.at, field="to_on")
            serve.refuse_backwards(made)
            return Served(made)
        now = self.now.setdefault(told.client.pk, [])
        serve.refuse_unfit(now, user=told.user, role=told.role)
        ended = [former for former in now if serve.gives_way(former, user=told.user, role=told.role)]
        telling = self._telling(told) if any(one.role == Role.MANAGER for one in ended) else {}
        for former in ended:
            former.to_on = max(day, former.from_on)
        now[:] = [former for former in now if former not in ended] + [made]
        return Served(made, tuple(ended), telling)

    def _telling(self, told: NewAssignment) -> dict[str, tuple[None, str]]:
        """How a client heard of another manager, as for one (R-A-34); whom the same hand brought in knows no other."""
        if told.role != Role.MANAGER or told.client.pk not in self.known or told.client.run_id in self.runs:
            return {}
        untold, told_on = clean(told.untold_why, field="untold_why", limit=300), told.told_on
        if told_on is None and not untold:
            if self.announced is None:
                self.announced = accustomed.told_of_change([*self.known], self.at, by=self.by)
            told_on = self.announced.get(told.client.pk)
        may.told_first(role=told.role, told_on=told_on, untold_why=untold, by=self.by, at=self.at)
        said = {"told_on": told_on.isoformat() if told_on else "", "untold_why": untold}
        return {name: (None, value) for name, value in said.items() if value}

    def may_change(self, one: Assignment) -> None:
        """Refuse whoever may not correct when somebody serves a client: as for naming them (R-X-3)."""
        self._may(one.client, one.user, one.role)

    def checked(self, one: Assignment, values: Mapping[str, Any]) -> dict[str, Any]:
        """What is to change of an assignment, as it is kept: from_on, to_on, why. Raises Refused (R-X-2, R-A-34)."""
        allowed.refuse_laid_aside(one.client)
        kept = dict(values)
        for name in ("from_on", "to_on"):
            if kept.get(name) is not None:
                kept[name] = allowed.not_ahead(kept[name], by=self.by, at=self.at, field=name)
        if "why" in kept:
            kept["why"] = clean(kept["why"], field="why", limit=300)
        if kept.get("to_on") is not None and one.to_on is None and one.role == Role.MANAGER:
            raise serve.manager_stays(one.user)
        dated = {"from_on": one.from_on, "to_on": one.to_on, **kept}
        serve.refuse_backwards(Assignment(from_on=dated["from_on"], to_on=dated["to_on"]))
        return kept

    def _may(self, client: Client, user: User, role: str) -> None:
        """Who took a client in says who serves it; else as for one (R-X-3)."""
        if self.by.may(rights.TAKE_IN) and (client.pk not in self.known or client.run_id in self.runs):
            return
        managed = [one for one in self.now.get(client.pk, []) if one.role == Role.MANAGER]
        own = any(one.user_id == self.by.pk for one in managed)
        serve.may_name_where(role=role, user=user, by=self.by, own=own, unserved=client.pk not in self.known)


@transaction.atomic
def serve_many(*, given: Sequence[NewAssignment], by: User, at: datetime, runs: Collection[UUID] = ()) -> list[Served]:
    """Name who serves many clients, in the order given; a new manager ends the time of the one before.

    What is over is written down as such. ``runs`` are the ids of the runs of ``by``: the clients these brought in
    are theirs to give away. Raises Refused (R-X-3, R-A-34); call it in batches of some hundred.
    """
    allowed.may_take_in(by)
    serving = Serving.of((told.client for told in given), by=by, at=at, runs=runs, locked=True)
    done = [serving.name(told) for told in given]
    _write(done, by=by, at=at)
    return done


def _write(done: Sequence[Served], *, by: User, at: datetime) -> None:
    made = [served.made for served in done]
    fresh = {one.pk for one in made}
    ended = [former for served in done for former in served.ended]
    Assignment.objects.bulk_update([one for one in ended if one.pk not in fresh], ["to_on"], batch_size=200)
    Assignment.objects.bulk_create(made, batch_size=500)
    looking.may_have_nobody(one.client_id for one in ended)
    entries = [entry for served in done for entry in _told(served, by)]
    if entries:
        journal.note_many(entries, at=at)


def _told(served: Served, by: User) -> list[Entry]:
    lines = [_line("clients.unassigned", one, by, {"role": (one.role, None)}) for one in served.ended]
    changes: dict[str, tuple[object, object]] = {**serve.assigned(served.made), **served.telling}
    if served.made.to_on is not None and served.made.pk not in {one.pk for one in served.ended}:
        changes["to_on"] = (None, served.made.to_on)
    return [*lines, _line("clients.assigned", served.made, by, changes)]


def _line(kind: str, one: Assignment, by: User, changes: dict[str, tuple[object, object]]) -> Entry:
    return Entry(kind, one, one.client, by, one.user.name, changes)


@transaction.atomic
def change_assignments(
    *, told: Sequence[tuple[Assignment, Mapping[str, Any]]], by: User, at: datetime
) -> list[dict[str, tuple[Any, Any]]]:
    """Correct first and last days and reasons; who is given a last day serves no longer, one without serves again.

    Gives for each in the order given {field: (old, new)}. Raises Refused (R-X-2, R-X-3, R-A-34).
    """
    allowed.may_take_in(by)
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("user", "client").order_by("pk")
    locked = {row.pk: row for row in rows.filter(pk__in={one.pk for one, _values in told})}
    serving = Serving(by, at)
    changed: list[dict[str, tuple[Any, Any]]] = []
    entries: list[Entry] = []
    for one, values in told:
        now = locked[one.pk]
        changes = allowed.apply(now, serving.checked(now, values))
        changed.append(changes)
        if changes:
            over = "to_on" in changes and now.to_on is not None
            entries.append(_line("clients.unassigned" if over else "clients.assigned", now, by, changes))
    if fields := sorted({name for changes in changed for name in changes}):
        Assignment.objects.bulk_update(locked.values(), fields, batch_size=200)
        looking.may_have_nobody(now.client_id for now in locked.values())
        journal.note_many(entries, at=at)
    return changed


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
    fresh: list[Served] = []
    for client, user in pairs:
        place = (client.pk, None if role == Assignment.Role.MANAGER else user.pk)
        if place not in taken:
            taken.add(place)
            fresh.append(Served(Assignment(client=client, user=user, role=role, from_on=day, why=why)))
    _write(fresh, by=by, at=at)
    return [served.made for served in fresh]


@dataclass(frozen=True)
class Taken:
    """What a run made: an assignment, its last day as the run wrote it, and those whose time it ended."""

    made: UUID
    to_on: date | None
    ended: tuple[UUID, ...] = ()


@transaction.atomic
def take_back_assignments(*, taken: Sequence[Taken], why: str, by: User, at: datetime) -> dict[UUID, str]:
    """Take back what a run made, the latest first; whose time it had ended serves again. The journal keeps both.

    What somebody has acted on since stays as it is: gives these by id, each with a sentence that says why. Raises
    Refused for somebody who may not take in (R-X-3, R-X-10).
    """
    allowed.may_take_in(by)
    why = clean(why, field="why", limit=300)
    ids = {pk for one in taken for pk in (one.made, *one.ended)}
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("user", "client").order_by("pk")
    now = {row.pk: row for row in rows.filter(pk__in=ids)}
    stays: dict[UUID, str] = {}
    gone: list[Assignment] = []
    again: dict[UUID, Assignment] = {}
    entries: list[Entry] = []
    for one in reversed(taken):
        former = [now[pk] for pk in one.ended if pk in now]
        if reason := _used(now.get(one.made), one.to_on, former):
            stays[one.made] = reason
            continue
        made = now[one.made]
        gone.append(made)
        again.pop(made.pk, None)
        entries.append(_line("clients.unassigned", made, by, {"role": (made.role, None), "why": (None, why)}))
        for before in former:
            entries.append(_line("clients.assigned", before, by, {"to_on": (before.to_on, None), "why": (None, why)}))
            before.to_on = None
            again[before.pk] = before
    Assignment.objects.filter(pk__in=[made.pk for made in gone]).delete()
    Assignment.objects.bulk_update(again.values(), ["to_on"], batch_size=200)
    looking.may_have_nobody(made.client_id for made in gone)
    if entries:
        journal.note_many(entries, at=at)
    return stays


def _used(made: Assignment | None, to_on: date | None, former: Sequence[Assignment]) -> str:
    """Why an assignment stays; empty where it may be taken back."""
    if made is None:
        return _("It has been taken back already.")
    if made.client.archived:
        return _("%(client)s was laid aside since.") % {"client": made.client}
    if made.to_on != to_on:
        return _("Somebody has changed since who serves %(client)s.") % {"client": made.client}
    for before in former:
        if not before.user.is_active:
            return _("%(name)s, who served before, no longer signs in. Name a successor first.") % {"name": before.user}
    return ""
