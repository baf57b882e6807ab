"""The portfolio report: what our work is to do for each client I may see, what we promised, what became of it.

The outcome leads (R-A-35); the counts are those of the ledger (R-A-11).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models import Assignment, Client, ClientQuerySet
from mainstay.engagements.models import Engagement
from mainstay.engagements.queries import deliverables, standing
from mainstay.house.models import Unit, User
from mainstay.house.rules import rights
from mainstay.kit.lists import Column, Outgoing, listed
from mainstay.kit.paging import Page, page_of
from mainstay.kit.times import local_day
from mainstay.promises.queries import Tally, tallies_of_clients
from mainstay.promises.rules import Counts

SIZE = 50
CHOICES = 30  # teams and managers one may choose from
COLUMNS = ("client", "id", *Counts.__dataclass_fields__, "run_since_last_miss", "work")
ORDER = ("order_name", "id")
_NOTHING = Tally(Counts(), 0, None)


@dataclass(frozen=True)
class Wanted:
    """Which clients: one's own, of one team, of one manager; all one may see where nothing is told."""

    mine: bool = False
    unit: UUID | None = None
    manager: UUID | None = None


@dataclass(frozen=True)
class Row:
    """One client with its counts."""

    client: Client
    tally: Tally
    work: Sequence[str] = ()  # of running engagements: “Soap: delivered 5/5, outcome not yet confirmed”

    def as_dict(self) -> dict[str, Any]:
        """As API, terminal and file show it."""
        return {
            "client": self.client.name,
            "id": self.client.pk,
            **self.tally.counts.as_dict(),
            "run_since_last_miss": self.tally.run,
            "work": list(self.work),
        }


def clients(person: User, wanted: Wanted) -> ClientQuerySet:
    """The clients of a report: those kept that this person may see."""
    rows = Client.objects.visible_to(person).kept()
    if wanted.mine:
        rows = rows.served_by(person)
    if wanted.unit is not None:
        rows = rows.filter(unit=wanted.unit)
    if wanted.manager is not None:
        managed = Assignment.objects.filter(user=wanted.manager, to_on=None, role=Assignment.Role.MANAGER)
        rows = rows.filter(pk__in=managed.values("client_id"))
    return rows


def units(person: User) -> list[Unit]:
    """The teams whose clients this person may see."""
    seen = Client.objects.visible_to(person).kept()
    return list(_of_these(Unit.objects.all(), "unit", seen, person)[:CHOICES])


def managers(person: User) -> list[User]:
    """Who manages the clients this person may see."""
    now = Assignment.objects.visible_to(person).filter(to_on=None, role=Assignment.Role.MANAGER)
    return list(_of_these(User.objects.all(), "user", now, person)[:CHOICES])


def _of_these(rows: QuerySet[Any, Any], name: str, seen: QuerySet[Any, Any], person: User) -> QuerySet[Any, Any]:
    """Those to whom something seen points: of the whole house each asks for one, of a few these lead to them."""
    if person.may(rights.SEE_ALL):
        return rows.filter(Exists(seen.filter(**{name: OuterRef("pk")}).order_by()))
    return rows.filter(pk__in=seen.order_by().values(f"{name}_id"))


def page(
    person: User, wanted: Wanted, at: datetime, *, cursor: str = "", size: int = SIZE
) -> tuple[Page[Client], list[Row]]:
    """One page of the report: six queries at most, whatever the number of promises."""
    found = page_of(clients(person, wanted), by=ORDER, cursor=cursor, size=size)
    return found, rows_of(found.rows, at)


def rows_of(found: Sequence[Client], at: datetime) -> list[Row]:
    """The counts of these clients, and how the work for them stands."""
    tallies = tallies_of_clients([client.pk for client in found])
    work = _work_of(found, at)
    return [Row(client, tallies.get(client.pk, _NOTHING), work.get(client.pk, [])) for client in found]


def _work_of(found: Sequence[Client], at: datetime) -> dict[UUID, list[str]]:
    """What runs for each, by name, and whether it did what it was to do: two queries at most (R-A-35)."""
    running = list(Engagement.objects.running().filter(client__in=found).order_by("name", "id"))
    there = deliverables([one.pk for one in running], at)
    zones = {client.pk: client.zone for client in found}
    said: dict[UUID, list[str]] = {}
    for one in running:
        stands = standing(one, there[one.pk], local_day(at, zones[one.client_id])).text
        said.setdefault(one.client_id, []).append(f"{one.name}: {stands}")
    return said


def every_row(person: User, wanted: Wanted, at: datetime, *, size: int = 500) -> Iterator[Row]:
    """All rows, page by page, so that a large house needs no more memory than a small one."""
    cursor = ""
    while True:
        found, rows = page(person, wanted, at, cursor=cursor, size=size)
        yield from rows
        cursor = found.next
        if not cursor:
            return


_LABELS = {
    "client": _("Client"),
    "id": _("Id"),
    "made": _("made"),
    "kept": _("kept"),
    "kept_late": _("late"),
    "moved": _("moved"),
    "withdrawn": _("withdrawn"),
    "released": _("released"),
    "broken": _("broken"),
    "open": _("open"),
    "over_budget": _("over budget"),
    "not_accepted": _("not accepted"),
    "run_since_last_miss": _("since the last miss"),
    "work": _("work"),
}


def _column(code: str) -> Column[Row]:
    if code == "work":
        return Column(code, _LABELS[code], lambda row: "; ".join(row.work))
    return Column(code, _LABELS[code], lambda row: row.as_dict()[code])


def outgoing(person: User, wanted: Wanted, at: datetime, *, codes: bool = False) -> Outgoing:
    """The report as a file: one line a client, on all its pages (R-X-10)."""
    columns = [_column(code) for code in COLUMNS]
    return listed(
        "report",
        columns,
        lambda: every_row(person, wanted, at),
        count=clients(person, wanted).count,
        codes=codes,
    )
