"""Everything kept about one client, as a person can read it without us and as a program can (R-X-10, R-B-86)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import DecimalField, ForeignKey, Model
from django.utils.translation import gettext as _

from mainstay import __version__
from mainstay.clients.models import Client, Contact
from mainstay.clients.queries import out as of_clients
from mainstay.engagements import queries as of_engagements
from mainstay.engagements.models import Engagement
from mainstay.house.models import house
from mainstay.house.rules import rights
from mainstay.promises.queries import out as of_promises
from mainstay.transfer.queries import out_house, out_reading

if TYPE_CHECKING:
    from mainstay.house.models import User

# Tables that say nothing of one client alone, by label, with the reason.
NOT_OF_ONE: Mapping[str, str] = {
    "house.House": "the house itself",
    "house.Unit": "the house itself",
    "house.User": "people of the house; their names stand where they acted",
    "house.Post": "the house itself",
    "house.Absence": "people of the house",
    "house.WorkCalendar": "the house itself",
    "house.OwnDay": "the house itself",
    "lists.SavedView": "people of the house: how they look at their lists",
    "lists.Several": "speaks of several clients; the chronicle tells it",
    "journal.Line": "the chronicle holds it in words",
    "journal.Words": "the chronicle holds it in words",
    "journal.Head": "the chronicle holds it in words",
    "clients.ClientsApart": "speaks of another client too",
    "clients.ContactsApart": "may speak of somebody at another client",
    "clients.Merge": "speaks of two clients; the chronicle tells it",
    "clients.Leaving": "people of the house; each hand-over that came of it is here",
    "transfer.Run": "a file may hold many clients",
    "transfer.Batch": "a file may hold many clients",
    "transfer.KeptMap": "belongs to the house",
    "followups.Delay": "belongs to the house",
    "promises.Kind": "belongs to the house",
    "trust.Evidence": "weighed from the promises, which are all here",
    "trust.Record": "worked out from the promises; numbers stand in the audit view alone",
    "trust.VerdictChange": "worked out from the promises; numbers stand in the audit view alone",
    "trust.Difference": "the house itself: what its nightly check found",
    "trust.Stale": "the house itself: what is still to be read",
    "trust.Check": "the house itself",
    "trust.Standard": "the house itself",
    "trust.OurView": "our side’s own: how it is for us to work for them; no client ever reads it",
    "trust.ServiceStandard": "belongs to the house",
    "trust.MonthAnswered": "people of the house",
    "trust.Lesson": "belongs to the house: what it learnt, kept with no client",
}


@dataclass(frozen=True)
class Taken:
    """One file of the ZIP: its name, what is in it in a few words, and its bytes piece by piece."""

    name: str
    words: str
    pieces: Callable[[], Iterator[bytes]]


def files(client: Client, by: User, at: datetime) -> list[Taken]:
    """The files of the ZIP, in their order; what they hold is read when they are written."""
    promises = of_promises.every_one_of(client, by, at)
    people = of_clients.people(of_clients.places_of(client))
    chronicle = of_clients.chronicle(client, by, at)
    serving = of_clients.serving(client.assignments.all())
    engagements = of_engagements.engagements(Engagement.objects.filter(client=client))
    calendar = of_promises.still_owed(client, by, at)
    data = [
        Taken("promises.csv", _("every promise of both sides, as a table"), promises.forms["csv"]),
        Taken("promises.xlsx", _("the same for Excel"), promises.forms["xlsx"]),
        Taken("calendar.ics", _("the days on which something is due, for a calendar"), calendar.forms["ics"]),
        Taken("people.vcf", _("the people, as cards for an address book"), people.forms["vcf"]),
        Taken("people.csv", _("the people, as a table"), people.forms["csv"]),
        Taken("engagements.csv", _("why we work together, as a table"), engagements.forms["csv"]),
        Taken("assignments.csv", _("who of us served you, as a table"), serving.forms["csv"]),
        Taken("chronicle.csv", _("everything that happened, as a table"), chronicle.forms["csv"]),
        Taken("client.json", _("all records, for a program"), lambda: whole(client, by, at)),
    ]
    return out_reading.pages(client, by, at, data) + data


@cache
def ways() -> dict[type[Model], str]:
    """For each table that holds something of one client: the lookup that leads there, by the shortest way.

    A person belongs to a client by an affiliation; what hangs on the person comes along.
    """
    found: dict[type[Model], str] = {Client: "pk"}
    left = {label: model for label, model in out_house.tables().items() if label not in NOT_OF_ONE}
    while True:
        new: dict[type[Model], str] = {}
        for model in left.values():
            if model not in found and (way := _way(model, found)):
                new[model] = way
        if not new:
            return found
        found |= new
        if Contact not in found:
            found[Contact] = "affiliations__client"


def _way(model: type[Model], found: Mapping[type[Model], str]) -> str:
    for field in model._meta.concrete_fields:
        target: Any = field.related_model
        if isinstance(field, ForeignKey) and not field.null and target in found:
            return field.name if target is Client else f"{field.name}__{found[target]}"
    return ""


def records(client: Client, model: type[Model], way: str, *, money: bool) -> Iterator[dict[str, Any]]:
    """The records of one table that are this client's, in the order of their keys; amounts where they may be seen."""
    names = [name for name, field in out_house.columns(model).items() if money or not isinstance(field, DecimalField)]
    theirs = model._base_manager.filter(**{way: client.pk}).values("pk")
    rows = model._base_manager.filter(pk__in=theirs).order_by("pk").values_list(*names)
    for values in rows.iterator(chunk_size=out_house.CHUNK):
        yield dict(zip(names, values, strict=True))


def whole(client: Client, by: User, at: datetime) -> Iterator[bytes]:
    """All records as JSON, and the chronicle in sentences; written as it is read."""
    money = by.may(rights.SEE_MONEY)
    told = {"what": "mainstay client", "format": 1, "version": __version__, "made_at": at, "house": house().name}
    yield b"{" + b",\n".join(_json(name) + b":" + _json(value) for name, value in told.items()) + b',\n"tables":{'
    for number, (model, way) in enumerate(sorted(ways().items(), key=lambda pair: pair[0]._meta.label)):
        yield (b",\n" if number else b"\n") + _json(model._meta.label) + b":["
        yield from _array(records(client, model, way, money=money))
        yield b"]"
    yield b'},\n"chronicle":['
    lines = of_clients.every_line(client, by, at)
    yield from _array(
        {"at": line.at, "by": line.by, "kind": line.kind, "text": line.text, "more": list(line.beneath)}
        for line in lines
    )
    yield b"]}\n"


def _array(values: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    for number, value in enumerate(values):
        yield (b",\n" if number else b"\n") + _json(value)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=out_house.plain).encode()
