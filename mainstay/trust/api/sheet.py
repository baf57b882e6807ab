"""The sheet for the undecided over the API, and who may be named (R-A-8)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema, Status

from mainstay.clients.api.clients import one as client_of
from mainstay.clients.models import Client
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.kit.refusals import NotFound
from mainstay.trust.actions.word import sheets
from mainstay.trust.api.router import router
from mainstay.trust.models.sheet import Sheet
from mainstay.trust.queries.word.sheet import lines, link, reference_of


class CountOut(Schema):
    """So many of so many."""

    label: str
    n: int
    of: int


class TrackRecordOut(Schema):
    """A sheet; ``link`` opens without signing in until ``expires_at``."""

    id: UUID
    client_id: UUID
    from_on: date
    to_on: date
    counts: list[CountOut]
    references: list[str]
    link: str
    expires_at: datetime
    ended: bool


class SheetIn(Schema):
    """The period, for how many days its link lives, and why it goes first while a promise to them is late."""

    from_on: date | None = None
    to_on: date | None = None
    days: int = 14
    nevertheless: str = ""


class ReferenceIn(Schema):
    """How they may be named, and how we know that they agreed."""

    words: str
    known_from: str


class ReferenceOut(Schema):
    """Whether a client may be named, and how; empty where they may not."""

    client_id: UUID
    words: str


def shown(sheet: Sheet, at: datetime) -> dict[str, Any]:
    """A sheet, as API and terminal tell it."""
    counts = [{"label": one.label, "n": one.n, "of": one.of} for one in lines(sheet.told)]
    told = {"id": sheet.pk, "client_id": sheet.client_id, "from_on": sheet.from_on, "to_on": sheet.to_on}
    told |= {"counts": counts, "references": sheet.told["references"], "link": link(sheet)}
    return told | {
        "expires_at": sheet.expires_at,
        "ended": sheet.ended_at is not None or sheet.expires_at <= at,
    }  # fmt: skip


def _named(client: Client) -> dict[str, Any]:
    row = reference_of(client)
    return {"client_id": client.pk, "words": row.words if row is not None else ""}


@router.post("/clients/{uuid:client_id}/sheets", response={201: TrackRecordOut})
def make_sheet(request: HttpRequest, client_id: UUID, payload: SheetIn) -> Status[dict[str, Any]]:
    """Count our deliveries for an undecided client."""
    person, at = person_of(request), clock.now()
    client = client_of(person, client_id)
    return Status(201, shown(sheets.make_sheet(client=client, by=person, at=at, **payload.model_dump()), at))


@router.post("/sheets/{uuid:sheet_id}/end", response=TrackRecordOut)
def end_link(request: HttpRequest, sheet_id: UUID) -> dict[str, Any]:
    """End its link."""
    person, at = person_of(request), clock.now()
    rows = Sheet.objects.visible_to(person).select_related("client")
    if (found := rows.filter(pk=sheet_id).first()) is None:
        raise NotFound
    return shown(sheets.end_link(sheet=found, by=person, at=at), at)


@router.put("/clients/{uuid:client_id}/reference", response=ReferenceOut)
def may_be_named(request: HttpRequest, client_id: UUID, payload: ReferenceIn) -> dict[str, Any]:
    """They agreed to be named."""
    person = person_of(request)
    client = client_of(person, client_id)
    sheets.agree_to_be_named(client=client, by=person, at=clock.now(), **payload.model_dump())
    return _named(client)


@router.delete("/clients/{uuid:client_id}/reference", response=ReferenceOut)
def named_no_more(request: HttpRequest, client_id: UUID) -> dict[str, Any]:
    """They are not to be named any more."""
    person = person_of(request)
    client = client_of(person, client_id)
    sheets.name_no_more(client=client, by=person, at=clock.now())
    return _named(client)
