"""Histories of deliveries as files have them, read as the record reads promises: no database, no house.

Known are the facts of the demo (``northwind.json``), the Northwind dump (``northwind.sql``), the USAID SCMS delivery
history (a shipment is one promise), the school authority’s “Capital Project Schedules and Budgets”, and any CSV with
the columns ``client,due,delivered`` and, if known, ``made,agreed,charged`` (days as 2026-03-02).
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from pathlib import Path

from mainstay.trust.rules.record.days import Workdays
from mainstay.trust.rules.record.derive import Derived, Given, derive
from mainstay.trust.rules.record.fold import Row
from mainstay.trust.rules.record.policy import KEPT, OURS
from tests.machine.northwind_facts import facts

WAYS = ("%d-%b-%y", "%m/%d/%Y", "%m/%d/%y")
Table = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class History:
    """Who was promised what and what became of it; whether prices are known beside days."""

    name: str
    clients: Mapping[str, Sequence[Given]]
    priced: bool = False

    @cached_property
    def until(self) -> date:
        """The last day anything was delivered: as of then it is read."""
        return max(one.delivered_on for told in self.clients.values() for one in told if one.delivered_on is not None)

    def derived(self, client: str) -> list[Derived]:
        """What each promise to a client says, Monday to Friday being worked."""
        return [derive(one, DAYS, on=self.until) for one in self.clients[client]]

    def rows(self, client: str) -> list[Row]:
        """All evidence of a client."""
        every = [piece for one in self.derived(client) for piece in one.pieces]
        return [Row(piece.on, piece.strand, piece.outcome, piece.weight) for piece in every]

    def ends(self, client: str) -> list[tuple[date, bool]]:
        """Of each promise that came to an end the day, and whether all that is known of it was kept; in order."""
        known = [one.pieces for one in self.derived(client) if one.pieces]
        return sorted((pieces[0].on, all(piece.outcome == KEPT for piece in pieces)) for pieces in known)


DAYS = Workdays()


def day(cell: str | None) -> date | None:
    """A day, in whatever way the known files write it; None for anything else."""
    with suppress(ValueError):
        return date.fromisoformat(cell or "")
    for way in WAYS:
        with suppress(ValueError):
            return datetime.strptime(cell or "", way).replace(tzinfo=UTC).date()
    return None


def amount(cell: str | None) -> Decimal | None:
    """An amount above nothing, or None."""
    with suppress(InvalidOperation):
        return Decimal((cell or "").replace(",", "")) or None
    return None


@cache
def read(path: Path) -> History:
    """The history in a file. ValueError for a file that is none of the known ones."""
    raw = path.read_bytes()
    text = raw.decode("utf-8-sig") if not raw.startswith(b"ID\t") else raw.decode("cp1252")
    if path.suffix in (".sql", ".json"):
        return _northwind(facts(text) if path.suffix == ".sql" else json.loads(text))
    tabs = "\t" in text.splitlines()[0]
    table = list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if tabs else ","))
    columns = {name.strip() for name in table[0]} if table else set()
    if "ASN/DN #" in columns:
        return _shipments(table)
    if "Project School Name" in columns:
        return _schools(table)
    if {"client", "due", "delivered"} <= columns:
        return _plain(path.name, table)
    raise ValueError(f"{path.name}: neither a known history nor a table with client, due and delivered.")


def _northwind(told: Mapping[str, Sequence[Sequence[str | int | float | None]]]) -> History:
    found: dict[str, list[Given]] = defaultdict(list)
    for _order, client, _employee, made, due, done, _value in told["orders"]:
        due_on = day(str(due))
        if due_on is not None:
            given = Given(OURS, due_on, made_on=day(str(made)), delivered_on=day(str(done)))
            found[str(client)].append(given)
    return History("Northwind", found)


def _shipments(table: Table) -> History:
    """A shipment is late as a whole: it was delivered when its last line was."""
    lines: dict[tuple[str, str], list[tuple[date, date | None]]] = defaultdict(list)
    for row in table:
        due = day(row["Scheduled Delivery Date"])
        if due is not None:
            lines[(row["Country"], row["ASN/DN #"])].append((due, day(row["Delivered to Client Date"])))
    found: dict[str, list[Given]] = defaultdict(list)
    for (country, _shipment), parts in lines.items():
        done = [on for _due, on in parts if on is not None]
        whole = len(done) == len(parts)
        given = Given(OURS, min(due for due, _on in parts), delivered_on=max(done) if whole else None)
        found[country].append(given)
    return History("SCMS, by shipment", found)


def _schools(table: Table) -> History:
    """A phase is what was promised; what was spent counts once it ended."""
    found: dict[str, list[Given]] = defaultdict(list)
    for row in table:
        due, done = day(row["Project Phase Planned End Date"]), day(row["Project Phase Actual End Date"])
        if due is None:
            continue
        given = Given(
            OURS,
            due,
            made_on=day(row["Project Phase Actual Start Date"]),
            delivered_on=done,
            agreed=amount(row["Project Budget Amount"]),
            invoiced=amount(row["Total Phase Actual Spending Amount"]) if done else None,
        )
        found[row["Project School Name"]].append(given)
    return History("School district", found, priced=True)


def _plain(name: str, table: Table) -> History:
    found: dict[str, list[Given]] = defaultdict(list)
    for row in table:
        due = day(row["due"])
        if due is not None:
            made, done = day(row.get("made")), day(row["delivered"])
            charged = amount(row.get("charged")) if done else None
            given = Given(
                OURS, due, made_on=made, delivered_on=done, agreed=amount(row.get("agreed")), invoiced=charged
            )
            found[row["client"]].append(given)
    return History(name, found, priced=any(one.agreed for told in found.values() for one in told))
