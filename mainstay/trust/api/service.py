"""Standards of service over the API: how they are kept, and how it went on one occasion (R-C-6)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema, Status

from mainstay.clients.api.clients import one as client_of
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.api.finding import one
from mainstay.kit.times import local_day
from mainstay.trust.actions import service as verbs
from mainstay.trust.api.router import router
from mainstay.trust.api.weighing import AloneIn
from mainstay.trust.models.service import Occasion, ServiceStandard
from mainstay.trust.queries import service as queries


class ServiceOut(Schema):
    """One standard (``minutes`` null: done or not), kept so many of so many times in ninety days."""

    id: UUID
    name: str
    minutes: int | None
    kept: int
    of: int
    wishes: int


class ServiceIn(Schema):
    """A standard to set."""

    name: str = ""
    minutes: int | None = None


class OccasionIn(Schema):
    """How it went: after so many minutes, or done; a wish beyond the standard; the reason where it was less."""

    standard: UUID
    minutes: int | None = None
    done: bool = True
    wish: str = ""
    reason: str = ""
    on: date | None = None


class OccasionOut(Schema):
    """One occasion; ``went`` is kept, up or down."""

    id: UUID
    client_id: UUID
    standard: str
    on: date
    minutes: int | None
    went: str
    wish: str
    reason: str
    approved_by: str


class OccasionPage(Schema):
    """One page of them, the latest first."""

    items: list[OccasionOut]
    next: str


def shown(row: Occasion) -> dict[str, Any]:
    """One occasion, as API and terminal tell it."""
    plain = ("id", "client_id", "on", "minutes", "went", "wish", "reason")
    approver = row.approved_by.name if row.approved_by is not None else ""
    return {name: getattr(row, name) for name in plain} | {"standard": row.standard.name, "approved_by": approver}


def shown_report(found: list[queries.Kept]) -> list[dict[str, Any]]:
    """The report, as API and terminal tell it."""
    minutes = {row.pk: row.minutes for row in queries.standing()}
    return [{"id": row.id, "name": row.name, "minutes": minutes.get(row.id), **row.told._asdict()} for row in found]


@router.get("/service", response=list[ServiceOut])
def service(request: HttpRequest) -> list[dict[str, Any]]:
    """Every standard, and how it was kept at the clients you may see."""
    by = person_of(request)
    return shown_report(queries.report(by, local_day(clock.now(), by.zone)))


@router.post("/service", response={201: ServiceOut})
def set_service(request: HttpRequest, payload: ServiceIn) -> Status[dict[str, Any]]:
    """Set a standard."""
    by = person_of(request)
    made = verbs.set_standard(name=payload.name, minutes=payload.minutes, by=by, at=clock.now())
    told = {"id": made.pk, "name": made.name, "minutes": made.minutes}
    return Status(201, told | {"kept": 0, "of": 0, "wishes": 0})


@router.post("/service/{uuid:standard_id}/end", response={204: None})
def end_service(request: HttpRequest, standard_id: UUID) -> Status[None]:
    """It is asked for no more."""
    by = person_of(request)
    verbs.end_standard(standard=one(ServiceStandard.objects, standard_id), by=by, at=clock.now())
    return Status(204, None)


@router.get("/clients/{uuid:client_id}/service", response=OccasionPage)
def occasions(request: HttpRequest, client_id: UUID, cursor: str = "") -> dict[str, Any]:
    """What was noted with one client."""
    by = person_of(request)
    found = queries.deviations(by, client=client_of(by, client_id), cursor=cursor)
    return {"items": [shown(row) for row in found.rows], "next": found.next}


@router.post("/clients/{uuid:client_id}/service", response={201: OccasionOut})
def note_service(request: HttpRequest, client_id: UUID, payload: OccasionIn) -> Status[dict[str, Any]]:
    """Note how it went on one occasion."""
    by = person_of(request)
    client, told = client_of(by, client_id), payload.dict(exclude={"standard"})
    standard = one(ServiceStandard.objects, payload.standard)
    return Status(201, shown(verbs.note(client=client, standard=standard, by=by, at=clock.now(), **told)))


def occasion_of(request: HttpRequest, occasion_id: UUID) -> Occasion:
    """One that the caller may see. Raises NotFound."""
    rows = Occasion.objects.visible_to(person_of(request)).counted()
    return one(rows.select_related("client", "standard", "approved_by"), occasion_id)


@router.post("/occasions/{uuid:occasion_id}/approve", response=OccasionOut)
def approve_occasion(request: HttpRequest, occasion_id: UUID, payload: AloneIn | None = None) -> dict[str, Any]:
    """Approve an exception that somebody else noted; alone in the house one’s own, a day later and why."""
    row, why = occasion_of(request, occasion_id), payload.reason if payload else ""
    verbs.approve(occasion=row, by=person_of(request), at=clock.now(), reason=why)
    return shown(occasion_of(request, occasion_id))


@router.post("/occasions/{uuid:occasion_id}/annul", response={204: None})
def annul_occasion(request: HttpRequest, occasion_id: UUID) -> Status[None]:
    """Mark it as entered in error."""
    verbs.annul(occasion=occasion_of(request, occasion_id), by=person_of(request), at=clock.now())
    return Status(204, None)
