"""Clients over the API."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from mainstay.clients import actions, queries
from mainstay.clients.api import shapes
from mainstay.clients.api.shapes import ClientPage, ClientWhole, LinePage, shown
from mainstay.clients.models import Assignment, Client
from mainstay.clients.queries import Wanted
from mainstay.clients.queries.listing import ORDERS, more_of
from mainstay.clients.queries.seeing import seen
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import Unit, User
from mainstay.kit.paging import page_of
from mainstay.kit.refusals import NotFound

router = Router(tags=["clients"])
MOST = 200


class ClientFilters(Schema):
    """Which clients: all may be combined. ``name`` is the whole name; ``q`` finds by name, town or person."""

    name: str = ""
    q: str = ""
    whose: Literal["mine", "deputy", "house"] = "house"
    stage: Literal["", "prospect", "active", "former"] = ""
    archived: bool = False
    order: Literal["name", "stage", "since"] = "name"
    down: bool = False
    cursor: str = ""
    size: int = 50


def one(person: User, client_id: UUID) -> Client:
    """The client, or NotFound for whoever may not see it."""
    found = seen(person, client_id)
    if found is None:
        raise NotFound
    return found


def whole(client: Client) -> dict[str, Any]:
    """A client with its people and who serves it."""
    people = client.affiliations.now().select_related("contact").prefetch_related("contact__ways")
    now = clock.now().astimezone(ZoneInfo(client.zone))
    return shown(client) | {
        "time_there": f"{now:%H:%M}",
        "contacts": [shapes.shown_contact(place) for place in people],
        "served_by": [shapes.shown_assignment(serves) for serves in Assignment.now_for(client)],
    }


@router.get("/clients", response=ClientPage)
def clients(request: HttpRequest, filters: Query[ClientFilters]) -> dict[str, Any]:
    """Clients you may see, by cursor; at most 200 a page."""
    wanted = Wanted(
        whose=filters.whose,
        stage=filters.stage,
        archived=filters.archived,
        words=filters.q,
        order=filters.order,
        down=filters.down,
        more=more_of(request.GET),
    )
    rows = wanted.in_order(person_of(request))
    if filters.name:
        rows = rows.called(filters.name)
    size = max(1, min(filters.size, MOST))
    by = ORDERS[wanted.order]
    page = page_of(rows, by=by, cursor=filters.cursor, size=size, descending=wanted.down)
    return {"items": [shown(client) for client in page.rows], "next": page.next, "back": page.back}


@router.post("/clients", response={201: ClientWhole})
def add(request: HttpRequest, payload: shapes.AddIn) -> Status[dict[str, Any]]:
    """Write down a client."""
    told = payload.model_dump() | {"unit": _unit(payload.unit), "manager": _colleague(payload.manager)}
    return Status(201, whole(actions.add(by=person_of(request), at=clock.now(), **told)))


def _unit(pk: UUID | None) -> Unit | None:
    found = Unit.objects.filter(pk=pk).first() if pk is not None else None
    if pk is not None and found is None:
        raise NotFound
    return found


def _colleague(pk: UUID | None) -> User | None:
    found = User.objects.filter(pk=pk).first() if pk is not None else None
    if pk is not None and found is None:
        raise NotFound
    return found


@router.get("/clients/{uuid:client_id}", response=ClientWhole)
def client(request: HttpRequest, client_id: UUID) -> dict[str, Any]:
    """One client, the people there, who serves it."""
    return whole(one(person_of(request), client_id))


@router.patch("/clients/{uuid:client_id}", response=ClientWhole)
def change(request: HttpRequest, client_id: UUID, payload: shapes.ClientChangeIn) -> dict[str, Any]:
    """Correct what is kept."""
    person = person_of(request)
    told = payload.model_dump(exclude_unset=True)
    if "unit" in told:
        told["unit"] = _unit(payload.unit)
    return whole(actions.change(client=one(person, client_id), by=person, at=clock.now(), **told))


@router.post("/clients/{uuid:client_id}/stage", response=ClientWhole)
def stage(request: HttpRequest, client_id: UUID, payload: shapes.StageIn) -> dict[str, Any]:
    """Say how far we are with each other."""
    person = person_of(request)
    kept = actions.set_stage(client=one(person, client_id), by=person, at=clock.now(), **payload.model_dump())
    return whole(kept)


@router.post("/clients/{uuid:client_id}/archive", response=ClientWhole)
def archive(request: HttpRequest, client_id: UUID, payload: shapes.ArchiveIn) -> dict[str, Any]:
    """Lay a client aside."""
    person = person_of(request)
    return whole(actions.archive(client=one(person, client_id), why=payload.why, by=person, at=clock.now()))


@router.post("/clients/{uuid:client_id}/restore", response=ClientWhole)
def restore(request: HttpRequest, client_id: UUID) -> dict[str, Any]:
    """Take a client up again."""
    person = person_of(request)
    return whole(actions.restore(client=one(person, client_id), by=person, at=clock.now()))


@router.get("/clients/{uuid:client_id}/chronicle", response=LinePage)
def chronicle(request: HttpRequest, client_id: UUID, cursor: str = "", size: int = 100) -> dict[str, Any]:
    """What happened with a client, newest first."""
    person = person_of(request)
    found = one(person, client_id)
    size = max(1, min(size, MOST))
    lines, page = queries.chronicle(found, person, clock.now(), cursor=cursor, size=size)
    items = [
        {"at": line.at, "kind": line.kind, "by": line.by, "text": line.text, "beneath": list(line.beneath)}
        for line in lines
    ]
    return {"items": items, "next": page.next, "back": page.back}
