"""Engagements over the API."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mainstay.clients.api.clients import MOST, one
from mainstay.engagements import actions
from mainstay.engagements.models import Engagement
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.kit.paging import page_of
from mainstay.kit.refusals import NotFound

router = Router(tags=["engagements"])


class EngagementOut(Schema):
    """A piece of work for a client."""

    id: UUID
    client: UUID
    name: str
    outcome: str = Field(description="what it is to do for them, in their words")
    state: str = Field(description="talked, active or ended")


class EngagementPage(Schema):
    """One page; ``next`` is the cursor that leads on, empty at the end."""

    items: list[EngagementOut]
    next: str
    back: str


class BeginIn(Schema):
    """A new engagement."""

    name: str
    outcome: str = ""
    state: str = "talked"


class ChangeIn(Schema):
    """What is to be corrected; what is left out stays."""

    name: str | None = None
    outcome: str | None = None


class StateIn(Schema):
    """talked, active or ended."""

    state: str
    why: str = ""


class EndIn(Schema):
    """Why it ends."""

    why: str = ""


class Filters(Schema):
    """Which engagements: all may be combined."""

    client: UUID | None = None
    state: Literal["", "talked", "active", "ended"] = ""
    cursor: str = ""
    size: int = 50


def shown(engagement: Engagement) -> dict[str, Any]:
    """An engagement as the API gives it."""
    told = {name: getattr(engagement, name) for name in ("id", "name", "outcome", "state")}
    return told | {"client": engagement.client_id}


def _found(person: User, engagement_id: UUID) -> Engagement:
    rows = Engagement.objects.visible_to(person).select_related("client")
    found = rows.filter(pk=engagement_id).first()
    if found is None:
        raise NotFound
    return found


@router.get("/engagements", response=EngagementPage)
def engagements(request: HttpRequest, filters: Query[Filters]) -> dict[str, Any]:
    """Engagements of clients you may see, by cursor; at most 200 a page."""
    rows = Engagement.objects.visible_to(person_of(request))
    if filters.client is not None:
        rows = rows.filter(client=filters.client)
    if filters.state:
        rows = rows.filter(state=filters.state)
    page = page_of(rows, by=("name", "id"), cursor=filters.cursor, size=max(1, min(filters.size, MOST)))
    return {"items": [shown(each) for each in page.rows], "next": page.next, "back": page.back}


@router.post("/clients/{uuid:client_id}/engagements", response={201: EngagementOut})
def begin(request: HttpRequest, client_id: UUID, payload: BeginIn) -> Status[dict[str, Any]]:
    """Write down what we are to do for a client."""
    person = person_of(request)
    client = one(person, client_id)
    return Status(201, shown(actions.begin(client=client, by=person, at=clock.now(), **payload.model_dump())))


@router.get("/engagements/{uuid:engagement_id}", response=EngagementOut)
def engagement(request: HttpRequest, engagement_id: UUID) -> dict[str, Any]:
    """One engagement."""
    return shown(_found(person_of(request), engagement_id))


@router.patch("/engagements/{uuid:engagement_id}", response=EngagementOut)
def change(request: HttpRequest, engagement_id: UUID, payload: ChangeIn) -> dict[str, Any]:
    """Correct the name or the outcome."""
    person = person_of(request)
    told = payload.model_dump(exclude_unset=True)
    return shown(actions.change(engagement=_found(person, engagement_id), by=person, at=clock.now(), **told))


@router.post("/engagements/{uuid:engagement_id}/state", response=EngagementOut)
def state(request: HttpRequest, engagement_id: UUID, payload: StateIn) -> dict[str, Any]:
    """Say where it stands."""
    person = person_of(request)
    told = payload.model_dump()
    return shown(actions.set_state(engagement=_found(person, engagement_id), by=person, at=clock.now(), **told))


@router.post("/engagements/{uuid:engagement_id}/end", response=EngagementOut)
def end(request: HttpRequest, engagement_id: UUID, payload: EndIn) -> dict[str, Any]:
    """End it."""
    person = person_of(request)
    return shown(actions.end(engagement=_found(person, engagement_id), why=payload.why, by=person, at=clock.now()))
