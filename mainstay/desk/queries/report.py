"""The portfolio report: what we promised each client I may see, and what became of it (R-A-11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from mainstay.clients.models import Assignment, Client, ClientQuerySet
from mainstay.house.models import Unit, User
from mainstay.kit.lists import Column, Outgoing, listed
from mainstay.kit.paging import Page, page_of
from mainstay.promises.queries import Tally, tallies_of_clients
from mainstay.promises.rules import Counts

SIZE = 50
CHOICES = 30  # teams and managers one may choose from
COLUMNS = ("client", "id", *Counts.__dataclass_fields__, "run_since_last_miss")
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

    def as_dict(self) -> dict[str, Any]:
        """As API, terminal and file show it."""
        return {
            "client": self.client.name,
            "id": self.client.pk,
            **self.tally.counts.as_dict(),
            "run_since_last_miss": self.tally.run,
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
    seen = Client.objects.visible_to(person).kept().values("unit_id")
    return list(Unit.objects.filter(pk__in=seen)[:CHOICES])


def managers(person: User) -> list[User]:
    """Who manages the clients this person may see."""
    now = Assignment.objects.visible_to(person).filter(to_on=None, role=Assignment.Role.MANAGER)
    return list(User.objects.filter(pk__in=now.values("user_id"))[:CHOICES])


def page(person: User, wanted: Wanted, *, cursor: str = "", size: int = SIZE) -> tuple[Page[Client], list[Row]]:
    """One page of the report: four queries, whatever the number of promises."""
    found = page_of(clients(person, wanted), by=ORDER, cursor=cursor, size=size)
    return found, rows_of(found.rows)


def rows_of(found: Sequence[Client]) -> list[Row]:
    """The counts of these clients."""
    tallies = tallies_of_clients([client.pk for client in found])
    return [Row(client, tallies.get(client.pk, _NOTHING)) for client in found]


def every_row(person: User, wanted: Wanted, *, size: int = 500) -> Iterator[Row]:
    """All rows, page by page, so that a large house needs no more memory than a small one."""
    cursor = ""
    while True:
        found, rows = page(person, wanted, cursor=cursor, size=size)
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
}


def _column(code: str) -> Column[Row]:
    return Column(code, _LABELS[code], lambda row: row.as_dict()[code])


def outgoing(person: User, wanted: Wanted, *, codes: bool = False) -> Outgoing:
    """The report as a file: one line a client, on all its pages (R-X-10)."""
    columns = [_column(code) for code in COLUMNS]
    return listed(
        "report",
        columns,
        lambda: every_row(person, wanted),
        count=clients(person, wanted).count,
        codes=codes,
    )
