"""Taking in a file as one run, in short transactions; a run that dies is taken up again or undone whole (R-X-10)."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients import actions as client_actions
from mainstay.clients.models import Assignment, Client, sort_name
from mainstay.desk.models import ImportRun
from mainstay.engagements import actions as engagement_actions
from mainstay.engagements.models import Engagement
from mainstay.house import actions as house_actions
from mainstay.house.actions import gate
from mainstay.house.models import User, house
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.promises.actions import intake as promise_intake
from mainstay.promises.actions.intake import Placed
from mainstay.promises.models import Promise
from mainstay.promises.rules import intake as rules
from mainstay.promises.rules.intake import Delivery

BATCH = 500


@dataclass(frozen=True)
class Report:
    """What a run made, and what the file said. ``run`` is None on a dry run."""

    run: UUID | None
    promises: int
    clients: int
    taken: rules.Intake

    def as_dict(self) -> dict[str, Any]:
        """For ``--json`` and the kept report."""
        told = self.taken.summary.as_dict()
        dialect = self.taken.dialect
        return {
            "run": str(self.run) if self.run else None,
            "rows": told.pop("rows"),
            "promises": self.promises,
            "clients": self.clients,
            **told,
            "encoding": dialect.encoding,
            "delimiter": dialect.delimiter,
            "decimal": dialect.decimal,
            "date_formats": {name: list(formats) for name, formats in self.taken.date_formats.items()},
        }


@dataclass
class Census:
    """Whom a file names, in one pass: spellings by folded name, who took how many for whom and when last."""

    clients: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    engagements: dict[tuple[str, str], str] = field(default_factory=dict)
    votes: dict[str, Counter[str]] = field(default_factory=dict)
    latest: dict[tuple[str, str], date] = field(default_factory=dict)
    owing: dict[tuple[str, str], None] = field(default_factory=dict)

    @classmethod
    def of(cls, deliveries: Iterable[Delivery]) -> Census:
        """Count a file."""
        census = cls()
        for delivery in deliveries:
            client, owner = sort_name(delivery.client), sort_name(delivery.owner)
            census.clients.setdefault(client, delivery.client)
            census.owners.setdefault(owner, delivery.owner)
            if delivery.engagement:
                census.engagements.setdefault((client, sort_name(delivery.engagement)), delivery.engagement)
            census.votes.setdefault(client, Counter())[owner] += 1
            last = census.latest.get((client, owner), delivery.due_on)
            census.latest[client, owner] = max(last, delivery.due_on)
            if delivery.open:
                census.owing[client, owner] = None
        return census

    def manager_of(self, client: str) -> str:
        """Who took most of a client's deliveries; of equals who took the latest."""
        counted = self.votes[client]
        return max(counted, key=lambda owner: (counted[owner], self.latest[client, owner], owner))


@dataclass
class Names:
    """Names in a file and the records they stand for, found or made once."""

    clients: dict[str, Client] = field(default_factory=dict)
    owners: dict[str, User] = field(default_factory=dict)
    engagements: dict[tuple[UUID, str], Engagement] = field(default_factory=dict)


def take_in_promises(
    *, path: Path, map_text: str, by: User, at: datetime, dry_run: bool = False, skip_bad: bool = False
) -> Report:
    """Read a file of deliveries by its map and write what is new (R-X-10, R-A-11).

    Opens its own short transactions, 500 promises each. The same file and map after a run that died takes that run
    up again. Raises kit.tables.Unreadable for a file or map that cannot be read, BadRows when rows have problems
    and ``skip_bad`` is not set, Refused without the right; nothing is changed then.
    """
    gate.needs_right(by, rights.TAKE_IN)
    plan = rules.Map.parse(map_text)
    taken = rules.take_in(rules.open_for(path, plan), plan, skip_bad=skip_bad)
    if taken.refused:
        raise BadRows(Report(None, 0, 0, taken))
    if dry_run:
        return _foresee(taken, by)
    census = Census.of(taken.deliveries())
    run = _start("promises", path, map_text, by, at)
    names = _names(census, run, by, at)
    for batch in _batches(taken.deliveries()):
        with transaction.atomic():
            ImportRun.objects.select_for_update().get(pk=run.pk)
            placed = [_place(delivery, names) for delivery in batch]
            promise_intake.take_in(placed=placed, run_id=run.pk, by=by, at=at, currency=house().currency)
    return _finish(run, taken, by, at)


class BadRows(Exception):
    """Rows that cannot be read; nothing was changed. Carries the report."""

    def __init__(self, report: Report) -> None:
        super().__init__(_("The file was not taken in: some of its rows cannot be read."))
        self.report = report


def _batches(deliveries: Iterable[Delivery]) -> Iterator[list[Delivery]]:
    source = iter(deliveries)
    while batch := list(islice(source, BATCH)):
        yield batch


def _place(delivery: Delivery, names: Names) -> Placed:
    client = names.clients[sort_name(delivery.client)]
    engagement = names.engagements.get((client.pk, sort_name(delivery.engagement))) if delivery.engagement else None
    return Placed(delivery, client, names.owners[sort_name(delivery.owner)], engagement)


def _digest(path: Path, map_text: str) -> str:
    digest = hashlib.sha256(map_text.encode())
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


@transaction.atomic
def _start(kind: str, path: Path, map_text: str, by: User, at: datetime) -> ImportRun:
    """A new run, or the one of the same file and map that died."""
    digest = _digest(path, map_text)
    died = ImportRun.objects.select_for_update().filter(state=ImportRun.State.RUNNING, digest=digest, kind=kind, by=by)
    if (run := died.first()) is not None:
        return run
    run = ImportRun.objects.create(
        kind=kind, file_name=path.name[:200], digest=digest, map_text=map_text, by=by, started_at=at
    )
    journal.note("desk.run_started", about=run, by=by, at=at, text=run.file_name)
    return run


def _existing_clients(names: Iterable[str], by: User) -> dict[str, Client]:
    """Clients this person may see, by folded name; of equal names the one kept, then the oldest."""
    found: dict[str, Client] = {}
    wanted = sorted(names)
    for start in range(0, len(wanted), 500):
        rows = Client.objects.visible_to(by).filter(sort_name__in=wanted[start : start + 500])
        for client in rows.order_by("-archived_at", "-id"):
            if client.archived_at is None or client.sort_name not in found:
                found[client.sort_name] = client
    return {name: client for name, client in found.items() if client.archived_at is None}


def _names(census: Census, run: ImportRun, by: User, at: datetime) -> Names:
    """Find or make every client, owner and engagement the file names, and say who serves the new clients."""
    names = Names(clients=_existing_clients(census.clients, by))
    fresh = [spelled for name, spelled in census.clients.items() if name not in names.clients]
    for start in range(0, len(fresh), BATCH):
        told: list[client_actions.NewClient] = [
            {"name": name, "unit_id": by.unit_id} for name in fresh[start : start + BATCH]
        ]
        for client in client_actions.take_in(names=told, run_id=run.pk, by=by, at=at):
            names.clients[client.sort_name] = client
    names.owners = _owners(census, run, by, at)
    _serve(census, names, by, at)
    _engage(census, names, run.pk, by, at)
    return names


def _owners(census: Census, run: ImportRun, by: User, at: datetime) -> dict[str, User]:
    """Our people by folded name or mail address; a name nobody bears is taken in without a way to sign in."""
    there: dict[str, User] = {"": by}
    for person in User.objects.order_by("-is_active", "joined_at", "id"):
        there.setdefault(sort_name(person.name), person)
        if person.email:
            there.setdefault(sort_name(person.email), person)
    for name, spelled in census.owners.items():
        if name not in there:
            there[name] = house_actions.add_person(name=spelled, by=by, at=at, run_id=run.pk)
    return there


@transaction.atomic
def _serve(census: Census, names: Names, by: User, at: datetime) -> None:
    """New clients get a manager; whoever owes something to a client and does not serve it becomes a helper."""
    why = _("as the list taken in says")
    managers = [(names.clients[name], names.owners[census.manager_of(name)]) for name in census.votes]
    client_actions.assign_many(pairs=managers, by=by, at=at, why=why)
    owing = [(names.clients[client], names.owners[owner]) for client, owner in census.owing]
    now = Assignment.objects.filter(to_on=None, client__in={client.pk for client, _owner in owing})
    serving = set(now.values_list("client_id", "user_id"))
    missing = [(client, owner) for client, owner in owing if (client.pk, owner.pk) not in serving]
    client_actions.assign_many(pairs=missing, by=by, at=at, why=why, role=Assignment.Role.HELPER)


def _engage(census: Census, names: Names, run_id: UUID, by: User, at: datetime) -> None:
    clients = {names.clients[client].pk for client, _name in census.engagements}
    for engagement in Engagement.objects.filter(client__in=clients):
        names.engagements[engagement.client_id, sort_name(engagement.name)] = engagement
    for (client_name, name), spelled in census.engagements.items():
        client = names.clients[client_name]
        if (client.pk, name) not in names.engagements:
            names.engagements[client.pk, name] = engagement_actions.begin(
                client=client, name=spelled, by=by, at=at, run_id=run_id
            )


def _foresee(taken: rules.Intake, by: User) -> Report:
    """What a run would make."""
    wanted = {sort_name(delivery.client) for delivery in taken.deliveries()}
    there = _existing_clients(wanted, by)
    new = 0
    for batch in _batches(taken.deliveries()):
        known = {there[sort_name(d.client)].pk for d in batch if sort_name(d.client) in there}
        rows = Promise.objects.counted().filter(client__in=known, run_key__in=[d.key for d in batch])
        keys = set(rows.values_list("client_id", "run_key"))
        for delivery in batch:
            client = there.get(sort_name(delivery.client))
            new += client is None or (client.pk, delivery.key) not in keys
    return Report(None, new, len(wanted - there.keys()), taken)


@transaction.atomic
def _finish(run: ImportRun, taken: rules.Intake, by: User, at: datetime) -> Report:
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    promises = Promise.objects.filter(run_id=run.pk, annulled_at=None).count()
    report = Report(run.pk, promises, Client.objects.filter(run_id=run.pk).count(), taken)
    run.state, run.ended_at = ImportRun.State.DONE, at
    run.made = {"promises": report.promises, "clients": report.clients}
    run.report = report.as_dict()
    run.save(update_fields=["state", "ended_at", "made", "report"])
    journal.note("desk.run_done", about=run, by=by, at=at, text=run.file_name)
    return report


def undo(*, run: ImportRun, by: User, at: datetime) -> dict[str, int]:
    """Mark all a run made as entered in error, as long as nobody has acted on it (R-X-10, R-X-2).

    Works in short transactions; one that dies half-way is finished by calling it again. Clients and engagements of
    the run that hold nothing else are laid aside; people it named stay, without a way to sign in. Returns how many.
    """
    gate.needs_right(by, rights.TAKE_IN)
    if run.by_id != by.pk and not by.may(rights.SEE_ALL):
        raise Refused(
            _("Only whoever took a list in may undo it, or a head of the whole house."),
            rule="R-X-3",
            lifted_by=_("a head of client service"),
        )
    if run.state == ImportRun.State.UNDONE:
        raise Refused(_("This run was undone already."), rule="R-X-10")
    promise_intake.refuse_if_acted_on(run.pk)
    reason = _("The list was taken back: %(file)s") % {"file": run.file_name}
    gone = 0
    while count := promise_intake.annul_some(run_id=run.pk, by=by, at=at, reason=reason[:300], most=BATCH):
        gone += count
    clients = _empty_clients(run.pk)
    for start in range(0, len(clients), BATCH):
        client_actions.archive_many(clients=clients[start : start + BATCH], why=reason[:300], by=by, at=at)
    with transaction.atomic():
        run.state, run.ended_at = ImportRun.State.UNDONE, at
        run.save(update_fields=["state", "ended_at"])
        journal.note("desk.run_undone", about=run, by=by, at=at, text=run.file_name)
    return {"promises": gone, "clients": len(clients)}


def _empty_clients(run_id: UUID) -> list[Client]:
    """Clients a run made that nobody has used for anything else."""
    made = Client.objects.filter(run_id=run_id, archived_at=None)
    used = Promise.objects.counted().filter(client__run_id=run_id).values("client")
    others = Engagement.objects.exclude(run_id=run_id).filter(client__run_id=run_id).values("client")
    return list(made.exclude(pk__in=used).exclude(pk__in=others).filter(contacts=None))


def find_run(told: str, by: User) -> ImportRun | None:
    """A run by its id, or the beginning of one; one's own, or any for a head of the whole house."""
    rows = ImportRun.objects.all() if by.may(rights.SEE_ALL) else ImportRun.objects.filter(by=by)
    try:
        return rows.filter(pk=uuid.UUID(told)).first()
    except ValueError:
        return None
